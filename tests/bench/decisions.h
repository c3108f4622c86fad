// Nanoseconds per decision: the two demo decisions beside hand-written functions of the same law.
#pragma once

#include <nlohmann/json.hpp>

namespace phep::tests {

// One row a decision: sizes of .so and .wasm, ns per decision from the typed struct and from JSON
// text for ours, from the typed struct for the hand-written one, and the ratio. Every answer is
// compared first; a difference gives a string that says so instead of rows.
nlohmann::ordered_json measure_decisions();

}  // namespace phep::tests
