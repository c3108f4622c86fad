// Questions over the elements of a list. `filter` leaves no trace: its condition joins the others.
#include "compiler/check/body.h"
#include "compiler/diagnostics/kinds/time.h"
#include "compiler/diagnostics/kinds/types.h"

namespace phep::check {
namespace {

// Binds the variable of every quantifier and filter on the way to one element.
struct Walk {
  Body& body;
  hir::LocalId variable;
  Span span;

  void bind(const ast::Ident& name) { body.locals.push_back({name.name, variable, {}}); }
};

const ast::Quantifier* filter_in(const Body& body, ast::ExprId id) {
  const ast::ExprNode* node = &body.ctx.expr(id).node;
  if (const auto* name = std::get_if<ast::NameRef>(node))
    for (std::size_t i = body.locals.size(); i > 0; --i)
      if (body.locals[i - 1].name == name->name) {
        if (body.locals[i - 1].local.exists()) return nullptr;
        node = &body.ctx.expr(body.locals[i - 1].alias).node;
        break;
      }
  const auto* quantifier = std::get_if<ast::Quantifier>(node);
  return quantifier != nullptr && quantifier->kind == ast::QuantifierKind::Filter ? quantifier
                                                                                  : nullptr;
}

// The list behind any number of filters; empty when it is not one.
hir::ExprId list_of(Body& body, ast::ExprId id) {
  Context& ctx = body.ctx;
  if (const ast::Quantifier* filter = filter_in(body, id)) return list_of(body, filter->list);
  const hir::ExprId list = infer(body, id);
  if (is_error(ctx, list) || sort_at(ctx, list) == Sort::List) return list;
  ctx.report(diag::NotAList, ctx.expr(id).span, type_text(ctx, type_at(ctx, list)));
  return error_at(ctx, ctx.expr(id).span);
}

// Conditions of the filters, innermost first; each is read under its own variable's name.
void filter_conditions(Walk& walk, ast::ExprId id, std::vector<hir::ExprId>& out) {
  const ast::Quantifier* filter = filter_in(walk.body, id);
  if (filter == nullptr) return;
  filter_conditions(walk, filter->list, out);
  const std::size_t before = walk.body.locals.size();
  walk.bind(filter->variable);
  if (filter->where.exists()) out.push_back(condition(walk.body, filter->where));
  walk.body.locals.resize(before);
}

hir::ExprId all_of(Context& ctx, std::vector<hir::ExprId> conditions, Span span) {
  if (conditions.empty()) return {};
  if (conditions.size() == 1) return conditions[0];
  return make(ctx, hir::And{std::move(conditions)}, ctx.types.get(Sort::Bool), span);
}

bool sums(Sort sort) {
  return sort == Sort::Int || sort == Sort::Decimal || sort == Sort::Money || sort == Sort::Amount;
}

// The value that `sum`, `min` and `max` take from each element, and the type of the whole.
bool check_value(Body& body, const ast::Quantifier& node, hir::Quantify& out, TypeId& type,
                 Span span) {
  Context& ctx = body.ctx;
  if (!node.body.exists()) {
    ctx.report(diag::QuantifierNeedsValue, span);
    return false;
  }
  out.body = need_value(body, infer(body, node.body));
  if (is_error(ctx, out.body)) return false;
  const Sort sort = sort_at(ctx, out.body);
  const bool extreme = out.kind == hir::QuantifierKind::Min || out.kind == hir::QuantifierKind::Max;
  if (!sums(sort) && !(extreme && (sort == Sort::Date || sort == Sort::Instant))) {
    ctx.report(diag::NotANumber, ctx.expr(node.body).span, type_text(ctx, type_at(ctx, out.body)));
    return false;
  }
  type = extreme ? ctx.types.optional(type_at(ctx, out.body)) : type_at(ctx, out.body);
  return true;
}

hir::QuantifierKind quantifier_of(ast::QuantifierKind kind) {
  switch (kind) {
    case ast::QuantifierKind::Some: return hir::QuantifierKind::Some;
    case ast::QuantifierKind::All: return hir::QuantifierKind::All;
    case ast::QuantifierKind::AtLeast: return hir::QuantifierKind::AtLeast;
    case ast::QuantifierKind::Filter: PHEP_UNREACHABLE();
    case ast::QuantifierKind::Count: return hir::QuantifierKind::Count;
    case ast::QuantifierKind::Sum: return hir::QuantifierKind::Sum;
    case ast::QuantifierKind::Min: return hir::QuantifierKind::Min;
    case ast::QuantifierKind::Max: return hir::QuantifierKind::Max;
  }
  PHEP_UNREACHABLE();
}

// What is asked of each element of a list, as written.
struct Asked {
  const ast::Ident& variable;
  ast::ExprId list, where;
};
// The walk over a list, and what to forget after it.
struct Opened {
  hir::LocalId variable;
  hir::ExprId where;  // of all filters and `where`; none if there is no condition
  std::size_t locals, known;
};

// Binds the element's variable; what the conditions make sure of is known until `close_walk`.
Opened open_walk(Body& body, hir::ExprId list, const Asked& asked, Span span) {
  Context& ctx = body.ctx;
  const TypeId element = ctx.types[type_at(ctx, list)].element;
  Opened out{
      ctx.out.locals.add(
          {asked.variable.name, element, {}, Id<hir::HirLocalTag>::kNone, asked.variable.span}),
      {},
      body.locals.size(),
      body.known.size()};
  ctx.local_used.resize(ctx.out.locals.size(), true);
  Walk walk{body, out.variable, span};
  std::vector<hir::ExprId> conditions;
  filter_conditions(walk, asked.list, conditions);
  if (asked.variable.exists()) walk.bind(asked.variable);
  if (asked.where.exists()) conditions.push_back(condition(body, asked.where));
  out.where = all_of(ctx, conditions, span);
  for (const hir::ExprId one : conditions) {
    const auto facts = exist_when(ctx, one, true);
    body.known.insert(body.known.end(), facts.begin(), facts.end());
  }
  return out;
}

void close_walk(Body& body, const Opened& walk) {
  body.locals.resize(walk.locals);
  body.known.resize(walk.known);
}

}  // namespace

hir::ExprId infer_quantifier(Body& body, const ast::Quantifier& node, Span span) {
  Context& ctx = body.ctx;
  if (node.kind == ast::QuantifierKind::Filter) {
    ctx.report(diag::FilterAlone, span);
    return error_at(ctx, span);
  }
  hir::Quantify out{quantifier_of(node.kind), 0, {}, list_of(body, node.list), {}, {}};
  if (is_error(ctx, out.list)) return error_at(ctx, span);
  if (node.kind == ast::QuantifierKind::AtLeast) {
    const hir::ExprId least = check_as(body, node.at_least, ctx.types.get(Sort::Int));
    const auto* constant = std::get_if<hir::IntConst>(&ctx.out.exprs[least].node);
    if (constant == nullptr && !is_error(ctx, least))
      ctx.report(diag::NeedsWrittenNumber, ctx.expr(node.at_least).span);
    if (constant == nullptr) return error_at(ctx, span);
    out.at_least = constant->value;
  }
  const Opened walk = open_walk(body, out.list, {node.variable, node.list, node.where}, span);
  out.variable = walk.variable;
  out.where = walk.where;
  TypeId type = ctx.types.get(Sort::Bool);
  bool whole = !out.where.exists() || !is_error(ctx, out.where);
  switch (out.kind) {
    case hir::QuantifierKind::Some:
    case hir::QuantifierKind::All:
    case hir::QuantifierKind::AtLeast:
      if (node.body.exists()) out.body = condition(body, node.body);
      // Without one `all` would be true whatever the list holds.
      if (out.kind == hir::QuantifierKind::All && !node.body.exists()) {
        ctx.report(diag::QuantifierNeedsValue, span);
        whole = false;
      }
      whole = whole && (!out.body.exists() || !is_error(ctx, out.body));
      break;
    case hir::QuantifierKind::Count:
      type = ctx.types.get(Sort::Int);
      if (node.body.exists()) {
        ctx.report(diag::CountHasNoValue, ctx.expr(node.body).span);
        whole = false;
      }
      break;
    case hir::QuantifierKind::Sum:
    case hir::QuantifierKind::Min:
    case hir::QuantifierKind::Max: whole = check_value(body, node, out, type, span) && whole; break;
  }
  close_walk(body, walk);
  return whole ? make(ctx, std::move(out), type, span) : error_at(ctx, span);
}

hir::ExprId infer_moment(Body& body, const ast::Moment& node, Span span) {
  Context& ctx = body.ctx;
  hir::Moment out{{}, list_of(body, node.list), {}, {}, {}, {}};
  if (is_error(ctx, out.list)) return error_at(ctx, span);
  const Opened walk = open_walk(body, out.list, {node.variable, node.list, node.where}, span);
  out.variable = walk.variable;
  out.where = walk.where;
  out.dated = need_value(body, infer(body, node.dated));
  const Sort dated = sort_at(ctx, out.dated);
  bool whole = dated == Sort::Date || dated == Sort::Instant;
  if (!whole && dated != Sort::Error)
    ctx.report(diag::DatedByMoment, ctx.expr(node.dated).span,
               type_text(ctx, type_at(ctx, out.dated)));
  TypeId total = ctx.types.get(Sort::Int);
  if (node.body.exists()) {
    out.body = need_value(body, infer(body, node.body));
    total = type_at(ctx, out.body);
    const Sort sort = sort_at(ctx, out.body);
    if (!sums(sort) && sort != Sort::Error)
      ctx.report(diag::NotANumber, ctx.expr(node.body).span, type_text(ctx, total));
    whole = whole && sums(sort);
  }
  close_walk(body, walk);
  if (!whole || (out.where.exists() && is_error(ctx, out.where))) return error_at(ctx, span);
  out.reaches = check_as(body, node.reaches, total);
  if (is_error(ctx, out.reaches)) return error_at(ctx, span);
  const TypeId type = ctx.types.optional(type_at(ctx, out.dated));
  return make(ctx, std::move(out), type, span);
}

}  // namespace phep::check
