// From a name to its declaration, and from a declaration to all its names.
#pragma once

#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace phep::ide {

// `at` is what leads away, for editors that underline it.
struct Target {
  Span at;
  Span name;   // of the declaration
  Span whole;  // the declaration itself
};

// A name to its declaration; a module's name to its file; a citation to its instrument.
std::vector<Target> definition(workspace::Workspace& workspace, FileId file, std::uint32_t offset);

// Every place in `files` that names what is named at the place, by file and place. Ends early, with
// less, when `stop` is set.
std::vector<Span> references(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                             bool declaration, std::span<const FileId> files,
                             const std::atomic<bool>& stop);

}  // namespace phep::ide
