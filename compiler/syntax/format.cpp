#include "compiler/syntax/format.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"
#include "compiler/syntax/cst.h"
#include "compiler/syntax/layout.h"
#include "compiler/syntax/pieces.h"
#include "compiler/syntax/print.h"

#include <algorithm>
#include <optional>

namespace phep::syntax {
namespace {

// What the tree says of each word: the parser decides what is a keyword, never the spelling.
struct WordRoles {
  std::vector<bool> name;         // taken as a name
  std::vector<bool> tight;        // written without a blank before it
  std::vector<bool> begins_unit;  // begins a declaration, a clause or a row
  std::vector<bool> lines_up;     // stands in one column with its like
  std::vector<std::uint32_t> table;
};

class RoleFinder {
 public:
  explicit RoleFinder(const std::vector<Word>& words) : words_(words) {
    roles_.name.resize(words.size());
    roles_.tight.resize(words.size());
    roles_.begins_unit.resize(words.size());
    roles_.lines_up.resize(words.size());
    roles_.table.resize(words.size());
  }

  WordRoles run(PhepParser::FileContext* tree) {
    visit(tree);
    for (std::size_t i = 1; i < words_.size(); ++i) around_marks(i);
    return std::move(roles_);
  }

 private:
  void visit(antlr4::ParserRuleContext* rule);
  void terminal(antlr4::ParserRuleContext* parent, antlr4::Token* token);
  void around_marks(std::size_t word);
  // `max(a, b)` is written close, `count (t in ts)` is not.
  [[nodiscard]] bool before_is_bound(std::size_t at) const {
    return at > 0 && !roles_.name[at - 1] &&
           (words_[at - 1].kind == TokenKind::KW_MIN || words_[at - 1].kind == TokenKind::KW_MAX);
  }

