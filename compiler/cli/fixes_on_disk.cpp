#include "compiler/cli/fixes_on_disk.h"

#include "compiler/diagnostics/fixes.h"

#include <algorithm>
#include <set>

namespace phep::cli {

Result<FixedFiles> fix_files(Session& session, const std::vector<FileId>& files) {
  return fix_files(session, files, [&] {
    DiagnosticList all;
    for (const FileId file : files) all.append(session.workspace().diagnostics(file));
    return all;
  });
}

Result<FixedFiles> fix_files(Session& session, const std::vector<FileId>& files,
                             const std::function<DiagnosticList()>& look) {
  // A fix may uncover another, never the same again; the bound keeps a defect of ours from looping.
  constexpr int kMostRounds = 20;
  FixedFiles out;
  std::set<FileId> changed;
  workspace::Workspace& workspace = session.workspace();
  for (int round = 0; round < kMostRounds; ++round) {
    std::size_t before = out.fixes;
    const DiagnosticList list = look();
    for (const FileId file : files) {
      const FixedText fixed = apply_safe_fixes(list, file, workspace.sources().file(file).text);
      if (fixed.fixes == 0) continue;
      out.fixes += fixed.fixes;
      changed.insert(file);
      workspace.set_text(file, fixed.text);
    }
    if (out.fixes == before) break;
  }
  for (const FileId file : changed) {
    const SourceFile& source = workspace.sources().file(file);
    if (const auto written = write_file(source.path, source.text); !written)
      return std::unexpected(written.error());
  }
  out.files = changed.size();
  return out;
}

}  // namespace phep::cli
