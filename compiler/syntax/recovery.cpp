#include "compiler/syntax/recovery.h"

#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/notes.h"
#include "compiler/diagnostics/kinds/syntax.h"

#include <algorithm>
#include <atomic>
#include <bitset>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phep::syntax {
namespace {

using antlr4::misc::IntervalSet;

// Keywords come first in the lexer grammar, `judged` last of them.
constexpr ssize_t kLastKeyword = PhepParser::KW_JUDGED;

std::string_view first_spelling(std::string_view spellings) {
  return spellings.substr(0, spellings.find('|'));
}

// Keywords that stand inside expressions or tie clauses together: no clause begins with them.
bool inside_clauses(TokenKind kind) {
  return (kind >= TokenKind::KW_AND && kind <= TokenKind::KW_YEARS) || kind == TokenKind::KW_OF ||
         kind == TokenKind::KW_TIMES || kind == TokenKind::KW_TO || kind == TokenKind::KW_AFTER ||
         kind == TokenKind::KW_BEFORE;
}

bool begins_declaration(TokenKind kind) {
  return (kind >= TokenKind::KW_INSTRUMENT && kind <= TokenKind::KW_PROPERTY &&
          kind != TokenKind::KW_ORDERED && kind != TokenKind::KW_CLOSED &&
          kind != TokenKind::KW_TABLE) ||
         kind == TokenKind::KW_CALENDAR || kind == TokenKind::KW_COLLISION ||
         kind == TokenKind::KW_USE || kind == TokenKind::KW_MODULE || kind == TokenKind::KW_CASES;
}

// "a", "a or b", "a, b or c".
std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " " + std::string(last) + " " : std::string(", ");
    out += parts[i];
  }
  return out;
}

// The keyword among those expected that a misspelt word was probably meant to be, or "".
std::string_view nearest_keyword(std::string_view word, const IntervalSet& expected) {
  std::vector<std::string_view> candidates;
  for (const Keyword& row : keywords())
    if (expected.contains(antlr_type(row.kind)) && !inside_clauses(row.kind))
      for (const std::string_view spellings : {row.en, row.vi})
        candidates.push_back(first_spelling(spellings));
  return nearest(word, candidates);
}

// Where the word found says what was meant, this is what should have been written.
std::optional<Argument> hint(TokenKind found) {
  if (found == TokenKind::ASSIGN) return Argument{"`==` để so sánh", "`==` to compare"};
  if ((found >= TokenKind::EQ && found <= TokenKind::GE) || found == TokenKind::LT ||
      found == TokenKind::GT)
    return Argument{"`và` giữa hai phép so sánh", "`and` between two comparisons"};
  return std::nullopt;
}

// Names what could have stood here, in few words.
class Expectation {
 public:
  explicit Expectation(const IntervalSet& types) {
    for (std::size_t kind = 0; kind <= static_cast<std::size_t>(TokenKind::PIPE); ++kind)
      if (types.contains(antlr_type(static_cast<TokenKind>(kind))))
        kinds_.push_back(static_cast<TokenKind>(kind));
  }

  [[nodiscard]] Argument argument() {
    const bool expression = has(TokenKind::INT) && has(TokenKind::LPAREN);
    if (has(TokenKind::KW_DUTY) && !has(TokenKind::IDENT)) {
      add("một khai báo", "a declaration");
      return finish();
    }
    if (expression) {
      add("một giá trị", "a value");
      drop([](TokenKind k) {
        return k != TokenKind::KW_LIFTED && k != TokenKind::KW_BEFORE &&
               k != TokenKind::KW_BY_JUDGMENT && k != TokenKind::RBRACE && k != TokenKind::RPAREN &&
               k != TokenKind::RBRACKET;
      });
    } else if (has(TokenKind::IDENT)) {
      add("một tên", "a name");
      drop([](TokenKind k) { return is_keyword(k) || k == TokenKind::IDENT; });
    }
    // Where a value could go on, say what ends it, not all the ways to lengthen it.
    if (has(TokenKind::PLUS) || has(TokenKind::KW_AND) || has(TokenKind::EQ))
      drop([](TokenKind k) {
        return inside_clauses(k) ||
               (k >= TokenKind::EQ && k <= TokenKind::SLASH && k != TokenKind::ASSIGN) ||
               k == TokenKind::DOT || k == TokenKind::DOTDOT;
      });
    if (has(TokenKind::KW_HOURS) && has(TokenKind::KW_DAYS)) {
      add("một đơn vị thời gian", "a unit of time");
      drop([](TokenKind k) { return k >= TokenKind::KW_HOURS && k <= TokenKind::KW_YEARS; });
    }
    const bool clauses = std::ranges::count_if(kinds_, is_keyword) > 6;
    if (clauses) {
      add("một mệnh đề", "a clause");
      drop(is_keyword);
    }
    for (const TokenKind kind : kinds_) add_kind(kind);
    return finish();
  }

