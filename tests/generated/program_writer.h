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

GeneratedProgram write_program(std::uint64_t seed);

}  // namespace phep::tests
