// Facts files: what the runtime's reader found wrong, told as a diagnostic with place and
// suggestion.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/decision/decision.h"
#include "compiler/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace phep::cli {

// `refusal` is the {"error":{"at","code","offset"}} that an engine returned for the facts in
// `file`.
DiagnosticList facts_diagnostics(std::string_view refusal, const decision::Program& program,
                                 const decision::Decision& decision, FileId file);

// Prints such a refusal of the facts `text` read from `path`: they are drawn under their own path,
// apart from the program's sources.
void print_facts_problem(Session& session, const std::string& path, const std::string& text,
                         const std::string& refusal, const decision::Program& program,
                         const decision::Decision& decision);

}  // namespace phep::cli
