// Completions: an outcome left unknown is evaluated on every combination of representatives of the
// finite leaves that it hangs on, at most 1,024. What all agree on is the outcome; else the leaves
// that matter are missing.
#include "compiler/runtime/question.h"

namespace phep::runtime {

namespace {

// One leaf of S, and what the combinations teach about it.
struct Candidate {
  uint32_t leaf;
  uint32_t representatives;  // 0: not finite
  uint32_t stride;           // in the numbering of combinations
  uint32_t settling;         // representatives after which the outcome is known
  bool matters;
};

struct Grid {
  Candidate* candidates;
  uint32_t leaves;
  uint32_t combinations;  // 0: more than the limit
  Value* outcomes;
  bool all_known;
  bool agree;
};

Grid grid_of(Evaluation& ctx, const uint64_t* leaves);
void evaluate(Evaluation& ctx, const Question& question, Grid& grid, bool all);
uint32_t statuses_of(const Grid& grid);
void fill(Evaluation& ctx, const Grid& grid, uint32_t combination);
void weigh(Evaluation& ctx, const Question& question, Grid& grid, Candidate& candidate);
void sort(const Evaluation& ctx, Candidate* candidates, uint32_t count);
bool is_asked_before(const Evaluation& ctx, const Candidate& a, const Candidate& b);
int compare_paths(const Evaluation& ctx, uint32_t a, uint32_t b);
void list_missing(Evaluation& ctx, const Grid& grid, bool exact, MissingLeaves& missing,
                  Answered& answered);

uint32_t digit(const Candidate& candidate, uint32_t combination) {
  return combination / candidate.stride % candidate.representatives;
}

}  // namespace

Answered complete(Evaluation& ctx, const Question& question, const Value& first,
                  MissingLeaves* missing) {
  Answered answered{first, 0, 0, 0, false, false};
  answered.value.groups = 0;
  uint64_t* const marks = ctx.marks;
  ctx.marks = nullptr;  // bits are of the first pass
  char* const before = ctx.arena->begin;
  Grid grid = grid_of(ctx, first.leaves);
  if (ctx.failure == PHEP_OK && grid.combinations != 0) {
    evaluate(ctx, question, grid, missing != nullptr);
  }
  ctx.marks = marks;
  if (ctx.failure != PHEP_OK) return answered;
  if (grid.combinations != 0 && grid.agree) {
    answered.value = grid.outcomes[0];
    if (question.aspect == Aspect::Status) {
      for (uint32_t i = 1; i < grid.combinations; ++i) answered.value.hi &= grid.outcomes[i].hi;
    }
    release(ctx, before, answered.value);
    return answered;
  }
  const bool exact = grid.combinations != 0 && grid.all_known;
  answered.inexact = !exact;
  if (exact && missing != nullptr && question.aspect == Aspect::Status) {
    answered.statuses = statuses_of(grid);
  }
  if (missing != nullptr) {
    if (grid.combinations != 0) {
      for (uint32_t i = 0; i < grid.leaves; ++i) weigh(ctx, question, grid, grid.candidates[i]);
    }
    list_missing(ctx, grid, exact, *missing, answered);
  }
  answered.value = unknown(nullptr);
  ctx.arena->begin = before;
  return answered;
}

void MissingLeaves::add(Evaluation& ctx, uint32_t leaf) {
  Arena& arena = *ctx.arena;
  if (static_cast<size_t>(arena.end - arena.begin) < sizeof leaf) {
    arena.failed = true;
    ctx.failure = PHEP_SMALL_ARENA;
    return;
  }
  const Leaf& place = ctx.facts.leaves[leaf];
  const uint32_t code = place.slot | place.ordinal << 16;
  arena.end -= sizeof code;
  __builtin_memcpy(arena.end, &code, sizeof code);
  ++count_;
}

const uint32_t* MissingLeaves::finish(Evaluation& ctx) {
  auto* const all = push_array<uint32_t>(ctx, count_);
  if (all == nullptr) return nullptr;
  for (uint32_t i = 0; i < count_; ++i) {
    __builtin_memcpy(all + i, end_ - size_t{4} * (i + 1), 4);
  }
  ctx.arena->end = end_;
  return all;
}

namespace {

Grid grid_of(Evaluation& ctx, const uint64_t* leaves) {
  Grid grid{};
  grid.candidates = push_array<Candidate>(ctx, ctx.facts.leaf_count);
  if (grid.candidates == nullptr) return grid;
  uint64_t combinations = 1;
  for (uint32_t leaf = 0; leaf < ctx.facts.leaf_count; ++leaf) {
    if (leaves == nullptr || (leaves[leaf / 64] >> (leaf % 64) & 1) == 0) continue;
    const uint32_t count = representative_count(ctx, ctx.facts.leaves[leaf]);
    const auto stride = static_cast<uint32_t>(combinations);
    grid.candidates[grid.leaves++] = {leaf, count, stride, 0, false};
    if (count != 0 && combinations <= kMaxCombinations) combinations *= count;
  }
  if (combinations > kMaxCombinations) return grid;
  grid.combinations = static_cast<uint32_t>(combinations);
  grid.outcomes = push_array<Value>(ctx, grid.combinations);
  return grid;
}

// Without `all` it ends as soon as the outcome is certain to stay unknown.
void evaluate(Evaluation& ctx, const Question& question, Grid& grid, bool all) {
  grid.all_known = true;
  grid.agree = true;
  for (uint32_t i = 0; i < grid.combinations && ctx.failure == PHEP_OK; ++i) {
    if (!all && !grid.agree) break;
    fill(ctx, grid, i);
    char* const before = ctx.arena->begin;
    Value outcome = ask(ctx, question);
    if (is_unknown(outcome)) {
      grid.all_known = false;
      grid.agree = false;
      outcome.leaves = nullptr;
      ctx.arena->begin = before;
    }
    grid.outcomes[i] = outcome;
    grid.agree = grid.agree && same_outcome(question.kind, grid.outcomes[0], outcome);
  }
  for (uint32_t i = 0; i < grid.leaves; ++i) {
    ctx.facts.fillings[grid.candidates[i].leaf].set = false;
  }
}

// 0 if some outcome is an error, or hangs on the world.
uint32_t statuses_of(const Grid& grid) {
  uint32_t statuses = 0;
  for (uint32_t i = 0; i < grid.combinations; ++i) {
    if (grid.outcomes[i].state != State::Known || grid.outcomes[i].groups != 0) return 0;
    statuses |= 1U << grid.outcomes[i].lo;
  }
  return statuses;
}

void fill(Evaluation& ctx, const Grid& grid, uint32_t combination) {
  for (uint32_t i = 0; i < grid.leaves; ++i) {
    const Candidate& candidate = grid.candidates[i];
    if (candidate.representatives == 0) continue;
    const Leaf& leaf = ctx.facts.leaves[candidate.leaf];
    const Const value = representative(ctx, leaf, digit(candidate, combination));
    ctx.facts.fillings[candidate.leaf] = {value, true};
  }
}

// Does a change of this leaf alone change the outcome somewhere? After which of its representatives
// is the outcome known, that is, the same on all combinations that have it?
void weigh(Evaluation& ctx, const Question& question, Grid& grid, Candidate& candidate) {
  if (candidate.representatives == 0) return;
  char* const before = ctx.arena->begin;
  auto* const firsts = push_array<uint32_t>(ctx, candidate.representatives);
  auto* const settles = push_array<bool>(ctx, candidate.representatives);
  if (ctx.failure != PHEP_OK) return;
  for (uint32_t r = 0; r < candidate.representatives; ++r) firsts[r] = kNone;
  for (uint32_t n = 0; n < grid.combinations; ++n) {
    const uint32_t r = digit(candidate, n);
    const Value& outcome = grid.outcomes[n];
    const Value& other = grid.outcomes[n - r * candidate.stride];
    candidate.matters = candidate.matters || !same_outcome(question.kind, outcome, other);
    if (firsts[r] == kNone) {
      firsts[r] = n;
      settles[r] = true;
    }
    settles[r] = settles[r] && same_outcome(question.kind, grid.outcomes[firsts[r]], outcome);
  }
  for (uint32_t r = 0; r < candidate.representatives; ++r) {
    candidate.settling += settles[r] ? 1 : 0;
  }
  ctx.arena->begin = before;
}

// In asking order, each place once. An exact list holds what matters, an inexact one all of S.
void list_missing(Evaluation& ctx, const Grid& grid, bool exact, MissingLeaves& missing,
                  Answered& answered) {
  sort(ctx, grid.candidates, grid.leaves);
  answered.missing_first = missing.count();
  answered.only_judgments = true;
  for (uint32_t i = 0; i < grid.leaves; ++i) {
    const Candidate& candidate = grid.candidates[i];
    if (exact && !candidate.matters) continue;
    const Leaf& leaf = ctx.facts.leaves[candidate.leaf];
    bool listed = false;  // as presence or value of the same place
    for (uint32_t j = 0; j < i && !listed; ++j) {
      const Candidate& earlier = grid.candidates[j];
      const Leaf& other = ctx.facts.leaves[earlier.leaf];
      listed = (!exact || earlier.matters) && other.slot == leaf.slot && other.index == leaf.index;
    }
    if (listed) continue;
    missing.add(ctx, candidate.leaf);
    answered.only_judgments = answered.only_judgments && is_judgment(ctx, leaf);
  }
  answered.missing_count = missing.count() - answered.missing_first;
}

// Heap sort: no memory, and order never depends on how the candidates came.
void sort(const Evaluation& ctx, Candidate* candidates, uint32_t count) {
  const auto sink = [&](uint32_t root, uint32_t end) {
    while (2 * root + 1 < end) {
      uint32_t child = 2 * root + 1;
      if (child + 1 < end && is_asked_before(ctx, candidates[child], candidates[child + 1])) {
        ++child;
      }
      if (!is_asked_before(ctx, candidates[root], candidates[child])) return;
      const Candidate moved = candidates[root];
      candidates[root] = candidates[child];
      candidates[child] = moved;
      root = child;
    }
  };
  for (uint32_t i = count / 2; i-- > 0;) sink(i, count);
  for (uint32_t end = count; end > 1;) {
    --end;
    const Candidate last = candidates[end];
    candidates[end] = candidates[0];
    candidates[0] = last;
    sink(0, end);
  }
}

// Finite leaves first, by the share of settling representatives; then by path, and presence before
// value.
bool is_asked_before(const Evaluation& ctx, const Candidate& a, const Candidate& b) {
  const bool a_finite = a.representatives != 0;
  const bool b_finite = b.representatives != 0;
  if (a_finite != b_finite) return a_finite;
  if (a_finite) {
    const uint64_t a_share = uint64_t{a.settling} * b.representatives;
    const uint64_t b_share = uint64_t{b.settling} * a.representatives;
    if (a_share != b_share) return a_share > b_share;
  }
  const int order = compare_paths(ctx, a.leaf, b.leaf);
  return order != 0 ? order < 0 : a.leaf < b.leaf;
}

int compare_paths(const Evaluation& ctx, uint32_t a, uint32_t b) {
  constexpr uint32_t kLongest =
      512;  // longer paths that agree so far fall back on the order of slots
  char left[kLongest];
  char right[kLongest];
  const uint32_t left_length = leaf_path(ctx, ctx.facts.leaves[a], left, kLongest);
  const uint32_t right_length = leaf_path(ctx, ctx.facts.leaves[b], right, kLongest);
  return compare(String{left, left_length < kLongest ? left_length : kLongest},
                 String{right, right_length < kLongest ? right_length : kLongest});
}

}  // namespace

}  // namespace phep::runtime
