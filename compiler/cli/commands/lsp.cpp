// `phep lsp`: the language server, which is a program of its own beside this one.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/session.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace phep::cli {

int run_lsp(const CommonOptions& common, const LspOptions& options) {
  std::error_code error;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", error);
  std::string server = (own.parent_path() / "phep-lsp").string();
  std::vector<std::string> words = options.words;
  std::vector<char*> argv{server.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(server.c_str(), argv.data());
  const std::string why = std::strerror(errno);
  const bool vi = common.language == Language::Vietnamese;
  const std::string line =
      vi ? "phep: không chạy được máy chủ ngôn ngữ " + server + ": " + why + "\n"
         : "phep: cannot run the language server " + server + ": " + why + "\n";
  std::fputs(line.c_str(), stderr);
  return kIo;
}

}  // namespace phep::cli
