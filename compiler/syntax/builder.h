// From ANTLR's tree to ours: one function per grammar rule. Private to this room.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/cst.h"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::syntax {

// Places in the stores of a module: those that something was put into, or that are free again.
struct Places {
  std::vector<ast::DeclId> decls;
  std::vector<ast::ExprId> exprs;
  std::vector<ast::TypeId> types;
};

// Builds one Module. Every function accepts a null context, which is what error recovery leaves
// behind, and returns the absent or Missing value for it.
class Builder {
 public:
  Builder(FileId file, std::string_view text, const std::vector<Word>& words,
          const std::vector<Token>& docs, const PositionMap& positions, Interner& names,
          Reports& reports)
      : text_(text),
        words_(words),
        docs_(docs),
        positions_(positions),
        names_(names),
        reports_(reports) {
    module_.file = file;
  }

  // Goes on with a module of an older text: free places are filled before new ones are made.
  void go_on(ast::Module module, Places free, Name instrument) {
    module_ = std::move(module);
    free_ = std::move(free);
    instrument_ = instrument;
    depths_.resize(module_.exprs.size());
  }

  void header(PhepParser::HeaderContext* cst);
  void declaration(PhepParser::DeclarationContext* cst);
  ast::Module finish() && { return std::move(module_); }

  // What was filled since this was last asked.
  Places take_made() { return std::exchange(made_, {}); }
  Places take_free() { return std::exchange(free_, {}); }
  // What `@38` alone would refer to now.
  [[nodiscard]] Name carried() const { return instrument_; }

 private:
  using Tree = antlr4::tree::ParseTree;
  using Rule = antlr4::ParserRuleContext;
  using Terminal = antlr4::tree::TerminalNode;

  // ---- walking ANTLR's tree without its accessors, which try a dynamic_cast on every child
  // (build_parts.cpp)
  static Rule* as_rule(Tree* tree);  // null for a word
  // The child that a rule with alternatives consists of, if it is a rule; else null.
  static Rule* only_child(Rule* cst);
  [[nodiscard]] TokenKind kind(Tree* leaf) const;  // End for a rule or what was not written

  // ---- places and words (build_parts.cpp)
  [[nodiscard]] Span span(Rule* cst) const;
  [[nodiscard]] Span span(antlr4::Token* token) const;
  [[nodiscard]] std::string_view text(antlr4::Token* token) const;
  [[nodiscard]] const Word* word(antlr4::Token* token) const;  // null if it was conjured
  [[nodiscard]] bool broken(antlr4::Token* token) const;
  [[nodiscard]] std::string doc_before(Rule* cst) const;
  ast::Ident ident(Rule* cst);  // NameContext, FieldNameContext
  ast::Ident ident(antlr4::Token* token);
  ast::Path path(PhepParser::PathContext* cst);
  ast::Ident dotted(PhepParser::PathContext* cst);
  std::optional<ast::Text> string(Terminal* terminal);
  std::string unescape(std::string_view quoted, antlr4::Token* token);
  std::optional<std::uint64_t> integer(antlr4::Token* token);
  bool once(bool already, Rule* clause);

  // ---- shared parts (build_parts.cpp)
  ast::Param param(PhepParser::ParamContext* cst);
  std::vector<ast::Param> params(PhepParser::ParamsContext* cst);
  ast::Ident label(PhepParser::LabelContext* cst);
  void label_text(ast::Labels& labels, PhepParser::LabelTextContext* cst);
  ast::Labels labels(const std::vector<PhepParser::LabelTextContext*>& csts);
  ast::Let let(PhepParser::LetItemContext* cst);
  std::optional<Citation> citation(antlr4::Token* token);
  std::optional<Citation> citation(PhepParser::CitationContext* cst);
  std::vector<Citation> citations(const std::vector<PhepParser::CitationContext*>& csts);
  std::vector<Citation> cites(PhepParser::CitesClauseContext* cst);
  void provenance(ast::Provenance& into, PhepParser::ProvenanceContext* cst);
  ast::Interval interval(PhepParser::InForceClauseContext* cst);
  void interval_bounds(ast::Interval& into, PhepParser::IntervalContext* bounds);
  void modifier(ast::Authority& authority, ast::Labels* labels, PhepParser::ModifierContext* cst);
  ast::ExprId when(PhepParser::WhenClauseContext* cst);
  // `when` goes to `condition`, the rest to `authority` and `labels`; warns of those that look as
  // if they belonged to something else.
  void node_modifiers(Rule* clause, const std::vector<PhepParser::NodeModifierContext*>& csts,
                      ast::Authority& authority, ast::Labels* labels, ast::ExprId& condition);
  void warn_stray(Rule* clause, Rule* modifier);

