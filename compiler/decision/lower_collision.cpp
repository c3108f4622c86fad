// `collision { higher_rank  special_law  later_date }`: where cases of two provisions conclude
// differently, the one of lower standing yields. Standings are a total order, so somebody stands.
#include "compiler/decision/lowering.h"

#include <algorithm>
#include <array>

namespace phep::decision {
namespace {

// From the highest. What no rank is stated for stands lowest.
constexpr std::array<std::string_view, 9> kRanks = {"constitution", "treaty",          "law",
                                                    "regulation",   "ordinance",       "resolution",
                                                    "decree",       "agency_decision", "circular"};

struct Standing {
  std::size_t rank = kRanks.size();
  bool special = false;
  std::int32_t date = hir::kAlways;
  std::string cite;  // "" without one
};

std::string_view word(hir::Principle principle) {
  switch (principle) {
    case hir::Principle::HigherRank: return "higher_rank";
    case hir::Principle::SpecialLaw: return "special_law";
    case hir::Principle::LaterDate: return "later_date";
  }
  PHEP_UNREACHABLE();
}

// Why a prevails over b, or "" if it does not.
std::string_view prevails(const Standing& a, const Standing& b, const hir::Collision& collision) {
  for (const hir::Collision::Row& row : collision.rows) {
    switch (row.principle) {
      case hir::Principle::HigherRank:
        if (a.rank != b.rank) return a.rank < b.rank ? word(row.principle) : "";
        break;
      case hir::Principle::SpecialLaw:
        if (a.special != b.special) return a.special ? word(row.principle) : "";
        break;
      case hir::Principle::LaterDate:
        if (a.date != b.date) return a.date > b.date ? word(row.principle) : "";
        break;
    }
  }
  return "";
}

// The nodes that a set of roots leads to through exceptions, with only those targets.
std::vector<ChooseNode> below(const std::vector<ChooseNode>& nodes, std::vector<bool> in) {
  std::vector<std::uint32_t> now(nodes.size(), 0);
  std::vector<ChooseNode> out;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    ChooseNode node = nodes[i];
    std::erase_if(node.targets, [&](std::uint32_t target) { return !in[target]; });
    if (node.parents == ChooseNode::Parents::Nodes && !node.targets.empty()) in[i] = true;
    if (!in[i]) continue;
    for (std::uint32_t& target : node.targets) target = now[target];
    now[i] = static_cast<std::uint32_t>(out.size());
    out.push_back(std::move(node));
  }
  return out;
}

}  // namespace

const hir::Collision* Lowering::collision_of(hir::DefId rule) const {
  for (const hir::Def& def : module_of(rule).defs)
    if (const auto* found = std::get_if<hir::Collision>(&def.node)) return found;
  return nullptr;
}

