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

}  // namespace

std::string cache_path(const std::string& name) {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache != '\0') return std::string(cache) + "/phep/" + name;
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return std::string(home) + "/.cache/phep/" + name;
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
