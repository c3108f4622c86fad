#include "compiler/cli/command_table.h"

#include "compiler/check/words.h"

#include <CLI/CLI.hpp>
#include <array>
#include <string_view>
#include <utility>

namespace phep::cli {
namespace {

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(by);
    if (end != 0) out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

// What a type name says: one of ours, or CLI11's with the members of a set behind it,
// "TEXT:{human,json}".
void read_type(const std::string& type, OptionRow& row) {
  constexpr std::array<std::pair<std::string_view, Takes>, 8> kOurs = {
      {{value::kSources, Takes::Sources},
       {value::kModule, Takes::Module},
       {value::kFacts, Takes::Facts},
       {value::kFile, Takes::File},
       {value::kFolder, Takes::Folder},
       {value::kArtefact, Takes::Artefact},
       {value::kTopic, Takes::Topic},
       {value::kCommand, Takes::Command}}};
  row.takes = Takes::Text;
  for (const auto& [name, takes] : kOurs)
    if (type == name) row.takes = takes;
  if (type == value::kEngine) {
    row.takes = Takes::Choices;
    row.choices = {"interp", "jit", "native", "wasm", "all"};
  }
  if (type == value::kStatuses) {
    row.takes = Takes::Choices;
    for (const std::string_view word : check::status_words())
      if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos)
        row.choices.emplace_back(word);
  }
  const auto open = type.find('{');
  const auto close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return;
  row.takes = Takes::Choice;
  row.choices = split(std::string_view(type).substr(open + 1, close - open - 1), ',');
}

OptionRow option_row(const CLI::Option& option) {
  OptionRow row;
  row.help = option.get_description();
  row.required = option.get_required();
  if (option.get_positional()) {
    row.names = {option.get_name(true)};
  } else {
    for (const std::string& name : option.get_snames()) row.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) row.names.push_back("--" + name);
  }
  if (option.get_items_expected_max() == 0) return row;  // a flag
  row.many = option.get_items_expected_max() > 1;
  read_type(option.get_type_name(), row);
  return row;
}

CommandRow command_row(const CLI::App& app, const std::vector<std::string>& above) {
  CommandRow out;
  out.path = above;
  out.path.push_back(app.get_name());
  out.help = app.get_description();
  for (const CLI::Option* option : app.get_options({})) {
    if (option->get_group().empty()) continue;  // hidden
    (option->get_positional() ? out.arguments : out.options).push_back(option_row(*option));
  }
  for (const CLI::App* command : app.get_subcommands({}))
    out.commands.push_back(command_row(*command, out.path));
  return out;
}

void collect(const CommandRow& from, std::vector<const CommandRow*>& out) {
  out.push_back(&from);
  for (const CommandRow& command : from.commands) collect(command, out);
}

}  // namespace

std::string CommandRow::words() const {
  std::string out;
  for (std::size_t i = 1; i < path.size(); ++i) out += (i == 1 ? "" : " ") + path[i];
  return out;
}

CommandRow command_table(const CLI::App& app) {
  return command_row(app, {});
}

std::vector<const CommandRow*> all_commands(const CommandRow& root) {
  std::vector<const CommandRow*> out;
  collect(root, out);
  return out;
}

}  // namespace phep::cli
