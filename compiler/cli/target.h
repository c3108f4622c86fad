// From a file and a name on the command line to a lowered program.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/decision/decision.h"
#include "compiler/hir/hir.h"
#include "compiler/testing/run.h"

#include <expected>
#include <string>
#include <vector>

namespace phep::cli {

struct Target {
  FileId file;
  hir::DefId def;
};

// Opens `file` (a path, or the name of a library module) and finds the decision, rule or norm
// `name` in it; without a name the file must hold exactly one decision. Everything wrong has been
// printed; the error is the exit code.
std::expected<Target, int> open_target(Session& session, const std::string& file,
                                       const std::string& name);

// Opens and checks a file; prints its diagnostics if there are errors.
std::expected<FileId, int> open_checked(Session& session, const std::string& file);

// The decisions declared in a file, in order of writing; of a file that declares nothing, those of
// the modules that it uses.
std::vector<hir::DefId> decisions_of(Session& session, FileId file);

std::expected<decision::Program, int> lower_targets(Session& session, FileId file,
                                                    const std::vector<hir::DefId>& targets,
                                                    const decision::Layouts& layouts = {});

// Flags → options of a case; a reading or option that the program does not have is printed and
// gives nothing.
std::optional<testing::CaseOptions> case_options_of(Session& session, const CaseFlags& flags,
                                                    const decision::Program& program);

}  // namespace phep::cli