 private:
  [[nodiscard]] bool has(TokenKind kind) const {
    return std::ranges::find(kinds_, kind) != kinds_.end();
  }
  template <class Predicate>
  void drop(Predicate predicate) {
    std::erase_if(kinds_, predicate);
  }
  void add(std::string vi, std::string en) {
    vi_.push_back(std::move(vi));
    en_.push_back(std::move(en));
  }
  void add_kind(TokenKind kind);
  [[nodiscard]] Argument finish() {
    if (vi_.empty()) add("điều khác", "something else");
    return {joined(vi_, "hoặc"), joined(en_, "or")};
  }

  std::vector<TokenKind> kinds_;
  std::vector<std::string> vi_;
  std::vector<std::string> en_;
};

void Expectation::add_kind(TokenKind kind) {
  if (is_keyword(kind)) {
    add("`" + std::string(first_spelling(keyword(kind).vi)) + "`",
        "`" + std::string(first_spelling(keyword(kind).en)) + "`");
    return;
  }
  static const std::pair<TokenKind, std::string_view> kMarks[] = {
      {TokenKind::LBRACE, "{"},    {TokenKind::RBRACE, "}"},   {TokenKind::LPAREN, "("},
      {TokenKind::RPAREN, ")"},    {TokenKind::LBRACKET, "["}, {TokenKind::RBRACKET, "]"},
      {TokenKind::COMMA, ","},     {TokenKind::COLON, ":"},    {TokenKind::DOTDOT, ".."},
      {TokenKind::DOT, "."},       {TokenKind::QUESTION, "?"}, {TokenKind::ASSIGN, "="},
      {TokenKind::LT, "<"},        {TokenKind::GT, ">"},       {TokenKind::MINUS, "-"},
      {TokenKind::BARBAR, "||"},   {TokenKind::PIPE, "|"},     {TokenKind::EQ, "=="},
      {TokenKind::NE, "!="},       {TokenKind::LE, "<="},      {TokenKind::GE, ">="},
      {TokenKind::PLUS, "+"},      {TokenKind::STAR, "*"},     {TokenKind::SLASH, "/"},
      {TokenKind::UNDERSCORE, "_"}};
  for (const auto& [mark, text] : kMarks)
    if (mark == kind) return add("`" + std::string(text) + "`", "`" + std::string(text) + "`");
  switch (kind) {
    case TokenKind::End: return add("hết tệp", "the end of the file");
    case TokenKind::STRING: return add("chuỗi trong ngoặc kép", "text in quotes");
    case TokenKind::INT: return add("một số nguyên", "a whole number");
    case TokenKind::DATE: return add("một ngày", "a date");
    case TokenKind::CITATION:
      return add("một trích dẫn như `PDPL@23.1`", "a citation like `PDPL@23.1`");
    case TokenKind::MONEY: return add("một số tiền", "an amount of money");
    default: return;
  }
}

// Types begin at 1; bit 0 stands for the end of the file.
using Types = std::bitset<256>;

// By parser state, the types of words that may come there: of the grammar alone, so that all
// readings, on whatever thread, share it. Made as states are met.
class Following {
 public:
  explicit Following(const antlr4::atn::ATN& atn) : atn_(atn), known_(atn.states.size()) {}
  ~Following() {
    for (const auto& one : known_) delete one.load();
  }
  Following(const Following&) = delete;
  Following& operator=(const Following&) = delete;

  const Types& of(std::size_t state) {
    std::atomic<const Types*>& known = known_[state];
    if (const Types* types = known.load(std::memory_order_acquire)) return *types;
    auto made = std::make_unique<const Types>(types_of(atn_.nextTokens(atn_.states[state])));
    const Types* other = nullptr;
    if (!known.compare_exchange_strong(other, made.get(), std::memory_order_acq_rel)) return *other;
    return *made.release();
  }

