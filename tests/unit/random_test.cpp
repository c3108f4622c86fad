// Choices of the tests themselves: what is drawn by one seed must say nothing about the next.
#include "compiler/testing/random.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>

namespace phep {

TEST_CASE("random: neighbouring seeds have no draw in common, and a seed has its own again") {
  std::set<std::uint64_t> drawn;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    testing::Random random(seed);
    for (int i = 0; i < 100; ++i) drawn.insert(random.next());
  }
  CHECK(drawn.size() == 200 * 100);
  testing::Random again(7), seven(7);
  for (int i = 0; i < 100; ++i) CHECK(again.next() == seven.next());
}

}  // namespace phep
