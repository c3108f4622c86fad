#include "compiler/workspace/today.h"

#include "compiler/runtime/date.h"

#include <string_view>

namespace phep::workspace {

std::int32_t day_in_vietnam(std::chrono::system_clock::time_point now, const char* said) {
  std::int32_t day = 0;
  if (said != nullptr &&
      runtime::parse_date(said, static_cast<std::uint32_t>(std::string_view(said).size()), &day))
    return day;
  const auto there = std::chrono::floor<std::chrono::days>(now + std::chrono::hours(7));
  return static_cast<std::int32_t>(there.time_since_epoch().count());
}

}  // namespace phep::workspace
