// `phep test PATH…`: every test on every engine that was asked for.
#include "compiler/cli/case_files.h"
#include "compiler/cli/code_memory.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/review.h"
#include "compiler/cli/session.h"
#include "compiler/cli/test_ground.h"
#include "compiler/cli/test_memory.h"
#include "compiler/cli/test_progress.h"
#include "compiler/cli/test_properties.h"
#include "compiler/cli/test_report.h"
#include "compiler/cli/test_selection.h"
#include "compiler/cli/test_watch.h"
#include "compiler/cli/user_cache.h"
#include "compiler/testing/in_parallel.h"
#include "compiler/testing/run.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <random>
#include <set>
#include <utility>

namespace phep::cli {
namespace {

// The tests of one file, before and after they are run.
struct FileRun {
  FileId file;
  std::shared_ptr<const check::Checked> checked;
  std::map<FileId, const hir::Module*> modules;
  std::vector<hir::OutsideSpecial> outside;
  std::vector<testing::CaseText> cases;
  DiagnosticList diagnostics{};
  std::optional<Result<testing::ModuleResults>> results{};
};

void add(testing::CaseCounts& all, const testing::CaseCounts& some) {
  all.cases += some.cases;
  all.clean += some.clean;
  all.slow += some.slow;
  all.with_unknowns += some.with_unknowns;
  all.with_errors += some.with_errors;
  all.awaiting += some.awaiting;
  for (std::size_t i = 0; i < all.statuses.size(); ++i) all.statuses[i] += some.statuses[i];
}

// Every duty and prohibition of the files, for the report of those that no test saw violated.
void list_norms(const hir::Module& module, std::set<std::string>& norms) {
  for (const hir::Def& def : module.defs)
    if (const auto* norm = std::get_if<hir::Norm>(&def.node))
      if (norm->kind == hir::NormKind::Duty || norm->kind == hir::NormKind::Prohibition)
        norms.insert(def.qualified);
}

void collect(FileRun& one, TestRun& run) {
  list_norms(one.checked->module, run.totals.norms);
  testing::ModuleResults& results = **one.results;
  for (testing::TestResult& test : results.tests) {
    if (test.unreviewed) {
      ++run.totals.unreviewed;
      if (!test.passed()) ++run.totals.unreviewed_failed;
    } else if (!test.undecided.empty()) {
      ++run.totals.undecided;
    } else {
      ++(test.passed() ? run.totals.passed : run.totals.failed);
    }
    run.tests.push_back(std::move(test));
  }
  add(run.totals.counts, results.counts);
  run.totals.violated.insert(results.norms_reached_violated.begin(),
                             results.norms_reached_violated.end());
}

// The order of files and of tests is nobody's business: a seed makes another one.
template <class List>
void shuffle(List& list, std::mt19937_64& random) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random() % i]);
}

std::optional<std::vector<FileRun>> prepared(Session& session, const std::vector<FileId>& files) {
  std::vector<FileRun> runs;
  workspace::Workspace& workspace = session.workspace();
  for (const FileId file : files) {
    FileRun one{file,
                workspace.checked(file),
                workspace.modules(file),
                workspace.outside_specials(file),
                {}};
    one.cases = case_texts(workspace, file, one.diagnostics);
    if (one.diagnostics.has_errors()) {
      session.print(one.diagnostics);
      return std::nullopt;
    }
    runs.push_back(std::move(one));
  }
  return runs;
}

// The first failure in the order of the files, told; kOk if there is none.
int told_failure(Session& session, const std::vector<FileRun>& runs) {
  for (const FileRun& one : runs) {
    if (!one.results || *one.results) continue;
    if (one.diagnostics.has_errors()) session.print(one.diagnostics);
    const std::string& path = session.sources().file(one.file).path;
    fail_suite(session, one.results->error(), path + ": ");
    return one.diagnostics.has_errors() ? kInvalid : kUsage;
  }
  return kOk;
}

