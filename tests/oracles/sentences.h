// Random sentences of the grammar as source text: every construct, whether or not it means
// anything.
//
// What a context-free grammar cannot say (a clause at most once, rows as long as their header) is
// left to the parser: a declaration that it refuses is thrown away and counted.
#pragma once

#include "tests/generated/random.h"
#include "tests/oracles/grammar.h"

#include <cstdint>
#include <map>
#include <string>

namespace phep::tests {

struct SentenceCounts {
  std::uint64_t declarations = 0, refused = 0;
  std::map<std::string, std::uint64_t> rules;  // of the grammar, in accepted declarations
};

// A file that parses without errors. White space is wild: line breaks and comments anywhere,
// no-break spaces, tabs, blank lines, letters and their marks apart (NFD).
std::string write_sentences(const Grammar& grammar, Random& random, SentenceCounts& counts);

}  // namespace phep::tests
