// How many steps at most, and which functions and facts a decision can reach.
#include "compiler/base/check.h"
#include "compiler/decision/measure.h"

#include <limits>
#include <set>

namespace phep::decision {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return a > kMost - b ? kMost : a + b;
}
std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > kMost / a ? kMost : a * b;
}

std::uint64_t most_elements(const Program& program, SlotId list) {
  return static_cast<std::uint64_t>(program.slots[list].hi);
}

// The steps of one function, given those of all with smaller ids; `elements` tells of a list how
// often a body over it runs.
template <class Elements>
std::uint64_t steps(const std::vector<std::uint64_t>& done, const Function& function,
                    Elements&& elements) {
  const auto of = [&](FunctionId id) -> std::uint64_t {
    if (!id.exists()) return 0;
    PHEP_CHECK(id.index < done.size(), "a call to a function that comes later");
    return done[id.index];
  };
  std::uint64_t total = function.insts.size();
  for (const Inst& inst : function.insts) {
    if (const auto* call = std::get_if<CallInst>(&inst.node))
      total = plus(total, of(call->function));
    if (const auto* over = std::get_if<QuantifyInst>(&inst.node))
      total = plus(total, times(elements(over->list), plus(of(over->predicate), of(over->value))));
  }
  return total;
}

std::vector<std::uint64_t> all_steps(const Program& program) {
  std::vector<std::uint64_t> done;
  for (const Function& function : program.functions)
    done.push_back(
        steps(done, function, [&](SlotId list) { return most_elements(program, list); }));
  return done;
}

std::uint64_t decision_steps(const Program& program, const std::vector<std::uint64_t>& done,
                             const Decision& decision) {
  std::uint64_t total = done.at(decision.entry.index);
  for (const NormOutput& norm : decision.norms)
    if (norm.function.exists())
      total = plus(total, times(norm.most != 0 ? norm.most : most_elements(program, norm.list),
                                done.at(norm.function.index)));
  return total;
}

void reach(const Program& program, FunctionId id, std::set<FunctionId>& found) {
  if (!id.exists() || !found.insert(id).second) return;
  for (const Inst& inst : program.functions[id].insts) {
    if (const auto* call = std::get_if<CallInst>(&inst.node)) reach(program, call->function, found);
    if (const auto* over = std::get_if<QuantifyInst>(&inst.node)) {
      reach(program, over->predicate, found);
      reach(program, over->value, found);
    }
  }
}

}  // namespace

void compute_bounds(Program& program) {
  const auto done = all_steps(program);
  for (std::uint32_t i = 0; i < program.functions.size(); ++i)
    program.functions[FunctionId{i}].bound = done[i];
  for (Decision& decision : program.decisions)
    decision.bound = decision_steps(program, done, decision);
}

std::uint64_t bound(const Program& program, const Decision& decision) {
  return decision_steps(program, all_steps(program), decision);
}

std::vector<std::uint64_t> written_out(const Program& program) {
  std::vector<std::uint64_t> done;
  for (const Function& function : program.functions)
    done.push_back(steps(done, function, [](SlotId) { return std::uint64_t{1}; }));
  return done;
}

std::vector<FunctionId> reached_functions(const Program& program, const Decision& decision) {
  std::set<FunctionId> found;
  reach(program, decision.entry, found);
  for (const NormOutput& norm : decision.norms) reach(program, norm.function, found);
  return {found.begin(), found.end()};
}

std::vector<SlotId> needed_slots(const Program& program, const Decision& decision) {
  std::set<SlotId> needed;
  for (const NormOutput& norm : decision.norms)
    if (norm.list.exists()) needed.insert(norm.list);
  for (const FunctionId id : reached_functions(program, decision)) {
    for (const Inst& inst : program.functions[id].insts) {
      if (const auto* node = std::get_if<LoadInst>(&inst.node)) needed.insert(node->slot);
      if (const auto* node = std::get_if<PresentInst>(&inst.node)) needed.insert(node->slot);
      if (const auto* node = std::get_if<ListLengthInst>(&inst.node)) needed.insert(node->list);
      if (const auto* node = std::get_if<QuantifyInst>(&inst.node)) needed.insert(node->list);
    }
  }
  return {needed.begin(), needed.end()};
}

}  // namespace phep::decision
