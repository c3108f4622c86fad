#include "compiler/codegen/function.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"

#include <cstddef>
#include <utility>
#include <vector>

// Norms: the status table on known operands, as selects from the last row to the first. The record
// is the answer's own (phep_norm and its sanction rows), so that an output needs no copy.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

constexpr std::uint32_t kSanctionsAt = sizeof(phep_norm);

}  // namespace

// Everything the rows ask, as plain bits and instants; what is an error there makes the whole norm
// one.
struct FunctionLowering::NormTable {
  explicit NormTable(const NormSpec& of) : spec(of) {}
  const NormSpec& spec;
  llvm::Value* error = nullptr;
  llvm::Value* as_of = nullptr;
  llvm::Value* has_due = nullptr;
  llvm::Value* due = nullptr;         // as stated
  llvm::Value* until = nullptr;       // the latest end of a true deferral
  llvm::Value* deferred = nullptr;    // as_of is before it
  llvm::Value* due_or_end = nullptr;  // U
  llvm::Value* done_by = nullptr;
  llvm::Value* done = nullptr;  // as given: days or milliseconds
  llvm::Value* why = nullptr;
  llvm::Value* binds = nullptr;
  llvm::Value* status = nullptr;
  llvm::Value* no_trigger = nullptr;
  llvm::Value* late_by = nullptr;
  llvm::Value* evidenced = nullptr;  // mask of the evidence that counts
  llvm::Value* ended = nullptr;      // the time is over through which it was to be kept
  struct Grace {
    llvm::Value* guard;
    llvm::Value* end;
  };
  std::vector<Grace> graces;
  // Certificate bits. Of a table with an error they are the interpreter's to set.
  std::vector<std::pair<std::uint32_t, llvm::Value*>> marks;
  void mark(std::uint32_t bit, llvm::Value* condition) { marks.emplace_back(bit, condition); }
};

Value FunctionLowering::lower(const NormInst& inst, Kind kind) {
  const NormSpec& spec = e_.program.norms[inst.norm];
  NormTable table(spec);
  table.error = i1(false);
  table.as_of = b_.CreateLoad(b_.getInt64Ty(), frame_field(kFrameAsOf));
  norm_graces(table);
  norm_due(table);
  norm_done(table);
  norm_evidence(table);
  norm_status(table);
  llvm::Value* record = record_for(current_, inst.norm);
  write_record(table, record);
  for (std::size_t i = 0; i < spec.sanctions.size(); ++i) {
    write_sanction(
        table, spec.sanctions[i],
        address(record, static_cast<std::uint32_t>(kSanctionsAt + i * sizeof(phep_sanction))));
  }
  mark_table(table);
  if (!is_placed(current_)) mark_slow(table.error);
  Value norm = make(kind, record, table.error);
  norm.norm = inst.norm;
  return norm;
}

void FunctionLowering::mark_table(const NormTable& table) {
  llvm::Value* clean = b_.CreateNot(table.error);
  for (const auto& [bit, condition] : table.marks) mark(bit, b_.CreateAnd(condition, clean));
}

void FunctionLowering::norm_graces(NormTable& table) {
  table.until = i64(INT64_MIN);
  table.deferred = i1(false);
  for (std::size_t i = 0; i < table.spec.deferrals.size(); ++i) {
    const NormDeferral& deferral = table.spec.deferrals[i];
    const Value& guard = value(deferral.guard);
    const Value& end = value(deferral.end);
    table.error = any(table.error, any(guard.error, when(guard.lo, end.error)));
    table.mark(deferral.bit, guard.lo);
    if (e_.flipped(Sabotage::DeferralIgnored) && i + 1 == table.spec.deferrals.size()) continue;
    table.graces.push_back({guard.lo, end.lo});
    table.deferred =
        b_.CreateOr(table.deferred, b_.CreateAnd(guard.lo, b_.CreateICmpSLT(table.as_of, end.lo)));
    table.until = b_.CreateSelect(b_.CreateAnd(guard.lo, b_.CreateICmpSGT(end.lo, table.until)),
                                  end.lo, table.until);
  }
}

