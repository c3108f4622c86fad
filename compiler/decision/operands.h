// Visits every register that an instruction or a norm reads. One list of operands, so that no pass
// can forget one.
#pragma once

#include "compiler/decision/decision.h"

#include <type_traits>
#include <variant>

namespace phep::decision {

template <class T, class... Us>
inline constexpr bool kIsAnyOf = (std::is_same_v<T, Us> || ...);

// Calls f(Reg&) for each operand of the instruction, in a fixed order; absent operands too. The
// operands of a NormInst stand in its NormSpec: visit that one.
template <class Node, class F>
void each_operand_of(Node& node, F&& f) {
  using T = std::remove_cv_t<Node>;
  if constexpr (kIsAnyOf<T, ConstInst, AsOfInst, AsOfDayInst, ReadingInst, NormInst>) {
    // reads no register
  } else if constexpr (kIsAnyOf<T, LawDayInst>) {
    f(node.present);
    f(node.value);
  } else if constexpr (kIsAnyOf<T, LoadInst, PresentInst, ListLengthInst>) {
    f(node.index);
  } else if constexpr (kIsAnyOf<T, AndInst, OrInst, CompareInst, ArithInst>) {
    f(node.a);
    f(node.b);
  } else if constexpr (kIsAnyOf<T, NotInst, NegInst, ToDecimalInst, RoundInst, MarkInst>) {
    f(node.a);
  } else if constexpr (kIsAnyOf<T, SetHasInst>) {
    f(node.member);
    f(node.set);
  } else if constexpr (kIsAnyOf<T, InForceInst, DayStartInst, DayEndInst>) {
    f(node.date);
  } else if constexpr (kIsAnyOf<T, ShiftDateInst>) {
    f(node.date);
    f(node.duration);
    f(node.times);
  } else if constexpr (kIsAnyOf<T, OccurrencesInst>) {
    f(node.from);
    f(node.period);
    f(node.moment);
  } else if constexpr (kIsAnyOf<T, LocalDayInst>) {
    f(node.instant);
  } else if constexpr (kIsAnyOf<T, DeadlineInst>) {
    f(node.anchor);
    f(node.duration);
    f(node.extension);
    for (auto& more : node.more) f(more);
  } else if constexpr (kIsAnyOf<T, SelectInst>) {
    f(node.condition);
    f(node.then_value);
    f(node.else_value);
  } else if constexpr (kIsAnyOf<T, CallInst>) {
    for (auto& arg : node.args) f(arg);
  } else if constexpr (kIsAnyOf<T, QuantifyInst>) {
    f(node.list_index);
    for (auto& capture : node.captures) f(capture);
  } else if constexpr (kIsAnyOf<T, ChooseInst>) {
    f(node.fallback);
    for (auto& choice : node.nodes) {
      f(choice.guard);
      f(choice.conclusion);
    }
  } else {
    static_assert(
        kIsAnyOf<T, NormIsInst, NormDueInst, NormHasDueInst, NormDoneInst, NormHasDoneInst>,
        "an instruction without its operands");
    f(node.norm);
  }
}

// Calls f(Reg&) for each operand of an instruction; of a NormInst none.
template <class InstOrConst, class F>
void each_operand(InstOrConst& inst, F&& f) {
  std::visit([&](auto& node) { each_operand_of(node, f); }, inst.node);
}

// Calls f(Reg&) for each register that a norm reads.
template <class SpecOrConst, class F>
void each_norm_operand(SpecOrConst& spec, F&& f) {
  f(spec.trigger_present);
  f(spec.trigger);
  f(spec.in_force);
  f(spec.applies);
  for (auto& exempt : spec.exempts) f(exempt.guard);
  for (auto& deferral : spec.deferrals) {
    f(deferral.guard);
    f(deferral.end);
  }
  f(spec.done_present);
  f(spec.done);
  f(spec.due_present);
  f(spec.due);
  f(spec.due_exclusive);
  for (auto& evidence : spec.evidence) f(evidence.guard);
  f(spec.excused);
  f(spec.bearers);
  f(spec.available);
  f(spec.silence_counts);
  for (auto& sanction : spec.sanctions) {
    f(sanction.applies);
    f(sanction.from);
    f(sanction.to);
    f(sanction.limit);
  }
}

}  // namespace phep::decision
