#include "compiler/runtime/evaluation.h"

#include "compiler/runtime/date.h"

namespace phep::runtime {

namespace {

// The value of an instant lies between two ends; an open one is as far as numbers go.
struct Interval {
  int64_t least;
  int64_t most;
};
Interval interval_of(const Value& v) {
  const int64_t at = signed_of(v);
  return {v.bound == Bound::AtMost ? INT64_MIN : at, v.bound == Bound::AtLeast ? INT64_MAX : at};
}

// What is certain of a comparison of two intervals: 1 true, 0 false, -1 neither.
int compare_intervals(Compare op, Interval a, Interval b) {
  switch (op) {
    case Compare::Lt: return a.most < b.least ? 1 : a.least >= b.most ? 0 : -1;
    case Compare::Le: return a.most <= b.least ? 1 : a.least > b.most ? 0 : -1;
    case Compare::Gt: return compare_intervals(Compare::Lt, b, a);
    case Compare::Ge: return compare_intervals(Compare::Le, b, a);
    case Compare::Eq: return a.most < b.least || b.most < a.least ? 0 : -1;
    case Compare::Ne: return a.most < b.least || b.most < a.least ? 1 : -1;
  }
  return -1;
}

bool holds(Compare op, int order) {
  switch (op) {
    case Compare::Eq: return order == 0;
    case Compare::Ne: return order != 0;
    case Compare::Lt: return order < 0;
    case Compare::Le: return order <= 0;
    case Compare::Gt: return order > 0;
    case Compare::Ge: return order >= 0;
  }
  return false;
}

}  // namespace

Evaluation begin(const Header* image, const phep_options* options, Arena& arena) {
  Evaluation ctx{};
  ctx.image = image;
  ctx.options = options;
  ctx.arena = &arena;
  ctx.tables = {items<Function>(image, image->functions), items<Inst>(image, image->insts),
                items<uint32_t>(image, image->operands),  items<Const>(image, image->constants),
                items<Slot>(image, image->slots),         items<Struct>(image, image->structs),
                items<NormSpec>(image, image->norm_specs)};
  return ctx;
}

void* push(Evaluation& ctx, size_t bytes) {
  constexpr uintptr_t kAlign = 8;
  const uintptr_t front =
      (reinterpret_cast<uintptr_t>(ctx.arena->begin) + kAlign - 1) & ~(kAlign - 1);
  const uintptr_t end = reinterpret_cast<uintptr_t>(ctx.arena->end);
  if (front > end || bytes > end - front) {
    ctx.arena->failed = true;
    if (ctx.failure == PHEP_OK) ctx.failure = PHEP_SMALL_ARENA;
    return nullptr;
  }
  ctx.arena->begin = reinterpret_cast<char*>(front + bytes);
  return reinterpret_cast<void*>(front);
}

void release(Evaluation& ctx, char* mark, Value& keep) {
  const char* from = nullptr;
  size_t bytes = 0;
  if (keep.state == State::Unknown) {
    from = reinterpret_cast<const char*>(keep.leaves);
    bytes = size_t{ctx.words} * 8;
  } else if (keep.state == State::OneOf) {
    from = reinterpret_cast<const char*>(static_cast<uintptr_t>(keep.lo));
    bytes = static_cast<size_t>(keep.hi) * sizeof(Value);
  }
  const bool above = from != nullptr && from >= mark && from < ctx.arena->begin;
  ctx.arena->begin = mark;
  if (!above) return;
  auto* const place = static_cast<char*>(push(ctx, bytes));
  if (place == nullptr) return;
  __builtin_memmove(place, from, bytes);
  if (keep.state == State::Unknown) {
    keep.leaves = reinterpret_cast<const uint64_t*>(place);
  } else {
    keep.lo = reinterpret_cast<uintptr_t>(place);
  }
}

const uint64_t* unite(Evaluation& ctx, const uint64_t* a, const uint64_t* b) {
  if (a == nullptr || a == b) return b;
  if (b == nullptr) return a;
  bool adds_to_a = false;
  bool adds_to_b = false;
  for (uint32_t i = 0; i < ctx.words; ++i) {
    adds_to_a = adds_to_a || (b[i] & ~a[i]) != 0;
    adds_to_b = adds_to_b || (a[i] & ~b[i]) != 0;
  }
  if (!adds_to_a) return a;
  if (!adds_to_b) return b;
  auto* const both = push_array<uint64_t>(ctx, ctx.words);
  if (both == nullptr) return a;
  for (uint32_t i = 0; i < ctx.words; ++i) both[i] = a[i] | b[i];
  return both;
}

const uint64_t* singleton(Evaluation& ctx, uint32_t leaf) {
  auto* const set = push_array<uint64_t>(ctx, ctx.words);
  if (set == nullptr) return nullptr;
  __builtin_memset(set, 0, size_t{ctx.words} * 8);
  set[leaf / 64] = uint64_t{1} << (leaf % 64);
  return set;
}

void mark(Evaluation& ctx, uint32_t bit, const Value& guard) {
  if (ctx.marks == nullptr || bit >= ctx.mark_count) return;
  if (is_true(guard)) ctx.marks[bit / 32] |= uint64_t{1} << (bit % 32 * 2);
  if (is_unknown(guard)) ctx.marks[bit / 32] |= uint64_t{2} << (bit % 32 * 2);
}

Strict& Strict::take(const Value& operand) {
  groups_ |= operand.groups;
  if (is_unknown(operand)) {
    leaves_ = unite(ctx_, leaves_, operand.leaves);
    may_fail_ = may_fail_ || operand.may_fail;
    unknown_ = true;
    return *this;
  }
  if (is_exact(operand)) return *this;
  const Value v = is_error(operand)
                      ? operand
                      : error(PHEP_E_CALENDAR_EXHAUSTED, static_cast<uint32_t>(operand.hi));
  if (!error_ || precedes(v, least_error_)) least_error_ = v;
  error_ = true;
  return *this;
}

Value Strict::settled(bool operator_can_fail) const {
  if (error_ && !(unknown_ && may_fail_)) return with_groups(least_error_, groups_);
  if (!unknown_) return with_groups(known(0), groups_);
  Value v = with_groups(unknown(leaves_), groups_);
  v.may_fail = may_fail_ || operator_can_fail;
  return v;
}

void Choice::step(const Value& guard, const Value& outcome) {
  if (closed_) return;
  groups_ |= guard.groups;
  if (is_unknown(guard)) {
    leaves_ = unite(ctx_, leaves_, guard.leaves);
    may_fail_ = may_fail_ || guard.may_fail;
    several_ = several_ || guard.may_fail;
    add(outcome);
  } else if (is_error(guard)) {
    add(guard);
    closed_ = true;
  } else if (guard.lo != 0) {
    add(outcome);
    closed_ = true;
  }
}

void Choice::otherwise(const Value& outcome) {
  if (!closed_) add(outcome);
  closed_ = true;
}

void Choice::add(const Value& outcome) {
  groups_ |= outcome.groups;
  if (is_unknown(outcome)) {
    leaves_ = unite(ctx_, leaves_, outcome.leaves);
    may_fail_ = may_fail_ || outcome.may_fail;
    several_ = true;
    return;
  }
  may_fail_ = may_fail_ || is_error(outcome);
  several_ = several_ || (any_ && !same_outcome(kind_, shared_, outcome));
  shared_ = outcome;
  any_ = true;
}

Value Choice::result() const {
  Value v = several_ ? unknown(leaves_) : shared_;
  if (several_) v.may_fail = may_fail_;
  v.groups = groups_;
  return v;
}

Value and_of_unsettled(Evaluation& ctx, const Value& a, const Value& b) {
  const uint64_t groups = a.groups | b.groups;
  if (is_false(a) || is_false(b)) return with_groups(known_bool(false), groups);
  if (is_unknown(a) || is_unknown(b)) {
    Value v =
        unknown(unite(ctx, is_unknown(a) ? a.leaves : nullptr, is_unknown(b) ? b.leaves : nullptr));
    v.may_fail = a.may_fail || b.may_fail || is_error(a) || is_error(b);
    v.groups = groups;
    return v;
  }
  if (is_error(a) && is_error(b)) return with_groups(precedes(b, a) ? b : a, groups);
  if (is_error(a)) return with_groups(a, groups);
  return with_groups(b, groups);
}

Value select(Evaluation& ctx, Kind kind, const Value& condition, const Value& a, const Value& b) {
  if (condition.state == State::Known) {
    return with_groups(condition.lo != 0 ? a : b, condition.groups);
  }
  Choice choice(ctx, kind);
  choice.step(condition, a);
  choice.otherwise(b);
  return choice.result();
}

Value compare_values(Evaluation& ctx, Kind kind, Compare op, const Value& a, const Value& b) {
  const uint64_t groups = a.groups | b.groups;
  if (is_exact(a) && is_exact(b)) {
    return with_groups(known_bool(holds(op, compare_payloads(kind, a, b))), groups);
  }
  if (a.state == State::Known && b.state == State::Known) {
    const int certain = compare_intervals(op, interval_of(a), interval_of(b));
    if (certain >= 0) return with_groups(known_bool(certain != 0), groups);
    return Strict(ctx).take(a).take(b).settled(false);
  }
  // A bound that meets an unknown may yet suffice: it is no error now, but may become one.
  Strict strict(ctx);
  if (a.state != State::Known) strict.take(a);
  if (b.state != State::Known) strict.take(b);
  const bool bounded = a.bound != Bound::Exact || b.bound != Bound::Exact;
  return with_groups(strict.settled(bounded), groups);
}

int compare_payloads(Kind kind, const Value& a, const Value& b) {
  switch (kind) {
    case Kind::Decimal:
    case Kind::Amount: return compare(wide_of(a), wide_of(b));
    case Kind::Text: return compare(text_of(a), text_of(b));
    case Kind::Int:
    case Kind::Money:
    case Kind::Date:
    case Kind::Instant:
      return signed_of(a) < signed_of(b) ? -1 : signed_of(a) > signed_of(b) ? 1 : 0;
    case Kind::Duration:
      if (a.hi != b.hi) return a.hi < b.hi ? -1 : 1;
      return signed_of(a) < signed_of(b) ? -1 : signed_of(a) > signed_of(b) ? 1 : 0;
    case Kind::Bool:
    case Kind::Enum:
    case Kind::Set:
    case Kind::Norm: break;
  }
  return a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0;
}

bool same_outcome(Kind kind, const Value& a, const Value& b) {
  if (a.state != b.state) return false;
  switch (a.state) {
    case State::Absent: return true;
    case State::Unknown: return false;
    case State::Error: return a.lo == b.lo && a.hi == b.hi;
    case State::Known: return a.bound == b.bound && compare_payloads(kind, a, b) == 0;
    case State::OneOf: break;
  }
  if (a.hi != b.hi) return false;
  const auto* const x = reinterpret_cast<const Value*>(static_cast<uintptr_t>(a.lo));
  const auto* const y = reinterpret_cast<const Value*>(static_cast<uintptr_t>(b.lo));
  for (uint64_t i = 0; i < a.hi; ++i) {
    if (!same_outcome(kind, x[i], y[i])) return false;
  }
  return true;
}

}  // namespace phep::runtime
