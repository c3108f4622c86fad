// SHA-256 (FIPS 180-4) of bytes in memory: the name of a release is a digest, not a secret.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace phep {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string hex(const Digest& digest);

}  // namespace phep
