// The source of choices of the compiler's own vectors, under the tests' name.
#pragma once

#include "compiler/testing/random.h"

namespace phep::tests {

using testing::Random;

}  // namespace phep::tests
