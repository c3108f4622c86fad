// Intervals of whole numbers: where declared ranges prove that arithmetic cannot overflow.
#include "compiler/base/check.h"
#include "compiler/base/one_of.h"
#include "compiler/decision/measure.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <type_traits>

namespace phep::decision {
namespace {

struct Interval {
  std::int64_t lo = std::numeric_limits<std::int64_t>::min();
  std::int64_t hi = std::numeric_limits<std::int64_t>::max();
};

Interval joined(Interval a, Interval b) {
  return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)};
}

bool whole(Kind kind) {
  return kind == Kind::Int || kind == Kind::Money;
}

// The interval of a + b, a - b or a * b; nothing where some of its ends overflow.
std::optional<Interval> combined(Arith op, Interval a, Interval b) {
  Interval out;
  bool overflow = false;
  if (op == Arith::Add) {
    overflow =
        __builtin_add_overflow(a.lo, b.lo, &out.lo) || __builtin_add_overflow(a.hi, b.hi, &out.hi);
  } else if (op == Arith::Sub) {
    overflow =
        __builtin_sub_overflow(a.lo, b.hi, &out.lo) || __builtin_sub_overflow(a.hi, b.lo, &out.hi);
  } else {
    std::int64_t corners[4] = {};
    overflow = __builtin_mul_overflow(a.lo, b.lo, &corners[0]) ||
               __builtin_mul_overflow(a.lo, b.hi, &corners[1]) ||
               __builtin_mul_overflow(a.hi, b.lo, &corners[2]) ||
               __builtin_mul_overflow(a.hi, b.hi, &corners[3]);
    const auto [least, most] = std::minmax_element(std::begin(corners), std::end(corners));
    out = {*least, *most};
  }
  if (overflow) return std::nullopt;
  return out;
}

class Ranges {
 public:
  explicit Ranges(Program& program) : program_(program) {
    for (std::uint32_t f = 0; f < program.functions.size(); ++f)
      visit(program.functions[FunctionId{f}]);
  }

 private:
  void visit(Function& function) {
    known_.assign(function.parameters.size(), {});
    for (Inst& inst : function.insts) {
      const Interval out = std::visit([&](auto& node) { return of(node, inst.kind); }, inst.node);
      known_.push_back(whole(inst.kind) ? out : Interval{});
    }
    results_.push_back(at(function.result));
  }

  [[nodiscard]] Interval at(Reg reg) const {
    return reg.exists() ? known_.at(reg.index) : Interval{};
  }
  [[nodiscard]] Interval result_of(FunctionId id) const {
    PHEP_CHECK(id.index < results_.size(), "a call to a function that comes later");
    return results_[id.index];
  }
  [[nodiscard]] Interval length_of(SlotId list) const { return {0, program_.slots[list].hi}; }

  Interval arith(ArithInst& node, Kind kind) {
    node.cannot_fail = false;
    const Interval a = at(node.a), b = at(node.b);
    if (node.op == Arith::Min) return {std::min(a.lo, b.lo), std::min(a.hi, b.hi)};
    if (node.op == Arith::Max) return {std::max(a.lo, b.lo), std::max(a.hi, b.hi)};
    const bool narrow = whole(kind) && whole(node.kind_a) && whole(node.kind_b);
    if (!narrow || node.op == Arith::Div) return {};
    const auto out = combined(node.op, a, b);
    node.cannot_fail = out.has_value();
    return out.value_or(Interval{});
  }

  Interval quantify(QuantifyInst& node, Kind kind) {
    node.cannot_fail = false;
    const Interval length = length_of(node.list);
    if (node.quantifier == Quantifier::Count) return length;
    if (!node.value.exists()) return {};
    const Interval each = joined(result_of(node.value), {0, 0});  // an element may be left out
    if (node.quantifier != Quantifier::Sum) return each;
    const auto total = whole(kind) ? combined(Arith::Mul, each, length) : std::nullopt;
    node.cannot_fail = total.has_value();
    return total.value_or(Interval{});
  }

  template <class Node>
  Interval of(Node& node, Kind kind) {
    if constexpr (kOneOf<Node, ConstInst>) {
      const auto value = std::bit_cast<std::int64_t>(node.value.lo);
      return {value, value};
    } else if constexpr (kOneOf<Node, LoadInst>) {
      const Slot& slot = program_.slots[node.slot];
      const Interval range = slot.ranged ? Interval{slot.lo, slot.hi} : Interval{};
      return slot.optional ? joined(range, {0, 0}) : range;  // what is absent loads as zero
    } else if constexpr (kOneOf<Node, ListLengthInst>) {
      return length_of(node.list);
    } else if constexpr (kOneOf<Node, SelectInst>) {
      return joined(at(node.then_value), at(node.else_value));
    } else if constexpr (kOneOf<Node, ArithInst>) {
      return arith(node, kind);
    } else if constexpr (kOneOf<Node, NegInst>) {
      return combined(Arith::Sub, {0, 0}, at(node.a)).value_or(Interval{});
    } else if constexpr (kOneOf<Node, CallInst>) {
      return result_of(node.function);
    } else if constexpr (kOneOf<Node, QuantifyInst>) {
      return quantify(node, kind);
    } else if constexpr (kOneOf<Node, ChooseInst>) {
      return choose(node);
    } else {
      return {};
    }
  }

  // The conclusions and the default; where nothing concludes the result is an error, no number.
  Interval choose(const ChooseInst& node) {
    std::optional<Interval> out;
    const auto add = [&](Reg reg) {
      if (reg.exists()) out = out ? joined(*out, at(reg)) : at(reg);
    };
    add(node.fallback);
    for (const ChooseNode& each : node.nodes) add(each.conclusion);
    return out.value_or(Interval{});
  }

  Program& program_;
  std::vector<Interval> known_;    // of the function at hand, by register
  std::vector<Interval> results_;  // by function
};

}  // namespace

void prove_ranges(Program& program) {
  const Ranges ranges(program);
}

}  // namespace phep::decision
