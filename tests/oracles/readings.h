// An answer names the readings that it rests on: held against deciding anew, whole, under each
// option of each reading. (The runtime decides anew only the parts that a reading may touch, and
// mostly compares values in place of texts.)
#pragma once

#include "tests/oracles/tally.h"

#include <cstdint>
#include <string>

namespace phep::tests {

// So many random cases of each decision of `vn.entry.*` that has readings: one in two complete.
Tally check_readings(std::uint64_t cases, std::uint64_t seed, const std::string& engine);

}  // namespace phep::tests
