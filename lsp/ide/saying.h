// In which language something is said, and as of which day.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <cstdint>
#include <optional>

namespace phep::ide {

struct Saying {
  Language language = Language::English;
  std::optional<std::int32_t> as_of;  // none: the day plays no part
};

}  // namespace phep::ide