// U, the later of due and the ends of true deferrals.
void FunctionLowering::norm_due(NormTable& table) {
  const NormSpec& spec = table.spec;
  table.has_due = i1(false);
  table.due = i64(0);
  if (spec.due.exists()) {
    table.has_due = i1(true);
    if (spec.due_present.exists()) {
      table.has_due = value(spec.due_present).lo;
      table.error = any(table.error, value(spec.due_present).error);
    }
    table.due = value(spec.due).lo;
    table.error = any(table.error, when(table.has_due, value(spec.due).error));
    if (spec.due_exclusive.exists())
      table.error = any(table.error, value(spec.due_exclusive).error);
  }
  table.due_or_end = table.due;
  for (const NormTable::Grace& grace : table.graces) {
    llvm::Value* later = b_.CreateAnd(grace.guard, b_.CreateICmpSGT(grace.end, table.due_or_end));
    table.due_or_end = b_.CreateSelect(later, grace.end, table.due_or_end);
  }
}

// Was it done by as_of? A day counts from its beginning; what is dated later has not happened.
void FunctionLowering::norm_done(NormTable& table) {
  const NormSpec& spec = table.spec;
  table.done_by = i1(spec.norm == NormKind::Permission);
  table.done = i64(0);
  if (!spec.done.exists()) return;
  const Value& done = value(spec.done);
  if (spec.done_kind == Kind::Bool) {
    table.done_by = done.lo;
    table.error = any(table.error, done.error);
    return;
  }
  llvm::Value* present = i1(true);
  if (spec.done_present.exists()) {
    present = value(spec.done_present).lo;
    table.error = any(table.error, value(spec.done_present).error);
  }
  table.error = any(table.error, when(present, done.error));
  table.done = done.lo;
  llvm::Value* past = b_.CreateICmpSLE(moment(spec, done.lo, spec.done_kind, false), table.as_of);
  table.done_by = b_.CreateAnd(present, past);
}

void FunctionLowering::norm_evidence(NormTable& table) {
  table.evidenced = i64(0);
  for (std::size_t i = 0; i < table.spec.evidence.size(); ++i) {
    const Value& guard = value(table.spec.evidence[i].guard);
    table.error = any(table.error, guard.error);
    table.mark(table.spec.evidence[i].bit, guard.lo);
    llvm::Value* name = b_.CreateShl(b_.CreateZExt(guard.lo, b_.getInt64Ty()), i % 64);
    table.evidenced = b_.CreateOr(table.evidenced, name);
  }
}

void FunctionLowering::norm_status(NormTable& table) {
  const NormSpec& spec = table.spec;
  llvm::Value* status = later_rows(table);
  table.binds = i1(true);
  const auto row = [&](llvm::Value* test, std::uint32_t outcome) {
    status = b_.CreateSelect(test, i32(outcome), status);
    table.binds = b_.CreateAnd(table.binds, b_.CreateNot(test));
  };
  const auto guard = [&](Reg reg) -> llvm::Value* {
    if (!reg.exists()) return i1(true);
    table.error = any(table.error, value(reg).error);
    return value(reg).lo;
  };
  llvm::Value* exempt = i1(false);
  table.why = i64(0);
  for (std::size_t i = 0; i < spec.exempts.size(); ++i) {
    llvm::Value* holds = guard(spec.exempts[i].guard);
    table.mark(spec.exempts[i].bit, holds);
    if (e_.flipped(Sabotage::ExemptionDropped) && i + 1 == spec.exempts.size()) continue;
    exempt = b_.CreateOr(exempt, holds);
    llvm::Value* name = b_.CreateShl(b_.CreateZExt(holds, b_.getInt64Ty()), i % 64);
    if (i < 64) table.why = b_.CreateOr(table.why, name);
  }
  row(exempt, PHEP_EXEMPT);
  table.ended = i1(false);
  if (spec.kept && spec.norm == NormKind::StateDuty) {
    table.ended = b_.CreateAnd(table.has_due, b_.CreateICmpSGT(table.as_of, table.due_or_end));
    row(table.ended, PHEP_NOT_APPLICABLE);
  }
  llvm::Value* applies = guard(spec.applies);
  row(b_.CreateNot(applies), PHEP_NOT_APPLICABLE);
  llvm::Value* in_force = guard(spec.in_force);
  row(b_.CreateNot(in_force), PHEP_NOT_IN_FORCE);
  table.ended = b_.CreateAnd(table.ended, b_.CreateAnd(applies, in_force));
  llvm::Value* triggered = guard(spec.trigger_present);
  if (spec.trigger.exists()) {
    const Value& trigger = value(spec.trigger);
    table.error = any(table.error, when(triggered, trigger.error));
    llvm::Value* upcoming =
        b_.CreateICmpSGT(moment(spec, trigger.lo, spec.trigger_kind, false), table.as_of);
    row(upcoming, PHEP_UPCOMING);
    table.ended = b_.CreateAnd(table.ended, b_.CreateNot(upcoming));
  }
  table.ended = b_.CreateAnd(table.ended, triggered);
  table.no_trigger = b_.CreateNot(triggered);
  row(table.no_trigger, PHEP_NOT_APPLICABLE);
  table.status = status;
  table.mark(spec.bit, table.binds);
}

