// Every case that the tests of some modules pose, grouped by what they ask, with the law's answers.
#pragma once

#include "compiler/base/result.h"
#include "compiler/decision/lower.h"
#include "compiler/testing/case_file.h"
#include "compiler/testing/run.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phep::testing {

// The tests of one module, as they were read.
struct TestModule {
  const hir::Module* module;
  std::vector<CaseText> case_files;
  std::vector<hir::OutsideSpecial> outside;
};

// One decision that tests take, and what they expect of it.
struct Case {
  std::string title{};
  Span span{};
  std::string facts{};  // JSON
  std::int64_t as_of = 0;
  std::optional<std::int32_t> law_date{};
  std::map<std::string, std::int32_t> readings{};  // qualified name → option; others: the default
  std::vector<const hir::Expectation*> expected{};
  std::vector<CaseExpectation> recorded{};  // of case files
  std::string answer{};                     // of the law as it is
};

// A program for one thing that tests ask, in the law that one module reaches.
struct Target {
  decision::Entry entry;
  const TestModule* from;
  std::vector<Case> cases;
  decision::Program program;
  std::vector<std::uint8_t> image;
  std::set<hir::DefId> reached;  // rules and norms that it is made of
  std::uint64_t size = 0;        // instructions
};

struct Suite {
  std::vector<Target> targets;  // by size
  std::size_t cases = 0;
  // Cases that the law as it is fails: a mutant proves nothing until they pass.
  std::vector<std::string> failing;
};

// What running cases takes.
struct Ground {
  const std::map<FileId, const hir::Module*>& modules;  // of all tests, with all they import
  const hir::TypeStore& types;
  const Interner& names;
  const MakeEngines& make_engines;  // the first engine decides
  unsigned jobs = 1;
  bool certificates = false;                 // answers carry them
  const decision::Probes* probes = nullptr;  // conditions that certificates tell of
};

// Lowers what the modules' tests ask and runs every case once. Fails if something cannot be
// lowered, a case file is wrong or an engine cannot be made; what is to be said is appended.
Result<Suite> make_suite(const Ground& ground, const std::vector<TestModule>& modules,
                         DiagnosticList& diagnostics);

// A case's options for a program, which numbers readings in its own way.
CaseOptions options_of(const Case& one, const decision::Program& program);

// The first expectation that the answer does not meet; nothing if it meets all.
std::optional<std::string> unmet(const Program& program, const Case& one,
                                 const nlohmann::json& answer);

// Of what a case expects, what the answer of a part of its decision meets: a mistake that changes
// that part can be seen there. What is expected of the answer as a whole is not among it.
void keep_met(const Program& program, Case& one, const nlohmann::json& answer);

// The rest: which facts an answer misses, and what all breaches together may cost.
void keep_whole(Case& one);

}  // namespace phep::testing
