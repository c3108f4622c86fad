// Drafting lints: what a checker of one module cannot see, or what is no mistake and still worth a
// look. Everything is told in the files that were asked about; everything else is only read.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/law/register.h"

#include <span>
#include <string_view>

namespace phep::lint {

// A file of recorded cases of a decision.
struct CaseText {
  hir::DefId decision;
  std::string_view text;
};

struct Workspace {
  const law::Register& law;       // every module of the project and the library, without errors
  std::span<const FileId> files;  // that are asked about
  std::span<const CaseText> cases;
};

// Sorted by place. Safe fixes change no answer of any decision.
DiagnosticList lint(const Workspace& workspace);

}  // namespace phep::lint
