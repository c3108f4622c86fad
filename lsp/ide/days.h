// Days as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phep::ide {

// Days since 1970-01-01 ↔ `2026-03-01`.
std::optional<std::int32_t> read_date(std::string_view text);
std::string date_text(std::int32_t days);

}  // namespace phep::ide
