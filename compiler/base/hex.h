// Bytes as hexadecimal digits, two each, in small letters.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace phep {

inline std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

}  // namespace phep
