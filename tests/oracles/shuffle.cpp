#include "tests/oracles/shuffle.h"

#include "compiler/syntax/parse.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace phep::tests {
namespace {

using Group = std::vector<Span>;  // parts that may change places with each other

template <class Part>
void take(Group& group, const std::vector<Part>& parts) {
  for (const Part& part : parts) group.push_back(part.span);
}

// What stands inside one declaration; each overload names what its kind of declaration may
// rearrange. Groups do not overlap: what stands inside such a part is rearranged before, by
// `inner_groups`.
void groups_of(const ast::Rule& rule, std::vector<Group>& out) {
  Group items;
  take(items, rule.lets);
  take(items, rule.nodes);
  if (rule.fallback) items.push_back(rule.fallback->span);
  out.push_back(std::move(items));
}
void groups_of(const ast::Norm& norm, std::vector<Group>& out) {
  Group clauses;
  take(clauses, norm.lets);
  if (norm.bearer) clauses.push_back(norm.bearer->span);
  take(clauses, norm.fallback_bearers);
  take(clauses, norm.exemptions);
  take(clauses, norm.deferrals);
  take(clauses, norm.due);
  take(clauses, norm.extensions);
  take(clauses, norm.outcomes);
  take(clauses, norm.sanctions);
  take(clauses, norm.evidence);
  out.push_back(std::move(clauses));
}
void groups_of(const ast::Decision& decision, std::vector<Group>& out) {
  Group items;
  take(items, decision.lets);
  take(items, decision.outputs);
  out.push_back(std::move(items));
  Group norms;
  take(norms, decision.norms);
  out.push_back(std::move(norms));
}
void groups_of(const ast::Instrument& instrument, std::vector<Group>& out) {
  Group items;
  take(items, instrument.in_force);
  take(items, instrument.relations);
  take(items, instrument.scopes);
  out.push_back(std::move(items));
}
void groups_of(const ast::Party& party, std::vector<Group>& out) {
  Group rows;
  take(rows, party.held);
  out.push_back(std::move(rows));
}
void groups_of(const ast::Calendar& calendar, std::vector<Group>& out) {
  Group rows;
  take(rows, calendar.days);
  take(rows, calendar.pending);
  out.push_back(std::move(rows));
}
template <class Other>
void groups_of(const Other& /*declaration*/, std::vector<Group>& /*out*/) {}

// What stands inside the parts of a declaration.
void inner_groups(const ast::Norm& norm, std::vector<Group>& out) {
  const auto parties = [&](const ast::Bearer& bearer) {
    Group all;
    take(all, bearer.parties);
    out.push_back(std::move(all));
  };
  if (norm.bearer) parties(*norm.bearer);
  for (const ast::Bearer& bearer : norm.fallback_bearers) parties(bearer);
}
void inner_groups(const ast::Instrument& instrument, std::vector<Group>& out) {
  for (const ast::Scope& scope : instrument.scopes) {
    Group conditions;
    take(conditions, scope.rows);
    out.push_back(std::move(conditions));
  }
  for (const ast::Relation& relation : instrument.relations) {
    Group targets;
    take(targets, relation.targets);
    out.push_back(std::move(targets));
  }
}
template <class Other>
void inner_groups(const Other& /*declaration*/, std::vector<Group>& /*out*/) {}

// The text with the parts of each group in another order. Groups do not overlap.
std::string rearranged(const std::string& text, const std::vector<Group>& groups, Random& random) {
  struct Move {
    Span to, from;
  };
  std::vector<Move> moves;
  for (const Group& group : groups) {
    Group order = group;
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1],
                order[static_cast<std::size_t>(random.in(0, static_cast<std::int64_t>(i) - 1))]);
    for (std::size_t i = 0; i < group.size(); ++i) moves.push_back({group[i], order[i]});
  }
  std::ranges::sort(moves, {}, [](const Move& move) { return move.to.begin; });
  std::string out;
  std::size_t at = 0;
  for (const Move& move : moves) {
    out += text.substr(at, move.to.begin - at);
    out += text.substr(move.from.begin, move.from.end - move.from.begin);
    at = move.to.end;
  }
  return out + text.substr(at);
}

ast::Module module_of(const std::string& text) {
  Interner names;
  return syntax::parse(FileId{0}, text, names).module;
}

}  // namespace

std::string shuffled(const std::string& text, Random& random) {
  std::string turned = text;
  const auto turn = [&](auto groups_within) {
    std::vector<Group> groups;
    const ast::Module module = module_of(turned);
    for (const ast::DeclId id : module.order)
      std::visit([&](const auto& node) { groups_within(node, groups); }, module.decls[id].node);
    turned = rearranged(turned, groups, random);
  };
  turn([](const auto& node, std::vector<Group>& out) { inner_groups(node, out); });
  turn([](const auto& node, std::vector<Group>& out) { groups_of(node, out); });
  const ast::Module module = module_of(turned);
  Group declarations;
  for (const ast::DeclId id : module.order) declarations.push_back(module.decls[id].span);
  Group uses;
  take(uses, module.uses);
  return rearranged(turned, {declarations, uses}, random);
}

}  // namespace phep::tests
