// How long a call of a WebAssembly module may run: `phep build` sets its meter to this, and
// `phep inspect --verify` holds what it finds against it.
#pragma once

#include <stdint.h>

namespace phep::runtime {

// Rounds of loops, and calls of functions that may call themselves, before a call ends in
// PHEP_LIMIT. `bound` is the largest step bound of the module's decisions. A text of 16 MiB is read
// and written in far less than 2^32 rounds. A step may be taken again in each of 1,025 completions,
// in 64 worlds of a calendar, for each figure of an answer and each reading, and walks some
// thousand days: 2^32 rounds are beyond what a sound module needs, so the meter never changes an
// answer.
constexpr uint64_t meter_limit(uint64_t bound) {
  constexpr uint64_t kMostSteps = (uint64_t{1} << 30) - 1;
  return ((bound < kMostSteps ? bound : kMostSteps) + 1) << 32;
}

}  // namespace phep::runtime
