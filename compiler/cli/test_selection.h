// What a filter of `phep test` chose nothing of is a mistake of whoever wrote it: a run of no test
// must not look green.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/hir/hir.h"

#include <string>
#include <vector>

namespace phep::cli {

// Says that no test is chosen by `filter` (a text, or #TAG), with the tag or title of the modules
// that is nearest, else the tags that there are.
void fail_none_chosen(const Session& session, const std::string& filter,
                      const std::vector<const hir::Module*>& modules);

}  // namespace phep::cli
