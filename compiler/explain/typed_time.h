// Dates and moments as people write them: "2026-03-10", "10/3/2026" and "9h30 10/3/2026" in
// Vietnamese. Private to this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phep::explain {

// "2026-03-10" exactly, or nothing. Day, month, year with slashes only where the language writes
// them so.
std::optional<std::string> typed_date(std::string_view text, bool vi);

// "2026-03-10T09:30+07:00": with its offset, else that of the zone. `lacks_hour` tells a bare date.
struct TypedMoment {
  std::optional<std::string> text;
  bool lacks_hour = false;
};
TypedMoment typed_moment(std::string_view text, bool vi, std::int32_t zone_minutes);

}  // namespace phep::explain
