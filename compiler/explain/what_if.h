// What the decision would be on other facts: what each missing fact would change, and the smallest
// changes that flip a status.
//
// The search is bounded, and says so: single facts first, pairs only where no single one flips a
// norm. Bools, enums, presences, members of sets and numbers are tried at their representatives;
// dates and moments an hour, a quarter day, then 1, 2, 4 … 2,048 days before and after, and between
// the last that keeps the status and the first that does not the boundary is halved down to the
// day, or the millisecond.
#pragma once

#include "compiler/explain/reason.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phep::explain {

inline constexpr std::size_t kMostEvaluations = 4096;
// Where much is unknown one evaluation tries many completions: so the search is bounded in steps of
// the interpreter, too.
inline constexpr std::uint64_t kMostSteps = 3'000'000;

// What one set of facts gives, in the order of the answer: a phep_norm_status a norm.
struct Verdicts {
  std::vector<std::uint32_t> norms;
};

// One fact changed. A date stands for all on its side of a boundary.
struct Change {
  enum class Side : std::uint8_t { Exactly, NotLater, NotEarlier };
  std::string fact;  // JSON pointer
  nlohmann::json to;
  Side side = Side::Exactly;
};
struct Flip {
  std::vector<Change> changes;
  std::uint32_t status;
};
// One answer to a missing fact, and the status that it gives.
struct Supposed {
  Change change;
  std::uint32_t status;
};

class WhatIf {
 public:
  explicit WhatIf(Replay& replay);

  // Moments at which the status of the norm that is asked about next may turn: its deadline, its
  // performance. They only make the search shorter.
  void expect(std::vector<std::int64_t> moments) { moments_ = std::move(moments); }

  // All that a missing fact may be, as far as it can be listed, with what each answer makes of the
  // i-th norm; of a date or moment the boundaries.
  std::vector<Supposed> answers(const std::string& pointer, std::size_t norm);
  // Flips of the i-th norm of the answer, the smallest first: those of what was done, then by path.
  std::vector<Flip> flips(std::size_t norm, decision::NormId spec);

  [[nodiscard]] std::size_t evaluations() const { return evaluations_; }
  [[nodiscard]] bool limit_hit() const { return limit_hit_; }
  // The slot that a JSON pointer leads to; does not exist for what leads nowhere.
  [[nodiscard]] decision::SlotId slot_of(const std::string& pointer) const;
  [[nodiscard]] const nlohmann::json& facts() const { return facts_; }

 private:
  struct Leaf {
    decision::SlotId slot;
    std::string pointer;
  };
  std::optional<Verdicts> decide(const nlohmann::json& facts);
  std::optional<Verdicts> decide_with(const std::vector<Change>& changes);
  void list_leaves(decision::StructId structure, std::uint64_t index, bool root);
  [[nodiscard]] std::vector<nlohmann::json> alternatives(const Leaf& leaf) const;
  // Values of a moment or a day around the present one, nearest first, by side.
  struct Scan {
    std::vector<std::int64_t> values;
    std::vector<Verdicts> verdicts;
    Change::Side side;
  };
  const std::vector<Scan>& scans(const Leaf& leaf);
  using Tried = std::vector<std::pair<nlohmann::json, Verdicts>>;
  const Tried& tried(const Leaf& leaf);
  std::int64_t boundary(const Leaf& leaf, std::int64_t keeps, std::int64_t flips, std::size_t norm,
                        std::uint32_t status);
  [[nodiscard]] std::vector<std::int64_t> guesses(const Leaf& leaf) const;
  void flips_of(const Leaf& leaf, std::size_t norm, std::vector<Flip>& out);
  std::vector<Flip> pairs(const std::vector<Leaf>& leaves, std::size_t norm);
  [[nodiscard]] std::set<decision::SlotId> read_by(decision::FunctionId function) const;
  [[nodiscard]] nlohmann::json current(const std::string& pointer) const;

  Replay& replay_;
  nlohmann::json facts_;
  std::vector<Leaf> leaves_;
  std::map<std::string, decision::SlotId> slots_;
  Verdicts now_;
  std::unique_ptr<std::byte[]> memory_;
  phep_options options_{};
  std::size_t evaluations_ = 0;
  std::uint64_t steps_ = 0;
  bool limit_hit_ = false;
  std::vector<std::int64_t> moments_;
  std::map<std::string, Tried> tried_;
  std::map<std::string, std::vector<Scan>> scans_;
};

}  // namespace phep::explain
