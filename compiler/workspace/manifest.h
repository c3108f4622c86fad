// phep.json: what a project says of itself.
#pragma once

#include "compiler/base/result.h"

#include <string>
#include <string_view>

namespace phep::workspace {

struct Manifest {
  // The project is a library of law itself: its modules stand in place of the embedded library.
  bool library = false;
};

// Reads the text of a phep.json. Unknown keys are refused, so that a misspelt one is not silently
// ignored.
Result<Manifest> read_manifest(std::string_view text);

}  // namespace phep::workspace
