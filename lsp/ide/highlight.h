// The places of one file that belong to what is under the pointer.
#pragma once

#include "compiler/workspace/workspace.h"

#include <cstdint>
#include <vector>

namespace phep::ide {

enum class HighlightKind : std::uint8_t { Text, Read, Write };

struct Highlight {
  Span span;
  HighlightKind kind;
};

// Of a name: where it is declared or given (Write), where it is asked (Read). Of a citation: what
// cites the same provision, a part or a whole of it. On `case`, `except` or a label of a rule: the
// case and all exceptions to it.
std::vector<Highlight> highlights(workspace::Workspace& workspace, FileId file,
                                  std::uint32_t offset);

}  // namespace phep::ide
