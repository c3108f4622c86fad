// What a table's rows in turn and a range's two ends ask beside one plain Choose.
#include "compiler/decision/lowering.h"

#include <map>

namespace phep::decision {

// The other end of a chosen range. Picked ranges are ordered by their lower end, then by the upper
// one, so only those cases count whose lower end is the chosen one; agreeing ranges agree in both
// ends, and where one end is an error the range is.
Value Lowering::range_chosen(Frame& frame, Reg chosen, const ChooseInst& lower, ChooseInst upper) {
  FunctionBuilder& b = frame.builder;
  const Kind kind = b.kind(chosen);
  const bool picks = upper.picks != Picks::Agree;
  for (std::size_t i = 0; picks && i < upper.nodes.size(); ++i) {
    ChooseNode& node = upper.nodes[i];
    if (node.parents != ChooseNode::Parents::Case) continue;
    const Reg same =
        b.emit(CompareInst{Compare::Eq, lower.nodes[i].conclusion, chosen, kind}, Kind::Bool);
    node.guard = b.emit(AndInst{node.guard, same}, Kind::Bool);
  }
  for (ChooseNode& node : upper.nodes) node.bit = kNoBit;  // the other end's choice has set it
  Value out{.present = {}, .value = chosen, .upper = b.emit(std::move(upper), kind)};
  if (picks) return out;
  const auto with = [&](Reg end, Reg other) {
    const Reg sound = b.emit(CompareInst{Compare::Eq, other, other, kind}, Kind::Bool);
    return b.emit(SelectInst{sound, end, end}, kind);
  };
  const Reg from = with(chosen, out.upper);
  out.upper = with(out.upper, chosen);
  out.value = from;
  return out;
}

// The guards of rows that are tried in turn, in order of writing: such a row holds where none
// before it in its table does. What is not in force stands in nobody's way.
std::vector<Reg> Lowering::guards_in_turn(Frame& frame, const hir::Rule& rule, Reg rule_force) {
  FunctionBuilder& b = frame.builder;
  std::map<std::uint32_t, Reg> before;  // of each table: some row so far holds
  std::vector<Reg> guards(rule.nodes.size());
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    const hir::RuleNode& node = rule.nodes[i];
    if (node.turn == 0) continue;
    const Reg own = guard(frame, node.authority, node.when, rule_force);
    Reg& earlier = before[node.turn];
    guards[i] = earlier.exists()
                    ? b.emit(AndInst{own, b.emit(NotInst{earlier}, Kind::Bool)}, Kind::Bool)
                    : own;
    earlier = earlier.exists() ? b.emit(OrInst{earlier, own}, Kind::Bool) : own;
  }
  return guards;
}

}  // namespace phep::decision
