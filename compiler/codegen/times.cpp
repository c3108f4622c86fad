#include "compiler/codegen/function.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/deadline.h"

// Dates, instants, law days and deadlines.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

Value FunctionLowering::lower(const AsOfInst& /*inst*/, Kind kind) {
  return make(kind, b_.CreateLoad(b_.getInt64Ty(), frame_field(kFrameAsOf)));
}

Value FunctionLowering::lower(const AsOfDayInst& inst, Kind kind) {
  Value day = as_of_day(inst.zone_minutes);
  day.kind = kind;
  return day;
}

Value FunctionLowering::as_of_day(std::int32_t zone_minutes) {
  llvm::Value* as_of = b_.CreateLoad(b_.getInt64Ty(), frame_field(kFrameAsOf));
  // Asked of the instant: where nothing reads the day, none is computed.
  const std::int64_t zone_ms = std::int64_t{zone_minutes} * 60'000;
  mark_slow(b_.CreateNot(
      in_range(as_of, runtime::kFirstInstant - zone_ms, runtime::kLastInstant - zone_ms)));
  return make(Kind::Date, overridden(local_day(as_of, zone_minutes)), i1(false));
}

Value FunctionLowering::lower(const LawDayInst& inst, Kind kind) {
  llvm::Value* as_of = b_.CreateLoad(b_.getInt64Ty(), frame_field(kFrameAsOf));
  llvm::Value* day = local_day(as_of, inst.zone_minutes);
  llvm::Value* error = i1(false);
  if (inst.value.exists()) {
    const Value& from = value(inst.value);
    llvm::Value* own = inst.of == Kind::Date ? from.lo : local_day(from.lo, inst.zone_minutes);
    if (inst.present.exists()) {
      const Value& present = value(inst.present);
      error = any(present.error, when(present.lo, from.error));
      own = b_.CreateSelect(present.lo, own, day);
    } else {
      error = from.error;
    }
    day = own;
  }
  return checked_day(kind, overridden(day), error);
}

Value FunctionLowering::lower(const InForceInst& inst, Kind kind) {
  const Value& date = value(inst.date);
  llvm::Value* inside = i1(false);
  for (const auto& [from, until] : inst.intervals) {
    llvm::Value* after = from == INT32_MIN ? i1(true) : b_.CreateICmpSGE(date.lo, i64(from));
    llvm::Value* before = i1(true);
    if (until != INT32_MAX) {
      before = e_.flipped(Sabotage::UntilInclusive) ? b_.CreateICmpSLE(date.lo, i64(until))
                                                    : b_.CreateICmpSLT(date.lo, i64(until));
    }
    inside = b_.CreateOr(inside, b_.CreateAnd(after, before));
  }
  return make(kind, inside, date.error);
}

Value FunctionLowering::lower(const ShiftDateInst& inst, Kind kind) {
  const Value& from = value(inst.date);
  const Value& by = value(inst.duration);
  llvm::Value* out = scratch(b_.getInt64Ty(), "shifted");
  llvm::Type* word = b_.getInt64Ty();
  llvm::Value* how = i64(static_cast<std::int64_t>(kind) | (inst.first_of_march ? 1 << 8 : 0));
  if (inst.times.exists()) {
    const Value& times = value(inst.times);
    const auto shift = ground(e_, "phep_clean_shift_times", b_.getInt32Ty(),
                              {word, word, word, word, word, word, b_.getPtrTy()});
    llvm::Value* zone = b_.CreateLoad(word, frame_field(kFrameZone));
    llvm::Value* failed = b_.CreateCall(shift, {how, zone, from.lo, by.lo, by.hi, times.lo, out});
    return make(kind, b_.CreateLoad(word, out),
                any(any(from.error, by.error), any(times.error, b_.CreateIsNotNull(failed))));
  }
  const auto shift = ground(e_, "phep_clean_shift", b_.getInt32Ty(),
                            {word, word, word, word, word, b_.getPtrTy()});
  llvm::Value* zone = b_.CreateLoad(word, frame_field(kFrameZone));
  llvm::Value* failed = b_.CreateCall(shift, {how, zone, from.lo, by.lo, by.hi, out});
  return make(kind, b_.CreateLoad(word, out),
              any(any(from.error, by.error), b_.CreateIsNotNull(failed)));
}

