// What a breach costs: figures, suspensions, remedies, or that no figure has been fixed.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <cstdint>
#include <unordered_set>

namespace phep::check {
namespace {

// A figure of a fine: money of one currency.
hir::ExprId figure(Body& body, hir::ExprId found) {
  Context& ctx = body.ctx;
  const hir::ExprId value = need_value(body, found);
  const TypeId type = type_at(ctx, value);
  switch (ctx.types[type].sort) {
    case Sort::Error:
    case Sort::Money: return value;
    case Sort::Amount:
      return coerce(ctx, value,
                    ctx.types.get({.sort = Sort::Money, .currency = ctx.types[type].currency}));
    default:
      ctx.report(diag::TypeMismatch, ctx.out.exprs[value].span, "money", type_text(ctx, type));
      return error_at(ctx, ctx.out.exprs[value].span);
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

hir::ExprId twice(Context& ctx, hir::ExprId value) {
  const hir::Expr whole = ctx.out.exprs[value];
  if (const auto* constant = std::get_if<hir::MoneyConst>(&whole.node);
      constant != nullptr && constant->minor < INT64_MAX / 2)
    return make(ctx, hir::MoneyConst{constant->minor * 2}, whole.type, whole.span);
  const hir::ExprId two = make(ctx, hir::IntConst{2}, ctx.types.get(Sort::Int), whole.span);
  return make(ctx, hir::Arith{hir::ArithOp::Mul, value, two}, whole.type, whole.span);
}

struct Bounds {
  ast::ExprId least, most;
};

// One expression for both bounds: an exact figure, or a range.
void read_figure(Body& body, ast::ExprId id, hir::Sanction& out) {
  Context& ctx = body.ctx;
  const bool fine = out.kind == hir::ConsequenceKind::Fine;
  const auto* written = std::get_if<ast::Range>(&ctx.expr(id).node);
  hir::ExprId value;
  if (written == nullptr) value = infer(body, id, fine ? TypeId{} : ctx.types.get(Sort::Duration));
  const bool range = written != nullptr || ctx.types.is(type_at(ctx, value), Sort::Range);
  if (!range) {
    out.from = fine ? figure(body, value) : coerce(ctx, value, ctx.types.get(Sort::Duration));
    out.to = out.from;
    return;
  }
  if (written != nullptr) value = infer(body, id);
  if (is_error(ctx, value)) return;
  const Sort of = ctx.types[ctx.types[type_at(ctx, value)].element].sort;
  if (of != (fine ? Sort::Money : Sort::Duration)) {
    ctx.report(diag::TypeMismatch, ctx.expr(id).span, fine ? "money" : "duration",
               type_text(ctx, type_at(ctx, value)));
    return;
  }
  out.from = end_of_range(ctx, value, false);
  out.to = end_of_range(ctx, value, true);
}

void read_bounds(Body& body, const Bounds& written, hir::Sanction& out) {
  Context& ctx = body.ctx;
  if (written.least.exists() && written.least == written.most)
    return read_figure(body, written.least, out);
  const auto read = [&](ast::ExprId id) {
    return out.kind == hir::ConsequenceKind::Fine
               ? figure(body, infer(body, id))
               : check_as(body, id, ctx.types.get(Sort::Duration));
  };
  if (written.least.exists()) out.from = read(written.least);
  if (written.most.exists()) out.to = read(written.most);
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

using Change = hir::ExprId (*)(Context&, hir::ExprId);

// Both figures, changed where the test has this truth.
void change_figures(Context& ctx, hir::ExprId test, bool truth, Change change, hir::Sanction& out) {
  const bool same = out.from == out.to;
  for (hir::ExprId* bound : {&out.from, &out.to}) {
    if (!bound->exists() || is_error(ctx, *bound) || is_error(ctx, test)) continue;
    if (bound == &out.to && same) {
      out.to = out.from;
      continue;
    }
    const hir::ExprId changed = change(ctx, *bound);
    *bound = make(ctx, hir::If{test, truth ? changed : *bound, truth ? *bound : changed},
                  type_at(ctx, *bound), ctx.out.exprs[*bound].span);
  }
}

bool is_fine(Context& ctx, const hir::Sanction& sanction, std::string_view clause, Span span) {
  if (sanction.kind == hir::ConsequenceKind::Fine) return true;
  ctx.report(diag::ClauseNotHere, span,
             Argument("chế tài không phải phạt tiền", "a sanction that is not a fine"), clause);
  return false;
}

// `individual when E`: figures written for organisations are halved, those written for individuals
// are doubled for everybody else.
void fit_figures(Body& body, ast::ExprId when, hir::Sanction& out) {
  Context& ctx = body.ctx;
  const hir::ExprId test = condition(body, when);
  if (!is_fine(ctx, out, "individual", ctx.expr(when).span)) return;
  for (const hir::Cite& cite : out.authority.cites) {
    const auto individuals = written_for_individuals(ctx, cite);
    if (!individuals) continue;
    if (*individuals)
      change_figures(ctx, test, false, twice, out);
    else
      change_figures(ctx, test, true, half, out);
    return;
  }
  ctx.report(diag::FigureBaseMissing, ctx.expr(when).span, ctx.text(out.label));
}

// `limitation 1 year` runs from the breach; `limitation 1 year after x` and a day say its end.
void read_limitation(Body& body, const ast::Norm& norm, ast::ExprId id, hir::Sanction& out) {
  Context& ctx = body.ctx;
  hir::ExprId end = need_value(body, infer(body, id));
  const Span span = ctx.expr(id).span;
  switch (sort_at(ctx, end)) {
    case Sort::Error:
    case Sort::Instant: break;
    case Sort::Date: end = end_of(ctx, end); break;
    case Sort::Duration: {
      const bool prohibition = norm.kind == ast::NormKind::Prohibition;
      const bool moment = prohibition ? norm.trigger.exists()
                                      : norm.kind == ast::NormKind::Duty && !norm.due.empty();
      if (!moment) {
        ctx.report(diag::LimitationWithoutMoment, span, ctx.text(out.label));
        return;
      }
      if (body.counting.law == CountingLaw::None) {
        ctx.report(diag::NoCountingLaw, span);
        return;
      }
      if (!body.calendar.exists()) {
        if (!ctx.holes && !ctx.tree.calendar.exists()) ctx.report(diag::NoCalendar, span);
        return;
      }
      break;
    }
    default:
      ctx.report(diag::TypeMismatch, span, "duration", type_text(ctx, type_at(ctx, end)));
      return;
  }
  if (!is_error(ctx, end)) out.limitation = end;
}

void read_consequence(const Context& ctx, const ast::Consequence& written, hir::Sanction& out,
                      Bounds& bounds) {
  if (const auto* fine = std::get_if<ast::Fine>(&written)) {
    out.kind = hir::ConsequenceKind::Fine;
    bounds = {fine->least, fine->most};
  } else if (const auto* suspension = std::get_if<ast::Suspension>(&written)) {
    out.kind = hir::ConsequenceKind::Suspension;
    bounds = {suspension->least, suspension->most};
  } else if (const auto* remedy = std::get_if<ast::Remedy>(&written)) {
    out.kind = hir::ConsequenceKind::Remedy;
    for (const ast::Ident& measure : remedy->measures)
      out.measures.emplace_back(ctx.text(measure.name));
  } else if (std::holds_alternative<ast::Warning>(written)) {
    out.kind = hir::ConsequenceKind::Warning;
  } else {
    out.kind = std::holds_alternative<ast::Confiscation>(written)
                   ? hir::ConsequenceKind::Confiscation
                   : hir::ConsequenceKind::NotSet;
  }
}

hir::Sanction row(Body& body, const ast::Norm& norm, const ast::Sanction& written, Name label,
                  const hir::Authority& outer) {
  Context& ctx = body.ctx;
  hir::Sanction out;
  out.label = label;
  out.on = static_cast<hir::SanctionOn>(written.on);
  out.words = label_of(written.labels);
  if (written.when.exists()) out.when = condition(body, written.when);
  const Assume here(body, out.when, true);
  Bounds bounds;
  read_consequence(ctx, written.consequence, out, bounds);
  read_bounds(body, bounds, out);
  out.authority = authority_of(ctx, written.authority, ctx.text(out.label), &outer);
  if (written.halved_when.exists()) {
    const hir::ExprId test = condition(body, written.halved_when);
    if (is_fine(ctx, out, "halved", ctx.expr(written.halved_when).span))
      change_figures(ctx, test, true, half, out);
  }
  if (written.individual_when.exists()) fit_figures(body, written.individual_when, out);
  out.milder = written.milder;
  if (written.milder && out.kind == hir::ConsequenceKind::Suspension)
    ctx.report(diag::ClauseNotHere, written.span, Argument("đình chỉ", "a suspension"),
               "milder_of");
  if (written.limitation.exists()) read_limitation(body, norm, written.limitation, out);
  check_never(ctx, out.when, ctx.text(out.label), written.span);
  return out;
}

}  // namespace

std::vector<hir::Sanction> sanctions_of(Body& body, const ast::Norm& norm,
                                        const hir::Authority& outer) {
  std::vector<hir::Sanction> out;
  std::unordered_set<Name> labels;
  const std::vector<Name> names = row_names(body.ctx, norm.sanctions, "sanction", "main");
  for (const ast::Sanction& written : norm.sanctions) {
    out.push_back(row(body, norm, written, names[out.size()], outer));
    if (!labels.insert(out.back().label).second)
      body.ctx.report(diag::DuplicateLabel,
                      written.label.exists() ? written.label.span : written.span,
                      body.ctx.text(out.back().label));
  }
  return out;
}

}  // namespace phep::check
