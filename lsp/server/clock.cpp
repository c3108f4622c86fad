#include "lsp/server/clock.h"

#include "lsp/ide/days.h"

#include <chrono>
#include <cstdlib>

namespace phep::server {

std::int32_t today_in_vietnam() {
  if (const char* said = std::getenv("PHEP_TODAY"); said != nullptr)
    if (const auto day = ide::read_date(said)) return *day;
  const auto now = std::chrono::system_clock::now() + std::chrono::hours(7);
  const auto days = std::chrono::floor<std::chrono::days>(now).time_since_epoch();
  return static_cast<std::int32_t>(days.count());
}

}  // namespace phep::server
