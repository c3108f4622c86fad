// Files of the repository, by paths relative to its root.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phep::tests {

// All files below a folder with this ending, sorted.
std::vector<std::string> sources_below(std::string_view folder, std::string_view ending);

// A file's bytes; ends the program when there is none, since a check without its input checks
// nothing.
std::string source_text(const std::string& path);

}  // namespace phep::tests
