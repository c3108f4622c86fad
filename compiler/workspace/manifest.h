// phep.json: what a project says of itself.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <optional>
#include <string>
#include <string_view>

namespace phep::workspace {

struct Manifest {
  std::string name;
  // The project is a library of law itself: its modules stand in place of the embedded library.
  bool library = false;
};

// What is wrong with a phep.json, and where.
struct ManifestProblem {
  Argument what;
  std::uint32_t begin = 0, end = 0;
  std::string suggestion;  // of a misspelt key
};

// Reads the text of a phep.json. Unknown keys are refused, so that a misspelt one is not silently
// ignored; what could be read stands in the manifest all the same.
struct ReadManifest {
  Manifest manifest;
  std::optional<ManifestProblem> problem;
};
ReadManifest read_manifest(std::string_view text);

}  // namespace phep::workspace
