// Checks counted, with the first failures in words.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace phep::tests {

struct Tally {
  std::uint64_t passed = 0, failed = 0;

  // Counts one check; tells what failed, for the first twenty.
  void check(bool good, const std::string& told) {
    ++(good ? passed : failed);
    if (!good && failed <= 20) std::printf("%s\n", told.c_str());
  }
};

}  // namespace phep::tests
