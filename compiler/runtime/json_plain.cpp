#include "compiler/runtime/json_plain.h"

#include "compiler/runtime/date.h"

namespace phep::runtime {

namespace {

template <class T>
const char* stored(char* field, T value, const char* end) {
  __builtin_memcpy(field, &value, sizeof value);
  return end;
}

bool in_range(const Slot& slot, int64_t value) {
  return (slot.flags & kRanged) == 0 || (value >= slot.lo && value <= slot.hi);
}

const char* take_bool(const Reader& in, const char* at, char* field) {
  const auto left = static_cast<size_t>(in.end - at);
  if (left >= 4 && __builtin_memcmp(at, "true", 4) == 0) return stored(field, uint8_t{1}, at + 4);
  if (left >= 5 && __builtin_memcmp(at, "false", 5) == 0) return stored(field, uint8_t{0}, at + 5);
  return nullptr;
}

// At most 18 digits, which no 64 bits overflow, and something behind them that ends a value.
const char* take_integer(const Reader& in, const Slot& slot, const char* at, char* field) {
  constexpr int kMostDigits = 18;
  const bool negative = at != in.end && *at == '-';
  if (negative) ++at;
  const char* const first = at;
  int64_t value = 0;
  while (at != in.end && *at >= '0' && *at <= '9' && at - first < kMostDigits)
    value = value * 10 + (*at++ - '0');
  if (at == first || at == in.end || (*first == '0' && at - first > 1)) return nullptr;
  if (*at != ',' && *at != '}' && *at != ']' && *at != ' ' && *at != '\n') return nullptr;
  if (negative) value = -value;
  return in_range(slot, value) ? stored(field, value, at) : nullptr;
}

const char* take_date(const Reader& in, const Slot& slot, const char* at, char* field) {
  constexpr uint32_t kLength = 10;
  if (in.end - at < int{kLength} + 2 || at[0] != '"' || at[kLength + 1] != '"') return nullptr;
  int32_t date = 0;
  if (!parse_date(at + 1, kLength, &date) || !in_range(slot, date)) return nullptr;
  return stored(field, date, at + kLength + 2);
}

const char* take_instant(const Reader& in, const char* at, char* field) {
  constexpr int kLongest = 40;
  if (at == in.end || *at != '"') return nullptr;
  const char* const text = ++at;
  while (at != in.end && *at != '"' && at - text < kLongest) ++at;
  int64_t moment = 0;
  if (at == in.end || *at != '"' ||
      parse_instant(text, static_cast<uint32_t>(at - text), &moment) != InstantStatus::Ok)
    return nullptr;
  return stored(field, moment, at + 1);
}

// A member in quotes: its index, or null.
const char* take_member(const Reader& in, const EnumTable& table, const char* at,
                        uint32_t* member) {
  if (at == in.end || *at != '"') return nullptr;
  const uint32_t* const members = operands_at(in.image, table.members.first);
  const auto left = static_cast<uint64_t>(in.end - at);
  for (uint32_t i = 0; i < table.members.count; ++i) {
    const String name = string_at(in.image, members[i]);
    if (left < uint64_t{name.length} + 2 || at[name.length + 1] != '"' ||
        !same_bytes(at + 1, name.data, name.length))
      continue;
    *member = i;
    return at + name.length + 2;
  }
  return nullptr;
}

const char* take_set(const Reader& in, const EnumTable& table, const char* at, char* field) {
  if (at == in.end || *at != '[') return nullptr;
  ++at;
  uint64_t set = 0;
  if (at != in.end && *at == ']') return stored(field, set, at + 1);
  for (;;) {
    uint32_t member = 0;
    at = take_member(in, table, at, &member);
    if (at == nullptr || at == in.end || member >= 64 || (set >> member & 1) != 0) return nullptr;
    set |= uint64_t{1} << member;
    if (*at == ']') return stored(field, set, at + 1);
    if (*at != ',') return nullptr;
    ++at;
    if (at != in.end && *at == ' ') ++at;
  }
}

}  // namespace

const char* take_plain(const Reader& in, const Slot& slot, const char* at, char* field) {
  const auto table = [&]() -> const EnumTable& {
    return items<EnumTable>(in.image, in.image->enums)[slot.type];
  };
  switch (slot.kind) {
    case Kind::Bool: return take_bool(in, at, field);
    case Kind::Int:
    case Kind::Money: return take_integer(in, slot, at, field);
    case Kind::Date: return take_date(in, slot, at, field);
    case Kind::Instant: return take_instant(in, at, field);
    case Kind::Enum: {
      uint32_t member = 0;
      const char* const end = take_member(in, table(), at, &member);
      return end == nullptr ? nullptr : stored(field, static_cast<int32_t>(member), end);
    }
    case Kind::Set: return take_set(in, table(), at, field);
    case Kind::Decimal:
    case Kind::Amount:
    case Kind::Duration:
    case Kind::Text:
    case Kind::Norm: break;
  }
  return nullptr;
}

}  // namespace phep::runtime
