#include "compiler/cli/test_ground.h"

#include "compiler/cli/case_files.h"

#include <algorithm>
#include <array>
#include <string_view>
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

void fail_suite(const Session& session, const Failure& failure, const std::string& where) {
  constexpr std::array<std::array<std::string_view, 2>, 3> kSaid = {
      {{"a case file is wrong", "một tệp hồ sơ có chỗ sai"},
       {"the module cannot be lowered", "không dịch được mô đun"},
       {"what the tests ask cannot be lowered", "không dịch được điều mà kiểm thử hỏi"}}};
  std::string vi = "không chạy được kiểm thử: " + failure.message;
  for (const auto& [en, said] : kSaid)
    if (failure.message == en) vi = said;
  session.fail(where + vi, where + failure.message);
}

unsigned threads_of(const TestOptions& options) {
  return options.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency())
                           : static_cast<unsigned>(options.jobs);
}

}  // namespace phep::cli
