#include "compiler/cli/test_watch.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <thread>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

using Times = std::map<std::string, fs::file_time_type>;

// When each file was last written; of folders all sources below, so that a new one is met.
Times times_of(const std::vector<std::string>& paths, const std::vector<std::string>& read) {
  Times out;
  const auto add = [&](const fs::path& path) {
    std::error_code error;
    const auto time = fs::last_write_time(path, error);
    if (!error) out[path.generic_string()] = time;
  };
  for (const std::string& path : read) add(path);
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      add(path);
      continue;
    }
    for (auto it = fs::recursive_directory_iterator(
             path, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error))
      if (it->is_regular_file(error)) add(it->path());
  }
  return out;
}

}  // namespace

int watch(const std::vector<std::string>& paths,
          const std::function<int(std::vector<std::string>& read)>& run) {
  constexpr auto kPause = std::chrono::milliseconds(300);
  for (;;) {
    std::vector<std::string> read;
    const Times before = times_of(paths, {});
    run(read);
    std::fflush(stdout);  // whoever reads along sees the run whole
    const Times after = times_of(paths, read);
    const bool meanwhile = times_of(paths, {}) != before;  // while the tests ran
    while (!meanwhile && times_of(paths, read) == after) std::this_thread::sleep_for(kPause);
  }
}

}  // namespace phep::cli
