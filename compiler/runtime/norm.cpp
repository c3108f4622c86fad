// Norms: the status table, as a chain of choices. Each row is a test; the first that holds gives
// the status.
//
// Status, binds, due and the rest are values of their own: an unknown test makes the status unknown
// unless all rows that are still possible agree, while the deadline is known as soon as its anchor
// is.
#include "compiler/runtime/date.h"
#include "compiler/runtime/interpret.h"

namespace phep::runtime {

namespace {

// What the rows ask, from the registers that a spec names.
struct Table {
  Evaluation& ctx;
  const Frame& frame;
  const NormSpec& spec;
  NormValue& norm;
  int32_t zone;
  Value as_of;
};

// The chain of rows: the choice of a status, and which are still possible.
class Rows {
 public:
  explicit Rows(Evaluation& ctx) : choice_(ctx, Kind::Int) {}
  void row(const Value& test, uint32_t status, uint64_t detail = 0) {
    if (choice_.closed()) return;
    Value outcome = known(status);
    outcome.hi = detail;
    choice_.step(test, outcome);
    if (!is_false(test) && !is_error(test)) possible_ |= 1U << status;
  }
  void last(uint32_t status) { row(known_bool(true), status); }
  void close() { choice_.close(); }
  Value status() const { return choice_.result(); }
  uint32_t possible() const { return possible_; }

