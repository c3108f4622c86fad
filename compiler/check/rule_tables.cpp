// Tables in rules: each row is a case whose condition is its cells.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/diagnostics/kinds/coverage.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

namespace phep::check {
namespace {

bool asks_null(const Context& ctx, const ast::Cell& cell) {
  if (cell.kind == ast::CellKind::Value)
    return std::holds_alternative<ast::NullLiteral>(ctx.expr(cell.value).node);
  return cell.kind == ast::CellKind::Is && cell.pattern.word.parts.size() == 1 &&
         ctx.text(cell.pattern.word.parts[0].name) == "null";
}

hir::ExprId null_cell(Body& body, ast::ExprId column, const ast::Cell& cell) {
  ast::Pattern pattern;
  pattern.word = {{{body.ctx.names.intern("null"), cell.span}}, cell.span};
  return infer_is(body, {column, std::move(pattern), cell.negated}, cell.span);
}

// A value: what the column equals, the range or the set that it lies in, or a member of the set
// that it is.
hir::ExprId value_cell(Body& body, ast::ExprId column, Sort sort, const ast::Cell& cell) {
  const ast::ExprNode& written = body.ctx.expr(cell.value).node;
  const bool range = std::holds_alternative<ast::Range>(written);
  const bool set = std::holds_alternative<ast::SetLiteral>(written);
  if (range || (set && sort != Sort::Set))
    return infer_in(body, {column, cell.value, false}, cell.span);
  if (sort == Sort::Set && !set) return infer_in(body, {cell.value, column, false}, cell.span);
  return infer_binary(body, {ast::BinaryOp::Eq, column, cell.value}, cell.value, cell.span, {});
}

// What does not exist lies in no cell, save one that asks for `null`.
hir::ExprId cell_condition(Body& body, ast::ExprId column, const ast::Cell& cell) {
  Context& ctx = body.ctx;
  if (asks_null(ctx, cell)) return null_cell(body, column, cell);
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  const hir::ExprId whole = infer(body, column);
  if (is_error(ctx, whole)) return whole;
  hir::ExprId exists;
  if (ctx.types.is_optional(type_at(ctx, whole)))
    exists = make(ctx, hir::Exists{whole}, bool_type, cell.span);
  const Assume here(body, exists, true);
  const Sort sort = ctx.types[ctx.types.without_optional(type_at(ctx, whole))].sort;
  hir::ExprId test;
  if (cell.kind == ast::CellKind::Compare)
    test = infer_binary(body, {cell.op, column, cell.value}, cell.value, cell.span, {});
  else if (cell.kind == ast::CellKind::Is)
    test = infer_is(body, {column, cell.pattern, cell.negated}, cell.span);
  else
    test = value_cell(body, column, sort, cell);
  if (!exists.exists() || is_error(ctx, test)) return test;
  return make(ctx, hir::And{{exists, test}}, bool_type, cell.span);
}

// The row's condition; absent where nothing is asked.
hir::ExprId row_condition(Body& body, const ast::RuleTable& table, const ast::CaseRow& row) {
  Context& ctx = body.ctx;
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  std::vector<hir::ExprId> tests;
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (row.cells[i].kind != ast::CellKind::Skip)
      tests.push_back(cell_condition(body, table.columns[i], row.cells[i]));
  bool whole = true;
  for (const hir::ExprId test : tests) whole = whole && !is_error(ctx, test);
  if (!whole) return error_at(ctx, row.node.span);
  hir::ExprId cells;
  if (tests.size() == 1) cells = tests[0];
  if (tests.size() > 1 && table.any_cell)
    cells = make(ctx, hir::Or{std::move(tests)}, bool_type, row.node.span);
  else if (tests.size() > 1)
    cells = make(ctx, hir::And{std::move(tests)}, bool_type, row.node.span);
  if (!row.node.when.exists()) return cells;
  const Assume here(body, cells, true);
  const hir::ExprId when = condition(body, row.node.when);
  if (!cells.exists() || is_error(ctx, when)) return when;
  return make(ctx, hir::And{{cells, when}}, bool_type, row.node.span);
}

void check_columns(Body& body, const ast::RuleTable& table) {
  Context& ctx = body.ctx;
  for (const ast::ExprId column : table.columns) {
    const hir::ExprId value = infer(body, column);
    const Sort sort = sort_at(ctx, value);
    if (sort == Sort::Record || sort == Sort::List || sort == Sort::Null || sort == Sort::Range)
      ctx.report(diag::ResultNotValue, ctx.expr(column).span, type_text(ctx, type_at(ctx, value)));
  }
}

}  // namespace

void add_tables(Body& body, const std::vector<ast::RuleTable>& tables, TypeId value_type,
                std::unordered_map<Name, std::uint32_t>& labels, hir::Rule& out) {
  Context& ctx = body.ctx;
  std::uint32_t number = 0;
  std::size_t rows = 0;
  for (const ast::RuleTable& table : tables) {
    check_columns(body, table);
    ++number;
    for (const ast::CaseRow& row : table.rows) {
      hir::RuleNode node;
      ++rows;
      node.label = row.node.label.exists() ? row.node.label.name
                                           : ctx.names.intern("row_" + std::to_string(rows));
      node.span = row.node.label.exists() ? row.node.label.span : row.node.span;
      node.words = label_of(row.node.labels);
      if (!labels.emplace(node.label, static_cast<std::uint32_t>(out.nodes.size())).second)
        ctx.report(diag::DuplicateLabel, node.span, ctx.text(node.label));
      node.table = number;
      node.turn = table.ordered ? number : 0;
      node.when = row_condition(body, table, row);
      if (row.node.lifted) {
        ctx.report(diag::LiftedCase, row.node.span);
      } else {
        const Assume here(body, node.when, true);
        node.value = check_as(body, row.node.value, value_type);
      }
      node.authority = authority_of(ctx, row.node.authority, ctx.text(node.label), &out.authority);
      out.nodes.push_back(std::move(node));
    }
  }
}

}  // namespace phep::check
