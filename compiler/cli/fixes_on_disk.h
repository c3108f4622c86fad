// `check --fix`, `lint --fix`: safe fixes written into the files that were named.
#pragma once

#include "compiler/cli/session.h"

#include <functional>
#include <vector>

namespace phep::cli {

struct FixedFiles {
  std::size_t fixes = 0, files = 0;
};
// Fixes, checks again, and goes on while something changes. Only the given files are written; a
// library module never is.
Result<FixedFiles> fix_files(Session& session, const std::vector<FileId>& files);
// The same with the fixes of what `look` finds.
Result<FixedFiles> fix_files(Session& session, const std::vector<FileId>& files,
                             const std::function<DiagnosticList()>& look);

}  // namespace phep::cli
