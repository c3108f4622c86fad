// Files get another place: their modules another name, and whoever uses them has to follow.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace phep::ide {

// Edits to texts as they are before the move. A module keeps its name where it has none, where its
// name is not its place, or where the new place is none of a module. `moved` are files, from and
// to.
std::vector<Edit> move(workspace::Workspace& workspace,
                       std::span<const std::pair<std::string, std::string>> moved,
                       std::span<const FileId> files, const std::atomic<bool>& stop);

}  // namespace phep::ide
