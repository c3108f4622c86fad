// The part of a function that one of its registers hangs on: questions evaluate no more of the
// entry than that.
#include "compiler/runtime/operands.h"
#include "compiler/runtime/question.h"

namespace phep::runtime {

const uint64_t* slice(Evaluation& ctx, uint32_t function, uint32_t value, uint32_t present) {
  const Function& f = ctx.tables.functions[function];
  const uint32_t words = (f.parameters + f.insts.count + 63) / 64;
  auto* const needed = push_array<uint64_t>(ctx, words);
  if (needed == nullptr) return nullptr;
  __builtin_memset(needed, 0, size_t{words} * 8);
  const auto need = [&](uint32_t reg) { needed[reg / 64] |= uint64_t{1} << (reg % 64); };
  const auto is_needed = [&](uint32_t reg) { return (needed[reg / 64] >> (reg % 64) & 1) != 0; };
  need(value);
  if (present != kNone) need(present);
  for (uint32_t i = f.insts.count; i-- > 0;) {
    if (!is_needed(f.parameters + i)) continue;
    const Inst& inst = ctx.tables.insts[f.insts.first + i];
    for_each_operand(ctx.tables.operands, ctx.tables.norm_specs, inst, need);
    if (inst.op != Op::Round || inst.a < f.parameters) continue;
    // Round looks through a product to its operands.
    const Inst& source = ctx.tables.insts[f.insts.first + inst.a - f.parameters];
    for_each_operand(ctx.tables.operands, ctx.tables.norm_specs, source, need);
  }
  return needed;
}

}  // namespace phep::runtime
