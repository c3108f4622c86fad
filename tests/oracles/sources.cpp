#include "tests/oracles/sources.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace phep::tests {

namespace fs = std::filesystem;

std::vector<std::string> sources_below(std::string_view folder, std::string_view ending) {
  std::vector<std::string> paths;
  const fs::path root = PHEP_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder))
    if (entry.is_regular_file() && entry.path().filename().string().ends_with(ending))
      paths.push_back(entry.path().lexically_relative(root).generic_string());
  std::ranges::sort(paths);
  return paths;
}

std::string source_text(const std::string& path) {
  std::ifstream in(fs::path(PHEP_SOURCE_DIR) / path, std::ios::binary);
  if (!in.good()) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(1);
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace phep::tests
