#include "lsp/server/case_runs.h"

#include "lsp/server/analysis.h"
#include "lsp/server/handlers.h"

#include <algorithm>
#include <thread>

namespace phep::server {
namespace {

constexpr std::size_t kBenchesKept = 4;
// More often than this nobody can read it.
constexpr std::chrono::milliseconds kBetweenReports{100};

std::string_view status_of(ide::CaseResult::Is is) {
  switch (is) {
    case ide::CaseResult::Is::Passed: return "passed";
    case ide::CaseResult::Is::Failed: return "failed";
    case ide::CaseResult::Is::Errored: return "errored";
  }
  return "errored";
}

}  // namespace

std::shared_ptr<ide::CaseBench> Benches::get(workspace::Workspace& workspace, FileId file,
                                             Language language) {
  const auto found = std::ranges::find_if(kept_, [&](const Kept& one) {
    return one.bench->file() == file && one.language == language;
  });
  if (found != kept_.end()) {
    const auto bench = found->bench;
    if (bench->is_current(workspace)) {
      kept_.splice(kept_.begin(), kept_, found);
      return bench;
    }
    kept_.erase(found);
  }
  kept_.push_front({language, ide::CaseBench::make(workspace, file, language)});
  if (kept_.size() > kBenchesKept) kept_.pop_back();
  return kept_.front().bench;
}

Json result_json(Analysis& analysis, const std::string& uri, const std::string& id,
                 const ide::CaseResult& result) {
  Json out = {
      {"uri", uri}, {"id", id}, {"status", status_of(result.is)}, {"ms", result.milliseconds}};
  if (!result.message.empty()) out["message"] = result.message;
  if (!result.expected.empty()) {
    out["expected"] = result.expected;
    out["actual"] = result.actual;
  }
  if (result.at) out["location"] = analysis.location(*result.at);
  return out;
}

void CaseRuns::put(const Ask& ask, RunTestsParams params) {
  const auto now = std::chrono::steady_clock::now();
  runs_.push_back({.ask = std::const_pointer_cast<Ask>(ask.shared_from_this()),
                   .params = std::move(params),
                   .bench = {},
                   .left = {},
                   .done = {},
                   .coverage = {},
                   .covered = {},
                   .since = now,
                   .told = now});
}

bool CaseRuns::advance(const std::atomic<bool>& stop) {
  // Those that were cancelled are answered at once, wherever they stand.
  for (Run& run : runs_)
    if (run.ask->stop) answer(run, refuse(ErrorCode::RequestCancelled, "cancelled"));
  std::erase_if(runs_, [](const Run& run) { return run.ask == nullptr; });
  while (!stop && !runs_.empty())
    if (!step(runs_.front())) runs_.pop_front();
  return !runs_.empty();
}

bool CaseRuns::step(Run& run) {
  if (run.ask->stop) {
    answer(run, refuse(ErrorCode::RequestCancelled, "cancelled"));
    return false;
  }
  if (stalled_ && !run.results.empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return true;
  }
  if (!run.left.empty()) {
    const ide::Case* one = run.left.back();
    run.left.pop_back();
    run_case(run, *one);
    tell(run, false);
    return true;
  }
  if (run.item < run.params.items.size()) return begin_item(run);
  Json result = {{"results", std::move(run.results)}};
  if (run.params.coverage) {
    keep_coverage(run);
    result["coverage"] = coverage_json();
  }
  answer(run, result);
  return false;
}

bool CaseRuns::begin_item(Run& run) {
  const RunItem& item = run.params.items[run.item];
  const auto file = analysis_.file(item.path, *run.ask);
  if (!file) {
    answer(run, std::unexpected(file.error()));
    return false;
  }
  run.bench = analysis_.bench(*file);
  auto leaves = run.bench->leaves(item.id);
  if (run.bench->problem().empty()) {
    if (run.params.coverage) run.covered.push_back(run.bench);
  } else if (leaves.empty() || !item.id.empty()) {
    // What could not be run has a result of its own.
    ide::CaseResult result{ide::CaseResult::Is::Errored, 0, run.bench->problem(), {}, {}, {}};
    run.results.push_back(result_json(analysis_, item.uri, item.id, result));
    leaves.clear();
  }
  if (leaves.empty() && run.bench->problem().empty() && !item.id.empty()) {
    const bool vi = analysis_.vi();
    ide::CaseResult result{ide::CaseResult::Is::Errored,
                           0,
                           vi ? "tài liệu không có kiểm thử này, hoặc tệp ca ghi sẵn không đọc được"
                              : "the document has no such test, or its case file cannot be read",
                           {},
                           {},
                           {}};
    run.results.push_back(result_json(analysis_, item.uri, item.id, result));
  }
  run.left.assign(leaves.rbegin(), leaves.rend());
  ++run.item;
  return true;
}

void CaseRuns::run_case(Run& run, const ide::Case& one) {
  const RunItem& item = run.params.items[run.item - 1];
  if (!run.done.emplace(item.uri, one.id).second) return;  // asked for twice
  const ide::CaseResult result = run.bench->run(one);
  const auto decided = run.bench->take_decided();
  if (run.params.coverage && run.bench->problem().empty()) run.coverage.add(*run.bench, decided);
  run.results.push_back(result_json(analysis_, item.uri, one.id, result));
}

void CaseRuns::answer(Run& run, const Reply& reply) {
  tell(run, true);
  outbox_.respond(run.ask->id, reply);
  lanes_.done(run.ask);
  run.ask = nullptr;
}

void CaseRuns::tell(Run& run, bool last) {
  const auto now = std::chrono::steady_clock::now();
  Json& token = run.params.token;
  if (!run.shown) {
    const bool asked = !token.is_null();
    if (last || (!asked && !analysis_.client().progress) ||
        now - run.since < analysis_.client().silent)
      return;
    if (!asked) {
      token = progress_token(*run.ask);
      outbox_.ask("window/workDoneProgress/create", {{"token", token}}, {});
    }
    run.shown = true;
    outbox_.notify("$/progress",
                   {{"token", token},
                    {"value",
                     {{"kind", "begin"},
                      {"title", analysis_.vi() ? "Đang chạy kiểm thử" : "Running tests"},
                      {"cancellable", true}}}});
  } else if (last) {
    outbox_.notify("$/progress", {{"token", token}, {"value", {{"kind", "end"}}}});
  } else if (now - run.told >= kBetweenReports) {
    run.told = now;
    outbox_.notify(
        "$/progress",
        {{"token", token},
         {"value", {{"kind", "report"}, {"message", std::to_string(run.results.size())}}}});
  }
}

const std::vector<ide::Coverage::Part>* CaseRuns::covered(FileId file) const {
  const auto found = kept_.find(file);
  if (found == kept_.end() || analysis_.workspace().revision(file) != found->second.revision)
    return nullptr;
  return &found->second.parts;
}

void CaseRuns::keep_coverage(const Run& run) {
  std::map<FileId, std::map<std::uint32_t, ide::Coverage::Part>> parts;
  for (const auto& bench : run.covered)
    for (const auto& [file, some] : run.coverage.parts(*bench))
      for (const ide::Coverage::Part& part : some) parts[file].emplace(part.span.begin, part);
  kept_.clear();
  for (const auto& [file, some] : parts) {
    Kept& kept = kept_[file];
    kept.revision = analysis_.workspace().revision(file);
    for (const auto& [begin, part] : some) kept.parts.push_back(part);
  }
  analysis_.refreshes().want(Refresh::Lenses);
}

Json CaseRuns::coverage_json() const {
  const bool vi = analysis_.vi();
  Json out = Json::array();
  for (const auto& [file, kept] : kept_) {
    if (analysis_.workspace().in_library(file)) continue;
    Json statements = Json::array();
    for (const ide::Coverage::Part& part : kept.parts) {
      Json statement = {{"range", analysis_.range(part.span)}, {"executed", part.seen.asked}};
      if (part.guarded)
        statement["branches"] = {
            {{"label", vi ? "thấy đúng" : "seen true"}, {"executed", part.seen.yes}},
            {{"label", vi ? "thấy sai" : "seen false"}, {"executed", part.seen.no}}};
      statements.push_back(std::move(statement));
    }
    out.push_back({{"uri", analysis_.uri(file)}, {"statements", std::move(statements)}});
  }
  return out;
}

}  // namespace phep::server
