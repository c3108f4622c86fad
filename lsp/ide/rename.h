// One name becomes another wherever it stands: in modules, in tests, and in the files of cases that
// speak of it.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::ide {

// Why nothing is renamed, for the person who asked.
using NoRename = Argument;

// What would be renamed at a place: where it stands and how it is called.
struct Renamable {
  Span at;
  std::string name;
};
// Nothing: there is no name. What the embedded library declares is not the user's to rename.
std::expected<std::optional<Renamable>, NoRename> renamable(workspace::Workspace& workspace,
                                                            FileId file, std::uint32_t offset);

struct RenameEdits {
  std::vector<Edit> edits;  // by file and place
  bool cases = false;       // some of them in files of cases
  bool outward = false;     // facts and answers call it by this name, so callers have to follow
};
// Refuses what is no name and what another thing that is seen there is called. Looks at `files`;
// ends early, with less, when `stop` is set.
std::expected<RenameEdits, NoRename> rename(workspace::Workspace& workspace, FileId file,
                                            std::uint32_t offset, std::string_view wanted,
                                            std::span<const FileId> files,
                                            const std::atomic<bool>& stop);

}  // namespace phep::ide
