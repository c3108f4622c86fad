// Inputs made from others: a seeded mutator, as simple as it can be.
#pragma once

#include "compiler/testing/random.h"

#include <string>
#include <vector>

namespace phep::fuzz {

// One of the inputs with one to four changes: bytes, numbers, words of the language, stretches of
// itself and of another input.
std::string mutated(const std::vector<std::string>& inputs, testing::Random& random);

}  // namespace phep::fuzz
