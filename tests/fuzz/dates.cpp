// Days and moments: what is read prints back, and arithmetic agrees with a calendar that is walked
// year by year and month by month.
//
// The first byte chooses between a text that may be a date or a moment, and numbers to count with.
#include "compiler/runtime/date.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <array>
#include <optional>

namespace {

using namespace phep;
using namespace phep::runtime;
using fuzz::holds;

// ---- the oracle: no formula of the product's
// -----------------------------------------------------

bool leap(std::int64_t year) {
  if (year % 400 == 0) return true;
  if (year % 100 == 0) return false;
  return year % 4 == 0;
}
constexpr std::array<std::int32_t, 12> kMonths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
std::int32_t length_of(std::int64_t year, int month) {
  return kMonths.at(static_cast<std::size_t>(month - 1)) + (month == 2 && leap(year) ? 1 : 0);
}

// Walks from 1970, whole cycles of 400 years at once.
Civil civil_of(std::int64_t days) {
  constexpr std::int64_t kCycle = 146'097;
  std::int64_t year = 1970;
  while (days < 0) {
    days += kCycle;
    year -= 400;
  }
  while (days >= kCycle) {
    days -= kCycle;
    year += 400;
  }
  while (days >= (leap(year) ? 366 : 365)) days -= leap(year++) ? 366 : 365;
  int month = 1;
  while (days >= length_of(year, month)) days -= length_of(year, month++);
  return {static_cast<std::int32_t>(year), month, static_cast<std::int32_t>(days + 1)};
}

bool same(Civil a, Civil b) {
  return a.year == b.year && a.month == b.month && a.day == b.day;
}

// n months on, a day at the end of a shorter month; nothing outside the years.
std::optional<Civil> months_on(Civil from, std::int64_t n) {
  std::int64_t year = from.year;
  std::int64_t month = from.month + n;
  year += (month - 1) / 12;
  month = (month - 1) % 12 + 1;
  if (month < 1) {
    month += 12;
    --year;
  }
  if (year < 1 || year > 9999) return std::nullopt;
  const auto in_year = static_cast<int>(month);
  return Civil{static_cast<std::int32_t>(year), in_year,
               std::min(from.day, length_of(year, in_year))};
}

// ---- what is held
// --------------------------------------------------------------------------------

void read_text(std::string_view text) {
  const auto length = static_cast<std::uint32_t>(text.size());
  std::int32_t day = 0;
  if (parse_date(text.data(), length, &day)) {
    holds(is_date(day), "a date that is read lies within the years");
    std::array<char, kDateTextMax> out{};
    holds(std::string_view(out.data(), print_date(day, out.data())) == text,
          "a date prints as it was read");
    fuzz::plant(1, civil_of(day).month == 2 && civil_of(day).day == 29);
  }
  std::int64_t ms = 0;
  if (parse_instant(text.data(), length, &ms) != InstantStatus::Ok) return;
  holds(is_instant(ms), "a moment that is read lies within the years");
  std::array<char, kInstantTextMax> out{};
  const std::uint32_t printed = print_instant(ms, out.data());
  std::int64_t again = 0;
  holds(parse_instant(out.data(), printed, &again) == InstantStatus::Ok && again == ms,
        "a printed moment is the same moment");
  fuzz::plant(2, text.ends_with("-03:30") && ms % 1000 != 0);
}

void count(fuzz::Bytes in) {
  constexpr std::int64_t kAllDays = std::int64_t{kLastDate} - kFirstDate + 1;
  const auto day = static_cast<std::int32_t>(kFirstDate + in.take<std::uint32_t>() % kAllDays);
  const Civil civil = to_civil(day);
  holds(same(civil, civil_of(day)), "a day has the year, month and day of the walked calendar");
  holds(to_days(civil) == day, "a day is where its year, month and day lead");
  holds(weekday(day) == static_cast<std::uint32_t>(((day + 3) % 7 + 7) % 7),
        "1970-01-01 was a Thursday");
  holds(days_in_month(civil.year, civil.month) == length_of(civil.year, civil.month),
        "months are as long as they are");

  const auto unit = static_cast<Unit>(in.take<std::uint8_t>() % 7);
  const std::int64_t n = (in.take<std::uint8_t>() & 1) != 0 ? in.take<std::int64_t>()
                                                            : std::int64_t{in.take<std::int16_t>()};
  const LeapDay rule =
      (in.take<std::uint8_t>() & 1) != 0 ? LeapDay::FirstOfMarch : LeapDay::LastOfFebruary;
  const std::int64_t step_days = unit == Unit::Days ? 1 : unit == Unit::Weeks ? 7 : 0;
  const std::int64_t step_months = unit == Unit::Months     ? 1
                                   : unit == Unit::Quarters ? 3
                                   : unit == Unit::Years    ? 12
                                                            : 0;
  std::int32_t out = 0;
  const bool counted = shift_date(day, n, unit, &out, rule);
  const bool near = n >= -4'000'000 && n <= 4'000'000;
  if (step_days != 0 && near) {
    const std::int64_t wanted = day + n * step_days;
    holds(counted == is_date(wanted) && (!counted || out == wanted), "days are counted one by one");
  } else if (step_months != 0 && near) {
    auto wanted = months_on(civil, n * step_months);
    holds(counted == wanted.has_value(), "months end where the years do");
    if (counted) {
      const bool lost = civil.month == 2 && civil.day == 29 && wanted->day == 28;
      if (lost && unit == Unit::Years && rule == LeapDay::FirstOfMarch)
        wanted = Civil{wanted->year, 3, 1};
      holds(same(to_civil(out), *wanted), "months are counted one by one");
      fuzz::plant(3, lost && unit == Unit::Years && n < 0);
    }
  } else {
    holds(!counted, "neither hours nor working days are counted by the calendar alone");
  }

  const auto zone = static_cast<std::int32_t>(in.take<std::uint8_t>() % 129) * 15 - 960;
  const std::int64_t ms =
      kFirstInstant + static_cast<std::int64_t>(in.take<std::uint64_t>() %
                                                static_cast<std::uint64_t>(kAllDays * kDayMs));
  const std::int64_t local = local_day(ms, zone);
  holds(day_start(local, zone) <= ms && ms < day_end(local, zone),
        "a moment lies in its day of the zone");
  std::int64_t moved = 0;
  if (shift_instant(ms, n, unit, zone, &moved, rule)) {
    holds(is_instant(moved), "a moment that is counted lies within the years");
    if (unit != Unit::Hours)
      holds((moved - day_start(local_day(moved, zone), zone)) == (ms - day_start(local, zone)),
            "days and months keep the time of day");
    else
      holds(moved - ms == n * kHourMs, "hours are counted exactly");
  }
}

}  // namespace

PHEP_FUZZ_TARGET {
  if (size == 0) return 0;
  if (data[0] < 0x80)
    read_text(fuzz::text_of(data, size));
  else
    count({data + 1, size - 1});
  return 0;
}
