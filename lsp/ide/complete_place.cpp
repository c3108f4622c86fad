#include "lsp/ide/complete_place.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;
using enum syntax::TokenKind;

constexpr std::array kDeclarations = {
    KW_INSTRUMENT, KW_OVERLAY,     KW_SOURCE,     KW_UNENCODED, KW_PARTY,
    KW_ACTION,     KW_ENUM,        KW_RECORD,     KW_CALENDAR,  KW_RULE,
    KW_DUTY,       KW_PROHIBITION, KW_PERMISSION, KW_POWER,     KW_ENCOURAGEMENT,
    KW_READING,    KW_SPECIAL,     KW_DECISION,   KW_TEST,      KW_CLOSED_LIST,
    KW_ELECT,      KW_COLLISION,   KW_CASES,      KW_TABLE,     KW_PROPERTY};

constexpr std::array kCiting = {KW_CITES,   KW_SEE,        KW_DETAILS,  KW_AMENDS,
                                KW_REPEALS, KW_SUSPENDS,   KW_REPLACES, KW_SURVIVES,
                                KW_WITH,    KW_DISAPPLIES, KW_UNENCODED};
constexpr std::array kComparing = {KW_IS, KW_IS_NOT, KW_IN, EQ, NE};

template <class List>
bool is_one(const List& list, TokenKind kind) {
  return std::ranges::find(list, kind) != list.end();
}

bool is_name(TokenKind kind) {
  return kind == IDENT || syntax::is_keyword(kind);
}

struct Open {
  TokenKind bracket;
  std::uint32_t word;  // its position
};

class Walk {
 public:
  Walk(std::string_view text, const std::vector<Token>& words, Grammar& out)
      : text_(text), out_(out) {
    for (const Token& word : words)
      if (word.kind != COMMENT && word.kind != DOC && word.kind != End) words_.push_back(word);
  }

  void take() {
    while (count_ < words_.size() && words_[count_].end <= out_.begin) ++count_;
    find_body();
    surface();
    if (count_ > 0) out_.after = words_[count_ - 1].kind;
    out_.awaited = awaited();
    out_.wish = wish();
  }

 private:
  [[nodiscard]] TokenKind kind(std::size_t back) const {
    return back < count_ ? words_[count_ - 1 - back].kind : End;
  }
  [[nodiscard]] std::string word(std::size_t at) const {
    return std::string(text_.substr(words_[at].begin, words_[at].end - words_[at].begin));
  }
  [[nodiscard]] bool begins_line(std::size_t at) const {
    const std::uint32_t from = at == 0 ? 0 : words_[at - 1].end;
    const std::uint32_t to = at < count_ ? words_[at].begin : out_.begin;
    return at == 0 || text_.substr(from, to - from).contains('\n');
  }
  // At the very edge of the text: where only declarations begin.
  [[nodiscard]] bool begins_text_line(std::size_t at) const {
    const std::uint32_t begin = words_[at].begin;
    return begin == 0 || text_[begin - 1] == '\n';
  }

  // Which declaration's body the place is in, and which brackets are open.
  void find_body() {
    std::optional<std::size_t> head;
    for (std::size_t at = 0; at < count_; ++at) {
      const TokenKind one = words_[at].kind;
      if (is_one(kDeclarations, one) && begins_line(at) &&
          (open_.empty() || begins_text_line(at))) {
        open_.clear();  // of what stands before it something was left open
        head = at;
      }
      if (one == LBRACE || one == LPAREN || one == LBRACKET)
        open_.push_back({one, static_cast<std::uint32_t>(at)});
      if ((one == RBRACE || one == RPAREN || one == RBRACKET) && !open_.empty()) open_.pop_back();
      if (one == RBRACE && open_.empty() && at + 1 < count_ && begins_line(at + 1)) head.reset();
    }
    if (!head) return;
    out_.since = words_[*head].begin;
    out_.declaration = words_[*head].kind;
    if (out_.declaration == KW_SPECIAL && *head + 1 < count_)
      out_.declaration = words_[*head + 1].kind;
    if (open_.empty()) return;
    // What its body has, also after the place.
    std::size_t depth = 0;
    for (std::size_t at = open_.front().word; at < words_.size(); ++at) {
      const TokenKind one = words_[at].kind;
      if (at > *head && is_one(kDeclarations, one) && begins_text_line(at)) break;
      if (one == LBRACE || one == LPAREN) ++depth;
      if (one == RBRACE || one == RPAREN) --depth;
      if (depth == 0) break;
      if (depth == 1 && syntax::is_keyword(one)) out_.present.push_back(one);
    }
  }

