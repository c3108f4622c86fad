// In which language something is said, and as of which day.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace phep::ide {

struct Saying {
  Language language = Language::English;
  std::optional<std::int32_t> as_of;  // none: the day plays no part
};

// "2026-03-10"; nothing if it is no date.
std::optional<std::int32_t> day_written(std::string_view text);

}  // namespace phep::ide