Value FunctionLowering::lower(const OccurrencesInst& inst, Kind kind) {
  const Value& from = value(inst.from);
  const Value& period = value(inst.period);
  const Value& moment = value(inst.moment);
  llvm::Value* out = scratch(b_.getInt64Ty(), "occurrences");
  llvm::Type* word = b_.getInt64Ty();
  const auto count = ground(e_, "phep_clean_occurrences", b_.getInt32Ty(),
                            {word, word, word, word, word, b_.getPtrTy()});
  llvm::Value* failed =
      b_.CreateCall(count, {i64(inst.zone_minutes), from.lo, period.lo, period.hi, moment.lo, out});
  return make(kind, b_.CreateLoad(word, out),
              any(any(from.error, period.error), any(moment.error, b_.CreateIsNotNull(failed))));
}

Value FunctionLowering::lower(const DayStartInst& inst, Kind kind) {
  const Value& date = value(inst.date);
  llvm::Value* start = b_.CreateMul(date.lo, i64(runtime::kDayMs));
  return checked_instant(kind, b_.CreateSub(start, i64(inst.zone_minutes * runtime::kMinuteMs)),
                         date.error);
}

Value FunctionLowering::lower(const DayEndInst& inst, Kind kind) {
  const Value& date = value(inst.date);
  llvm::Value* end = b_.CreateMul(b_.CreateAdd(date.lo, i64(1)), i64(runtime::kDayMs));
  return checked_instant(kind, b_.CreateSub(end, i64(inst.zone_minutes * runtime::kMinuteMs)),
                         date.error);
}

Value FunctionLowering::lower(const LocalDayInst& inst, Kind kind) {
  const Value& instant = value(inst.instant);
  return checked_day(kind, local_day(instant.lo, inst.zone_minutes), instant.error);
}

// The runtime counts; what met a pending day or left the calendar is not for the clean path.
Value FunctionLowering::lower(const DeadlineInst& inst, Kind kind) {
  const Value& anchor = value(inst.anchor);
  Value term = value(inst.duration);
  if (e_.flipped(Sabotage::WorkingDaysAsDays)) {
    llvm::Value* working =
        b_.CreateICmpEQ(term.hi, i64(static_cast<std::int64_t>(Unit::WorkingDays)));
    term.hi = b_.CreateSelect(working, i64(static_cast<std::int64_t>(Unit::Days)), term.hi);
  }
  const Value extension = inst.extension.exists() ? value(inst.extension) : zero(Kind::Duration);
  Value counted = counted_now(inst, anchor, term, extension);
  if (counted.lo == nullptr) counted = counted_in_place(inst, anchor, term);
  if (counted.lo == nullptr) counted = looked_up(inst, anchor, term, extension);
  if (counted.lo == nullptr) counted = counted_by_call(inst, anchor, term, extension);
  for (const Reg more : inst.more) counted.error = any(counted.error, value(more).error);
  llvm::Value* due = counted.lo;
  if (e_.flipped(Sabotage::DueOneMillisecondLate)) due = b_.CreateAdd(due, i64(1));
  return make(kind, due, any(any(anchor.error, term.error), any(extension.error, counted.error)));
}

namespace {

std::uint32_t deadline_flags(const DeadlineInst& inst) {
  return (inst.backward ? runtime::kBackward : 0U) | (inst.no_roll ? runtime::kNoRoll : 0U) |
         inst.ways;
}

const llvm::ConstantInt* constant_of(const llvm::Value* value) {
  return llvm::dyn_cast<llvm::ConstantInt>(value);
}

}  // namespace

