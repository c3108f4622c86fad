// The plain lane of the facts reader: a value in the spelling that programs write, taken at once.
#pragma once

#include "compiler/runtime/json_scan.h"

namespace phep::runtime {

// Takes the value at `at` into its field if it is plain: true or false, a short integer, a date, a
// moment or member without escapes, a set of such. Returns where it ends, or null, and then nothing
// is written: the full reader reads it, or tells what is wrong.
const char* take_plain(const Reader& in, const Slot& slot, const char* at, char* field);

template <class Word>
bool same_word(const char* a, const char* b) {
  Word x = 0;
  Word y = 0;
  __builtin_memcpy(&x, a, sizeof x);
  __builtin_memcpy(&y, b, sizeof y);
  return x == y;
}

// Whether these bytes are the same: word by word, the last word overlapping the one before it.
inline bool same_bytes(const char* a, const char* b, uint32_t length) {
  if (length >= 8) {
    for (uint32_t i = 0; i + 8 < length; i += 8) {
      if (!same_word<uint64_t>(a + i, b + i)) return false;
    }
    return same_word<uint64_t>(a + length - 8, b + length - 8);
  }
  if (length >= 4)
    return same_word<uint32_t>(a, b) && same_word<uint32_t>(a + length - 4, b + length - 4);
  for (uint32_t i = 0; i < length; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace phep::runtime
