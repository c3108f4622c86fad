// `phep check PATH…`: everything the checker finds, without running anything.
#include "compiler/cli/case_files.h"
#include "compiler/cli/check_memory.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/fixes_on_disk.h"
#include "compiler/cli/sarif.h"
#include "compiler/cli/session.h"
#include "compiler/decision/lower.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::cli {
namespace {

// "1 file", "2 files".
template <class N>
std::string counted(N n, std::string_view word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

DiagnosticList decision_diagnostics(workspace::Workspace& workspace,
                                    const std::vector<FileId>& files) {
  DiagnosticList out;
  for (const FileId file : files)
    if (hir::declares_decision(workspace.checked(file)->module))
      out.append(decision::check_decisions(workspace.modules(file), workspace.types(),
                                           workspace.names(), file,
                                           workspace.outside_specials(file)));
  return out;
}

// The line below the findings.
void count_findings(const Session& session, const DiagnosticList& found, std::size_t files) {
  if (session.json()) return;
  const auto count = [&](Severity severity) {
    return std::ranges::count_if(found.items(),
                                 [&](const Diagnostic& d) { return d.row->severity == severity; });
  };
  const auto errors = count(Severity::Error);
  const auto warnings = count(Severity::Warning) + count(Severity::Lint);
  const std::string line =
      session.vi() ? fmt::format("{} tệp, {} lỗi, {} cảnh báo và gợi ý\n", files, errors, warnings)
                   : fmt::format("{}, {}, {} warnings and lints\n", counted(files, "file"),
                                 counted(errors, "error"), warnings);
  std::fputs(line.c_str(), stderr);
}

}  // namespace

int run_check(const CommonOptions& common, const CheckOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const CheckMemory memory(*session, options);
  const bool sarif = common.format == Format::Sarif;  // tells of every file, clean or not
  if (const auto clean = options.fix || sarif ? std::nullopt : memory.clean()) {
    session->print({});
    count_findings(*session, {}, *clean);
    return kOk;
  }
  const auto files = session->open(options.paths);
  if (!files) return kIo;
  if (options.fix) {
    const auto fixed = fix_files(*session, *files);
    if (!fixed) {
      session->fail("không ghi được: " + fixed.error().message, fixed.error().message);
      return kIo;
    }
    if (!session->json())
      std::fputs(
          (session->vi()
               ? fmt::format("đã sửa {} chỗ trong {} tệp\n", fixed->fixes, fixed->files)
               : fmt::format("{} in {}\n",
                             (fixed->fixes == 1 ? "1 fix" : fmt::format("{} fixes", fixed->fixes)),
                             counted(fixed->files, "file")))
              .c_str(),
          stderr);
  }
  DiagnosticList found = session->diagnostics_with_imports(*files);
  if (!found.has_errors()) {
    found.append(case_file_diagnostics(session->workspace(), *files));
    found.append(decision_diagnostics(session->workspace(), *files));
  }
  const int exit = found.has_errors() ? kFindings : kOk;
  if (sarif) {
    SarifRun run{.command = "check", .targets = *files, .exit = exit};
    add_results(run, found);
    add_results(run, session->allowed_with_imports(*files));
    write_out(sarif_text(*session, run));
  } else {
    session->print(found);
  }
  count_findings(*session, found, files->size());
  if (found.items().empty()) memory.remember(files->size());
  return exit;
}

}  // namespace phep::cli