  // ---- declarations (build_decls.cpp)
  ast::DeclId declare(Rule* cst, ast::Ident name, ast::Labels labels, ast::DeclNode node);
  void instrument(PhepParser::InstrumentDeclContext* cst);
  ast::Ident instrument_body(ast::Instrument& into, PhepParser::NameContext* name,
                             const std::vector<PhepParser::InstrumentItemContext*>& items);
  void instrument_item(ast::Instrument& into, PhepParser::InstrumentItemContext* cst);
  ast::Scope scope(PhepParser::ScopeItemContext* cst);
  void source(PhepParser::SourceDeclContext* cst);
  void unencoded(PhepParser::UnencodedDeclContext* cst);
  void enumeration(PhepParser::EnumDeclContext* cst);
  void record(PhepParser::RecordDeclContext* cst);
  void calendar(PhepParser::CalendarDeclContext* cst);
  ast::CalendarDays days(PhepParser::DaysItemContext* cst);
  ast::PendingGroup pending(PhepParser::PendingItemContext* cst);

  ast::HeldRow held_row(PhepParser::HeldRowContext* cst);

  // ---- what laws hold and do to each other, and lists and choices (build_law.cpp)
  void overlay(PhepParser::OverlayDeclContext* cst);
  void outline_items(ast::Instrument& into, PhepParser::OutlineItemsContext* cst);
  ast::OutlineItem outline_row(PhepParser::OutlineRowContext* cst);
  ast::Text outline_label(PhepParser::OutlineLabelContext* cst);
  ast::Labels headings(const std::vector<PhepParser::HeadingTextContext*>& csts);
  ast::Labels digests(const std::vector<PhepParser::DigestContext*>& csts);
  ast::Relation relation(PhepParser::RelationItemContext* cst);
  ast::Relation relation(PhepParser::SuspendsItemContext* cst);
  ast::Relation relation(PhepParser::ReplacesItemContext* cst);
  ast::Relation relation(PhepParser::SurvivesItemContext* cst);
  void closed_list(PhepParser::ListDeclContext* cst);
  ast::ListItem list_item(PhepParser::ListItemContext* cst);
  void elect(PhepParser::ElectDeclContext* cst);
  void elect_item(ast::Elect& into, ast::Labels& labels, PhepParser::ElectItemContext* cst);
  void collision(PhepParser::CollisionDeclContext* cst);

  // ---- rules, decisions, readings (build_rules.cpp)
  void rule(PhepParser::RuleDeclContext* cst);
  void rule_head(ast::Rule& into, ast::Labels& labels, PhepParser::RuleHeadContext* cst);
  void rule_item(ast::Rule& into, Rule* one);
  ast::RuleNode rule_case(PhepParser::CaseItemContext* cst);
  ast::RuleNode rule_except(PhepParser::ExceptItemContext* cst);
  void conclusion(ast::RuleNode& into, PhepParser::ConclusionContext* cst);
  ast::RuleTable rule_table(PhepParser::RuleTableContext* cst);
  ast::CaseRow case_row(PhepParser::RuleTableRowContext* cst);
  ast::Ident declared_name(PhepParser::PathContext* cst, bool special);
  void decision(PhepParser::DecisionDeclContext* cst);
  ast::NormUse norm_use(PhepParser::NormUseContext* cst);
  void reading(PhepParser::ReadingDeclContext* cst);

  // ---- norms (build_norms.cpp)
  void norm(PhepParser::NormDeclContext* cst);
  void norm_clause(ast::Norm& into, Rule* one);
  ast::Bearer bearer(PhepParser::BearersContext* cst, Rule* clause);
  ast::Exemption exemption(PhepParser::ExemptClauseContext* cst);
  ast::Deferral deferral(PhepParser::DeferredClauseContext* cst);
  ast::DueRow due(PhepParser::DueClauseContext* cst);
  ast::Recurrence recurrence(PhepParser::RecurrenceContext* cst);
  ast::Extension extension(PhepParser::ExtendClauseContext* cst);
  ast::Fulfilment outcome(PhepParser::OutcomeClauseContext* cst);
  ast::Evidence evidence(PhepParser::EvidenceClauseContext* cst);
  ast::Kept kept(PhepParser::KeptClauseContext* cst);
  ast::Excuse excuse(PhepParser::ExcusedClauseContext* cst);
  ast::Silence silence(PhepParser::SilenceClauseContext* cst);
  ast::OnBreach on_breach(PhepParser::BreachClauseContext* cst);
  ast::Sanction sanction(PhepParser::SanctionClauseContext* cst);
  ast::Consequence consequence(PhepParser::ConsequenceContext* cst);
  std::pair<ast::ExprId, ast::ExprId> amounts(PhepParser::AmountsContext* cst);

