#include "compiler/cli/project.h"

#include "compiler/workspace/manifest.h"

#include <algorithm>
#include <filesystem>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

bool is_library(const std::string& folder) {
  const auto text = read_input((fs::path(folder) / "phep.json").string());
  if (!text) return false;
  return workspace::read_manifest(*text).manifest.library;
}

}  // namespace

std::optional<std::string> enclosing_project() {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return std::nullopt;
  fs::path shown = ".";
  for (fs::path folder = here;; folder = folder.parent_path()) {
    if (fs::is_regular_file(folder / "phep.json", error)) return shown.string();
    if (folder == folder.parent_path()) return std::nullopt;
    shown = shown == "." ? fs::path("..") : shown / "..";
  }
}

std::optional<std::string> project_around(const std::string& path) {
  std::error_code error;
  fs::path folder = fs::path(path).lexically_normal();
  if (!fs::is_directory(folder, error)) folder = folder.parent_path();
  if (folder.empty()) folder = ".";
  for (;; folder = folder.parent_path()) {
    if (fs::is_regular_file(folder / "phep.json", error)) return folder.generic_string();
    const fs::path above = folder.parent_path();
    if (above.empty() || above == folder) break;
  }
  if (fs::path(path).is_absolute()) return std::nullopt;
  return enclosing_project();
}

std::optional<std::vector<FileId>> open_everything(Session& session,
                                                   const std::vector<std::string>& paths) {
  std::vector<std::string> given = paths;
  bool library = false;
  if (given.empty())
    if (const auto project = enclosing_project()) given.push_back(*project);
  for (const std::string& path : given) library = library || is_library(path);
  std::vector<FileId> files;
  if (!library) files = session.workspace().open_whole_library();
  if (given.empty()) return files;
  const auto own = session.open(given);
  if (!own) return std::nullopt;
  for (const FileId file : *own)
    if (std::ranges::find(files, file) == files.end()) files.push_back(file);
  return files;
}

}  // namespace phep::cli
