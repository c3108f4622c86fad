// Norms: the status table, row by row, as runtime/norm.cpp has it on known facts.
#include "compiler/base/check.h"
#include "compiler/runtime/interpret.h"
#include "compiler/verify/function.h"

#include <algorithm>

namespace phep::verify {

using decision::Compare;
using decision::NormKind;

namespace {

// A chain of choices: the first test that holds decides; one that is an error before it is the
// outcome.
class Rows {
 public:
  explicit Rows(const Logic& logic) : logic_(logic) {}
  void row(const Term& test, std::int64_t outcome) {
    rows_.push_back({test.value, test.fails, outcome});
  }
  void last(std::int64_t outcome) { rows_.push_back({logic_.yes(), logic_.no(), outcome}); }

  // The outcome as a number; a row that stops is the last that is looked at.
  [[nodiscard]] Term result(Term out) const {
    PHEP_CHECK(!rows_.empty(), "a table without rows");
    out.value = logic_.number(rows_.back().outcome);
    out.fails = rows_.back().fails;
    for (std::size_t i = rows_.size() - 1; i-- > 0;) {
      const Row& row = rows_[i];
      out.value = logic_.choose(row.test, logic_.number(row.outcome), out.value);
      out.fails = logic_.either(row.fails, logic_.both(logic_.negate(row.test), out.fails));
    }
    return out;
  }

 private:
  struct Row {
    expr test, fails;
    std::int64_t outcome;
  };
  const Logic& logic_;
  std::vector<Row> rows_;
};

}  // namespace

// The table of one norm, being worked out.
class NormTable {
 public:
  NormTable(Encoder& encoder, const Function& frame, const decision::NormSpec& spec)
      : e_(encoder), logic_(encoder.logic()), frame_(frame), spec_(spec) {}

  std::shared_ptr<const NormTerm> made();

 private:
  Term reg(decision::Reg reg, bool otherwise) const {
    return reg.exists() ? frame_[reg] : e_.truth(logic_.truth(otherwise));
  }
  Term negated(Term a) const {
    a.value = logic_.negate(a.value);
    return a;
  }
  Term both(const Term& a, const Term& b) const { return e_.both(a, b); }
  Term either(const Term& a, const Term& b) const {
    const Term not_a = negated(a);
    return negated(both(not_a, negated(b)));
  }
  Term select(const Term& when, const Term& a, const Term& b) const {
    Term out = e_.choose(when.value, a, b);
    out.fails = logic_.either(when.fails, out.fails);
    return out;
  }
  Term moment(const Term& v, Kind kind, bool end) const {
    return kind == Kind::Date ? e_.day_start(v, spec_.zone_minutes, end) : v;
  }
  Term in_time(const Term& at, bool whole_day) const;
  Term deferred();
  void set_due();
  void set_done();
  Term upcoming() const;
  Term ended() const;
  void event_rows(Rows& rows);
  void power_rows(Rows& rows);
  void kept_rows(Rows& rows);
  void later_rows(Rows& rows);
  void set_sanctions();

