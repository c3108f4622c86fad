// What the makers of mutants share: the definition they work on, and what they have made so far.
// Private to this room.
#pragma once

#include "compiler/mutation/mutant.h"
#include "compiler/testing/time_text.h"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

namespace phep::mutation {

using testing::day_text;

bool within(Span inner, Span outer);

class Maker {
 public:
  Maker(Law& law, hir::DefId id);
  std::vector<Mutant> run() &&;

 private:
  // make_declaration.cpp: the clauses of norms, rules and special law
  void norm(const hir::Norm& node);
  void never(const hir::Norm& node);
  void due(const hir::Norm& node);
  void outcome(const hir::Norm& node);
  void sanctions(const hir::Norm& node);
  void rule(const hir::Rule& node);
  void rule_node(std::span<const hir::RuleNode> nodes, std::size_t i);
  void order(const hir::Rule& node);
  void special(const hir::Special& node);
  void exemption(const hir::Exemption& row, std::size_t i);
  void deferral(const hir::Deferral& row, std::size_t i);
  // The mutant that leaves a clause out: its guard is false, or `without` stands instead of the
  // definition.
  void left_out(Fault fault, Name label, hir::ExprId when, const hir::Authority* by,
                hir::DefNode without);
  template <class Node, class Change>
  hir::DefNode changed(const Node& node, const Change& change) const {
    Node copy = node;
    change(copy);
    return copy;
  }

  // make_expression.cpp: what expressions say
  enum class Role : std::uint8_t { Plain, Compared, Root };
  void walk(hir::ExprId id, Role role);
  void root(hir::ExprId id);  // a condition by itself: turned round, then walked
  void operands(hir::ExprId id, const std::vector<hir::ExprId>& list, bool all);
  void numbers(hir::ExprId id, Role role);
  void term(hir::ExprId id, bool counted);
  void words(hir::ExprId id, Role role);
  void compare(hir::ExprId id, const hir::Compare& node, Role role);
  void computed(hir::ExprId id);
  void quantifier(hir::ExprId id, const hir::Quantify& node);
  void counted(hir::ExprId id, const hir::Counted& node);

  // make_force.cpp
  void own_force(const hir::Authority& authority,
                 const std::function<hir::DefNode(hir::Force)>& with);

  // shared
  [[nodiscard]] hir::Module& module() const { return law_.drafts.at(id_.file); }
  [[nodiscard]] const hir::Def& def() const { return module().defs[id_.index]; }
  [[nodiscard]] const hir::Def& home() const { return module().defs[home_.index]; }
  [[nodiscard]] const hir::Expr& expr(hir::ExprId id) const {
    return std::as_const(module()).exprs[id];
  }
  [[nodiscard]] bool inside(hir::ExprId id) const;  // its place is in the definition
  // It is written there, and not what the checker makes of a whole clause.
  [[nodiscard]] bool own(hir::ExprId id) const;
  [[nodiscard]] std::string text(hir::ExprId id) const;
  [[nodiscard]] Span place(hir::ExprId id) const;
  [[nodiscard]] Span label_place(Name label) const;  // the line that a clause begins on
  [[nodiscard]] hir::ExprId truth(bool value);
  [[nodiscard]] hir::ExprId copy(hir::ExprId id);
  [[nodiscard]] bool holds_exists(hir::ExprId id) const;
  [[nodiscard]] bool holds_unwrap(hir::ExprId id) const;
  // The written number within an expression's text replaced; the whole text where none stands.
  [[nodiscard]] std::string renumbered(hir::ExprId id, const std::string& number) const;
  void edit(Fault fault, hir::ExprId id, hir::ExprNode node, std::string instead);
  [[nodiscard]] std::vector<hir::ExprId> twins(hir::ExprId id, const hir::ExprNode& instead) const;
  void replace(Fault fault, Span at, std::string instead, hir::DefNode node,
               const hir::Authority* by = nullptr);
  void add(Mutant mutant, const hir::Authority* by);

  Law& law_;
  hir::DefId id_;
  hir::DefId home_;  // the definition that it is written in: hidden rules are parts of another
  const hir::Authority* by_ = nullptr;  // of the clause that is being worked on
  hir::DefId occurrences_{};            // of a recurring duty: the rule that says how often
  std::vector<Span> expanded_;  // clauses of a recurring duty, which are many expressions each
  std::set<hir::ExprId> seen_;
  std::set<std::tuple<Span, std::string, Fault>> made_;
  std::vector<Mutant> out_;
};

}  // namespace phep::mutation
