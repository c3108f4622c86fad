#include "compiler/workspace/library.h"

#include "compiler/base/hex.h"
#include "compiler/runtime/sha256.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace phep::workspace {

// Written by embed_library.cmake from stdlib/.
struct EmbeddedFile {
  std::string_view path, text;
};
extern const std::span<const EmbeddedFile> kEmbeddedFiles;

Library embedded_library() {
  Library library{{}, "phep:"};
  for (const EmbeddedFile& file : kEmbeddedFiles)
    library.files.push_back({std::string(file.path), std::string(file.text)});
  return library;
}

std::string module_of_path(std::string path) {
  for (const std::string_view ending : {".phep.md", ".phep"})
    if (path.ends_with(ending)) {
      path.resize(path.size() - ending.size());
      break;
    }
  std::ranges::replace(path, '/', '.');
  return path;
}

std::string library_hash(const Library& library) {
  std::string all;
  for (const LibraryFile& file : library.files) {
    // Lengths stand before the bytes, so that no two libraries run together into the same text.
    all += std::to_string(file.path.size()) + ":" + file.path;
    all += std::to_string(file.text.size()) + ":" + file.text;
  }
  std::array<std::uint8_t, runtime::kDigestBytes> digest{};
  runtime::sha256(all.data(), all.size(), digest.data());
  return hex(digest);
}

}  // namespace phep::workspace
