// Proposes a small set of cases worth discussing: those that between them show most of what nobody
// has seen yet.
#pragma once

#include "compiler/coverage/hits.h"

#include <cstddef>
#include <set>
#include <vector>

namespace phep::coverage {

struct Proposal {
  testing::Case one;
  std::vector<std::string> shows;  // keys of points that no case before it showed
};

struct Proposals {
  std::vector<Proposal> cases;
  std::size_t asked = 0;        // cases that were looked at
  std::size_t reachable = 0;    // unseen points that any of them shows
  std::size_t shown = 0;        // … and that the proposals show
  std::size_t lower_bound = 0;  // no set that shows as much is smaller than this
};

struct Wish {
  const std::set<std::string>& points;  // keys that count
  const Hits& seen;                     // by people's cases
  // Who is bound, as people's cases expect (hits.h: bound_in): of the others each is worth a case.
  std::set<std::string> bound{};
  std::size_t most = 20;        // proposals
  std::size_t budget = 20'000;  // cases to look at
};

// `seeds` are cases of the program to set out from; its answers carry certificates with probes.
Proposals propose(const decision::Program& program, const testing::Engine& engine,
                  std::vector<testing::Case> seeds, const Wish& wish);

}  // namespace phep::coverage
