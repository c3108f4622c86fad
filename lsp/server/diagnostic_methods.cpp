// Diagnostics for clients that ask for them.
#include "lsp/server/analysis.h"
#include "lsp/server/handlers.h"

namespace phep::server {

Reply pull_diagnostics(Analysis& analysis, const DiagnosticParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const Report& report = analysis.report(*file);
  if (report.id == params.previous) return Json{{"kind", "unchanged"}, {"resultId", report.id}};
  JsonText out;
  out.open('{');
  report.write(out);
  out.close('}');
  return out.take();
}

Reply pull_everything(Analysis& analysis, const WorkspaceDiagnosticParams& params, const Ask& ask) {
  analysis.hold(ask, params);
  return later();
}

}  // namespace phep::server