  void surface() {
    int vi = 0;
    int en = 0;
    for (const Token& one : words_) {
      if (!syntax::is_keyword(one.kind)) continue;
      const syntax::Keyword& row = syntax::keyword(one.kind);
      if (row.vi == row.en) continue;
      const std::string_view written = text_.substr(one.begin, one.end - one.begin);
      ++(row.en.contains(written) ? en : vi);
    }
    out_.vietnamese = vi > en;
  }

  // The names joined by dots that end `back` words before the place.
  void take_chain(std::size_t back) {
    std::size_t at = count_ - back;
    while (at > 0) {
      std::size_t name = at - 1;
      if (words_[name].kind == RPAREN) {
        int depth = 0;
        while (name > 0) {
          if (words_[name].kind == RPAREN) ++depth;
          if (words_[name].kind == LPAREN && --depth == 0) break;
          --name;
        }
        if (name == 0) return;
        --name;
        out_.called = true;
      }
      if (!is_name(words_[name].kind)) return;
      out_.chain.insert(out_.chain.begin(), word(name));
      if (name == 0 || words_[name - 1].kind != DOT) return;
      at = name - 1;
    }
  }

  [[nodiscard]] bool in_use_line() const {
    if (begins_line(count_)) return false;
    for (std::size_t at = count_; at > 0; --at) {
      if (words_[at - 1].kind == KW_USE) return true;
      if (words_[at - 1].kind != DOT && !is_name(words_[at - 1].kind)) return false;
      if (at < count_ && begins_line(at)) return false;
    }
    return false;
  }

  // Whether the list of citations that the place continues was begun by a word that cites.
  [[nodiscard]] bool in_citations() const {
    std::size_t back = 0;
    while (kind(back) == COMMA || kind(back) == CITATION || kind(back) == IDENT ||
           kind(back) == DOT)
      ++back;
    return back > 0 && kind(0) == COMMA && is_one(kCiting, kind(back));
  }

  [[nodiscard]] Awaited after_word() {
    switch (kind(0)) {
      case KW_BEARER:
      case KW_TOWARD:
      case KW_ANY_OF:
      case KW_EACH_OF: return Awaited::Party;
      case KW_NORMS:
      case KW_ON_BREACH: return Awaited::Norm;
      case KW_ACTION: return open_.empty() ? Awaited::Nothing : Awaited::Action;
      case KW_SOURCE: return open_.empty() ? Awaited::Nothing : Awaited::Source;
      case KW_CALENDAR:
        return begins_text_line(count_ - 1) || !open_.empty() ? Awaited::Calendar
                                                              : Awaited::Nothing;
      case KW_RANK:
      case KW_CONFIDENCE:
      case KW_REASON:
      case KW_KIND:
      case KW_ON:
      case KW_MEANS:
      case KW_COUNTING: return Awaited::Word;
      case KW_HELD_BY: return Awaited::Party;
      default: return Awaited::Expression;
    }
  }

