// Random facts for generated programs: near the constants and days that matter, with gaps.
#pragma once

#include "tests/generated/program_writer.h"
#include "tests/generated/random.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace phep::tests {

struct GeneratedCase {
  nlohmann::json facts;
  std::int64_t as_of = 0;
  bool has_null = false;
  bool at_boundary = false;  // as_of stands at or beside a deadline
};

// A moment as facts write it, in UTC; whole seconds.
nlohmann::json instant_json(std::int64_t ms);

// `gaps`: in how many of a hundred cases something is missing.
GeneratedCase write_case(const GeneratedProgram& program, int gaps, Random& random);

// Facts in which nothing is missing: every absent key of `facts` filled in at random.
nlohmann::json complete(const GeneratedProgram& program, const nlohmann::json& facts,
                        Random& random);

}  // namespace phep::tests
