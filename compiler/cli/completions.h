// Scripts by which shells complete what is typed, made from the command table.
#pragma once

#include "compiler/cli/command_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::cli {

// What is completed besides commands and options: the library's modules, the diagnostics' codes.
struct CompletionWords {
  std::vector<std::string> modules, codes;
};

// The patterns of the files that a value names; none: any file.
std::vector<std::string_view> file_patterns(Takes takes);

std::string bash_completions(const CommandRow& root, const CompletionWords& words);
std::string zsh_completions(const CommandRow& root, const CompletionWords& words);
std::string fish_completions(const CommandRow& root, const CompletionWords& words);

}  // namespace phep::cli
