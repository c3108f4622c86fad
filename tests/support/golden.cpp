#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace phep::tests {

namespace fs = std::filesystem;

std::string source_dir() {
  return PHEP_SOURCE_DIR;
}

std::vector<std::string> files_below(std::string_view folder,
                                     const std::vector<std::string>& endings) {
  std::vector<std::string> paths;
  const fs::path root = source_dir();
  if (!fs::exists(root / folder)) return paths;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && std::ranges::any_of(endings, [&](const std::string& ending) {
          return name.ends_with(ending);
        }))
      paths.push_back(entry.path().lexically_relative(root).generic_string());
  }
  std::ranges::sort(paths);
  return paths;
}

std::vector<std::string> data_files(std::string_view folder, std::string_view ending) {
  std::vector<std::string> paths;
  for (const std::string& path :
       files_below("tests/data/" + std::string(folder), {std::string(ending)}))
    paths.push_back(source_dir() + "/" + path);
  return paths;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  INFO(path);
  REQUIRE(in.good());
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void check_recorded(const std::string& path, const std::string& actual) {
  if (std::getenv("PHEP_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  INFO(path, " (re-record with PHEP_UPDATE=1)");
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  const std::string expected(std::istreambuf_iterator<char>(in), {});
  CHECK(actual == expected);
}

}  // namespace phep::tests
