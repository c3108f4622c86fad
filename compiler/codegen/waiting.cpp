#include "compiler/codegen/waiting.h"

#include "compiler/decision/operands.h"

namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

constexpr std::size_t kManyNodes = 12;
constexpr std::uint32_t kNobody = 0xFFFF'FFFF;  // nothing has read it yet
constexpr std::uint32_t kAnyone = 0xFFFF'FFFE;  // not one rule alone

const ChooseInst* long_rule(const Inst& inst) {
  const auto* choose = std::get_if<ChooseInst>(&inst.node);
  return choose != nullptr && choose->nodes.size() >= kManyNodes ? choose : nullptr;
}

}  // namespace

std::vector<bool> waiting_in(const Program& program, const Function& function) {
  const std::size_t count = function.insts.size();
  const auto parameters = static_cast<std::uint32_t>(function.parameters.size());
  std::vector<std::uint32_t> reader(count, kNobody);  // the rule, by its instruction
  const auto read = [&](Reg reg, std::uint32_t by) {
    if (!reg.exists() || reg.index < parameters) return;
    std::uint32_t& known = reader[reg.index - parameters];
    known = known == kNobody || known == by ? by : kAnyone;
  };
  read(function.result, kAnyone);
  for (std::size_t i = count; i-- > 0;) {
    const Inst& inst = function.insts[i];
    if (const ChooseInst* rule = long_rule(inst)) {
      for (const ChooseNode& node : rule->nodes) {
        read(node.guard, static_cast<std::uint32_t>(i));
        read(node.conclusion, static_cast<std::uint32_t>(i));
      }
      read(rule->fallback, kAnyone);
      reader[i] = kAnyone;
      continue;
    }
    // What has effects, or is read by nobody, stays in its place.
    const auto* norm = std::get_if<NormInst>(&inst.node);
    if (norm != nullptr || reader[i] == kNobody) reader[i] = kAnyone;
    each_operand(inst, [&](const Reg& reg) { read(reg, reader[i]); });
    if (norm != nullptr)
      each_norm_operand(program.norms[norm->norm], [&](const Reg& reg) { read(reg, kAnyone); });
  }
  std::vector<bool> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = reader[i] != kAnyone;
  return out;
}

}  // namespace phep::codegen
