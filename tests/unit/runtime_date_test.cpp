// Dates and instants against std::chrono, and their notation.
#include "compiler/runtime/date.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace phep::runtime;
namespace chrono = std::chrono;

std::int32_t day(std::string_view text) {
  std::int32_t out = 0;
  REQUIRE(parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &out));
  return out;
}

std::string printed_date(std::int32_t date) {
  char text[kDateTextMax];
  return {text, print_date(date, text)};
}

// An instant read and written again, or why it was refused.
std::string instant(std::string_view text) {
  std::int64_t ms = 0;
  switch (parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms)) {
    case InstantStatus::Ok: break;
    case InstantStatus::Malformed: return "malformed";
    case InstantStatus::OutOfRange: return "out_of_range";
  }
  char out[kInstantTextMax];
  return {out, print_instant(ms, out)};
}

TEST_CASE("every day of the years 1 to 9999 is std::chrono's") {
  int wrong = 0;
  for (std::int32_t date = kFirstDate; date <= kLastDate; ++date) {
    const chrono::sys_days days{chrono::days{date}};
    const chrono::year_month_day expected{days};
    const Civil civil = to_civil(date);
    wrong += civil.year != static_cast<int>(expected.year()) ||
             civil.month != static_cast<int>(static_cast<unsigned>(expected.month())) ||
             civil.day != static_cast<int>(static_cast<unsigned>(expected.day())) ||
             to_days(civil) != date || weekday(date) + 1 != chrono::weekday{days}.iso_encoding();
  }
  CHECK(wrong == 0);
  CHECK(printed_date(kFirstDate) == "0001-01-01");
  CHECK(printed_date(kLastDate) == "9999-12-31");
}

