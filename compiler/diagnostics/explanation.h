// The long explanations behind `phep explain`: a section for each code in explain.vi.md and explain.en.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostic.h"

namespace phep {

// The section of a code, with its short message as heading; nothing if no row has the code.
std::optional<std::string> explanation(std::uint16_t code, Language language);

}  // namespace phep
