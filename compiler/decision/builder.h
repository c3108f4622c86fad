// Builds one straight-line function: numbers registers, shares equal instructions, drops dead ones.
#pragma once

#include "compiler/decision/decision.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace phep::decision {

// While a function is being built its instructions are numbered from kFirstInst, so that a
// parameter may still be added (a quantifier's body finds its captures as it goes). finish() gives
// the final numbers.
class FunctionBuilder {
 public:
  Reg parameter(Kind kind);

  // The register of this instruction; an equal one that stands already is used again, for every
  // instruction is a pure function of its operands.
  Reg emit(InstNode node, Kind kind);

  Reg constant(Kind kind, std::uint64_t lo, std::uint64_t hi = 0, std::string text = {});

  [[nodiscard]] Kind kind(Reg reg) const;

  // The constant that a register holds, or null.
  [[nodiscard]] const ConstInst* as_constant(Reg reg) const;

  // The call that a register holds the result of, or null.
  [[nodiscard]] const CallInst* as_call(Reg reg) const;

  // Whether a register is, or is computed from, another one of this function.
  [[nodiscard]] bool depends(Reg reg, Reg on) const;

  // An instruction to keep though nothing reads it: it sets certificate bits.
  void keep(Reg reg);

  // Marks are set somewhere below this function.
  [[nodiscard]] bool marks() const { return !kept_.empty(); }

  // The finished function. `result` and `also` (outputs of an entry) are renumbered in place;
  // so are the operands of the norm, if the function holds one.
  Function finish(std::string symbol, Reg result, const std::vector<Reg*>& also, NormSpec* norm);

 private:
  static constexpr std::uint32_t kFirstInst = 0x4000'0000;

  std::vector<Parameter> parameters_;
  std::vector<Inst> insts_;
  std::vector<Reg> kept_;
  std::unordered_map<std::string, Reg> seen_;
};

}  // namespace phep::decision