  const std::vector<Word>& words_;
  WordRoles roles_;
  std::uint32_t tables_ = 0;
};

// A citation goes on over a dot that stands close behind it.
bool takes_dots(TokenKind kind) {
  return kind == TokenKind::CITATION;
}

bool is_unit(antlr4::ParserRuleContext* rule) {
  const auto parent_is = [rule](std::size_t index) {
    const auto* parent = static_cast<const antlr4::RuleContext*>(rule->parent);
    return parent != nullptr && parent->getRuleIndex() == index;
  };
  switch (rule->getRuleIndex()) {
    case PhepParser::RuleDeclaration:
    case PhepParser::RuleModuleLine:
    case PhepParser::RuleUseLine:
    case PhepParser::RuleCountingLine:
    case PhepParser::RuleCalendarLine:
    case PhepParser::RuleKnownThroughLine:
    case PhepParser::RuleInstrumentItem:
    case PhepParser::RuleScopeRow:
    case PhepParser::RuleSourceItem:
    case PhepParser::RuleEnumMember:
    case PhepParser::RuleField:
    case PhepParser::RuleCalendarItem:
    case PhepParser::RuleDaysItem:
    case PhepParser::RuleAlternative:
    case PhepParser::RuleRuleItem:
    case PhepParser::RuleSpecialItem:
    case PhepParser::RuleNormClause:
    case PhepParser::RuleSpecialClause:
    case PhepParser::RuleDecisionItem:
    case PhepParser::RuleReadingOption:
    case PhepParser::RuleTestStep:
    case PhepParser::RuleForAllClause:
    case PhepParser::RulePropertyItem:
    case PhepParser::RuleListItem:
    case PhepParser::RuleElectItem:
    case PhepParser::RuleCollisionRow:
    case PhepParser::RuleTableHeader:
    case PhepParser::RuleTableRow:
    case PhepParser::RuleRuleTableHeader:
    case PhepParser::RuleRuleTableRow: return true;
    case PhepParser::RuleOutlineRow: return parent_is(PhepParser::RuleOutlineRow);
    case PhepParser::RuleRuleHead:
      return parent_is(PhepParser::RuleRuleBlock) || parent_is(PhepParser::RuleSpecialBlock);
    case PhepParser::RuleModifier:
      return parent_is(PhepParser::RuleNormDecl) || parent_is(PhepParser::RuleCalendarDecl) ||
             parent_is(PhepParser::RuleListDecl);
    case PhepParser::RuleLabelText: return parent_is(PhepParser::RuleDecisionDecl);
    default: return false;
  }
}

bool is_table_line(std::size_t rule) {
  return rule == PhepParser::RuleTableHeader || rule == PhepParser::RuleTableRow ||
         rule == PhepParser::RuleRuleTableHeader || rule == PhepParser::RuleRuleTableRow;
}

// Clauses whose second word makes one column with that of their neighbours.
bool is_lined_up(std::size_t rule) {
  switch (rule) {
    case PhepParser::RuleInstrumentItem:
    case PhepParser::RuleSourceItem:
    case PhepParser::RuleCalendarItem:
    case PhepParser::RuleRuleItem:
    case PhepParser::RuleSpecialItem:
    case PhepParser::RuleNormClause:
    case PhepParser::RuleSpecialClause:
    case PhepParser::RuleDecisionItem:
    case PhepParser::RuleListItem:
    case PhepParser::RuleForAllClause:
    case PhepParser::RulePropertyItem:
    case PhepParser::RuleTestStep: return true;
    default: return false;
  }
}

// Provenance and citations at the head of a body line up with its clauses, labels do not.
bool is_lined_up_head(antlr4::ParserRuleContext* rule) {
  if (!is_unit(rule)) return false;
  if (rule->getRuleIndex() == PhepParser::RuleRuleHead) {
    auto* head = static_cast<PhepParser::RuleHeadContext*>(rule);
    return head->modifier() == nullptr || head->modifier()->labelText() == nullptr;
  }
  if (rule->getRuleIndex() == PhepParser::RuleElectItem) {
    auto* item = static_cast<PhepParser::ElectItemContext*>(rule);
    return item->modifier() == nullptr || item->modifier()->labelText() == nullptr;
  }
  return rule->getRuleIndex() == PhepParser::RuleModifier &&
         static_cast<PhepParser::ModifierContext*>(rule)->labelText() == nullptr;
}

void RoleFinder::visit(antlr4::ParserRuleContext* rule) {
  const std::size_t index = rule->getRuleIndex();
  const std::size_t first = rule->getStart()->getTokenIndex();
  if (is_unit(rule) && first < words_.size()) roles_.begins_unit[first] = true;
  if ((is_lined_up(index) || is_lined_up_head(rule)) && first + 1 < words_.size())
    roles_.lines_up[first + 1] = true;
  if (index == PhepParser::RuleTableDecl || index == PhepParser::RuleRuleTable) ++tables_;
  if (is_table_line(index) && rule->getStop() != nullptr) {
    // Behind the last bar of a rule's row stand its modifiers: they keep no column.
    std::size_t last = std::min(rule->getStop()->getTokenIndex(), words_.size() - 1);
    while (last > first && words_[last].kind != TokenKind::PIPE &&
           words_[last].kind != TokenKind::BARBAR)
      --last;
    for (std::size_t i = first; i <= last; ++i) roles_.table[i] = tables_;
  }
  for (antlr4::tree::ParseTree* child : rule->children) {
    if (auto* inner = dynamic_cast<antlr4::ParserRuleContext*>(child))
      visit(inner);
    else if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(child))
      terminal(rule, leaf->getSymbol());
  }
}

void RoleFinder::terminal(antlr4::ParserRuleContext* parent, antlr4::Token* token) {
  const std::size_t at = token->getTokenIndex();
  if (at >= words_.size()) return;
  const std::size_t rule = parent->getRuleIndex();
  const auto next_is_tight = [&] {
    if (at + 1 < words_.size()) roles_.tight[at + 1] = true;
  };
  if (rule == PhepParser::RuleName || rule == PhepParser::RuleFieldName) roles_.name[at] = true;
  switch (words_[at].kind) {
    case TokenKind::COLON:
      if (rule == PhepParser::RuleField) roles_.lines_up[at] = true;
      roles_.tight[at] = rule != PhepParser::RuleField && rule != PhepParser::RuleRuleDecl &&
                         rule != PhepParser::RuleOverList && rule != PhepParser::RuleQuantifier;
      return;
    case TokenKind::LPAREN:
      // The facts of a role stand apart: `held by conduct: (a: Actor)`.
      if (rule == PhepParser::RuleParams && parent->parent != nullptr &&
          static_cast<antlr4::RuleContext*>(parent->parent)->getRuleIndex() ==
              PhepParser::RuleHeldRow)
        return;
      roles_.tight[at] = roles_.tight[at] || rule == PhepParser::RuleParams ||
                         rule == PhepParser::RuleArguments || rule == PhepParser::RuleMilder ||
                         before_is_bound(at);
      return;
    case TokenKind::LT:
    case TokenKind::GT:
      if (rule == PhepParser::RuleComparison) next_is_tight();  // of `..<`
      if (rule != PhepParser::RuleTypeArgs) return;
      roles_.tight[at] = true;
      if (words_[at].kind == TokenKind::LT) next_is_tight();
      return;
    case TokenKind::MINUS:
      if (rule == PhepParser::RulePrefixed || rule == PhepParser::RuleTypeBound) next_is_tight();
      return;
    case TokenKind::DOTDOT: {
      roles_.tight[at] = at == 0 || !takes_dots(words_[at - 1].kind);
      // `0..` may end there: what follows is only drawn close if it belongs to the range.
      const auto* stop = parent->getStop();
      if (stop != nullptr && stop->getTokenIndex() > at) next_is_tight();
      return;
    }
    default: return;
  }
}

void RoleFinder::around_marks(std::size_t word) {
  const TokenKind kind = words_[word].kind;
  const TokenKind before = words_[word - 1].kind;
  const bool close = kind == TokenKind::COMMA || kind == TokenKind::RPAREN ||
                     kind == TokenKind::RBRACKET || kind == TokenKind::QUESTION ||
                     (kind == TokenKind::DOT && !takes_dots(before)) || before == TokenKind::DOT ||
                     before == TokenKind::LPAREN || before == TokenKind::LBRACKET ||
                     (before == TokenKind::LBRACE && kind == TokenKind::RBRACE);
  if (close) roles_.tight[word] = true;
}

std::string_view spelling(std::string_view spellings, std::size_t index) {
  for (; index > 0 && spellings.contains('|'); --index)
    spellings.remove_prefix(spellings.find('|') + 1);
  return spellings.substr(0, spellings.find('|'));
}

// A text's words with one blank between them.
std::string single_spaced(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    const std::size_t wide = rest.starts_with("\u00A0") ? 2 : rest.starts_with("\u202F") ? 3 : 0;
    const bool blank = wide > 0 || std::string_view(" \t\r\n\f").contains(rest.front());
    if (!blank)
      out += rest.front();
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
    if (wide > 0) at += wide - 1;
  }
  return out;
}

