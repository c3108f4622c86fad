#include "compiler/runtime/clean.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/deadline.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/sections.h"
#include "compiler/runtime/wide.h"

namespace phep::runtime {

namespace {

// The kinds of one operation, unpacked.
struct Code {
  Arith op;
  Kind kind, left, right;
};
constexpr Code unpack(uint64_t code) {
  return {static_cast<Arith>(code & 0xFF), static_cast<Kind>(code >> 8 & 0xFF),
          static_cast<Kind>(code >> 16 & 0xFF), static_cast<Kind>(code >> 24 & 0xFF)};
}

constexpr bool is_wide(Kind kind) {
  return kind == Kind::Decimal || kind == Kind::Amount;
}

Wide promoted(Kind kind, Const value) {
  return is_wide(kind) ? Wide{value.lo, value.hi} : decimal_from(static_cast<int64_t>(value.lo));
}

uint32_t give(Number number, Const* out) {
  *out = {number.value.lo, number.value.hi};
  return number.status == NumberStatus::Ok ? 0 : 1;
}

uint32_t give_rounded(Kind kind, Number number, Const* out) {
  if (is_wide(kind) || number.status != NumberStatus::Ok) return give(number, out);
  int64_t whole = 0;
  if (to_integer(number.value, &whole) != NumberStatus::Ok) return 1;
  *out = {static_cast<uint64_t>(whole), 0};
  return 0;
}

uint32_t int_arith(Arith op, int64_t a, int64_t b, Const* out) {
  int64_t result = 0;
  bool fits = false;
  switch (op) {
    case Arith::Add: fits = !__builtin_add_overflow(a, b, &result); break;
    case Arith::Sub: fits = !__builtin_sub_overflow(a, b, &result); break;
    case Arith::Mul: fits = multiply_checked(a, b, &result); break;
    case Arith::Div:
      if (b == 0 || (a == INT64_MIN && b == -1) || a % b != 0) return 1;
      result = a / b;
      fits = true;
      break;
    case Arith::Min:
    case Arith::Max: break;
  }
  out->lo = static_cast<uint64_t>(result);
  return fits ? 0 : 1;
}

Number product(Arith op, Wide a, Wide b) {
  return op == Arith::Mul ? multiply_decimals(a, b) : divide_decimals(a, b);
}

}  // namespace

}  // namespace phep::runtime

using namespace phep::runtime;  // NOLINT: these are the runtime's own C names

