// Time: periods counted by law, dates shifted by the calendar, days as instants.
#include "compiler/check/body.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/types.h"

namespace phep::check {
namespace {

enum UnitSet : unsigned { kNoUnits = 0, kHours = 1, kDays = 2, kAnyUnits = 3 };

// Which units a term may have, as far as the text shows it. Hours run by the clock, all others by
// days.
unsigned units_of(const Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* constant = std::get_if<hir::DurationConst>(&node))
    return constant->unit == hir::Unit::Hours ? kHours : kDays;
  if (const auto* choice = std::get_if<hir::If>(&node))
    return units_of(ctx, choice->then_value) | units_of(ctx, choice->else_value);
  return kAnyUnits;
}

hir::ExprId duration_of_a_day(Context& ctx, Span span) {
  return make(ctx, hir::DurationConst{1, hir::Unit::Days}, ctx.types.get(Sort::Duration), span);
}

}  // namespace

hir::ExprId shift(Context& ctx, hir::ExprId moment, hir::ExprId duration, bool backward,
                  Span span) {
  const Sort sort = sort_at(ctx, moment);
  if (sort != Sort::Date && sort != Sort::Instant) {
    ctx.report(diag::NoSuchOperation, span, backward ? "-" : "+",
               type_text(ctx, type_at(ctx, moment)), type_text(ctx, type_at(ctx, duration)));
    return error_at(ctx, span);
  }
  const unsigned units = units_of(ctx, duration);
  if ((sort == Sort::Date && units == kHours) || (sort == Sort::Instant && units == kDays)) {
    ctx.report(diag::ShiftUnit, span, type_text(ctx, type_at(ctx, moment)));
    return error_at(ctx, span);
  }
  return make(ctx, hir::ShiftDate{moment, duration, backward}, type_at(ctx, moment), span);
}

// `N unit after x`, `N unit before x`; over an optional anchor the end exists when the anchor does.
hir::ExprId infer_counted(Body& body, const ast::Counted& node, Span span) {
  Context& ctx = body.ctx;
  const hir::ExprId term = check_as(body, node.term, ctx.types.get(Sort::Duration));
  hir::ExprId anchor = infer(body, node.anchor);
  if (is_error(ctx, term) || is_error(ctx, anchor)) return error_at(ctx, span);
  const TypeId whole = type_at(ctx, anchor);
  const bool optional = ctx.types.is_optional(whole);
  const hir::ExprId maybe = anchor;
  if (optional)
    anchor = make(ctx, hir::Unwrap{anchor}, ctx.types.without_optional(whole),
                  ctx.out.exprs[anchor].span);
  const Sort sort = sort_at(ctx, anchor);
  if (sort != Sort::Date && sort != Sort::Instant) {
    ctx.report(diag::CountedAnchor, ctx.expr(node.anchor).span, type_text(ctx, whole));
    return error_at(ctx, span);
  }
  const unsigned units = units_of(ctx, term);
  if (sort == Sort::Date && units == kHours) {
    ctx.report(diag::HoursNeedInstant, ctx.expr(node.anchor).span);
    return error_at(ctx, span);
  }
  if (!body.counting) {
    ctx.report(diag::NoCountingLaw, span);
    return error_at(ctx, span);
  }
  if (!body.calendar.exists() && units != kHours) {
    if (!ctx.holes && !ctx.tree.calendar.exists()) ctx.report(diag::NoCalendar, span);
    return error_at(ctx, span);
  }
  const TypeId instant = ctx.types.get(Sort::Instant);
  const bool backward = node.direction == ast::Direction::Before;
  const hir::ExprId counted =
      make(ctx, hir::Counted{term, anchor, backward, body.calendar}, instant, span);
  if (!optional) return counted;
  const TypeId result = ctx.types.optional(instant);
  return make(ctx,
              hir::If{make(ctx, hir::Exists{maybe}, ctx.types.get(Sort::Bool), span),
                      make(ctx, hir::Wrap{counted}, result, span),
                      make(ctx, hir::NullConst{}, result, span)},
              result, span);
}

hir::ExprId start_of(Context& ctx, hir::ExprId moment) {
  if (sort_at(ctx, moment) != Sort::Date) return moment;
  return make(ctx, hir::DayStart{moment}, ctx.types.get(Sort::Instant), ctx.out.exprs[moment].span);
}

hir::ExprId end_of(Context& ctx, hir::ExprId moment) {
  if (sort_at(ctx, moment) != Sort::Date) return moment;
  const Span span = ctx.out.exprs[moment].span;
  const hir::ExprId next = make(ctx, hir::ShiftDate{moment, duration_of_a_day(ctx, span), false},
                                type_at(ctx, moment), span);
  return start_of(ctx, next);
}

}  // namespace phep::check
