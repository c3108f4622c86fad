// Rules: default logic with cases, exceptions of exceptions, picks, a default, and gaps.
//
// A node concludes nothing if its guard is false; else what those of its exceptions that conclude
// agree on; else its own conclusion. With unknown guards each node has a set of outcomes that are
// still possible; the rule is known when all of its own coincide. On known guards every set has one
// outcome, and this is the ground meaning.
#include "compiler/runtime/interpret.h"

namespace phep::runtime {

namespace {

// The words of a Choose in the operands.
constexpr uint32_t kPolicy = 0;
constexpr uint32_t kDefault = 1;
constexpr uint32_t kNodes = 3;
constexpr uint32_t kNodeWords = 5;
constexpr uint32_t kCase = 0;
constexpr uint32_t kWhole = 1;

// What may still come out of a node, or of nodes taken together.
struct Outcomes {
  bool nothing = false;
  bool lifted = false;
  bool value = false;    // `shared`: a known value or an error
  bool several = false;  // more than one, or one that is unknown
  bool may_fail = false;
  Value shared = known(0);
  const uint64_t* leaves = nullptr;
  uint64_t groups = 0;
};
bool concludes(const Outcomes& o) {
  return o.lifted || o.value || o.several;
}
bool only_error(const Outcomes& o) {
  return o.value && is_error(o.shared) && !o.several && !o.lifted && !o.nothing;
}

// Nodes that meet: the exceptions of one node, those of the whole rule, or its cases.
struct Meeting {
  bool all_may_be_silent = true;
  bool lifted = false;
  bool value = false;
  bool several = false;         // some conclusion is unknown, or (agreeing) two differ
  bool differs = false;         // two conclusions, certain or not, differ
  bool may_fail = false;        // some node may be in error, or two may disagree
  bool in_error = false;        // a node is in error for certain
  bool doubtful_error = false;  // another one may be
  bool certain = false;         // some node concludes for certain, and what is known:
  bool certainly_lifted = false;
  bool disagree = false;  // two certain conclusions differ
  Value first = known(0);
  Value shared = known(0);
  Value least_error = known(0);
  const uint64_t* leaves = nullptr;
  uint64_t groups = 0;
  Value best = known(0);  // picks: the extreme, or the set, of the conclusions
  bool any_best = false;
};

struct Rule {
  Evaluation& ctx;
  const Frame& frame;
  Kind kind;  // of conclusions
  Picks picks;
  uint32_t symbol;
};

Value guard_of(const Rule& rule, const uint32_t* node);
Outcomes outcomes_of(const Rule& rule, const uint32_t* node, const Meeting& exceptions);
void add_value(const Rule& rule, Outcomes& o, const Value& v);
void join(const Rule& rule, Meeting& meeting, const Outcomes& node, bool picks);
void join_best(const Rule& rule, Meeting& meeting, const Value& v);
Outcomes agree(const Rule& rule, const Meeting& meeting);
Outcomes pick(const Rule& rule, const Meeting& cases, const Meeting& doubtful);
Value conclude(const Rule& rule, const Outcomes& whole, const Outcomes& cases,
               const Value& fallback);
bool beats(const Rule& rule, const Value& a, const Value& b);

}  // namespace

Value choose(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const uint32_t* const words = ctx.tables.operands + inst.a;
  const uint32_t count = inst.b;
  const auto picks = static_cast<Picks>(words[kPolicy]);
  const Rule rule{ctx, frame, picks == Picks::All ? Kind::Enum : inst.kind, picks,
                  frame.function->symbol};
  char* const before = ctx.arena->begin;
  auto* const exceptions = push_array<Meeting>(ctx, count);
  if (exceptions == nullptr) return known(0);
  for (uint32_t i = 0; i < count; ++i) exceptions[i] = Meeting{};
  Meeting whole;
  Meeting cases;     // agreeing; with picks, those that conclude for certain
  Meeting doubtful;  // with picks, those that may conclude
  // A node stands after those it excepts, so from the last to the first each knows its exceptions.
  for (uint32_t i = count; i-- > 0;) {
    const uint32_t* const node = words + kNodes + size_t{i} * kNodeWords;
    mark(ctx, node[2], guard_of(rule, node));
    Outcomes outcomes = outcomes_of(rule, node, exceptions[i]);
    if (node[4] == kWhole) {
      join(rule, whole, outcomes, false);
    } else if (node[4] == kCase) {
      if (outcomes.lifted) outcomes.nothing = true;  // a lifted case concludes nothing
      outcomes.lifted = false;
      const bool certain = !outcomes.nothing && !outcomes.several;
      join(rule, picks == Picks::Agree || certain ? cases : doubtful, outcomes,
           picks != Picks::Agree);
    } else {
      const uint32_t* const targets = ctx.tables.operands + (node[4] - 2);
      for (uint32_t t = 0; t < targets[0]; ++t) {
        join(rule, exceptions[targets[1 + t]], outcomes, false);
      }
    }
  }
  const bool has_default = words[kDefault] != kNone;
  const Value fallback = has_default           ? frame.registers[words[kDefault]]
                         : picks == Picks::All ? known(0)
                                               : error(PHEP_E_GAP, rule.symbol);
  const Outcomes picked = picks == Picks::Agree ? agree(rule, cases) : pick(rule, cases, doubtful);
  Rule result = rule;
  result.kind = inst.kind;
  Outcomes excepted = agree(rule, whole);
  if (picks == Picks::All && excepted.value && !is_error(excepted.shared)) {
    excepted.shared.lo = uint64_t{1} << (excepted.shared.lo & 63);  // the member as a set
  }
  Value v = conclude(result, excepted, picked, fallback);
  release(ctx, before, v);
  return v;
}

namespace {

Value guard_of(const Rule& rule, const uint32_t* node) {
  return node[0] == kNone ? known_bool(true) : rule.frame.registers[node[0]];
}

Outcomes outcomes_of(const Rule& rule, const uint32_t* node, const Meeting& exceptions) {
  Evaluation& ctx = rule.ctx;
  const Value guard = guard_of(rule, node);
  Outcomes o;
  o.groups = guard.groups;
  if (is_error(guard)) {
    add_value(rule, o, guard);
    return o;
  }
  if (is_false(guard)) {
    o.nothing = true;
    return o;
  }
  const Outcomes narrowed = agree(rule, exceptions);
  o.groups |= narrowed.groups;
  o.leaves = narrowed.leaves;
  o.nothing = narrowed.lifted;
  o.value = narrowed.value;
  o.several = narrowed.several;
  o.may_fail = narrowed.may_fail;
  o.shared = narrowed.shared;
  if (is_unknown(guard)) {
    o.nothing = true;
    o.leaves = unite(ctx, o.leaves, guard.leaves);
    o.may_fail = o.may_fail || guard.may_fail;
    o.several = o.several || guard.may_fail;
  }
  if (!narrowed.nothing) return o;
  if (node[1] == kLifted) {
    o.lifted = true;
  } else {
    add_value(rule, o, rule.frame.registers[node[1]]);
  }
  return o;
}

void add_value(const Rule& rule, Outcomes& o, const Value& v) {
  o.groups |= v.groups;
  if (is_unknown(v)) {
    o.leaves = unite(rule.ctx, o.leaves, v.leaves);
    o.may_fail = o.may_fail || v.may_fail;
    o.several = true;
    return;
  }
  o.may_fail = o.may_fail || is_error(v);
  o.several = o.several || (o.value && !same_outcome(rule.kind, o.shared, v));
  o.value = true;
  o.shared = v;
}

// Adds a node to those it meets. `picks`: conclusions that differ are no disagreement.
void join(const Rule& rule, Meeting& meeting, const Outcomes& node, bool picks) {
  meeting.leaves = unite(rule.ctx, meeting.leaves, node.leaves);
  meeting.groups |= node.groups;
  meeting.all_may_be_silent = meeting.all_may_be_silent && node.nothing;
  if (only_error(node)) {
    if (!meeting.in_error || precedes(node.shared, meeting.least_error)) {
      meeting.least_error = node.shared;
    }
    meeting.in_error = true;
    return;
  }
  meeting.doubtful_error = meeting.doubtful_error || node.may_fail;
  if (!concludes(node)) return;
  const bool differs =
      node.value && meeting.value && !same_outcome(rule.kind, meeting.shared, node.shared);
  const bool valued = node.value || node.several;
  const bool mixed = (node.lifted && (meeting.value || meeting.several)) ||
                     ((meeting.lifted || node.lifted) && valued);
  const bool certain = !node.nothing && !node.several && node.lifted != node.value;
  if (certain && meeting.certain && !picks) {
    meeting.disagree = meeting.disagree || meeting.certainly_lifted != node.lifted ||
                       (node.value && !same_outcome(rule.kind, meeting.first, node.shared));
  }
  if (certain && !meeting.certain) {
    meeting.certain = true;
    meeting.certainly_lifted = node.lifted;
    meeting.first = node.shared;
  }
  if (node.value && picks) join_best(rule, meeting, node.shared);
  meeting.may_fail =
      meeting.may_fail || node.may_fail || (!picks && (differs || mixed || node.several));
  meeting.differs = meeting.differs || differs;
  meeting.several = meeting.several || node.several || (differs && !picks);
  meeting.lifted = meeting.lifted || node.lifted;
  if (node.value) meeting.shared = node.shared;
  meeting.value = meeting.value || node.value;
}

void join_best(const Rule& rule, Meeting& meeting, const Value& v) {
  if (rule.picks == Picks::All) {
    meeting.best.lo |= v.lo < 64 ? uint64_t{1} << v.lo : 0;
  } else if (!meeting.any_best || beats(rule, v, meeting.best)) {
    meeting.best = known(v.lo, v.hi);
    meeting.best.bound = v.bound;
  }
  meeting.any_best = true;
}

// What nodes that must agree make together: errors first, then a conflict, then what they share.
Outcomes agree(const Rule& rule, const Meeting& meeting) {
  Outcomes o;
  o.leaves = meeting.leaves;
  o.groups = meeting.groups;
  if (meeting.in_error || meeting.disagree) {
    o.value = true;
    o.shared = meeting.in_error ? meeting.least_error : error(PHEP_E_CONFLICT, rule.symbol);
    o.several = meeting.doubtful_error;
    o.may_fail = true;
    return o;
  }
  o.nothing = meeting.all_may_be_silent;
  o.lifted = meeting.lifted;
  o.value = meeting.value;
  o.shared = meeting.shared;
  o.may_fail = meeting.may_fail || meeting.doubtful_error;
  // Two conclusions that are both only possible may also conflict.
  o.several = meeting.several || meeting.doubtful_error || (meeting.lifted && meeting.value);
  return o;
}

// Cases under `picks`. What certain cases conclude stands unless a doubtful one would change it.
Outcomes pick(const Rule& rule, const Meeting& cases, const Meeting& doubtful) {
  Outcomes o;
  o.leaves = unite(rule.ctx, cases.leaves, doubtful.leaves);
  o.groups = cases.groups | doubtful.groups;
  o.may_fail = cases.doubtful_error || doubtful.doubtful_error || doubtful.in_error;
  o.several = o.may_fail;
  if (cases.in_error) {
    add_value(rule, o, cases.least_error);
    return o;
  }
  o.nothing = cases.all_may_be_silent && doubtful.all_may_be_silent;
  o.several = o.several || doubtful.several;
  o.value = cases.any_best || doubtful.any_best;
  o.shared = cases.any_best ? cases.best : doubtful.best;
  if (!doubtful.any_best) return o;
  if (!cases.any_best) {
    o.several = o.several || doubtful.differs;
  } else if (rule.picks == Picks::All) {
    o.several = o.several || (doubtful.best.lo & ~cases.best.lo) != 0;
  } else {
    o.several = o.several || beats(rule, doubtful.best, cases.best);
  }
  return o;
}

// An exception to the whole rule, else the cases, else the default.
Value conclude(const Rule& rule, const Outcomes& whole, const Outcomes& cases,
               const Value& fallback) {
  Outcomes o;
  o.groups = whole.groups;
  o.leaves = whole.leaves;
  o.several = whole.several;
  o.may_fail = whole.may_fail;
  if (whole.value) add_value(rule, o, whole.shared);
  if (whole.nothing) {
    o.groups |= cases.groups;
    o.leaves = unite(rule.ctx, o.leaves, cases.leaves);
    o.several = o.several || cases.several;
    o.may_fail = o.may_fail || cases.may_fail;
    if (cases.value) add_value(rule, o, cases.shared);
  }
  if (whole.lifted || (whole.nothing && cases.nothing)) add_value(rule, o, fallback);
  Value v = o.several ? unknown(o.leaves) : o.shared;
  if (o.several) v.may_fail = o.may_fail;
  v.groups = o.groups;
  return v;
}

bool beats(const Rule& rule, const Value& a, const Value& b) {
  const int order = compare_payloads(rule.kind, a, b);
  return rule.picks == Picks::Highest ? order > 0 : order < 0;
}

}  // namespace

}  // namespace phep::runtime
