// `bundle.json`. Private to this room.
#pragma once

#include "compiler/bundle/bundle.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep::bundle {

struct Listed {
  std::string path;
  std::uint64_t size = 0;
  std::string sha256;  // 64 hex digits
};

struct Manifest {
  Bundle about;  // without files
  std::vector<Listed> files;
};

// Its one text.
std::string manifest_text(const Manifest& manifest);

// Reads a text that `manifest_text` wrote; anything else is refused at `at`, the place of the text
// in the bundle.
Manifest read_manifest(std::string_view text, std::uint32_t at, DiagnosticList& problems);

// Paths that are not portable, that fall together on some system, or that are too many; at `at`.
void check_paths(const std::vector<std::string_view>& paths, std::uint32_t at,
                 DiagnosticList& problems);

}  // namespace phep::bundle