 private:
  Choice choice_;
  uint32_t possible_ = 0;
};

Value reg(const Table& t, uint32_t index, bool otherwise);
Value moment(const Table& t, const Value& v, uint8_t kind, bool end);
Value no_trigger(const Table& t);
Value upcoming(const Table& t);
Value ended(const Table& t);
Value exempt(const Table& t, uint64_t* names);
uint64_t evidence(const Table& t);
Value binds(const Table& t, const Value& exempted);
Value deferred(const Table& t);
void set_done(const Table& t);
void set_due(const Table& t);
Value in_time(const Table& t, const Value& at, bool whole_day);
void event_rows(const Table& t, Rows& rows, uint64_t evidenced);
void power_rows(const Table& t, Rows& rows);
void kept_rows(const Table& t, Rows& rows);
void later_rows(const Table& t, Rows& rows);
void set_sanctions(const Table& t);

}  // namespace

[[gnu::weak]] Value norm(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const NormSpec& spec = ctx.tables.norm_specs[inst.a];
  auto* const norm = static_cast<NormValue*>(push(ctx, sizeof(NormValue)));
  auto* const sanctions =
      push_array<Value>(ctx, size_t{kSanctionValues} * (spec.sanctions.count / kSanctionRegisters));
  if (ctx.failure != PHEP_OK) return known(0);
  *norm = NormValue{};
  norm->spec = &spec;
  norm->sanctions = sanctions;
  const Table table{ctx, frame, spec, *norm, spec.zone * 15, known_signed(ctx.options->as_of)};

  uint64_t names = 0;
  const Value exempted = exempt(table, &names);
  set_done(table);
  set_due(table);
  norm->binds = binds(table, exempted);
  mark(ctx, spec.bit, norm->binds);
  norm->excused = reg(table, spec.excused, false);
  norm->bearers = spec.bearers == kNone ? known(0) : frame.registers[spec.bearers];
  if (spec.trigger != kNone) {
    norm->began = moment(table, frame.registers[spec.trigger], spec.trigger_kind, false);
  }

  Rows rows(ctx);
  rows.row(no_trigger(table), PHEP_NOT_APPLICABLE, kNoTrigger);
  rows.row(upcoming(table), PHEP_UPCOMING);
  rows.row(not_of(reg(table, spec.in_force, true)), PHEP_NOT_IN_FORCE);
  rows.row(not_of(reg(table, spec.applies, true)), PHEP_NOT_APPLICABLE);
  rows.row(ended(table), PHEP_NOT_APPLICABLE, kEnded);
  rows.row(exempted, PHEP_EXEMPT, names);
  later_rows(table, rows);
  norm->status = rows.status();
  norm->possible = rows.possible();
  set_sanctions(table);
  return known(reinterpret_cast<uintptr_t>(norm));
}

Value norm_is(const NormValue& norm, uint32_t mask) {
  const Value& status = norm.status;
  if (status.state == State::Known) {
    return with_groups(known_bool((mask >> status.lo & 1) != 0), status.groups);
  }
  if (is_unknown(status) && !status.may_fail) {
    if ((norm.possible & mask) == 0) return with_groups(known_bool(false), status.groups);
    if ((norm.possible & ~mask) == 0) return with_groups(known_bool(true), status.groups);
  }
  return status;
}

[[gnu::weak]] Value aspect_of(Evaluation& ctx, const NormValue& norm, Aspect aspect, uint32_t row) {
  switch (aspect) {
    case Aspect::Value:
    case Aspect::Status: return norm.status;
    case Aspect::Binds: return norm.binds;
    case Aspect::Due: return select(ctx, Kind::Instant, norm.has_due, norm.due, absent());
    case Aspect::By: return norm.by;
    case Aspect::Until: return norm.until;
    case Aspect::Excused: return norm.excused;
    case Aspect::Bearers: return norm.bearers;
    case Aspect::Applies: return norm.sanctions[size_t{kSanctionValues} * row];
    case Aspect::From: return norm.sanctions[size_t{kSanctionValues} * row + 1];
    case Aspect::To: return norm.sanctions[size_t{kSanctionValues} * row + 2];
    case Aspect::Limit: return norm.sanctions[size_t{kSanctionValues} * row + 3];
    case Aspect::Barred: {
      const Value& limit = norm.sanctions[size_t{kSanctionValues} * row + 3];
      if (limit.state == State::Absent) return known_bool(false);
      return compare_values(ctx, Kind::Instant, Compare::Gt, known_signed(ctx.options->as_of),
                            limit);
    }
  }
  return norm.status;
}

namespace {

Value reg(const Table& t, uint32_t index, bool otherwise) {
  return index == kNone ? known_bool(otherwise) : t.frame.registers[index];
}

// An instant, or a date's 0:00 or 24:00. Facts' dates are within the years, so this never fails.
Value moment(const Table& t, const Value& v, uint8_t kind, bool end) {
  if (static_cast<Kind>(kind) != Kind::Date) return v;
  Strict strict(t.ctx);
  if (!strict.take(v).known_so_far()) return strict.settled(false);
  const int64_t day = signed_of(v);
  const int64_t at = end ? day_end(day, t.zone) : day_start(day, t.zone);
  return with_groups(known_signed(at), strict.groups());
}

Value no_trigger(const Table& t) {
  return not_of(reg(t, t.spec.trigger_present, true));
}

Value upcoming(const Table& t) {
  if (t.spec.trigger == kNone) return known_bool(false);
  const Value at = moment(t, t.frame.registers[t.spec.trigger], t.spec.trigger_kind, false);
  return compare_values(t.ctx, Kind::Instant, Compare::Gt, at, t.as_of);
}

// Is the time over through which a state was to be kept? Nobody can tell from the state of today
// what it was then.
Value ended(const Table& t) {
  if (t.spec.kept == 0 || t.spec.norm != NormKind::StateDuty) return known_bool(false);
  const Value over = compare_values(t.ctx, Kind::Instant, Compare::Gt, t.as_of, t.norm.due);
  return and_of(t.ctx, t.norm.has_due, over);
}

// Which evidence is known to count as performance.
uint64_t evidence(const Table& t) {
  const uint32_t* const words = t.ctx.tables.operands + t.spec.evidence.first;
  uint64_t names = 0;
  for (uint32_t i = 0; i < t.spec.evidence.count / 2; ++i) {
    const Value& guard = t.frame.registers[words[size_t{2} * i]];
    mark(t.ctx, words[size_t{2} * i + 1], guard);
    if (is_true(guard)) names |= uint64_t{1} << i;
  }
  return names;
}

// Is any exemption true? `names` gets those that are known to be.
Value exempt(const Table& t, uint64_t* names) {
  const uint32_t* const words = t.ctx.tables.operands + t.spec.exempts.first;
  Value any = known_bool(false);
  for (uint32_t i = 0; i < t.spec.exempts.count / 3; ++i) {
    const Value& guard = t.frame.registers[words[size_t{3} * i]];
    mark(t.ctx, words[size_t{3} * i + 1], guard);
    if (is_true(guard) && i < 64) *names |= uint64_t{1} << i;
    any = or_of(t.ctx, any, guard);
  }
  return any;
}

// Rows 1 to 4 alone.
Value binds(const Table& t, const Value& exempted) {
  Choice choice(t.ctx, Kind::Bool);
  const Value no = known_bool(false);
  choice.step(no_trigger(t), no);
  choice.step(upcoming(t), no);
  choice.step(not_of(reg(t, t.spec.in_force, true)), no);
  choice.step(not_of(reg(t, t.spec.applies, true)), no);
  choice.step(ended(t), no);
  choice.step(exempted, no);
  choice.otherwise(known_bool(true));
  return choice.result();
}

// Row 6: as_of is before the end of some true deferral. Also finds the latest such end.
Value deferred(const Table& t) {
  const uint32_t* const words = t.ctx.tables.operands + t.spec.deferrals.first;
  Value any = known_bool(false);
  Value latest = known_signed(INT64_MIN);
  for (uint32_t i = 0; i < t.spec.deferrals.count / 3; ++i) {
    const Value& guard = t.frame.registers[words[size_t{3} * i]];
    const Value& end = t.frame.registers[words[size_t{3} * i + 1]];
    const Value before = compare_values(t.ctx, Kind::Instant, Compare::Lt, t.as_of, end);
    any = or_of(t.ctx, any, and_of(t.ctx, guard, before));
    latest = select(t.ctx, Kind::Instant, guard, later_of(t.ctx, latest, end), latest);
  }
  t.norm.until = latest;
  return any;
}

// Was it done by as_of? A day counts from its beginning; what is dated later has not happened.
void set_done(const Table& t) {
  const NormSpec& spec = t.spec;
  t.norm.done_by = known_bool(spec.norm == NormKind::Permission);
  if (spec.done == kNone) return;
  t.norm.done = t.frame.registers[spec.done];
  t.norm.done_by = t.norm.done;
  if (static_cast<Kind>(spec.done_kind) == Kind::Bool) return;
  const Value begins = moment(t, t.norm.done, spec.done_kind, false);
  const Value past = compare_values(t.ctx, Kind::Instant, Compare::Le, begins, t.as_of);
  t.norm.done_by = and_of(t.ctx, reg(t, spec.done_present, true), past);
}

// U, the later of due and the ends of true deferrals; and the bits of deferrals.
void set_due(const Table& t) {
  const NormSpec& spec = t.spec;
  t.norm.has_due = spec.due == kNone ? known_bool(false) : reg(t, spec.due_present, true);
  Value due = spec.due == kNone ? known(0) : t.frame.registers[spec.due];
  const uint32_t* const words = t.ctx.tables.operands + spec.deferrals.first;
  for (uint32_t i = 0; i < spec.deferrals.count / 3; ++i) {
    const Value& guard = t.frame.registers[words[size_t{3} * i]];
    const Value& end = t.frame.registers[words[size_t{3} * i + 1]];
    mark(t.ctx, words[size_t{3} * i + 2], guard);
    due = select(t.ctx, Kind::Instant, guard, later_of(t.ctx, due, end), due);
  }
  t.norm.due = due;
}

// at ≤ U, told by each of its parts: at ≤ due (`due before`: at < due), or at ≤ the end of a true
// deferral. A whole day's 24:00 may be the excluded moment itself.
Value in_time(const Table& t, const Value& at, bool whole_day) {
  const Value& due = t.frame.registers[t.spec.due];
  const bool before = t.spec.due_before != 0 && !whole_day;
  Value timely = compare_values(t.ctx, Kind::Instant, before ? Compare::Lt : Compare::Le, at, due);
  if (t.spec.due_exclusive != kNone && !whole_day) {
    const Value earlier = compare_values(t.ctx, Kind::Instant, Compare::Lt, at, due);
    const Value& exclusive = t.frame.registers[t.spec.due_exclusive];
    timely = select(t.ctx, Kind::Bool, exclusive, earlier, timely);
  }
  const uint32_t* const words = t.ctx.tables.operands + t.spec.deferrals.first;
  for (uint32_t i = 0; i < t.spec.deferrals.count / 3; ++i) {
    const Value& guard = t.frame.registers[words[size_t{3} * i]];
    const Value& end = t.frame.registers[words[size_t{3} * i + 1]];
    const Value by_end = compare_values(t.ctx, Kind::Instant, Compare::Le, at, end);
    timely = or_of(t.ctx, timely, and_of(t.ctx, guard, by_end));
  }
  return timely;
}

// Row 5 of an event duty: done by as_of, at d. Without a deadline any time is in time.
void event_rows(const Table& t, Rows& rows, uint64_t evidenced) {
  const NormSpec& spec = t.spec;
  Value timely = known_bool(true);
  if (spec.done != kNone && spec.due != kNone && static_cast<Kind>(spec.done_kind) != Kind::Bool) {
    const bool whole_day = static_cast<Kind>(spec.done_kind) == Kind::Date;
    const Value d = moment(t, t.norm.done, spec.done_kind, true);
    timely = or_of(t.ctx, not_of(t.norm.has_due), in_time(t, d, whole_day));
    t.norm.by = between(t.ctx, t.norm.due, d);
  }
  rows.row(and_of(t.ctx, t.norm.done_by, timely), PHEP_FULFILLED, evidenced);
  rows.row(and_of(t.ctx, t.norm.done_by, not_of(timely)), PHEP_LATE, evidenced);
  if (is_true(t.norm.done_by)) rows.close();
}

// What silence gave stays given: an answer after the deadline does not take it back.
void power_rows(const Table& t, Rows& rows) {
  const NormSpec& spec = t.spec;
  rows.row(not_of(reg(t, spec.available, true)), PHEP_NOT_AVAILABLE);
  if (spec.silence != 0 && spec.due != kNone) {
    Value answered = t.norm.done_by;
    if (spec.done != kNone) {
      const bool whole_day = static_cast<Kind>(spec.done_kind) == Kind::Date;
      const Value d = moment(t, t.norm.done, spec.done_kind, true);
      answered = and_of(t.ctx, answered, in_time(t, d, whole_day));
    }
    const Value over = and_of(t.ctx, t.norm.has_due, not_of(in_time(t, t.as_of, false)));
    const Value silent = and_of(t.ctx, over, not_of(answered));
    rows.row(and_of(t.ctx, silent, reg(t, spec.silence_counts, true)),
             spec.silence == 1 ? PHEP_GRANTED : PHEP_NOT_GRANTED);
  }
  rows.last(PHEP_AVAILABLE);
}

// Given up before the end is a breach for good; kept so far; kept to the end.
void kept_rows(const Table& t, Rows& rows) {
  Value early = known_bool(false);
  if (t.spec.done != kNone) {
    const Value d = moment(t, t.norm.done, t.spec.done_kind, false);
    const Value before = compare_values(t.ctx, Kind::Instant, Compare::Lt, d, t.norm.due);
    early = and_of(t.ctx, t.norm.done_by, or_of(t.ctx, not_of(t.norm.has_due), before));
  }
  const Value lasts = compare_values(t.ctx, Kind::Instant, Compare::Le, t.as_of, t.norm.due);
  rows.row(early, PHEP_VIOLATED);
  rows.row(or_of(t.ctx, not_of(t.norm.has_due), lasts), PHEP_MET);
  rows.last(PHEP_FULFILLED);
}

// Rows 5 to 8, by the sort of norm.
void later_rows(const Table& t, Rows& rows) {
  const uint64_t evidenced = evidence(t);
  switch (t.spec.norm) {
    case NormKind::Permission:
      rows.row(t.norm.done_by, PHEP_GRANTED);
      rows.last(PHEP_NOT_GRANTED);
      return;
    case NormKind::Power: return power_rows(t, rows);
    case NormKind::KeptDuty: return kept_rows(t, rows);
    case NormKind::Encouragement: {
      const bool state = static_cast<Kind>(t.spec.done_kind) == Kind::Bool;
      rows.row(t.norm.done_by, state ? PHEP_MET : PHEP_FULFILLED, evidenced);
      rows.row(deferred(t), PHEP_DEFERRED);
      rows.last(PHEP_PENDING);
      return;
    }
    case NormKind::Prohibition:
      rows.row(deferred(t), PHEP_DEFERRED);
      rows.row(t.norm.done_by, PHEP_VIOLATED);
      rows.last(PHEP_FULFILLED);
      return;
    case NormKind::StateDuty:
      rows.row(t.norm.done_by, PHEP_MET, evidenced);
      rows.row(deferred(t), PHEP_DEFERRED);
      rows.last(PHEP_VIOLATED);
      return;
    case NormKind::EventDuty: break;
  }
  event_rows(t, rows, evidenced);
  rows.row(deferred(t), PHEP_DEFERRED);
  rows.row(not_of(t.norm.has_due), PHEP_PENDING);
  if (t.spec.due != kNone) rows.row(in_time(t, t.as_of, false), PHEP_PENDING);
  rows.last(PHEP_VIOLATED);
}

// A row applies when its guard is true and the status is what it stands on.
void set_sanctions(const Table& t) {
  const uint32_t* const words = t.ctx.tables.operands + t.spec.sanctions.first;
  for (uint32_t i = 0; i < t.spec.sanctions.count / kSanctionRegisters; ++i) {
    const uint32_t* const row = words + size_t{kSanctionRegisters} * i;
    Value* const sanction = t.norm.sanctions + size_t{kSanctionValues} * i;
    sanction[0] = and_of(t.ctx, norm_is(t.norm, breaches_on(row[4])), reg(t, row[0], true));
    sanction[1] = row[1] == kNone ? absent() : t.frame.registers[row[1]];
    sanction[2] = row[2] == kNone ? absent() : t.frame.registers[row[2]];
    sanction[3] = row[5] == kNone ? absent() : t.frame.registers[row[5]];
    mark(t.ctx, row[3], sanction[0]);
  }
}

}  // namespace

}  // namespace phep::runtime
