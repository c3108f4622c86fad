// The day by which allowances end. Whoever looks at the clock passes what it says.
#pragma once

#include <chrono>
#include <cstdint>

namespace phep::workspace {

// Days since 1970-01-01, as it is in Vietnam at `now`; `said` (`2026-03-10`, or null) says it
// instead.
std::int32_t day_in_vietnam(std::chrono::system_clock::time_point now, const char* said);

}  // namespace phep::workspace
