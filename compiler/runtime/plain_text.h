// Stretches of text that stand in JSON as they are: read and written eight bytes a step.
#pragma once

#include "compiler/runtime/byte_order.h"

#include <stdint.h>

namespace phep::runtime {

// Whether a byte that is not ASCII ends a plain stretch, too.
enum class Beyond : uint8_t { Stops, Passes };

// The first byte that is a quote, a backslash or a control, or `end`.
template <Beyond beyond>
const char* skip_plain(const char* at, const char* end) {
  constexpr uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr uint64_t kHighs = 0x8080'8080'8080'8080;
  while (end - at >= 8) {
    uint64_t word = 0;
    __builtin_memcpy(&word, at, 8);
    word = little_endian(word);
    const uint64_t quote = word ^ (kOnes * '"');
    const uint64_t slash = word ^ (kOnes * '\\');
    const uint64_t found = ((quote - kOnes) & ~quote) | ((slash - kOnes) & ~slash) |
                           ((word - kOnes * 0x20) & ~word) | (beyond == Beyond::Stops ? word : 0);
    // Borrows may mark bytes after the first one, never before it.
    if ((found & kHighs) != 0) return at + __builtin_ctzll(found & kHighs) / 8;
    at += 8;
  }
  for (; at != end; ++at) {
    const auto c = static_cast<unsigned char>(*at);
    if (c == '"' || c == '\\' || c < 0x20 || (beyond == Beyond::Stops && c >= 0x80)) break;
  }
  return at;
}

}  // namespace phep::runtime
