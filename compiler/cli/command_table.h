// The command line as a table: what help, completions and manual pages are made from. It is read
// off the commands as they are parsed, so that the three can never tell of another one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace phep::cli {

// What stands behind an option, or for an argument, as far as completion can help.
enum class Takes : std::uint8_t {
  Nothing,   // a flag
  Text,      // a word of the user's own
  Choice,    // one of `choices`
  Choices,   // several of them, with commas
  Sources,   // .phep files or folders
  Module,    // a .phep file or a module of the library
  Facts,     // JSON, NDJSON or CSV
  File,      // any file
  Folder,    // a folder
  Artefact,  // what `phep build` makes
  Topic,     // a code of a diagnostic, or a module
  Command    // a command of phep
};

struct OptionRow {
  std::vector<std::string>
      names;  // "-h", "--help"; of an argument the one name that it is shown by
  std::string help;
  Takes takes = Takes::Nothing;
  std::vector<std::string> choices;
  bool required = false;
  bool many = false;  // may stand several times
};

struct CommandRow {
  std::vector<std::string> path;  // "phep", "law", "show"
  std::string help;
  std::vector<OptionRow> options;    // in the order of help
  std::vector<OptionRow> arguments;  // by position
  std::vector<CommandRow> commands;

  [[nodiscard]] std::string name() const { return path.back(); }
  // The words behind `phep`: "law show".
  [[nodiscard]] std::string words() const;
};

CommandRow command_table(const CLI::App& app);

// Depth first, the root too.
std::vector<const CommandRow*> all_commands(const CommandRow& root);

// How the command line calls a value in help: type names that `command_table` understands.
namespace value {
inline constexpr const char* kSources = "SOURCES";
inline constexpr const char* kModule = "MODULE";
inline constexpr const char* kFacts = "FACTS";
inline constexpr const char* kFile = "FILE";
inline constexpr const char* kFolder = "FOLDER";
inline constexpr const char* kArtefact = "ARTEFACT";
inline constexpr const char* kTopic = "TOPIC";
inline constexpr const char* kCommand = "COMMAND";
inline constexpr const char* kEngine = "ENGINE";
inline constexpr const char* kStatuses = "STATUSES";
}  // namespace value

}  // namespace phep::cli
