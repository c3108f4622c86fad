// Numbers: linear, scaled, with what can overflow said. A product of two facts is not encoded.
#include "compiler/base/check.h"
#include "compiler/verify/function.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace phep::verify {

using decision::Arith;

namespace {

constexpr std::int64_t kOne = 1'000'000'000;  // 10^9: a decimal's unit
constexpr int kMostChoices = 12;  // constants that a factor chooses among, one in another

bool is_wide(Kind kind) {
  return kind == Kind::Decimal || kind == Kind::Amount;
}

// x times a factor that is a number, or chooses among numbers.
bool scale(const Logic& logic, const expr& x, const expr& factor, int depth, expr& out) {
  if (factor.is_numeral()) {
    out = (x * factor).simplify();
    return true;
  }
  if (depth == 0 || !factor.is_app() || factor.decl().decl_kind() != Z3_OP_ITE) return false;
  expr a = x;
  expr b = x;
  if (!scale(logic, x, factor.arg(1), depth - 1, a) ||
      !scale(logic, x, factor.arg(2), depth - 1, b))
    return false;
  out = logic.choose(factor.arg(0), a, b);
  return true;
}

}  // namespace

// False where neither factor is constant.
bool Function::product(const expr& a, const expr& b, expr& out) const {
  return scale(logic_, a, b.simplify(), kMostChoices, out) ||
         scale(logic_, b, a.simplify(), kMostChoices, out);
}

Term Function::in_range(Term out, Kind kind) const {
  if (is_wide(kind)) {
    const expr limit = e_.context_.int_val("100000000000000000000000000000000000000");
    out.fails = logic_.either(out.fails, logic_.any({out.value <= -limit, limit <= out.value}));
    return out;
  }
  std::int64_t known = 0;
  if (constant(out.value.simplify(), known)) return out;
  out.fails = logic_.either(
      out.fails, logic_.any({out.value < logic_.number(std::numeric_limits<std::int64_t>::min()),
                             logic_.number(std::numeric_limits<std::int64_t>::max()) < out.value}));
  return out;
}

Term Function::one(const decision::ArithInst& inst, Kind kind) {
  const Term& a = at(inst.a);
  const Term& b = at(inst.b);
  const bool extreme = inst.op == Arith::Min || inst.op == Arith::Max;
  if (extreme && kind == Kind::Instant) return e_.extreme(inst.op == Arith::Max, a, b);
  Term out = is_wide(kind) ? precise(inst, kind, a, b) : whole(inst, kind, a, b);
  return strict(std::move(out), {&a, &b});
}

Term Function::whole(const decision::ArithInst& inst, Kind kind, const Term& a, const Term& b) {
  Term out = e_.blank(kind);
  switch (inst.op) {
    case Arith::Add: out.value = a.value + b.value; break;
    case Arith::Sub: out.value = a.value - b.value; break;
    case Arith::Mul:
      if (!product(a.value, b.value, out.value)) return e_.unencoded(kind, "fact times fact");
      break;
    case Arith::Div: PHEP_UNREACHABLE();  // a quotient is no whole number
    case Arith::Min:
    case Arith::Max: {
      const expr less = e_.order(kind, a, b, true);
      return inst.op == Arith::Min ? e_.choose(less, a, b) : e_.choose(less, b, a);
    }
  }
  if (inst.cannot_fail) return out;
  return in_range(std::move(out), kind);
}

Term Function::precise(const decision::ArithInst& inst, Kind kind, const Term& a, const Term& b) {
  Term out = e_.blank(kind);
  const expr one = logic_.number(kOne);
  const auto promoted = [&](const Term& t, Kind own) {
    return is_wide(own) ? t.value : (t.value * one).simplify();
  };
  const expr x = promoted(a, inst.kind_a);
  const expr y = promoted(b, inst.kind_b);
  switch (inst.op) {
    case Arith::Add: out.value = x + y; break;
    case Arith::Sub: out.value = x - y; break;
    case Arith::Mul: {
      // Whole numbers need no division afterwards.
      const bool a_whole = !is_wide(inst.kind_a);
      const bool b_whole = !is_wide(inst.kind_b);
      if (!product(a_whole ? a.value : x, b_whole && !a_whole ? b.value : y, out.value))
        return e_.unencoded(kind, "fact times fact");
      if (!a_whole && !b_whole) {
        const auto parts = e_.divide(out.value, one);
        out.value = parts.whole;
        out.fails = parts.rest != logic_.number(0);
      }
      break;
    }
    case Arith::Div: {
      const expr divisor = y.simplify();
      if (!divisor.is_numeral()) return e_.unencoded(kind, "division by a fact");
      if ((divisor == 0).simplify().is_true()) return e_.error(kind);
      const bool negative = (divisor < 0).simplify().is_true();
      const expr scaled = x * one;
      const auto parts = e_.divide(scaled, negative ? (-divisor).simplify() : divisor);
      out.value = negative ? -parts.whole : parts.whole;
      out.fails = parts.rest != logic_.number(0);
      break;
    }
    case Arith::Min:
    case Arith::Max: {
      const expr less = x < y;
      out.value = inst.op == Arith::Min ? logic_.choose(less, x, y) : logic_.choose(less, y, x);
      return out;
    }
  }
  return in_range(std::move(out), kind);
}

