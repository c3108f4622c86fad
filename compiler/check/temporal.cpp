// Time: periods counted by law, dates shifted by the calendar, days as instants.
#include "compiler/check/body.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/time.h"
#include "compiler/diagnostics/kinds/types.h"

#include <chrono>
#include <utility>

namespace phep::check {
namespace {

enum UnitSet : unsigned {
  kNoUnits = 0,
  kHours = 1,
  kDays = 2,
  kAnyUnits = 3,
  kYears = 4,        // some of them
  kTwoDays = 8,      // 48 hours or more
  kNotWritten = 16,  // what a rule or a fact says
};

// Which units a term may have, as far as the text shows it. Hours run by the clock, all others by
// days.
unsigned units_of(const Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* constant = std::get_if<hir::DurationConst>(&node)) {
    constexpr std::int64_t kTwoDaysOfHours = 48;
    if (constant->unit == hir::Unit::Hours)
      return constant->amount >= kTwoDaysOfHours ? kHours | kTwoDays : kHours;
    return constant->unit == hir::Unit::Years ? kDays | kYears : kDays;
  }
  if (const auto* choice = std::get_if<hir::If>(&node))
    return units_of(ctx, choice->then_value) | units_of(ctx, choice->else_value);
  return kAnyUnits | kYears | kTwoDays | kNotWritten;
}

// Can a moment lie on 29 February? A written one shows it; of an instant the days around, for its
// zone decides.
bool may_be_leap_day(const Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  const auto is_leap_day = [](std::int64_t day) {
    const std::chrono::year_month_day civil{std::chrono::sys_days{std::chrono::days{day}}};
    return civil.month() == std::chrono::February && civil.day() == std::chrono::day{29};
  };
  if (const auto* date = std::get_if<hir::DateConst>(&node)) return is_leap_day(date->days);
  if (const auto* instant = std::get_if<hir::InstantConst>(&node)) {
    constexpr std::int64_t kDayMs = 86'400'000;
    const std::int64_t day = instant->ms / kDayMs;
    return is_leap_day(day - 1) || is_leap_day(day) || is_leap_day(day + 1);
  }
  return true;
}

TermText term_text(const Context& ctx, unsigned units, hir::ExprId anchor, bool backward) {
  return {.hours = (units & kHours) != 0,
          .years = (units & kYears) != 0,
          .two_days = (units & kTwoDays) != 0,
          .written = (units & kNotWritten) == 0,
          .from_leap_day = backward || may_be_leap_day(ctx, anchor),
          .backward = backward};
}

hir::ExprId duration_of_a_day(Context& ctx, Span span) {
  return make(ctx, hir::DurationConst{1, hir::Unit::Days}, ctx.types.get(Sort::Duration), span);
}

}  // namespace

hir::ExprId shift(Body& body, hir::ExprId moment, hir::ExprId duration, bool backward, Span span) {
  Context& ctx = body.ctx;
  const Sort sort = sort_at(ctx, moment);
  if (sort != Sort::Date && sort != Sort::Instant) {
    ctx.report(diag::NoSuchOperation, span, backward ? "-" : "+",
               type_text(ctx, type_at(ctx, moment)), type_text(ctx, type_at(ctx, duration)));
    return error_at(ctx, span);
  }
  const unsigned units = units_of(ctx, duration);
  const unsigned sorts = units & kAnyUnits;
  if ((sort == Sort::Date && sorts == kHours) || (sort == Sort::Instant && sorts == kDays)) {
    ctx.report(diag::ShiftUnit, span, type_text(ctx, type_at(ctx, moment)));
    return error_at(ctx, span);
  }
  TermText text = term_text(ctx, units, moment, false);
  text.hours = false;  // those of a shift run by the clock
  auto readings = readings_for(ctx, body.counting, text, span);
  return make(ctx, hir::ShiftDate{moment, duration, backward, {}, std::move(readings)},
              type_at(ctx, moment), span);
}

