#include "compiler/workspace/standpoint.h"

#include <algorithm>
#include <string_view>

namespace phep::workspace {
namespace {

constexpr std::string_view kUp = "../";

// How many steps up a path begins with.
std::size_t steps_up(std::string_view path) {
  std::size_t count = 0;
  while (path.substr(count * kUp.size()).starts_with(kUp)) ++count;
  return count;
}

}  // namespace

std::string Standpoint::tidy(std::string path) const {
  while (path.starts_with("./")) path.erase(0, 2);
  for (auto at = path.find("//"); at != std::string::npos; at = path.find("//")) path.erase(at, 1);
  for (auto at = path.find("/./"); at != std::string::npos; at = path.find("/./"))
    path.erase(at, 2);
  // Up and down again into the folder that one stands in.
  for (std::size_t count = steps_up(path); count > 0 && count <= folders_.size(); --count) {
    const std::string down = folders_[folders_.size() - count] + "/";
    if (path.compare(count * kUp.size(), down.size(), down) != 0) break;
    path.erase((count - 1) * kUp.size(), kUp.size() + down.size());
  }
  return path;
}

std::optional<std::string> Standpoint::above(const std::string& folder) const {
  if (folder == "/") return std::nullopt;
  const std::size_t count = steps_up(folder);
  if (count * kUp.size() == folder.size()) {
    if (count >= folders_.size()) return std::nullopt;
    return folder + std::string(kUp);
  }
  const auto slash = folder.rfind('/', folder.size() - 2);
  return slash == std::string::npos ? std::string() : folder.substr(0, slash + 1);
}

std::string Standpoint::below(const std::string& root, const std::string& path) const {
  const std::size_t from = steps_up(root);
  const std::size_t at = steps_up(path);
  if (root.size() != from * kUp.size() || at >= from || from > folders_.size() ||
      path.starts_with('/'))
    return path.starts_with(root) ? path.substr(root.size()) : path;
  std::string out;
  for (std::size_t i = folders_.size() - from; i < folders_.size() - at; ++i)
    out += folders_[i] + "/";
  return out + path.substr(at * kUp.size());
}

}  // namespace phep::workspace
