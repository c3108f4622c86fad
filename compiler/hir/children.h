// The expressions that an expression is made of. One overload a node: a new one does not compile
// until it has been thought of here.
#pragma once

#include "compiler/base/one_of.h"
#include "compiler/hir/expr.h"

namespace phep::hir {

// Calls `visit(ExprId)` for each direct operand that is there, in the order of writing. What a
// local stands for is no operand of whoever names it.
template <class Visit>
void each_child(const ExprNode& node, Visit&& visit) {
  const auto one = [&](ExprId id) {
    if (id.exists()) visit(id);
  };
  const auto all = [&](const std::vector<ExprId>& list) {
    for (const ExprId id : list) one(id);
  };
  const auto visitor = [&](const auto& n) {
    using Node = std::decay_t<decltype(n)>;
    if constexpr (kOneOf<Node, ErrorExpr, BoolConst, IntConst, DecimalConst, MoneyConst, DateConst,
                         InstantConst, DurationConst, TextConst, EnumConst, SetConst, NullConst,
                         LocalRef, AsOf, LawDate, Trigger, ReadingRef, ReadingIs>) {
      // nothing below
    } else if constexpr (kOneOf<Node, FieldRef>) {
      one(n.record);
    } else if constexpr (kOneOf<Node, Not, Negate, Widen, Round>) {
      one(n.operand);
    } else if constexpr (kOneOf<Node, And, Or>) {
      all(n.operands);
    } else if constexpr (kOneOf<Node, Compare, Arith>) {
      one(n.left);
      one(n.right);
    } else if constexpr (kOneOf<Node, SetHas>) {
      one(n.member);
      one(n.set);
    } else if constexpr (kOneOf<Node, Exists, Unwrap, Wrap>) {
      one(n.value);
    } else if constexpr (kOneOf<Node, IfAbsent>) {
      one(n.value);
      one(n.otherwise);
    } else if constexpr (kOneOf<Node, If>) {
      one(n.condition);
      one(n.then_value);
      one(n.else_value);
    } else if constexpr (kOneOf<Node, ShiftDate>) {
      one(n.date);
      one(n.duration);
      one(n.times);
    } else if constexpr (kOneOf<Node, LocalDay>) {
      one(n.instant);
    } else if constexpr (kOneOf<Node, DayStart>) {
      one(n.date);
    } else if constexpr (kOneOf<Node, Counted>) {
      one(n.duration);
      one(n.anchor);
      all(n.extensions);
    } else if constexpr (kOneOf<Node, Occurrences>) {
      one(n.from);
      one(n.period);
      one(n.moment);
    } else if constexpr (kOneOf<Node, Quantify>) {
      one(n.list);
      one(n.where);
      one(n.body);
    } else if constexpr (kOneOf<Node, Moment>) {
      one(n.list);
      one(n.dated);
      one(n.where);
      one(n.body);
      one(n.reaches);
    } else if constexpr (kOneOf<Node, MakeRange>) {
      one(n.lower);
      one(n.upper);
    } else if constexpr (kOneOf<Node, RangeEnd>) {
      one(n.range);
    } else if constexpr (kOneOf<Node, CallRule, CallNorm>) {
      all(n.args);
    } else {
      static_assert(kOneOf<Node, NormIs, NormGet>);
      one(n.norm);
    }
  };
  std::visit(visitor, node);
}

}  // namespace phep::hir
