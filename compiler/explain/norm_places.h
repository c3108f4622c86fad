// The norms of an answer, and the calls that gave them.
#pragma once

#include "compiler/explain/replay.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::explain {

// A norm of the answer, and where it is asked.
struct NormPlace {
  std::string key;
  const decision::NormOutput* output;
  std::uint64_t element = 0;  // of output->list, if that exists; or the number of an occurrence
};

// Every norm of the answer, those of lists and recurring ones element by element.
std::vector<NormPlace> norm_places(Replay& replay);

// The scope of the one function that holds the norm.
const Scope& open_norm(Replay& replay, const NormPlace& place);

// The moment of the trigger, of a date its 00:00; nothing where there is none or it is not known.
std::optional<std::int64_t> trigger_moment(const Scope& scope, const decision::NormSpec& spec);

// The day whose law decides: that of the trigger, without one that of as_of; what was asked for
// overrides both.
std::int64_t law_day(const Replay& replay, const Scope& scope, const decision::NormSpec& spec);

}  // namespace phep::explain