void Lowering::settle_collisions(Frame& frame, hir::DefId id, const std::vector<RuleRow>& rows,
                                 ChooseInst& by_value, ChooseInst& by_presence) {
  const hir::Collision* const collision = collision_of(id);
  if (collision == nullptr) return;
  const auto& rule = std::get<hir::Rule>(def(id).node);
  const std::vector<ChooseNode>& nodes = by_value.nodes;
  const std::string prefix = def(id).qualified + ".";
  // Standing by the first provision that a case cites, else that its rule or special part cites.
  const auto standing = [&](const ChooseNode& node) {
    Standing out;
    const hir::Authority* authority = &rule.authority;
    for (const RuleRow& row : rows) {
      if (prefix + row.label != node.name) continue;
      out.special = row.part != nullptr;
      if (!row.node->authority.cites.empty())
        authority = &row.node->authority;
      else if (row.part != nullptr)
        authority = &row.part->part->authority;
    }
    if (authority->cites.empty()) return out;
    const hir::Cite& cite = authority->cites.front();
    const auto& instrument = std::get<hir::Instrument>(def(cite.instrument).node);
    out.rank =
        static_cast<std::size_t>(std::ranges::find(kRanks, instrument.rank) - kRanks.begin());
    if (!instrument.force.empty() && !instrument.force[0].from.expr.exists())
      out.date = instrument.force[0].from.days;
    if (instrument.adopted) out.date = *instrument.adopted;
    out.cite = cite.written.path.empty() ? text(def(cite.instrument).name)
                                         : to_source(cite.written, names_);
    return out;
  };
  std::vector<std::uint32_t> cases;
  std::vector<Standing> standings;
  for (std::uint32_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].parents == ChooseNode::Parents::Case) {
      cases.push_back(i);
      standings.push_back(standing(nodes[i]));
    }
  const bool unequal = std::ranges::any_of(standings, [&](const Standing& a) {
    return std::ranges::any_of(
        standings, [&](const Standing& b) { return !prevails(a, b, *collision).empty(); });
  });
  if (!unequal) return;

  FunctionBuilder& b = frame.builder;
  const Reg no = b.constant(Kind::Bool, 0);
  const Reg yes = b.constant(Kind::Bool, 1);
  const bool optional_result = !by_presence.nodes.empty();
  // What each case concludes after its exceptions, and whether it does.
  std::vector<Reg> concludes, values, presences;
  for (const std::uint32_t i : cases) {
    std::vector<bool> in(nodes.size(), false);
    in[i] = true;
    ChooseInst whether{.picks = Picks::Agree, .fallback = no, .nodes = below(nodes, in)};
    for (ChooseNode& node : whether.nodes)
      if (node.conclusion.exists()) node.conclusion = yes;
    concludes.push_back(b.emit(std::move(whether), Kind::Bool));
    const Kind kind = b.kind(nodes[i].conclusion);
    values.push_back(b.emit(
        ChooseInst{
            .picks = Picks::Agree, .fallback = b.constant(kind, 0), .nodes = below(nodes, in)},
        kind));
    presences.push_back(optional_result ? b.emit(ChooseInst{.picks = Picks::Agree,
                                                            .fallback = no,
                                                            .nodes = below(by_presence.nodes, in)},
                                                 Kind::Bool)
                                        : Reg{});
  }
  const auto differ = [&](std::size_t x, std::size_t y) {
    Reg out = b.emit(CompareInst{Compare::Ne, values[x], values[y], b.kind(values[x])}, Kind::Bool);
    if (optional_result)
      out = b.emit(OrInst{b.emit(CompareInst{Compare::Ne, presences[x], presences[y], Kind::Bool},
                                 Kind::Bool),
                          out},
                   Kind::Bool);
    return out;
  };
  std::vector<bool> whole(nodes.size(), false);
  for (std::uint32_t i = 0; i < nodes.size(); ++i)
    whole[i] = nodes[i].parents == ChooseNode::Parents::Whole;
  std::vector<ChooseNode> settled = below(nodes, whole);
  std::vector<ChooseNode> settled_presence =
      optional_result ? below(by_presence.nodes, whole) : std::vector<ChooseNode>{};
  std::vector<ChooseNode> front;
  std::vector<ChooseNode> front_presence;
  for (std::size_t y = 0; y < cases.size(); ++y) {
    Reg stands = concludes[y];
    for (std::size_t x = 0; x < cases.size(); ++x) {
      const std::string_view why = prevails(standings[x], standings[y], *collision);
      if (why.empty()) continue;
      const Reg collides = both(frame, both(frame, concludes[x], concludes[y]), differ(x, y));
      stands = both(frame, stands, b.emit(NotInst{collides}, Kind::Bool));
      remark(frame, collides,
             {.does = "prevails",
              .by = standings[x].cite.empty() ? nodes[cases[x]].name : standings[x].cite,
              .of = standings[y].cite.empty() ? nodes[cases[y]].name : standings[y].cite,
              .because = std::string(why)});
    }
    const std::string& name = nodes[cases[y]].name;
    front.push_back({.guard = stands,
                     .conclusion = values[y],
                     .bit = bit(name + ".stands"),
                     .name = name,
                     .parents = ChooseNode::Parents::Case,
                     .targets = {}});
    front_presence.push_back(front.back());
    front_presence.back().conclusion = presences[y];
  }
  const auto shift = static_cast<std::uint32_t>(front.size());
  const auto join = [shift](std::vector<ChooseNode> first, std::vector<ChooseNode> rest) {
    for (ChooseNode& node : rest) {
      for (std::uint32_t& target : node.targets) target += shift;
      first.push_back(std::move(node));
    }
    return first;
  };
  by_value.nodes = join(std::move(front), std::move(settled));
  if (optional_result)
    by_presence.nodes = join(std::move(front_presence), std::move(settled_presence));
}

}  // namespace phep::decision
