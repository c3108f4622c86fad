// Which registers an instruction reads, and where its words in the operands are.
#pragma once

#include "compiler/runtime/image.h"

#include <stdint.h>

namespace phep::runtime {

// Words in the operands that an instruction owns directly, without target lists of Choose.
struct OperandWords {
  uint32_t first;
  uint64_t count;
};
constexpr OperandWords operand_words(const Inst& inst) {
  switch (inst.op) {
    case Op::InForce:
    case Op::Call: return {inst.b, inst.c};
    case Op::Deadline: return {inst.a, uint64_t{6} + inst.b};
    case Op::Quantify: return {inst.a, uint64_t{5} + inst.b};
    case Op::Choose: return {inst.a, 3 + uint64_t{5} * inst.b};
    default: return {0, 0};
  }
}

// Calls visit(register) for each register that the instruction reads. Those that may be absent
// (kNone) are left out where they are; what may not be is visited whatever stands there.
template <class Visit>
void for_each_operand(const uint32_t* operands, const NormSpec* specs, const Inst& inst,
                      Visit visit) {
  const auto one = [&](uint32_t reg) {
    if (reg != kNone) visit(reg);
  };
  switch (inst.op) {
    case Op::Const:
    case Op::AsOf:
    case Op::AsOfDay:
    case Op::Reading: return;
    case Op::Load:
    case Op::Present:
    case Op::ListLength: return one(inst.b);
    case Op::LawDay: return one(inst.a), one(inst.b);
    case Op::And:
    case Op::Or:
    case Op::Compare:
    case Op::SetHas:
    case Op::Arith: return visit(inst.a), visit(inst.b);
    case Op::ShiftDate:
      visit(inst.a), visit(inst.b);
      if (inst.c != 0) visit(inst.c - 1);
      return;
    case Op::Not:
    case Op::InForce:
    case Op::Neg:
    case Op::ToDecimal:
    case Op::Round:
    case Op::DayStart:
    case Op::DayEnd:
    case Op::LocalDay:
    case Op::NormIs:
    case Op::NormDue:
    case Op::NormHasDue:
    case Op::NormDone:
    case Op::NormHasDone:
    case Op::Mark: return visit(inst.a);
    case Op::Occurrences:
    case Op::Select: return visit(inst.a), visit(inst.b), visit(inst.c);
    case Op::Deadline:
      visit(operands[inst.a]), visit(operands[inst.a + 2]), one(operands[inst.a + 3]);
      for (uint32_t i = 0; i < inst.b; ++i) visit(operands[inst.a + 6 + i]);
      return;
    case Op::Call:
      for (uint32_t i = 0; i < inst.c; ++i) visit(operands[inst.b + i]);
      return;
    case Op::Quantify:
      one(0);  // bodies get the law date
      one(operands[inst.a + 1]);
      for (uint32_t i = 0; i < inst.b; ++i) visit(operands[inst.a + 5 + i]);
      return;
    case Op::Choose:
      one(operands[inst.a + 1]);
      for (uint32_t i = 0; i < inst.b; ++i) {
        one(operands[inst.a + 3 + 5 * i]);
        const uint32_t conclusion = operands[inst.a + 4 + 5 * i];
        if (conclusion != kLifted) visit(conclusion);
      }
      return;
    case Op::Norm: break;
  }
  const NormSpec& spec = specs[inst.a];
  const uint32_t own[] = {spec.trigger_present, spec.trigger, spec.in_force,    spec.applies,
                          spec.done_present,    spec.done,    spec.due_present, spec.due,
                          spec.due_exclusive,   spec.excused, spec.bearers,     spec.available,
                          spec.silence_counts};
  for (const uint32_t reg : own) one(reg);
  const auto column = [&](Range rows, uint32_t width, uint32_t at) {
    for (uint32_t i = at; i < rows.count; i += width) visit(operands[rows.first + i]);
  };
  column(spec.exempts, 3, 0);
  column(spec.deferrals, 3, 0);
  column(spec.deferrals, 3, 1);
  column(spec.evidence, 2, 0);
  constexpr uint32_t kOptional[] = {0, 1, 2, 5};
  for (uint32_t i = 0; i < spec.sanctions.count; i += kSanctionRegisters) {
    for (const uint32_t at : kOptional) one(operands[spec.sanctions.first + i + at]);
  }
}

}  // namespace phep::runtime
