// Deadlines as declared law counts them: the counting `vn.civil_code` over a calendar with pending
// days.
//
// Hours run from the moment. Of days, weeks, months, quarters and years the first day is not
// counted; the period ends at 24:00 local of its last day, on the same day number or the last day
// of a shorter month; an end on a rest day rolls to the end of the next working day. Working days
// skip rest days. Backward, the deadline is the end of the latest day such that the whole term lies
// between it and the anchor's day, and nothing rolls.
//
// What another law (`eu.reg_1182_71`) or a reading of an open point counts otherwise are flags: see
// DeadlineFlags.
#pragma once

#include "compiler/runtime/date.h"
#include "compiler/runtime/image.h"

#include <stdint.h>

namespace phep::runtime {

struct Term {
  int64_t count;  // not negative
  Unit unit;
};

struct DeadlineQuery {
  int64_t anchor;     // days or milliseconds, by anchor_kind
  Kind anchor_kind;   // Date or Instant. Hours from a date run from its 00:00 local
  uint32_t calendar;  // index into the image's calendars
  uint32_t flags;     // DeadlineFlags; of what a law leaves open, those of the reading
  bool extended;      // `extension` is counted forward from the end before rolling
  Term term;
  Term extension;
  // Further extensions, each counted from the end of the one before it.
  const Term* more = nullptr;
  uint32_t more_count = 0;
};

enum class DeadlineStatus : uint32_t {
  Ok,
  DateOutOfRange,  // the end is not within the years 1..9999, or a count is negative
  Exhausted,       // the calendar does not reach: only `unrolled` is known
};

struct Deadline {
  DeadlineStatus status;
  int32_t awaited_year;  // Exhausted: the year whose calendar would tell
  int64_t due;           // Ok: the deadline. Exhausted: equal to `unrolled`
  int64_t unrolled;  // the end before rolling; of exhausted working days, counted with weekly rest
                     // alone
  uint64_t met;      // pending groups whose days were looked at, by index
};

// Counts one deadline. `world` gives the chosen alternative of each pending group of the image
// (null: the first of each). With met == 0 the answer holds in every world; else in those that
// agree with `world` on `met`. Exhausted, the deadline is `unrolled` or later (backward: or
// earlier).
Deadline count_deadline(const Header* image, const DeadlineQuery& query, const uint8_t* world);

// So many terms after each other; of a count beyond all years if there is no such number.
Term times(Term term, int64_t n);

// How many periods of a recurrence from a day on have begun at a moment, kMaxOccurrences + 1 at
// most: the first begins with its day, each other at 24:00 of the last day, before rolling, of the
// one before it. False if a period is not longer than nothing.
bool count_occurrences(int32_t from, Term period, int32_t zone, int64_t moment, int64_t* count);

// Whether a day is known to be a rest day (1) or a working day (0), or is outside the calendar
// (-1). Adds the pending groups that can change this day to *met.
int rest_day(const Header* image, const Calendar& calendar, const uint8_t* world, int32_t day,
             uint64_t* met);

}  // namespace phep::runtime
