#include "compiler/testing/time_text.h"

#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <chrono>

namespace phep::testing {

std::string day_text(std::int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string moment_text(std::int64_t ms, std::int32_t zone_minutes) {
  const auto day = static_cast<std::int32_t>(runtime::local_day(ms, zone_minutes));
  const std::int64_t rest = ms - runtime::day_start(day, zone_minutes);
  std::string out = fmt::format("{}T{:02}:{:02}:{:02}", day_text(day), rest / 3'600'000,
                                rest / 60'000 % 60, rest / 1000 % 60);
  if (rest % 1000 != 0) out += fmt::format(".{:03}", rest % 1000);
  if (zone_minutes == 0) return out + "Z";
  return out + fmt::format("+{:02}:{:02}", zone_minutes / 60, zone_minutes % 60);
}

}  // namespace phep::testing
