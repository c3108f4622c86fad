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
  Equal,      // proved: no case that knows all facts can tell
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
  std::string undecided;  // why nothing was proved of a survivor that no case was found for
};

// Told after each mutant, from whichever thread; how many are done.
using Progress = std::function<void(std::size_t done)>;

struct Tried {
  std::vector<Outcome> outcomes;  // one a mutant
  // Cases that were not run: of large programs that cannot be cut down to the mistake, with facts
  // unknown, so that every combination of what is unknown would have to be gone through each time.
  std::size_t left_out = 0;
};

// What a solver says of one decision in two laws, asked where a search for a case came to nothing.
struct Proof {
  bool equal = false;  // in every case that knows all facts
  std::optional<Witness> witness{};
  std::string undecided{};  // why
};
using Prove = std::function<Proof(const testing::Program& lawful, const testing::Program& wrong,
                                  const decision::Entry& asked)>;

// What is done about survivors.
struct Pursuit {
  bool search = true;  // for a case that would kill them
  Prove prove{};       // may be empty
};

// `drafts` is what the mutants were made of; each thread gets a copy.
Tried run_mutants(const testing::Ground& ground, const testing::Suite& suite, const Drafts& drafts,
                  const std::vector<Mutant>& mutants, const Pursuit& pursuit,
                  const Progress& progress);

}  // namespace phep::mutation
