#include "compiler/cli/user_cache.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

// A folder that a variable names; one that is relative would lie in whatever folder a command runs
// in, and the XDG Base Directory Specification has it passed over.
std::string folder_in(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value == '/' ? value : "";
}

}  // namespace

std::string cache_path(const std::string& name) {
  if (const std::string cache = folder_in("XDG_CACHE_HOME"); !cache.empty())
    return cache + "/phep/" + name;
  if (const std::string home = folder_in("HOME"); !home.empty())
    return home + "/.cache/phep/" + name;
  return {};
}

void forget_oldest(const std::string& folder, std::uintmax_t most_bytes) {
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::uintmax_t total = 0;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error)) continue;
    files.emplace_back(entry.last_write_time(error), entry.path());
    total += entry.file_size(error);
  }
  std::ranges::sort(files);
  for (const auto& [time, path] : files) {
    if (total <= most_bytes) return;
    total -= fs::file_size(path, error);
    fs::remove(path, error);
  }
}

bool may_recall() {
  const char* ci = std::getenv("CI");
  return ci == nullptr || *ci == '\0' || std::string_view(ci) == "false";
}

}  // namespace phep::cli
