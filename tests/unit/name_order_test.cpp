// Names in the order of the numbers in them.
#include "compiler/base/name_order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace phep::tests {

TEST_CASE("name order: numbers stand by their size, and everything else by its bytes") {
  const std::vector<std::string> ordered = {"",
                                            "7",
                                            "007a",
                                            "10",
                                            "a",
                                            "a.k2",
                                            "a.k9",
                                            "a.k10",
                                            "a.k10b",
                                            "a.k99999999999999999999",
                                            "a.k100000000000000000000",
                                            "a.l",
                                            "b",
                                            "\xC4\x91"};
  for (std::size_t i = 0; i < ordered.size(); ++i)
    for (std::size_t j = 0; j < ordered.size(); ++j)
      CHECK_MESSAGE(comes_before(ordered[i], ordered[j]) == (i < j), ordered[i], " and ",
                    ordered[j]);
}

TEST_CASE("name order: leading zeros are no equality") {
  CHECK(comes_before("k01", "k1") != comes_before("k1", "k01"));
  CHECK(comes_before("k001", "k01") != comes_before("k01", "k001"));
  CHECK(comes_before("k01", "k2"));
  CHECK(comes_before("k1", "k02"));
  CHECK_FALSE(comes_before("k01", "k01"));
}

}  // namespace phep::tests
