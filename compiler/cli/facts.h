// Facts files: what is wrong with them, printed.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/decision/decision.h"

#include <string>

namespace phep::cli {

// Prints a refusal of the facts `text` read from `path`: they are drawn under their own path, apart
// from the program's sources.
void print_facts_problem(Session& session, const std::string& path, const std::string& text,
                         const std::string& refusal, const decision::Program& program,
                         const decision::Decision& decision);

}  // namespace phep::cli
