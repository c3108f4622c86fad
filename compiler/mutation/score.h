// What came of mutants, counted: in all, by kind of mistake, by definition, by provision.
#pragma once

#include "compiler/mutation/run.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace phep::mutation {

struct Tally {
  std::size_t killed = 0, survived = 0, untested = 0, same = 0, equal = 0, stillborn = 0;

  void count(Verdict verdict);
  // Mutants that a case could tell.
  [[nodiscard]] std::size_t counted() const { return killed + survived + untested; }
  // Between 0 and 1; 1 where there is nothing to tell.
  [[nodiscard]] double score() const;
};

struct Score {
  Tally all;
  std::array<Tally, kFaults> by_fault;
  std::map<hir::DefId, Tally> by_definition;
  std::map<std::string, Tally> by_provision;  // "PDPL@23.1"
};
Score score_of(const std::vector<Mutant>& mutants, const std::vector<Outcome>& outcomes);

// The lines of source that a mutant changes, as they are and as they would be.
struct LineDiff {
  std::vector<std::string> removed, added;
};
LineDiff diff_of(const SourceMap& sources, const Mutant& mutant);

// A witness as a line of a case file (.cases.jsonl) of its decision, which expects what the law
// answers.
std::string case_line(const Witness& witness, const std::string& name);

// `count` of the mutants, chosen by the seed alone; in their order.
std::vector<Mutant> sample(std::vector<Mutant> mutants, std::size_t count, std::uint64_t seed);

}  // namespace phep::mutation
