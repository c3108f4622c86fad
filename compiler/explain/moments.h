// The figures behind one norm of an answer: whose law it went by, what it ran from, and how its
// deadline was counted. For whoever asks which boundaries a case has met.
#pragma once

#include "compiler/explain/norm_places.h"

#include <cstdint>
#include <optional>
#include <string>

namespace phep::explain {

// A term that was counted to a deadline. Days are local ones of the calendar.
struct CountedTerm {
  std::int64_t count = 0;
  decision::Unit unit{};
  bool backward = false;
  std::string calendar;    // qualified name
  std::int64_t from = 0;   // the day of what it runs from; of periods the first day of the first
  std::int64_t end = 0;    // the last day before rolling, extensions included
  std::int64_t due = 0;    // the last day after it
  bool exhausted = false;  // the calendar's data end before: only `end` is known
  bool pending = false;    // days were looked at that a pending group decides
};

struct Moments {
  std::string symbol;  // qualified name of the norm
  std::int32_t zone_minutes = 0;
  std::int64_t law_day = 0;
  std::optional<std::int64_t> trigger;  // an instant; of a date its 00:00
  std::optional<std::int64_t> due;      // in the first alternative of pending groups
  std::optional<CountedTerm> counted;   // absent: the deadline is not counted, or hangs on facts
  bool kept = false;                    // the deadline is the end through which a state is kept
};

// Of a norm of the answer. Forgets the scopes that were open.
Moments moments_of(Replay& replay, const NormPlace& place);

}  // namespace phep::explain
