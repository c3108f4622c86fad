// `phep lint PATH…`: drafting lints, which look at the whole project.
#include "compiler/lint/lint.h"

#include "compiler/cli/case_files.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/fixes_on_disk.h"
#include "compiler/cli/project.h"
#include "compiler/cli/sarif.h"
#include "compiler/cli/session.h"
#include "compiler/diagnostics/kinds/project.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>

namespace phep::cli {
namespace {

// The projects of the paths, so that who uses what is seen as a whole.
std::vector<std::string> with_projects(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths)
    if (const auto project = project_around(path);
        project && std::ranges::find(out, *project) == out.end())
      out.push_back(*project);
  for (const std::string& path : paths)
    if (std::ranges::find(out, path) == out.end()) out.push_back(path);
  return out;
}

// What the lints say of the files, with nothing allowed yet.
DiagnosticList look(Session& session, const std::vector<FileId>& everything,
                    const std::vector<FileId>& files) {
  workspace::Workspace& workspace = session.workspace();
  std::map<FileId, const hir::Module*> modules;
  std::vector<std::shared_ptr<const check::Checked>> kept;
  for (const FileId file : everything) {
    kept.push_back(workspace.checked(file));
    modules.merge(workspace.modules(file));
    modules.emplace(file, &kept.back()->module);
  }
  DiagnosticList problems;  // told by `check`
  std::vector<testing::CaseText> texts;
  for (const FileId file : everything)
    std::ranges::move(case_texts(workspace, file, problems), std::back_inserter(texts));
  std::vector<lint::CaseText> cases;
  for (const testing::CaseText& one : texts) cases.push_back({one.decision, one.text});
  const law::Register all{modules, workspace.types(), workspace.names(), workspace.sources()};
  return lint::lint({all, files, cases});
}

struct Codes {
  std::set<std::uint16_t> select, ignore;

  [[nodiscard]] bool asks(std::uint16_t code) const {
    // An allowance that allows nothing is told only where everything is asked.
    if (code == diag::AllowanceUnused.row.code) return select.empty() && ignore.empty();
    return (select.empty() || select.contains(code)) && !ignore.contains(code);
  }
};

// Codes of lints; a word that is none is printed, and gives nothing.
std::optional<std::set<std::uint16_t>> codes_of(Session& session,
                                                const std::vector<std::string>& words) {
  std::set<std::uint16_t> out;
  for (const std::string& word : words) {
    const auto row = std::ranges::find_if(
        catalog(), [&](const CatalogRow& one) { return code_text(one.code) == word; });
    if (row == catalog().end() || workspace::finder_of(row->code) != workspace::Finder::Lint) {
      session.fail("`" + word + "` không phải mã của một gợi ý soạn thảo",
                   "`" + word + "` is no code of a drafting lint");
      return std::nullopt;
    }
    out.insert(row->code);
  }
  return out;
}

struct LintFindings {
  DiagnosticList told;
  std::vector<workspace::Allowed> allowed;
};

LintFindings judged(Session& session, const DiagnosticList& all, const std::vector<FileId>& files,
                    const Codes& codes) {
  LintFindings out;
  for (const FileId file : files) {
    DiagnosticList own;
    for (const Diagnostic& item : all.items())
      if (item.span.file == file) own.add(item);
    workspace::Judged judged =
        session.workspace().judge(std::move(own), file, workspace::Finder::Lint);
    for (Diagnostic& item : judged.told.items())
      if (codes.asks(item.row->code)) out.told.add(std::move(item));
    for (workspace::Allowed& one : judged.allowed)
      if (codes.asks(one.item.row->code)) out.allowed.push_back(std::move(one));
  }
  return out;
}

std::string statistics(const DiagnosticList& list, Language language) {
  std::map<std::uint16_t, std::size_t> counts;
  for (const Diagnostic& item : list.items()) ++counts[item.row->code];
  std::string out;
  for (const auto& [code, count] : counts) {
    const CatalogRow* row = find_in_catalog(code);
    const std::vector<Argument> holes(static_cast<std::size_t>(row->parameters), Argument("…"));
    out += fmt::format("{:>6}  {}  {}\n", count, code_text(code), message(*row, holes, language));
  }
  return out;
}

}  // namespace

int run_lint(const CommonOptions& common, const LintOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const auto select = codes_of(*session, options.select);
  const auto ignore = codes_of(*session, options.ignore);
  if (!select || !ignore) return kUsage;
  // Nothing of the library can speak of a project; a library is a project of its own.
  const auto everything = session->open(with_projects(options.paths));
  if (!everything) return kIo;
  const auto files = session->open(options.paths);
  if (!files) return kIo;
  const DiagnosticList checked = session->diagnostics_with_imports(*files);
  if (checked.has_errors()) {
    if (common.format == Format::Sarif) {
      SarifRun run{.command = "lint",
                   .targets = *files,
                   .exit = kInvalid,
                   .broken_by = Argument("nguồn có lỗi, nên chưa xem được cách soạn thảo",
                                         "the sources have errors, so drafting is not looked at")};
      add_results(run, checked);
      write_out(sarif_text(*session, run));
    } else {
      session->print(checked);
    }
    return kInvalid;
  }
  const Codes codes{*select, *ignore};
  const auto find = [&] {
    return judged(*session, look(*session, *everything, *files), *files, codes);
  };
  if (options.fix) {
    const auto fixed = fix_files(*session, *files, [&] { return find().told; });
    if (!fixed) {
      session->fail("không ghi được: " + fixed.error().message, fixed.error().message);
      return kIo;
    }
    std::fputs(fmt::format(fmt::runtime(session->say("đã sửa {} chỗ trong {} tệp\n",
                                                     "fixed {} in {} files\n")),
                           fixed->fixes, fixed->files)
                   .c_str(),
               stderr);
  }
  const LintFindings found = find();
  const int exit = found.told.empty() ? kOk : kFindings;
  if (common.format == Format::Sarif) {
    SarifRun run{.command = "lint", .targets = *files, .exit = exit};
    add_results(run, found.told);
    add_results(run, found.allowed);
    write_out(sarif_text(*session, run));
    return exit;
  }
  if (options.statistics && !session->json()) {
    write_out(statistics(found.told, common.language));
  } else {
    session->print(found.told);
  }
  if (!session->json()) {
    const auto fixable = std::ranges::count_if(found.told.items(), [](const Diagnostic& item) {
      return std::ranges::any_of(item.fixes,
                                 [](const Fix& fix) { return fix.grade == FixGrade::Safe; });
    });
    std::fputs(fmt::format(
                   fmt::runtime(session->say("{} tệp, {} gợi ý soạn thảo, {} sửa được bằng --fix\n",
                                             "{} files, {} drafting lints, {} fixable by --fix\n")),
                   files->size(), found.told.items().size(), fixable)
                   .c_str(),
               stderr);
  }
  return exit;
}

}  // namespace phep::cli
