// The part of a function that some of its registers hang on: questions evaluate no more of the
// entry than that.
#include "compiler/runtime/operands.h"
#include "compiler/runtime/question.h"

namespace phep::runtime {

uint64_t* no_registers(Evaluation& ctx, uint32_t function) {
  const Function& f = ctx.tables.functions[function];
  const uint32_t words = (f.parameters + f.insts.count + 63) / 64;
  auto* const needed = push_array<uint64_t>(ctx, words);
  if (needed != nullptr) __builtin_memset(needed, 0, size_t{words} * 8);
  return needed;
}

void add_what_leads_to(Evaluation& ctx, uint32_t function, uint64_t* needed) {
  const Function& f = ctx.tables.functions[function];
  const auto need = [&](uint32_t reg) { needed[reg / 64] |= uint64_t{1} << (reg % 64); };
  const auto is_needed = [&](uint32_t reg) { return (needed[reg / 64] >> (reg % 64) & 1) != 0; };
  for (uint32_t i = f.insts.count; i-- > 0;) {
    if (!is_needed(f.parameters + i)) continue;
    // What Round looks through a product to is needed for the product anyway.
    for_each_operand(ctx.tables.operands, ctx.tables.norm_specs,
                     ctx.tables.insts[f.insts.first + i], need);
  }
}

const uint64_t* slice(Evaluation& ctx, uint32_t function, uint32_t value, uint32_t present) {
  uint64_t* const needed = no_registers(ctx, function);
  if (needed == nullptr) return nullptr;
  needed[value / 64] |= uint64_t{1} << (value % 64);
  if (present != kNone) needed[present / 64] |= uint64_t{1} << (present % 64);
  add_what_leads_to(ctx, function, needed);
  return needed;
}

}  // namespace phep::runtime
