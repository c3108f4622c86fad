// A block of a column as a kernel reads it: in place where it stands so, else copied.
#include "compiler/runtime/byte_order.h"
#include "compiler/runtime/columns.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/json_values.h"

namespace phep::runtime {

namespace {

constexpr uint32_t bytes_of(Lane lane) {
  return lane == Lane::Byte ? 1 : lane == Lane::Word ? 4 : 8;
}

void set_bad(uint64_t* bad, uint32_t row) {
  bad[row / kGroupRows] |= uint64_t{1} << (row % kGroupRows);
}

// Numbers of a type that is the lane's, or is made it. Ends are asked of the whole block first.
template <class From, class To>
const void* stage_numbers(const From* from, uint32_t count, Limits limits, char* staged,
                          uint64_t* bad) {
  constexpr From kLowest = From{1} << (sizeof(From) * 8 - 1);
  if (limits.lo > int64_t{kLowest} || limits.hi < ~int64_t{kLowest}) {
    From least = from[0];
    From most = from[0];
    for (uint32_t i = 1; i < count; ++i) {
      least = from[i] < least ? from[i] : least;
      most = from[i] > most ? from[i] : most;
    }
    for (uint32_t i = 0; (least < limits.lo || most > limits.hi) && i < count; ++i)
      if (from[i] < limits.lo || from[i] > limits.hi) set_bad(bad, i);
  }
  if (sizeof(From) == sizeof(To) && count % kGroupRows == 0) return from;
  auto* const to = reinterpret_cast<To*>(staged);
  for (uint32_t i = 0; i < count; ++i) to[i] = static_cast<To>(from[i]);
  return staged;
}

template <class From>
const void* stage_number(const KernelColumn& column, const From* from, uint32_t count,
                         uint64_t* bad) {
  const Limits limits = limits_of(*column.source->slot);
  if (column.lane == Lane::Word)
    return stage_numbers<From, int32_t>(from, count, limits, column.staged, bad);
  return stage_numbers<From, int64_t>(from, count, limits, column.staged, bad);
}

// Members of a dictionary of bytes.
const void* stage_bytes(const KernelColumn& column, const uint8_t* from, uint32_t count,
                        uint64_t* bad) {
  auto* const to = reinterpret_cast<uint8_t*>(column.staged);
  if (column.in_order) {
    uint8_t most = 0;
    for (uint32_t i = 0; i < count; ++i) most = from[i] > most ? from[i] : most;
    if (most <= column.words) {
      if (count % kGroupRows == 0) return from;
      __builtin_memcpy(to, from, count);
      return to;
    }
  }
  uint8_t none = 0;
  for (uint32_t i = 0; i < count; ++i) {
    to[i] = column.member[from[i]];
    none |= static_cast<uint8_t>(to[i] == kNoMember);
  }
  for (uint32_t i = 0; none != 0 && i < count; ++i)
    if (to[i] == kNoMember) set_bad(bad, i);
  return to;
}

template <class From>
const void* stage_indices(const KernelColumn& column, const From* from, uint32_t count,
                          uint64_t* bad) {
  auto* const to = reinterpret_cast<uint8_t*>(column.staged);
  for (uint32_t i = 0; i < count; ++i) {
    const bool inside = static_cast<uint64_t>(from[i]) <= column.words;
    to[i] = inside ? column.member[from[i]] : kNoMember;
    if (to[i] == kNoMember) set_bad(bad, i);
  }
  return to;
}

// Any other spelling, cell by cell.
const void* stage_cells(const Header* image, const KernelColumn& column, int64_t row,
                        uint32_t count, Arena& arena, uint64_t* bad) {
  const Source& source = *column.source;
  const Kind kind = source.slot->kind;
  const bool half = kind == Kind::Date || kind == Kind::Enum;
  for (uint32_t i = 0; i < count; ++i) {
    if ((column.given[i / kGroupRows] >> (i % kGroupRows) & 1) == 0) continue;
    int64_t field[2] = {};
    bool unknown = false;
    if (read_scalar(image, source, row + i, arena, reinterpret_cast<char*>(field), &unknown) !=
            FactsError::None ||
        unknown) {
      set_bad(bad, i);
      continue;
    }
    if (!column.used) continue;
    int64_t value = field[0];
    if (half) value = static_cast<int32_t>(field[0]);
    char* const to = column.staged + size_t{i} * bytes_of(column.lane);
    __builtin_memcpy(to, &value, bytes_of(column.lane));
  }
  return column.staged;
}

template <class T>
bool is_aligned(const T* at) {
  return reinterpret_cast<uintptr_t>(at) % alignof(T) == 0;
}

}  // namespace

Limits limits_of(const Slot& slot) {
  Limits limits{INT64_MIN, INT64_MAX};
  if (slot.kind == Kind::Date) limits = {kFirstDate, kLastDate};
  if (slot.kind == Kind::Instant) limits = {kFirstInstant, kLastInstant};
  if (slot.kind != Kind::Instant && (slot.flags & kRanged) != 0) {
    if (slot.lo > limits.lo) limits.lo = slot.lo;
    if (slot.hi < limits.hi) limits.hi = slot.hi;
  }
  return limits;
}

void copy_bits(const void* bits, int64_t first, uint32_t count, uint64_t* words) {
  const auto* const from = static_cast<const uint8_t*>(bits) + (first >> 3);
  const auto shift = static_cast<uint32_t>(first & 7);
  const uint32_t bytes = (shift + count + 7) / 8;
  const uint32_t whole = (count + kGroupRows - 1) / kGroupRows;
  for (uint32_t i = 0; i < whole; ++i) {
    uint64_t word = 0;
    const uint32_t at = i * 8;
    const uint32_t left = bytes - at;
    if (left >= 8)
      __builtin_memcpy(&word, from + at, 8);
    else
      __builtin_memcpy(&word, from + at, left);
    word = little_endian(word) >> shift;
    if (shift != 0 && left > 8) word |= uint64_t{from[at + 8]} << (64 - shift);
    words[i] = word;
  }
}

bool begin_column(const Header* image, KernelColumn& column, Arena& arena) {
  const Source& source = *column.source;
  const Slot& slot = *source.slot;
  if (slot.is_list != 0) return false;
  if (slot.kind == Kind::Bool || source.absent == &source) return true;
  if (column.used) {
    column.staged = static_cast<char*>(allocate(arena, size_t{kBlockRows} * bytes_of(column.lane)));
    if (column.staged == nullptr) return false;
  }
  if (slot.kind != Kind::Enum || source.member == nullptr || source.word_count > kNoMember ||
      source.word_count == 0 ||
      items<EnumTable>(image, image->enums)[slot.type].members.count > kNoMember)
    return true;
  if (column.staged == nullptr) column.staged = static_cast<char*>(allocate(arena, kBlockRows));
  column.member = static_cast<uint8_t*>(allocate(arena, 256));
  if (column.staged == nullptr || column.member == nullptr) return false;
  __builtin_memset(column.member, kNoMember, 256);
  column.words = static_cast<uint8_t>(source.word_count - 1);
  column.in_order = true;
  for (int64_t i = 0; i < source.word_count; ++i) {
    if (source.member[i] >= 0) column.member[i] = static_cast<uint8_t>(source.member[i]);
    column.in_order = column.in_order && source.member[i] == i;
  }
  return true;
}

const void* stage_column(const Header* image, const KernelColumn& column, int64_t row,
                         uint32_t count, Arena& arena, uint64_t* bad) {
  const Source& source = *column.source;
  const Slot& slot = *source.slot;
  const int64_t first = source.first + row;
  const auto at = [&](auto type) {
    return reinterpret_cast<const decltype(type)*>(source.data) + first;
  };
  if (column.member != nullptr) {
    const uint64_t signed_end = source.spelling == Spelling::Signed ? 128 : 256;
    switch (source.width) {
      case 1:
        if (column.words < signed_end) return stage_bytes(column, at(uint8_t{}), count, bad);
        break;
      case 2:
        if (is_aligned(at(uint16_t{}))) return stage_indices(column, at(uint16_t{}), count, bad);
        break;
      case 4:
        if (is_aligned(at(uint32_t{}))) return stage_indices(column, at(uint32_t{}), count, bad);
        break;
      default:
        if (is_aligned(at(uint64_t{}))) return stage_indices(column, at(uint64_t{}), count, bad);
        break;
    }
    return stage_cells(image, column, row, count, arena, bad);
  }
  if (column.used) {
    const bool whole = slot.kind == Kind::Int || slot.kind == Kind::Money;
    if (whole && source.spelling == Spelling::Signed && source.width == 4 &&
        is_aligned(at(int32_t{})))
      return stage_number(column, at(int32_t{}), count, bad);
    const bool longs =
        (whole && source.spelling == Spelling::Signed && source.width == 8) ||
        (slot.kind == Kind::Instant && source.spelling == Spelling::Moment && source.per_ms == 1);
    if (longs && is_aligned(at(int64_t{}))) return stage_number(column, at(int64_t{}), count, bad);
    if (slot.kind == Kind::Date && source.spelling == Spelling::Days && is_aligned(at(int32_t{})))
      return stage_number(column, at(int32_t{}), count, bad);
  }
  return stage_cells(image, column, row, count, arena, bad);
}

}  // namespace phep::runtime
