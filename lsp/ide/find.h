// Declarations anywhere by name or label, marks or not; provisions by number: "d20k2", "điều 20
// khoản 2", "13/2023".
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"
#include "lsp/ide/folded_names.h"

#include <atomic>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::ide {

struct Found {
  RowKind kind;
  std::string name, container;
  Span own;  // the name, or the row of an outline
  bool library = false;
};

inline constexpr std::size_t kMostFound = 200;

// In `files` and the library; best first, at most kMostFound. What cites a provision that is asked
// for follows it. Ends early when `stop` is set.
std::vector<Found> find_symbols(workspace::Workspace& workspace, FoldedNames& folded,
                                std::string_view query, std::span<const FileId> files,
                                Language language, const std::atomic<bool>& stop);

}  // namespace phep::ide
