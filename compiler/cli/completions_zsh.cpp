// Completion for zsh, by its own _arguments.
#include "compiler/base/check.h"
#include "compiler/cli/completions.h"

#include <fmt/format.h>

namespace phep::cli {
namespace {

// Inside single quotes, in a place where brackets and colons speak to _arguments.
std::string plain_words(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out;
}

std::string function_of(const CommandRow& command) {
  std::string out = "_phep";
  for (std::size_t i = 1; i < command.path.size(); ++i) out += "_" + command.path[i];
  return out;
}

// What _arguments does for a value: `(a b)`, or a function.
std::string action(const OptionRow& row) {
  const auto members = [&] {
    std::string out;
    for (const std::string& word : row.choices) out += (out.empty() ? "" : " ") + word;
    return out;
  };
  switch (row.takes) {
    case Takes::Nothing:
    case Takes::Text: return " ";
    case Takes::Choice: return "(" + members() + ")";
    case Takes::Choices: return "_values -s , value " + members();
    case Takes::Sources: return "_phep_files_of_sources";
    case Takes::Module: return "_phep_files_or_modules";
    case Takes::Facts: return "_phep_files_of_facts";
    case Takes::File: return "_files";
    case Takes::Folder: return "_files -/";
    case Takes::Artefact: return "_phep_files_of_artefacts";
    case Takes::Topic: return "_phep_topics";
    case Takes::Command: return "_phep_commands";
  }
  PHEP_UNREACHABLE();
}

std::string spec(const OptionRow& option) {
  const bool flag = option.takes == Takes::Nothing;
  const std::string value =
      flag ? ""
           : fmt::format(":{}:{}", option.names.back().substr(option.names.back().rfind('-') + 1),
                         action(option));
  std::string others;
  for (const std::string& name : option.names) others += (others.empty() ? "" : " ") + name;
  std::string out;
  for (const std::string& name : option.names) {
    const bool longer = name.starts_with("--");
    out += fmt::format(" \\\n    '{}{}{}[{}]{}'", option.many ? "*" : "(" + others + ")", name,
                       flag || !longer ? "" : "=", plain_words(option.help), value);
  }
  return out;
}

std::string arguments_of(const CommandRow& command) {
  std::string out = "  _arguments -s";
  for (const OptionRow& option : command.options) out += spec(option);
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const OptionRow& row = command.arguments[i];
    out += fmt::format(" \\\n    '{}:{}:{}'", row.many ? "*" : std::to_string(i + 1),
                       plain_words(row.names.front()), action(row));
  }
  return out + "\n";
}

// A command that is a family of commands: the first word chooses.
std::string family(const CommandRow& command) {
  std::string out =
      "  local curcontext=$curcontext state line\n  typeset -A opt_args\n  _arguments -C";
  for (const OptionRow& option : command.options) out += spec(option);
  out +=
      " \\\n    '1:command:->command' \\\n    '*::argument:->argument' && return\n"
      "  case $state in\n"
      "    command)\n"
      "      local -a commands=(\n";
  for (const CommandRow& below : command.commands)
    out += fmt::format("        '{}:{}'\n", below.name(), plain_words(below.help));
  if (command.path.size() == 1) out += "        'help:phep COMMAND --help'\n";
  out +=
      "      )\n"
      "      _describe -t commands command commands ;;\n"
      "    argument)\n"
      "      case $line[1] in\n";
  for (const CommandRow& below : command.commands)
    out += fmt::format("        {}) {} ;;\n", below.name(), function_of(below));
  if (command.path.size() == 1) out += "        help) _phep_commands ;;\n";
  return out + "      esac ;;\n  esac\n";
}

std::string globs(Takes takes) {
  std::string out;
  for (const std::string_view pattern : file_patterns(takes))
    out += (out.empty() ? "" : "|") + std::string(pattern.substr(1));
  return fmt::format("_files -g '*({})'", out);
}

std::string array(const char* name, const std::vector<std::string>& words) {
  std::string out = fmt::format("  local -a {}=(", name);
  for (const std::string& word : words) out += " " + word;
  return out + " )\n";
}

}  // namespace

std::string zsh_completions(const CommandRow& root, const CompletionWords& words) {
  std::string out =
      "#compdef phep\n"
      "# Completion of phep for zsh, written by `phep completions zsh`. To use it once:\n"
      "#   source <(phep completions zsh)\n"
      "# and always: as the file _phep in a folder of $fpath.\n\n";
  out += "_phep_files_of_sources() { " + globs(Takes::Sources) + " }\n";
  out += "_phep_files_of_facts() { " + globs(Takes::Facts) + " }\n";
  out += "_phep_files_of_artefacts() { " + globs(Takes::Artefact) + " }\n";
  out += "_phep_files_or_modules() {\n" + array("modules", words.modules) +
         "  _alternative 'sources:source:_phep_files_of_sources' 'modules:module:compadd -a "
         "modules'\n}\n";
  out +=
      "_phep_topics() {\n" + array("codes", words.codes) +
      "  _alternative 'codes:code:compadd -a codes' 'modules:module:_phep_files_or_modules'\n}\n";
  std::vector<std::string> commands;
  for (const CommandRow& command : root.commands) commands.push_back(command.name());
  out += "_phep_commands() {\n" + array("commands", commands) + "  compadd -a commands\n}\n";
  for (const CommandRow* command : all_commands(root))
    out += fmt::format("\n{}() {{\n{}}}\n", function_of(*command),
                       command->commands.empty() ? arguments_of(*command) : family(*command));
  return out +
         "\nif [[ $funcstack[1] = _phep ]]; then\n  _phep \"$@\"\nelse\n  compdef _phep phep\nfi\n";
}

}  // namespace phep::cli
