// `phep completions SHELL` and `phep man [COMMAND]`: what is made from the command table.
#include "compiler/cli/completions.h"

#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/manual.h"
#include "compiler/cli/session.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace phep::cli {
namespace {

// "vn/pdpl/breach.phep" is `vn.pdpl.breach`.
std::string module_name(std::string path) {
  for (const std::string_view ending : {".md", ".phep"})
    if (path.ends_with(ending)) path.resize(path.size() - ending.size());
  std::ranges::replace(path, '/', '.');
  return path;
}

// All pages into a folder.
int write_pages(Session& session, const CommandRow& root, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  nlohmann::ordered_json written = nlohmann::ordered_json::array();
  for (const CommandRow* command : all_commands(root)) {
    const std::string path = (std::filesystem::path(folder) / manual_name(*command)).string();
    if (const auto done = write_file(path, manual_page(root, *command, session.options().language));
        !done) {
      session.fail("không ghi được " + path, done.error().message);
      return kIo;
    }
    written.push_back(path);
  }
  if (session.json()) {
    write_out(json_text(nlohmann::ordered_json{{"written", written}}));
  } else {
    for (const auto& path : written) write_out(visible(path.get<std::string>()) + "\n");
  }
  return kOk;
}

}  // namespace

int run_completions(const CommonOptions& common, const CommandRow& root,
                    const CompletionsOptions& options) {
  const auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  CompletionWords words;
  for (const workspace::LibraryFile& file : session->library().files)
    words.modules.push_back(module_name(file.path));
  for (const CatalogRow& row : catalog())
    if (row.severity != Severity::Note) words.codes.push_back(code_text(row.code));
  std::ranges::sort(words.codes);
  write_out(options.shell == "bash"  ? bash_completions(root, words)
            : options.shell == "zsh" ? zsh_completions(root, words)
                                     : fish_completions(root, words));
  return kOk;
}

int run_man(const CommonOptions& common, const CommandRow& root, const ManOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  if (!options.out.empty()) return write_pages(*session, root, options.out);
  const CommandRow* command = &root;
  for (const std::string& word : options.command) {
    const auto next = std::ranges::find_if(
        command->commands, [&](const CommandRow& below) { return below.name() == word; });
    if (next == command->commands.end()) {
      session->fail("không có lệnh `" + word + "`", "there is no command `" + word + "`");
      return kUsage;
    }
    command = &*next;
  }
  write_out(manual_page(root, *command, common.language));
  return kOk;
}

}  // namespace phep::cli
