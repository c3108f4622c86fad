// What `phep fmt` promises, tried on every source of the repository and on random sentences.
#pragma once

#include "tests/oracles/tally.h"

#include <cstdint>

namespace phep::tests {

// Of a text x and its tree: parse(fmt x) = parse x; fmt(fmt x) = fmt x; vi(en(vi x)) = vi x;
// en(vi(en x)) = en x; both say what x says and keep every comment. Fails, too, when a rule of the
// grammar never stood in a random sentence.
Tally check_formatting(bool sources, std::uint64_t programs, std::uint64_t seed);

}  // namespace phep::tests
