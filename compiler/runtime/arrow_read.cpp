// A row of columns as a struct of facts.
#include "compiler/runtime/arrow_in.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/json_print.h"
#include "compiler/runtime/json_values.h"

namespace phep::runtime {

namespace {

bool bit_at(const void* bits, int64_t at) {
  return (static_cast<const uint8_t*>(bits)[at >> 3] >> (at & 7) & 1) != 0;
}

template <class T>
T at(const void* data, int64_t index) {
  T value;
  __builtin_memcpy(&value, static_cast<const char*>(data) + index * int64_t{sizeof value},
                   sizeof value);
  return value;
}

template <class T>
FactsError store(char* field, T value) {
  __builtin_memcpy(field, &value, sizeof value);
  return FactsError::None;
}

// A whole number of any width. False if it does not fit 64 bits with a sign.
bool integer_at(const Source& source, int64_t index, int64_t* out) {
  if (source.spelling == Spelling::Signed) {
    switch (source.width) {
      case 1: *out = at<int8_t>(source.data, index); return true;
      case 2: *out = at<int16_t>(source.data, index); return true;
      case 4: *out = at<int32_t>(source.data, index); return true;
      default: *out = at<int64_t>(source.data, index); return true;
    }
  }
  switch (source.width) {
    case 1: *out = at<uint8_t>(source.data, index); return true;
    case 2: *out = at<uint16_t>(source.data, index); return true;
    case 4: *out = at<uint32_t>(source.data, index); return true;
    default: break;
  }
  const auto wide = at<uint64_t>(source.data, index);
  *out = static_cast<int64_t>(wide);
  return wide <= uint64_t{INT64_MAX};
}

// What a cell holds: a value, nothing, or something that no fact can be.
enum class Cell : uint8_t { Value, Unknown, Wrong };

Cell whole_number_at(const Source& source, int64_t row, int64_t* out, FactsError* wrong) {
  const int64_t index = source.first + row;
  *wrong = FactsError::OutOfRange;
  if (source.spelling == Spelling::Float) {
    const double value = source.width == 4 ? static_cast<double>(at<float>(source.data, index))
                                           : at<double>(source.data, index);
    if (value != value) return Cell::Unknown;
    *wrong = FactsError::WrongType;
    constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53: below, each whole number is itself
    if (value > kExact || value < -kExact) return Cell::Wrong;
    *out = static_cast<int64_t>(value);
    return static_cast<double>(*out) == value ? Cell::Value : Cell::Wrong;
  }
  if (source.spelling == Spelling::Decimal128) {
    const auto lo = at<uint64_t>(source.data, 2 * index);
    const auto hi = at<uint64_t>(source.data, 2 * index + 1);
    *out = static_cast<int64_t>(lo);
    return hi == (*out < 0 ? ~uint64_t{0} : 0) ? Cell::Value : Cell::Wrong;
  }
  return integer_at(source, index, out) ? Cell::Value : Cell::Wrong;
}

Cell decimal_at(const Source& source, int64_t row, Wide* out, FactsError* wrong) {
  const int64_t index = source.first + row;
  *wrong = FactsError::BadDecimal;
  Wide value{};
  if (source.spelling == Spelling::Decimal128) {
    value = {at<uint64_t>(source.data, 2 * index), at<uint64_t>(source.data, 2 * index + 1)};
  } else {
    int64_t whole = 0;
    if (!integer_at(source, index, &whole)) return Cell::Wrong;
    value = wide(whole);
  }
  constexpr Wide kTenth{0x00F4'36A0'0000'0000, 0x0785'EE10'D5DA'46D9};  // of the limit
  int32_t shift = kDecimalPlaces - (source.spelling == Spelling::Decimal128 ? source.scale : 0);
  for (; shift > 0; --shift) {
    if (compare_magnitudes(magnitude(value), kTenth) >= 0) return Cell::Wrong;
    Wide times{};
    for (int i = 0; i < 10; ++i) times = wrapping_add(times, value);
    value = times;
  }
  if (shift < 0) return Cell::Wrong;
  *out = value;
  return is_decimal(value) ? Cell::Value : Cell::Wrong;
}

Cell days_at(const Source& source, int64_t row, int32_t* out, FactsError* wrong) {
  const int64_t index = source.first + row;
  *wrong = FactsError::BadDate;
  int64_t days = 0;
  if (source.spelling == Spelling::Days) {
    const auto value = at<int32_t>(source.data, index);
    if (value == INT32_MIN) return Cell::Unknown;  // NaT
    days = value;
  } else {
    const auto ms = at<int64_t>(source.data, index);
    if (ms == INT64_MIN) return Cell::Unknown;
    if (ms % kDayMs != 0) return Cell::Wrong;
    days = ms / kDayMs;
  }
  *out = static_cast<int32_t>(days);
  return is_date(days) ? Cell::Value : Cell::Wrong;
}

Cell moment_at(const Source& source, int64_t row, int64_t* out, FactsError* wrong) {
  const auto value = at<int64_t>(source.data, source.first + row);
  *wrong = FactsError::BadInstant;
  if (value == INT64_MIN) return Cell::Unknown;  // NaT
  if (source.per_ms < 0) {
    if (__builtin_mul_overflow(value, -source.per_ms, out)) return Cell::Wrong;
  } else {
    if (value % source.per_ms != 0) return Cell::Wrong;
    *out = value / source.per_ms;
  }
  return is_instant(*out) ? Cell::Value : Cell::Wrong;
}

// The word of a row, also of a dictionary. False for an index or offsets that lead nowhere.
bool word_at(const Source& source, int64_t row, String* out, bool* unknown) {
  *unknown = false;
  if (source.words == nullptr) return text_at(source, row, out);
  int64_t index = 0;
  if (!integer_at(source, source.first + row, &index) || index < 0 || index >= source.word_count)
    return false;
  *unknown = !has_value(*source.words, index);
  return *unknown || text_at(*source.words, index, out);
}

// The member of a row of an enum's column or of a set's elements; -1: none of its members.
bool member_at(const Header* image, const Source& source, uint32_t type, int64_t row,
               int32_t* out) {
  *out = -1;
  if (source.member != nullptr) {
    int64_t index = 0;
    if (!integer_at(source, source.first + row, &index) || index < 0 || index >= source.word_count)
      return false;
    *out = source.member[index];
    return true;
  }
  String word{};
  uint32_t member = 0;
  if (!text_at(source, row, &word)) return false;
  if (find_member(image, type, word, &member)) *out = static_cast<int32_t>(member);
  return true;
}

// `3 working_days`.
FactsError read_duration(String text, char* field) {
  int64_t count = 0;
  uint32_t i = 0;
  const bool negative = text.length > 0 && text.data[0] == '-';
  if (negative) ++i;
  const uint32_t first = i;
  for (; i < text.length && i < first + 18 && text.data[i] >= '0' && text.data[i] <= '9'; ++i)
    count = count * 10 + (text.data[i] - '0');
  if (i == first || i == text.length || text.data[i] != ' ') return FactsError::WrongType;
  const String unit{text.data + i + 1, text.length - i - 1};
  for (uint32_t u = 0; u < kUnitCount; ++u) {
    if (!equal(unit_name(u), unit)) continue;
    if (negative && count != 0) return FactsError::OutOfRange;
    store(field, count);
    return store(field + 8, int64_t{u});
  }
  return FactsError::NotAMember;
}

FactsError read_set(const Header* image, const Source& source, int64_t row, char* field) {
  uint64_t set = 0;
  if (source.spelling == Spelling::Unsigned) {
    int64_t bits = 0;
    const bool fits = integer_at(source, source.first + row, &bits);
    set = static_cast<uint64_t>(bits);
    const uint32_t members = items<EnumTable>(image, image->enums)[source.slot->type].members.count;
    if (!fits && members < 64) return FactsError::NotAMember;
    if (members < 64 && set >> members != 0) return FactsError::NotAMember;
    return store(field, set);
  }
  int64_t first = 0;
  int64_t count = 0;
  if (!list_at(source, row, &first, &count)) return FactsError::WrongType;
  for (int64_t i = first; i < first + count; ++i) {
    int32_t member = -1;
    if (!has_value(*source.element, i)) return FactsError::NullNotAllowed;
    if (!member_at(image, *source.element, source.slot->type, i, &member))
      return FactsError::WrongType;
    if (member < 0 || member >= 64) return FactsError::NotAMember;
    const uint64_t bit = uint64_t{1} << member;
    if ((set & bit) != 0) return FactsError::DuplicateKey;
    set |= bit;
  }
  return store(field, set);
}

// What reading a list needs besides its column.
struct Reading {
  const Header* image;
  Arena& arena;
  ColumnProblem* problem;
  int status;
};

// "/people" of element 2 of "/visits" as "/visits/2/people"; false where the arena has no room.
bool tell_element(Reading& in, const Source& source, int64_t index) {
  const String list = string_at(in.image, source.slot->path);
  const String below = in.problem->pointer;
  const size_t most = size_t{list.length} + below.length + 24;
  char* const text = static_cast<char*>(allocate(in.arena, most));
  if (text == nullptr) return false;
  Writer writer{text, most, 0};
  put(writer, list.data, list.length);
  put(writer, '/');
  put_integer(writer, index);
  put(writer, below.data, below.length);
  in.problem->pointer = {text, static_cast<uint32_t>(writer.length)};
  return true;
}

FactsError read_list(Reading& in, const Source& source, int64_t row, char* field) {
  int64_t first = 0;
  int64_t count = 0;
  if (!list_at(source, row, &first, &count)) return FactsError::WrongType;
  if (count > source.slot->hi) return FactsError::TooLong;
  const size_t size = source.columns->structure->size;
  char* const elements =
      count == 0 ? nullptr
                 : static_cast<char*>(allocate(in.arena, static_cast<size_t>(count) * size));
  if (count != 0 && elements == nullptr) {
    in.status = PHEP_SMALL_ARENA;
    return FactsError::None;
  }
  for (int64_t i = 0; i < count; ++i) {
    in.status = read_columns(in.image, *source.columns, first + i,
                             elements + static_cast<size_t>(i) * size, in.arena, in.problem);
    if (in.status == PHEP_BAD_FACTS && !tell_element(in, source, i)) in.status = PHEP_SMALL_ARENA;
    if (in.status != PHEP_OK) return FactsError::None;
  }
  phep_list list{};
  list.items.slot = reinterpret_cast<uintptr_t>(elements);
  list.length = static_cast<uint32_t>(count);
  return store(field, list);
}

// Reads a cell into its field. *unknown for a value that says so itself (NaN, NaT).
FactsError read_cell(Reading& in, const Source& source, int64_t row, char* field, bool* unknown) {
  const Slot& slot = *source.slot;
  *unknown = false;
  FactsError wrong = FactsError::WrongType;
  int64_t number = 0;
  const auto done = [&](Cell cell) {
    *unknown = cell == Cell::Unknown;
    return cell == Cell::Wrong ? wrong : FactsError::None;
  };
  if (slot.is_list != 0) return read_list(in, source, row, field);
  switch (slot.kind) {
    case Kind::Bool: return store(field, uint8_t{bit_at(source.data, source.first + row)});
    case Kind::Int:
    case Kind::Money: {
      const Cell cell = whole_number_at(source, row, &number, &wrong);
      if (cell != Cell::Value) return done(cell);
      if (!in_range(slot, number)) return FactsError::OutOfRange;
      return store(field, number);
    }
    case Kind::Decimal:
    case Kind::Amount: {
      Wide value{};
      const Cell cell = decimal_at(source, row, &value, &wrong);
      return cell == Cell::Value ? store(field, value) : done(cell);
    }
    case Kind::Date: {
      int32_t days = 0;
      const Cell cell = days_at(source, row, &days, &wrong);
      if (cell != Cell::Value) return done(cell);
      if (!in_range(slot, days)) return FactsError::OutOfRange;
      return store(field, days);
    }
    case Kind::Instant: {
      const Cell cell = moment_at(source, row, &number, &wrong);
      return cell == Cell::Value ? store(field, number) : done(cell);
    }
    case Kind::Enum: {
      int32_t member = 0;
      if (!member_at(in.image, source, slot.type, row, &member)) return FactsError::WrongType;
      if (member >= 0) return store(field, member);
      String word{};  // a word of the dictionary may be null, too
      *unknown = source.words != nullptr && word_at(source, row, &word, unknown) && *unknown;
      return *unknown ? FactsError::None : FactsError::NotAMember;
    }
    case Kind::Set: return read_set(in.image, source, row, field);
    case Kind::Duration:
    case Kind::Text: {
      String word{};
      if (!word_at(source, row, &word, unknown)) return FactsError::WrongType;
      if (*unknown) return FactsError::None;
      if (!is_utf8(word)) return FactsError::BadUtf8;
      if (slot.kind == Kind::Duration) return read_duration(word, field);
      phep_text text{};
      text.data.slot = reinterpret_cast<uintptr_t>(word.data);
      text.length = word.length;
      return store(field, text);
    }
    case Kind::Norm: break;
  }
  return FactsError::WrongType;
}

}  // namespace

bool has_value(const Source& source, int64_t row) {
  if (source.valid != nullptr && !bit_at(source.valid, source.first + row)) return false;
  return source.around == nullptr || has_value(*source.around, row);
}

bool text_at(const Source& source, int64_t row, String* out) {
  const int64_t index = source.first + row;
  const bool wide = source.spelling == Spelling::Text64;
  const int64_t from = wide ? at<int64_t>(source.data, index) : at<int32_t>(source.data, index);
  const int64_t to =
      wide ? at<int64_t>(source.data, index + 1) : at<int32_t>(source.data, index + 1);
  if (from < 0 || to < from || to - from > int64_t{PHEP_MAX_JSON}) return false;
  if (to != from && source.bytes == nullptr) return false;
  *out = {to == from ? "" : source.bytes + from, static_cast<uint32_t>(to - from)};
  return true;
}

bool list_at(const Source& source, int64_t row, int64_t* first, int64_t* count) {
  const int64_t index = source.first + row;
  const bool wide = source.spelling == Spelling::List64;
  const int64_t from = wide ? at<int64_t>(source.data, index) : at<int32_t>(source.data, index);
  const int64_t to =
      wide ? at<int64_t>(source.data, index + 1) : at<int32_t>(source.data, index + 1);
  if (from < 0 || to < from || to > source.element->array->length) return false;
  *first = from;
  *count = to - from;
  return true;
}

FactsError read_scalar(const Header* image, const Source& source, int64_t row, Arena& arena,
                       char* field, bool* unknown) {
  Reading in{image, arena, nullptr, PHEP_OK};
  return read_cell(in, source, row, field, unknown);
}

int read_columns(const Header* image, const Columns& columns, int64_t row, char* base, Arena& arena,
                 ColumnProblem* problem) {
  const uint32_t head = columns.structure->root != 0 ? 8 : 0;
  auto* const known = reinterpret_cast<uint64_t*>(base + head);
  uint64_t* const present = known + columns.structure->words;
  for (uint32_t i = 0; i < columns.count; ++i) {
    const Source& source = *columns.sources[i];
    const Slot& slot = *source.slot;
    const uint64_t bit = uint64_t{1} << (slot.bit % 64);
    const bool alone = source.absent == &source;
    bool given = !alone && has_value(source, row);
    FactsError error = FactsError::None;
    Reading in{image, arena, problem, PHEP_OK};
    if (given) {
      bool unknown = false;
      error = read_cell(in, source, row, base + slot.offset, &unknown);
      if (in.status != PHEP_OK) return in.status;
      given = !unknown;
    }
    if (source.absent != nullptr && has_value(*source.absent, row) &&
        bit_at(source.absent->data, source.absent->first + row)) {
      if (given) {
        error = FactsError::AbsentWithValue;
      } else if (error == FactsError::None) {
        known[slot.bit / 64] |= bit;
      }
    }
    if (error != FactsError::None) {
      *problem = {error, &slot, string_at(image, slot.path)};
      return PHEP_BAD_FACTS;
    }
    if (!given) continue;
    known[slot.bit / 64] |= bit;
    present[slot.bit / 64] |= bit;
  }
  return PHEP_OK;
}

}  // namespace phep::runtime
