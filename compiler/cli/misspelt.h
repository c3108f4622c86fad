// Commands that do not exist, and what was perhaps meant.
#pragma once

#include "compiler/cli/shell.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::cli {

// The first word that stands where a command should and is none; "" if there is no such word.
struct UnknownCommand {
  std::string word, near;
};
UnknownCommand unknown_command(const CLI::App& shell, const std::vector<std::string>& words);

// What was wrong with the command line, and where to look.
std::string refusal(const Shell& shell, std::string_view what,
                    const std::vector<std::string>& words);

}  // namespace phep::cli
