// Completion for bash 4 and later.
#include "compiler/base/check.h"
#include "compiler/cli/completions.h"

#include <fmt/format.h>

namespace phep::cli {
namespace {

std::string spaced(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// The bash command that offers what stands for a value.
std::string offer(const OptionRow& row) {
  std::string files = "_phep_files";
  for (const std::string_view pattern : file_patterns(row.takes))
    files += fmt::format(" '{}'", pattern);
  switch (row.takes) {
    case Takes::Nothing:
    case Takes::Text: return ":";
    case Takes::Choice: return fmt::format("_phep_offer '{}'", spaced(row.choices));
    case Takes::Choices: return fmt::format("_phep_list '{}'", spaced(row.choices));
    case Takes::Sources:
    case Takes::Facts:
    case Takes::Artefact: return files;
    case Takes::File: return "_phep_files '*'";
    case Takes::Folder: return "_phep_files";
    case Takes::Module: return files + "; _phep_offer \"$_phep_modules\"";
    case Takes::Topic: return files + "; _phep_offer \"$_phep_codes $_phep_modules\"";
    case Takes::Command: return "_phep_offer \"$_phep_commands\"";
  }
  PHEP_UNREACHABLE();
}

constexpr std::string_view kFunctions = R"sh(
# The words that begin as the current one.
_phep_offer() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

# One more of a list with commas.
_phep_list() {
  local before= cur=$cur word
  if [[ $cur == *,* ]]; then before=${cur%,*},; cur=${cur##*,}; fi
  while IFS= read -r word; do COMPREPLY+=("$before$word"); done < <(compgen -W "$1" -- "$cur")
}

# Folders, and the files that match one of the patterns.
_phep_files() {
  local path pattern
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do
    if [[ -d $path ]]; then COMPREPLY+=("$path"); continue; fi
    for pattern in "$@"; do
      if [[ $path == $pattern ]]; then COMPREPLY+=("$path"); break; fi
    done
  done < <(compgen -f -- "$cur")
}
)sh";

std::string branch(const CommandRow& command) {
  std::string out = fmt::format("    '{}')\n", command.words());
  std::string options;
  std::string values;
  for (const OptionRow& option : command.options) {
    for (const std::string& name : option.names) options += (options.empty() ? "" : " ") + name;
    if (option.takes == Takes::Nothing) continue;
    std::string names;
    for (const std::string& name : option.names) names += (names.empty() ? "" : "|") + name;
    values += fmt::format("        {}) {}; return ;;\n", names, offer(option));
  }
  if (!values.empty()) out += "      case $prev in\n" + values + "      esac\n";
  out += fmt::format("      if [[ $cur == -* ]]; then _phep_offer '{}'; return; fi\n", options);
  std::vector<std::string> names;
  for (const CommandRow& below : command.commands) names.push_back(below.name());
  if (command.path.size() == 1) names.emplace_back("help");
  if (!names.empty()) out += fmt::format("      _phep_offer '{}'\n", spaced(names));
  if (!command.arguments.empty()) out += "      " + offer(command.arguments.front()) + "\n";
  return out + "      ;;\n";
}

}  // namespace

std::string bash_completions(const CommandRow& root, const CompletionWords& words) {
  std::vector<std::string> commands;
  for (const CommandRow& command : root.commands) commands.push_back(command.name());
  std::string out =
      "# Completion of phep for bash, written by `phep completions bash`. To use it once:\n"
      "#   source <(phep completions bash)\n"
      "# and always:\n"
      "#   phep completions bash > ~/.local/share/bash-completion/completions/phep\n\n";
  out += fmt::format("_phep_commands='{}'\n_phep_modules='{}'\n_phep_codes='{}'\n",
                     spaced(commands), spaced(words.modules), spaced(words.codes));
  out += kFunctions;
  out +=
      "\n_phep() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= i\n"
      "  COMPREPLY=()\n"
      "  # `--format=json` reaches us as three words.\n"
      "  if [[ $cur == = ]]; then cur=\n"
      "  elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case \"$command ${COMP_WORDS[i]}\" in\n";
  for (const CommandRow* command : all_commands(root)) {
    if (command->path.size() < 2) continue;
    const std::string name = command->words();
    const bool below = name.contains(' ');
    out += fmt::format("      '{}{}') command='{}' ;;\n", below ? "" : " ", name, name);
  }
  out +=
      "    esac\n"
      "  done\n"
      "  case $command in\n";
  for (const CommandRow* command : all_commands(root)) out += branch(*command);
  return out +
         "  esac\n"
         "}\n\n"
         "complete -F _phep phep\n";
}

}  // namespace phep::cli
