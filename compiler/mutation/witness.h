// Looks for a case in which the law and a mistake in it answer differently.
#pragma once

#include "compiler/mutation/run.h"

namespace phep::mutation {

// A case that the tests pose, whose answer is another one now.
Witness posed(const testing::Target& target, const testing::Case& one, std::string_view wrong);

// Tries facts near those of the target's cases: each value that the program tells apart, the days
// and moments around those that it names or that the case counts to. The first that makes a
// difference.
std::optional<Witness> find_witness(const testing::Ground& ground, const testing::Target& target,
                                    const decision::Program& wrong, const testing::Engine& engine);

}  // namespace phep::mutation