// Rows 5 to 8, by the sort of norm.
llvm::Value* FunctionLowering::later_rows(NormTable& table) {
  const NormSpec& spec = table.spec;
  const auto choose = [&](llvm::Value* test, std::uint32_t outcome, llvm::Value* otherwise) {
    return b_.CreateSelect(test, i32(outcome), otherwise);
  };
  table.late_by = i64(0);
  switch (spec.norm) {
    case NormKind::Permission: return choose(table.done_by, PHEP_GRANTED, i32(PHEP_NOT_GRANTED));
    case NormKind::Power: return power_rows(table);
    case NormKind::KeptDuty: return kept_rows(table);
    case NormKind::Encouragement:
      return choose(table.done_by, spec.done_kind == Kind::Bool ? PHEP_MET : PHEP_FULFILLED,
                    choose(table.deferred, PHEP_DEFERRED, i32(PHEP_PENDING)));
    case NormKind::Prohibition:
      return choose(table.deferred, PHEP_DEFERRED,
                    choose(table.done_by, PHEP_VIOLATED, i32(PHEP_FULFILLED)));
    case NormKind::StateDuty:
      return choose(table.done_by, PHEP_MET,
                    choose(table.deferred, PHEP_DEFERRED, i32(PHEP_VIOLATED)));
    case NormKind::EventDuty: break;
  }
  llvm::Value* timely = i1(true);
  if (spec.done.exists() && spec.due.exists() && spec.done_kind != Kind::Bool) {
    llvm::Value* at = moment(spec, table.done, spec.done_kind, true);
    timely =
        b_.CreateOr(b_.CreateNot(table.has_due), in_time(table, at, spec.done_kind == Kind::Date));
    table.late_by = b_.CreateSub(at, table.due_or_end);
  }
  llvm::Value* open = b_.CreateNot(table.has_due);
  if (spec.due.exists()) open = b_.CreateOr(open, in_time(table, table.as_of, false));
  llvm::Value* status = choose(open, PHEP_PENDING, i32(PHEP_VIOLATED));
  status = choose(table.deferred, PHEP_DEFERRED, status);
  return b_.CreateSelect(table.done_by, choose(timely, PHEP_FULFILLED, i32(PHEP_LATE)), status);
}

