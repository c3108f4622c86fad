// The files of npm packages, one package a decision.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/decision/lower.h"
#include "compiler/hir/hir.h"

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace phep::cli {

using PathsAndBytes = std::vector<std::pair<std::string, std::string>>;

// One decision's package is the folder `out` itself; several stand below it by name. What is wrong
// has been printed; the error is the exit code.
std::expected<PathsAndBytes, int> npm_files(Session& session, FileId file,
                                            const std::vector<hir::DefId>& decisions,
                                            const decision::Layouts& layouts,
                                            const std::string& out);

}  // namespace phep::cli
