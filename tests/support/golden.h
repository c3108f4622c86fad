// Files that tests compare with: read, list, and re-record with PHEP_UPDATE=1.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phep::tests {

// The repository's root, and the files of tests/data/<folder> with this ending, sorted; paths are
// absolute.
std::string source_dir();
std::vector<std::string> data_files(std::string_view folder, std::string_view ending);

// All files under a folder of the repository (relative to its root) with one of the endings;
// sorted, relative.
std::vector<std::string> files_below(std::string_view folder,
                                     const std::vector<std::string>& endings);

// The file's bytes; fails the test when there is none.
std::string read_file(const std::string& path);

// Compares with a recorded file, or records it when PHEP_UPDATE is set. A missing record fails.
void check_recorded(const std::string& path, const std::string& actual);

}  // namespace phep::tests
