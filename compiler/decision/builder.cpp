#include "compiler/decision/builder.h"

#include "compiler/base/check.h"
#include "compiler/decision/operands.h"
#include "compiler/decision/print.h"

#include <utility>

namespace phep::decision {

Reg FunctionBuilder::parameter(Kind kind) {
  parameters_.push_back({kind});
  return {static_cast<std::uint32_t>(parameters_.size() - 1)};
}

Reg FunctionBuilder::emit(InstNode node, Kind kind) {
  Inst inst{std::move(node), kind};
  std::string key = print_inst(inst);
  if (const auto found = seen_.find(key); found != seen_.end()) return found->second;
  const Reg reg{kFirstInst + static_cast<std::uint32_t>(insts_.size())};
  insts_.push_back(std::move(inst));
  seen_.emplace(std::move(key), reg);
  return reg;
}

Reg FunctionBuilder::constant(Kind kind, std::uint64_t lo, std::uint64_t hi, std::string text) {
  return emit(ConstInst{.value = {lo, hi}, .text = std::move(text)}, kind);
}

Kind FunctionBuilder::kind(Reg reg) const {
  if (reg.index < kFirstInst) {
    PHEP_CHECK(reg.index < parameters_.size(), "register is not of this function");
    return parameters_[reg.index].kind;
  }
  PHEP_CHECK(reg.index - kFirstInst < insts_.size(), "register is not of this function");
  return insts_[reg.index - kFirstInst].kind;
}

const ConstInst* FunctionBuilder::as_constant(Reg reg) const {
  if (reg.index < kFirstInst || reg.index - kFirstInst >= insts_.size()) return nullptr;
  return std::get_if<ConstInst>(&insts_[reg.index - kFirstInst].node);
}

const CallInst* FunctionBuilder::as_call(Reg reg) const {
  if (reg.index < kFirstInst || reg.index - kFirstInst >= insts_.size()) return nullptr;
  return std::get_if<CallInst>(&insts_[reg.index - kFirstInst].node);
}

bool FunctionBuilder::depends(Reg reg, Reg on) const {
  // Operands stand before what reads them, so one walk backward meets them all.
  std::vector<bool> reached(insts_.size(), false);
  bool found = false;
  const auto visit = [&](Reg each) {
    found |= each == on;
    if (each.exists() && each.index >= kFirstInst) reached[each.index - kFirstInst] = true;
  };
  visit(reg);
  for (std::size_t i = insts_.size(); i-- > 0 && !found;)
    if (reached[i]) each_operand(insts_[i], visit);
  return found;
}

void FunctionBuilder::keep(Reg reg) {
  kept_.push_back(reg);
}

Function FunctionBuilder::finish(std::string symbol, Reg result, const std::vector<Reg*>& also,
                                 NormSpec* norm) {
  std::vector<bool> live(insts_.size(), false);
  const auto use = [&](Reg reg) {
    if (reg.exists() && reg.index >= kFirstInst) live[reg.index - kFirstInst] = true;
  };
  use(result);
  for (const Reg* reg : also) use(*reg);
  for (const Reg reg : kept_) use(reg);
  if (norm != nullptr) each_norm_operand(*norm, use);
  for (std::size_t i = insts_.size(); i-- > 0;)
    if (live[i]) each_operand(insts_[i], use);

  std::vector<std::uint32_t> number(insts_.size(), Reg::kNone);
  auto next = static_cast<std::uint32_t>(parameters_.size());
  for (std::size_t i = 0; i < insts_.size(); ++i)
    if (live[i]) number[i] = next++;
  const auto renumber = [&](Reg& reg) {
    if (reg.exists() && reg.index >= kFirstInst) reg.index = number[reg.index - kFirstInst];
  };

  Function out{.symbol = std::move(symbol), .parameters = std::move(parameters_)};
  for (std::size_t i = 0; i < insts_.size(); ++i) {
    if (!live[i]) continue;
    each_operand(insts_[i], renumber);
    out.insts.push_back(std::move(insts_[i]));
  }
  renumber(result);
  for (Reg* reg : also) renumber(*reg);
  if (norm != nullptr) each_norm_operand(*norm, renumber);
  out.result = result;
  return out;
}

}  // namespace phep::decision
