// The measures of a remedy in words.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace phep::explain {

// "erase" → "xóa dữ liệu", "erase the data". A measure without words of its own is its name with
// blanks.
std::string measure_words(std::string_view measure, Language language);

}  // namespace phep::explain
