#include "compiler/verify/function.h"

#include "compiler/base/check.h"

#include <algorithm>

namespace phep::verify {

using decision::Compare;

void Function::run() {
  registers_.reserve(registers_.size() + function_.insts.size());
  for (const decision::Inst& inst : function_.insts)
    registers_.push_back(
        std::visit([&](const auto& node) { return one(node, inst.kind); }, inst.node));
}

// An operator that needs all its operands: an error in one is its own.
Term Function::strict(Term out, std::initializer_list<const Term*> operands) const {
  for (const Term* operand : operands) {
    out.fails = logic_.either(out.fails, operand->fails);
    out.fails = logic_.either(out.fails, logic_.either(operand->from, operand->upto));
  }
  return out;
}

// Indices are made here alone, so they are numbers.
std::uint64_t Function::index_of(decision::Reg reg) const {
  if (!reg.exists()) return 0;
  std::int64_t index = 0;
  PHEP_CHECK(constant(at(reg).value, index), "an element's index that is no number");
  return static_cast<std::uint64_t>(index);
}

// ---- constants and facts ------------------------------------------------------------------------

Term Function::one(const decision::ConstInst& inst, Kind kind) {
  const auto lo = static_cast<std::int64_t>(inst.value.lo);
  switch (kind) {
    case Kind::Decimal:
    case Kind::Amount: {
      Term out = e_.blank(kind);
      out.value = logic_.wide(inst.value.lo, inst.value.hi);
      return out;
    }
    case Kind::Instant: return e_.instant_of(lo);
    case Kind::Duration: {
      Term out = e_.number(kind, lo);
      out.rest = logic_.number(static_cast<std::int64_t>(inst.value.hi));
      out.ways.push_back({logic_.yes(), lo, static_cast<Unit>(inst.value.hi)});
      return out;
    }
    case Kind::Text: {
      Term out = e_.blank(kind);
      out.value = e_.text_number(inst.text);
      return out;
    }
    case Kind::Set: {
      Term out = e_.blank(kind);
      for (unsigned i = 0; i < 64; ++i)
        out.bits.push_back(logic_.truth((inst.value.lo >> i & 1U) != 0));
      return out;
    }
    default: return e_.number(kind, lo);
  }
}

Term Function::one(const decision::AsOfInst& /*inst*/, Kind /*kind*/) {
  return e_.as_of_;
}

Term Function::one(const decision::LoadInst& inst, Kind /*kind*/) {
  return e_.fact(inst.slot, index_of(inst.index)).value;
}

Term Function::one(const decision::PresentInst& inst, Kind /*kind*/) {
  return e_.truth(e_.fact(inst.slot, index_of(inst.index)).present);
}

Term Function::one(const decision::ListLengthInst& inst, Kind kind) {
  Term out = e_.blank(kind);
  out.value = e_.length(inst.list, index_of(inst.index));
  return out;
}

// A draft is supposed to be in force only where somebody says so.
Term Function::one(const decision::ReadingInst& inst, Kind kind) {
  const decision::Reading& reading = e_.program_.readings[inst.reading];
  if (reading.draft) return e_.number(kind, e_.options_.drafts ? 1 : reading.fallback);
  const auto [found, fresh] = e_.readings_.try_emplace(
      inst.reading.index, e_.context_.int_const(("reading!" + reading.name).c_str()));
  if (fresh)
    e_.axiom(
        logic_.within(0, found->second, static_cast<std::int64_t>(reading.options.size()) - 1));
  Term out = e_.blank(kind);
  out.value = found->second;
  return out;
}

// ---- logic --------------------------------------------------------------------------------------

Term Function::one(const decision::AndInst& inst, Kind /*kind*/) {
  return e_.both(at(inst.a), at(inst.b));
}

Term Function::one(const decision::OrInst& inst, Kind /*kind*/) {
  const Term& a = at(inst.a);
  const Term& b = at(inst.b);
  const auto is_true = [&](const Term& t) { return logic_.both(logic_.negate(t.fails), t.value); };
  Term out = e_.truth(logic_.either(a.value, b.value));
  const expr fails = logic_.either(a.fails, b.fails);
  if (fails.is_false()) return out;
  const expr settled = logic_.any({is_true(a), is_true(b)});
  out.value = settled;
  out.fails = logic_.both(fails, logic_.negate(settled));
  return out;
}

Term Function::one(const decision::NotInst& inst, Kind /*kind*/) {
  Term out = at(inst.a);
  out.value = logic_.negate(out.value);
  return out;
}

Term Function::one(const decision::CompareInst& inst, Kind /*kind*/) {
  Compare op = inst.op;
  if (e_.options_.sabotage == 1 && op == Compare::Lt) op = Compare::Le;
  return e_.compare(op, inst.of, at(inst.a), at(inst.b));
}

Term Function::one(const decision::SelectInst& inst, Kind /*kind*/) {
  const Term& condition = at(inst.condition);
  Term out = e_.choose(condition.value, at(inst.then_value), at(inst.else_value));
  out.fails = logic_.either(condition.fails, out.fails);
  return out;
}

Term Function::one(const decision::MarkInst& inst, Kind /*kind*/) {
  return at(inst.a);
}

Term Function::one(const decision::CallInst& inst, Kind /*kind*/) {
  std::vector<Term> args;
  for (const decision::Reg arg : inst.args) args.push_back(at(arg));
  return e_.call(inst.function, std::move(args));
}

// ---- sets and text ------------------------------------------------------------------------------

Term Function::one(const decision::SetHasInst& inst, Kind /*kind*/) {
  const Term& member = at(inst.member);
  const Term& set = at(inst.set);
  expr has = logic_.no();
  for (std::size_t i = 0; i < set.bits.size(); ++i)
    has = logic_.either(
        has, logic_.both(set.bits[i],
                         logic_.same(member.value, logic_.number(static_cast<std::int64_t>(i)))));
  return strict(e_.truth(has), {&member, &set});
}

// ---- comparisons --------------------------------------------------------------------------------

// Of kinds that have an order: truths, periods, texts and sets have none.
expr Encoder::order(Kind kind, const Term& a, const Term& b, bool strict) const {
  const auto compared = [&](const expr& x, const expr& y, bool less) {
    std::int64_t u = 0;
    std::int64_t v = 0;
    if (constant(x, u) && constant(y, v)) return logic_.truth(less ? u < v : u <= v);
    return less ? x < y : x <= y;
  };
  if (kind != Kind::Instant) return compared(a.value, b.value, strict);
  return logic_.any(
      {compared(a.value, b.value, true),
       logic_.all({logic_.same(a.value, b.value), compared(a.rest, b.rest, strict)})});
}

expr Encoder::equal(Kind kind, const Term& a, const Term& b) const {
  if (kind == Kind::Set) {
    expr all = logic_.yes();
    for (std::size_t i = 0; i < std::max(a.bits.size(), b.bits.size()); ++i)
      all = logic_.both(all, logic_.same(i < a.bits.size() ? a.bits[i] : logic_.no(),
                                         i < b.bits.size() ? b.bits[i] : logic_.no()));
    return all;
  }
  const expr first = logic_.same(a.value, b.value);
  const bool pair = kind == Kind::Instant || kind == Kind::Duration;
  return pair ? logic_.both(first, logic_.same(a.rest, b.rest)) : first;
}

// Decides between bounded instants where the bounds suffice; else it is an error.
Term Encoder::compare(Compare op, Kind kind, const Term& a, const Term& b) {
  if (op == Compare::Gt || op == Compare::Ge)
    return compare(op == Compare::Gt ? Compare::Lt : Compare::Le, kind, b, a);
  const bool negated = op == Compare::Ne;
  const bool equality = op == Compare::Eq || negated;
  Term out = truth(equality ? equal(kind, a, b) : order(kind, a, b, op == Compare::Lt));
  out.fails = logic_.either(a.fails, b.fails);
  const expr loose = logic_.any({a.from, a.upto, b.from, b.upto});
  if (!loose.is_false()) {
    const auto below = [&](const Term& x, const Term& y, bool strictly) {  // x's most, y's least
      return logic_.all(
          {logic_.negate(logic_.either(x.from, y.upto)), order(kind, x, y, strictly)});
    };
    const expr yes =
        equality ? logic_.both(logic_.negate(loose), out.value) : below(a, b, op == Compare::Lt);
    const expr no = equality ? logic_.any({below(a, b, true), below(b, a, true)})
                             : below(b, a, op == Compare::Le);
    const expr exact_no = logic_.all({logic_.negate(loose), logic_.negate(out.value)});
    out.fails = logic_.either(out.fails, logic_.negate(logic_.any({yes, no, exact_no})));
    out.value = yes;
  }
  if (negated) out.value = logic_.negate(out.value);
  return out;
}

expr Encoder::same(const Term& a, const Term& b) const {
  const expr values =
      logic_.all({equal(a.kind, a, b),
                  logic_.all({logic_.same(a.from, b.from), logic_.same(a.upto, b.upto)})});
  const expr fail = logic_.either(a.fails, b.fails);
  return logic_.choose(fail, logic_.both(a.fails, b.fails), values);
}

// The later of instants of which one is only bounded below is bounded by both; the earlier is exact
// where the exact one is it.
Term Encoder::extreme(bool max, const Term& a, const Term& b) {
  const expr a_less = order(a.kind, a, b, true);
  const expr b_less = order(a.kind, b, a, true);
  const expr b_wins = max ? a_less : b_less;
  const expr a_wins = max ? b_less : a_less;
  Term out = choose(b_wins, b, a);
  const auto flag = [&](const expr& x, const expr& y, bool outward) {
    const expr either = logic_.either(x, y);
    if (outward) return either;
    return logic_.choose(b_wins, y, logic_.choose(a_wins, x, either));
  };
  out.from = flag(a.from, b.from, max);
  out.upto = flag(a.upto, b.upto, !max);
  out.fails =
      logic_.any({a.fails, b.fails, logic_.both(a.from, b.upto), logic_.both(a.upto, b.from)});
  return out;
}

}  // namespace phep::verify