// A fixed term from a fixed day ends on a fixed day: counted while compiling.
Value FunctionLowering::counted_now(const DeadlineInst& inst, const Value& anchor,
                                    const Value& term, const Value& extension) {
  const auto* from = constant_of(anchor.lo);
  const auto* count = constant_of(term.lo);
  const auto* unit = constant_of(term.hi);
  const auto* more = constant_of(extension.lo);
  const auto* more_unit = constant_of(extension.hi);
  if (from == nullptr || count == nullptr || unit == nullptr || more == nullptr ||
      more_unit == nullptr || !inst.more.empty())
    return {};
  const runtime::Deadline counted = runtime::count_deadline(
      e_.image,
      {from->getSExtValue(),
       inst.anchor_kind,
       inst.calendar.index,
       deadline_flags(inst),
       more->getSExtValue() != 0,
       {count->getSExtValue(), static_cast<Unit>(unit->getZExtValue())},
       {more->getSExtValue(), static_cast<Unit>(more_unit->getZExtValue())}},
      nullptr);
  const bool ok = counted.status == runtime::DeadlineStatus::Ok && counted.met == 0;
  return make(Kind::Instant, i64(ok ? counted.due : 0), i1(!ok));
}

// Hours from a moment ask no calendar.
Value FunctionLowering::counted_in_place(const DeadlineInst& inst, const Value& anchor,
                                         const Value& term) {
  const auto* count = constant_of(term.lo);
  const auto* unit = constant_of(term.hi);
  if (inst.anchor_kind != Kind::Instant || inst.extension.exists() || count == nullptr ||
      !inst.more.empty() || unit == nullptr ||
      unit->getSExtValue() != static_cast<std::int64_t>(Unit::Hours) ||
      (inst.ways & (runtime::kNextHour | runtime::kHoursHoldDays)) != 0)
    return {};
  const std::int64_t hours = count->getSExtValue();
  constexpr std::int64_t kMost = 100'000'000;  // beyond, no end is within the years
  if (hours < 0 || hours > kMost) return {};
  const std::int64_t length = hours * runtime::kHourMs;
  return checked_instant(Kind::Instant,
                         b_.CreateAdd(anchor.lo, i64(inst.backward ? -length : length)), i1(false));
}

// A fixed term from some day rolls forward within a calendar: its ends are in a table.
Value FunctionLowering::looked_up(const DeadlineInst& inst, const Value& anchor, const Value& term,
                                  const Value& extension) {
  const auto* count = constant_of(term.lo);
  const auto* unit = constant_of(term.hi);
  const auto* more = constant_of(extension.lo);
  if (count == nullptr || unit == nullptr || more == nullptr || !more->isZero() ||
      !inst.more.empty() || inst.backward || inst.no_roll ||
      unit->getSExtValue() == static_cast<std::int64_t>(Unit::Hours))
    return {};
  const runtime::Term fixed{count->getSExtValue(), static_cast<Unit>(unit->getZExtValue())};
  const std::optional<DayTable> table = day_table(
      e_, {0, inst.anchor_kind, inst.calendar.index, deadline_flags(inst), false, fixed, {}});
  if (!table) return {};
  llvm::Value* day =
      inst.anchor_kind == Kind::Instant ? local_day(anchor.lo, table->zone) : anchor.lo;
  llvm::Value* index = b_.CreateSub(day, i64(table->first));
  llvm::Value* outside = b_.CreateICmpUGE(index, i64(table->days));
  llvm::Value* at =
      b_.CreateInBoundsGEP(b_.getInt8Ty(), table->bytes, b_.CreateSelect(outside, i64(0), index));
  llvm::Value* byte = b_.CreateLoad(b_.getInt8Ty(), at);
  llvm::Value* end =
      b_.CreateAdd(b_.CreateAdd(day, b_.CreateZExt(byte, b_.getInt64Ty())), i64(table->least + 1));
  llvm::Value* due =
      b_.CreateSub(b_.CreateMul(end, i64(runtime::kDayMs)), i64(table->zone * runtime::kMinuteMs));
  return make(Kind::Instant, due,
              b_.CreateOr(outside, b_.CreateICmpEQ(byte, b_.getInt8(kOpenDay))));
}