  // ---- tests (build_tests.cpp)
  void test(PhepParser::TestDeclContext* cst);
  void property(PhepParser::PropertyDeclContext* cst);
  ast::Claim claim(PhepParser::ClaimItemContext* cst);
  void table(PhepParser::TableDeclContext* cst);
  void cases(PhepParser::CasesDeclContext* cst);
  std::vector<ast::TestStepAt> steps(const std::vector<PhepParser::TestStepContext*>& csts);
  ast::TestStep step(PhepParser::TestStepContext* cst);
  ast::TableRow row(PhepParser::TableRowContext* cst, const ast::TestTable& table);
  ast::Cell cell(PhepParser::CellContext* cst);

  // ---- expressions and types (build_exprs.cpp)
  ast::ExprId expr(Tree* tree);  // any layer of the expression rules; null: Missing
  ast::ExprId expr_or_absent(Tree* tree) { return tree == nullptr ? ast::ExprId{} : expr(tree); }
  std::vector<ast::ExprId> exprs(Rule* cst);  // those among its children
  ast::ExprId make(Span at, ast::ExprNode node, std::span<const ast::ExprId> children);
  ast::ExprId make(Span at, ast::ExprNode node, std::initializer_list<ast::ExprId> children = {}) {
    return make(at, std::move(node), std::span(children.begin(), children.size()));
  }
  ast::ExprId missing(Span at) { return make(at, ast::Missing{}); }
  ast::ExprId operators(Rule* cst);
  ast::ExprId prefixed(Rule* cst);
  ast::ExprId comparison(PhepParser::ComparisonContext* cst);
  ast::ExprId conditional(PhepParser::ConditionalContext* cst);
  ast::ExprId rounded(PhepParser::RoundedSumContext* cst);
  ast::ExprId chain(PhepParser::ChainContext* cst);
  ast::ExprId link(ast::ExprId base, PhepParser::LinkContext* cst, Span at);
  ast::ExprId record_literal(ast::ExprId base, PhepParser::RecordBodyContext* cst, Span at);
  ast::ExprId primary(PhepParser::PrimaryContext* cst);
  ast::ExprId literal(PhepParser::LiteralContext* cst);
  ast::ExprId number(antlr4::Token* token, PhepParser::UnitContext* unit, Span at);
  ast::ExprId quantifier(PhepParser::QuantifierContext* cst);
  ast::ExprId moment(PhepParser::QuantifierContext* cst);
  ast::ExprId over_list(ast::Quantifier node, PhepParser::OverListContext* cst, Span at);
  ast::Pattern pattern(PhepParser::PatternContext* cst, std::vector<ast::ExprId>& children);
  std::optional<ast::Path> path_of(ast::ExprId expr) const;
  ast::ExprId date(antlr4::Token* token, Span at);
  ast::ExprId instant(antlr4::Token* token, Span at);
  ast::TypeId type(PhepParser::TypeRefContext* cst);
  ast::ExprId type_bound(PhepParser::TypeBoundContext* cst);

  // Puts a node into a free place or a new one, and remembers which.
  template <class Id, class Store, class T>
  static Id put(Store& store, std::vector<Id>& free, std::vector<Id>& made, T node) {
    if (free.empty()) return made.emplace_back(store.add(std::move(node)));
    const Id id = made.emplace_back(free.back());
    free.pop_back();
    store[id] = std::move(node);
    return id;
  }

  std::string_view text_;
  const std::vector<Word>& words_;
  const std::vector<Token>& docs_;
  const PositionMap& positions_;
  Interner& names_;
  Reports& reports_;
  ast::Module module_;
  Places free_;
  Places made_;
  std::vector<std::uint16_t> depths_;  // of each expression, by id
  bool told_too_deep_ = false;
  Name instrument_;  // what `@38` alone refers to: the citation before it, or the enclosing
                     // instrument
};

}  // namespace phep::syntax