// What silence gave stays given: an answer after the deadline does not take it back.
llvm::Value* FunctionLowering::power_rows(NormTable& table) {
  const NormSpec& spec = table.spec;
  llvm::Value* status = i32(PHEP_AVAILABLE);
  if (spec.silence != 0 && spec.due.exists()) {
    llvm::Value* answered = table.done_by;
    if (spec.done.exists()) {
      llvm::Value* at = moment(spec, table.done, spec.done_kind, true);
      answered = b_.CreateAnd(answered, in_time(table, at, spec.done_kind == Kind::Date));
    }
    llvm::Value* over =
        b_.CreateAnd(table.has_due, b_.CreateNot(in_time(table, table.as_of, false)));
    llvm::Value* silent = b_.CreateAnd(over, b_.CreateNot(answered));
    if (spec.silence_counts.exists()) {
      table.error = any(table.error, value(spec.silence_counts).error);
      silent = b_.CreateAnd(silent, value(spec.silence_counts).lo);
    }
    status =
        b_.CreateSelect(silent, i32(spec.silence == 1 ? PHEP_GRANTED : PHEP_NOT_GRANTED), status);
  }
  if (!spec.available.exists()) return status;
  table.error = any(table.error, value(spec.available).error);
  return b_.CreateSelect(value(spec.available).lo, status, i32(PHEP_NOT_AVAILABLE));
}

// Given up before the end is a breach for good; kept so far; kept to the end.
llvm::Value* FunctionLowering::kept_rows(const NormTable& table) {
  const NormSpec& spec = table.spec;
  llvm::Value* endless = b_.CreateNot(table.has_due);
  llvm::Value* early = i1(false);
  if (spec.done.exists()) {
    llvm::Value* at = moment(spec, table.done, spec.done_kind, false);
    early =
        b_.CreateAnd(table.done_by, b_.CreateOr(endless, b_.CreateICmpSLT(at, table.due_or_end)));
  }
  llvm::Value* lasts = b_.CreateOr(endless, b_.CreateICmpSLE(table.as_of, table.due_or_end));
  return b_.CreateSelect(early, i32(PHEP_VIOLATED),
                         b_.CreateSelect(lasts, i32(PHEP_MET), i32(PHEP_FULFILLED)));
}

// at ≤ due (`due before`: at < due), or at ≤ the end of a true deferral. A whole day's 24:00 may be
// the excluded moment itself.
llvm::Value* FunctionLowering::in_time(const NormTable& table, llvm::Value* at, bool whole_day) {
  const bool before = (table.spec.due_before && !whole_day) || e_.flipped(Sabotage::DueExclusive);
  llvm::Value* timely = before ? b_.CreateICmpSLT(at, table.due) : b_.CreateICmpSLE(at, table.due);
  if (table.spec.due_exclusive.exists() && !whole_day)
    timely = b_.CreateSelect(value(table.spec.due_exclusive).lo, b_.CreateICmpSLT(at, table.due),
                             timely);
  for (const NormTable::Grace& grace : table.graces) {
    timely = b_.CreateOr(timely, b_.CreateAnd(grace.guard, b_.CreateICmpSLE(at, grace.end)));
  }
  return timely;
}

// An instant, or a date's 0:00 or 24:00.
llvm::Value* FunctionLowering::moment(const NormSpec& spec, llvm::Value* at, Kind kind, bool end) {
  if (kind != Kind::Date) return at;
  llvm::Value* day = end ? b_.CreateAdd(at, i64(1)) : at;
  return b_.CreateSub(b_.CreateMul(day, i64(runtime::kDayMs)),
                      i64(spec.zone_minutes * runtime::kMinuteMs));
}

// The trigger as an instant; zero where there is none.
llvm::Value* FunctionLowering::began(const NormSpec& spec) {
  if (!spec.trigger.exists()) return i64(0);
  return moment(spec, value(spec.trigger).lo, spec.trigger_kind, false);
}

