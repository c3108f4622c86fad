// Where the law of a file and of what it imports is written, as debuggers are told. Private to this
// room.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/codegen/codegen.h"

namespace phep::cli {

// Declarations by their names' lines, clauses by those on which they begin. Paths are those that
// diagnostics show.
codegen::SourceLines source_lines(Session& session, FileId file);

}  // namespace phep::cli
