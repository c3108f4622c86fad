// Completions: an outcome left unknown is worked out for all combinations of representatives of the
// finite leaves that it hangs on. What all agree on is the outcome; else the leaves that matter are
// missing.
//
// Leaves are filled one by one, each time one that the outcome still hangs on. Once it is known, so
// it is in every combination that goes on from there, and these count as one region: a tree, whose
// ends are the regions, in place of a table. Beyond 1,024 regions nothing is settled.
#include "compiler/runtime/question.h"

namespace phep::runtime {

namespace {

// One leaf of S, and what the regions teach about it.
struct Candidate {
  uint32_t leaf;
  uint32_t representatives;  // 0: not finite
  uint32_t settling;         // representatives after which the outcome is known
  bool matters;
};

// A partial combination: `digit` is the representative of the parent's leaf that it adds.
struct Node {
  Node* parent;
  Node* children;  // one a representative of `leaf`; null at an end
  uint32_t leaf;   // filled below this node
  uint32_t digit;
  uint32_t first;  // the regions below it: ends[first] up to ends[end]
  uint32_t end;
  Level level;  // in which its leaf is filled
};

// An end of the tree: all combinations that agree with its path.
struct Region {
  const Node* node;
  Value outcome;
};

struct Tree {
  Node root;
  Node* free;       // room for more nodes
  Region* regions;  // in the order of the tree
  uint32_t count;   // 0: more than the limit
  bool all_known;
  bool agree;
  bool holds;  // memory that some outcome points to
};

struct Candidates {
  Candidate* all;
  uint32_t count;
};

Candidates candidates_of(Evaluation& ctx, const uint64_t* leaves);
void grow(Evaluation& ctx, const Question& question, const Value& first, bool all, Tree& tree);
uint32_t most_regions(const Evaluation& ctx, const uint64_t* leaves);
uint32_t leaf_to_fill(const Evaluation& ctx, const Value& outcome, const uint64_t* of);
uint32_t most_nodes(const Evaluation& ctx, const uint64_t* leaves, uint32_t most);
bool branch(Evaluation& ctx, Tree& tree, Node* node, uint32_t leaf, uint32_t* planned);
Node* next_node(Evaluation& ctx, const Tree& tree, Node* node);
void fill(Evaluation& ctx, Node& node);
void leave(Evaluation& ctx, const Tree& tree, const Node& node);
void empty(Evaluation& ctx, uint32_t leaf);
uint32_t statuses_of(const Tree& tree);
void weigh(Evaluation& ctx, const Question& question, const Tree& tree, Candidate& candidate);
bool settles(const Question& question, const Tree& tree, uint32_t leaf, uint32_t representative);
bool differs(Evaluation& ctx, const Question& question, const Tree& tree, const Node& node);
void sort(const Evaluation& ctx, Candidate* candidates, uint32_t count);
bool is_asked_before(const Evaluation& ctx, const Candidate& a, const Candidate& b);
int compare_paths(const Evaluation& ctx, uint32_t a, uint32_t b);
void list_missing(Evaluation& ctx, const Candidates& candidates, bool exact, MissingLeaves& missing,
                  Answered& answered);

}  // namespace

Answered complete(Evaluation& ctx, const Question& question, const Value& first,
                  MissingLeaves* missing) {
  Answered answered{first, 0, 0, 0, false, false};
  answered.value.groups = 0;
  uint64_t* const marks = ctx.marks;
  ctx.marks = nullptr;  // bits are of the first pass
  char* const before = ctx.arena->begin;
  Tree tree{};
  grow(ctx, question, first, missing != nullptr, tree);
  ctx.marks = marks;
  if (ctx.failure != PHEP_OK) return answered;
  if (tree.count != 0 && tree.agree) {
    answered.value = tree.regions[0].outcome;
    if (question.aspect == Aspect::Status) {
      for (uint32_t i = 1; i < tree.count; ++i) answered.value.hi &= tree.regions[i].outcome.hi;
    }
    release(ctx, before, answered.value);
    return answered;
  }
  const bool exact = tree.count != 0 && tree.all_known;
  answered.inexact = !exact;
  if (exact && missing != nullptr && question.aspect == Aspect::Status) {
    answered.statuses = statuses_of(tree);
  }
  if (missing != nullptr) {
    const Candidates candidates = candidates_of(ctx, first.leaves);
    if (ctx.failure != PHEP_OK) return answered;
    if (tree.count != 0) {
      for (uint32_t i = 0; i < candidates.count; ++i) weigh(ctx, question, tree, candidates.all[i]);
    }
    list_missing(ctx, candidates, exact, *missing, answered);
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

bool is_in(const uint64_t* leaves, uint32_t leaf) {
  return leaves != nullptr && (leaves[leaf / 64] >> (leaf % 64) & 1) != 0;
}

Candidates candidates_of(Evaluation& ctx, const uint64_t* leaves) {
  Candidates found{push_array<Candidate>(ctx, ctx.facts.leaf_count), 0};
  if (found.all == nullptr) return found;
  for (uint32_t leaf = 0; leaf < ctx.facts.leaf_count; ++leaf) {
    if (!is_in(leaves, leaf)) continue;
    const uint32_t count = representative_count(ctx, ctx.facts.leaves[leaf]);
    found.all[found.count++] = {leaf, count, 0, false};
  }
  return found;
}

// Without `all` it ends as soon as the outcome is certain to stay unknown. `first` is the outcome
// with nothing filled.
void grow(Evaluation& ctx, const Question& question, const Value& first, bool all, Tree& tree) {
  tree.all_known = true;
  tree.agree = true;
  tree.root = {nullptr, nullptr, kNone, 0, 0, 0, {}};
  const uint32_t most = most_regions(ctx, first.leaves);
  const uint32_t nodes = most_nodes(ctx, first.leaves, most);
  tree.regions = push_array<Region>(ctx, most);
  tree.free = push_array<Node>(ctx, nodes);
  uint32_t planned = 1;  // regions, when every open node is an end
  Node* node = &tree.root;
  Value outcome = first;
  while (node != nullptr && ctx.failure == PHEP_OK) {
    if (node != &tree.root) outcome = ask(ctx, question);
    const uint32_t leaf = leaf_to_fill(ctx, outcome, first.leaves);
    if (leaf != kNone) {
      if (!branch(ctx, tree, node, leaf, &planned)) break;
      node = node->children;
      fill(ctx, *node);
      continue;
    }
    if (is_unknown(outcome)) {
      tree.all_known = false;
      tree.agree = false;
      outcome.leaves = nullptr;
    }
    tree.holds = tree.holds || outcome.state == State::OneOf;
    tree.regions[tree.count++] = {node, outcome};
    tree.agree = tree.agree && same_outcome(question.kind, tree.regions[0].outcome, outcome);
    if (!all && !tree.agree) break;
    node = next_node(ctx, tree, node);
  }
  // What is left filled when it ends early is of the nodes from there up.
  for (; node != nullptr && node->parent != nullptr; node = node->parent) {
    leave(ctx, tree, *node);
    empty(ctx, node->parent->leaf);
  }
  if (planned > kMaxRegions) tree.count = 0;
}

// No more than there are combinations.
uint32_t most_regions(const Evaluation& ctx, const uint64_t* leaves) {
  uint64_t most = 1;
  for (uint32_t leaf = 0; leaf < ctx.facts.leaf_count && most < kMaxRegions; ++leaf) {
    const uint32_t count = representative_count(ctx, ctx.facts.leaves[leaf]);
    if (count != 0 && is_in(leaves, leaf)) most *= count;
  }
  return most < kMaxRegions ? static_cast<uint32_t>(most) : kMaxRegions;
}

// Each path has a node for each leaf of one representative, and besides them no tree with so many
// ends has more than twice as many nodes.
uint32_t most_nodes(const Evaluation& ctx, const uint64_t* leaves, uint32_t most) {
  uint32_t each = 2;
  for (uint32_t leaf = 0; leaf < ctx.facts.leaf_count; ++leaf) {
    if (is_in(leaves, leaf) && representative_count(ctx, ctx.facts.leaves[leaf]) == 1) ++each;
  }
  return most * each;
}

// Of the finite leaves that the outcome still hangs on, among those that it hung on at first (so no
// more regions are made than there are combinations), the first of those with the fewest
// representatives: the tree stays narrow for as long as it can.
uint32_t leaf_to_fill(const Evaluation& ctx, const Value& outcome, const uint64_t* of) {
  if (!is_unknown(outcome) || outcome.leaves == nullptr || of == nullptr) return kNone;
  uint32_t found = kNone;
  uint32_t fewest = ~uint32_t{0};
  for (uint32_t word = 0; word < ctx.words; ++word) {
    for (uint64_t bits = outcome.leaves[word] & of[word]; bits != 0; bits &= bits - 1) {
      const uint32_t leaf = word * 64 + static_cast<uint32_t>(__builtin_ctzll(bits));
      if (ctx.facts.fillings[leaf].set) continue;
      const uint32_t count = representative_count(ctx, ctx.facts.leaves[leaf]);
      if (count == 0 || count >= fewest) continue;
      found = leaf;
      fewest = count;
    }
  }
  return found;
}

// False when there would be too many regions.
bool branch(Evaluation& ctx, Tree& tree, Node* node, uint32_t leaf, uint32_t* planned) {
  const uint32_t count = representative_count(ctx, ctx.facts.leaves[leaf]);
  *planned += count - 1;
  if (*planned > kMaxRegions) return false;
  node->leaf = leaf;
  node->children = tree.free;
  tree.free += count;
  for (uint32_t i = 0; i < count; ++i) {
    node->children[i] = {node, nullptr, kNone, i, tree.count, 0, {}};
  }
  return true;
}

// After a node whose regions are all there: its sibling, or that of the next one above that has
// one.
Node* next_node(Evaluation& ctx, const Tree& tree, Node* node) {
  for (;; node = node->parent) {
    node->end = tree.count;
    Node* const parent = node->parent;
    if (parent == nullptr) return nullptr;
    leave(ctx, tree, *node);
    if (node->digit + 1 < representative_count(ctx, ctx.facts.leaves[parent->leaf])) {
      Node* const next = node + 1;
      next->first = tree.count;
      fill(ctx, *next);
      return next;
    }
    empty(ctx, parent->leaf);
  }
}

void fill(Evaluation& ctx, Node& node) {
  node.level = enter_level(ctx);
  const uint32_t leaf = node.parent->leaf;
  const Const value = representative(ctx, ctx.facts.leaves[leaf], node.digit);
  ctx.facts.fillings[leaf] = {value, true};
  ctx.facts.filled[leaf / 64] |= uint64_t{1} << (leaf % 64);
}

void leave(Evaluation& ctx, const Tree& tree, const Node& node) {
  leave_level(ctx, node.level);
  if (!tree.holds) ctx.arena->begin = node.level.mark;
}

void empty(Evaluation& ctx, uint32_t leaf) {
  ctx.facts.fillings[leaf].set = false;
  ctx.facts.filled[leaf / 64] &= ~(uint64_t{1} << (leaf % 64));
}

// 0 if some outcome is an error, or hangs on the world.
uint32_t statuses_of(const Tree& tree) {
  uint32_t statuses = 0;
  for (uint32_t i = 0; i < tree.count; ++i) {
    const Value& outcome = tree.regions[i].outcome;
    if (outcome.state != State::Known || outcome.groups != 0) return 0;
    statuses |= 1U << outcome.lo;
  }
  return statuses;
}

// Does a change of this leaf alone change the outcome somewhere? After which of its representatives
// is the outcome known, that is, the same on all combinations that have it?
void weigh(Evaluation& ctx, const Question& question, const Tree& tree, Candidate& candidate) {
  for (uint32_t r = 0; r < candidate.representatives; ++r) {
    candidate.settling += settles(question, tree, candidate.leaf, r) ? 1 : 0;
  }
  // A leaf is filled at most once on a path: it matters where what is below its representatives
  // differs.
  for (uint32_t i = 0; i < tree.count && !candidate.matters; ++i) {
    for (const Node* n = tree.regions[i].node; n->parent != nullptr && n->first == i;
         n = n->parent) {
      if (n->digit != 0 || n->parent->leaf != candidate.leaf) continue;
      candidate.matters = differs(ctx, question, tree, *n->parent);
      break;
    }
  }
}

// The representative of a leaf on the way to a node, or kNone where it is not filled.
uint32_t digit_of(const Node* node, uint32_t leaf) {
  for (; node->parent != nullptr; node = node->parent) {
    if (node->parent->leaf == leaf) return node->digit;
  }
  return kNone;
}

bool settles(const Question& question, const Tree& tree, uint32_t leaf, uint32_t representative) {
  const Value* shared = nullptr;
  for (uint32_t i = 0; i < tree.count; ++i) {
    const uint32_t digit = digit_of(tree.regions[i].node, leaf);
    if (digit != kNone && digit != representative) continue;
    const Value& outcome = tree.regions[i].outcome;
    if (shared == nullptr) shared = &outcome;
    if (!same_outcome(question.kind, *shared, outcome)) return false;
  }
  return true;
}

// Whether two regions below different representatives of the node's leaf differ though some
// combination leads to both: below the node their paths fill no leaf differently.
bool differs(Evaluation& ctx, const Question& question, const Tree& tree, const Node& node) {
  char* const before = ctx.arena->begin;
  auto* const digits = push_array<uint32_t>(ctx, ctx.facts.leaf_count);
  if (digits == nullptr) return false;
  for (uint32_t i = 0; i < ctx.facts.leaf_count; ++i) digits[i] = kNone;
  const auto each_below = [&](const Node* n, const auto& see) {
    for (; n->parent != &node; n = n->parent) see(n->parent->leaf, n->digit);
  };
  const Node& one = node.children[0];
  bool found = false;
  for (uint32_t i = one.first; i < one.end && !found; ++i) {
    each_below(tree.regions[i].node, [&](uint32_t leaf, uint32_t digit) { digits[leaf] = digit; });
    for (uint32_t j = one.end; j < node.end && !found; ++j) {
      if (same_outcome(question.kind, tree.regions[i].outcome, tree.regions[j].outcome)) continue;
      bool together = true;
      each_below(tree.regions[j].node, [&](uint32_t leaf, uint32_t digit) {
        together = together && (digits[leaf] == kNone || digits[leaf] == digit);
      });
      found = together;
    }
    each_below(tree.regions[i].node, [&](uint32_t leaf, uint32_t) { digits[leaf] = kNone; });
  }
  ctx.arena->begin = before;
  return found;
}

// In asking order, each place once. An exact list holds what matters, an inexact one all of S.
void list_missing(Evaluation& ctx, const Candidates& candidates, bool exact, MissingLeaves& missing,
                  Answered& answered) {
  sort(ctx, candidates.all, candidates.count);
  answered.missing_first = missing.count();
  answered.only_judgments = true;
  for (uint32_t i = 0; i < candidates.count; ++i) {
    const Candidate& candidate = candidates.all[i];
    if (exact && !candidate.matters) continue;
    const Leaf& leaf = ctx.facts.leaves[candidate.leaf];
    bool listed = false;  // as presence or value of the same place
    for (uint32_t j = 0; j < i && !listed; ++j) {
      const Candidate& earlier = candidates.all[j];
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
