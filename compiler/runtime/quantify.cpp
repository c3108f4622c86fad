// Quantifiers over one list: some, all, at least n, count, sum, min, max.
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/interpret.h"

namespace phep::runtime {

namespace {

// An exact sum of up to 2^16 payloads of 128 bits.
struct Total {
  Wide low = kWideZero;
  int64_t high = 0;
};

// What the elements so far add up to.
struct Gathered {
  explicit Gathered(Evaluation& evaluation)
      : ctx(evaluation), values(evaluation), doubtful(evaluation) {}
  Evaluation& ctx;
  int64_t holds = 0;  // predicates by outcome
  int64_t fails = 0;
  int64_t unknown = 0;
  int64_t errors = 0;
  const uint64_t* leaves = nullptr;  // of unknown predicates
  uint64_t groups = 0;
  bool may_fail = false;         // an unknown predicate
  Value least_error = known(0);  // of predicates
  Strict values;                 // of elements that count for certain
  Strict doubtful;               // of those that may count
  Total total;
  Value extreme = known(0);
  bool any = false;
  Value aside =
      known(0);  // of min and max: the best of the elements that may count and whose value
  const uint64_t* aside_leaves = nullptr;  // is known, and what they hang on
  bool any_aside = false;
};

struct Body {
  uint32_t slot, predicate, value;
  uint64_t owner;  // index of the element that holds the list
  int64_t n;
  Captures captures;
};

void tally(Gathered& gathered, const Value& counts);
bool set_aside(Gathered& gathered, const Inst& inst, const Value& counts, const Value& v);
bool is_better(const Inst& inst, const Value& a, const Value& b);
void weigh(Gathered& gathered, const Inst& inst, const Value& counts, const Value& v);
Value settle_figure(const Gathered& gathered, const Inst& inst, uint32_t symbol);
Value settle_logic(const Body& body, Quantifier quantifier, const Gathered& gathered);
void add(Total& total, Kind kind, const Value& v);
Value finish_sum(const Total& total, Kind kind, uint32_t symbol);

}  // namespace

// Bodies run for every element. Some, All and AtLeast are known as soon as the elements that are
// known settle them; the others are strict in every predicate and in the values whose predicate is
// not false.
[[gnu::weak]] Value quantify(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const uint32_t* const args = ctx.tables.operands + inst.a;
  const Body body{args[0],
                  args[2],
                  args[3],
                  args[1] == kNone ? 0 : frame.registers[args[1]].lo,
                  static_cast<int32_t>(args[4]),
                  {&frame, args + 5, inst.b}};
  const auto quantifier = static_cast<Quantifier>(inst.aux);
  const Value length = list_length(ctx, body.slot, body.owner);
  if (length.state != State::Known) {
    Value v = length;
    v.may_fail = true;
    return v;
  }
  Gathered gathered(ctx);
  for (uint64_t i = 0; i < length.lo && ctx.failure == PHEP_OK; ++i) {
    const Value given[] = {frame.registers[0], known(body.owner << 16 | i)};
    const Value counts = body.predicate == kNone
                             ? known_bool(true)
                             : call(ctx, body.predicate, {given, 2, body.captures, nullptr});
    if (body.value == kNone) {
      tally(gathered, counts);
      continue;
    }
    const Value v = call(ctx, body.value, {given, 2, body.captures, nullptr});
    if (set_aside(gathered, inst, counts, v)) continue;
    tally(gathered, counts);
    weigh(gathered, inst, counts, v);
  }
  if (quantifier <= Quantifier::AtLeast) return settle_logic(body, quantifier, gathered);
  return settle_figure(gathered, inst, frame.function->symbol);
}

namespace {

void tally(Gathered& gathered, const Value& counts) {
  gathered.groups |= counts.groups;
  if (is_unknown(counts)) {
    ++gathered.unknown;
    gathered.leaves = unite(gathered.ctx, gathered.leaves, counts.leaves);
    gathered.may_fail = gathered.may_fail || counts.may_fail;
  } else if (is_error(counts)) {
    const bool first = gathered.errors++ == 0;
    if (first || precedes(counts, gathered.least_error)) gathered.least_error = counts;
  } else if (counts.lo != 0) {
    ++gathered.holds;
  } else {
    ++gathered.fails;
  }
}

// An element that may or may not count, but whose value is known, changes a minimum or maximum only
// where it would be better than the best of those that count for certain.
bool set_aside(Gathered& gathered, const Inst& inst, const Value& counts, const Value& v) {
  const auto quantifier = static_cast<Quantifier>(inst.aux);
  if (quantifier != Quantifier::Min && quantifier != Quantifier::Max) return false;
  if (!is_unknown(counts) || counts.may_fail || !is_exact(v)) return false;
  gathered.groups |= counts.groups | v.groups;
  gathered.aside_leaves = unite(gathered.ctx, gathered.aside_leaves, counts.leaves);
  if (!gathered.any_aside || is_better(inst, v, gathered.aside)) gathered.aside = known(v.lo, v.hi);
  gathered.any_aside = true;
  return true;
}

bool is_better(const Inst& inst, const Value& a, const Value& b) {
  const int order = compare_payloads(inst.kind, a, b);
  return static_cast<Quantifier>(inst.aux) == Quantifier::Min ? order < 0 : order > 0;
}

void weigh(Gathered& gathered, const Inst& inst, const Value& counts, const Value& v) {
  if (is_unknown(counts)) gathered.doubtful.take(v);
  if (!is_true(counts)) return;
  gathered.values.take(v);
  if (!is_exact(v)) return;
  const auto quantifier = static_cast<Quantifier>(inst.aux);
  if (quantifier == Quantifier::Sum) add(gathered.total, inst.kind, v);
  if (!gathered.any || is_better(inst, v, gathered.extreme)) gathered.extreme = known(v.lo, v.hi);
  gathered.any = true;
}

Value settle_figure(const Gathered& gathered, const Inst& inst, uint32_t symbol) {
  const auto quantifier = static_cast<Quantifier>(inst.aux);
  const uint64_t groups = gathered.groups | gathered.values.groups() | gathered.doubtful.groups();
  Strict all(gathered.ctx);
  if (gathered.errors != 0) all.take(gathered.least_error);
  if (!gathered.values.known_so_far()) all.take(gathered.values.settled(false));
  if (gathered.unknown != 0) {
    Value counted = unknown(gathered.leaves);
    const Value possible = gathered.doubtful.settled(false);
    counted.may_fail = gathered.may_fail || is_error(possible);
    all.take(counted);
    if (is_unknown(possible)) all.take(possible);
  }
  const bool beaten = gathered.any && gathered.values.known_so_far() &&
                      !is_better(inst, gathered.aside, gathered.extreme);
  if (gathered.any_aside && !beaten) all.take(unknown(gathered.aside_leaves));
  Value result = gathered.any ? gathered.extreme : known(0);
  if (!all.known_so_far()) {
    result = all.settled(quantifier == Quantifier::Sum && (inst.c & kCannotFail) == 0);
  } else if (quantifier == Quantifier::Count) {
    result = known_signed(gathered.holds);
  } else if (quantifier == Quantifier::Sum) {
    result = finish_sum(gathered.total, inst.kind, symbol);
  }
  return with_groups(result, groups);
}

// `some` is at least one; `all` is that none fails. Unknown elements may become true, false or
// errors; an outcome is possible if they can be filled so.
Value settle_logic(const Body& body, Quantifier quantifier, const Gathered& gathered) {
  const bool all = quantifier == Quantifier::All;
  const int64_t wanted = quantifier == Quantifier::AtLeast ? body.n : 1;
  const int64_t sure = all ? gathered.fails : gathered.holds;
  const int64_t open = gathered.unknown;
  const int64_t errors = gathered.errors;
  if (sure >= wanted) return with_groups(known_bool(!all), gathered.groups);
  if (sure + open + errors < wanted) return with_groups(known_bool(all), gathered.groups);
  if (sure + open < wanted && sure + errors >= wanted && !gathered.may_fail) {
    return with_groups(gathered.least_error, gathered.groups);
  }
  Value v = unknown(gathered.leaves);
  v.may_fail = gathered.may_fail || errors != 0;
  return with_groups(v, gathered.groups);
}

void add(Total& total, Kind kind, const Value& v) {
  const bool is_wide = kind == Kind::Decimal || kind == Kind::Amount;
  const Wide term = is_wide ? wide_of(v) : wide(signed_of(v));
  const Wide sum = wrapping_add(total.low, term);
  const bool carry = compare_magnitudes(sum, total.low) < 0;  // as unsigned numbers
  total.high += (is_negative(term) ? -1 : 0) + (carry ? 1 : 0);
  total.low = sum;
}

Value finish_sum(const Total& total, Kind kind, uint32_t symbol) {
  const Value overflow = error(PHEP_E_OVERFLOW, symbol);
  if (total.high != (is_negative(total.low) ? -1 : 0)) return overflow;
  if (kind == Kind::Decimal || kind == Kind::Amount) {
    return is_decimal(total.low) ? known_wide(total.low) : overflow;
  }
  int64_t sum = 0;
  return to_int64(total.low, &sum) ? known_signed(sum) : overflow;
}

}  // namespace

}  // namespace phep::runtime
