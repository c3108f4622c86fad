// What tests ask, cut down to what one mistake can change.
//
// A decision of the library answers a hundred norms, and a mistake in one of them can change that
// one alone: the others need not be decided to see whether a test notices.
#pragma once

#include "compiler/mutation/bed.h"
#include "compiler/testing/suite.h"

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

namespace phep::mutation {

// A target, or a decision that asks fewer outputs and norms than the target's. Its cases expect
// only what such an answer holds; those that expect nothing of it are at most some, from which a
// search may set out.
struct Cut {
  testing::Target target;
  std::optional<DefEdit> asked{};  // what stands for the decision while it is lowered
  // The cases that expect something: those that know all facts cost least and kill most.
  std::vector<const testing::Case*> known{}, unknown{};
  std::size_t left_out = 0;  // of those that do not, of a large program

  [[nodiscard]] bool asks_nothing() const { return known.empty() && unknown.empty(); }
};

// The decision that a target asks, or what stands for it, made of the law as the bed has it.
decision::Lowered lower(Bed& bed, const testing::Ground& ground, const testing::Target& target,
                        const std::optional<DefEdit>& asked);

// The cuts of a suite, each made once and kept. Several threads may ask.
class Cuts {
 public:
  Cuts(const testing::Ground& ground, const testing::Suite& suite);

  // For what a target is made of; null if nothing of it is one of the definitions. `bed` holds the
  // law as it is.
  const Cut* of(Bed& bed, std::size_t target, const std::vector<hir::DefId>& definitions);

  // The target itself, with what tests expect of the answer as a whole: which facts it misses,
  // what it costs in all. Null if they expect nothing like that, or the target was never cut.
  const Cut* whole(std::size_t target);

  // Cases that no cut that was made runs.
  [[nodiscard]] std::size_t left_out() const;

 private:
  using Parts = std::vector<std::size_t>;  // outputs first, then norms; sorted
  struct Kept {
    std::mutex mutex{};
    bool divided = false;
    std::vector<std::set<hir::DefId>> reached{};  // by part
    std::map<Parts, std::unique_ptr<Cut>> cuts{};
    std::unique_ptr<Cut> whole{};
  };

  void divide(Bed& bed, const testing::Target& target, Kept& kept) const;
  std::unique_ptr<Cut> cut(Bed& bed, const testing::Target& target, const Parts& parts) const;
  std::unique_ptr<Cut> uncut(const testing::Target& target, bool whole) const;

  const testing::Ground& ground_;
  const testing::Suite& suite_;
  testing::Program program_;
  std::vector<std::unique_ptr<Kept>> kept_;  // by target
};

}  // namespace phep::mutation
