// Complete random cases of a decision: every fact known, moments near the moment that is asked
// about.
#pragma once

#include "compiler/decision/decision.h"

#include <cstdint>
#include <random>
#include <string>

namespace phep::tests {

struct BenchCase {
  std::string facts;  // JSON text
  std::int64_t as_of;
};

// One case of the decision with this index; its facts hold no list.
BenchCase random_case(const decision::Program& program, std::size_t decision,
                      std::mt19937_64& seed);

}  // namespace phep::tests
