// Completion for fish.
#include "compiler/base/check.h"
#include "compiler/cli/completions.h"

#include <fmt/format.h>

namespace phep::cli {
namespace {

std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// What completes a value: options of `complete`.
std::string fish_value(const OptionRow& row) {
  const auto members = [&] {
    std::string out;
    for (const std::string& word : row.choices) out += (out.empty() ? "" : " ") + word;
    return out;
  };
  std::string endings;
  for (const std::string_view pattern : file_patterns(row.takes))
    endings += " " + std::string(pattern.substr(1));
  switch (row.takes) {
    case Takes::Nothing: return "";
    case Takes::Text: return " -x";
    case Takes::Choice: return " -x -a " + fish_quoted(members());
    case Takes::Choices: return " -x -a " + fish_quoted("(__fish_append , " + members() + ")");
    case Takes::Sources:
    case Takes::Facts:
    case Takes::Artefact: return " -x -a " + fish_quoted("(__phep_files" + endings + ")");
    case Takes::File: return " -r -F";
    case Takes::Folder: return " -x -a '(__fish_complete_directories)'";
    case Takes::Module:
      return " -x -a " + fish_quoted("(__phep_files" + endings + ") $__phep_modules");
    case Takes::Topic:
      return " -x -a " + fish_quoted("(__phep_files" + endings + ") $__phep_codes $__phep_modules");
    case Takes::Command: return " -x -a '$__phep_commands'";
  }
  PHEP_UNREACHABLE();
}

std::string fish_list(const char* name, const std::vector<std::string>& words) {
  std::string out = fmt::format("set -g {}", name);
  for (const std::string& word : words) out += " " + word;
  return out + "\n";
}

constexpr std::string_view kFishFunctions = R"fish(
# The words behind `phep` that are no options.
function __phep_typed
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        string match -q -- '-*' $word; or echo $word
    end
end

# Whether these words begin what was typed; without words, whether nothing was.
function __phep_at
    set -l typed (__phep_typed)
    if test (count $argv) -eq 0
        test (count $typed) -eq 0; or test "$typed" = help
        return
    end
    set -l last (count $argv)
    test (count $typed) -ge $last; or return
    set -l begun $typed[1..$last]
    test "$begun" = "$argv"
end

# A family's name with none of its commands behind it.
function __phep_family
    __phep_at $argv; and test (count (__phep_typed)) -eq (count $argv)
end

# Folders, and files that end so.
function __phep_files
    set -l begun (commandline -ct | string replace -r '^--?[^=]*=' '')
    __fish_complete_directories $begun ''
    for ending in $argv
        for file in $begun*$ending
            echo $file
        end
    end
end
)fish";

std::string fish_options(const CommandRow& command) {
  const std::string at = fmt::format("complete -c phep -n '__phep_at{}{}'",
                                     command.path.size() == 1 ? "" : " ", command.words());
  std::string out;
  for (const OptionRow& option : command.options) {
    out += at;
    for (const std::string& name : option.names)
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    out += fish_value(option) + " -d " + fish_quoted(option.help) + "\n";
  }
  if (!command.arguments.empty())
    out += at + fish_value(command.arguments.front()) + " -d " +
           fish_quoted(command.arguments.front().help) + "\n";
  for (const CommandRow& below : command.commands)
    out += fmt::format("complete -c phep -n '{}{}{}' -a {} -d {}\n",
                       command.path.size() == 1 ? "__phep_at" : "__phep_family",
                       command.path.size() == 1 ? "" : " ", command.words(), below.name(),
                       fish_quoted(below.help));
  return out;
}

}  // namespace

std::string fish_completions(const CommandRow& root, const CompletionWords& words) {
  std::vector<std::string> commands;
  for (const CommandRow& command : root.commands) commands.push_back(command.name());
  std::string out =
      "# Completion of phep for fish, written by `phep completions fish`. To use it once:\n"
      "#   phep completions fish | source\n"
      "# and always:\n"
      "#   phep completions fish > ~/.config/fish/completions/phep.fish\n\n";
  out += fish_list("__phep_commands", commands) + fish_list("__phep_modules", words.modules) +
         fish_list("__phep_codes", words.codes);
  out += kFishFunctions;
  out += "\ncomplete -c phep -f\n";
  out += "complete -c phep -n __phep_at -a help -d 'phep COMMAND --help'\n";
  for (const CommandRow* command : all_commands(root)) out += fish_options(*command);
  return out;
}

}  // namespace phep::cli
