// Decision IR → policy image (compiler/runtime/image.h), and the release id.
#pragma once

#include "compiler/decision/decision.h"

#include <cstdint>
#include <vector>

namespace phep::decision {

// The bytes of the image, 16-aligned in content. Deterministic: equal programs give equal bytes.
// The program must have passed verify().
std::vector<std::uint8_t> encode(const Program& program);

// SHA-256 of the canonical Decision IR (print(program), declarations sorted by qualified name, no
// spans).
std::array<std::uint8_t, 32> release_id(const Program& program);

}  // namespace phep::decision
