// Pairwise facts: few cases in which every two values of two facts stand together once.
#pragma once

#include "compiler/coverage/propose.h"

#include <cstddef>
#include <vector>

namespace phep::coverage {

struct Pairs {
  std::vector<Proposal> cases;  // `shows` names the pairs, "/harmful=true /told_at=null"
  std::size_t facts = 0;        // that have few enough values to be paired
  std::size_t pairs = 0;        // of their values
  std::size_t seen = 0;         // … that stand together in a seed
};

// What is paired are facts outside lists, judgments aside: true and false, the members of short
// enums, numbers at the values that the program tells apart, and whether an optional fact is there.
// `seeds` are people's cases; the last of them, whole, is what the others are made of.
Pairs pairwise(const decision::Program& program, const testing::Engine& engine,
               const std::vector<testing::Case>& seeds);

}  // namespace phep::coverage