// How a keyword is written: in the language asked for, in its first spelling.
std::string keyword_text(const Keyword& row, std::string_view written, KeywordLanguage language,
                         bool singular, bool behind_rounded) {
  const std::string now = single_spaced(written);
  const auto is_one_of = [&now](std::string_view spellings) {
    for (std::size_t at = 0; at <= spellings.size();) {
      const auto bar = std::min(spellings.find('|', at), spellings.size());
      if (spellings.substr(at, bar - at) == now) return true;
      at = bar + 1;
    }
    return false;
  };
  const bool english = is_one_of(row.en);
  const bool to_english =
      language == KeywordLanguage::English || (language == KeywordLanguage::Keep && english);
  if (behind_rounded && row.kind == TokenKind::KW_UP_TO) return to_english ? "up to" : "up tới";
  if (!to_english) return std::string(spelling(row.vi, 0));
  if (english) return now;  // "hour" and "hours" both stay
  return std::string(spelling(row.en, singular ? 1 : 0));
}

// Would these words, one after the other, be read as other words? In `gọi is x`, `là` for `is`
// would make `gọi là`, which is one keyword.
bool fuses(std::string_view first, TokenKind first_kind, std::string_view second,
           TokenKind second_kind) {
  const std::string both = std::string(first) + " " + std::string(second);
  const std::vector<Token> read = scan(both);
  return read.size() != 3 || read[0].kind != first_kind || read[1].kind != second_kind ||
         read[0].end != first.size();
}

bool is_wordlike(TokenKind kind) {
  return kind == TokenKind::IDENT || is_keyword(kind);
}

class Formatter {
 public:
  Formatter(const Prepared& source, const FormatOptions& options)
      : source_(source), options_(options) {}

  // Both need a text without syntax errors.
  void read(const std::vector<Word>& words, const WordRoles& roles,
            const std::vector<Token>& tokens);
  [[nodiscard]] std::string lay_out_between(std::uint32_t begin, std::uint32_t end) const;
  // The whole text laid out; of a literate file what stands between its blocks is as it was.
  [[nodiscard]] std::string lay_out_all(std::string_view text) const;
  // Whether a text holds the same words and comments in the same order: then it has the same tree.
  [[nodiscard]] bool reads_back(FileId file, std::string_view text) const;

 private:
  struct Placed {
    LaidPiece piece;
    std::uint32_t begin;
  };
  const Prepared& source_;
  const FormatOptions& options_;
  std::vector<Placed> placed_;
};

