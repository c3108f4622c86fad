// Draws diagnostics for a terminal: the message, the place, the line with its carets, notes and
// fixes.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

#include <string>

namespace phep {

struct RenderOptions {
  Language language = Language::English;
  bool color = false;
};

// The picture of one diagnostic, ending in a line break. Widths are counted in terminal cells, and
// control characters of the source are shown escaped.
std::string render(const Diagnostic& diagnostic, const SourceMap& sources,
                   const RenderOptions& options);

// All of them in order, each followed by a blank line.
std::string render(const DiagnosticList& list, const SourceMap& sources,
                   const RenderOptions& options);

}  // namespace phep
