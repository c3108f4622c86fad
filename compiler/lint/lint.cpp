#include "compiler/lint/lint.h"

#include "compiler/lint/passes.h"

namespace phep::lint {

bool is_written(const law::Register& law, const hir::Def& def) {
  return def.name.exists() && !law.names.text(def.name).contains('.');
}

DiagnosticList lint(const Workspace& workspace) {
  DiagnosticList out;
  look_at_labels(workspace, out);
  look_at_tests(workspace, out);
  look_at_uses(workspace, out);
  look_at_grounds(workspace, out);
  out.sort();
  return out;
}

}  // namespace phep::lint
