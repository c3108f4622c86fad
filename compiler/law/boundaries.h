// The boundaries at which a norm can change its answer, each possible or not by the norm's own
// deadline, calendar and force. Whether one is possible is worked out here and never written down
// by an author.
#pragma once

#include "compiler/law/deadline_terms.h"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace phep::law {

enum class Boundary : std::uint8_t {
  LastInstant,     // done, or still open, at the very end
  JustLate,        // one millisecond (hours) or one day after it
  RestDay,         // the last day is a weekly rest day
  Tet,             // … or lies in the longest holidays
  Swap,            // … or is a day of rest that was made a working day
  Pending,         // … or is one that nobody has decided yet
  MonthEnd,        // the last month has no such day
  DayBeforeForce,  // the law date is the day before the norm is law
  DayOfForce,      // … the first day on which it is
  BreachBefore,    // a breach before the penalty is law
  BreachAfter,     // … once it is
};
inline constexpr std::size_t kBoundaries = 11;

// How a boundary is called: a stable key, and words.
struct BoundaryWords {
  std::string_view key, vi, en;
};
const BoundaryWords& words_of(Boundary boundary);

// Why a boundary cannot be met: a stable key, and a sentence that may hold days.
struct NotApplicable {
  std::string key, vi, en;
};

// The long holidays, swaps and undecided days of a calendar.
struct CalendarDaysOf {
  const hir::Calendar* calendar;
  std::set<std::int32_t> holidays;  // of runs of seven rest days or more, but weekly rest
  std::set<std::int32_t> worked;    // in spite of weekly rest
  std::set<std::int32_t> pending;

  [[nodiscard]] bool weekly_rest(std::int64_t day) const;
};
CalendarDaysOf days_of(const hir::Calendar& calendar);

struct Boundaries {
  std::array<std::optional<NotApplicable>, kBoundaries> absent;  // none: possible
  bool triggered =
      false;  // it has a trigger: without one in the facts nothing is told of its force
  bool of_conduct = false;            // a breach is dated by the trigger
  bool excluded_end = false;          // what is done at the very end is late
  std::set<std::int32_t> first_days;  // of force; several where that is a reading
  // The sanctions that are younger than the norm, with the days on which they become law.
  std::vector<std::pair<Name, std::set<std::int32_t>>> younger;

  [[nodiscard]] bool possible(Boundary one) const {
    return !absent.at(static_cast<std::size_t>(one)).has_value();
  }
};
Boundaries boundaries_of(const Register& law, FileId file, const hir::Norm& norm);

}  // namespace phep::law
