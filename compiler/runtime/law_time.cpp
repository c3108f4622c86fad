// Time: law days, force, local days, shifted dates and counted deadlines.
#include "compiler/runtime/date.h"
#include "compiler/runtime/deadline.h"
#include "compiler/runtime/interpret.h"

namespace phep::runtime {

namespace {

Value checked_instant(int64_t ms, uint32_t symbol) {
  return is_instant(ms) ? known_signed(ms) : error(PHEP_E_DATE_OUT_OF_RANGE, symbol);
}
Value checked_day(int64_t day, uint32_t symbol) {
  return is_date(day) ? known_signed(day) : error(PHEP_E_DATE_OUT_OF_RANGE, symbol);
}
Term term_of(const Value& duration) {
  return {signed_of(duration), static_cast<Unit>(duration.hi)};
}

}  // namespace

Value as_of_day(const Evaluation& ctx, int32_t zone) {
  if (ctx.options->law_date != PHEP_NO_DATE) return known_signed(ctx.options->law_date);
  return checked_day(local_day(ctx.options->as_of, zone), 0);
}

// The day of a trigger, or as_of's where there is none; an override settles it whatever is known.
Value law_day(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const int32_t zone = inst.aux * 15;
  const Value today = as_of_day(ctx, zone);
  if (ctx.options->law_date != PHEP_NO_DATE || inst.b == kNone) return today;
  const Value& moment = frame.registers[inst.b];
  const Value day = static_cast<Kind>(inst.c) == Kind::Date
                        ? moment
                        : local_day_of(ctx, moment, zone, frame.function->symbol);
  if (inst.a == kNone) return day;
  return select(ctx, Kind::Date, frame.registers[inst.a], day, today);
}

Value in_force(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const Value& date = frame.registers[inst.a];
  Strict strict(ctx);
  if (!strict.take(date).known_so_far()) return strict.settled(false);
  const uint32_t* const bounds = ctx.tables.operands + inst.b;
  bool inside = false;
  for (uint32_t i = 0; i + 1 < inst.c; i += 2) {
    const auto from = static_cast<int32_t>(bounds[i]);
    const auto until = static_cast<int32_t>(bounds[i + 1]);
    const int64_t day = signed_of(date);
    inside = inside || ((from == INT32_MIN || day >= from) && (until == INT32_MAX || day < until));
  }
  return with_groups(known_bool(inside), strict.groups());
}

Value day_start_of(Evaluation& ctx, const Value& date, int32_t zone, uint32_t symbol) {
  Strict strict(ctx);
  if (!strict.take(date).known_so_far()) return strict.settled(true);
  return with_groups(checked_instant(day_start(signed_of(date), zone), symbol), strict.groups());
}

Value day_end_of(Evaluation& ctx, const Value& date, int32_t zone, uint32_t symbol) {
  Strict strict(ctx);
  if (!strict.take(date).known_so_far()) return strict.settled(true);
  return with_groups(checked_instant(day_end(signed_of(date), zone), symbol), strict.groups());
}

Value local_day_of(Evaluation& ctx, const Value& instant, int32_t zone, uint32_t symbol) {
  Strict strict(ctx);
  if (!strict.take(instant).known_so_far()) return strict.settled(true);
  return with_groups(checked_day(local_day(signed_of(instant), zone), symbol), strict.groups());
}

// How many periods have begun: the first with its day, each other when the one before it has ended.
[[gnu::weak]] Value occurrences(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const Value& from = frame.registers[inst.a];
  const Value& period = frame.registers[inst.b];
  const Value& moment = frame.registers[inst.c];
  Strict strict(ctx);
  if (!strict.take(from).take(period).take(moment).known_so_far()) return strict.settled(true);
  int64_t count = 0;
  if (!count_occurrences(static_cast<int32_t>(signed_of(from)), term_of(period), inst.aux * 15,
                         signed_of(moment), &count)) {
    return with_groups(error(PHEP_E_DATE_OUT_OF_RANGE, frame.function->symbol), strict.groups());
  }
  return with_groups(known_signed(count), strict.groups());
}

// By the calendar alone; instants keep their time of day in the zone of as_of.
[[gnu::weak]] Value shift(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const Value& from = frame.registers[inst.a];
  const Value& by = frame.registers[inst.b];
  Strict strict(ctx);
  strict.take(from).take(by);
  if (inst.c != 0) strict.take(frame.registers[inst.c - 1]);
  if (!strict.known_so_far()) return strict.settled(true);
  Term term = term_of(by);
  if (inst.c != 0) term = times(term, signed_of(frame.registers[inst.c - 1]));
  const LeapDay leap = inst.aux != 0 ? LeapDay::FirstOfMarch : LeapDay::LastOfFebruary;
  Value v = error(PHEP_E_DATE_OUT_OF_RANGE, frame.function->symbol);
  if (inst.kind == Kind::Instant) {
    int64_t ms = 0;
    if (shift_instant(signed_of(from), term.count, term.unit, ctx.zone, &ms, leap))
      v = known_signed(ms);
  } else {
    int32_t day = 0;
    const auto date = static_cast<int32_t>(signed_of(from));
    if (shift_date(date, term.count, term.unit, &day, leap)) v = known_signed(day);
  }
  return with_groups(v, strict.groups());
}

// Counted in this evaluation's world. Past the calendar's data the end is only bounded. An
// extension of nothing is none.
[[gnu::weak]] Value deadline(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const uint32_t* const args = ctx.tables.operands + inst.a;
  const Value& anchor = frame.registers[args[0]];
  const Value& duration = frame.registers[args[2]];
  const Value extension = args[3] == kNone ? known(0) : frame.registers[args[3]];
  Strict strict(ctx);
  strict.take(anchor).take(duration).take(extension);
  for (uint32_t i = 0; i < inst.b; ++i) strict.take(frame.registers[args[6 + i]]);
  if (!strict.known_so_far()) return strict.settled(true);
  Term more[kMaxExtensions];
  for (uint32_t i = 0; i < inst.b; ++i) more[i] = term_of(frame.registers[args[6 + i]]);
  const DeadlineQuery query{
      signed_of(anchor), static_cast<Kind>(args[1]), args[4], args[5], extension.lo != 0,
      term_of(duration), term_of(extension),         more,    inst.b};
  const Deadline counted = count_deadline(ctx.image, query, ctx.world);
  const uint64_t groups = strict.groups() | counted.met;
  const uint32_t symbol = frame.function->symbol;
  switch (counted.status) {
    case DeadlineStatus::Ok: return with_groups(known_signed(counted.due), groups);
    case DeadlineStatus::DateOutOfRange: break;
    case DeadlineStatus::Exhausted: {
      Value v = known_signed(counted.unrolled);
      v.hi = symbol | uint64_t{static_cast<uint32_t>(counted.awaited_year)} << 32;
      v.bound = (args[5] & kBackward) != 0 ? Bound::AtMost : Bound::AtLeast;
      return with_groups(v, groups);
    }
  }
  return with_groups(error(PHEP_E_DATE_OUT_OF_RANGE, symbol), groups);
}

}  // namespace phep::runtime
