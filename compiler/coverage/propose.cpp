#include "compiler/coverage/propose.h"

#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/nearby.h"

#include <algorithm>
#include <deque>

namespace phep::coverage {
namespace {

class Proposer {
 public:
  Proposer(const decision::Program& program, const testing::Engine& engine, const Wish& wish)
      : program_(program), engine_(engine), wish_(wish) {}

  Proposals run(std::vector<testing::Case> seeds) {
    for (testing::Case& seed : seeds) look(std::move(seed));
    // What shows something new is worth a look around it, in the order of finding.
    const std::set<std::int32_t> days = testing::days_of_force(program_);
    for (std::size_t at = 0; at < pool_.size() && out_.asked < wish_.budget; ++at) {
      const testing::Case from = pool_[at].one;
      each_near(program_, from, days, [&](const testing::Case& other) {
        look(other);
        return out_.asked >= wish_.budget;
      });
    }
    choose();
    return std::move(out_);
  }

 private:
  // Decides a case; it is kept if it shows what no other did, or more of it at once.
  void look(testing::Case one) {
    ++out_.asked;
    testing::CaseOptions options = testing::options_of(one, program_);
    options.certificate = true;
    testing::CaseOutcome outcome = engine_.run(0, one.facts, options);
    if (outcome.status != PHEP_OK) return;
    one.answer = std::move(outcome.output);
    Hits hits;
    add_hits(program_, one, hits);
    std::vector<std::string> shows;
    for (const auto& [key, count] : hits)
      if (wish_.points.contains(key) && !wish_.seen.contains(key)) shows.push_back(key);
    for (const std::string& key : bound_in(program_, one))
      if (!wish_.bound.contains(key)) shows.push_back(key);
    if (!signatures_.insert(shows).second) return;
    bool fresh = false;
    for (const std::string& key : shows) fresh = reachable_.insert(key).second || fresh;
    if (fresh || pool_.size() < kWide || shows.size() > widest_) {
      widest_ = std::max(widest_, shows.size());
      pool_.push_back({std::move(one), std::move(shows)});
    }
  }

  // Greedy: each time the case that shows most of what is left; of equals the one found first.
  void choose() {
    out_.reachable = reachable_.size();
    out_.lower_bound = widest_ == 0 ? 0 : (reachable_.size() + widest_ - 1) / widest_;
    std::set<std::string> left = reachable_;
    while (!left.empty() && out_.cases.size() < wish_.most) {
      const Proposal* best = nullptr;
      std::vector<std::string> shows;
      for (const Proposal& one : pool_) {
        std::vector<std::string> fresh;
        for (const std::string& key : one.shows)
          if (left.contains(key)) fresh.push_back(key);
        if (fresh.size() <= shows.size()) continue;
        best = &one;
        shows = std::move(fresh);
      }
      if (best == nullptr) break;
      for (const std::string& key : shows) left.erase(key);
      out_.shown += shows.size();
      out_.cases.push_back({best->one, std::move(shows)});
    }
  }

  static constexpr std::size_t kWide = 64;  // cases kept though they show nothing new

  const decision::Program& program_;
  const testing::Engine& engine_;
  const Wish& wish_;
  std::deque<Proposal> pool_;
  std::set<std::vector<std::string>> signatures_;
  std::set<std::string> reachable_;
  std::size_t widest_ = 0;
  Proposals out_;
};

}  // namespace

Proposals propose(const decision::Program& program, const testing::Engine& engine,
                  std::vector<testing::Case> seeds, const Wish& wish) {
  return Proposer(program, engine, wish).run(std::move(seeds));
}

}  // namespace phep::coverage
