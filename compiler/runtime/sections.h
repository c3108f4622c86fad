// Views into a verified policy image: its sections as arrays, its strings as bytes.
#pragma once

#include "compiler/runtime/image.h"

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

// Bytes that belong to the image or to the facts; never NUL-terminated.
struct String {
  const char* data;
  uint32_t length;
};

template <uint32_t N>
constexpr String literal(const char (&text)[N]) {
  return {text, N - 1};
}

inline bool equal(String a, String b) {
  return a.length == b.length && __builtin_memcmp(a.data, b.data, a.length) == 0;
}

// Order of canonical JSON: bytes, then length.
inline int compare(String a, String b) {
  const uint32_t shared = a.length < b.length ? a.length : b.length;
  const int order = __builtin_memcmp(a.data, b.data, shared);
  if (order != 0) return order;
  return a.length < b.length ? -1 : a.length > b.length ? 1 : 0;
}

// The items of one section: items<Slot>(image, image->slots)[i].
template <class T>
inline const T* items(const Header* image, Section section) {
  return reinterpret_cast<const T*>(reinterpret_cast<const char*>(image) + section.offset);
}

inline String string_at(const Header* image, uint32_t index) {
  const Range range = items<Range>(image, image->strings)[index];
  return {items<char>(image, image->bytes) + range.first, range.count};
}

// The qualified name of a symbol.
inline String symbol_at(const Header* image, uint32_t symbol) {
  return string_at(image, items<uint32_t>(image, image->symbols)[symbol]);
}

inline const uint32_t* operands_at(const Header* image, uint32_t first) {
  return items<uint32_t>(image, image->operands) + first;
}

}  // namespace phep::runtime
