// Expectations written into the sources of tests: `//~ P2001 text` speaks of its own line, `//~^ …`
// of the line above (one `^` a line). The text must occur in the English message. Every diagnostic
// must be announced, and each announcement met.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

#include <string>
#include <vector>

namespace phep::tests {

// Differences between what a file announces and what was reported for it, in words; empty when all
// is met.
std::vector<std::string> unmet(FileId file, const SourceMap& sources,
                               const DiagnosticList& reported);

}  // namespace phep::tests