 private:
  static Types types_of(const antlr4::misc::IntervalSet& next) {
    Types out;
    if (next.contains(antlr4::Token::EPSILON)) out.set();
    for (const antlr4::misc::Interval& range : next.getIntervals())
      for (ssize_t t = std::max<ssize_t>(range.a, 0); t <= range.b; ++t)
        out.set(static_cast<std::size_t>(t));
    if (next.contains(static_cast<std::size_t>(antlr4::Token::EOF))) out.set(0);
    return out;
  }

  const antlr4::atn::ATN& atn_;
  std::vector<std::atomic<const Types*>> known_;
};

class Strategy : public Recovery {
 public:
  Strategy(std::string_view text, const std::vector<Word>& words, const PositionMap& positions,
           Reports& reports)
      : text_(text), words_(words), positions_(positions), reports_(reports) {}

  [[nodiscard]] bool over(std::size_t index) const override {
    return (last_report_ == kNoReport || last_report_ < index) &&
           lastErrorIndex < static_cast<int>(index);
  }
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& e) override;
  void recover(antlr4::Parser* parser, std::exception_ptr e) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser* parser) override;

 protected:
  void reportMissingToken(antlr4::Parser* parser) override;
  antlr4::Token* getMissingSymbol(antlr4::Parser* parser) override;
  antlr4::Token* singleTokenDeletion(antlr4::Parser*) override { return nullptr; }

 private:
  [[nodiscard]] Argument found(const Word& word) const;
  void unexpected(antlr4::Parser* parser, std::size_t index, const IntervalSet& expected);
  void note_opening(Diagnostic& told, std::size_t index) const;
  [[nodiscard]] bool is_anchor(std::size_t index, int depth) const;
  bool skip(antlr4::Parser* parser, const IntervalSet* wanted);
  bool may_follow(antlr4::Parser* parser, std::size_t type);
  antlr4::Token* reserved_as_name(antlr4::Parser* parser, const IntervalSet& expected);

  std::string_view text_;
  const std::vector<Word>& words_;
  const PositionMap& positions_;
  Reports& reports_;
  std::deque<antlr4::CommonToken> conjured_;
  static constexpr std::size_t kNoReport = ~std::size_t{0};
  std::size_t last_report_ = kNoReport;
};

std::size_t index_of(antlr4::Parser* parser) {
  return parser->getTokenStream()->index();
}

Argument Strategy::found(const Word& word) const {
  if (word.kind == TokenKind::End) return {"hết tệp", "the end of the file"};
  constexpr std::size_t kLongest = 40;
  std::string shown = visible(text_.substr(word.begin, word.end - word.begin));
  if (shown.size() > kLongest) {
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80) --end;
    shown = shown.substr(0, end) + "…";
  }
  return {"`" + shown + "`"};
}

// Points at the brace that is still open, where one is.
void Strategy::note_opening(Diagnostic& told, std::size_t index) const {
  int depth = 0;
  for (std::size_t i = index; i-- > 0;) {
    const TokenKind kind = words_[i].kind;
    if (kind == TokenKind::RBRACE) ++depth;
    if (kind == TokenKind::LBRACE && depth-- == 0) {
      told.note(diag::OpenedHere, positions_.span(words_[i].begin, words_[i].end));
      return;
    }
  }
}

void Strategy::unexpected(antlr4::Parser*, std::size_t index, const IntervalSet& expected) {
  if (index == last_report_) return;  // one cause, one diagnostic
  last_report_ = index;
  const Word& word = words_[index];
  if (word.broken) return;  // told already
  // What is missing at the end of the file is missing behind its last word.
  const bool at_end = word.kind == TokenKind::End && index > 0;
  const std::uint32_t begin = at_end ? words_[index - 1].end : word.begin;
  const Span span = positions_.span(begin, at_end ? begin : word.end);
  const bool wants_declaration = expected.contains(antlr_type(TokenKind::KW_DUTY)) &&
                                 !expected.contains(antlr_type(TokenKind::IDENT));
  const TokenKind next = index + 1 < words_.size() ? words_[index + 1].kind : TokenKind::End;
  if (is_keyword(word.kind) && next == TokenKind::COLON && !wants_declaration &&
      expected.contains(antlr_type(TokenKind::IDENT))) {
    reports_.report(diag::ReservedWordAsName, span,
                    text_.substr(word.begin, word.end - word.begin));
    return;
  }
  const Argument wanted = hint(word.kind).value_or(Expectation(expected).argument());
  if (word.kind == TokenKind::End) {
    note_opening(reports_.report(diag::UnexpectedEnd, span, wanted), index);
    return;
  }
  Diagnostic& told = reports_.report(diag::UnexpectedWord, span, wanted, found(word));
  if (word.kind == TokenKind::IDENT) {
    const auto meant = nearest_keyword(text_.substr(word.begin, word.end - word.begin), expected);
    if (!meant.empty())
      told.fix(FixGrade::Guess,
               {"viết `" + std::string(meant) + "`", "write `" + std::string(meant) + "`"},
               {{span, std::string(meant)}});
  }
  if (begins_declaration(word.kind) && word.first_of_line && word.column == 0)
    note_opening(told, index);
}

