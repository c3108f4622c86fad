#include "compiler/cli/test_ground.h"

#include "compiler/cli/case_files.h"

#include <algorithm>
#include <thread>

namespace phep::cli {

TestGround test_ground(Session& session, const std::vector<FileId>& files,
                       DiagnosticList& diagnostics) {
  TestGround out;
  workspace::Workspace& workspace = session.workspace();
  for (const FileId file : files) {
    out.modules.merge(workspace.modules(file));
    out.tests.push_back({&workspace.checked(file)->module, case_texts(workspace, file, diagnostics),
                         workspace.outside_specials(file)});
  }
  return out;
}

unsigned threads_of(const TestOptions& options) {
  return options.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency())
                           : static_cast<unsigned>(options.jobs);
}

}  // namespace phep::cli
