#include "compiler/runtime/json_values.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"

namespace phep::runtime {

namespace {

bool read_bool(Reader& in, const Subject& subject, char* field);
bool read_integer(Reader& in, const Slot& slot, const Subject& subject, char* field);
bool read_decimal(Reader& in, const Subject& subject, char* field);
bool read_money(Reader& in, const Slot& slot, const Subject& subject, char* field);
bool read_date(Reader& in, const Slot& slot, const Subject& subject, char* field);
bool read_instant(Reader& in, const Subject& subject, char* field);
bool read_duration(Reader& in, const Subject& subject, char* field);
bool read_text(Reader& in, const Subject& subject, char* field);
bool read_enum(Reader& in, const Slot& slot, const Subject& subject, char* field);
bool read_set(Reader& in, const Slot& slot, const Subject& subject, char* field);

bool read_string_token(Reader& in, const Subject& subject, Token* out);
NumberStatus parse_integer(String text, int64_t* out, bool* well_formed);

template <class T>
bool store(char* field, T value) {
  __builtin_memcpy(field, &value, sizeof value);
  return true;
}

}  // namespace

bool read_value(Reader& in, const Slot& slot, const Subject& subject, char* field) {
  switch (slot.kind) {
    case Kind::Bool: return read_bool(in, subject, field);
    case Kind::Int: return read_integer(in, slot, subject, field);
    case Kind::Decimal:
    case Kind::Amount: return read_decimal(in, subject, field);
    case Kind::Money: return read_money(in, slot, subject, field);
    case Kind::Date: return read_date(in, slot, subject, field);
    case Kind::Instant: return read_instant(in, subject, field);
    case Kind::Duration: return read_duration(in, subject, field);
    case Kind::Text: return read_text(in, subject, field);
    case Kind::Enum: return read_enum(in, slot, subject, field);
    case Kind::Set: return read_set(in, slot, subject, field);
    case Kind::Norm: break;  // no fact is a norm
  }
  return fail(in, FactsError::WrongType, subject, in.at);
}

String unit_name(uint32_t unit) {
  constexpr String kNames[kUnitCount] = {
      literal("hours"),  literal("days"),     literal("working_days"), literal("weeks"),
      literal("months"), literal("quarters"), literal("years")};
  return kNames[unit < kUnitCount ? unit : 0];
}

namespace {

bool read_bool(Reader& in, const Subject& subject, char* field) {
  if (take_literal(in, "true")) return store(field, uint8_t{1});
  if (take_literal(in, "false")) return store(field, uint8_t{0});
  return fail_type(in, subject);
}

bool read_integer(Reader& in, const Slot& slot, const Subject& subject, char* field) {
  Token token{};
  if (!read_token(in, subject, &token)) return false;
  if (token.is_string || !token.is_integer) {
    return fail(in, FactsError::WrongType, subject, token.where);
  }
  int64_t value = 0;
  bool well_formed = false;
  if (parse_integer(token.text, &value, &well_formed) != NumberStatus::Ok ||
      !in_range(slot, value)) {
    return fail(in, FactsError::OutOfRange, subject, token.where);
  }
  return store(field, value);
}

bool read_decimal(Reader& in, const Subject& subject, char* field) {
  Token token{};
  if (!read_token(in, subject, &token)) return false;
  Number number{};
  if (!parse_decimal(token.text.data, token.text.length, !token.is_string, &number) ||
      number.status == NumberStatus::NeedsRounding) {
    return fail(in, FactsError::BadDecimal, subject, token.where);
  }
  if (number.status != NumberStatus::Ok) {
    return fail(in, FactsError::OutOfRange, subject, token.where);
  }
  return store(field, number.value);
}

// {"amount":"3000000","currency":"VND"}, or the minor units alone as an integer or a string of one.
bool read_money(Reader& in, const Slot& slot, const Subject& subject, char* field) {
  Token amount{};
  if (next_is(in, '{')) {
    const PairKeys keys{{literal("amount"), literal("currency")}, FactsError::BadMoney};
    Token pair[2] = {};
    if (!read_pair(in, subject, keys, pair)) return false;
    if (!pair[1].is_string ||
        (slot.type != kNone && !equal(pair[1].text, string_at(in.image, slot.type)))) {
      return fail(in, FactsError::BadMoney, subject, pair[1].where);
    }
    amount = pair[0];
  } else if (!read_token(in, subject, &amount)) {
    return false;
  }
  int64_t value = 0;
  bool well_formed = false;
  const NumberStatus status = parse_integer(amount.text, &value, &well_formed);
  if (!well_formed) return fail(in, FactsError::BadMoney, subject, amount.where);
  if (status != NumberStatus::Ok || !in_range(slot, value)) {
    return fail(in, FactsError::OutOfRange, subject, amount.where);
  }
  return store(field, value);
}

bool read_date(Reader& in, const Slot& slot, const Subject& subject, char* field) {
  Token token{};
  if (!read_string_token(in, subject, &token)) return false;
  int32_t date = 0;
  if (!parse_date(token.text.data, token.text.length, &date)) {
    return fail(in, FactsError::BadDate, subject, token.where);
  }
  if (!in_range(slot, date)) return fail(in, FactsError::OutOfRange, subject, token.where);
  return store(field, date);
}

bool read_instant(Reader& in, const Subject& subject, char* field) {
  Token token{};
  if (!read_string_token(in, subject, &token)) return false;
  int64_t ms = 0;
  switch (parse_instant(token.text.data, token.text.length, &ms)) {
    case InstantStatus::Ok: return store(field, ms);
    case InstantStatus::Malformed: break;
    case InstantStatus::OutOfRange: return fail(in, FactsError::OutOfRange, subject, token.where);
  }
  return fail(in, FactsError::BadInstant, subject, token.where);
}

// {"n":3,"unit":"working_days"}
bool read_duration(Reader& in, const Subject& subject, char* field) {
  if (!next_is(in, '{')) return fail_type(in, subject);
  const PairKeys keys{{literal("n"), literal("unit")}, FactsError::WrongType};
  Token pair[2] = {};
  if (!read_pair(in, subject, keys, pair)) return false;
  const Place n_place{subject.place, keys.key[0], 0};
  const Place unit_place{subject.place, keys.key[1], 0};
  const Subject n{&n_place, subject.slot, subject.depth + 1};
  const Subject unit{&unit_place, subject.slot, subject.depth + 1};
  if (pair[0].is_string || !pair[0].is_integer) {
    return fail(in, FactsError::WrongType, n, pair[0].where);
  }
  if (!pair[1].is_string) return fail(in, FactsError::WrongType, unit, pair[1].where);
  int64_t count = 0;
  bool well_formed = false;
  if (parse_integer(pair[0].text, &count, &well_formed) != NumberStatus::Ok || count < 0) {
    return fail(in, FactsError::OutOfRange, n, pair[0].where);
  }
  for (uint32_t i = 0; i < kUnitCount; ++i) {
    if (!equal(unit_name(i), pair[1].text)) continue;
    store(field, count);
    return store(field + 8, int64_t{i});
  }
  return fail(in, FactsError::NotAMember, unit, pair[1].where);
}

bool read_text(Reader& in, const Subject& subject, char* field) {
  Token token{};
  if (!read_string_token(in, subject, &token)) return false;
  phep_text text{};
  text.data.slot = reinterpret_cast<uintptr_t>(token.text.data);  // all eight bytes on every target
  text.length = token.text.length;
  return store(field, text);
}

bool read_enum(Reader& in, const Slot& slot, const Subject& subject, char* field) {
  Token token{};
  if (!read_string_token(in, subject, &token)) return false;
  uint32_t member = 0;
  if (!find_member(in.image, slot.type, token.text, &member)) {
    return fail(in, FactsError::NotAMember, subject, token.where);
  }
  return store(field, static_cast<int32_t>(member));
}

bool read_set(Reader& in, const Slot& slot, const Subject& subject, char* field) {
  if (!next_is(in, '[')) return fail_type(in, subject);
  ++in.at;
  skip_space(in);
  uint64_t set = 0;
  bool closed = next_is(in, ']');
  if (closed) ++in.at;
  for (uint32_t index = 0; !closed; ++index) {
    const Place place{subject.place, {nullptr, 0}, index};
    const Subject element{&place, subject.slot, subject.depth + 1};
    Token token{};
    if (!read_string_token(in, element, &token)) return false;
    uint32_t member = 0;
    if (!find_member(in.image, slot.type, token.text, &member) || member >= 64) {
      return fail(in, FactsError::NotAMember, element, token.where);
    }
    const uint64_t bit = uint64_t{1} << member;
    if ((set & bit) != 0) return fail(in, FactsError::DuplicateKey, element, token.where);
    set |= bit;
    closed = at_close(in, ']', subject);
    if (in.status != PHEP_OK) return false;
  }
  return store(field, set);
}

bool read_string_token(Reader& in, const Subject& subject, Token* out) {
  if (!next_is(in, '"')) return fail_type(in, subject);
  out->where = in.at;
  out->is_string = true;
  return read_string(in, subject, &out->text);
}

// Integer notation as JSON has it: an optional minus and digits without needless zeros.
NumberStatus parse_integer(String text, int64_t* out, bool* well_formed) {
  const bool negative = text.length > 0 && text.data[0] == '-';
  const uint32_t first = negative ? 1 : 0;
  const uint32_t digits = text.length - first;
  *well_formed = digits > 0 && (digits == 1 || text.data[first] != '0');
  uint64_t value = 0;
  for (uint32_t i = first; i < text.length; ++i) {
    const auto digit = static_cast<uint32_t>(text.data[i] - '0');
    if (digit > 9) {
      *well_formed = false;
      break;
    }
    value = value * 10 + digit;  // of too many digits nothing is used
  }
  constexpr uint32_t kMostDigits = 19;  // of 64 bits with a sign, and 20 would still fit without
  const uint64_t limit = negative ? uint64_t{1} << 63 : uint64_t{INT64_MAX};
  if (!*well_formed || digits > kMostDigits || value > limit) return NumberStatus::Overflow;
  *out = static_cast<int64_t>(negative ? 0 - value : value);
  return NumberStatus::Ok;
}

}  // namespace

bool in_range(const Slot& slot, int64_t value) {
  return (slot.flags & kRanged) == 0 || (value >= slot.lo && value <= slot.hi);
}

bool find_member(const Header* image, uint32_t type, String name, uint32_t* out) {
  const EnumTable& table = items<EnumTable>(image, image->enums)[type];
  const uint32_t* const members = operands_at(image, table.members.first);
  for (uint32_t i = 0; i < table.members.count; ++i) {
    if (equal(string_at(image, members[i]), name)) {
      *out = i;
      return true;
    }
  }
  return false;
}

}  // namespace phep::runtime
