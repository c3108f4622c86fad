#include "compiler/cli/digest.h"

#include "compiler/base/hex.h"
#include "compiler/runtime/sha256.h"

#include <array>
#include <cstdint>

namespace phep::cli {

std::string hex_digest(std::string_view bytes) {
  std::array<std::uint8_t, runtime::kDigestBytes> digest{};
  runtime::sha256(bytes.data(), bytes.size(), digest.data());
  return hex(digest);
}

}  // namespace phep::cli
