// Deadlines: one term, or labelled rows with conditions; and their extension.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <unordered_set>
#include <utility>
#include <vector>

namespace phep::check {
namespace {

// A deadline as an instant, perhaps optional. A date is kept until the end of its day; `before` it
// means until it begins.
hir::ExprId term(Body& body, const ast::DueRow& row) {
  Context& ctx = body.ctx;
  const DefId calendar = body.calendar;
  if (row.calendar.exists()) body.calendar = find_calendar(ctx, row.calendar);
  const bool counting = body.counting;
  if (row.counting.exists()) body.counting = known_counting(ctx, row.counting);
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

// Rows are cases of a rule that the author did not write: those in force whose conditions hold must
// agree, and where none holds there is no date.
hir::ExprId rows_as_rule(Body& outer, const ast::Decl& decl, const ast::Norm& norm,
                         const hir::Norm& known) {
  Context& ctx = outer.ctx;
  Parameters again = parameters_again(ctx, known, decl.name.span);
  hir::Rule rule;
  rule.params = again.params;
  rule.result = ctx.types.optional(ctx.types.get(Sort::Instant));
  rule.calendar = known.calendar;
  const std::string name = std::string(ctx.text(decl.name.name)) + ".due";
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
  rule.fallback = make(ctx, hir::NullConst{}, rule.result, decl.name.span);
  std::unordered_set<Name> labels;
  for (const ast::DueRow& row : norm.due) {
    hir::RuleNode node;
    node.label = row.label.exists()
                     ? row.label.name
                     : ctx.names.intern("row_" + std::to_string(rule.nodes.size() + 1));
    if (!labels.insert(node.label).second)
      ctx.report(diag::DuplicateLabel, row.label.span, ctx.text(node.label));
    node.span = row.span;
    if (row.when.exists()) node.when = condition(body, row.when);
    const Assume here(body, node.when, true);
    node.value = coerce(ctx, term(body, row), rule.result);
    node.authority = authority_of(ctx, row.authority, ctx.text(node.label), &known.authority);
    rule.nodes.push_back(std::move(node));
  }
  const TypeId result = rule.result;
  ctx.out.defs[id.index].node = std::move(rule);
  ctx.calls[outer.owner.index].push_back(id);
  return make(ctx, hir::CallRule{id, again.args}, result, decl.name.span);
}

bool is_counted(const Context& ctx, const ast::DueRow& row) {
  return row.value.exists() && std::holds_alternative<ast::Counted>(ctx.expr(row.value).node);
}

void read_extension(Body& body, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = body.ctx;
  if (norm.extensions.empty()) return;
  const ast::Extension& written = norm.extensions[0];
  if (norm.extensions.size() > 1 || norm.due.size() > 1)
    ctx.report(diag::NotSupportedYet,
               norm.extensions.size() > 1 ? norm.extensions[1].span : written.span,
               Argument("gia hạn nhiều lần hoặc của nhiều kỳ hạn",
                        "extending twice, or one of several terms"));
  else if (norm.due.empty() || !is_counted(ctx, norm.due[0]))
    ctx.report(diag::ExtensionWithoutPeriod, written.span);
  out.extension = check_as(body, written.by, ctx.types.get(Sort::Duration));
  out.extended = written.when.exists()
                     ? condition(body, written.when)
                     : make(ctx, hir::BoolConst{true}, ctx.types.get(Sort::Bool), written.span);
  authority_of(ctx, written.authority, "extend", &out.authority);
}

}  // namespace

void fill_deadline(Body& body, const ast::Decl& decl, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = body.ctx;
  if (norm.due.empty()) {
    read_extension(body, norm, out);
    return;
  }
  const ast::DueRow& first = norm.due[0];
  for (const ast::DueRow& row : norm.due)
    if (row.kind != first.kind || (norm.due.size() > 1 && row.kind == ast::DueKind::Judgment)) {
      ctx.report(
          diag::NotSupportedYet, row.span,
          Argument("trộn các loại hạn trong một quy phạm", "mixing kinds of deadline in one norm"));
      return;
    }
  out.due_before = first.kind == ast::DueKind::Before;
  const bool plain =
      norm.due.size() == 1 && !first.when.exists() && first.authority.in_force.empty();
  if (first.kind == ast::DueKind::Judgment) {
    out.due_by_judgment = true;  // a leaf of its own: lowering makes it
    for (const hir::LocalId param : out.params) ctx.local_used[param.index] = true;
    authority_of(ctx, first.authority, ctx.text(decl.name.name), &out.authority);
  } else if (plain) {
    out.due = term(body, first);
    authority_of(ctx, first.authority, ctx.text(decl.name.name), &out.authority);
  } else {
    out.due = rows_as_rule(body, decl, norm, out);
  }
  read_extension(body, norm, out);
}

}  // namespace phep::check
