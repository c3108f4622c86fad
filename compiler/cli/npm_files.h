// The files of npm packages, one package a decision.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/decision/lower.h"
#include "compiler/hir/hir.h"

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace phep::cli {

using PathsAndBytes = std::vector<std::pair<std::string, std::string>>;

// One decision's package has the paths of a package; several stand below their names. Each brings
// so many conformance vectors. What is wrong has been printed; the error is the exit code.
std::expected<PathsAndBytes, int> npm_files(Session& session, FileId file,
                                            const std::vector<hir::DefId>& decisions,
                                            const decision::Layouts& layouts,
                                            std::uint64_t vectors);

}  // namespace phep::cli
