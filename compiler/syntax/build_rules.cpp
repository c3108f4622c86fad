#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"

namespace phep::syntax {

// The name that a rule or norm declares. With `special` it is the last part of what it adds to.
ast::Ident Builder::declared_name(PhepParser::PathContext* cst, bool special) {
  const ast::Path whole = path(cst);
  if (!whole.exists()) return {};
  if (!special && whole.parts.size() > 1)
    reports_.report(diag::QualifiedDeclaration, whole.span, text(cst->getStart()));
  return whole.parts.back();
}

// ruleDecl : KW_SPECIAL KW_RULE path params (COLON typeRef)? specialBlock
//          | KW_RULE path params COLON typeRef
//            (ASSIGN expr modifier* | KW_BY_JUDGMENT ruleHead* ruleBlock? | ruleBlock)
// ruleBlock : LBRACE ruleHead* ruleItem* RBRACE
void Builder::rule(PhepParser::RuleDeclContext* cst) {
  ast::Rule out;
  ast::Labels text;
  const bool special = cst->KW_SPECIAL() != nullptr;
  const ast::Ident name = declared_name(cst->path(), special);
  if (special) out.special_of = path(cst->path());
  out.params = params(cst->params());
  if (!special || cst->typeRef() != nullptr) out.result = type(cst->typeRef());
  out.by_judgment = cst->KW_BY_JUDGMENT() != nullptr;
  if (cst->ASSIGN() != nullptr) out.body = expr(cst->expr());
  for (auto* one : cst->modifier()) modifier(out.authority, &text, one);
  for (auto* one : cst->ruleHead()) rule_head(out, text, one);
  if (auto* block = cst->specialBlock()) {
    for (auto* one : block->ruleHead()) rule_head(out, text, one);
    for (auto* one : block->specialItem()) rule_item(out, only_child(one));
  }
  if (auto* block = cst->ruleBlock()) {
    for (auto* one : block->ruleHead()) rule_head(out, text, one);
    for (auto* one : block->ruleItem()) rule_item(out, only_child(one));
  }
  declare(cst, name, std::move(text), std::move(out));
}

// ruleHead : modifier | basisItem
void Builder::rule_head(ast::Rule& into, ast::Labels& labels, PhepParser::RuleHeadContext* cst) {
  if (auto* basis = cst->basisItem()) {
    if (once(into.basis.has_value(), basis)) into.basis = string(basis->STRING());
    return;
  }
  modifier(into.authority, &labels, cst->modifier());
}

// ruleItem : letItem | defaultItem | picksItem | caseItem | exceptItem | ruleTable
// specialItem : letItem | caseItem | exceptItem
void Builder::rule_item(ast::Rule& into, Rule* one) {
  if (one == nullptr) return;
  const std::size_t rule = one->getRuleIndex();
  if (rule == PhepParser::RuleLetItem) {
    auto* item = static_cast<PhepParser::LetItemContext*>(one);
    into.lets.push_back(let(item));
    return;
  }
  if (rule == PhepParser::RuleDefaultItem) {
    auto* item = static_cast<PhepParser::DefaultItemContext*>(one);
    if (!once(into.fallback.has_value(), item)) return;
    into.fallback = ast::RuleDefault{expr(item->expr()), cites(item->citesClause()), span(item)};
    if (item->citesClause() != nullptr) warn_stray(item, item->citesClause());
    return;
  }
  if (rule == PhepParser::RulePicksItem) {
    auto* item = static_cast<PhepParser::PicksItemContext*>(one);
    if (!once(into.picks != ast::Picks::None, item)) return;
    into.picks = item->KW_HIGHEST() != nullptr  ? ast::Picks::Highest
                 : item->KW_LOWEST() != nullptr ? ast::Picks::Lowest
                                                : ast::Picks::All;
    return;
  }
  if (rule == PhepParser::RuleCaseItem) {
    auto* item = static_cast<PhepParser::CaseItemContext*>(one);
    into.nodes.push_back(rule_case(item));
    return;
  }
  if (rule == PhepParser::RuleExceptItem) {
    auto* item = static_cast<PhepParser::ExceptItemContext*>(one);
    into.nodes.push_back(rule_except(item));
    return;
  }
  if (rule == PhepParser::RuleRuleTable) {
    auto* item = static_cast<PhepParser::RuleTableContext*>(one);
    into.tables.push_back(rule_table(item));
  }
}

// caseItem : KW_CASE label? conclusion nodeModifier*
ast::RuleNode Builder::rule_case(PhepParser::CaseItemContext* cst) {
  ast::RuleNode out{};
  out.kind = ast::RuleNodeKind::Case;
  out.label = label(cst->label());
  out.span = span(cst);
  conclusion(out, cst->conclusion());
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  return out;
}

// exceptItem : KW_EXCEPT (name (COMMA name)*)? (KW_AS name)? COLON conclusion nodeModifier*
ast::RuleNode Builder::rule_except(PhepParser::ExceptItemContext* cst) {
  ast::RuleNode out{};
  out.kind = ast::RuleNodeKind::Except;
  out.span = span(cst);
  // The name behind `as` is the label, the others are what is excepted.
  auto* as = cst->KW_AS();
  for (auto* one : cst->name()) {
    const bool is_label =
        as != nullptr && one->getStart()->getTokenIndex() > as->getSymbol()->getTokenIndex();
    const ast::Ident name = ident(one);
    if (!name.exists()) continue;
    if (is_label)
      out.label = name;
    else
      out.targets.push_back(name);
  }
  conclusion(out, cst->conclusion());
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  return out;
}

// conclusion : KW_LIFTED | expr
void Builder::conclusion(ast::RuleNode& into, PhepParser::ConclusionContext* cst) {
  into.lifted = cst != nullptr && cst->KW_LIFTED() != nullptr;
  if (!into.lifted) into.value = expr(cst == nullptr ? nullptr : cst->expr());
}

// ruleTable : KW_TABLE KW_ORDERED? KW_ANY_OF? LBRACE ruleTableHeader ruleTableRow* RBRACE
// ruleTableHeader : PIPE expr (PIPE expr)* BARBAR
ast::RuleTable Builder::rule_table(PhepParser::RuleTableContext* cst) {
  ast::RuleTable out;
  out.ordered = cst->KW_ORDERED() != nullptr;
  out.any_cell = cst->KW_ANY_OF() != nullptr;
  out.span = span(cst);
  auto* header = cst->ruleTableHeader();
  if (header == nullptr) return out;
  out.columns = exprs(header);
  for (auto* one : cst->ruleTableRow()) {
    if (header->exception != nullptr || one->exception != nullptr) continue;
    ast::CaseRow row = case_row(one);
    // A row of the wrong length has been reported; what it meant cannot be known.
    if (row.cells.size() == out.columns.size())
      out.rows.push_back(std::move(row));
    else
      reports_.report(diag::RowLength, row.node.span, static_cast<std::int64_t>(row.cells.size()),
                      static_cast<std::int64_t>(out.columns.size()));
  }
  return out;
}

// ruleTableRow : label? PIPE cell (PIPE cell)* BARBAR conclusion PIPE nodeModifier*
ast::CaseRow Builder::case_row(PhepParser::RuleTableRowContext* cst) {
  ast::CaseRow out{};
  out.node.kind = ast::RuleNodeKind::Case;
  out.node.label = label(cst->label());
  out.node.span = span(cst);
  for (auto* one : cst->cell()) out.cells.push_back(cell(one));
  conclusion(out.node, cst->conclusion());
  node_modifiers(cst, cst->nodeModifier(), out.node.authority, &out.node.labels, out.node.when);
  return out;
}

// decisionDecl : KW_DECISION name params LBRACE labelText* decisionItem* RBRACE
// decisionItem : letItem | normsItem | exposureItem | outputItem
// exposureItem : KW_EXPOSURE name
void Builder::decision(PhepParser::DecisionDeclContext* cst) {
  ast::Decision out;
  out.params = params(cst->params());
  for (auto* item : cst->decisionItem()) {
    if (auto* one = item->letItem()) {
      out.lets.push_back(let(one));
    } else if (auto* norms = item->normsItem()) {
      for (auto* use : norms->normUse()) out.norms.push_back(norm_use(use));
    } else if (auto* exposure = item->exposureItem()) {
      if (once(out.exposure.exists(), exposure)) out.exposure = ident(exposure->name());
    } else if (auto* output = item->outputItem()) {
      out.outputs.push_back({ident(output->name()), expr(output->expr()), span(output)});
    }
  }
  declare(cst, ident(cst->name()), labels(cst->labelText()), std::move(out));
}

// normUse : path arguments (KW_FOR_EACH name KW_IN expr)?
ast::NormUse Builder::norm_use(PhepParser::NormUseContext* cst) {
  ast::NormUse out;
  out.norm = path(cst->path());
  if (auto* args = cst->arguments()) out.args = exprs(args);
  if (cst->KW_FOR_EACH() != nullptr) {
    out.variable = ident(cst->name());
    out.list = expr(cst->expr());
  }
  out.span = span(cst);
  return out;
}

// readingDecl : KW_READING name LBRACE readingOption (COMMA readingOption)* COMMA? RBRACE
// readingItem* readingItem : KW_DEFAULT name | basisItem | modifier
void Builder::reading(PhepParser::ReadingDeclContext* cst) {
  ast::Reading out;
  ast::Labels text;
  ast::Authority authority;
  for (auto* option : cst->readingOption())
    if (const ast::Ident name = ident(option->name()); name.exists())
      out.options.push_back({name, labels(option->labelText())});
  for (auto* item : cst->readingItem()) {
    if (item->KW_DEFAULT() != nullptr) {
      if (once(out.fallback.exists(), item)) out.fallback = ident(item->name());
    } else if (auto* basis = item->basisItem()) {
      if (once(out.basis.has_value(), basis)) out.basis = string(basis->STRING());
    } else {
      modifier(authority, &text, item->modifier());
    }
  }
  out.cites = std::move(authority.cites);
  out.provenance = std::move(authority.provenance);
  declare(cst, ident(cst->name()), std::move(text), std::move(out));
}

}  // namespace phep::syntax
