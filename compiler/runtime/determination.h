// Determinations: what a person has found of a judgment, with author, day, basis and expiry, as the
// facts state it under "$judgments".
//
// One dated after as_of has not been made yet, one whose `until` has come no longer holds: either
// way its leaf is unknown.
#pragma once

#include "compiler/runtime/json_scan.h"

#include <stdint.h>

namespace phep::runtime {

enum class DeterminationState : uint8_t { Made, NotYet, Expired };

struct Determination {
  Determination* next;       // by place
  uint64_t* known;           // the word of known bits that holds its leaf's…
  uint64_t mask;             // …bit
  String place;              // JSON pointer of the leaf
  String author, basis, id;  // `basis` has no data when none was given
  int32_t on;
  int32_t until;  // PHEP_NO_DATE: no end
  DeterminationState state;
  bool matters;  // the answer would be another without it, or with it
};

// Those of one call. More than kMaxDeterminations are a limit: the answer is decided once more for
// each.
inline constexpr uint32_t kMaxDeterminations = 256;
struct Determinations {
  int64_t as_of;  // UTC milliseconds
  int32_t zone;   // minutes east of UTC, of the decision's days
  Determination* first;
  uint32_t count;
};

// Is a determination at hand, and not a value that is written as an object?
bool is_determination(Reader& in, const Slot& slot);

// Reads it; its value goes into `field`. *known says whether it holds, *absent whether its value is
// null. `word` and `mask` are those of the leaf's known bit.
struct Determined {
  bool known;
  bool absent;
};
bool read_determination(Reader& in, const Slot& slot, const Subject& subject, char* field,
                        uint64_t* word, uint64_t mask, Determined* out);

// Elements that moved take the known bits of their leaves with them.
void move_determinations(Determinations* all, const char* from, size_t bytes, const char* to);

}  // namespace phep::runtime
