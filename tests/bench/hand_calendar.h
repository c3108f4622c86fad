// The State calendar of 2024 to 2027 as a C++ programmer would write it, and ends counted by it.
#pragma once

#include "tests/bench/hand.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace phep::tests::hand {

enum DayKind : std::uint8_t { kWorks, kRests, kNotDecreed };
inline constexpr std::int32_t kFirstDay = day(2024, 1, 1);
inline constexpr std::int32_t kDays = day(2028, 1, 1) - kFirstDay;

constexpr std::array<DayKind, kDays> make_calendar() {
  std::array<DayKind, kDays> days{};
  for (int i = 0; i < kDays; ++i)
    days[i] = i % 7 >= 5 ? kRests : kWorks;  // 2024-01-01 was a Monday
  const auto set = [&](DayKind kind, std::int32_t from, std::int32_t through) {
    for (std::int32_t at = from; at <= through; ++at) days[at - kFirstDay] = kind;
  };
  set(kRests, day(2024, 1, 1), day(2024, 1, 1));
  set(kRests, day(2024, 2, 8), day(2024, 2, 14));
  set(kRests, day(2024, 4, 18), day(2024, 4, 18));
  set(kRests, day(2024, 4, 29), day(2024, 5, 1));
  set(kWorks, day(2024, 5, 4), day(2024, 5, 4));
  set(kRests, day(2024, 9, 2), day(2024, 9, 3));
  set(kRests, day(2025, 1, 1), day(2025, 1, 1));
  set(kRests, day(2025, 1, 27), day(2025, 1, 31));
  set(kRests, day(2025, 4, 7), day(2025, 4, 7));
  set(kRests, day(2025, 4, 30), day(2025, 5, 2));
  set(kWorks, day(2025, 4, 26), day(2025, 4, 26));
  set(kRests, day(2025, 9, 1), day(2025, 9, 2));
  set(kRests, day(2026, 1, 1), day(2026, 1, 2));
  set(kWorks, day(2026, 1, 10), day(2026, 1, 10));
  set(kRests, day(2026, 2, 16), day(2026, 2, 20));
  set(kRests, day(2026, 4, 27), day(2026, 4, 27));
  set(kRests, day(2026, 4, 30), day(2026, 5, 1));
  set(kRests, day(2026, 8, 31), day(2026, 9, 2));
  set(kWorks, day(2026, 8, 22), day(2026, 8, 22));
  set(kNotDecreed, day(2026, 11, 23), day(2026, 11, 23));
  set(kRests, day(2026, 11, 24), day(2026, 11, 24));
  set(kRests, day(2027, 1, 1), day(2027, 1, 1));
  set(kNotDecreed, day(2027, 2, 4), day(2027, 2, 14));
  set(kRests, day(2027, 4, 16), day(2027, 4, 16));
  set(kRests, day(2027, 4, 30), day(2027, 5, 1));
  set(kRests, day(2027, 5, 3), day(2027, 5, 3));
  set(kNotDecreed, day(2027, 9, 1), day(2027, 9, 1));
  set(kRests, day(2027, 9, 2), day(2027, 9, 2));
  set(kNotDecreed, day(2027, 9, 3), day(2027, 9, 3));
  set(kRests, day(2027, 11, 24), day(2027, 11, 24));
  return days;
}
inline constexpr std::array<DayKind, kDays> kCalendar = make_calendar();

// A counted end, 24:00 of its day; not ok where the calendar does not say.
struct End {
  bool ok = true;
  std::int64_t at = 0;
};

inline End end_of(std::int32_t on) {
  return {true, (on + std::int64_t{1}) * kDay - kZone};
}

inline DayKind kind_of(std::int32_t on) {
  const auto index = static_cast<std::uint32_t>(on - kFirstDay);
  return index < kDays ? kCalendar[index] : kNotDecreed;
}

inline End working_days_after(std::int64_t instant, int count) {
  std::int32_t on = local_day(instant);
  while (count > 0) {
    const DayKind kind = kind_of(++on);
    if (kind == kNotDecreed) return {false, 0};
    if (kind == kWorks) --count;
  }
  return end_of(on);
}

// The end of a day, or of the next one that is no day of rest.
inline End rolled(std::int32_t on) {
  DayKind kind = kind_of(on);
  while (kind == kRests) kind = kind_of(++on);
  return kind == kNotDecreed ? End{false, 0} : end_of(on);
}

inline End days_after(std::int64_t instant, int count) {
  return rolled(local_day(instant) + count);
}

// A 29 February ends on the 28th of the year after.
inline End year_after(std::int64_t instant) {
  const std::chrono::year_month_day from{
      std::chrono::sys_days(std::chrono::days(local_day(instant)))};
  std::chrono::year_month_day to = from + std::chrono::years(1);
  if (!to.ok()) to = to.year() / to.month() / std::chrono::last;
  return rolled(static_cast<std::int32_t>(std::chrono::sys_days(to).time_since_epoch().count()));
}

}  // namespace phep::tests::hand
