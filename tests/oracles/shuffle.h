// A program with its parts in another order.
#pragma once

#include "tests/generated/random.h"

#include <string>

namespace phep::tests {

// The text with everything rearranged whose order must not matter. The text has no syntax errors.
std::string shuffled(const std::string& text, Random& random);

}  // namespace phep::tests