void Strategy::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& e) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  const auto* token = e.getOffendingToken();
  const std::size_t index = token == nullptr || token->getTokenIndex() >= words_.size()
                                ? index_of(parser)
                                : token->getTokenIndex();
  unexpected(parser, index, parser->getExpectedTokens());
}

void Strategy::reportMissingToken(antlr4::Parser* parser) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  const std::size_t index = index_of(parser);
  if (index == last_report_ || words_[index].broken) return;
  last_report_ = index;
  const Word& word = words_[index];
  const Argument wanted = Expectation(getExpectedTokens(parser)).argument();
  if (word.kind == TokenKind::End) {
    const std::uint32_t at = index > 0 ? words_[index - 1].end : word.begin;
    note_opening(reports_.report(diag::UnexpectedEnd, positions_.span(at, at), wanted), index);
    return;
  }
  // On a new line the place to repair is the word before.
  const Span here = index > 0 && words_[index - 1].line != word.line
                        ? positions_.span(words_[index - 1].begin, words_[index - 1].end)
                        : positions_.span(word.begin, word.end);
  Diagnostic& told = reports_.report(diag::MissingWord, here, wanted, found(word));
  if (begins_declaration(word.kind) && word.first_of_line && word.column == 0)
    note_opening(told, index);
}

antlr4::Token* Strategy::getMissingSymbol(antlr4::Parser* parser) {
  const std::size_t index = index_of(parser);
  const std::uint32_t at = index > 0 ? words_[index - 1].end : 0;
  auto& token = conjured_.emplace_back(antlr4::Token::INVALID_TYPE);
  token.setStartIndex(at);
  token.setStopIndex(at);
  return &token;
}

// A reserved word where only a name can stand is taken as the name that it was meant to be.
antlr4::Token* Strategy::reserved_as_name(antlr4::Parser* parser, const IntervalSet& expected) {
  const std::size_t index = index_of(parser);
  const Word& word = words_[index];
  if (!expected.contains(antlr_type(TokenKind::IDENT)) ||
      expected.contains(antlr_type(TokenKind::INT)) || !is_keyword(word.kind) ||
      inErrorRecoveryMode(parser))
    return nullptr;
  if (word.first_of_line && word.column == 0) return nullptr;
  beginErrorCondition(parser);
  last_report_ = index;
  const std::string_view spelled = text_.substr(word.begin, word.end - word.begin);
  reports_.report(diag::ReservedWordAsName, positions_.span(word.begin, word.end), spelled);
  antlr4::Token* token = parser->getCurrentToken();
  parser->consume();
  return token;
}

antlr4::Token* Strategy::recoverInline(antlr4::Parser* parser) {
  const IntervalSet expected = getExpectedTokens(parser);
  if (antlr4::Token* taken = reserved_as_name(parser, expected)) return taken;
  // A word that begins a clause on a new line is not what followed a forgotten keyword.
  const Word& word = words_[index_of(parser)];
  const bool new_clause = word.first_of_line && is_keyword(word.kind);
  const bool keyword_forgotten = expected.size() > 0 && expected.getMinElement() <= kLastKeyword;
  if (!(new_clause && keyword_forgotten) && singleTokenInsertion(parser))
    return getMissingSymbol(parser);
  throw antlr4::InputMismatchException(parser);
}

// A place where reading can start again: the end of this body, the beginning of a clause, or, at
// any depth, a declaration at the left margin.
bool Strategy::is_anchor(std::size_t index, int depth) const {
  const Word& word = words_[index];
  if (word.kind == TokenKind::End) return true;
  if (word.first_of_line && word.column == 0 && begins_declaration(word.kind)) return true;
  if (depth > 0) return false;
  if (word.kind == TokenKind::RBRACE) return true;
  if (!word.first_of_line) return false;
  if (is_keyword(word.kind)) return !inside_clauses(word.kind);
  const TokenKind next = index + 1 < words_.size() ? words_[index + 1].kind : TokenKind::End;
  return word.kind == TokenKind::PIPE ||
         (word.kind == TokenKind::IDENT && (next == TokenKind::COLON || next == TokenKind::ASSIGN));
}