  Encoder& e_;
  const Logic& logic_;
  const Function& frame_;
  const decision::NormSpec& spec_;
  Term no_ = e_.truth(logic_.no());
  NormTerm norm_{&spec_, no_, no_, no_, no_, no_, no_, no_, no_, {}};
};

std::shared_ptr<const NormTerm> NormTable::made() {
  Term exempted = no_;
  for (const decision::NormExempt& row : spec_.exempts)
    exempted = either(exempted, frame_[row.guard]);
  set_done();
  set_due();
  const Term no_trigger = negated(reg(spec_.trigger_present, true));
  const auto first_rows = [&](Rows& rows, bool statuses) {
    const auto status = [&](std::int64_t s) { return statuses ? s : 0; };
    rows.row(no_trigger, status(PHEP_NOT_APPLICABLE));
    rows.row(upcoming(), status(PHEP_UPCOMING));
    rows.row(negated(reg(spec_.in_force, true)), status(PHEP_NOT_IN_FORCE));
    rows.row(negated(reg(spec_.applies, true)), status(PHEP_NOT_APPLICABLE));
    rows.row(ended(), status(PHEP_NOT_APPLICABLE));
    rows.row(exempted, status(PHEP_EXEMPT));
  };
  Rows binds(logic_);
  first_rows(binds, false);
  binds.last(1);
  const Term bound = binds.result(e_.blank(Kind::Int));
  norm_.binds = e_.truth((bound.value == logic_.number(1)).simplify());
  norm_.binds.fails = bound.fails;
  norm_.excused = reg(spec_.excused, false);

  Rows rows(logic_);
  first_rows(rows, true);
  later_rows(rows);
  norm_.status = rows.result(e_.blank(Kind::Int));
  set_sanctions();
  return std::make_shared<const NormTerm>(norm_);
}

Term NormTable::upcoming() const {
  if (!spec_.trigger.exists()) return no_;
  const Term at = moment(frame_[spec_.trigger], spec_.trigger_kind, false);
  return e_.compare(Compare::Gt, Kind::Instant, at, e_.as_of());
}

Term NormTable::ended() const {
  if (!spec_.kept || spec_.norm != NormKind::StateDuty) return no_;
  return both(norm_.has_due, e_.compare(Compare::Gt, Kind::Instant, e_.as_of(), norm_.due));
}

Term NormTable::deferred() {
  Term any = no_;
  Term latest = e_.instant_of(0);
  latest.value = logic_.number(-10'000'000);
  for (const decision::NormDeferral& row : spec_.deferrals) {
    const Term& guard = frame_[row.guard];
    const Term& end = frame_[row.end];
    any = either(any, both(guard, e_.compare(Compare::Lt, Kind::Instant, e_.as_of(), end)));
    latest = select(guard, e_.extreme(true, latest, end), latest);
  }
  norm_.until = latest;
  return any;
}

void NormTable::set_done() {
  norm_.done_by = e_.truth(logic_.truth(spec_.norm == NormKind::Permission));
  norm_.done = e_.blank(spec_.done_kind);
  if (!spec_.done.exists()) return;
  norm_.done = frame_[spec_.done];
  norm_.done_by = norm_.done;
  if (spec_.done_kind == Kind::Bool) return;
  const Term begins = moment(norm_.done, spec_.done_kind, false);
  const Term present = reg(spec_.done_present, true);
  norm_.done_by = both(present, e_.compare(Compare::Le, Kind::Instant, begins, e_.as_of()));
}

void NormTable::set_due() {
  norm_.has_due = spec_.due.exists() ? reg(spec_.due_present, true) : no_;
  Term due = spec_.due.exists() ? frame_[spec_.due] : e_.instant_of(0);
  for (const decision::NormDeferral& row : spec_.deferrals)
    due = select(frame_[row.guard], e_.extreme(true, due, frame_[row.end]), due);
  norm_.due = due;
}

// By the due moment, or by the end of a true deferral.
Term NormTable::in_time(const Term& at, bool whole_day) const {
  const Term& due = frame_[spec_.due];
  const bool before = (spec_.due_before || e_.options().sabotage == 3) && !whole_day;
  Term timely = e_.compare(before ? Compare::Lt : Compare::Le, Kind::Instant, at, due);
  if (spec_.due_exclusive.exists() && !whole_day)
    timely = select(frame_[spec_.due_exclusive], e_.compare(Compare::Lt, Kind::Instant, at, due),
                    timely);
  for (const decision::NormDeferral& row : spec_.deferrals)
    timely = either(timely, both(frame_[row.guard],
                                 e_.compare(Compare::Le, Kind::Instant, at, frame_[row.end])));
  return timely;
}

void NormTable::event_rows(Rows& rows) {
  Term timely = e_.truth(logic_.yes());
  if (spec_.done.exists() && spec_.due.exists() && spec_.done_kind != Kind::Bool) {
    const bool whole_day = spec_.done_kind == Kind::Date;
    const Term d = moment(norm_.done, spec_.done_kind, true);
    const Term undated = negated(norm_.has_due);
    timely = either(undated, in_time(d, whole_day));
  }
  rows.row(both(norm_.done_by, timely), PHEP_FULFILLED);
  rows.row(both(norm_.done_by, negated(timely)), PHEP_LATE);
}

void NormTable::power_rows(Rows& rows) {
  rows.row(negated(reg(spec_.available, true)), PHEP_NOT_AVAILABLE);
  if (spec_.silence != 0 && spec_.due.exists()) {
    Term answered = norm_.done_by;
    if (spec_.done.exists()) {
      const Term d = moment(norm_.done, spec_.done_kind, true);
      answered = both(answered, in_time(d, spec_.done_kind == Kind::Date));
    }
    const Term over = both(norm_.has_due, negated(in_time(e_.as_of(), false)));
    const Term silent = both(over, negated(answered));
    rows.row(both(silent, reg(spec_.silence_counts, true)),
             spec_.silence == 1 ? PHEP_GRANTED : PHEP_NOT_GRANTED);
  }
  rows.last(PHEP_AVAILABLE);
}

void NormTable::kept_rows(Rows& rows) {
  Term early = no_;
  if (spec_.done.exists()) {
    const Term d = moment(norm_.done, spec_.done_kind, false);
    const Term before = e_.compare(Compare::Lt, Kind::Instant, d, norm_.due);
    early = both(norm_.done_by, either(negated(norm_.has_due), before));
  }
  const Term lasts = e_.compare(Compare::Le, Kind::Instant, e_.as_of(), norm_.due);
  rows.row(early, PHEP_VIOLATED);
  rows.row(either(negated(norm_.has_due), lasts), PHEP_MET);
  rows.last(PHEP_FULFILLED);
}

void NormTable::later_rows(Rows& rows) {
  const bool state = spec_.done_kind == Kind::Bool;
  switch (spec_.norm) {
    case NormKind::Permission:
      rows.row(norm_.done_by, PHEP_GRANTED);
      rows.last(PHEP_NOT_GRANTED);
      return;
    case NormKind::Power: return power_rows(rows);
    case NormKind::KeptDuty: return kept_rows(rows);
    case NormKind::Encouragement:
      rows.row(norm_.done_by, state ? PHEP_MET : PHEP_FULFILLED);
      rows.row(deferred(), PHEP_DEFERRED);
      rows.last(PHEP_PENDING);
      return;
    case NormKind::Prohibition:
      rows.row(deferred(), PHEP_DEFERRED);
      rows.row(norm_.done_by, PHEP_VIOLATED);
      rows.last(PHEP_FULFILLED);
      return;
    case NormKind::StateDuty:
      rows.row(norm_.done_by, PHEP_MET);
      rows.row(deferred(), PHEP_DEFERRED);
      rows.last(PHEP_VIOLATED);
      return;
    case NormKind::EventDuty: break;
  }
  event_rows(rows);
  rows.row(deferred(), PHEP_DEFERRED);
  rows.row(negated(norm_.has_due), PHEP_PENDING);
  if (spec_.due.exists()) rows.row(in_time(e_.as_of(), false), PHEP_PENDING);
  rows.last(PHEP_VIOLATED);
}

void NormTable::set_sanctions() {
  for (const decision::NormSanction& row : spec_.sanctions) {
    const std::uint32_t on = runtime::breaches_on(row.on);
    expr breached = logic_.no();
    for (std::int64_t s = 0; s < 32; ++s)
      if ((on >> s & 1U) != 0)
        breached = logic_.either(breached, logic_.same(norm_.status.value, logic_.number(s)));
    Term is = e_.truth(breached);
    is.fails = norm_.status.fails;
    NormTerm::Sanction made{both(is, reg(row.applies, true)), {}, {}};
    if (row.from.exists()) made.from = frame_[row.from];
    if (row.to.exists()) made.to = frame_[row.to];
    norm_.sanctions.push_back(std::move(made));
  }
}

// ---- the instructions ---------------------------------------------------------------------------

Term Function::one(const decision::NormInst& inst, Kind kind) {
  Term out = e_.blank(kind);
  out.norm = NormTable(e_, *this, e_.program_.norms[inst.norm]).made();
  return out;
}

Term Function::one(const decision::NormIsInst& inst, Kind /*kind*/) {
  const Term& status = at(inst.norm).norm->status;
  expr is = logic_.no();
  for (std::int64_t s = 0; s < 32; ++s)
    if ((inst.statuses >> s & 1U) != 0)
      is = logic_.either(is, logic_.same(status.value, logic_.number(s)));
  Term out = e_.truth(is);
  out.fails = status.fails;
  return out;
}

Term Function::one(const decision::NormDueInst& inst, Kind /*kind*/) {
  return at(inst.norm).norm->due;
}

Term Function::one(const decision::NormHasDueInst& inst, Kind /*kind*/) {
  return at(inst.norm).norm->has_due;
}

Term Function::one(const decision::NormHasDoneInst& inst, Kind /*kind*/) {
  return at(inst.norm).norm->done_by;
}

// As an instant it is the end of the day if a day was given.
Term Function::one(const decision::NormDoneInst& inst, Kind kind) {
  const NormTerm& norm = *at(inst.norm).norm;
  if (kind != Kind::Instant || norm.spec->done_kind != Kind::Date) return norm.done;
  Term end = e_.day_start(norm.done, norm.spec->zone_minutes, true);
  Term out = e_.choose(norm.done_by.value, end, e_.instant_of(0));
  out.fails = logic_.either(norm.done_by.fails, out.fails);
  return out;
}

}  // namespace phep::verify