  Awaited awaited() {
    const TokenKind before = kind(0);
    if (in_use_line()) return Awaited::Module;
    if (before == DOT) {
      take_chain(1);
      return Awaited::Member;
    }
    if (is_one(kCiting, before) || in_citations()) return Awaited::Instrument;
    if (is_one(kComparing, before)) {
      take_chain(1);
      return Awaited::Value;
    }
    // `x in { a, b }`
    if (!open_.empty() && open_.back().bracket == LBRACE) {
      const std::size_t brace = open_.back().word;
      if (brace > 0 && is_one(kComparing, words_[brace - 1].kind)) {
        take_chain(count_ - (brace - 1));
        return Awaited::Value;
      }
      if (const auto literal = in_literal(brace)) return *literal;
    }
    if (const Awaited found = after_word(); found != Awaited::Expression) return found;
    if (before == COLON && awaits_type()) return Awaited::Type;
    if (before == INT) return Awaited::Unit;
    if (begins_line(count_) || before == LBRACE) {
      if (open_.empty()) return Awaited::Declaration;
      if (open_.back().bracket == LBRACE) return Awaited::Clause;
    }
    return Awaited::Expression;
  }

  // In a record literal of a test: a field's name, or its value.
  std::optional<Awaited> in_literal(std::size_t brace) {
    if (out_.declaration != KW_TEST && out_.declaration != KW_TABLE) return std::nullopt;
    if (open_.size() < 2 || brace == 0 || words_[brace - 1].kind != IDENT) return std::nullopt;
    out_.literal = word(brace - 1);
    for (std::size_t at = brace + 1; at + 1 < count_; ++at)
      if (is_name(words_[at].kind) && words_[at + 1].kind == COLON) out_.named.push_back(word(at));
    if (kind(0) != COLON) return Awaited::Fact;
    // The field of this value: what it is of is found by its name.
    out_.chain = {word(count_ - 2)};
    return Awaited::Value;
  }

  // After a colon: of a parameter, a field or a result; not of a label.
  [[nodiscard]] bool awaits_type() const {
    if (kind(1) == RPAREN) return true;
    if (!open_.empty() && open_.back().bracket == LPAREN)
      return open_.size() == 1 && out_.declaration != KW_TEST;
    return (out_.declaration == KW_RECORD || out_.declaration == KW_PROPERTY) && open_.size() == 1;
  }

  [[nodiscard]] Wish wish() const {
    std::size_t back = 0;
    if (out_.awaited == Awaited::Member) back = 2 * out_.chain.size();
    switch (kind(back)) {
      case KW_WHEN:
      case KW_AND:
      case KW_OR:
      case KW_NOT:
      case KW_IF:
      case KW_WHERE: return Wish::Bool;
      case KW_TRIGGER:
      case KW_DONE:
      case KW_AFTER:
      case KW_BEFORE:
      case KW_FROM:
      case KW_UNTIL:
      case KW_THROUGH:
      case KW_ENDED_BY: return Wish::Time;
      default: return Wish::Any;
    }
  }

  std::string_view text_;
  Grammar& out_;
  std::vector<Token> words_;
  std::size_t count_ = 0;  // words before the place
  std::vector<Open> open_;
};

bool within_text(const Token& word, std::uint32_t offset) {
  switch (word.kind) {
    case COMMENT:
    case DOC: return word.begin < offset && offset <= word.end;
    case STRING: return word.begin < offset && offset < word.end;
    case BAD_STRING:
    case BAD_COMMENT: return word.begin < offset && offset <= word.end;
    default: return false;
  }
}

}  // namespace

bool name_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

Grammar grammar_at(std::string_view text, const std::vector<Token>& words, std::uint32_t offset) {
  Grammar out;
  out.begin = offset;
  for (const Token& word : words)
    if (within_text(word, offset)) {
      out.awaited = Awaited::Nothing;
      return out;
    }
  while (out.begin > 0 && name_character(text[out.begin - 1])) --out.begin;
  // After `PDPL@`: labels and their dots.
  std::uint32_t at = offset;
  while (at > 0 && (name_character(text[at - 1]) || text[at - 1] == '.')) --at;
  if (at > 0 && text[at - 1] == '@') {
    std::uint32_t name = at - 1;
    while (name > 0 && name_character(text[name - 1])) --name;
    out.awaited = Awaited::Provision;
    out.begin = at;
    out.chain = {std::string(text.substr(name, at - 1 - name))};
    return out;
  }
  Walk(text, words, out).take();
  return out;
}

}  // namespace phep::ide