// Consumes up to an anchor; with `wanted`, up to one that the rule at hand can use. False if it
// stopped at one that it cannot.
bool Strategy::skip(antlr4::Parser* parser, const IntervalSet* wanted) {
  int depth = 0;
  while (true) {
    const std::size_t index = index_of(parser);
    const Word& word = words_[index];
    const bool usable = wanted == nullptr || wanted->contains(antlr_type(word.kind));
    if (is_anchor(index, depth)) {
      if (usable) return true;
      const bool margin = word.first_of_line && word.column == 0 && begins_declaration(word.kind);
      if (word.kind == TokenKind::End || margin) return false;
      // A brace that nobody here waits for closes something further out, unless we are outermost.
      if (word.kind == TokenKind::RBRACE && wanted != nullptr &&
          !wanted->contains(static_cast<std::size_t>(antlr4::Token::EOF)))
        return false;
    }
    if (word.kind == TokenKind::LBRACE || word.kind == TokenKind::LPAREN ||
        word.kind == TokenKind::LBRACKET)
      ++depth;
    if (word.kind == TokenKind::RBRACE || word.kind == TokenKind::RPAREN ||
        word.kind == TokenKind::RBRACKET)
      depth = std::max(0, depth - 1);
    parser->consume();
  }
}

void Strategy::recover(antlr4::Parser* parser, std::exception_ptr) {
  const auto index = static_cast<int>(index_of(parser));
  const auto state = static_cast<ssize_t>(parser->getState());
  if (lastErrorIndex == index && lastErrorStates.contains(state)) parser->consume();
  if (lastErrorIndex != index) lastErrorStates.clear();
  lastErrorIndex = static_cast<int>(index_of(parser));
  lastErrorStates.add(state);
  skip(parser, nullptr);
}

// True if the word can stand at the parser's place, or the rule at hand can end there. Asked before
// every decision, so the answers for each state are kept as bits.
bool Strategy::may_follow(antlr4::Parser* parser, std::size_t type) {
  static Following following(parser->getATN());
  return following.of(
      parser->getState())[type == static_cast<std::size_t>(antlr4::Token::EOF) ? 0 : type];
}

// Called before every decision. In a loop, skips what no turn of the loop can begin with.
void Strategy::sync(antlr4::Parser* parser) {
  const std::size_t type = parser->getTokenStream()->LA(1);
  if (may_follow(parser, type)) return;
  const auto& atn = parser->getATN();
  antlr4::atn::ATNState* state = atn.states[parser->getState()];
  const auto& next = atn.nextTokens(state);
  switch (state->getStateType()) {
    case antlr4::atn::ATNState::BLOCK_START:
    case antlr4::atn::ATNState::STAR_BLOCK_START:
    case antlr4::atn::ATNState::PLUS_BLOCK_START:
      if (inErrorRecoveryMode(parser)) return;
      throw antlr4::InputMismatchException(parser);
    case antlr4::atn::ATNState::STAR_LOOP_ENTRY:
    case antlr4::atn::ATNState::PLUS_LOOP_BACK:
    case antlr4::atn::ATNState::STAR_LOOP_BACK: {
      // Only the loop of a body, or of the file, can go on behind what it does not know.
      const bool body = next.contains(antlr_type(TokenKind::RBRACE)) ||
                        next.contains(static_cast<std::size_t>(antlr4::Token::EOF));
      if (!body && inErrorRecoveryMode(parser)) return;
      if (!body) throw antlr4::InputMismatchException(parser);
      if (!inErrorRecoveryMode(parser)) {
        beginErrorCondition(parser);
        unexpected(parser, index_of(parser), parser->getExpectedTokens());
      }
      skip(parser, &next);
      return;
    }
    default: return;
  }
}

}  // namespace

std::shared_ptr<Recovery> make_recovery(std::string_view text, const std::vector<Word>& words,
                                        const PositionMap& positions, Reports& reports) {
  return std::make_shared<Strategy>(text, words, positions, reports);
}

}  // namespace phep::syntax
