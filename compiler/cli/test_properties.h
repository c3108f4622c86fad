// Properties among the tests: proved is passed, refuted is failed, undecided is neither.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/testing/facts_json.h"
#include "compiler/testing/run.h"

#include <string>
#include <vector>

namespace phep::cli {

// One result a claim, of the properties that are chosen.
std::vector<testing::TestResult> property_results(const Session& session,
                                                  const testing::Program& program,
                                                  const hir::Module& module,
                                                  const testing::Choice& choice);

}  // namespace phep::cli
