// One module's tests made executable, for whoever runs them one by one.
#pragma once

#include "compiler/testing/case_file.h"
#include "compiler/testing/run.h"

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::testing {

// A decision for each target, and the engines that hold them. `program` outlives it.
struct Bench {
  const Program& program;
  decision::Program lowered;
  std::map<hir::DefId, std::uint32_t> decisions;
  std::vector<Engine> engines;
  std::vector<std::uint8_t> image;
};

// What the chosen tests, and the case files, ask for.
std::vector<decision::Entry> targets_of(const hir::Module& module, const Choice& choice,
                                        std::span<const CaseText> case_files);
Result<Bench> prepare(const Program& program, const std::vector<decision::Entry>& targets,
                      const MakeEngines& make_engines, DiagnosticList& diagnostics);

// How a test is decided: its moment, law date and readings.
CaseOptions options_of(const Bench& bench, const hir::Test& test);
TestResult run_test(const Bench& bench, const hir::Test& test, ModuleResults& results,
                    std::set<std::string>& violated);

// Reads the cases of one file; false, and reported, when any of them is wrong.
bool read_case_file(const CaseText& source, const decision::Program& program,
                    const decision::Decision& decision, std::span<const std::uint8_t> image,
                    DiagnosticList& diagnostics, std::vector<RecordedCase>& out);
TestResult run_recorded(const Bench& bench, std::uint32_t decision, const RecordedCase& recorded,
                        CaseCounts& counts);

// What an unmet expectation of `name` (a norm's or an output's) points at.
Blame blame_of(const Bench& bench, std::uint32_t decision, std::string_view name,
               const std::string& facts, const nlohmann::json& answer);

}  // namespace phep::testing
