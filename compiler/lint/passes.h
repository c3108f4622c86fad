// The lints, by what they look at. Private to this room.
#pragma once

#include "compiler/lint/lint.h"

namespace phep::lint {

// Whether an author wrote it: what the checker makes beside a declaration has a dot in its name.
bool is_written(const law::Register& law, const hir::Def& def);

// Labels that are missing, or say other numbers than each other or the deadline.
void look_at_labels(const Workspace& workspace, DiagnosticList& out);
// Norms without tests; tests that repeat each other.
void look_at_tests(const Workspace& workspace, DiagnosticList& out);
// What nobody reads, uses or asks.
void look_at_uses(const Workspace& workspace, DiagnosticList& out);
// Exceptions and figures that rest on no provision.
void look_at_grounds(const Workspace& workspace, DiagnosticList& out);

}  // namespace phep::lint
