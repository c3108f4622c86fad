#include "compiler/cli/misspelt.h"

#include "compiler/base/text.h"

#include <algorithm>

namespace phep::cli {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

}  // namespace

UnknownCommand unknown_command(const CLI::App& shell, const std::vector<std::string>& words) {
  const CLI::App* app = &shell;
  for (const std::string& word : words) {
    const std::vector<std::string> names = command_names(*app);
    if (names.empty() || word.starts_with('-')) break;
    if (std::ranges::find(names, word) == names.end()) {
      const bool readable = first_invalid_utf8(word) == kValidUtf8;
      const std::vector<std::string_view> candidates(names.begin(), names.end());
      return {readable ? word : "?", readable ? std::string(nearest(word, candidates)) : ""};
    }
    for (const CLI::App* command : app->get_subcommands({}))
      if (command->get_name() == word) app = command;
  }
  return {};
}

std::string refusal(const Shell& shell, std::string_view what,
                    const std::vector<std::string>& words) {
  std::string text = "phep: " + visible(first_invalid_utf8(what) == kValidUtf8 ? what : "?");
  if (const auto [word, near] = unknown_command(shell.app, words); !word.empty()) {
    text = "phep: " + shell.say("không có lệnh `", "there is no command `") + visible(word) + "`";
    if (!near.empty()) text += shell.say("; có phải `", "; did you mean `") + near + "`?";
  }
  return text + "\n" + shell.say("Xem: phep --help\n", "See: phep --help\n");
}

}  // namespace phep::cli
