// What a decision answered: read from its JSON into the result struct, and told as the workload
// tells answers.
#pragma once

#include "built.h"

namespace phep::engines {

// Puts the outputs of a canonical JSON answer where `decide` would have put them. False for an
// answer of which one is not simply known.
bool read_answer(const Built& built, std::string_view json, char* result);

// The canonical text of tests/bench/WORKLOAD.md; policy is "P1", "P2", or "P3-N".
std::string canonical(const Built& built, std::string_view policy, const char* result);

}  // namespace phep::engines
