// Deadlines: one term, or labelled rows with conditions; and their extension.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

namespace phep::check {
namespace {

constexpr std::size_t kMostExtensions = 9;  // of one deadline

// A deadline as an instant, perhaps optional. A date is kept until the end of its day; `before` it
// means until it begins.
hir::ExprId term(Body& body, const ast::DueRow& row) {
  Context& ctx = body.ctx;
  const DefId calendar = body.calendar;
  if (row.calendar.exists()) body.calendar = find_calendar(ctx, row.calendar);
  const Counting counting = body.counting;
  body.counting = counting_of(ctx, row.counting, row.readings, counting);
  // The deadline is told even of a norm that does not apply: what only an applying norm knows to
  // exist stays optional here, and without it there is no date.
  std::vector<std::uint32_t> known;
  std::swap(known, body.known);
  const hir::ExprId value = infer(body, row.value);
  std::swap(known, body.known);
  body.calendar = calendar;
  body.counting = counting;
  const TypeId type = ctx.types.without_optional(type_at(ctx, value));
  const Sort sort = ctx.types[type].sort;
  if (sort == Sort::Error) return value;
  if (sort != Sort::Date && sort != Sort::Instant) {
    ctx.report(diag::NotAMoment, ctx.expr(row.value).span, type_text(ctx, type));
    return error_at(ctx, row.span);
  }
  return in_optional(ctx, value, [&](hir::ExprId moment) {
    return row.kind == ast::DueKind::Before ? start_of(ctx, moment) : end_of(ctx, moment);
  });
}

// The parameters of a norm again, for a rule of its own; and its trigger, as one parameter more.
struct Parameters {
  std::vector<hir::LocalId> params;  // of the hidden rule
  std::vector<hir::ExprId> args;     // what the norm gives it
};

hir::LocalId copy_parameter(Context& ctx, hir::Local local, std::size_t position) {
  local.parameter = static_cast<std::uint32_t>(position);
  local.value = {};
  const hir::LocalId id = ctx.out.locals.add(local);
  ctx.local_used.resize(ctx.out.locals.size(), true);
  return id;
}

Parameters parameters_again(Context& ctx, const hir::Norm& norm, Span span) {
  Parameters out;
  for (const hir::LocalId own : norm.params) {
    const hir::Local local = ctx.out.locals[own];
    out.params.push_back(copy_parameter(ctx, local, out.params.size()));
    out.args.push_back(make(ctx, hir::LocalRef{own}, local.type, span));
    ctx.local_used[own.index] = true;
  }
  return out;
}

// A deadline is asked of a norm that binds: its trigger exists, and what `applies when` shows.
void assume_binding(Body& body, const ast::Norm& norm) {
  Context& ctx = body.ctx;
  if (norm.trigger.exists()) {
    const hir::ExprId trigger = infer(body, norm.trigger);
    if (ctx.types.is_optional(type_at(ctx, trigger)))
      body.known.push_back(value_number(ctx, trigger));
  }
  if (!norm.applies.exists()) return;
  const auto facts = exist_when(ctx, condition(body, norm.applies), true);
  body.known.insert(body.known.end(), facts.begin(), facts.end());
}

bool is_counted(const Context& ctx, const ast::DueRow& row) {
  return row.value.exists() && std::holds_alternative<ast::Counted>(ctx.expr(row.value).node);
}

// The same deadline with extensions counted from its end before rolling, however the term was
// chosen.
hir::ExprId extended(Context& ctx, hir::ExprId id, const std::vector<hir::ExprId>& extensions) {
  const hir::Expr expr = ctx.out.exprs[id];
  if (const auto* node = std::get_if<hir::Counted>(&expr.node)) {
    hir::Counted longer = *node;
    longer.extensions = extensions;
    return make(ctx, std::move(longer), expr.type, expr.span);
  }
  if (const auto* node = std::get_if<hir::Wrap>(&expr.node))
    return make(ctx, hir::Wrap{extended(ctx, node->value, extensions)}, expr.type, expr.span);
  if (const auto* node = std::get_if<hir::If>(&expr.node))
    return make(ctx,
                hir::If{node->condition, extended(ctx, node->then_value, extensions),
                        extended(ctx, node->else_value, extensions)},
                expr.type, expr.span);
  return id;
}

// A row's deadline, extended if it was counted.
hir::ExprId extended_term(Body& body, const ast::DueRow& row,
                          const std::vector<hir::ExprId>& extensions) {
  const hir::ExprId value = term(body, row);
  return extensions.empty() || !is_counted(body.ctx, row) ? value
                                                          : extended(body.ctx, value, extensions);
}

// `due by judgment` among other rows: a judgment of its own.
DefId judged_deadline(Context& ctx, const ast::Decl& decl, const hir::Norm& known) {
  need_one_record(ctx, known.params, ctx.text(decl.name.name), decl.name.span);
  hir::Rule rule;
  rule.params = parameters_again(ctx, known, decl.name.span).params;
  rule.result = ctx.types.get(Sort::Instant);
  rule.by_judgment = true;
  rule.calendar = known.calendar;
  return add_hidden_rule(ctx, std::string(ctx.text(decl.name.name)) + ".due", rule, decl.name.span);
}

// Where some rows say `before` and others do not, a rule with the same cases tells which holds.
hir::ExprId exclusive_rule(Context& ctx, const ast::Decl& decl, const ast::Norm& norm,
                           const hir::Rule& rows, const std::vector<hir::ExprId>& args) {
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  hir::Rule rule = rows;
  rule.result = bool_type;
  rule.fallback = make(ctx, hir::BoolConst{false}, bool_type, decl.name.span);
  for (std::size_t i = 0; i < rule.nodes.size(); ++i)
    rule.nodes[i].value = make(ctx, hir::BoolConst{norm.due[i].kind == ast::DueKind::Before},
                               bool_type, rule.nodes[i].span);
  const DefId id = add_hidden_rule(ctx, std::string(ctx.text(decl.name.name)) + ".due_before",
                                   std::move(rule), decl.name.span);
  return make(ctx, hir::CallRule{id, args}, bool_type, decl.name.span);
}

// Rows are cases of a rule that the author did not write: those in force whose conditions hold must
// agree, and where none holds there is no date.
void rows_as_rule(Body& outer, const ast::Decl& decl, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = outer.ctx;
  const auto has = [&](ast::DueKind kind) {
    return std::ranges::find(norm.due, kind, &ast::DueRow::kind) != norm.due.end();
  };
  const bool judged = has(ast::DueKind::Judgment);
  const DefId judgment = judged ? judged_deadline(ctx, decl, out) : DefId{};
  Parameters again = parameters_again(ctx, out, decl.name.span);
  std::vector<hir::ExprId> own;  // the parameters, as the rule sees them
  for (const hir::LocalId param : again.params)
    own.push_back(make(ctx, hir::LocalRef{param}, ctx.out.locals[param].type, decl.name.span));
  hir::Rule rule;
  rule.params = again.params;
  rule.result = ctx.types.optional(ctx.types.get(Sort::Instant));
  rule.calendar = out.calendar;
  const std::string name = std::string(ctx.text(decl.name.name)) + (judged ? ".due.rows" : ".due");
  const DefId id = add_hidden_rule(ctx, name, rule, decl.name.span);
  Body body = body_with(ctx, id, again.params);
  body.norm = true;
  declare_lets(body, norm.lets);
  if (outer.trigger.exists() && !is_error(ctx, outer.trigger)) {
    hir::Local trigger;
    trigger.name = ctx.names.intern("trigger");
    trigger.type = type_at(ctx, outer.trigger);
    trigger.span = decl.name.span;
    const hir::LocalId local = copy_parameter(ctx, trigger, rule.params.size());
    rule.params.push_back(local);
    again.args.push_back(outer.trigger);
    body.trigger = make(ctx, hir::LocalRef{local}, trigger.type, decl.name.span);
  } else {
    body.trigger = outer.trigger;
  }
  assume_binding(body, norm);
  const std::vector<hir::ExprId> extensions = extensions_of(body, norm, out);
  rule.fallback = make(ctx, hir::NullConst{}, rule.result, decl.name.span);
  std::unordered_set<Name> labels;
  const std::vector<Name> names = row_names(ctx, norm.due, "row");
  for (const ast::DueRow& row : norm.due) {
    hir::RuleNode node;
    node.label = names[rule.nodes.size()];
    if (!labels.insert(node.label).second)
      ctx.report(diag::DuplicateLabel, row.label.span, ctx.text(node.label));
    node.span = row.span;
    if (row.when.exists()) node.when = condition(body, row.when);
    const Assume here(body, node.when, true);
    const hir::ExprId value =
        row.kind == ast::DueKind::Judgment
            ? make(ctx, hir::CallRule{judgment, own}, ctx.types.get(Sort::Instant), row.span)
            : extended_term(body, row, extensions);
    node.value = coerce(ctx, value, rule.result);
    node.authority = authority_of(ctx, row.authority, ctx.text(node.label), &out.authority);
    rule.nodes.push_back(std::move(node));
  }
  const TypeId result = rule.result;
  if (has(ast::DueKind::Before) && (has(ast::DueKind::At) || judged))
    out.due_exclusive = exclusive_rule(ctx, decl, norm, rule, again.args);
  ctx.out.defs[id.index].node = std::move(rule);
  ctx.calls[outer.owner.index].push_back(id);
  out.due = make(ctx, hir::CallRule{id, again.args}, result, decl.name.span);
}

}  // namespace

// What each `extend` adds, in the order of labels: its term if its condition holds, else nothing.
std::vector<hir::ExprId> extensions_of(Body& body, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = body.ctx;
  std::unordered_set<Name> labels;
  for (const ast::Extension& row : norm.extensions) check_label(ctx, labels, row.label);
  std::vector<const ast::Extension*> rows = in_order(ctx, norm.extensions);
  std::ranges::stable_sort(rows, {}, [&](const ast::Extension* row) {
    return row->label.exists() ? ctx.text(row->label.name) : std::string_view();
  });
  if (rows.size() > kMostExtensions)
    ctx.report(diag::TooManyExtensions, rows.back()->span,
               static_cast<std::int64_t>(kMostExtensions));
  const TypeId duration = ctx.types.get(Sort::Duration);
  std::vector<hir::ExprId> all;
  for (const ast::Extension* row : rows) {
    hir::ExprId by = check_as(body, row->by, duration);
    hir::ExprId when;
    if (row->when.exists()) when = condition(body, row->when);
    authority_of(ctx, row->authority, "extend", &out.authority);
    if (is_error(ctx, by) || (when.exists() && is_error(ctx, when))) continue;
    const hir::ExprId none = make(ctx, hir::DurationConst{0, hir::Unit::Days}, duration, row->span);
    if (when.exists()) by = make(ctx, hir::If{when, by, none}, duration, row->span);
    all.push_back(by);
  }
  return all;
}

void fill_deadline(Body& body, const ast::Decl& decl, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = body.ctx;
  if (!norm.extensions.empty() && !is_recurring(norm) &&
      std::ranges::none_of(norm.due, [&](const auto& row) { return is_counted(ctx, row); }))
    ctx.report(diag::ExtensionWithoutPeriod, norm.extensions[0].span);
  if (norm.kept) {
    ast::DueRow end{};
    end.kind = ast::DueKind::At;
    end.value = norm.kept->through;
    end.span = norm.kept->span;
    out.due = term(body, end);
    return;
  }
  if (norm.due.empty()) return;
  if (is_recurring(norm)) return;  // recurrence.cpp has read it
  const ast::DueRow& first = norm.due[0];
  out.due_before = std::ranges::all_of(
      norm.due, [](const ast::DueRow& row) { return row.kind == ast::DueKind::Before; });
  const bool plain =
      norm.due.size() == 1 && !first.when.exists() && first.authority.in_force.empty();
  if (!plain) return rows_as_rule(body, decl, norm, out);
  authority_of(ctx, first.authority, ctx.text(decl.name.name), &out.authority);
  if (first.kind == ast::DueKind::Judgment) {
    out.due_by_judgment = true;  // a leaf of its own: lowering makes it
    need_one_record(ctx, out.params, ctx.text(decl.name.name), decl.name.span);
    for (const hir::LocalId param : out.params) ctx.local_used[param.index] = true;
  } else {
    out.due = extended_term(body, first, extensions_of(body, norm, out));
  }
}

}  // namespace phep::check
