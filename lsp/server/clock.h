// The day, by the clock of this machine: the one place of the server that looks at it.
#pragma once

#include <cstdint>

namespace phep::server {

// Days since 1970-01-01, as it is in Vietnam. For tests, PHEP_TODAY says it instead (`2026-03-10`).
std::int32_t today_in_vietnam();

}  // namespace phep::server
