#include "compiler/codegen/lanes.h"

#include "compiler/decision/comparison.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

constexpr std::size_t kFewNodes = 6;  // fewer are decided one by one as fast
constexpr std::uint64_t kAll = ~std::uint64_t{0};
constexpr std::int64_t kNoLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

// What a condition asks of one fact: that it is among `values`, or from `from` up to `until`.
struct Atom {
  SlotId slot;
  std::uint64_t values = kAll;
  std::int64_t from = kNoLeast, until = kNoEnd;
};

class Planner {
 public:
  Planner(const Program& program, const Function& function)
      : program_(program), function_(function) {}

  void add(Conjunctions& into, Reg guard, std::uint64_t lane) {
    into.lanes |= lane;
    std::vector<Reg> open = {guard};
    std::set<std::uint32_t> seen;  // a part may be part of many others
    while (!open.empty()) {
      const Reg next = open.back();
      open.pop_back();
      if (!seen.insert(next.index).second) continue;
      if (const auto* both = get<AndInst>(next)) {
        open.push_back(both->a);
        open.push_back(both->b);
      } else if (const auto* known = get<ConstInst>(next);
                 known != nullptr && known->value.lo != 0) {
        // always holds
      } else if (const auto atom = atom_of(next, true)) {
        atoms_.push_back({&into, *atom, lane});
      } else {
        const auto same = std::ranges::find(into.conditions, next, &Condition::holds);
        if (same == into.conditions.end())
          into.conditions.push_back({next, lane});
        else
          same->lanes |= lane;
      }
    }
  }

  // Atoms become tables when all are known: both words of a fact share its thresholds.
  void finish() {
    std::map<SlotId, std::set<std::int64_t>> thresholds;
    for (const auto& [into, atom, lane] : atoms_) {
      if (!is_number(atom.slot)) continue;
      auto& of = thresholds[atom.slot];
      if (atom.from != kNoLeast) of.insert(atom.from);
      if (atom.until != kNoEnd) of.insert(atom.until);
    }
    for (const auto& [into, atom, lane] : atoms_) {
      LaneTable& table = into->tables[atom.slot];
      if (table.stay.empty()) {
        if (const auto found = thresholds.find(atom.slot); found != thresholds.end())
          table.thresholds.assign(found->second.begin(), found->second.end());
        table.stay.assign(is_number(atom.slot) ? table.thresholds.size() + 1 : values(atom.slot),
                          kAll);
      }
      for (std::size_t i = 0; i < table.stay.size(); ++i)
        if (!holds(atom, table, i)) table.stay[i] &= ~lane;
    }
  }

 private:
  template <class Node>
  const Node* get(Reg reg) const {
    if (reg.index < function_.parameters.size()) return nullptr;
    return std::get_if<Node>(&function_.insts[reg.index - function_.parameters.size()].node);
  }

  // A fact of the case itself that is always there.
  std::optional<SlotId> fact(Reg reg) const {
    const auto* load = get<LoadInst>(reg);
    if (load == nullptr || load->index.exists()) return std::nullopt;
    const Slot& slot = program_.slots[load->slot];
    if (slot.optional || slot.is_list) return std::nullopt;
    return load->slot;
  }

  std::size_t values(SlotId id) const {
    const Slot& slot = program_.slots[id];
    return slot.kind == Kind::Bool ? 2 : program_.enums[slot.enumeration].members.size();
  }
  bool is_number(SlotId id) const {
    const Kind kind = program_.slots[id].kind;
    return kind == Kind::Int || kind == Kind::Money || kind == Kind::Date || kind == Kind::Instant;
  }
  bool is_listed(SlotId id) const {
    const Kind kind = program_.slots[id].kind;
    return kind == Kind::Bool || (kind == Kind::Enum && values(id) <= 64);
  }

  static bool holds(const Atom& atom, const LaneTable& table, std::size_t i) {
    if (table.thresholds.empty()) return (atom.values >> i & 1U) != 0;
    // Place i holds what reaches i thresholds.
    const bool reached = atom.from == kNoLeast || (i != 0 && table.thresholds[i - 1] >= atom.from);
    const bool below = atom.until == kNoEnd || i == 0 || table.thresholds[i - 1] < atom.until;
    return reached && below;
  }

  std::optional<Atom> atom_of(Reg reg, bool wanted) const {
    for (const auto* negated = get<NotInst>(reg); negated != nullptr; negated = get<NotInst>(reg)) {
      reg = negated->a;
      wanted = !wanted;
    }
    if (const auto slot = fact(reg); slot && program_.slots[*slot].kind == Kind::Bool)
      return Atom{.slot = *slot, .values = std::uint64_t{wanted ? 2U : 1U}};
    if (const auto* has = get<SetHasInst>(reg)) return among(*has, wanted);
    if (const auto* compare = get<CompareInst>(reg)) return compared(*compare, wanted);
    return std::nullopt;
  }

