// Manual pages in man(7), made from the command table.
#pragma once

#include "compiler/cli/command_table.h"
#include "compiler/diagnostics/diagnostic.h"

#include <string>

namespace phep::cli {

// The page of a command: "phep-law-show.1".
std::string manual_name(const CommandRow& command);
std::string manual_page(const CommandRow& root, const CommandRow& command, Language language);

}  // namespace phep::cli
