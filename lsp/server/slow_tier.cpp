#include "lsp/server/slow_tier.h"

#include "lsp/server/analysis.h"

#include <algorithm>
#include <utility>

namespace phep::server {
namespace {

constexpr std::chrono::milliseconds kQuiet{150};
// A file is made executable in one piece, and who types on meanwhile waits: where that takes long
// it is begun only when nobody seems to write any more.
constexpr int kPauses = 5;  // in times of the longest piece
constexpr std::chrono::milliseconds kMostQuiet{4000};
// Of one round; a suite that takes longer is run when somebody asks for it.
constexpr std::chrono::seconds kBudget{2};

}  // namespace

void AffectedTests::changed(FileId file, Moment now) {
  changed_.insert(file);
  findings_.erase(file);
  // A round that was begun is void: texts moved under it.
  queue_.clear();
  left_.clear();
  bench_ = nullptr;
  due_ = now + quiet();
  unseen_ = true;
}

SlowTier::Moment::duration AffectedTests::quiet() const {
  return std::clamp<Moment::duration>(piece_ * kPauses, kQuiet, kMostQuiet);
}

void AffectedTests::saved(Moment now) {
  if (due_) due_ = now;
  unseen_ = false;
}

std::optional<SlowTier::Moment> AffectedTests::wakes_at() const {
  return due_;
}

void AffectedTests::list_affected() {
  workspace::Workspace& workspace = analysis_.workspace();
  spent_ = {};
  piece_ = {};
  for (const FileId file : analysis_.own_files()) {
    if (!workspace.present(file)) continue;
    const auto checked = workspace.checked(file);
    const hir::Module& module = checked->module;
    if (module.tests.empty() && module.case_files.empty() && !hir::declares_decision(module))
      continue;
    if (rests_on_changed(file)) queue_.push_back(file);
  }
  changed_.clear();
}

bool AffectedTests::rests_on_changed(FileId file) {
  workspace::Workspace& workspace = analysis_.workspace();
  const auto has = [&](FileId one) { return changed_.contains(one); };
  if (std::ranges::any_of(workspace.closure(file), has)) return true;
  const auto checked = workspace.checked(file);
  return std::ranges::any_of(checked->module.case_files, [&](const hir::CaseFile& named) {
    const auto data = workspace.open_data(named.path, file);
    return data && has(*data);
  });
}

// Where the case files and decisions of the file that is run were or are wrong.
void AffectedTests::take_problems(std::vector<FileId>& out) {
  DiagnosticList& known = problems_[bench_->file()];
  std::set<FileId> touched;
  for (const Diagnostic& one : known.items()) touched.insert(one.span.file);
  known = bench_->case_problems();
  known.append(bench_->decision_problems());
  for (const Diagnostic& one : known.items()) touched.insert(one.span.file);
  if (known.items().empty()) problems_.erase(bench_->file());
  out.insert(out.end(), touched.begin(), touched.end());
}

void AffectedTests::run_case(const ide::Case& one) {
  const auto begin = std::chrono::steady_clock::now();
  const ide::CaseResult result = bench_->run(one);
  bench_->take_decided();
  spent_ += std::chrono::steady_clock::now() - begin;
  if (result.is == ide::CaseResult::Is::Passed) return;
  // Why a recorded case could not be decided is told where it is recorded.
  if (result.is == ide::CaseResult::Is::Errored && bench_->case_problems().has_errors()) return;
  // Of a recorded case the line that names its file: this is where it is looked for.
  const bool here = result.at && result.at->file == bench_->file();
  found_.push_back({here ? *result.at : one.at, one.label + ": " + result.message});
}

std::vector<FileId> AffectedTests::advance(Moment now, const std::atomic<bool>& stop) {
  std::vector<FileId> out;
  // Whoever opened or pasted much has seen nothing of it until now.
  if (due_ && std::exchange(unseen_, false)) due_ = std::max(*due_, now + quiet());
  if (!due_ || now < *due_) return out;
  if (!changed_.empty()) list_affected();
  while (!stop && spent_ < kBudget) {
    if (!left_.empty()) {
      const ide::Case* one = left_.back();
      left_.pop_back();
      run_case(*one);
      if (!left_.empty()) continue;
    }
    if (bench_ != nullptr) {  // the file is done
      const FileId file = bench_->file();
      const bool had = findings_.contains(file);
      if (found_.empty()) {
        findings_.erase(file);
      } else {
        findings_[file] = std::exchange(found_, {});
      }
      if (had || findings_.contains(file)) out.push_back(file);
      bench_ = nullptr;
    }
    if (queue_.empty()) break;
    const auto begin = std::chrono::steady_clock::now();
    bench_ = analysis_.bench(queue_.front());
    queue_.pop_front();
    take_problems(out);
    const auto took = std::chrono::steady_clock::now() - begin;
    spent_ += took;
    piece_ = std::max(piece_, took);
    const auto leaves = bench_->leaves("");
    if (bench_->problem().empty()) left_.assign(leaves.rbegin(), leaves.rend());
  }
  if (!stop || (queue_.empty() && bench_ == nullptr)) {
    due_ = std::nullopt;
    queue_.clear();
    left_.clear();
    bench_ = nullptr;
    found_.clear();
  }
  return out;
}

std::vector<const Diagnostic*> AffectedTests::problems(FileId file) const {
  std::vector<const Diagnostic*> out;
  for (const auto& [module, list] : problems_)
    for (const Diagnostic& one : list.items())
      if (one.span.file == file) out.push_back(&one);
  return out;
}

const std::vector<Finding>& AffectedTests::findings(FileId file) const {
  static const std::vector<Finding> kNone;
  const auto found = findings_.find(file);
  return found == findings_.end() ? kNone : found->second;
}

}  // namespace phep::server
