// What is to be said of the thing under the pointer.
#pragma once

#include "compiler/workspace/workspace.h"
#include "lsp/ide/saying.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::ide {

struct Hover {
  Span span;
  std::string code;                     // the declaration's head, as source; may be empty
  std::vector<std::string> paragraphs;  // plain text
};

// Nothing also where `stop` was set.
std::optional<Hover> hover(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           const Saying& saying, const std::atomic<bool>& stop);

}  // namespace phep::ide
