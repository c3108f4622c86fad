// The cases that a command line names: facts, case files, modules that name case files, folders.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/explain/explanation.h"
#include "compiler/testing/case_file.h"

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::cli {

// A decision, ready to be taken. Its program and image stay where they are.
struct LoweredDecision {
  Target target{};
  decision::Program program{};
  std::vector<std::uint8_t> image{};

  [[nodiscard]] const decision::Decision& decision() const { return program.decisions.front(); }
};
using Lowered = std::shared_ptr<const LoweredDecision>;

// Everything wrong has been printed; the error is the exit code.
std::expected<Lowered, int> lower_one(Session& session, const Target& target);

struct GivenCase {
  std::string name;  // no two have the same
  Lowered of;
  testing::RecordedCase recorded;
  std::shared_ptr<const SourceMap> sources;  // where it stands; null: in the workspace's
};

// What is asked of the command line.
struct CaseWish {
  const std::vector<std::string>& paths;
  std::optional<Target> of;  // the decision, where the paths do not say it
  const CaseFlags& when;     // what it says overrides what the cases say
  std::string only;          // names that hold this
};

// In the order of the paths, folders sorted. Everything wrong has been printed; the error is the
// exit code. Never empty.
std::expected<std::vector<GivenCase>, int> given_cases(Session& session, const CaseWish& wish);

// `vn.pdpl.breach.breach_report`, as people name a decision of the library, apart: its module, and
// the name behind the last point. What is a file or a module stays, with `decision`.
std::pair<std::string, std::string> module_and_decision(Session& session, const std::string& what,
                                                        const std::string& decision);

// Writes a result to the file that was named, or to standard output where none was; gives the exit
// code.
int deliver(const Session& session, const std::string& path, std::string_view bytes);

// Decides and explains a case; what is wrong with its facts has been printed.
std::expected<explain::Explanation, int> explain_given(Session& session, const GivenCase& given);

}  // namespace phep::cli
