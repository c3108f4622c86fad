// `phep test PATH…`: every test on every engine that was asked for.
#include "compiler/base/text.h"
#include "compiler/cli/case_files.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/testing/expect.h"
#include "compiler/testing/run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace phep::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Totals {
  std::size_t passed = 0, failed = 0;
  testing::CaseCounts counts;
  std::set<std::string> violated;  // norms that some test saw violated
  std::set<std::string> norms;     // duties and prohibitions that could be
  Json tests = Json::array();
};

void print_failure(Session& session, const testing::TestResult& test,
                   const testing::TestFailure& failure) {
  const SourceMap& sources = session.workspace().sources();
  const LineColumn place = sources.place(failure.span.file, failure.span.begin);
  const std::string head =
      fmt::format("{}:{}:{}", sources.file(failure.span.file).path, place.line, place.column);
  const std::string expected(session.say(failure.disagreement ? "các bộ máy khác nhau" : "mong đợi",
                                         failure.disagreement ? "engines differ" : "expected"));
  write_out(fmt::format("{} {} {}\n    {}\n    {:<10} {}\n    {:<10} {}\n    {:<10} {}\n",
                        session.color(1) ? "\x1b[1;31m✗\x1b[0m" : "✗", head, visible(test.title),
                        visible(sources.text(failure.span)), expected, visible(failure.expected),
                        session.say("gặp", "found"), visible(failure.found),
                        session.say("dữ kiện", "facts"), visible(failure.facts)));
}

void record(Session& session, const testing::TestResult& test, Totals& totals) {
  ++(test.passed() ? totals.passed : totals.failed);
  if (!session.json()) {
    for (const testing::TestFailure& failure : test.failures) print_failure(session, test, failure);
    return;
  }
  const SourceMap& sources = session.workspace().sources();
  Json failures = Json::array();
  for (const testing::TestFailure& failure : test.failures)
    failures.push_back({{"line", sources.place(failure.span.file, failure.span.begin).line},
                        {"expected", failure.expected},
                        {"found", failure.found},
                        {"facts", failure.facts},
                        {"disagreement", failure.disagreement}});
  totals.tests.push_back({{"title", test.title},
                          {"path", sources.file(test.span.file).path},
                          {"line", sources.place(test.span.file, test.span.begin).line},
                          {"passed", test.passed()},
                          {"ms", test.milliseconds},
                          {"failures", failures}});
}

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

Json summary(const Totals& totals) {
  Json statuses = Json::object();
  for (std::uint32_t i = 0; i < totals.counts.statuses.size(); ++i)
    statuses[std::string(testing::status_word(i))] = totals.counts.statuses[i];
  Json never = Json::array();
  for (const std::string& norm : totals.norms)
    if (!totals.violated.contains(norm)) never.push_back(norm);
  return {{"passed", totals.passed},
          {"failed", totals.failed},
          {"cases", totals.counts.cases},
          {"clean_path", totals.counts.clean},
          {"slow_path", totals.counts.slow},
          {"with_unknowns", totals.counts.with_unknowns},
          {"with_errors", totals.counts.with_errors},
          {"awaiting", totals.counts.awaiting},
          {"statuses", statuses},
          {"never_violated", never}};
}

}  // namespace

int run_test(const CommonOptions& common, const TestOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    std::fputs(("phep: " + session.error().message + "\n").c_str(), stderr);
    return kIo;
  }
  const auto make_engines = engine_set(options.engine, options.sabotage);
  if (!make_engines) {
    session->fail("không có bộ máy `" + options.engine + "`",
                  "there is no engine `" + options.engine + "`");
    return kUsage;
  }
  const auto files = session->open(options.paths);
  if (!files) return kIo;
  const DiagnosticList found = session->diagnostics_with_imports(*files);
  if (found.has_errors()) {
    session->print(found);
    return kInvalid;
  }
  if (options.mutation.wanted) return run_mutation(*session, options, *files);
  if (options.coverage.wanted) return run_coverage(*session, options, *files);
  Totals totals;
  workspace::Workspace& workspace = session->workspace();
  for (const FileId file : *files) {
    const auto checked = workspace.checked(file);
    list_norms(checked->module, totals.norms);
    const auto modules = workspace.modules(file);
    const testing::Program program{modules, workspace.types(), workspace.names(),
                                   workspace.outside_specials(file)};
    DiagnosticList lowering;
    const auto cases = case_texts(workspace, file, lowering);
    if (lowering.has_errors()) {
      session->print(lowering);
      return kInvalid;
    }
    auto results = testing::run_module(program, checked->module, options.filter, *make_engines,
                                       lowering, cases);
    if (!results) {
      if (lowering.has_errors()) session->print(lowering);
      session->fail(workspace.sources().file(file).path + ": " + results.error().message,
                    workspace.sources().file(file).path + ": " + results.error().message);
      return lowering.has_errors() ? kInvalid : kUsage;
    }
    for (const testing::TestResult& test : results->tests) record(*session, test, totals);
    add(totals.counts, results->counts);
    totals.violated.insert(results->norms_reached_violated.begin(),
                           results->norms_reached_violated.end());
  }
  const Json closing = summary(totals);
  if (session->json()) {
    write_out(Json{{"tests", totals.tests}, {"summary", closing}}.dump(2) + "\n");
  } else {
    write_out(fmt::format("{} passed, {} failed\n", totals.passed, totals.failed));
  }
  return totals.failed == 0 ? kOk : kFindings;
}

}  // namespace phep::cli
