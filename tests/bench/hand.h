// What both hand-written decisions need: law days, the status table, sanction rows. No engine of
// Phép is used.
#pragma once

#include "phep_abi.h"
#include <cstdint>

namespace phep::tests::hand {

inline constexpr std::int64_t kHour = 3'600'000;
inline constexpr std::int64_t kDay = 24 * kHour;
inline constexpr std::int64_t kZone = 7 * kHour;
inline constexpr int kNotMine = 100;  // facts are missing, or a holiday is not decreed yet

constexpr std::int32_t day(int year, int month, int of_month) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int of_era = y - era * 400;
  const int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + of_month - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}
inline constexpr std::int64_t kFirstInstant = day(1, 1, 1) * kDay;
inline constexpr std::int64_t kLastInstant = day(10000, 1, 1) * kDay - 1;

inline std::int32_t local_day(std::int64_t instant) {
  const std::int64_t local = instant + kZone;
  const std::int64_t whole = local / kDay;
  return static_cast<std::int32_t>(whole - (local % kDay < 0 ? 1 : 0));
}
inline bool is_instant(std::int64_t at) {
  return at >= kFirstInstant && at <= kLastInstant;
}
inline bool has(const std::uint64_t* bits, unsigned bit) {
  return bits[bit / 64] >> bit % 64 & 1;
}

// The moment and the law of one call.
struct Moment {
  std::int64_t as_of;
  std::int32_t override_day;  // PHEP_NO_DATE: none
  [[nodiscard]] std::int32_t law_day(std::int64_t instant) const {
    return override_day == PHEP_NO_DATE ? local_day(instant) : override_day;
  }
};

// Rows 1 to 4 of the status table: what a norm is asked before any evidence.
struct Gate {
  bool triggered = true;
  std::int64_t trigger = INT64_MIN;
  bool in_force;
  bool applies = true;
  bool exempt = false;
};

// Whom a norm names without asking facts: all of so many parties.
constexpr std::uint64_t all_of(int parties) {
  return (std::uint64_t{1} << parties) - 1;
}

// PHEP_NOT_APPLICABLE… where the norm does not bind, or -1 where it does.
inline int gate_status(const Gate& gate, std::int64_t as_of) {
  if (!gate.triggered) return PHEP_NOT_APPLICABLE;
  if (gate.trigger > as_of) return PHEP_UPCOMING;
  if (!gate.in_force) return PHEP_NOT_IN_FORCE;
  if (!gate.applies) return PHEP_NOT_APPLICABLE;
  return gate.exempt ? PHEP_EXEMPT : -1;
}

// A duty to be in a state: met or not.
inline void state_duty(phep_norm& out, const Gate& gate, bool met, std::int64_t as_of) {
  out = {};
  const int closed = gate_status(gate, as_of);
  out.status = closed >= 0 ? closed : met ? PHEP_MET : PHEP_VIOLATED;
  out.flags = (closed < 0 ? PHEP_N_BINDS : 0U) | (gate.triggered ? 0U : PHEP_N_NO_TRIGGER);
  out.why = closed == PHEP_EXEMPT ? 1 : 0;
}

struct Clock {
  bool runs;  // there is a deadline
  std::int64_t due;
  bool before = false;  // the deadline itself is too late
  bool done_given;
  std::int64_t done;
};

// A duty to act by a moment.
inline void event_duty(phep_norm& out, const Gate& gate, const Clock& clock, std::int64_t as_of) {
  out = {};
  const auto timely = [&](std::int64_t at) {
    return !clock.runs || (clock.before ? at < clock.due : at <= clock.due);
  };
  const bool done = clock.done_given && clock.done <= as_of;
  std::uint32_t flags = 0;
  if (clock.runs) {
    flags |= PHEP_N_DUE;
    out.due_min = out.due_max = clock.due;
  }
  if (done) {
    flags |= PHEP_N_DONE;
    out.done = clock.done;
  }
  if (!gate.triggered) flags |= PHEP_N_NO_TRIGGER;
  int status = gate_status(gate, as_of);
  if (status == PHEP_EXEMPT) out.why = 1;
  if (status < 0) {
    flags |= PHEP_N_BINDS;
    if (done && timely(clock.done)) {
      status = PHEP_FULFILLED;
    } else if (done) {
      status = PHEP_LATE;
      flags |= PHEP_N_BY;
      out.by_ms = clock.done - clock.due;
    } else {
      status = timely(as_of) ? PHEP_PENDING : PHEP_VIOLATED;
      if (status == PHEP_VIOLATED) {
        flags |= PHEP_N_SINCE;
        out.since = clock.due;
      }
    }
  }
  out.status = status;
  out.flags = flags;
}

inline bool broken(const phep_norm& norm) {
  return norm.status == PHEP_LATE || norm.status == PHEP_VIOLATED;
}
inline phep_value amount(std::int64_t value) {
  return {PHEP_KNOWN, 0, static_cast<std::uint64_t>(value), 0};
}
inline constexpr phep_value kNoAmount{PHEP_ABSENT, 0, 0, 0};

}  // namespace phep::tests::hand
