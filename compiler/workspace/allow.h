// Warnings that the author has seen and lets stand for a time:
// `// phép: allow P7016 until 2027-01-01 "the decree is being amended"` on the line before.
// Private to this room.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

#include <cstdint>
#include <optional>

namespace phep::workspace {

// The list without what comments of the file allow on the day `today` (none: no allowance ends),
// and with what is to be said of these comments themselves. Sorted if `all` is.
DiagnosticList without_allowed(DiagnosticList all, FileId file, const SourceFile& source,
                               std::optional<std::int32_t> today);

}  // namespace phep::workspace
