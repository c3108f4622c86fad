// Runs the tests of one module: every case on every engine, which must agree to the byte.
#pragma once

#include "compiler/base/result.h"
#include "compiler/decision/decision.h"
#include "compiler/decision/lower.h"
#include "compiler/testing/blame.h"
#include "compiler/testing/chosen.h"
#include "compiler/testing/facts_json.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::testing {

// One decision to take: the facts apart from it.
struct CaseOptions {
  std::int64_t as_of = 0;
  std::optional<std::int32_t> law_date{};
  std::vector<std::int32_t> readings{};  // by Program.readings; -1: the default
  bool certificate = true;
};

struct CaseOutcome {
  int status = 0;           // phep_status
  std::string output;       // canonical JSON
  std::uint64_t steps = 0;  // counted by the interpreter; 0 on the generated path
  bool clean = false;       // generated code decided
};

// An engine that holds one program. Calls are independent of each other.
struct Engine {
  std::string name;
  std::function<CaseOutcome(std::uint32_t decision, std::string_view facts,
                            const CaseOptions& options)>
      run;
};

// Makes the engines that were asked for; a missing one is a failure, never a shorter list.
using MakeEngines = std::function<Result<std::vector<Engine>>(const decision::Program& program,
                                                              std::span<const std::uint8_t> image)>;

struct TestFailure {
  Span span;
  std::string expected, found, facts;
  bool disagreement =
      false;  // engines differ: `expected` is the first engine's answer, `found` the other's
  Blame blame{};
};

struct TestResult {
  std::string title;
  Span span;
  std::vector<TestFailure> failures;
  double milliseconds = 0;
  // Its expectations were recorded and nobody has accepted them yet: it counts for nothing.
  bool unreviewed = false;
  // Of a property that the solver could not settle: the construct. It counts for nothing either.
  std::string undecided{};

  [[nodiscard]] bool passed() const { return failures.empty(); }
};

// What the cases looked like, so that a suite can show that it reaches everything.
struct CaseCounts {
  std::uint64_t cases = 0, clean = 0, slow = 0, with_unknowns = 0, with_errors = 0, awaiting = 0;
  std::vector<std::uint64_t> statuses = std::vector<std::uint64_t>(18);  // by phep_norm_status
};

// A case file that a module names, with its text.
struct CaseText {
  hir::DefId decision;
  FileId file;
  std::string_view path;  // as the module writes it
  std::string_view text;
  Span named_at;  // where the module names it
};

struct ModuleResults {
  std::vector<TestResult> tests;
  CaseCounts counts;
  std::vector<std::string> norms_reached_violated;  // qualified names, sorted
  std::vector<std::string> left_out;  // titles of tests and cases that were not chosen
};

// Runs the chosen tests of `module` and cases of its files. Fails only if the program cannot be
// lowered, a case file is wrong, or an engine cannot be made; what is to be said is appended to
// `diagnostics`.
Result<ModuleResults> run_module(const Program& program, const hir::Module& module,
                                 const Choice& choice, const MakeEngines& make_engines,
                                 DiagnosticList& diagnostics,
                                 std::span<const CaseText> case_files = {});

// Reads case files without running them: everything wrong with them, facts included.
DiagnosticList check_case_files(const Program& program, std::span<const CaseText> case_files);

}  // namespace phep::testing
