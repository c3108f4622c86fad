// Which decisions a column kernel can take.
#include "compiler/decision/measure.h"
#include "compiler/decision/operands.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <optional>
#include <set>

namespace phep::decision {

namespace {

// Written out, a larger decision would take longer to compile than it is worth.
constexpr std::uint64_t kMostWrittenOut = 4000;
// Members of an enum are bytes, and one byte is none.
constexpr std::size_t kMostMembers = 255;

// What keeps values of a kind from being lanes or words of bits.
std::string_view because_of(Kind kind) {
  switch (kind) {
    case Kind::Bool:
    case Kind::Int:
    case Kind::Money:
    case Kind::Date:
    case Kind::Instant:
    case Kind::Enum:
    case Kind::Set: break;
    case Kind::Decimal:
    case Kind::Amount: return "decimals";
    case Kind::Duration: return "durations";
    case Kind::Text: return "texts";
    case Kind::Norm: return "norms";
  }
  return {};
}

template <class... Ts>
bool is_one_of(const InstNode& node) {
  return (std::holds_alternative<Ts>(node) || ...);
}

std::string_view because_of(const Inst& inst) {
  if (is_one_of<QuantifyInst, ListLengthInst>(inst.node)) return "lists";
  if (is_one_of<DeadlineInst, OccurrencesInst, ShiftDateInst>(inst.node)) return "deadlines";
  if (const auto* arith = std::get_if<ArithInst>(&inst.node)) {
    for (const Kind kind : {inst.kind, arith->kind_a, arith->kind_b})
      if (const auto because = because_of(kind); !because.empty()) return because;
    const bool taken = inst.kind == Kind::Set || arith->op <= Arith::Mul ||
                       arith->op == Arith::Min || arith->op == Arith::Max;
    return taken ? std::string_view() : "arithmetic";
  }
  if (const auto because = because_of(inst.kind); !because.empty()) return because;
  const bool taken =
      is_one_of<ConstInst, AsOfInst, AsOfDayInst, LawDayInst, LoadInst, PresentInst, ReadingInst,
                AndInst, OrInst, NotInst, CompareInst, SetHasInst, InForceInst, NegInst,
                DayStartInst, DayEndInst, LocalDayInst, SelectInst, CallInst, ChooseInst, MarkInst>(
          inst.node);
  return taken ? std::string_view() : "arithmetic";
}

std::string_view because_of(const Function& function) {
  for (const Parameter& parameter : function.parameters)
    if (const auto because = because_of(parameter.kind); !because.empty()) return because;
  for (const Inst& inst : function.insts)
    if (const auto because = because_of(inst); !because.empty()) return because;
  return {};
}

}  // namespace

std::vector<std::vector<SlotId>> slots_of_outputs(const Program& program,
                                                  const Decision& decision) {
  using Slots = std::set<SlotId>;
  std::vector<std::optional<Slots>> memo(program.functions.size());
  const auto loaded = [](const Inst& inst, Slots& slots) {
    if (const auto* load = std::get_if<LoadInst>(&inst.node)) slots.insert(load->slot);
    if (const auto* present = std::get_if<PresentInst>(&inst.node)) slots.insert(present->slot);
  };
  const auto of_function = [&](const auto& self, FunctionId id) -> const Slots& {
    if (memo[id.index]) return *memo[id.index];
    Slots slots;
    for (const Inst& inst : program.functions[id].insts) {
      loaded(inst, slots);
      if (const auto* call = std::get_if<CallInst>(&inst.node)) {
        const Slots& inner = self(self, call->function);
        slots.insert(inner.begin(), inner.end());
      }
    }
    return memo[id.index].emplace(std::move(slots));
  };
  const Function& entry = program.functions[decision.entry];
  std::vector<Slots> regs(entry.parameters.size());
  for (const Inst& inst : entry.insts) {
    Slots slots;
    loaded(inst, slots);
    each_operand(inst, [&](Reg reg) {
      if (reg.exists()) slots.insert(regs[reg.index].begin(), regs[reg.index].end());
    });
    if (const auto* call = std::get_if<CallInst>(&inst.node)) {
      const Slots& inner = of_function(of_function, call->function);
      slots.insert(inner.begin(), inner.end());
    }
    regs.push_back(std::move(slots));
  }
  std::vector<std::vector<SlotId>> outputs;
  for (const Output& output : decision.outputs) {
    Slots slots = regs[output.value.index];
    if (output.present.exists())
      slots.insert(regs[output.present.index].begin(), regs[output.present.index].end());
    outputs.emplace_back(slots.begin(), slots.end());
  }
  return outputs;
}

std::string_view rows_because(const Program& program, const Decision& decision) {
  if (!decision.norms.empty()) return "norms";
  if (decision.outputs.empty()) return "no outputs";
  const auto large = [&](EnumId id) { return program.enums[id].members.size() > kMostMembers; };
  for (const Output& output : decision.outputs) {
    if (const auto because = because_of(output.kind); !because.empty()) return because;
    if (output.kind == Kind::Enum && large(output.enumeration)) return "size";
  }
  for (const SlotId id : needed_slots(program, decision)) {
    const Slot& slot = program.slots[id];
    if (slot.is_list || !program.structs[slot.structure].root) return "lists";
    if (const auto because = because_of(slot.kind); !because.empty()) return because;
    if (slot.kind == Kind::Enum && large(slot.enumeration)) return "size";
  }
  // With more leaves a row must be counted before it is decided.
  if (2 * program.structs[decision.facts].slots.size() > PHEP_MAX_LEAVES) return "size";
  if (written_out(program)[decision.entry.index] > kMostWrittenOut) return "size";
  for (const FunctionId id : reached_functions(program, decision))
    if (const auto because = because_of(program.functions[id]); !because.empty()) return because;
  return because_of(program.functions[decision.entry]);
}

}  // namespace phep::decision
