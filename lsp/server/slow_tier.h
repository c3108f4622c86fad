// What is too slow for every keystroke: looked at once nothing has changed for a while, within a
// budget. A prover in a process of its own can stand behind the same face.
#pragma once

#include "lsp/ide/cases.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phep::server {

class Analysis;

struct Finding {
  Span span;
  std::string text;
};

class SlowTier {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  virtual ~SlowTier() = default;

  // A text changed: what was found in it is void, and what rests on it is looked at again.
  virtual void changed(FileId file, Moment now) = 0;
  // Somebody waits: no more waiting for quiet.
  virtual void saved(Moment now) = 0;
  // When there will be something to do; nothing: there is nothing.
  [[nodiscard]] virtual std::optional<Moment> wakes_at() const = 0;
  // Works, when all is settled, until done or `stop` is set; the files of which something new was
  // found or void.
  virtual std::vector<FileId> advance(Moment now, const std::atomic<bool>& stop) = 0;
  [[nodiscard]] virtual const std::vector<Finding>& findings(FileId file) const = 0;
  // What is wrong with case files and decisions, at places in this file.
  [[nodiscard]] virtual std::vector<const Diagnostic*> problems(FileId file) const = 0;
};

// Decisions and tests of the changed files and of those that import them; found is what cannot be
// executed and what fails.
class AffectedTests final : public SlowTier {
 public:
  explicit AffectedTests(Analysis& analysis) : analysis_(analysis) {}

  void changed(FileId file, Moment now) override;
  void saved(Moment now) override;
  [[nodiscard]] std::optional<Moment> wakes_at() const override;
  std::vector<FileId> advance(Moment now, const std::atomic<bool>& stop) override;
  [[nodiscard]] const std::vector<Finding>& findings(FileId file) const override;
  [[nodiscard]] std::vector<const Diagnostic*> problems(FileId file) const override;

 private:
  [[nodiscard]] Moment::duration quiet() const;
  void list_affected();
  bool rests_on_changed(FileId file);
  void take_problems(std::vector<FileId>& out);
  void run_case(const ide::Case& one);

  Analysis& analysis_;
  std::set<FileId> changed_;
  std::optional<Moment> due_;
  bool unseen_ = false;  // since a text changed, not all has been settled yet
  std::deque<FileId> queue_;
  std::shared_ptr<ide::CaseBench> bench_;  // of the file that is run
  std::vector<const ide::Case*> left_;
  std::vector<Finding> found_;
  std::chrono::steady_clock::duration spent_{};
  std::chrono::steady_clock::duration piece_{};  // the longest of the last round
  std::map<FileId, std::vector<Finding>> findings_;
  std::map<FileId, DiagnosticList> problems_;  // by the module that has the cases and decisions
};

}  // namespace phep::server
