// Where the caller stands among the folders of the disk, so that paths that climb above that place
// still name one file once, and a project above it is found.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace phep::workspace {

// Folders are written with their '/' at the end; "" is the one that the caller stands in.
class Standpoint {
 public:
  Standpoint() = default;
  // The names of the folders around, outermost first, the one that the caller stands in last.
  explicit Standpoint(std::vector<std::string> folders) : folders_(std::move(folders)) {}

  // "./a", "a//b" and "../here/a" as "a", "a/b" and "a"; other steps stay as they are written.
  [[nodiscard]] std::string tidy(std::string path) const;

  // The folder above; none above the outermost that is known.
  [[nodiscard]] std::optional<std::string> above(const std::string& folder) const;

  // A path as it is written from a folder around it: "x.phep" below "../" is "here/x.phep".
  [[nodiscard]] std::string below(const std::string& root, const std::string& path) const;

 private:
  std::vector<std::string> folders_;
};

}  // namespace phep::workspace
