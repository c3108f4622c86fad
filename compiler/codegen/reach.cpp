#include "compiler/codegen/function.h"
#include "compiler/codegen/shell.h"

// What a decision reaches: functions, norms' functions among them, and the facts that they read.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

template <class Visit>
void each_callee(const Inst& inst, Visit visit) {
  if (const auto* call = std::get_if<CallInst>(&inst.node)) visit(call->function);
  if (const auto* quantify = std::get_if<QuantifyInst>(&inst.node)) {
    if (quantify->predicate.exists()) visit(quantify->predicate);
    if (quantify->value.exists()) visit(quantify->value);
  }
}

}  // namespace

std::vector<FunctionId> functions_reached(const Program& program, const Decision& decision) {
  std::vector<bool> seen(program.functions.size(), false);
  std::vector<FunctionId> reached;
  const auto add = [&](FunctionId id) {
    if (seen[id.index]) return;
    seen[id.index] = true;
    reached.push_back(id);
  };
  add(decision.entry);
  for (const NormOutput& norm : decision.norms) {
    if (norm.function.exists()) add(norm.function);
  }
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const Inst& inst : program.functions[reached[next]].insts) each_callee(inst, add);
  }
  return reached;
}

std::vector<bool> slots_read(const Program& program, const Decision& decision) {
  std::vector<bool> read(program.slots.size(), false);
  const auto add = [&](SlotId slot) {
    // An element is known to be there only if its list is, and so on outwards.
    while (slot.exists() && !read[slot.index]) {
      read[slot.index] = true;
      slot = program.structs[program.slots[slot].structure].list_slot;
    }
  };
  for (const FunctionId id : functions_reached(program, decision)) {
    for (const Inst& inst : program.functions[id].insts) {
      if (const auto* load = std::get_if<LoadInst>(&inst.node)) add(load->slot);
      if (const auto* present = std::get_if<PresentInst>(&inst.node)) add(present->slot);
      if (const auto* length = std::get_if<ListLengthInst>(&inst.node)) add(length->list);
      if (const auto* quantify = std::get_if<QuantifyInst>(&inst.node)) add(quantify->list);
    }
  }
  for (const NormOutput& norm : decision.norms) {
    if (norm.list.exists()) add(norm.list);
  }
  return read;
}

NormId norm_of(const Program& program, FunctionId id) {
  const Function* function = &program.functions[id];
  for (;;) {
    PHEP_CHECK(function->result.index >= function->parameters.size(), "no parameter is a norm");
    const Inst& made = function->insts[function->result.index - function->parameters.size()];
    if (const auto* norm = std::get_if<NormInst>(&made.node)) return norm->norm;
    const auto* call = std::get_if<CallInst>(&made.node);
    PHEP_CHECK(call != nullptr, "a norm comes from its table or from a call");
    function = &program.functions[call->function];
  }
}

}  // namespace phep::codegen
