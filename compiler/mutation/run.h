// Runs mutants against a suite: which of them do the tests notice?
#pragma once

#include "compiler/mutation/mutant.h"
#include "compiler/testing/suite.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace phep::mutation {

enum class Verdict : std::uint8_t {
  Killed,     // a case no longer passes
  Survived,   // all cases that reach it pass
  Untested,   // no case reaches it
  Same,       // the program is the same, to the byte: no case can tell
  Stillborn,  // it is no program
};

// A case whose answer differs: the one that would kill a survivor, once somebody expects it.
struct Witness {
  std::string near;      // the title of the case that it was found at
  bool posed = false;    // that very case: its answer changes, and nobody expects that part of it
  std::string decision;  // qualified name of what is asked
  std::string facts;     // JSON
  std::int64_t as_of = 0;
  std::optional<std::int32_t> law_date;
  std::map<std::string, std::int32_t> readings;
  std::string key;            // of the answer, as case files write it
  std::string lawful, wrong;  // that part of the answer, JSON
};

struct Outcome {
  Verdict verdict = Verdict::Untested;
  std::string killer;  // the title of the case
  Span killer_at;
  std::uint32_t cases = 0;  // that were run
  std::optional<Witness> witness;
};

// Cases that are not run for mutants: of large programs, with facts unknown, so that every
// combination of what is unknown would have to be gone through for each mistake.
std::size_t left_out(const testing::Suite& suite);

// Told after each mutant, from whichever thread; how many are done.
using Progress = std::function<void(std::size_t done)>;

// One result a mutant. `drafts` is what the mutants were made of; each thread gets a copy.
std::vector<Outcome> run_mutants(const testing::Ground& ground, const testing::Suite& suite,
                                 const Drafts& drafts, const std::vector<Mutant>& mutants,
                                 bool search, const Progress& progress);

}  // namespace phep::mutation
