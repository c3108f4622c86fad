// What every list of diagnostics promises: places inside the text, an order, messages in both
// languages that can be drawn.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

namespace phep::fuzz {

void good_diagnostics(const DiagnosticList& list, const SourceMap& sources);

}  // namespace phep::fuzz
