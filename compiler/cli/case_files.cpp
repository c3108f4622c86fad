#include "compiler/cli/case_files.h"

#include "compiler/diagnostics/kinds/cases.h"

namespace phep::cli {

std::vector<testing::CaseText> case_texts(workspace::Workspace& workspace, FileId file,
                                          DiagnosticList& list) {
  std::vector<testing::CaseText> out;
  const auto checked = workspace.checked(file);
  for (const hir::CaseFile& named : checked->module.case_files) {
    const auto data = workspace.open_data(named.path, file);
    // The library in this program has its modules alone: their case files are run from its sources.
    if (!data && workspace.sources().file(file).path.starts_with("phep:")) continue;
    if (!data) {
      if (data.error().outside) {
        list.report(diag::CaseFileOutside, named.span, named.path);
      } else {
        list.report(diag::CaseFileUnreadable, named.span, named.path);
      }
      continue;
    }
    const SourceFile& source = workspace.sources().file(*data);
    out.push_back({named.decision, *data, named.path, source.text, named.span});
  }
  return out;
}

DiagnosticList case_file_diagnostics(workspace::Workspace& workspace,
                                     const std::vector<FileId>& files) {
  DiagnosticList out;
  for (const FileId file : files) {
    const auto texts = case_texts(workspace, file, out);
    if (texts.empty() || workspace.diagnostics(file).has_errors()) continue;
    const auto modules = workspace.modules(file);
    out.append(testing::check_case_files({modules, workspace.types(), workspace.names()}, texts));
  }
  return out;
}

}  // namespace phep::cli
