// The case files that modules name, read from beside them.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/testing/run.h"

#include <vector>

namespace phep::cli {

// The texts of the case files of one module; those that cannot be read are reported.
std::vector<testing::CaseText> case_texts(workspace::Workspace& workspace, FileId file,
                                          DiagnosticList& list);

// Everything wrong with the case files of modules without errors.
DiagnosticList case_file_diagnostics(workspace::Workspace& workspace,
                                     const std::vector<FileId>& files);

}  // namespace phep::cli