extern "C" {

uint32_t phep_clean_arith(uint64_t code, uint64_t a_lo, uint64_t a_hi, uint64_t b_lo, uint64_t b_hi,
                          Const* out) {
  const Code unpacked = unpack(code);
  const Const a{a_lo, a_hi};
  const Const b{b_lo, b_hi};
  *out = {0, 0};
  if (!is_wide(unpacked.kind)) {
    return int_arith(unpacked.op, static_cast<int64_t>(a_lo), static_cast<int64_t>(b_lo), out);
  }
  return give(product(unpacked.op, promoted(unpacked.left, a), promoted(unpacked.right, b)), out);
}

uint32_t phep_clean_decimal(int64_t value, Const* out) {
  const Wide wide = decimal_from(value);
  *out = {wide.lo, wide.hi};
  return 0;
}

uint32_t phep_clean_round(uint64_t how, uint64_t lo, uint64_t hi, uint64_t quantum_lo,
                          uint64_t quantum_hi, Const* out) {
  const RoundingTo to{static_cast<Rounding>(how & 0xFF), {quantum_lo, quantum_hi}};
  *out = {0, 0};
  return give_rounded(static_cast<Kind>(how >> 8), round_decimal({lo, hi}, to), out);
}

uint32_t phep_clean_round_product(uint64_t how, uint64_t code, uint64_t a_lo, uint64_t a_hi,
                                  uint64_t b_lo, uint64_t b_hi, uint64_t quantum_lo,
                                  uint64_t quantum_hi, Const* out) {
  const RoundingTo to{static_cast<Rounding>(how & 0xFF), {quantum_lo, quantum_hi}};
  const Code unpacked = unpack(code);
  const Wide a = promoted(unpacked.left, {a_lo, a_hi});
  const Wide b = promoted(unpacked.right, {b_lo, b_hi});
  *out = {0, 0};
  const Number rounded =
      unpacked.op == Arith::Mul ? multiply_rounded(a, b, to) : divide_rounded(a, b, to);
  return give_rounded(static_cast<Kind>(how >> 8), rounded, out);
}

uint32_t phep_clean_shift(uint64_t kind, int64_t zone, int64_t from, int64_t count, uint64_t unit,
                          int64_t* out) {
  *out = 0;
  const LeapDay leap = kind >> 8 != 0 ? LeapDay::FirstOfMarch : LeapDay::LastOfFebruary;
  const Unit of = static_cast<Unit>(unit);
  if (static_cast<Kind>(kind & 0xFF) == Kind::Instant) {
    return shift_instant(from, count, of, static_cast<int32_t>(zone), out, leap) ? 0 : 1;
  }
  int32_t day = 0;
  if (!shift_date(static_cast<int32_t>(from), count, of, &day, leap)) return 1;
  *out = day;
  return 0;
}

uint32_t phep_clean_shift_times(uint64_t kind, int64_t zone, int64_t from, int64_t count,
                                uint64_t unit, int64_t times, int64_t* out) {
  const Term all = phep::runtime::times({count, static_cast<Unit>(unit)}, times);
  return phep_clean_shift(kind, zone, from, all.count, unit, out);
}

uint32_t phep_clean_occurrences(int64_t zone, int64_t from, int64_t count, uint64_t unit,
                                int64_t moment, int64_t* out) {
  const Term period{count, static_cast<Unit>(unit)};
  return count_occurrences(static_cast<int32_t>(from), period, static_cast<int32_t>(zone), moment,
                           out)
             ? 0
             : 1;
}

uint32_t phep_clean_deadline(const Header* image, uint32_t calendar, uint32_t flags,
                             uint32_t anchor_kind, int64_t anchor, int64_t count, uint64_t unit,
                             int64_t extension_count, uint64_t extension_unit,
                             const phep::runtime::Term* more, uint32_t more_count, int64_t* due) {
  constexpr int64_t kMostHours = 100'000'000;  // far beyond the years, and no overflow
  constexpr uint32_t kElsewhere = kBackward | kNextHour | kHoursHoldDays;
  if (static_cast<Unit>(unit) == Unit::Hours && extension_count == 0 && more_count == 0 &&
      (flags & kElsewhere) == 0 && static_cast<Kind>(anchor_kind) == Kind::Instant) {
    *due = 0;
    if (count < 0 || count > kMostHours) return 1;
    *due = anchor + count * kHourMs;  // hours run from the moment and ask no calendar
    return is_instant(*due) ? 0 : 1;
  }
  const DeadlineQuery query{anchor,
                            static_cast<Kind>(anchor_kind),
                            calendar,
                            flags,
                            extension_count != 0,
                            {count, static_cast<Unit>(unit)},
                            {extension_count, static_cast<Unit>(extension_unit)},
                            more,
                            more_count};
  const Deadline counted = count_deadline(image, query, nullptr);
  *due = counted.due;
  return counted.status == DeadlineStatus::Ok && counted.met == 0 ? 0 : 1;
}

uint32_t phep_clean_same_text(const char* a, uint64_t a_length, const char* b, uint64_t b_length) {
  return a_length == b_length && __builtin_memcmp(a, b, a_length) == 0 ? 1 : 0;
}

uint32_t phep_clean_text_less(const char* a, uint64_t a_length, const char* b, uint64_t b_length) {
  return compare(String{a, static_cast<uint32_t>(a_length)},
                 String{b, static_cast<uint32_t>(b_length)}) < 0
             ? 1
             : 0;
}

uint32_t phep_clean_readings(const Header* image, const phep_options* options, int32_t* out) {
  const ReadingTable* const tables = items<ReadingTable>(image, image->readings);
  const uint32_t count = image->readings.count;
  if (options->reading_count > count ||
      (options->reading_count != 0 && options->readings.ptr == nullptr))
    return 1;
  for (uint32_t i = 0; i < count; ++i) {
    const int32_t chosen = i < options->reading_count ? options->readings.ptr[i] : -1;
    if (chosen < -1 || chosen >= static_cast<int32_t>(tables[i].members.count)) return 1;
    out[i] = chosen >= 0 ? chosen : static_cast<int32_t>(tables[i].default_member);
  }
  return 0;
}

void* phep_clean_allocate(Arena* arena, uint64_t bytes) {
  if (bytes > SIZE_MAX / 2) return nullptr;
  return allocate(*arena, static_cast<size_t>(bytes));
}

}  // extern "C"
