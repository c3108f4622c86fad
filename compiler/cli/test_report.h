// What a run of tests found, for people and for machines.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/testing/run.h"

#include <set>
#include <string>
#include <vector>

namespace phep::cli {

struct TestTotals {
  std::size_t passed = 0, failed = 0;
  std::size_t unreviewed = 0, unreviewed_failed = 0;  // recorded, accepted by nobody: neither
  std::size_t undecided = 0;                          // properties that the solver left open
  testing::CaseCounts counts;
  std::set<std::string> violated;  // norms that some test saw violated
  std::set<std::string> norms;     // duties and prohibitions that could be
};

// The tests of all files in the order of the run.
struct TestRun {
  std::vector<testing::TestResult> tests;
  TestTotals totals;
};

// Writes the whole report to standard output.
void report_tests(const Session& session, const TestRun& run, const TestOptions& options);

// The lines in which what was wanted and what was found differ: "- " and "+ " before them, two
// blanks before what is the same.
std::vector<std::string> structural_diff(const testing::TestFailure& failure);

}  // namespace phep::cli