Term Function::one(const decision::NegInst& inst, Kind kind) {
  const Term& a = at(inst.a);
  Term out = e_.blank(kind);
  out.value = -a.value;
  out.rest = a.rest;
  for (const Way& way : a.ways) out.ways.push_back({way.when, -way.count, way.unit});
  if (!is_wide(kind)) out = in_range(std::move(out), kind);
  return strict(std::move(out), {&a});
}

Term Function::one(const decision::ToDecimalInst& inst, Kind kind) {
  const Term& a = at(inst.a);
  Term out = e_.blank(kind);
  out.value = a.value * logic_.number(kOne);
  return strict(std::move(out), {&a});
}

// Rounds once: of a product or quotient the exact one.
Term Function::one(const decision::RoundInst& inst, Kind kind) {
  const auto parameters = static_cast<std::uint32_t>(function_.parameters.size());
  const expr quantum = logic_.wide(inst.quantum.lo, inst.quantum.hi);
  const expr one = logic_.number(kOne);
  const decision::ArithInst* source = nullptr;
  if (inst.a.index >= parameters) {
    const decision::Inst& made = function_.insts[inst.a.index - parameters];
    source = std::get_if<decision::ArithInst>(&made.node);
    if (source != nullptr &&
        (!is_wide(made.kind) || (source->op != Arith::Mul && source->op != Arith::Div)))
      source = nullptr;
  }
  if (source == nullptr) {
    const Term& a = at(inst.a);
    return strict(rounded(inst, kind, a.value, quantum), {&a});
  }
  const Term& a = at(source->a);
  const Term& b = at(source->b);
  const auto scaled = [&](const Term& t, Kind own) {
    return is_wide(own) ? t.value : t.value * one;
  };
  const expr x = scaled(a, source->kind_a);
  const expr y = scaled(b, source->kind_b);
  if (source->op == Arith::Mul) {
    expr n = x;
    if (!product(x, y, n)) return strict(e_.unencoded(kind, "fact times fact"), {&a, &b});
    return strict(rounded(inst, kind, n, (quantum * one).simplify()), {&a, &b});
  }
  const expr divisor = y.simplify();
  if (!divisor.is_numeral()) return strict(e_.unencoded(kind, "division by a fact"), {&a, &b});
  if ((divisor == 0).simplify().is_true()) return strict(e_.error(kind), {&a, &b});
  const bool negative = (divisor < 0).simplify().is_true();
  const expr n = (negative ? -x : x) * one;
  const expr d = ((negative ? -divisor : divisor) * quantum).simplify();
  return strict(rounded(inst, kind, n, d), {&a, &b});
}

// n / unit, rounded to a whole number of quanta.
Term Function::rounded(const decision::RoundInst& inst, Kind kind, const expr& n,
                       const expr& unit) {
  using decision::Rounding;
  const auto parts = e_.divide(n, unit);
  const expr zero = logic_.number(0);
  const expr exact = parts.rest == zero;
  const expr up = parts.whole + logic_.choose(exact, zero, logic_.number(1));
  const expr twice = parts.rest * logic_.number(2);
  expr k = parts.whole;
  switch (inst.mode) {
    case Rounding::Floor: break;
    case Rounding::Ceiling: k = up; break;
    case Rounding::Up: k = z3::ite(n >= zero, up, parts.whole); break;
    case Rounding::Down: k = z3::ite(n >= zero, parts.whole, up); break;
    case Rounding::HalfUp: {
      const expr positive = n >= zero;
      const expr from_half = twice >= unit;
      const expr away = z3::ite(positive, from_half, twice > unit);
      k = z3::ite(away, parts.whole + 1, parts.whole);
      break;
    }
    case Rounding::HalfEven: {
      const auto parity = e_.divide(parts.whole, logic_.number(2));
      const expr odd = parity.rest == logic_.number(1);
      const expr away = twice > unit || (twice == unit && odd);
      k = z3::ite(away, parts.whole + 1, parts.whole);
      break;
    }
  }
  Term out = e_.blank(kind);
  const expr quantum = logic_.wide(inst.quantum.lo, inst.quantum.hi);
  if (is_wide(kind)) {
    out.value = k * quantum;
  } else {
    const expr step = (quantum / logic_.number(kOne)).simplify();
    if (!(step * logic_.number(kOne) == quantum).simplify().is_true())
      return e_.unencoded(kind, "rounding to a part of a unit");
    out.value = k * step;
  }
  return in_range(std::move(out), kind);
}

}  // namespace phep::verify