TEST_CASE("months are added as std::chrono does, with the last-day rule") {
  int wrong = 0;
  int outside = 0;
  for (std::int32_t date = kFirstDate; date <= kLastDate; date += 97) {
    const chrono::year_month_day from{chrono::sys_days{chrono::days{date}}};
    for (const int months : {-130'000, -25, -12, -1, 0, 1, 2, 3, 11, 12, 18, 1'200, 130'000}) {
      std::int32_t got = 0;
      const bool ok = add_months(date, months, &got);
      const chrono::year_month_day moved = from + chrono::months{months};
      const int year = static_cast<int>(moved.year());
      if (year < 1 || year > 9'999) {
        wrong += ok;
        ++outside;
        continue;
      }
      const chrono::sys_days expected =
          moved.ok() ? chrono::sys_days{moved}
                     : chrono::sys_days{moved.year() / moved.month() / chrono::last};
      wrong += !ok || got != expected.time_since_epoch().count();
    }
  }
  CHECK(wrong == 0);
  CHECK(outside > 1'000);
}

TEST_CASE("dates shift by every unit") {
  struct Row {
    std::string_view from;
    std::int64_t n;
    Unit unit;
    std::string_view to;  // empty: refused
  };
  const Row rows[] = {
      {"2026-03-02", 60, Unit::Days, "2026-05-01"},
      {"2026-03-01", 18, Unit::Months, "2027-09-01"},
      {"2026-01-31", 1, Unit::Months, "2026-02-28"},
      {"2024-01-31", 1, Unit::Months, "2024-02-29"},
      {"2024-02-29", 1, Unit::Years, "2025-02-28"},
      {"2024-02-29", 4, Unit::Years, "2028-02-29"},
      {"2026-11-30", 1, Unit::Quarters, "2027-02-28"},
      {"2026-03-31", -1, Unit::Months, "2026-02-28"},
      {"2026-01-01", -1, Unit::Days, "2025-12-31"},
      {"2026-01-01", 2, Unit::Weeks, "2026-01-15"},
      {"9999-12-31", 1, Unit::Days, ""},
      {"0001-01-01", -1, Unit::Days, ""},
      {"9999-12-01", 1, Unit::Months, ""},
      {"2026-01-01", INT64_MAX, Unit::Days, ""},
      {"2026-01-01", INT64_MIN, Unit::Years, ""},
      {"2026-01-01", 1, Unit::Hours, ""},
      {"2026-01-01", 1, Unit::WorkingDays, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from);
    CAPTURE(row.n);
    std::int32_t out = 0;
    const bool ok = shift_date(day(row.from), row.n, row.unit, &out);
    CHECK(ok == !row.to.empty());
    if (ok) CHECK(printed_date(out) == row.to);
  }
}

TEST_CASE("instants shift in their zone") {
  std::int64_t out = 0;
  const std::int64_t late = day_start(day("2026-01-31"), 420) - 3 * kHourMs;  // 21:00 on the 30th
  REQUIRE(shift_instant(late, 1, Unit::Months, 420, &out));
  CHECK(out == day_start(day("2026-02-28"), 420) + 21 * kHourMs);
  REQUIRE(shift_instant(late, -72, Unit::Hours, 420, &out));
  CHECK(out == late - 3 * kDayMs);
  CHECK_FALSE(shift_instant(kLastInstant, 1, Unit::Hours, 420, &out));
  CHECK_FALSE(shift_instant(late, INT64_MAX, Unit::Hours, 420, &out));
}

TEST_CASE("the local day begins at midnight of the zone") {
  const std::int32_t date = day("2026-03-02");
  CHECK(local_day(day_start(date, 420), 420) == date);
  CHECK(local_day(day_start(date, 420) - 1, 420) == date - 1);
  CHECK(local_day(day_end(date, 420) - 1, 420) == date);
  CHECK(local_day(day_end(date, 420), 420) == date + 1);
  CHECK(local_day(-1, 0) == -1);
  CHECK(local_day(0, -60) == -1);
  CHECK(day_end(date, 420) == day_start(date + 1, 420));
}

TEST_CASE("dates are read in one form") {
  for (const std::string_view text :
       {"2026-02-29", "2026-13-01", "2026-00-01",  "2026-01-00",  "2026-01-32",  "0000-01-01",
        "2026-1-01",  "26-01-01",   "2026/01/01",  "2026-01-01 ", " 2026-01-01", "20260101",
        "",           "-026-01-01", "10000-01-01", "2026-04-31",  "1900-02-29",  "2026-01-0:",
        "2026-01-0/", "2026-01-",   "2026-01",     "2026-"}) {
    CAPTURE(text);
    std::int32_t out = 0;
    CHECK_FALSE(parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &out));
  }
  CHECK(day("2000-02-29") == 11'016);
  CHECK(day("1970-01-01") == 0);
}

TEST_CASE("instants are read with offset and written in UTC") {
  struct Row {
    std::string_view text, expected;
  };
  const Row rows[] = {
      {"2026-05-04T24:00+07:00", "2026-05-04T17:00:00Z"},
      {"2026-05-05T00:00+07:00", "2026-05-04T17:00:00Z"},
      {"2026-05-04T24:00:00.000Z", "2026-05-05T00:00:00Z"},
      {"2026-02-14T09:30+07:00", "2026-02-14T02:30:00Z"},
      {"2026-02-14T09:30:15Z", "2026-02-14T09:30:15Z"},
      {"2026-02-14t09:30:15z", "2026-02-14T09:30:15Z"},
      {"2026-02-14T09:30:15.5Z", "2026-02-14T09:30:15.500Z"},
      {"2026-02-14T09:30:15.05Z", "2026-02-14T09:30:15.050Z"},
      {"2026-02-14T09:30:15.007-03:30", "2026-02-14T13:00:15.007Z"},
      {"2026-02-14T09:30:15.000Z", "2026-02-14T09:30:15Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"0001-01-01T00:00Z", "0001-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"2026-01-01T00:00-00:00", "2026-01-01T00:00:00Z"},
      {"2026-01-01T23:59:59+23:59", "2026-01-01T00:00:59Z"},
      {"2026-01-01T00:00-23:59", "2026-01-01T23:59:00Z"},
      {"9999-12-31T24:00Z", "out_of_range"},
      {"0001-01-01T00:00+07:00", "out_of_range"},
      {"9999-12-31T23:00-07:00", "out_of_range"},
      {"2026-02-14T09:30", "malformed"},
      {"2026-02-14", "malformed"},
      {"2026-02-14T09:30:15", "malformed"},
      {"2026-02-14 09:30Z", "malformed"},
      {"2026-02-14T24:01Z", "malformed"},
      {"2026-02-14T24:00:01Z", "malformed"},
      {"2026-02-14T24:00:00.001Z", "malformed"},
      {"2026-02-14T25:00Z", "malformed"},
      {"2026-02-14T23:60Z", "malformed"},
      {"2026-02-14T23:59:60Z", "malformed"},
      {"2026-02-14T09:30:15.0001Z", "malformed"},
      {"2026-02-14T09:30:15.Z", "malformed"},
      {"2026-02-14T09:30.5Z", "malformed"},
      {"2026-02-14T9:30Z", "malformed"},
      {"2026-02-14T09Z", "malformed"},
      {"2026-02-14T09:30+7:00", "malformed"},
      {"2026-02-14T09:30+0700", "malformed"},
      {"2026-02-14T09:30+07", "malformed"},
      {"2026-02-14T09:30+07:", "malformed"},
      {"2026-02-14T09:30+07:0", "malformed"},
      {"2026-02-14T09:30+07:0:", "malformed"},
      {"2026-02-14T09:30+", "malformed"},
      {"2026-02-14T09:", "malformed"},
      {"2026-02-14T", "malformed"},
      {"2026-02-14T99:00Z", "malformed"},
      {"2026-02-14T09:30+24:00", "malformed"},
      {"2026-02-14T09:30+07:60", "malformed"},
      {"2026-02-14T09:30Z ", "malformed"},
      {"2026-02-30T09:30Z", "malformed"},
      {"", "malformed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(instant(row.text) == row.expected);
  }
}

}  // namespace
