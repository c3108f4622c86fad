// Canonical JSON out: no white space, keys in byte order, the least escapes, exact numbers.
#pragma once

#include "compiler/runtime/runtime.h"
#include "compiler/runtime/sections.h"

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

// A buffer being filled. `length` goes on counting past `capacity`, so that a second try has room.
struct Writer {
  char* out;
  size_t capacity;
  size_t length;
};

inline void put(Writer& writer, const char* text, size_t length) {
  if (length <= writer.capacity && writer.length <= writer.capacity - length) {
    __builtin_memcpy(writer.out + writer.length, text, length);
  }
  writer.length += length;
}
inline void put(Writer& writer, char c) {
  if (writer.length < writer.capacity) writer.out[writer.length] = c;
  ++writer.length;
}
template <size_t N>
inline void put(Writer& writer, const char (&text)[N]) {
  put(writer, text, N - 1);
}

void put_integer(Writer& writer, int64_t value);
void put_hex(Writer& writer, const uint8_t* bytes, uint32_t count);
void put_hex(Writer& writer, uint64_t word);  // sixteen digits
// With quotes, and without.
void put_string(Writer& writer, String text);
void put_escaped(Writer& writer, String text);
// Quoted "2026-03-02" and "2026-05-04T17:00:00Z".
void put_date(Writer& writer, int64_t date);
void put_instant(Writer& writer, int64_t ms);

// What is needed to print a value: its kind, and the enum (Enum, Set) or currency string (Money,
// Amount) or kNone.
struct ValueType {
  Kind kind;
  uint32_t type;
};

// A value whose tag is PHEP_KNOWN.
void put_known(Writer& writer, const Header* image, ValueType type, const phep_value& value);

// The value that a struct's field holds. The field must be known and present, and no list.
phep_value field_value(const Slot& slot, const char* base);

// Whether a struct's bit is set: known, and present.
bool is_known(const Struct& structure, const char* base, uint32_t bit);
bool is_present(const Struct& structure, const char* base, uint32_t bit);

// Writes facts as the canonical text that read_facts makes the same facts of. Returns a
// phep_status; *written as in write_result.
int write_facts(const Header* image, uint32_t decision, const void* facts, char* out,
                size_t capacity, size_t* written);

// {"error":{"at":pointer,"code":"wrong_type","offset":7}}
void put_problem(Writer& writer, const FactsProblem& problem);
String facts_error_name(FactsError error);

}  // namespace phep::runtime