void FunctionLowering::write_record(NormTable& table, llvm::Value* record) {
  const auto is = [&](std::uint32_t status) { return b_.CreateICmpEQ(table.status, i32(status)); };
  llvm::Value* flags = i32(0);
  const auto flag = [&](llvm::Value* test, std::uint32_t bits) {
    flags = b_.CreateOr(flags, b_.CreateSelect(test, i32(bits), i32(0)));
  };
  const auto store = [&](llvm::Value* stored, std::size_t offset) {
    b_.CreateStore(stored, address(record, static_cast<std::uint32_t>(offset)));
  };
  const auto only = [&](llvm::Value* test, llvm::Value* stored) {
    return b_.CreateSelect(test, stored, i64(0));
  };
  const bool is_moment = table.spec.done.exists() && table.spec.done_kind != Kind::Bool;
  llvm::Value* done = is_moment ? table.done_by : i1(false);
  llvm::Value* late = is(PHEP_LATE);
  llvm::Value* deferred = is(PHEP_DEFERRED);
  flag(table.binds, PHEP_N_BINDS);
  flag(table.has_due, PHEP_N_DUE);
  flag(done, table.spec.done_kind == Kind::Date ? PHEP_N_DONE | PHEP_N_DONE_DAY : PHEP_N_DONE);
  flag(late, PHEP_N_BY);
  flag(deferred, PHEP_N_UNTIL);
  flag(table.no_trigger, PHEP_N_NO_TRIGGER);
  flag(table.ended, PHEP_N_ENDED);
  if (table.spec.excused.exists()) {
    table.error = any(table.error, when(late, value(table.spec.excused).error));
    flag(b_.CreateAnd(late, value(table.spec.excused).lo), PHEP_N_EXCUSED);
  }
  // Where no fact decides, all that are written are bound.
  llvm::Value* bearers =
      i64(static_cast<std::int64_t>((std::uint64_t{1} << table.spec.possible_bearers.size()) - 1));
  if (table.spec.bearers.exists()) {
    table.error = any(table.error, value(table.spec.bearers).error);
    bearers = value(table.spec.bearers).lo;
  }
  llvm::Value* why = only(is(PHEP_EXEMPT), table.why);
  if (!table.spec.evidence.empty()) {
    llvm::Value* performed =
        b_.CreateOr(b_.CreateOr(is(PHEP_FULFILLED), is(PHEP_LATE)), is(PHEP_MET));
    why = b_.CreateSelect(performed, table.evidenced, why);
  }
  llvm::Value* due = only(table.has_due, table.due_or_end);
  // Violated since the deadline, or since the conduct that is prohibited.
  const bool prohibition = table.spec.norm == NormKind::Prohibition;
  const bool event = table.spec.norm == NormKind::EventDuty;
  llvm::Value* begun = prohibition ? i1(table.spec.trigger.exists())
                       : event     ? table.has_due
                                   : i1(false);
  llvm::Value* has_since = b_.CreateAnd(is(PHEP_VIOLATED), begun);
  flag(has_since, PHEP_N_SINCE);
  llvm::Value* since = only(has_since, prohibition ? began(table.spec) : table.due_or_end);
  store(table.status, offsetof(phep_norm, status));
  store(flags, offsetof(phep_norm, flags));
  store(due, offsetof(phep_norm, due_min));
  store(due, offsetof(phep_norm, due_max));
  store(only(done, table.done), offsetof(phep_norm, done));
  store(only(late, table.late_by), offsetof(phep_norm, by_ms));
  store(only(deferred, table.until), offsetof(phep_norm, until));
  store(why, offsetof(phep_norm, why));
  store(bearers, offsetof(phep_norm, bearers));
  store(i64(0), offsetof(phep_norm, missing_first));  // and missing_count
  store(i64(0), offsetof(phep_norm, alternatives));
  store(i64(0), offsetof(phep_norm, alternative_count));  // and awaiting
  store(since, offsetof(phep_norm, since));
}

