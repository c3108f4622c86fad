#include "lsp/server/clock.h"

#include "compiler/workspace/today.h"

#include <chrono>
#include <cstdlib>

namespace phep::server {

std::int32_t today_in_vietnam() {
  return workspace::day_in_vietnam(std::chrono::system_clock::now(), std::getenv("PHEP_TODAY"));
}

}  // namespace phep::server
