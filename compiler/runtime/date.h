// Civil dates of the proleptic Gregorian calendar, years 1..9999, and instants in UTC milliseconds.
//
// A date is a count of days since 1970-01-01. A zone is minutes east of UTC; no zone here ever
// changes its clock.
#pragma once

#include "compiler/runtime/image.h"

#include <stdint.h>

namespace phep::runtime {

inline constexpr int32_t kFirstDate = -719'162;  // 0001-01-01
inline constexpr int32_t kLastDate = 2'932'896;  // 9999-12-31
inline constexpr int64_t kDayMs = 86'400'000;
inline constexpr int64_t kHourMs = 3'600'000;
inline constexpr int64_t kMinuteMs = 60'000;
inline constexpr int64_t kFirstInstant = kFirstDate * kDayMs;
inline constexpr int64_t kLastInstant = (kLastDate + int64_t{1}) * kDayMs - 1;

struct Civil {
  int32_t year;
  int32_t month;  // 1..12
  int32_t day;    // 1..31
};

constexpr bool is_date(int64_t days) {
  return days >= kFirstDate && days <= kLastDate;
}
constexpr bool is_instant(int64_t ms) {
  return ms >= kFirstInstant && ms <= kLastInstant;
}

constexpr bool is_leap(int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
constexpr int32_t days_in_month(int32_t year, int32_t month) {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Both ways count years from 1 March, so that the leap day comes last.
constexpr int32_t to_days(Civil date) {
  const int32_t year = date.month <= 2 ? date.year - 1 : date.year;
  const int32_t month = date.month <= 2 ? date.month + 9 : date.month - 3;
  const int32_t century = year / 100;
  const int32_t in_century = year % 100;
  return 146'097 * century / 4 + 1'461 * in_century / 4 + (153 * month + 2) / 5 + date.day -
         719'469;
}
constexpr Civil to_civil(int32_t days) {
  const uint32_t n = static_cast<uint32_t>(days + 719'468) * 4 + 3;
  const uint32_t century = n / 146'097;
  const uint32_t in_century = (n % 146'097) | 3;
  const uint32_t year = in_century / 1'461;
  const uint32_t day_of_year = in_century % 1'461 / 4;
  const uint32_t month = (day_of_year * 5 + 2) / 153;
  const uint32_t day = day_of_year - (month * 153 + 2) / 5 + 1;
  const bool wraps = month >= 10;
  return {static_cast<int32_t>(century * 100 + year + (wraps ? 1 : 0)),
          static_cast<int32_t>(wraps ? month - 9 : month + 3), static_cast<int32_t>(day)};
}

// 0 Monday … 6 Sunday.
constexpr uint32_t weekday(int32_t days) {
  return static_cast<uint32_t>(days - kFirstDate) % 7;  // 0001-01-01 was a Monday
}

// The day whose 24 hours in the zone hold the instant. Outside the years only for instants within a
// day of them.
constexpr int64_t local_day(int64_t ms, int32_t zone) {
  const int64_t local = ms + zone * kMinuteMs;
  return local / kDayMs - (local % kDayMs < 0 ? 1 : 0);
}

// 00:00 and 24:00 of a day in the zone.
constexpr int64_t day_start(int64_t day, int32_t zone) {
  return day * kDayMs - zone * kMinuteMs;
}
constexpr int64_t day_end(int64_t day, int32_t zone) {
  return day_start(day + 1, zone);
}

// The date `months` later (or earlier), on the same day number or the last day of a shorter month.
// False, and *out untouched, outside the years 1..9999.
constexpr bool add_months(int32_t date, int64_t months, int32_t* out) {
  constexpr int64_t kAllMonths = 9'999 * 12;
  if (months > kAllMonths || months < -kAllMonths) return false;
  const Civil from = to_civil(date);
  const int64_t count = int64_t{from.year} * 12 + from.month - 1 + months;
  if (count < 12 || count >= 10'000 * 12) return false;
  const auto year = static_cast<int32_t>(count / 12);
  const auto month = static_cast<int32_t>(count % 12 + 1);
  const int32_t last = days_in_month(year, month);
  *out = to_days({year, month, from.day < last ? from.day : last});
  return true;
}

// A unit in days or months: Hours and WorkingDays are neither.
struct CalendarStep {
  int64_t days;
  int64_t months;
};
constexpr CalendarStep calendar_step(Unit unit) {
  switch (unit) {
    case Unit::Days: return {1, 0};
    case Unit::Weeks: return {7, 0};
    case Unit::Months: return {0, 1};
    case Unit::Quarters: return {0, 3};
    case Unit::Years: return {0, 12};
    case Unit::Hours:
    case Unit::WorkingDays: break;
  }
  return {0, 0};
}

// Where years from 29 February end in a year that has no such day.
enum class LeapDay : uint8_t { LastOfFebruary, FirstOfMarch };

constexpr bool is_leap_day(int32_t date) {
  const Civil civil = to_civil(date);
  return civil.month == 2 && civil.day == 29;
}

// date + n units by the calendar alone, n of either sign. False outside the years, and for hours
// and working days, which a date alone cannot count.
constexpr bool shift_date(int32_t date, int64_t n, Unit unit, int32_t* out,
                          LeapDay leap_day = LeapDay::LastOfFebruary) {
  const CalendarStep step = calendar_step(unit);
  constexpr int64_t kMost = 4'000'000;  // more of any unit than there are days in the years
  if (n > kMost || n < -kMost) return false;
  if (step.months != 0) {
    if (!add_months(date, n * step.months, out)) return false;
    const bool moves = leap_day == LeapDay::FirstOfMarch && unit == Unit::Years;
    if (moves && is_leap_day(date) && !is_leap_day(*out)) ++*out;
    return true;
  }
  if (step.days == 0) return false;
  const int64_t shifted = date + n * step.days;
  if (!is_date(shifted)) return false;
  *out = static_cast<int32_t>(shifted);
  return true;
}

// instant + n units: hours exactly; other units keep the time of day in the zone. False as above.
bool shift_instant(int64_t ms, int64_t n, Unit unit, int32_t zone, int64_t* out,
                   LeapDay leap_day = LeapDay::LastOfFebruary);

// "2026-03-02", exactly.
bool parse_date(const char* text, uint32_t length, int32_t* out);

// RFC 3339 with offset; the seconds may be left out, at most three decimals, and 24:00 is 00:00 of
// the next day.
enum class InstantStatus : uint32_t { Ok, Malformed, OutOfRange };
InstantStatus parse_instant(const char* text, uint32_t length, int64_t* out);

// Canonical forms; the length is returned. The date or instant must be within the years.
inline constexpr uint32_t kDateTextMax = 10;
inline constexpr uint32_t kInstantTextMax = 24;
uint32_t print_date(int32_t date, char* out);
uint32_t print_instant(int64_t ms, char* out);

}  // namespace phep::runtime