namespace {

// A term counted from (backward: to) a date or instant by the body's law and calendar.
hir::ExprId count(Body& body, hir::ExprId term, hir::ExprId anchor, bool backward, bool rolls,
                  Span span) {
  Context& ctx = body.ctx;
  const unsigned units = units_of(ctx, term);
  if (sort_at(ctx, anchor) == Sort::Date && (units & kAnyUnits) == kHours) {
    ctx.report(diag::HoursNeedInstant, ctx.out.exprs[anchor].span);
    return error_at(ctx, span);
  }
  if (body.counting.law == CountingLaw::None) {
    ctx.report(diag::NoCountingLaw, span);
    return error_at(ctx, span);
  }
  if (!body.calendar.exists() && (units & kAnyUnits) != kHours) {
    if (!ctx.holes && !ctx.tree.calendar.exists()) ctx.report(diag::NoCalendar, span);
    return error_at(ctx, span);
  }
  auto readings = readings_for(ctx, body.counting, term_text(ctx, units, anchor, backward), span);
  // What rolls nowhere is no period within which something must be done.
  const std::uint32_t ways = rolls ? ways_of(body.counting.law) : 0U;
  return make(
      ctx,
      hir::Counted{term, anchor, backward, body.calendar, {}, ways, std::move(readings), rolls},
      ctx.types.get(Sort::Instant), span);
}

}  // namespace

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
  const TypeId instant = ctx.types.get(Sort::Instant);
  const hir::ExprId counted =
      count(body, term, anchor, node.direction == ast::Direction::Before, true, span);
  if (is_error(ctx, counted)) return counted;
  if (!optional) return counted;
  const TypeId result = ctx.types.optional(instant);
  return make(ctx,
              hir::If{make(ctx, hir::Exists{maybe}, ctx.types.get(Sort::Bool), span),
                      make(ctx, hir::Wrap{counted}, result, span),
                      make(ctx, hir::NullConst{}, result, span)},
              result, span);
}

namespace {

// A moment as the day it lies on.
hir::ExprId day_of(Context& ctx, hir::ExprId moment) {
  if (sort_at(ctx, moment) == Sort::Date) return moment;
  return make(ctx, hir::LocalDay{moment}, ctx.types.get(Sort::Date), ctx.out.exprs[moment].span);
}

hir::ExprId moment_of(Body& body, ast::ExprId id) {
  Context& ctx = body.ctx;
  const hir::ExprId moment = need_value(body, infer(body, id));
  const Sort sort = sort_at(ctx, moment);
  if (sort == Sort::Error || sort == Sort::Date || sort == Sort::Instant) return moment;
  ctx.report(diag::WithinMoments, ctx.expr(id).span, type_text(ctx, type_at(ctx, moment)));
  return error_at(ctx, ctx.expr(id).span);
}

}  // namespace

// x within N before y: x is not after y, and N counted from x, without roll, has not ended at y.
// `after` is the same of y and x. A day is within when all of it is.
hir::ExprId infer_within(Body& body, const ast::Within& node, Span span) {
  Context& ctx = body.ctx;
  const hir::ExprId value = moment_of(body, node.value);
  const hir::ExprId term = check_as(body, node.term, ctx.types.get(Sort::Duration));
  const hir::ExprId anchor = moment_of(body, node.anchor);
  if (is_error(ctx, value) || is_error(ctx, term) || is_error(ctx, anchor))
    return error_at(ctx, span);
  const bool before = node.direction == ast::Direction::Before;
  const hir::ExprId from = before ? value : anchor;
  const hir::ExprId to = before ? anchor : value;
  const hir::ExprId end = count(body, term, from, false, false, span);
  if (is_error(ctx, end)) return end;
  const TypeId truth = ctx.types.get(Sort::Bool);
  const bool days = sort_at(ctx, from) == Sort::Date || sort_at(ctx, to) == Sort::Date;
  const hir::ExprId begun = make(ctx,
                                 hir::Compare{hir::CompareOp::Le, days ? day_of(ctx, from) : from,
                                              days ? day_of(ctx, to) : to},
                                 truth, span);
  const bool whole_day = sort_at(ctx, to) == Sort::Date;
  const hir::ExprId not_ended = make(
      ctx,
      hir::Compare{whole_day ? hir::CompareOp::Lt : hir::CompareOp::Le, start_of(ctx, to), end},
      truth, span);
  const hir::ExprId inside =
      make(ctx, hir::And{std::vector<hir::ExprId>{begun, not_ended}}, truth, span);
  return node.negated ? make(ctx, hir::Not{inside}, truth, span) : inside;
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
