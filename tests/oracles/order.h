// Order never changes a result byte: the library and the suite's programs with their parts in
// another order answer the same, certificates and release included.
#pragma once

#include "tests/oracles/tally.h"

#include <cstdint>

namespace phep::tests {

// Every file `times` times, all of them at once in another order: `use` lines, declarations, cases,
// exceptions, clauses of norms, outputs and norms of decisions, rows of scopes and calendars.
// Bearers and the relations and intervals of instruments stay where they are: nobody promised their
// order.
Tally check_order(std::uint64_t times, std::uint64_t seed);

}  // namespace phep::tests
