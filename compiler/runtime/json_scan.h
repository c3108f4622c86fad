// JSON tokens for the facts reader: strings and numbers as they stand in the text, and the first
// problem with its JSON pointer. Text is copied only where an escape forces it.
#pragma once

#include "compiler/runtime/runtime.h"
#include "compiler/runtime/sections.h"

#include <stdint.h>

namespace phep::runtime {

// A step of the way to the value being read; the steps live on the stack of the readers.
struct Place {
  const Place* up;  // null: the root
  String key;       // without data: an index
  uint32_t index;
};

// What is being read, and where.
struct Reader {
  const char* begin;
  const char* at;
  const char* end;
  const Header* image;
  Arena& arena;
  FactsProblem* problem;
  Determinations* determinations;  // null: a judgment is a plain value
  int status = 0;                  // PHEP_OK until something failed
};

inline constexpr int kDepthMax = 64;  // nested objects and lists, the root counted

// A place and the slot its value is for: what a problem is reported at.
struct Subject {
  const Place* place;
  uint32_t slot;
  int depth;
};

// A string (unescaped) or a number (as written).
struct Token {
  String text;
  const char* where;  // its first byte in the JSON text
  bool is_string;
  bool is_integer;  // a number without fraction and exponent
};

// All of these return false once something failed, and leave *out alone then.

// The JSON pointer of a place, in the arena.
bool pointer_of(Reader& in, const Place* place, String* out);

// Notes the problem; only the first counts.
bool fail(Reader& in, FactsError error, const Subject& subject, const char* where);

// The value at hand is not of the kind needed: nested too deeply, not JSON, or of the wrong type.
bool fail_type(Reader& in, const Subject& subject);

// Reads a string whose opening quote is at hand.
bool read_string(Reader& in, const Subject& subject, String* out);

// Reads a string or a number; anything else is of the wrong type.
bool read_token(Reader& in, const Subject& subject, Token* out);

// Reads an object that has exactly the two keys, in any order, each with a string or number.
// `missing` is the error when one is not there.
struct PairKeys {
  String key[2];
  FactsError missing;
};
bool read_pair(Reader& in, const Subject& subject, const PairKeys& keys, Token out[2]);

// Whether a text is well-formed UTF-8.
bool is_utf8(String text);

// Whether the literal ("true", "null") is at hand.
template <size_t kSize>
bool literal_is_next(const Reader& in, const char (&text)[kSize]) {
  constexpr size_t kLength = kSize - 1;
  return static_cast<size_t>(in.end - in.at) >= kLength &&
         __builtin_memcmp(in.at, text, kLength) == 0;
}
// It is taken if it is this one.
template <size_t kSize>
bool take_literal(Reader& in, const char (&text)[kSize]) {
  if (!literal_is_next(in, text)) return false;
  in.at += kSize - 1;
  return true;
}

inline void skip_space(Reader& in) {
  while (in.at != in.end && (*in.at == ' ' || *in.at == '\n' || *in.at == '\t' || *in.at == '\r')) {
    ++in.at;
  }
}
inline bool next_is(const Reader& in, char c) {
  return in.at != in.end && *in.at == c;
}

inline bool expect(Reader& in, char c, const Subject& subject) {
  if (next_is(in, c)) {
    ++in.at;
    return true;
  }
  return fail(in, FactsError::Syntax, subject, in.at);
}

// After a member or an element: true at the end of the object or list (`close`), false to go on.
// A comma is taken; anything else fails, so test `in.status`.
bool at_close(Reader& in, char close, const Subject& subject);

}  // namespace phep::runtime
