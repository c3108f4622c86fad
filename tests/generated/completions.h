// The slow path held against brute force: what an answer with gaps claims must hold in every
// completion of its facts.
#pragma once

#include "tests/generated/program_writer.h"
#include "tests/generated/random.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace phep::tests {

// Decides complete facts; gives the answer's JSON.
using Decide = std::function<nlohmann::json(const nlohmann::json& facts)>;

// Sentences about every claim that a completion refutes; empty when all hold. Two claims are tried:
//   known: an output or status that the answer gives is the same in sampled completions;
//   unknown: one that is exactly undetermined (not marked inexact) for missing leaves that are all
//   bools, enums or
//            judgments takes two different outcomes over all their combinations, and each of the
//            leaves matters.
// `checked` counts the claims that were tried.
std::vector<std::string> refuted(const GeneratedProgram& program, const nlohmann::json& facts,
                                 const nlohmann::json& answer, const Decide& decide, Random& random,
                                 std::uint64_t& checked);

}  // namespace phep::tests