void Formatter::read(const std::vector<Word>& words, const WordRoles& roles,
                     const std::vector<Token>& tokens) {
  const std::string_view text = source_.text;
  std::uint32_t line = 0;
  std::size_t line_begin = 0;
  std::size_t line_break = text.find('\n');
  std::size_t measured = 0;  // from the line's beginning to here there are `column` cells
  std::uint32_t column = 0;
  std::size_t word = 0;
  const auto advance = [&](std::size_t to) {
    for (; line_break < to; line_break = text.find('\n', line_break + 1)) {
      ++line;
      line_begin = line_break + 1;
      measured = line_begin;
      column = 0;
    }
    column += display_width(text.substr(measured, to - measured));
    measured = to;
  };
  const auto spelled = [&](const Token& token) {
    return text.substr(token.begin, token.end - token.begin);
  };
  for (std::size_t i = 0; i < tokens.size() && tokens[i].kind != TokenKind::End; ++i) {
    const Token& token = tokens[i];
    LaidPiece piece;
    piece.kind = token.kind;
    advance(token.begin);
    piece.line = line;
    piece.column = column;
    if (!placed_.empty() && placed_.back().piece.end_line == line) {
      std::size_t blank = token.begin;
      while (blank > line_begin && std::string_view(" \t").contains(text[blank - 1])) --blank;
      piece.gap = static_cast<std::uint32_t>(token.begin - blank);
      if (text.substr(blank, token.begin - blank).contains('\t')) piece.gap += 1;
    }
    const std::string_view written = spelled(token);
    if (token.kind == TokenKind::DOC || token.kind == TokenKind::COMMENT) {
      piece.text = written.substr(0, written.find_last_not_of(" \t\f") + 1);
    } else {
      piece.tight = roles.tight[word];
      piece.begins_unit = roles.begins_unit[word];
      piece.lines_up = roles.lines_up[word];
      piece.table = roles.table[word];
      if (is_keyword(token.kind) && !roles.name[word]) {
        const bool singular =
            word > 0 && words[word - 1].kind == TokenKind::INT &&
            text.substr(words[word - 1].begin, words[word - 1].end - words[word - 1].begin) == "1";
        const bool rounded = word > 0 && words[word - 1].kind == TokenKind::KW_ROUNDED;
        piece.text =
            keyword_text(keyword(token.kind), written, options_.keywords, singular, rounded);
        const bool name_follows = word + 1 < words.size() &&
                                  tokens[i + 1].begin == words[word + 1].begin &&
                                  (roles.name[word + 1] || tokens[i + 1].kind == TokenKind::IDENT);
        const bool word_before = i > 0 && is_wordlike(tokens[i - 1].kind);
        // `rounded up to 2 places` is `làm tròn up tới 2 chữ số`: behind `rounded` both are read
        // alike.
        const bool two_words = (rounded && token.kind == TokenKind::KW_UP_TO) ||
                               (word > 1 && token.kind == TokenKind::KW_TO &&
                                words[word - 2].kind == TokenKind::KW_ROUNDED);
        if (!two_words && ((word_before && fuses(placed_.back().piece.text, tokens[i - 1].kind,
                                                 piece.text, token.kind)) ||
                           (name_follows && fuses(piece.text, token.kind, spelled(tokens[i + 1]),
                                                  tokens[i + 1].kind))))
          piece.text = single_spaced(written);  // in the language in which it does not
      } else if (token.kind == TokenKind::MONEY) {
        piece.text = single_spaced(written);
      } else {
        piece.text = written;
      }
      ++word;
    }
    advance(token.end);
    piece.end_line = line;
    placed_.push_back({std::move(piece), token.begin});
  }
}

std::string Formatter::lay_out_between(std::uint32_t begin, std::uint32_t end) const {
  std::vector<LaidPiece> pieces;
  for (const Placed& one : placed_)
    if (one.begin >= begin && one.begin < end) pieces.push_back(one.piece);
  return lay_out(pieces);
}

std::string Formatter::lay_out_all(std::string_view text) const {
  if (options_.form == SourceForm::Plain)
    return lay_out_between(0, static_cast<std::uint32_t>(source_.text.size()) + 1);
  std::string out;
  std::size_t from = 0;
  for (const Fence& fence : program_blocks(text)) {
    out += text.substr(from, fence.begin - from);
    out += lay_out_between(fence.begin, fence.end);
    from = fence.end;
  }
  return out += text.substr(from);
}

bool Formatter::reads_back(FileId file, std::string_view text) const {
  Reports quiet;
  const Prepared laid_out = prepare(file, text, options_.form, quiet);
  const std::vector<Token> tokens = scan(laid_out.text);
  if (!laid_out.readable || tokens.size() != placed_.size() + 1) return false;
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    const LaidPiece& piece = placed_[i].piece;
    const std::string_view spelled =
        std::string_view(laid_out.text).substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    if (tokens[i].kind != piece.kind || spelled != piece.text) return false;
  }
  return true;
}

