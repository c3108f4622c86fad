// Order never changes a result byte: the library and the suite's programs with their parts in
// another order answer the same, certificates and release included.
#pragma once

#include "tests/oracles/tally.h"

#include <cstdint>

namespace phep::tests {

// Every file `times` times, all of them at once in another order: `use` lines, declarations, cases,
// exceptions, clauses and bearers of norms, ways to hold a role, relations, intervals and scopes of
// instruments with their targets and rows, outputs and norms of decisions, rows of calendars.
// Rows of tables stay: answers name them by their place, as people do.
Tally check_order(std::uint64_t times, std::uint64_t seed);

}  // namespace phep::tests
