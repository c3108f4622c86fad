// What a breach costs: figures, suspensions, remedies, or that no figure has been fixed.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <unordered_set>

namespace phep::check {
namespace {

// A figure of a fine: money of one currency.
hir::ExprId figure(Body& body, ast::ExprId id) {
  Context& ctx = body.ctx;
  const hir::ExprId value = need_value(body, infer(body, id));
  const TypeId type = type_at(ctx, value);
  switch (ctx.types[type].sort) {
    case Sort::Error:
    case Sort::Money: return value;
    case Sort::Amount:
      return coerce(ctx, value,
                    ctx.types.get({.sort = Sort::Money, .currency = ctx.types[type].currency}));
    default:
      ctx.report(diag::TypeMismatch, ctx.expr(id).span, "money", type_text(ctx, type));
      return error_at(ctx, ctx.expr(id).span);
  }
}

// Half of a sum, to the whole minor unit in favour of who pays.
hir::ExprId half(Context& ctx, hir::ExprId value) {
  const hir::Expr whole = ctx.out.exprs[value];
  if (const auto* constant = std::get_if<hir::MoneyConst>(&whole.node))
    return make(ctx, hir::MoneyConst{constant->minor / 2}, whole.type, whole.span);
  const TypeId amount =
      ctx.types.get({.sort = Sort::Amount, .currency = ctx.types[whole.type].currency});
  const hir::ExprId two =
      make(ctx, hir::DecimalConst{"2000000000"}, ctx.types.get(Sort::Decimal), whole.span);
  const hir::ExprId quotient =
      make(ctx, hir::Arith{hir::ArithOp::Div, value, two}, amount, whole.span);
  return make(ctx, hir::Round{quotient, hir::Rounding::Down, "1000000000"}, whole.type, whole.span);
}

struct Bounds {
  ast::ExprId least, most;
};

void read_bounds(Body& body, const Bounds& written, hir::Sanction& out) {
  Context& ctx = body.ctx;
  const auto read = [&](ast::ExprId id) {
    return out.kind == hir::ConsequenceKind::Fine
               ? figure(body, id)
               : check_as(body, id, ctx.types.get(Sort::Duration));
  };
  if (written.least.exists()) out.from = read(written.least);
  if (written.most.exists()) out.to = written.most == written.least ? out.from : read(written.most);
  if (!out.from.exists() || !out.to.exists()) return;
  if (type_at(ctx, out.from) != type_at(ctx, out.to)) {
    out.to = coerce(ctx, out.to, type_at(ctx, out.from));
    return;
  }
  const auto* least = std::get_if<hir::MoneyConst>(&ctx.out.exprs[out.from].node);
  const auto* most = std::get_if<hir::MoneyConst>(&ctx.out.exprs[out.to].node);
  const auto* shortest = std::get_if<hir::DurationConst>(&ctx.out.exprs[out.from].node);
  const auto* longest = std::get_if<hir::DurationConst>(&ctx.out.exprs[out.to].node);
  const bool reversed = (least != nullptr && most != nullptr && least->minor > most->minor) ||
                        (shortest != nullptr && longest != nullptr &&
                         shortest->unit == longest->unit && shortest->amount > longest->amount);
  if (reversed) ctx.report(diag::FigureReversed, ctx.expr(written.least).span, ctx.text(out.label));
}

void halve(Body& body, ast::ExprId when, hir::Sanction& out) {
  Context& ctx = body.ctx;
  const hir::ExprId test = condition(body, when);
  if (out.kind != hir::ConsequenceKind::Fine) {
    ctx.report(diag::ClauseNotHere, ctx.expr(when).span,
               Argument("chế tài không phải phạt tiền", "a sanction that is not a fine"), "halved");
    return;
  }
  const bool same = out.from == out.to;
  for (hir::ExprId* bound : {&out.from, &out.to}) {
    if (!bound->exists() || is_error(ctx, *bound) || is_error(ctx, test)) continue;
    if (bound == &out.to && same) {
      out.to = out.from;
      continue;
    }
    *bound = make(ctx, hir::If{test, half(ctx, *bound), *bound}, type_at(ctx, *bound),
                  ctx.out.exprs[*bound].span);
  }
}

hir::Sanction row(Body& body, const ast::Sanction& written, std::size_t position,
                  const hir::Authority& outer) {
  Context& ctx = body.ctx;
  hir::Sanction out;
  out.label = written.label.exists()
                  ? written.label.name
                  : ctx.names.intern(position == 0 ? std::string("main")
                                                   : "sanction_" + std::to_string(position + 1));
  out.on = static_cast<hir::SanctionOn>(written.on);
  out.words = label_of(written.labels);
  if (written.milder)
    ctx.report(diag::NotSupportedYet, written.span, Argument("`milder_of`", "`milder_of`"));
  if (written.when.exists()) out.when = condition(body, written.when);
  const Assume here(body, out.when, true);
  Bounds bounds;
  if (const auto* fine = std::get_if<ast::Fine>(&written.consequence)) {
    out.kind = hir::ConsequenceKind::Fine;
    bounds = {fine->least, fine->most};
  } else if (const auto* suspension = std::get_if<ast::Suspension>(&written.consequence)) {
    out.kind = hir::ConsequenceKind::Suspension;
    bounds = {suspension->least, suspension->most};
  } else if (const auto* remedy = std::get_if<ast::Remedy>(&written.consequence)) {
    out.kind = hir::ConsequenceKind::Remedy;
    for (const ast::Ident& measure : remedy->measures)
      out.measures.emplace_back(ctx.text(measure.name));
  } else {
    out.kind = std::holds_alternative<ast::Warning>(written.consequence)
                   ? hir::ConsequenceKind::Warning
                   : hir::ConsequenceKind::NotSet;
  }
  read_bounds(body, bounds, out);
  if (written.halved_when.exists()) halve(body, written.halved_when, out);
  out.authority = authority_of(ctx, written.authority, ctx.text(out.label), &outer);
  check_never(ctx, out.when, ctx.text(out.label), written.span);
  return out;
}

}  // namespace

std::vector<hir::Sanction> sanctions_of(Body& body, const ast::Norm& norm,
                                        const hir::Authority& outer) {
  std::vector<hir::Sanction> out;
  std::unordered_set<Name> labels;
  for (const ast::Sanction& written : norm.sanctions) {
    out.push_back(row(body, written, out.size(), outer));
    if (!labels.insert(out.back().label).second)
      body.ctx.report(diag::DuplicateLabel,
                      written.label.exists() ? written.label.span : written.span,
                      body.ctx.text(out.back().label));
  }
  return out;
}

}  // namespace phep::check
