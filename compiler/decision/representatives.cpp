// Which leaves are finite, and the values that stand for all the others of their kind.
#include "compiler/base/check.h"
#include "compiler/decision/facts_layout.h"
#include "compiler/decision/measure.h"
#include "compiler/decision/operands.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <set>

namespace phep::decision {
namespace {

// What a value meets on its way: constants in comparisons, or something else.
struct Uses {
  bool other = false;
  std::set<std::int64_t> constants;

  void add(const Uses& more) {
    other |= more.other;
    constants.insert(more.constants.begin(), more.constants.end());
  }
};

// A constant as one word. Decimals count as long as one word holds them.
std::optional<std::int64_t> as_word(const Inst& inst) {
  const auto* known = std::get_if<ConstInst>(&inst.node);
  if (known == nullptr) return std::nullopt;
  const auto word = std::bit_cast<std::int64_t>(known->value.lo);
  const std::uint64_t sign = word < 0 ? std::numeric_limits<std::uint64_t>::max() : 0;
  if (inst.kind == Kind::Decimal && known->value.hi != sign) return std::nullopt;
  return word;
}

class Analysis {
 public:
  explicit Analysis(const Program& program) : program_(program), slots_(program.slots.size()) {
    for (const Function& function : program.functions) visit(function);
    for (const Decision& decision : program.decisions) outputs(decision);
  }
  [[nodiscard]] const Uses& of(SlotId slot) const { return slots_[slot.index]; }
  [[nodiscard]] bool loaded(SlotId slot) const { return loaded_.contains(slot); }

 private:
  // Callees have smaller ids, so what becomes of an argument is known.
  void visit(const Function& function) {
    const std::size_t parameters = function.parameters.size();
    std::vector<Uses> uses(parameters + function.insts.size());
    const auto other = [&](Reg reg) {
      if (reg.exists()) uses[reg.index].other = true;
    };
    const auto at = [&](Reg reg) -> const Inst* {
      return reg.index < parameters ? nullptr : &function.insts[reg.index - parameters];
    };
    other(function.result);
    for (const Inst& inst : function.insts) {
      if (const auto* compare = std::get_if<CompareInst>(&inst.node)) {
        const auto against = [&](Reg value, Reg with) {
          const Inst* constant = at(with);
          const auto word = constant == nullptr ? std::nullopt : as_word(*constant);
          if (word)
            uses[value.index].constants.insert(*word);
          else
            uses[value.index].other = true;
        };
        against(compare->a, compare->b);
        against(compare->b, compare->a);
      } else if (const auto* call = std::get_if<CallInst>(&inst.node)) {
        for (std::size_t i = 0; i < call->args.size(); ++i)
          uses[call->args[i].index].add(parameters_of(call->function)[i]);
      } else if (const auto* over = std::get_if<QuantifyInst>(&inst.node)) {
        other(over->list_index);
        for (const FunctionId body : {over->predicate, over->value})
          for (std::size_t i = 0; body.exists() && i < over->captures.size(); ++i)
            uses[over->captures[i].index].add(parameters_of(body)[i + 2]);
      } else if (const auto* norm = std::get_if<NormInst>(&inst.node)) {
        each_norm_operand(program_.norms[norm->norm], other);
      } else {
        each_operand(inst, other);
      }
    }
    loads(function, uses);
    uses.resize(parameters);
    functions_.push_back(std::move(uses));
  }

  const std::vector<Uses>& parameters_of(FunctionId id) const {
    PHEP_CHECK(id.index < functions_.size(), "a call to a function that comes later");
    return functions_[id.index];
  }

  void loads(const Function& function, const std::vector<Uses>& uses) {
    for (std::size_t i = 0; i < function.insts.size(); ++i) {
      const auto* load = std::get_if<LoadInst>(&function.insts[i].node);
      if (load == nullptr) continue;
      loaded_.insert(load->slot);
      slots_[load->slot.index].add(uses[function.parameters.size() + i]);
    }
  }

  // What an entry puts out is more than compared.
  void outputs(const Decision& decision) {
    const Function& entry = program_.functions[decision.entry];
    for (const Output& output : decision.outputs) {
      if (!output.value.exists() || output.value.index < entry.parameters.size()) continue;
      const Inst& inst = entry.insts[output.value.index - entry.parameters.size()];
      if (const auto* load = std::get_if<LoadInst>(&inst.node))
        slots_[load->slot.index].other = true;
    }
  }

  const Program& program_;
  std::vector<Uses> slots_;
  std::set<SlotId> loaded_;
  std::vector<std::vector<Uses>> functions_;  // by function: of its parameters
};

std::vector<std::int64_t> around(const Slot& slot, const std::set<std::int64_t>& constants) {
  std::int64_t lo = std::numeric_limits<std::int64_t>::min();
  std::int64_t hi = std::numeric_limits<std::int64_t>::max();
  if (slot.kind == Kind::Date) lo = kFirstDay, hi = kLastDay;
  if (slot.ranged) lo = std::max(lo, slot.lo), hi = std::min(hi, slot.hi);
  std::set<std::int64_t> found;
  for (const std::int64_t c : constants) {
    if (c > lo && c - 1 <= hi) found.insert(c - 1);
    if (c >= lo && c <= hi) found.insert(c);
    if (c < hi && c + 1 >= lo) found.insert(c + 1);
  }
  // Every value of the range lies on the same side of every constant: any one stands for all.
  if (found.empty()) found.insert(std::clamp<std::int64_t>(0, lo, hi));
  return {found.begin(), found.end()};
}

void decide(const Program& program, const Analysis& analysis, SlotId id, Slot& slot) {
  slot.finite = false;
  slot.representatives.clear();
  if (slot.is_list) return;
  const Uses& uses = analysis.of(id);
  switch (slot.kind) {
    case Kind::Bool:
      slot.finite = true;
      slot.representatives = {0, 1};
      return;
    case Kind::Enum:
      slot.finite = true;
      for (std::size_t i = 0; i < program.enums[slot.enumeration].members.size(); ++i)
        slot.representatives.push_back(static_cast<std::int64_t>(i));
      return;
    case Kind::Int:
    case Kind::Money:
    case Kind::Date:
    case Kind::Decimal:
      if (uses.other || !analysis.loaded(id)) break;
      slot.finite = true;
      slot.representatives = around(slot, uses.constants);
      return;
    case Kind::Amount:
    case Kind::Instant:
    case Kind::Duration:
    case Kind::Text:
    case Kind::Set:
    case Kind::Norm: break;
  }
  // Only whether it exists is ever asked: absent, or present with any value at all.
  if (slot.optional && !analysis.loaded(id)) {
    slot.finite = true;
    slot.representatives = {slot.ranged ? std::clamp<std::int64_t>(0, slot.lo, slot.hi) : 0};
  }
}

}  // namespace

void find_representatives(Program& program) {
  const Analysis analysis(program);
  for (std::uint32_t i = 0; i < program.slots.size(); ++i)
    decide(program, analysis, SlotId{i}, program.slots[SlotId{i}]);
}

}  // namespace phep::decision
