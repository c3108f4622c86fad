// How far a new line is set in, and where a closing brace goes. Reads words alone.
#pragma once

#include "compiler/syntax/parse.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace phep::ide {

// The blanks at the beginning of the place's line, and how many there should be.
struct Indent {
  std::uint32_t begin, end;
  std::uint32_t blanks;
};
// Nothing: it is right as it is, or nothing is known of it (in a text, outside the blocks of a
// literate file).
std::optional<Indent> indent_at(std::string_view text, std::uint32_t offset,
                                syntax::SourceForm form);

}  // namespace phep::ide