// The tree of a text as bytes, to compare two texts by; its names are interned alike in both.
std::string tree_of(FileId file, std::string_view text, SourceForm form) {
  Interner names;
  const Parsed parsed = parse(file, text, names, form);
  PHEP_CHECK(!parsed.diagnostics.has_errors(), "formatting made a program unreadable");
  return print(parsed.module, names);
}

std::optional<std::string> formatted_text(FileId file, std::string_view text,
                                          const FormatOptions& options, Reports& reports) {
  // What is written is NFC; composing first keeps the offsets of a literate file's blocks.
  const std::string composed = normalise(text);
  const Prepared source = prepare(file, composed, options.form, reports);
  if (!source.readable) return std::nullopt;
  std::vector<Token> docs;
  const std::vector<Token> tokens = scan(source.text);
  const std::vector<Word> words = sift(source.text, tokens, source.positions, reports, docs);
  if (nests_too_deep(words, source.positions, reports)) return std::nullopt;
  const Cst cst(source.text, words, source.positions, reports);
  Formatter formatter(source, options);
  formatter.read(words, RoleFinder(words).run(cst.tree()), tokens);
  return formatter.lay_out_all(composed);
}

// A text of which nothing has to be said, whose keywords stay as they are: read once, and the
// result needs no second tree. None for any other text.
std::optional<std::string> formatted_at_once(FileId file, std::string_view text,
                                             const FormatOptions& options) {
  if (options.keywords != KeywordLanguage::Keep) return std::nullopt;
  Reports reports;
  const Prepared source = prepare(file, text, options.form, reports);
  if (!source.readable || normalise(text) != text) return std::nullopt;
  Kept kept;
  kept.text = source.text;
  kept.tokens = scan(kept.text);
  kept.words = sift(kept.text, kept.tokens, source.positions, reports, kept.docs);
  if (nests_too_deep(kept.words, source.positions, reports)) return std::nullopt;
  const auto cst = tree_of(kept, source.positions, reports, nullptr);
  if (cst == nullptr || reports.size() != 0) return std::nullopt;
  Interner names;
  Builder builder(file, kept.text, kept.words, kept.docs, source.positions, names, reports);
  build_pieces(*cst, true, builder, reports, 0, reports);
  if (reports.size() != 0) return std::nullopt;
  Formatter formatter(source, options);
  formatter.read(kept.words, RoleFinder(kept.words).run(cst->tree()), kept.tokens);
  std::string out = formatter.lay_out_all(text);
  if (!formatter.reads_back(file, out)) return std::nullopt;
  return out;
}

// Words of another length can bring columns together that did not belong together. So a converted
// text is taken there and back until it stays as it is: vi(en(vi x)) = vi x.
std::string at_rest(FileId file, std::string text, const FormatOptions& options) {
  if (options.keywords == KeywordLanguage::Keep) return text;
  FormatOptions other = options;
  other.keywords = options.keywords == KeywordLanguage::English ? KeywordLanguage::Vietnamese
                                                                : KeywordLanguage::English;
  constexpr int kTurns = 8;  // each turn can only join more columns
  for (int turn = 0; turn < kTurns; ++turn) {
    Reports quiet;
    const auto there = formatted_text(file, text, other, quiet);
    PHEP_CHECK(there.has_value(), "converting keywords made a program unreadable");
    auto back = formatted_text(file, *there, options, quiet);
    PHEP_CHECK(back.has_value(), "converting keywords made a program unreadable");
    if (*back == text) break;
    text = std::move(*back);
  }
  return text;
}

}  // namespace

Formatted format(FileId file, std::string_view text, const FormatOptions& options) {
  Formatted out;
  if (auto laid_out = formatted_at_once(file, text, options)) {
    out.text = std::move(*laid_out);
    return out;
  }
  Interner names;
  Parsed before = parse(file, text, names, options.form);
  out.diagnostics = std::move(before.diagnostics);
  out.text = text;
  Reports again;  // what these would say has been said
  const auto laid_out =
      out.diagnostics.has_errors() ? std::nullopt : formatted_text(file, text, options, again);
  if (!laid_out) {
    out.diagnostics.report(diag::NotFormatted, Span{file, 0, 0});
    return out;
  }
  out.text = at_rest(file, *laid_out, options);
  PHEP_CHECK(tree_of(file, out.text, options.form) == print(before.module, names),
             "formatting changed what a program says");
  return out;
}

}  // namespace phep::syntax
