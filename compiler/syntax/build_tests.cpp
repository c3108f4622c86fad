#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"

namespace phep::syntax {

// testDecl : KW_TEST STRING LBRACE testStep* RBRACE
void Builder::test(PhepParser::TestDeclContext* cst) {
  ast::Test out;
  if (auto title = string(cst->STRING())) out.title = std::move(*title);
  out.steps = steps(cst->testStep());
  declare(cst, {}, {}, std::move(out));
}

std::vector<ast::TestStepAt> Builder::steps(const std::vector<PhepParser::TestStepContext*>& csts) {
  std::vector<ast::TestStepAt> out;
  for (auto* cst : csts) out.push_back({step(cst), span(cst)});
  return out;
}

// testStep : asOfStep | lawDateStep | letItem | expectStep | judgedStep | readingStep | supposeStep
ast::TestStep Builder::step(PhepParser::TestStepContext* cst) {
  Rule* one = only_child(cst);
  if (one == nullptr) return ast::Missing{};
  // The value of these stands behind their keyword.
  Tree* value = one->children.size() > 1 ? one->children[1] : nullptr;
  switch (one->getRuleIndex()) {
    case PhepParser::RuleAsOfStep: return ast::AsOf{expr(value)};
    case PhepParser::RuleLawDateStep: return ast::LawDate{expr(value)};
    case PhepParser::RuleExpectStep: return ast::Expect{expr(value)};
    case PhepParser::RuleLetItem: return let(static_cast<PhepParser::LetItemContext*>(one));
    default: break;
  }
  // judgedStep : KW_JUDGED path arguments KW_IS expr
  //              (KW_BY STRING KW_ON expr (KW_UNTIL expr)? basisItem?)?
  if (auto* judged = cst->judgedStep()) {
    ast::Judged out;
    out.rule = path(judged->path());
    if (auto* args = judged->arguments()) out.args = exprs(args);
    out.value = expr(judged->expr(0));
    if (judged->KW_BY() != nullptr) out.author = string(judged->STRING());
    if (judged->KW_ON() != nullptr) out.on = expr(judged->expr(1));
    if (judged->KW_UNTIL() != nullptr) out.until = expr(judged->expr(2));
    if (auto* basis = judged->basisItem()) out.basis = string(basis->STRING());
    return out;
  }
  // readingStep : KW_READING path ASSIGN name
  if (auto* reading = cst->readingStep())
    return ast::SetReading{path(reading->path()), ident(reading->name())};
  // supposeStep : KW_SUPPOSE path
  if (auto* suppose = cst->supposeStep()) return ast::Suppose{path(suppose->path())};
  return ast::Missing{};
}

// tableDecl : KW_TEST KW_TABLE STRING LBRACE testStep* tableHeader tableRow* RBRACE
// tableHeader : PIPE name (PIPE name)* BARBAR expr (PIPE expr)* PIPE
void Builder::table(PhepParser::TableDeclContext* cst) {
  ast::TestTable out;
  if (auto title = string(cst->STRING())) out.title = std::move(*title);
  out.steps = steps(cst->testStep());
  if (auto* header = cst->tableHeader()) {
    for (auto* name : header->name()) out.inputs.push_back(ident(name));
    out.outputs = exprs(header);
    const bool whole = header->exception == nullptr;
    for (auto* one : cst->tableRow())
      if (whole && one->exception == nullptr) {
        ast::TableRow cells = row(one, out);
        // A row of the wrong length has been reported; what it meant cannot be known.
        if (cells.inputs.size() == out.inputs.size() && cells.outputs.size() == out.outputs.size())
          out.rows.push_back(std::move(cells));
      }
  }
  declare(cst, {}, {}, std::move(out));
}

// tableRow : PIPE cell (PIPE cell)* BARBAR cell (PIPE cell)* PIPE
ast::TableRow Builder::row(PhepParser::TableRowContext* cst, const ast::TestTable& table) {
  ast::TableRow out;
  out.span = span(cst);
  auto* bars = cst->BARBAR();
  for (auto* one : cst->cell()) {
    const bool input =
        bars == nullptr || one->getStart()->getTokenIndex() < bars->getSymbol()->getTokenIndex();
    (input ? out.inputs : out.outputs).push_back(cell(one));
  }
  if (out.inputs.size() != table.inputs.size() || out.outputs.size() != table.outputs.size())
    reports_.report(diag::RowLength, out.span,
                    static_cast<std::int64_t>(out.inputs.size() + out.outputs.size()),
                    static_cast<std::int64_t>(table.inputs.size() + table.outputs.size()));
  return out;
}

// cell : UNDERSCORE | comparator expr | (KW_IS | KW_IS_NOT) pattern | expr
ast::Cell Builder::cell(PhepParser::CellContext* cst) {
  ast::Cell out{};
  out.span = span(cst);
  if (cst->UNDERSCORE() != nullptr) {
    out.kind = ast::CellKind::Skip;
  } else if (auto* compare = cst->comparator()) {
    out.kind = ast::CellKind::Compare;
    out.op = compare->EQ() != nullptr   ? ast::BinaryOp::Eq
             : compare->NE() != nullptr ? ast::BinaryOp::Ne
             : compare->LT() != nullptr ? ast::BinaryOp::Lt
             : compare->LE() != nullptr ? ast::BinaryOp::Le
             : compare->GT() != nullptr ? ast::BinaryOp::Gt
                                        : ast::BinaryOp::Ge;
    out.value = expr(cst->expr());
  } else if (auto* shape = cst->pattern()) {
    out.kind = ast::CellKind::Is;
    out.negated = cst->KW_IS_NOT() != nullptr;
    std::vector<ast::ExprId> children;
    out.pattern = pattern(shape, children);
  } else {
    out.kind = ast::CellKind::Value;
    out.value = expr(cst->expr());
  }
  return out;
}

// propertyDecl : KW_PROPERTY STRING LBRACE forAllClause propertyItem* RBRACE
// forAllClause : KW_FOR_ALL param (COMMA param)* (KW_WHERE expr)?
void Builder::property(PhepParser::PropertyDeclContext* cst) {
  ast::Property out;
  if (auto title = string(cst->STRING())) out.title = std::move(*title);
  if (auto* all = cst->forAllClause()) {
    for (auto* param : all->param()) out.params.push_back(this->param(param));
    if (all->KW_WHERE() != nullptr) out.where = expr(all->expr());
  }
  for (auto* item : cst->propertyItem()) {
    if (auto* one = item->letItem()) out.lets.push_back(let(one));
    if (auto* one = item->claimItem()) out.claims.push_back(claim(one));
  }
  declare(cst, {}, {}, std::move(out));
}

// claimItem : KW_EXPECT expr ((KW_NEVER_FALLS | KW_NEVER_RISES) expr)?
ast::Claim Builder::claim(PhepParser::ClaimItemContext* cst) {
  ast::Claim out;
  out.span = span(cst);
  out.value = expr(cst->expr(0));
  if (cst->KW_NEVER_FALLS() != nullptr) out.course = ast::Course::NeverFalls;
  if (cst->KW_NEVER_RISES() != nullptr) out.course = ast::Course::NeverRises;
  if (out.course != ast::Course::None) out.along = expr(cst->expr(1));
  return out;
}

// casesDecl : KW_CASES STRING (KW_OF path)?
void Builder::cases(PhepParser::CasesDeclContext* cst) {
  ast::Cases out;
  if (auto file = string(cst->STRING())) out.path = std::move(*file);
  if (auto* decision = cst->path()) out.decision = path(decision);
  declare(cst, {}, {}, std::move(out));
}

}  // namespace phep::syntax
