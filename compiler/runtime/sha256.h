// SHA-256 (FIPS 180-4) of bytes in memory: what names a release, a calendar, a determination is a
// digest, not a secret. Freestanding.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

inline constexpr uint32_t kDigestBytes = 32;

void sha256(const char* data, size_t length, uint8_t digest[kDigestBytes]);

}  // namespace phep::runtime
