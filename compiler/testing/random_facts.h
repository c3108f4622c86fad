// Random facts of a decision: near the constants, bounds and days that matter, with gaps, and with
// one thing wrong.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/testing/random.h"

#include <nlohmann/json.hpp>

#include <string>

namespace phep::testing {

using FactsDocument = nlohmann::ordered_json;

// Each fact is there with this chance in a hundred.
FactsDocument random_facts(const decision::Program& program, const decision::Decision& decision,
                           int known, Random& random);

// The text of facts in which one thing is wrong, or may be.
std::string spoiled(FactsDocument facts, Random& random);

}  // namespace phep::testing
