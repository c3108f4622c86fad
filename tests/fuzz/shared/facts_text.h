// Facts as text, by a way of our own: from typed structs, and from text to other text.
#pragma once

#include "compiler/decision/decision.h"

#include <string>
#include <string_view>

namespace phep::fuzz {

// JSON facts of a struct that the reader has filled: known facts alone, closed records as partial.
std::string facts_text(const decision::Program& program, const decision::Decision& decision,
                       const void* facts);

// The same JSON without blanks, every letter beyond ASCII and every slash escaped. Numbers stay as
// they are written, keys in their order.
std::string respelled(std::string_view json);

}  // namespace phep::fuzz
