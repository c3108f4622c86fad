#include "compiler/runtime/json_print.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/json_values.h"
#include "compiler/runtime/plain_text.h"

namespace phep::runtime {

namespace {

void put_amount(Writer& writer, const Header* image, uint32_t currency, const char* amount,
                uint32_t length);
void put_member(Writer& writer, const Header* image, uint32_t type, uint64_t member);
void put_set(Writer& writer, const Header* image, uint32_t type, uint64_t set);
void put_object(Writer& writer, const Header* image, const Struct& structure, const char* base,
                uint32_t node);
bool put_key(Writer& writer, const Header* image, const Struct& structure, const char* base,
             const KeyNode& key, bool first);
void put_slot(Writer& writer, const Header* image, const Slot& slot, const char* base);
bool is_partial(const Header* image, const Struct& structure, const char* base,
                const ObjectNode& node);

template <class T>
T load(const char* from) {
  T value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

}  // namespace

void put_integer(Writer& writer, int64_t value) {
  char text[20];
  uint32_t at = sizeof text;
  uint64_t rest = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  do {
    text[--at] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) text[--at] = '-';
  put(writer, text + at, sizeof text - at);
}

void put_hex(Writer& writer, const uint8_t* bytes, uint32_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (uint32_t i = 0; i < count; ++i) {
    put(writer, kDigits[bytes[i] >> 4]);
    put(writer, kDigits[bytes[i] & 15]);
  }
}

void put_hex(Writer& writer, uint64_t word) {
  uint8_t bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<uint8_t>(word >> (56 - 8 * i));
  put_hex(writer, bytes, 8);
}

void put_string(Writer& writer, String text) {
  put(writer, '"');
  put_escaped(writer, text);
  put(writer, '"');
}

void put_escaped(Writer& writer, String text) {
  const char* at = text.data;
  const char* const end = at + text.length;
  for (;;) {
    const char* const stop = skip_plain<Beyond::Passes>(at, end);
    put(writer, at, static_cast<size_t>(stop - at));
    if (stop == end) return;
    const auto c = static_cast<uint8_t>(*stop);
    put(writer, '\\');
    if (c >= 0x20) {
      put(writer, static_cast<char>(c));
    } else {
      put(writer, "u00");
      put_hex(writer, &c, 1);
    }
    at = stop + 1;
  }
}

void put_date(Writer& writer, int64_t date) {
  char text[kDateTextMax + 2];
  text[0] = '"';
  const uint32_t length = print_date(static_cast<int32_t>(date), text + 1);
  text[length + 1] = '"';
  put(writer, text, length + 2);
}

void put_instant(Writer& writer, int64_t ms) {
  char text[kInstantTextMax + 2];
  text[0] = '"';
  const uint32_t length = print_instant(ms, text + 1);
  text[length + 1] = '"';
  put(writer, text, length + 2);
}

void put_known(Writer& writer, const Header* image, ValueType type, const phep_value& value) {
  char text[kDecimalTextMax];
  switch (type.kind) {
    case Kind::Bool: return value.a != 0 ? put(writer, "true") : put(writer, "false");
    case Kind::Int: return put_integer(writer, static_cast<int64_t>(value.a));
    case Kind::Decimal: {
      const uint32_t length = print_decimal({value.a, value.b}, text);
      return put_string(writer, {text, length});
    }
    case Kind::Money: {
      Writer amount{text, sizeof text, 0};
      put_integer(amount, static_cast<int64_t>(value.a));
      return put_amount(writer, image, type.type, text, static_cast<uint32_t>(amount.length));
    }
    case Kind::Amount: {
      const uint32_t length = print_decimal({value.a, value.b}, text);
      return put_amount(writer, image, type.type, text, length);
    }
    case Kind::Date: return put_date(writer, static_cast<int64_t>(value.a));
    case Kind::Instant: return put_instant(writer, static_cast<int64_t>(value.a));
    case Kind::Duration:
      put(writer, "{\"n\":");
      put_integer(writer, static_cast<int64_t>(value.a));
      put(writer, ",\"unit\":");
      put_string(writer, unit_name(static_cast<uint32_t>(value.b)));
      return put(writer, '}');
    case Kind::Text:
      return put_string(writer, {reinterpret_cast<const char*>(static_cast<uintptr_t>(value.a)),
                                 static_cast<uint32_t>(value.b)});
    case Kind::Enum: return put_member(writer, image, type.type, value.a);
    case Kind::Set: return put_set(writer, image, type.type, value.a);
    case Kind::Norm: break;  // norms are no values of an answer: they have their own place in it
  }
  put(writer, "null");
}

phep_value field_value(const Slot& slot, const char* base) {
  const char* const field = base + slot.offset;
  phep_value value{};
  switch (slot.kind) {
    case Kind::Bool: value.a = load<uint8_t>(field); break;
    case Kind::Enum:
    case Kind::Date: value.a = static_cast<uint64_t>(int64_t{load<int32_t>(field)}); break;
    case Kind::Int:
    case Kind::Money:
    case Kind::Instant:
    case Kind::Set: value.a = load<uint64_t>(field); break;
    case Kind::Decimal:
    case Kind::Amount:
    case Kind::Duration:
      value.a = load<uint64_t>(field);
      value.b = load<uint64_t>(field + 8);
      break;
    case Kind::Text:
      value.a = load<phep_text>(field).data.slot;
      value.b = load<phep_text>(field).length;
      break;
    case Kind::Norm: break;
  }
  return value;
}

bool is_known(const Struct& structure, const char* base, uint32_t bit) {
  const char* const words = base + (structure.root != 0 ? 8 : 0);
  return (load<uint64_t>(words + size_t{bit / 64} * 8) >> (bit % 64) & 1) != 0;
}

bool is_present(const Struct& structure, const char* base, uint32_t bit) {
  return is_known(structure, base + size_t{structure.words} * 8, bit);
}

int write_facts(const Header* image, uint32_t decision, const void* facts, char* out,
                size_t capacity, size_t* written) {
  if (image == nullptr || facts == nullptr || written == nullptr ||
      decision >= image->decisions.count) {
    return PHEP_BAD_ARGUMENT;
  }
  const uint32_t root = items<Decision>(image, image->decisions)[decision].structure;
  const Struct& structure = items<Struct>(image, image->structs)[root];
  Writer writer{out, capacity, 0};
  put_object(writer, image, structure, static_cast<const char*>(facts), structure.node);
  *written = writer.length;
  return writer.length <= capacity ? PHEP_OK : PHEP_SMALL_ARENA;
}

void put_problem(Writer& writer, const FactsProblem& problem) {
  put(writer, "{\"error\":{\"at\":");
  put_string(writer, {problem.pointer, problem.pointer_length});
  put(writer, ",\"code\":");
  put_string(writer, facts_error_name(problem.error));
  put(writer, ",\"offset\":");
  put_integer(writer, problem.offset);
  put(writer, "}}");
}

String facts_error_name(FactsError error) {
  switch (error) {
    case FactsError::None: return literal("none");
    case FactsError::Syntax: return literal("syntax");
    case FactsError::BadUtf8: return literal("bad_utf8");
    case FactsError::LoneSurrogate: return literal("lone_surrogate");
    case FactsError::DuplicateKey: return literal("duplicate_key");
    case FactsError::UnknownKey: return literal("unknown_key");
    case FactsError::WrongType: return literal("wrong_type");
    case FactsError::OutOfRange: return literal("out_of_range");
    case FactsError::TooLong: return literal("too_long");
    case FactsError::NotAMember: return literal("not_a_member");
    case FactsError::NullNotAllowed: return literal("null_not_allowed");
    case FactsError::BadDate: return literal("bad_date");
    case FactsError::BadInstant: return literal("bad_instant");
    case FactsError::BadMoney: return literal("bad_money");
    case FactsError::BadDecimal: return literal("bad_decimal");
    case FactsError::Depth: return literal("depth");
    case FactsError::TooLarge: return literal("too_large");
    case FactsError::TrailingText: return literal("trailing_text");
    case FactsError::MissingKey: return literal("missing_key");
    case FactsError::AbsentWithValue: return literal("absent_with_value");
  }
  return literal("none");
}

namespace {

void put_amount(Writer& writer, const Header* image, uint32_t currency, const char* amount,
                uint32_t length) {
  put(writer, "{\"amount\":");
  put_string(writer, {amount, length});
  if (currency != kNone) {
    put(writer, ",\"currency\":");
    put_string(writer, string_at(image, currency));
  }
  put(writer, '}');
}

void put_member(Writer& writer, const Header* image, uint32_t type, uint64_t member) {
  const EnumTable& table = items<EnumTable>(image, image->enums)[type];
  if (member >= table.members.count) return put(writer, "null");
  put_string(writer, string_at(image, operands_at(image, table.members.first)[member]));
}

// The members in order of bytes: each time the least that comes after the last.
void put_set(Writer& writer, const Header* image, uint32_t type, uint64_t set) {
  const EnumTable& table = items<EnumTable>(image, image->enums)[type];
  const uint32_t* const members = operands_at(image, table.members.first);
  const uint32_t count = table.members.count < 64 ? table.members.count : 64;
  put(writer, '[');
  for (bool first = true;; first = false) {
    uint32_t least = kNone;
    for (uint32_t i = 0; i < count; ++i) {
      if ((set >> i & 1) == 0) continue;
      if (least == kNone ||
          compare(string_at(image, members[i]), string_at(image, members[least])) < 0) {
        least = i;
      }
    }
    if (least == kNone) break;
    set &= ~(uint64_t{1} << least);
    if (!first) put(writer, ',');
    put_string(writer, string_at(image, members[least]));
  }
  put(writer, ']');
}

void put_object(Writer& writer, const Header* image, const Struct& structure, const char* base,
                uint32_t node) {
  constexpr String kPartial{"$partial", 8};
  const ObjectNode& object = items<ObjectNode>(image, image->objects)[node];
  const KeyNode* const keys = items<KeyNode>(image, image->keys) + object.keys.first;
  bool partial = object.closed != 0 && is_partial(image, structure, base, object);
  bool first = true;
  put(writer, '{');
  for (uint32_t i = 0; i < object.keys.count; ++i) {
    if (partial && compare(kPartial, string_at(image, keys[i].key)) < 0) {
      put(writer, first ? "\"$partial\":true" : ",\"$partial\":true", first ? 15 : 16);
      partial = false;
      first = false;
    }
    if (put_key(writer, image, structure, base, keys[i], first)) first = false;
  }
  if (partial) put(writer, first ? "\"$partial\":true" : ",\"$partial\":true", first ? 15 : 16);
  put(writer, '}');
}

// Whether anything was written: an unknown fact has no key.
bool put_key(Writer& writer, const Header* image, const Struct& structure, const char* base,
             const KeyNode& key, bool first) {
  const Slot* const slot =
      key.slot == kNone ? nullptr : items<Slot>(image, image->slots) + key.slot;
  if (slot != nullptr && !is_known(structure, base, slot->bit)) return false;
  if (!first) put(writer, ',');
  put_string(writer, string_at(image, key.key));
  put(writer, ':');
  if (slot != nullptr && !is_present(structure, base, slot->bit)) {
    put(writer, "null");
  } else if (key.object != kNone) {
    put_object(writer, image, structure, base, key.object);
  } else {
    put_slot(writer, image, *slot, base);
  }
  return true;
}

void put_slot(Writer& writer, const Header* image, const Slot& slot, const char* base) {
  if (slot.is_list == 0) {
    return put_known(writer, image, {slot.kind, slot.type}, field_value(slot, base));
  }
  const auto list = load<phep_list>(base + slot.offset);
  const Struct& element = items<Struct>(image, image->structs)[slot.type];
  const char* at = reinterpret_cast<const char*>(static_cast<uintptr_t>(list.items.slot));
  put(writer, '[');
  for (uint32_t i = 0; i < list.length; ++i, at += element.size) {
    if (i != 0) put(writer, ',');
    if (element.node != kNone) {
      put_object(writer, image, element, at, element.node);
    } else {
      const Slot& only = items<Slot>(image, image->slots)[element.slots.first];
      if (is_present(element, at, only.bit)) {
        put_slot(writer, image, only, at);
      } else {
        put(writer, "null");
      }
    }
  }
  put(writer, ']');
}

// Whether a closed record lacks facts that its missing keys would say were not done.
bool is_partial(const Header* image, const Struct& structure, const char* base,
                const ObjectNode& node) {
  const KeyNode* const keys = items<KeyNode>(image, image->keys) + node.keys.first;
  for (uint32_t i = 0; i < node.keys.count; ++i) {
    if (keys[i].slot == kNone) continue;
    const Slot& slot = items<Slot>(image, image->slots)[keys[i].slot];
    if (!is_known(structure, base, slot.bit)) return true;
  }
  return false;
}

}  // namespace

}  // namespace phep::runtime
