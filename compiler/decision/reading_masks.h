// Which readings each part of an answer may hang on: under another option of one, only those parts
// have to be decided again.
#pragma once

#include "compiler/decision/decision.h"

#include <cstdint>
#include <vector>

namespace phep::decision {

// Bit i: the i-th of the decision's readings; readings beyond the 64th have no bit.
struct ReadingMasks {
  std::vector<std::uint64_t> outputs;  // by output
  std::vector<std::uint64_t> norms;    // by norm output
};

// What the registers of each part lead to, of functions that are called everything. Total; the
// program must be lowered whole.
ReadingMasks reading_masks(const Program& program, const Decision& decision);

}  // namespace phep::decision
