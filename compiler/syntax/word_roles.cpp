#include "compiler/syntax/word_roles.h"

#include "compiler/syntax/pieces.h"

#include <algorithm>

namespace phep::syntax {
namespace {

class RoleFinder {
 public:
  explicit RoleFinder(const std::vector<Word>& words) : words_(words), roles_(words.size()) {}

  std::vector<WordRole> run(PhepParser::FileContext* tree) {
    visit(tree);
    return std::move(roles_);
  }

 private:
  void visit(antlr4::ParserRuleContext* rule);
  void terminal(antlr4::ParserRuleContext* parent, antlr4::Token* token);
  // `max(a, b)` is written close, `count (t in ts)` is not.
  [[nodiscard]] bool before_is_bound(std::size_t at) const {
    return at > 0 && !roles_[at - 1].name &&
           (words_[at - 1].kind == TokenKind::KW_MIN || words_[at - 1].kind == TokenKind::KW_MAX);
  }

  const std::vector<Word>& words_;
  std::vector<WordRole> roles_;
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
  if (rule->getStart() == nullptr) return;  // of a tree with errors
  const std::size_t first = rule->getStart()->getTokenIndex();
  if (is_unit(rule) && first < words_.size()) roles_[first].begins_unit = true;
  if ((is_lined_up(index) || is_lined_up_head(rule)) && first + 1 < words_.size())
    roles_[first + 1].lines_up = true;
  if (index == PhepParser::RuleTableDecl || index == PhepParser::RuleRuleTable) ++tables_;
  if (is_table_line(index) && rule->getStop() != nullptr) {
    // Behind the last bar of a rule's row stand its modifiers: they keep no column.
    std::size_t last = std::min(rule->getStop()->getTokenIndex(), words_.size() - 1);
    while (last > first && words_[last].kind != TokenKind::PIPE &&
           words_[last].kind != TokenKind::BARBAR)
      --last;
    for (std::size_t i = first; i <= last; ++i) roles_[i].table = tables_;
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
    if (at + 1 < words_.size()) roles_[at + 1].tight = true;
  };
  if (rule == PhepParser::RuleName || rule == PhepParser::RuleFieldName) roles_[at].name = true;
  switch (words_[at].kind) {
    case TokenKind::COLON:
      if (rule == PhepParser::RuleField) roles_[at].lines_up = true;
      roles_[at].tight = rule != PhepParser::RuleField && rule != PhepParser::RuleRuleDecl &&
                         rule != PhepParser::RuleOverList && rule != PhepParser::RuleQuantifier;
      return;
    case TokenKind::LPAREN:
      // The facts of a role stand apart: `held by conduct: (a: Actor)`.
      if (rule == PhepParser::RuleParams && parent->parent != nullptr &&
          static_cast<antlr4::RuleContext*>(parent->parent)->getRuleIndex() ==
              PhepParser::RuleHeldRow)
        return;
      roles_[at].tight = roles_[at].tight || rule == PhepParser::RuleParams ||
                         rule == PhepParser::RuleArguments || rule == PhepParser::RuleMilder ||
                         before_is_bound(at);
      return;
    case TokenKind::LT:
    case TokenKind::GT:
      if (rule == PhepParser::RuleComparison) next_is_tight();  // of `..<`
      if (rule != PhepParser::RuleTypeArgs) return;
      roles_[at].tight = true;
      if (words_[at].kind == TokenKind::LT) next_is_tight();
      return;
    case TokenKind::MINUS:
      if (rule == PhepParser::RulePrefixed || rule == PhepParser::RuleTypeBound) next_is_tight();
      return;
    case TokenKind::DOTDOT: {
      roles_[at].tight = at == 0 || !takes_dots(words_[at - 1].kind);
      // `0..` may end there: what follows is only drawn close if it belongs to the range.
      const auto* stop = parent->getStop();
      if (stop != nullptr && stop->getTokenIndex() > at) next_is_tight();
      return;
    }
    default: return;
  }
}

// Marks that stand close to what is before or behind them, whatever they are part of.
bool is_close(TokenKind before, TokenKind kind) {
  return kind == TokenKind::COMMA || kind == TokenKind::RPAREN || kind == TokenKind::RBRACKET ||
         kind == TokenKind::QUESTION || (kind == TokenKind::DOT && !takes_dots(before)) ||
         before == TokenKind::DOT || before == TokenKind::LPAREN || before == TokenKind::LBRACKET ||
         (before == TokenKind::LBRACE && kind == TokenKind::RBRACE);
}

void draw_close(std::vector<WordRole>& roles, const std::vector<Word>& words) {
  for (std::size_t i = 1; i < words.size(); ++i)
    if (is_close(words[i - 1].kind, words[i].kind)) roles[i].tight = true;
}

}  // namespace

std::vector<WordRole> roles_of(PhepParser::FileContext* tree, const std::vector<Word>& words) {
  std::vector<WordRole> out = RoleFinder(words).run(tree);
  draw_close(out, words);
  return out;
}

std::vector<WordRole> roles_of(const Kept& kept) {
  std::vector<WordRole> out(kept.words.size());
  std::uint32_t tables = 0;  // of the pieces before
  for (const Piece& piece : kept.pieces) {
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < piece.roles.size(); ++i) {
      WordRole& role = out.at(piece.begin + i);
      role = piece.roles[i];
      most = std::max(most, role.table);
      if (role.table != 0) role.table += tables;
    }
    tables += most;
  }
  draw_close(out, kept.words);
  return out;
}

void note_roles(std::vector<Piece>& pieces, const Cst& cst, const std::vector<Word>& words) {
  const std::vector<WordRole> all = RoleFinder(words).run(cst.tree());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::uint32_t end =
        i + 1 < pieces.size() ? pieces[i + 1].begin : cst.boundaries().back().word;
    pieces[i].roles.assign(all.begin() + pieces[i].begin, all.begin() + end);
  }
}

}  // namespace phep::syntax
