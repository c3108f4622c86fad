// A long policy for measuring the front end: real constructs, every name its own.
#pragma once

#include <string>

namespace phep::tests {

// A module of at least this many lines: records, rules with exceptions, duties, tests.
std::string long_source(int lines);

}  // namespace phep::tests
