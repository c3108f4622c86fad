// How often tests saw each point; runs add up.
#pragma once

#include "compiler/coverage/points.h"
#include "compiler/testing/suite.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <set>
#include <string>

namespace phep::coverage {

using Hits = std::map<std::string, std::uint64_t>;  // by key; what was not seen is not there

// What the cases of a suite saw, whose answers carry certificates and whose programs were lowered
// with the plan's probes.
Hits hits_of(const testing::Suite& suite);
// The same of one case of a program.
void add_hits(const decision::Program& program, const testing::Case& one, Hits& hits);

// Who is bound in the answer of a case, as keys "m.tell binds controller".
std::set<std::string> bound_in(const decision::Program& program, const testing::Case& one);
// … of them those that the case expects: who reads its expectations reads whom the norm binds.
std::set<std::string> bound_as_expected(const decision::Program& program, const testing::Case& one);

// Adds what other runs saw.
void merge(Hits& all, const Hits& some);

struct Total {
  std::size_t seen = 0, of = 0;
  // Between 0 and 100; 100 of nothing.
  [[nodiscard]] double percent() const {
    return of == 0 ? 100.0 : 100.0 * static_cast<double>(seen) / static_cast<double>(of);
  }
};
Total total(const std::vector<Point>& points, const Hits& hits, Measure measure);

// Whether the point was seen, and how often.
std::uint64_t seen(const Point& point, const Hits& hits);

}  // namespace phep::coverage
