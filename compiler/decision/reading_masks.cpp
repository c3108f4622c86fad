#include "compiler/decision/reading_masks.h"

#include "compiler/decision/operands.h"

#include <map>
#include <optional>

namespace phep::decision {

namespace {

using Mask = std::uint64_t;

class Masks {
 public:
  Masks(const Program& program, const Decision& decision)
      : program_(program), of_functions_(program.functions.size()) {
    for (std::size_t i = 0; i < decision.readings.size() && i < 64; ++i)
      bits_.emplace(decision.readings[i], Mask{1} << i);
  }

  // Everything that a call of the function may hang on.
  Mask of(FunctionId id) {
    if (!id.exists()) return 0;
    if (of_functions_[id.index]) return *of_functions_[id.index];
    Mask all = 0;
    for (const Inst& inst : program_.functions[id].insts) all |= of_itself(inst);
    return of_functions_[id.index].emplace(all);
  }

  // By register of the function.
  std::vector<Mask> of_registers(const Function& function) {
    std::vector<Mask> regs(function.parameters.size());
    for (const Inst& inst : function.insts) {
      Mask mask = of_itself(inst);
      const auto add = [&](Reg reg) {
        if (reg.exists()) mask |= regs[reg.index];
      };
      each_operand(inst, add);
      if (const auto* norm = std::get_if<NormInst>(&inst.node))
        each_norm_operand(program_.norms[norm->norm], add);
      regs.push_back(mask);
    }
    return regs;
  }

 private:
  // Apart from its operands.
  Mask of_itself(const Inst& inst) {
    if (const auto* reading = std::get_if<ReadingInst>(&inst.node)) {
      const auto found = bits_.find(reading->reading);
      return found == bits_.end() ? 0 : found->second;
    }
    if (const auto* call = std::get_if<CallInst>(&inst.node)) return of(call->function);
    if (const auto* over = std::get_if<QuantifyInst>(&inst.node))
      return of(over->predicate) | of(over->value);
    return 0;
  }

  const Program& program_;
  std::map<ReadingId, Mask> bits_;
  std::vector<std::optional<Mask>> of_functions_;
};

}  // namespace

ReadingMasks reading_masks(const Program& program, const Decision& decision) {
  Masks masks(program, decision);
  const std::vector<Mask> regs = masks.of_registers(program.functions[decision.entry]);
  const auto at = [&](Reg reg) { return reg.exists() ? regs[reg.index] : 0; };
  ReadingMasks result;
  for (const Output& output : decision.outputs)
    result.outputs.push_back(at(output.present) | at(output.value));
  for (const NormOutput& norm : decision.norms)
    result.norms.push_back(at(norm.value) | masks.of(norm.function));
  return result;
}

}  // namespace phep::decision
