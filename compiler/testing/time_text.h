// Days and moments as facts write them.
#pragma once

#include <cstdint>
#include <string>

namespace phep::testing {

// "2026-03-02"
std::string day_text(std::int32_t day);
// "2026-03-02T09:30:00+07:00", east of UTC by so many minutes; "Z" for none.
std::string moment_text(std::int64_t ms, std::int32_t zone_minutes);

}  // namespace phep::testing
