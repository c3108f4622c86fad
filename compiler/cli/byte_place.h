// What is wrong with files that are not text, at their bytes.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/diagnostics/diagnostic.h"

#include <string>

namespace phep::cli {

// Pictures on standard error, or one JSON document that says whether nothing was found.
void print_at_bytes(const Session& session, const std::string& file, const DiagnosticList& found);

}  // namespace phep::cli
