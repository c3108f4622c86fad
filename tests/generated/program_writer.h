// Random well-typed programs as source text, so that every stage from the parser on is on the way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace phep::tests {

struct GeneratedProgram {
  std::string source;
  std::string decision;  // its one decision, `report(r: Case)`
  std::vector<std::int64_t>
      constants;  // integers that the program compares with: facts are drawn near them
  std::vector<std::int32_t>
      days;  // days that matter: force bounds, deferrals, rest days, pending days
};

// What its decision asks for: all that the program says, or in two programs of three about a third.
enum class Asked { All, Some };

GeneratedProgram write_program(std::uint64_t seed, Asked asked = Asked::All);

}  // namespace phep::tests
