// From a file of the repository to a lowered program, through the same workspace as the command
// line.
#pragma once

#include "compiler/decision/decision.h"

#include <string>

namespace phep::tests {

// Lowers the decision, rule or norm `name` of a file (path relative to the repository). Fails the
// test on any error.
decision::Program lower_file(const std::string& path, const std::string& name);

// The same for a text.
decision::Program lower_text(const std::string& text, const std::string& name);

}  // namespace phep::tests
