// What the makers of mutants share: the definition they work on, and what they have made so far.
// Private to this room.
#pragma once

#include "compiler/mutation/mutant.h"
#include "compiler/testing/time_text.h"

#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

namespace phep::mutation {

using testing::day_text;

bool within(Span inner, Span outer);
// A conversion that nobody writes.
bool is_converted(const hir::ExprNode& node);

// What is shown of a mistake: a place, and what would stand there.
struct Shown {
  Span at;
  std::string instead;
};

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
  void walk_into(hir::ExprId id, Role role);
  void root(hir::ExprId id);  // a condition by itself: turned round, then walked
  void operands(hir::ExprId id, const std::vector<hir::ExprId>& list, bool all);
  void numbers(hir::ExprId id, Role role);
  void term(hir::ExprId id, bool counted);
  void words(hir::ExprId id, Role role);
  void compare(hir::ExprId id, const hir::Compare& node, Role role);
  void computed(hir::ExprId id);
  void quantifier(hir::ExprId id, const hir::Quantify& node);
  void counted(hir::ExprId id, const hir::Counted& node);

  // show.cpp: how a mistake reads
  // Said beside the line, where no words of the language say it.
  [[nodiscard]] Shown beside(Span near, std::string_view note) const;
  // Put behind what is there.
  [[nodiscard]] static Shown behind(Span at, std::string_view more);
  // Another clause at the end of the definition.
  [[nodiscard]] Shown clause(std::string_view text) const;
  // A place with the keyword that stands right before it; without it, if it is none of these.
  [[nodiscard]] Span with_keyword(Span at, std::initializer_list<std::string_view> words) const;
  // The last of several words, each spelled in one of its ways, that stand in the definition one
  // behind the other; nothing where they do not.
  using Spellings = std::vector<std::string_view>;
  [[nodiscard]] std::optional<Span> find_words(const std::vector<Spellings>& words) const;
  // The word that begins at an offset of the file.
  [[nodiscard]] Span word_at(std::uint32_t begin) const;
  // Where more may be said of a labelled row: behind its citations, or its line.
  [[nodiscard]] Span row_end(Name label, const hir::Authority& authority) const;
  // An expression that the checker made of what is written, with a part of it that reads otherwise.
  [[nodiscard]] std::optional<std::string> spelled(hir::ExprId id, Span written, hir::ExprId part,
                                                   const std::string& instead) const;
  // Where a literal stands within the place of an expression.
  [[nodiscard]] std::optional<Span> literal(hir::ExprId id, std::string_view written) const;
  // Two operands of something written, and what stands between them with another sign in it.
  [[nodiscard]] std::string resigned(hir::ExprId id, hir::ExprId left, hir::ExprId right,
                                     std::initializer_list<std::string_view> signs,
                                     std::string_view instead) const;
  // It is asked of a table's column, which stands at the head of the table.
  [[nodiscard]] bool in_cell(hir::ExprId id) const;
  [[nodiscard]] bool readable(const Shown& shown) const;
  // The rows of a deadline that has several.
  [[nodiscard]] std::vector<const hir::RuleNode*> due_rows(const hir::Norm& node) const;
  void replace(Fault fault, Shown shown, hir::DefNode node, const hir::Authority* by = nullptr);

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
  void edit(Fault fault, hir::ExprId id, hir::ExprNode node, Shown shown);
  [[nodiscard]] std::vector<hir::ExprId> twins(hir::ExprId id, const hir::ExprNode& instead) const;
  void add(Mutant mutant, const hir::Authority* by);

  Law& law_;
  hir::DefId id_;
  hir::DefId home_;  // the definition that it is written in: hidden rules are parts of another
  const hir::Authority* by_ = nullptr;  // of the clause that is being worked on
  hir::DefId occurrences_{};            // of a recurring duty: the rule that says how often
  std::vector<Span> expanded_;  // clauses of a recurring duty, which are many expressions each
  std::set<hir::ExprId> seen_;
  std::vector<hir::ExprId> around_;  // the expressions that hold the one that is walked
  std::set<std::tuple<Span, std::string, Fault>> made_;
  std::vector<Mutant> out_;
};

}  // namespace phep::mutation
