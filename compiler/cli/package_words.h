// What people call the parts of a decision, in both languages, for packages: from the law's labels
// and citations.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/decision/decision.h"
#include "compiler/export/package.h"

namespace phep::cli {

// `decisions` are those of the program.
std::vector<exports::DecisionWords> package_words(Session& session, FileId file,
                                                  const std::vector<hir::DefId>& decisions,
                                                  const decision::Program& program);

}  // namespace phep::cli