Value FunctionLowering::counted_by_call(const DeadlineInst& inst, const Value& anchor,
                                        const Value& term, const Value& extension) {
  llvm::Value* out = scratch(b_.getInt64Ty(), "due");
  llvm::Type* word = b_.getInt64Ty();
  llvm::Type* half = b_.getInt32Ty();
  llvm::Type* pointer = b_.getPtrTy();
  const auto count =
      ground(e_, "phep_clean_deadline", half,
             {pointer, half, half, half, word, word, word, word, word, pointer, half, pointer});
  llvm::Value* more = llvm::ConstantPointerNull::get(b_.getPtrTy());
  if (!inst.more.empty()) {  // an array of runtime::Term
    static_assert(sizeof(runtime::Term) == 16 && offsetof(runtime::Term, unit) == 8);
    more = scratch_bytes(static_cast<std::uint32_t>(16 * inst.more.size()));
    for (std::uint32_t i = 0; i < inst.more.size(); ++i) {
      const Value& each = value(inst.more[i]);
      b_.CreateStore(each.lo, address(more, 16 * i));
      b_.CreateStore(each.hi, address(more, 16 * i + 8));
    }
  }
  llvm::Value* failed =
      b_.CreateCall(count, {e_.image_symbol, i32(inst.calendar.index), i32(deadline_flags(inst)),
                            i32(static_cast<std::uint32_t>(inst.anchor_kind)), anchor.lo, term.lo,
                            term.hi, extension.lo, extension.hi, more,
                            i32(static_cast<std::uint32_t>(inst.more.size())), out});
  return make(Kind::Instant, b_.CreateLoad(word, out), b_.CreateIsNotNull(failed));
}

// ---- building blocks
// -----------------------------------------------------------------------------------------

llvm::Value* FunctionLowering::local_day(llvm::Value* instant, std::int32_t zone_minutes) {
  const std::int64_t zone = e_.flipped(Sabotage::ZoneLost) ? 0 : zone_minutes * runtime::kMinuteMs;
  constexpr std::int64_t kFirstDay = runtime::kFirstDate;
  llvm::Value* elapsed = b_.CreateAdd(instant, i64(zone - kFirstDay * runtime::kDayMs));
  return b_.CreateAdd(b_.CreateUDiv(elapsed, i64(runtime::kDayMs)), i64(kFirstDay));
}

llvm::Value* FunctionLowering::in_range(llvm::Value* value, std::int64_t lo, std::int64_t hi) {
  llvm::Value* offset = b_.CreateSub(value, i64(lo));
  return b_.CreateICmpULE(
      offset, b_.getInt64(static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo)));
}

llvm::Value* FunctionLowering::overridden(llvm::Value* day) {
  llvm::Value* given = b_.CreateLoad(b_.getInt64Ty(), frame_field(kFrameLawDate));
  return b_.CreateSelect(b_.CreateICmpEQ(given, i64(PHEP_NO_DATE)), day, given);
}

Value FunctionLowering::checked_day(Kind kind, llvm::Value* day, llvm::Value* error) {
  mark_slow(b_.CreateNot(in_range(day, runtime::kFirstDate, runtime::kLastDate)));
  return make(kind, day, error);
}

Value FunctionLowering::checked_instant(Kind kind, llvm::Value* instant, llvm::Value* error) {
  llvm::Value* outside =
      b_.CreateNot(in_range(instant, runtime::kFirstInstant, runtime::kLastInstant));
  return make(kind, instant, any(error, outside));
}

}  // namespace phep::codegen