int run_files(Session& session, const TestOptions& options,
              const testing::MakeEngines& make_engines, std::vector<FileId> files) {
  std::mt19937_64 random(options.shuffle.value_or(0));
  if (options.shuffle) shuffle(files, random);
  auto runs = prepared(session, files);
  if (!runs) return kInvalid;
  const workspace::Workspace& workspace = session.workspace();
  const testing::Choice choice = choice_of(options);
  TestProgress progress(session, options.progress, runs->size());
  std::atomic<std::size_t> done{0};
  testing::in_parallel(runs->size(), threads_of(options), [&](unsigned, std::size_t i) {
    FileRun& one = (*runs)[i];
    const testing::Program program{one.modules, workspace.types(), workspace.names(), one.outside};
    one.results = testing::run_module(program, one.checked->module, choice, make_engines,
                                      one.diagnostics, one.cases);
    if (*one.results)
      std::ranges::move(property_results(session, program, one.checked->module, choice),
                        std::back_inserter((**one.results).tests));
    progress.show(++done);
  });
  progress.clear();
  if (const int code = told_failure(session, *runs); code != kOk) return code;
  TestRun run;
  for (FileRun& one : *runs) collect(one, run);
  // What did not change since it passed is not run, and may be all that is chosen.
  if (run.tests.empty() && !options.filter.empty() && !options.changed) {
    std::vector<std::string> titles;
    for (const FileRun& one : *runs) {
      std::ranges::copy((*one.results)->left_out, std::back_inserter(titles));
      for (const hir::Property& property : one.checked->module.properties)
        titles.emplace_back(property.title);
    }
    fail_none_chosen(session, options.filter, titles);
    return kUsage;
  }
  if (options.shuffle) shuffle(run.tests, random);
  report_tests(session, run, options);
  return run.totals.failed == 0 ? kOk : kFindings;
}

int run_in(Session& session, const TestOptions& options, const testing::MakeEngines& make_engines) {
  const auto files = session.open(options.paths);
  if (!files) return kIo;
  if (!options.accept.empty()) return accept_case(session, options, *files);
  const DiagnosticList found = session.diagnostics_with_imports(*files);
  if (found.has_errors()) {
    session.print(found);
    return kInvalid;
  }
  if (options.update) return record_cases(session, *files, make_engines);
  if (options.mutation.wanted) return run_mutation(session, options, *files);
  if (options.coverage.wanted) return run_coverage(session, options, *files);
  if (!options.changed) return run_files(session, options, make_engines, *files);
  TestMemory memory(session, options);
  const std::vector<FileId> changed = memory.changed(*files);
  const int code = run_files(session, options, make_engines, changed);
  if (code == kOk) memory.remember(changed);
  return code;
}

std::shared_ptr<codegen::KeptCode> kept_code(const TestOptions& options) {
  return options.cache && may_recall() ? code_memory() : nullptr;
}

// `read`: the files that the run rests on, if somebody wants to know.
int run_once(const CommonOptions& common, const TestOptions& options,
             const testing::MakeEngines& make_engines, std::vector<std::string>* read) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const int code = run_in(*session, options, make_engines);
  if (read != nullptr) *read = session->paths_read();
  return code;
}

}  // namespace

int run_test(const CommonOptions& common, const TestOptions& options) {
  const auto make_engines = engine_set(options.engine, options.sabotage, kept_code(options));
  if (!make_engines) {
    const auto session = Session::start(common);
    if (session)
      session->fail("không có bộ máy `" + options.engine + "`",
                    "there is no engine `" + options.engine + "`");
    return kUsage;
  }
  if (!options.watch) return run_once(common, options, *make_engines, nullptr);
  return watch(options.paths, [&](std::vector<std::string>& read) {
    return run_once(common, options, *make_engines, &read);
  });
}

}  // namespace phep::cli
