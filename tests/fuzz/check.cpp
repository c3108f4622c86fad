// The whole check of one file beside an empty library: never throws, and what it says stands in the
// file, in order, the same twice.
#include "compiler/hir/print.h"
#include "tests/fuzz/shared/places.h"
#include "tests/fuzz/shared/programs.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>

namespace {

using namespace phep;

template <class Node>
std::size_t count_of(const hir::Module& module) {
  return static_cast<std::size_t>(std::ranges::count_if(
      module.defs, [](const hir::Def& def) { return std::holds_alternative<Node>(def.node); }));
}

}  // namespace

PHEP_FUZZ_TARGET {
  fuzz::Program program(fuzz::text_of(data, size));
  const DiagnosticList list = program.workspace.diagnostics(program.file);
  fuzz::good_diagnostics(list, program.workspace.sources());
  const auto checked = program.workspace.checked(program.file);
  // A text that was edited to and fro is checked in part, and means the same.
  if (size % 4 == 0) {
    const std::string kept = program.text;
    std::string other = kept;
    other.erase(other.size() / 3, 5);
    program.workspace.set_text(program.file, other);
    program.workspace.diagnostics(program.file);
    program.workspace.set_text(program.file, kept);
    const DiagnosticList again = program.workspace.diagnostics(program.file);
    fuzz::holds(again.items().size() == list.items().size() &&
                    std::ranges::equal(again.items(), list.items(),
                                       [](const Diagnostic& a, const Diagnostic& b) {
                                         return a.row == b.row && a.span == b.span;
                                       }),
                "an edit that is taken back leaves nothing behind");
  }
  const bool clean = !list.has_errors();
  fuzz::plant(1, std::ranges::any_of(list.items(), [](const Diagnostic& one) {
                return one.row->code >= 4000 && one.row->code < 5000;
              }));
  fuzz::plant(2, clean && count_of<hir::Rule>(checked->module) >= 2 && size < 200);
  fuzz::plant(3, clean && count_of<hir::Norm>(checked->module) == 1 && size < 700);
  return 0;
}
