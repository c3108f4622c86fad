// Runs of tests that clients asked for: one case at a time, between other requests.
#pragma once

#include "lsp/ide/coverage.h"
#include "lsp/server/case_protocol.h"
#include "lsp/server/lanes.h"
#include "lsp/server/outbox.h"

#include <chrono>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace phep::server {

class Analysis;

// The benches that were asked for last: making one means lowering a module.
class Benches {
 public:
  std::shared_ptr<ide::CaseBench> get(workspace::Workspace& workspace, FileId file,
                                      Language language);

 private:
  struct Kept {
    Language language;
    std::shared_ptr<ide::CaseBench> bench;
  };
  std::list<Kept> kept_;  // the latest first
};

class CaseRuns {
 public:
  CaseRuns(Analysis& analysis, Outbox& outbox, Lanes& lanes)
      : analysis_(analysis), outbox_(outbox), lanes_(lanes) {}

  // The answer comes from `advance`.
  void put(const Ask& ask, RunTestsParams params);
  // Goes on until all is answered or `stop` is set; true: something is left.
  bool advance(const std::atomic<bool>& stop);
  // What the last run that counted coverage saw of a file; null when the text changed since.
  [[nodiscard]] const std::vector<ide::Coverage::Part>* covered(FileId file) const;
  // For tests: from now on a run stays where it is after its first result, until it is stopped.
  void stall() { stalled_ = true; }

 private:
  struct Run {
    std::shared_ptr<Ask> ask;
    RunTestsParams params;
    std::size_t item = 0;  // the one that is run
    std::shared_ptr<ide::CaseBench> bench;
    std::vector<const ide::Case*> left;                  // of the item, the last first
    std::set<std::pair<std::string, std::string>> done;  // document and case
    Json results = Json::array();
    ide::Coverage coverage;
    std::vector<std::shared_ptr<ide::CaseBench>> covered;
    std::chrono::steady_clock::time_point since, told;
    bool shown = false;
  };
  // One case or one document; false: the run is answered.
  bool step(Run& run);
  bool begin_item(Run& run);
  void run_case(Run& run, const ide::Case& one);
  void answer(Run& run, const Reply& reply);
  void tell(Run& run, bool last);
  void keep_coverage(const Run& run);
  Json coverage_json() const;

  Analysis& analysis_;
  Outbox& outbox_;
  Lanes& lanes_;
  struct Kept {
    std::uint64_t revision = 0;
    std::vector<ide::Coverage::Part> parts;  // by place
  };

  std::deque<Run> runs_;
  std::map<FileId, Kept> kept_;  // of the last run that counted
  bool stalled_ = false;
};

// A result as PROTOCOL.md has it, with the document it is of.
Json result_json(Analysis& analysis, const std::string& uri, const std::string& id,
                 const ide::CaseResult& result);

}  // namespace phep::server
