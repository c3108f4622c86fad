// What a decision answered, told as the workload tells answers.
#pragma once

#include "built.h"

namespace phep::engines {

// The canonical text of tests/bench/WORKLOAD.md; policy is "P1", "P2", or "P3-N".
std::string canonical(const Built& built, std::string_view policy, const char* result);

}  // namespace phep::engines
