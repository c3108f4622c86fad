// What is to be said of the thing under the pointer.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

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

std::optional<Hover> hover(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           Language language);

}  // namespace phep::ide
