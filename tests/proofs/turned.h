// What a proof is worth: a mistake in the law must turn it.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>

namespace phep::tests {

// Draws `count` proved verdicts about the library's rules and norms and makes one mistake after
// another in what each is about, until one turns the verdict. Tells how many were turned by what,
// and names those that no mistake turned, with the number of mistakes tried.
nlohmann::json turn_verdicts(std::uint64_t count, std::uint64_t seed, bool verbose);

}  // namespace phep::tests
