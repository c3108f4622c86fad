// HIR → Decision IR.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/decision/decision.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace phep::decision {

// Checked modules without errors, closed under imports. Lookup by file.
using Modules = std::map<FileId, const hir::Module*>;

struct Lowered {
  Program program;
  DiagnosticList diagnostics;
  std::set<hir::DefId> reached{};  // the rules and norms that functions were made of
};

// What to export: a `decision` declaration, or a bare rule or norm (as tests call them): then a
// decision of the same name is made whose parameters are the target's, with one output `value` or
// one norm.
struct Entry {
  hir::DefId target;
  FileId from{};  // who asks: the special law in its imports counts; none: the target's own file
};

// Facts layouts that were committed before (from NAME.layout.json). A new fact takes the next
// place; an empty one starts afresh.
struct StructLayout {
  std::vector<LayoutEntry> entries;
  std::vector<LayoutVersion> versions;  // of all builds, the last one last
};
using Layouts = std::map<std::string, StructLayout>;  // by struct name

// Conditions to be watched, with a name each. In a program lowered with them certificates also tell
// of each leaf of a condition's `and`, `or` and `not` (NAME?1, NAME?2, …) whether it was seen true
// and false, and whether it alone decided the whole: bits NAME?1.true, .false, .alone_true,
// .alone_false. Answers stay the same but for the certificate.
using Probes = std::map<std::pair<FileId, hir::ExprId>, std::string>;

// Lowers the entries and everything they reach. Call depth is at most 64; deeper is a diagnostic.
Lowered lower(const Modules& modules, const hir::TypeStore& types, const Interner& names,
              std::span<const Entry> entries, const Layouts& layouts,
              std::span<const hir::OutsideSpecial> outside = {}, const Probes* probes = nullptr);

// The decisions that a module declares, in their order.
std::vector<Entry> declared_decisions(const hir::Module& module);

// What is wrong with the decisions declared in `file` that shows only when they are lowered:
// limits, special law that is not imported. `modules` has no errors.
DiagnosticList check_decisions(const Modules& modules, const hir::TypeStore& types,
                               const Interner& names, FileId file,
                               std::span<const hir::OutsideSpecial> outside);

}  // namespace phep::decision
