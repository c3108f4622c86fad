// Numbers: Arith, Neg and Round, on ints, money, decimals and amounts; the earlier and the later of
// moments; the opposite of a duration.
#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/interpret.h"

namespace phep::runtime {

namespace {

struct Outcome {
  Value value;
  bool fails;
  int kind;  // phep_error_kind, if it fails
};
constexpr Outcome ok(Value value) {
  return {value, false, 0};
}
constexpr Outcome fail(int kind) {
  return {known(0), true, kind};
}
Outcome from_number(Number number) {
  return number.status == NumberStatus::Ok ? ok(known_wide(number.value))
                                           : fail(error_kind(number.status));
}

constexpr Kind left_kind(const Inst& inst) {
  return static_cast<Kind>(inst.c & 0xFF);
}
constexpr Kind right_kind(const Inst& inst) {
  return static_cast<Kind>(inst.c >> 8 & 0xFF);
}
constexpr bool is_wide(Kind kind) {
  return kind == Kind::Decimal || kind == Kind::Amount;
}

// An operand of a wide operation: ints and money are promoted.
Wide promoted(Kind kind, const Value& v) {
  return is_wide(kind) ? wide_of(v) : decimal_from(signed_of(v));
}

Outcome compute(const Inst& inst, const Value& a, const Value& b);
Outcome extreme(const Inst& inst, const Value& a, const Value& b);
Outcome compute_wide(Arith op, Wide a, Wide b);
Outcome compute_int(Arith op, int64_t a, int64_t b);
Value extreme_of_instants(Evaluation& ctx, Arith op, const Value& a, const Value& b);
Outcome to_kind(Kind kind, Number rounded);

}  // namespace

[[gnu::weak]] Value arithmetic(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const Value& a = frame.registers[inst.a];
  const Value& b = frame.registers[inst.b];
  const auto op = static_cast<Arith>(inst.aux);
  const bool picks = op == Arith::Min || op == Arith::Max;
  if (picks && (a.bound != Bound::Exact || b.bound != Bound::Exact)) {
    return extreme_of_instants(ctx, op, a, b);
  }
  Strict strict(ctx);
  if (!strict.take(a).take(b).known_so_far()) {
    return strict.settled(!picks && (inst.c & kCannotFail) == 0);
  }
  const Outcome outcome = compute(inst, a, b);
  const Value v = outcome.fails ? error(outcome.kind, frame.function->symbol) : outcome.value;
  return with_groups(v, strict.groups());
}

Value later_of(Evaluation& ctx, const Value& a, const Value& b) {
  return extreme_of_instants(ctx, Arith::Max, a, b);
}

Value between(Evaluation& ctx, const Value& from, const Value& to) {
  Strict strict(ctx);
  if (!strict.take(from).take(to).known_so_far()) return strict.settled(false);
  return with_groups(known_signed(signed_of(to) - signed_of(from)), strict.groups());
}

[[gnu::weak]] Value negate(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const Value& a = frame.registers[inst.a];
  Strict strict(ctx);
  if (!strict.take(a).known_so_far()) return strict.settled(!is_wide(inst.kind));
  if (is_wide(inst.kind)) return with_groups(known_wide(negated(wide_of(a))), strict.groups());
  if (signed_of(a) == INT64_MIN) {
    return with_groups(error(PHEP_E_OVERFLOW, frame.function->symbol), strict.groups());
  }
  Value v = known_signed(-signed_of(a));
  v.hi = a.hi;  // a duration's unit
  return with_groups(v, strict.groups());
}

// Rounds once. Of a product or quotient it rounds the exact one, whose own 9 places might not
// suffice.
[[gnu::weak]] Value round_value(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const Const& quantum = ctx.tables.constants[inst.b];
  const RoundingTo to{static_cast<Rounding>(inst.aux), {quantum.lo, quantum.hi}};
  const uint32_t parameters = frame.function->parameters;
  const Inst* source = nullptr;
  if (inst.a >= parameters) {
    source = ctx.tables.insts + frame.function->insts.first + (inst.a - parameters);
    const auto op = static_cast<Arith>(source->aux);
    const bool exact =
        source->op == Op::Arith && is_wide(source->kind) && (op == Arith::Mul || op == Arith::Div);
    if (!exact) source = nullptr;
  }
  Strict strict(ctx);
  if (source != nullptr) {
    strict.take(frame.registers[source->a]).take(frame.registers[source->b]);
  } else {
    strict.take(frame.registers[inst.a]);
  }
  if (!strict.known_so_far()) return strict.settled(true);
  Number rounded;
  if (source != nullptr) {
    const Wide a = promoted(left_kind(*source), frame.registers[source->a]);
    const Wide b = promoted(right_kind(*source), frame.registers[source->b]);
    rounded = static_cast<Arith>(source->aux) == Arith::Mul ? multiply_rounded(a, b, to)
                                                            : divide_rounded(a, b, to);
  } else {
    rounded = round_decimal(wide_of(frame.registers[inst.a]), to);
  }
  const Outcome outcome = to_kind(inst.kind, rounded);
  const Value v = outcome.fails ? error(outcome.kind, frame.function->symbol) : outcome.value;
  return with_groups(v, strict.groups());
}

namespace {

Outcome compute(const Inst& inst, const Value& a, const Value& b) {
  const auto op = static_cast<Arith>(inst.aux);
  if (op == Arith::Min || op == Arith::Max) return extreme(inst, a, b);
  switch (inst.kind) {
    case Kind::Decimal:
    case Kind::Amount:
      return compute_wide(op, promoted(left_kind(inst), a), promoted(right_kind(inst), b));
    case Kind::Int:
    case Kind::Money: return compute_int(op, signed_of(a), signed_of(b));
    case Kind::Instant:
    case Kind::Date:
    case Kind::Duration:
    case Kind::Set:
    case Kind::Bool:
    case Kind::Text:
    case Kind::Enum:
    case Kind::Norm: break;
  }
  return fail(PHEP_E_OVERFLOW);  // verify_image lets no such kind in
}

Outcome extreme(const Inst& inst, const Value& a, const Value& b) {
  const bool wide = is_wide(inst.kind);
  const Value left = wide ? known_wide(promoted(left_kind(inst), a)) : a;
  const Value right = wide ? known_wide(promoted(right_kind(inst), b)) : b;
  const bool left_is_less = compare_payloads(inst.kind, left, right) < 0;
  const bool wants_less = static_cast<Arith>(inst.aux) == Arith::Min;
  const Value& chosen = left_is_less == wants_less ? left : right;
  return ok(known(chosen.lo, chosen.hi));
}

Outcome compute_wide(Arith op, Wide a, Wide b) {
  switch (op) {
    case Arith::Add: return from_number(add_decimals(a, b));
    case Arith::Sub: return from_number(subtract_decimals(a, b));
    case Arith::Mul: return from_number(multiply_decimals(a, b));
    case Arith::Div: return from_number(divide_decimals(a, b));
    case Arith::Min:
    case Arith::Max: break;
  }
  return fail(PHEP_E_OVERFLOW);
}

// A quotient of ints that is no int needs a rounding.
Outcome compute_int(Arith op, int64_t a, int64_t b) {
  int64_t result = 0;
  bool fits = true;
  switch (op) {
    case Arith::Add: fits = !__builtin_add_overflow(a, b, &result); break;
    case Arith::Sub: fits = !__builtin_sub_overflow(a, b, &result); break;
    case Arith::Mul: fits = multiply_checked(a, b, &result); break;
    case Arith::Div:
      if (b == 0) return fail(PHEP_E_DIVISION_BY_ZERO);
      if (a == INT64_MIN && b == -1) return fail(PHEP_E_OVERFLOW);
      if (a % b != 0) return fail(PHEP_E_NEEDS_ROUNDING);
      result = a / b;
      break;
    case Arith::Min:
    case Arith::Max: break;
  }
  return fits ? ok(known_signed(result)) : fail(PHEP_E_OVERFLOW);
}

// The later of instants of which one is only bounded below is bounded by both; the earlier is the
// exact one when that is certain, else it too is bounded. Bounds above mirror this.
Value extreme_of_instants(Evaluation& ctx, Arith op, const Value& a, const Value& b) {
  const bool max = op == Arith::Max;
  if (a.state != State::Known || b.state != State::Known) {
    Strict strict(ctx);
    if (a.state != State::Known) strict.take(a);
    if (b.state != State::Known) strict.take(b);
    return with_groups(strict.settled(false), a.groups | b.groups);
  }
  const uint64_t groups = a.groups | b.groups;
  const Value& bounded = a.bound != Bound::Exact ? a : b;
  const Value& other = a.bound != Bound::Exact ? b : a;
  if (other.bound != Bound::Exact && other.bound != bounded.bound) {
    const auto symbol = static_cast<uint32_t>(bounded.hi);
    return with_groups(error(PHEP_E_CALENDAR_EXHAUSTED, symbol), groups);
  }
  const int64_t x = signed_of(other);
  const int64_t y = signed_of(bounded);
  const bool other_wins = max ? x > y : x < y;
  if (bounded.bound == Bound::Exact || other.bound != Bound::Exact) {
    return with_groups(other_wins ? other : bounded, groups);
  }
  const bool outward = max == (bounded.bound == Bound::AtLeast);
  if (!outward) return with_groups(other_wins || x == y ? other : bounded, groups);
  Value v = bounded;
  if (other_wins) v.lo = other.lo;
  return with_groups(v, groups);
}

Outcome to_kind(Kind kind, Number rounded) {
  if (rounded.status != NumberStatus::Ok || is_wide(kind)) return from_number(rounded);
  int64_t whole = 0;
  const NumberStatus status = to_integer(rounded.value, &whole);
  return status == NumberStatus::Ok ? ok(known_signed(whole)) : fail(error_kind(status));
}

}  // namespace

}  // namespace phep::runtime
