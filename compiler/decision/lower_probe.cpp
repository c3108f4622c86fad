// Conditions that are watched: marks for their leaves, and for whether a leaf alone decides.
#include "compiler/decision/lowering.h"

#include <utility>

namespace phep::decision {

void Lowering::probe(Frame& frame, hir::ExprId condition) {
  if (watching_) return;
  const auto found = probes_->find({frame.module->file, condition});
  if (found == probes_->end()) return;
  watching_ = true;
  std::uint32_t leaves = 0;
  watch(frame, condition, {}, found->second, leaves);
  watching_ = false;
}

// `alone` holds where nothing else decides the whole whatever this part is; none: always. Equal
// instructions are shared, so operands that are asked again cost nothing.
void Lowering::watch(Frame& frame, hir::ExprId part, Reg alone, const std::string& name,
                     std::uint32_t& leaves) {
  FunctionBuilder& b = frame.builder;
  const auto negated = [&](Reg reg) { return b.emit(NotInst{reg}, Kind::Bool); };
  const auto joined = [&](const std::vector<hir::ExprId>& operands, bool all) {
    for (const hir::ExprId operand : operands) {
      Reg here = alone;
      for (const hir::ExprId other : operands) {
        if (other == operand) continue;
        const Reg value = plain(frame, other);
        here = both(frame, here, all ? value : negated(value));
      }
      watch(frame, operand, here, name, leaves);
    }
  };
  const hir::ExprNode& node = frame.module->exprs[part].node;
  if (const auto* all = std::get_if<hir::And>(&node)) return joined(all->operands, true);
  if (const auto* any = std::get_if<hir::Or>(&node)) return joined(any->operands, false);
  if (const auto* no = std::get_if<hir::Not>(&node))
    return watch(frame, no->operand, alone, name, leaves);
  const std::string leaf = name + "?" + std::to_string(++leaves);
  const Reg value = plain(frame, part);
  const Reg not_value = negated(value);
  const auto mark = [&](Reg when, const char* what) {
    b.keep(b.emit(MarkInst{when, bit(leaf + what)}, Kind::Bool));
  };
  mark(value, ".true");
  mark(not_value, ".false");
  mark(both(frame, alone, value), ".alone_true");
  mark(both(frame, alone, not_value), ".alone_false");
}

}  // namespace phep::decision
