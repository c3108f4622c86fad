// `phep check PATH…`: everything the checker finds, without running anything.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/session.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::cli {

int run_check(const CommonOptions& common, const CheckOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    std::fputs(("phep: " + session.error().message + "\n").c_str(), stderr);
    return kIo;
  }
  const auto files = session->open(options.paths);
  if (!files) return kIo;
  const DiagnosticList found = session->diagnostics_with_imports(*files);
  session->print(found);
  const auto count = [&](Severity severity) {
    return std::ranges::count_if(found.items(),
                                 [&](const Diagnostic& d) { return d.row->severity == severity; });
  };
  if (!session->json()) {
    const auto errors = count(Severity::Error);
    const auto warnings = count(Severity::Warning) + count(Severity::Lint);
    const std::string line =
        session->vi()
            ? fmt::format("{} tệp, {} lỗi, {} cảnh báo và gợi ý\n", files->size(), errors, warnings)
            : fmt::format("{} files, {} errors, {} warnings and lints\n", files->size(), errors,
                          warnings);
    std::fputs(line.c_str(), stderr);
  }
  return found.has_errors() ? kFindings : kOk;
}

}  // namespace phep::cli