  std::optional<Atom> among(const SetHasInst& has, bool wanted) const {
    const auto slot = fact(has.member);
    const auto* set = get<ConstInst>(has.set);
    if (!slot || set == nullptr || !is_listed(*slot)) return std::nullopt;
    return Atom{.slot = *slot, .values = wanted ? set->value.lo : ~set->value.lo};
  }

  std::optional<Atom> compared(const CompareInst& compare, bool wanted) const {
    auto slot = fact(compare.a);
    const auto* constant = get<ConstInst>(compare.b);
    Compare op = compare.op;
    if (!slot || constant == nullptr) {  // a constant on the left
      slot = fact(compare.b);
      constant = get<ConstInst>(compare.a);
      op = mirrored(op);
    }
    if (!slot || constant == nullptr) return std::nullopt;
    if (!wanted) op = negated(op);
    const auto value = static_cast<std::int64_t>(constant->value.lo);
    if (is_listed(*slot)) {
      if (op != Compare::Eq && op != Compare::Ne) return std::nullopt;
      const std::uint64_t one = std::uint64_t{1} << (constant->value.lo & 63U);
      return Atom{.slot = *slot, .values = op == Compare::Eq ? one : ~one};
    }
    if (!is_number(*slot) || value == kNoLeast || value >= kNoEnd - 1) return std::nullopt;
    Atom out{.slot = *slot};
    switch (op) {
      case Compare::Eq: out.from = value, out.until = value + 1; return out;
      case Compare::Lt: out.until = value; return out;
      case Compare::Le: out.until = value + 1; return out;
      case Compare::Gt: out.from = value + 1; return out;
      case Compare::Ge: out.from = value; return out;
      case Compare::Ne: return std::nullopt;
    }
    return std::nullopt;
  }

  struct Placed {
    Conjunctions* into;
    Atom atom;
    std::uint64_t lane;
  };
  const Program& program_;
  const Function& function_;
  std::vector<Placed> atoms_;
};

const ConstInst* constant(const Function& function, Reg reg) {
  if (!reg.exists() || reg.index < function.parameters.size()) return nullptr;
  return std::get_if<ConstInst>(&function.insts[reg.index - function.parameters.size()].node);
}

// The lane of each node, none where the rule is of another shape.
std::optional<std::vector<std::uint64_t>> lanes(const Function& function, const ChooseInst& rule) {
  if (rule.picks != Picks::All || rule.nodes.size() < kFewNodes) return std::nullopt;
  const ConstInst* fallback = constant(function, rule.fallback);
  if (rule.fallback.exists() && (fallback == nullptr || fallback->value.lo != 0))
    return std::nullopt;
  std::vector<std::uint64_t> out(rule.nodes.size(), 64);
  std::uint64_t concluded = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const ChooseNode& node = rule.nodes[i];
    if (node.parents != ChooseNode::Parents::Case) continue;
    const ConstInst* member = constant(function, node.conclusion);
    if (member == nullptr || member->value.lo >= 64 || (concluded >> member->value.lo & 1U) != 0)
      return std::nullopt;
    out[i] = member->value.lo;
    concluded |= std::uint64_t{1} << out[i];
  }
  std::uint64_t excepted = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const ChooseNode& node = rule.nodes[i];
    if (node.parents == ChooseNode::Parents::Case) continue;
    if (node.parents != ChooseNode::Parents::Nodes || node.conclusion.exists() ||
        node.targets.size() != 1 ||
        rule.nodes[node.targets[0]].parents != ChooseNode::Parents::Case)
      return std::nullopt;
    out[i] = out[node.targets[0]];
    if ((excepted >> out[i] & 1U) != 0) return std::nullopt;
    excepted |= std::uint64_t{1} << out[i];
  }
  return out;
}

}  // namespace

std::optional<LanePlan> lanes_of(const Program& program, const Function& function,
                                 const ChooseInst& rule) {
  const auto lane = lanes(function, rule);
  if (!lane) return std::nullopt;
  LanePlan plan;
  plan.case_bits.fill(kNoBit);
  plan.exception_bits.fill(kNoBit);
  Planner planner(program, function);
  for (std::size_t i = 0; i < lane->size(); ++i) {
    const ChooseNode& node = rule.nodes[i];
    const bool is_case = node.parents == ChooseNode::Parents::Case;
    (is_case ? plan.case_bits : plan.exception_bits)[(*lane)[i]] = node.bit;
    planner.add(is_case ? plan.cases : plan.exceptions, node.guard, std::uint64_t{1} << (*lane)[i]);
  }
  planner.finish();
  return plan;
}

}  // namespace phep::codegen
