// The marks of a certificate, as its hexadecimal text spells them.
#pragma once

#include <cstddef>
#include <string_view>

namespace phep::decision {

// Two bits of a mark: 1 true, 2 unknown. Words of 64 bits stand one after another, the most
// significant digit of each first; a digit is two marks.
constexpr unsigned mark_at(std::string_view bits, std::size_t mark) {
  const std::size_t at = mark / 32 * 16 + 15 - mark % 32 / 2;
  if (at >= bits.size()) return 0;
  const char c = bits[at];
  const auto nibble = static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  return nibble >> (mark % 2 * 2) & 3U;
}

}  // namespace phep::decision
