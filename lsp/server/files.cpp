#include "lsp/server/files.h"

#include "compiler/base/text.h"
#include "lsp/server/platform.h"
#include "lsp/server/uri.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace phep::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = std::uintmax_t{16} << 20U;

std::string composed(const fs::path& path) {
  std::string text = disk_text(path);
  return first_invalid_utf8(text) == kValidUtf8 ? normalise(text) : text;
}

// The path as the disk spells it: each step whose composed form is asked for, where the plain
// spelling is not there.
std::optional<fs::path> spelled_by_disk(const std::string& path) {
  if (std::ranges::all_of(path, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return disk_path(path);
  std::error_code error;
  const fs::path whole = disk_path(path);
  if (fs::exists(whole, error)) return whole;
  fs::path so_far = whole.root_path();
  for (const fs::path& step : whole.relative_path()) {
    fs::path next = so_far / step;
    if (!fs::exists(next, error)) {
      bool found = false;
      for (auto it = fs::directory_iterator(so_far, error);
           !error && it != fs::directory_iterator(); it.increment(error))
        if (composed(it->path().filename()) == disk_text(step)) {
          next = it->path();
          found = true;
          break;
        }
      if (!found) return std::nullopt;
    }
    so_far = std::move(next);
  }
  return so_far;
}

bool is_passed_over(const fs::path& folder) {
  const std::string name = disk_text(folder.filename());
  return name.starts_with('.') || name == "build" || name == "node_modules";
}

}  // namespace

std::optional<std::string> read_disk(const std::string& path) {
  if (!is_on_disk(path)) return std::nullopt;
  const auto spelled = spelled_by_disk(path);
  std::error_code error;
  if (!spelled || !fs::is_regular_file(*spelled, error)) return std::nullopt;
  const auto size = fs::file_size(*spelled, error);
  if (error || size > kMostBytes) return std::nullopt;
  std::ifstream in(*spelled, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text(size, '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

bool lies_in(const std::string& path, const std::string& folder) {
  if (!is_on_disk(path)) return true;
  const auto spelled = spelled_by_disk(path);
  if (!spelled) return true;
  std::error_code error;
  const fs::path file = fs::canonical(*spelled, error);
  if (error) return true;
  const fs::path around = fs::canonical(spelled_by_disk(folder).value_or(folder), error);
  return !error && std::mismatch(around.begin(), around.end(), file.begin(), file.end()).first ==
                       around.end();
}

std::string spelled_on_disk(const std::string& path) {
  if (!is_on_disk(path)) return path;
  const auto spelled = spelled_by_disk(path);
  return spelled ? disk_text(*spelled) : path;
}

bool is_source(const std::string& path) {
  return path.ends_with(".phep") || path.ends_with(".phep.md");
}

bool is_module(const std::string& path) {
  return is_source(path) || !is_on_disk(path) ||
         !(path.ends_with(".json") || path.ends_with(".jsonl") || path.ends_with(".csv"));
}

std::vector<std::string> sources_below(const std::string& folder, const std::atomic<bool>& stop) {
  std::vector<std::string> paths;
  std::error_code error;
  for (auto it =
           fs::recursive_directory_iterator(spelled_by_disk(folder).value_or(disk_path(folder)),
                                            fs::directory_options::skip_permission_denied, error);
       !error && it != fs::recursive_directory_iterator() && !stop; it.increment(error)) {
    std::error_code ignored;
    if (it->is_directory(ignored)) {
      if (is_passed_over(it->path())) it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored) && is_source(disk_text(it->path().filename()))) {
      paths.push_back(composed(it->path()));
    }
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace phep::server
