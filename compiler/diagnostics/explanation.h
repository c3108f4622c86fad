// The long explanations behind `phep explain`: a section for each code in explain.vi.md and
// explain.en.md.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <cstdint>
#include <optional>
#include <string>

namespace phep {

// The section of a code, with its short message as heading; nothing if no row has the code.
std::optional<std::string> explanation(std::uint16_t code, Language language);

}  // namespace phep