// A row applies when its guard is true and the status is what it stands on.
void FunctionLowering::write_sanction(NormTable& table, const NormSanction& sanction,
                                      llvm::Value* at) {
  llvm::Value* late = b_.CreateICmpEQ(table.status, i32(PHEP_LATE));
  llvm::Value* violated = b_.CreateICmpEQ(table.status, i32(PHEP_VIOLATED));
  llvm::Value* applies = sanction.on == 1   ? late
                         : sanction.on == 2 ? violated
                                            : b_.CreateOr(late, violated);
  if (sanction.applies.exists()) {
    const Value& guard = value(sanction.applies);
    table.error = any(table.error, when(applies, guard.error));
    applies = b_.CreateAnd(applies, guard.lo);
  }
  table.mark(sanction.bit, applies);
  llvm::Value* flags = i32(0);
  llvm::Value* limit = i64(0);
  if (sanction.limit.exists()) {
    const Value& end = value(sanction.limit);
    table.error = any(table.error, when(applies, end.error));
    limit = b_.CreateSelect(applies, end.lo, i64(0));
    llvm::Value* barred = b_.CreateSelect(b_.CreateICmpSGT(table.as_of, end.lo),
                                          i32(PHEP_S_LIMITED | PHEP_S_BARRED), i32(PHEP_S_LIMITED));
    flags = b_.CreateSelect(applies, barred, i32(0));
  }
  b_.CreateStore(b_.CreateZExt(applies, b_.getInt32Ty()), at);
  b_.CreateStore(flags, address(at, offsetof(phep_sanction, flags)));
  b_.CreateStore(limit, address(at, offsetof(phep_sanction, limit)));
  const auto amount = [&](Reg reg, std::size_t offset) {
    llvm::Value* where = address(at, static_cast<std::uint32_t>(offset));
    if (!reg.exists()) {
      store_value(where, zero(Kind::Int));
      b_.CreateStore(i32(PHEP_ABSENT), where);
      return;
    }
    table.error = any(table.error, value(reg).error);
    store_value(where, value(reg));
    b_.CreateStore(i32(PHEP_KNOWN), where);
  };
  amount(sanction.from, offsetof(phep_sanction, from));
  amount(sanction.to, offsetof(phep_sanction, to));
}

// ---- asking a norm
// -------------------------------------------------------------------------------------------

Value FunctionLowering::lower(const NormIsInst& inst, Kind kind) {
  const Value& norm = value(inst.norm);
  llvm::Value* status = load_norm(norm, offsetof(phep_norm, status), b_.getInt32Ty());
  return make(kind, b_.CreateTrunc(b_.CreateLShr(i32(inst.statuses), status), b_.getInt1Ty()),
              norm.error);
}

Value FunctionLowering::lower(const NormDueInst& inst, Kind kind) {
  const Value& norm = value(inst.norm);
  return make(kind, load_norm(norm, offsetof(phep_norm, due_min), b_.getInt64Ty()), norm.error);
}

Value FunctionLowering::lower(const NormHasDueInst& inst, Kind kind) {
  return make(kind, norm_flag(value(inst.norm), PHEP_N_DUE), value(inst.norm).error);
}

// `.done` as an instant is the end of the day if a day was given.
Value FunctionLowering::lower(const NormDoneInst& inst, Kind kind) {
  const Value& norm = value(inst.norm);
  const NormSpec& spec = e_.program.norms[norm.norm];
  llvm::Value* done = load_norm(norm, offsetof(phep_norm, done), b_.getInt64Ty());
  if (kind == Kind::Instant) {
    done = b_.CreateSelect(norm_flag(norm, PHEP_N_DONE), moment(spec, done, spec.done_kind, true),
                           i64(0));
  }
  return make(kind, done, norm.error);
}

Value FunctionLowering::lower(const NormHasDoneInst& inst, Kind kind) {
  const Value& norm = value(inst.norm);
  const NormSpec& spec = e_.program.norms[norm.norm];
  const bool is_moment = spec.done.exists() && spec.done_kind != Kind::Bool;
  if (is_moment) return make(kind, norm_flag(norm, PHEP_N_DONE), norm.error);
  e_.failure = "`.done` of the norm " + spec.symbol + ", which has no moment of being done";
  return make(kind, i1(false), i1(true));
}

llvm::Value* FunctionLowering::norm_flag(const Value& norm, std::uint32_t flag) {
  llvm::Value* flags = load_norm(norm, offsetof(phep_norm, flags), b_.getInt32Ty());
  return b_.CreateICmpNE(b_.CreateAnd(flags, i32(flag)), i32(0));
}

llvm::Value* FunctionLowering::load_norm(const Value& norm, std::uint32_t offset,
                                         llvm::Type* type) {
  return b_.CreateLoad(type, address(norm.lo, offset));
}

llvm::Value* FunctionLowering::record_for(Reg reg, NormId norm) {
  if (records_[reg.index] != nullptr) return records_[reg.index];
  return scratch_bytes(norm_record_size(e_.program.norms[norm]));
}

}  // namespace phep::codegen
