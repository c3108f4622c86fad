// What the parts of lowering share: the function under construction, and the places it speaks of.
//
// Rules are made once for each *place* of their record arguments (`b`, `b.firm`, an element of a
// list): a place is known when compiling but for the index of a list element, which travels in a
// register. Everything is made on demand and depth first from the entries, so a function only calls
// functions with smaller ids and the order of declarations leaves no trace.
#pragma once

#include "compiler/decision/builder.h"
#include "compiler/decision/facts_layout.h"
#include "compiler/decision/lower.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace phep::decision {

// A scalar. `present` does not exist for what cannot be absent. The value of an absent optional is
// the zero of its kind. Of a range, `value` is the lower end and `upper` the other.
struct Value {
  Reg present;
  Reg value;
  Reg upper{};
};
struct Place {
  StructId structure;
  std::string path;
  Reg index;  // of the list element whose struct this is
  hir::DefId record;
};
struct ListPlace {
  SlotId slot;
  Reg index;  // of the list element that holds the list
};
using Thing = std::variant<Value, Place, ListPlace>;

// One function under construction. A quantifier's body has a parent, whose registers it captures.
struct Frame {
  const hir::Module* module = nullptr;
  std::string symbol;
  std::int32_t zone_minutes = 420;
  Frame* parent = nullptr;
  FunctionBuilder builder{};

  // The date at which the rules called from here ask for force; absent until first used.
  Reg law_date{};
  std::map<hir::LocalId, Thing> locals{};
  std::map<std::pair<hir::LocalId, Reg>, Thing> lets{};  // by law date
  Reg trigger{};
  std::map<Reg, Reg> captured{};  // parent's register → parameter
  std::vector<Reg> captures{};    // parent's registers in order of parameters
  std::uint32_t calls = 0;        // depth of the deepest call made here
};

// Positions in order of label: the order of writing must not show.
template <class Rows, class Text>
std::vector<std::size_t> by_label(const Rows& rows, const Text& text) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return text(rows[i].label); });
  return order;
}

// What a declaration became at one place.
struct Instance {
  FunctionId function;
  NormId norm;  // of a norm
  std::uint32_t depth = 1;
};

// What special law of one module adds to a rule or norm.
struct SpecialPart {
  const hir::Special* part;
  const hir::Module* module;
};

// A change of law that counts in the decision, with the module whose readings its bounds rest on.
struct LawChange {
  const hir::Change* change;
  const hir::Module* module;
  std::string by;       // the provision that says so, else the instrument
  hir::DefId supposed;  // the reading that puts its instrument in force, if that is a draft
};

// For as long as it lives a function speaks for the module of a special part: its expressions, its
// parameters at the places of those of what it adds to. Without a part nothing changes.
class Guest {
 public:
  Guest(Frame& frame, const std::vector<hir::LocalId>& params, const SpecialPart* part);
  ~Guest();
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

 private:
  Frame& frame_;
  const hir::Module* module_ = nullptr;  // of the frame before; null: nothing was changed
  std::map<hir::LocalId, Thing> locals_;
  std::map<std::pair<hir::LocalId, Reg>, Thing> lets_;
};

class Lowering {
 public:
  Lowering(const Modules& modules, const hir::TypeStore& types, const Interner& names,
           std::span<const Entry> entries, const Layouts& layouts,
           std::span<const hir::OutsideSpecial> outside, const Probes* probes);
  Lowered run() &&;

 private:
  // lower.cpp: entries
  void entry(const Entry& entry);
  void bind_facts(Frame& frame, const std::vector<hir::LocalId>& params, StructId facts);
  void decision_outputs(Frame& frame, const hir::Def& def, Decision& decision);
  void norm_use(Frame& frame, const hir::NormUse& use, Decision& decision);
  Frame element_frame(const Frame& frame, hir::DefId norm, const Decision& decision);
  NormOutput norm_every_time(Frame& frame, const hir::NormUse& use, Decision& decision);
  NormOutput norm_for_each(Frame& frame, const hir::NormUse& use, Decision& decision);
  void bare_output(Frame& frame, hir::DefId target, Decision& decision);
  void output(Frame& frame, std::string name, const Value& value, hir::TypeId type,
              Decision& decision);
  void finish_entry(Frame& frame, Decision decision, Span span);
  Judgments find_judgments();
  [[nodiscard]] std::set<FileId> closure(std::vector<FileId> open) const;
  [[nodiscard]] std::vector<FileId> homes() const;  // files of the entries
  void name_norms(Decision& decision);
  void name_exports();
  void check_bounds();

  // canonical.cpp: tables in order of their names
  void sort_tables();
  void sort_bits();
  void sort_readings();
  void sort_enums();
  void sort_calendars();

  // lower_expr.cpp
  Thing thing(Frame& frame, hir::ExprId expr);
  Value value(Frame& frame, hir::ExprId expr);
  Value optional(Frame& frame, hir::ExprId expr);  // with `present`
  Reg plain(Frame& frame, hir::ExprId expr);
  Thing local(Frame& frame, hir::LocalId local, Span span);
  Thing field(Frame& frame, const hir::FieldRef& ref, const hir::Expr& expr);
  Value select(Frame& frame, Reg condition, const Value& a, const Value& b);
  Value with_presence(Frame& frame, Value value);
  Value load(Frame& frame, SlotId slot, Reg index);
  Value zero(Frame& frame, Kind kind, bool optional);
  Value quantify(Frame& frame, const hir::Quantify& node, const hir::Expr& expr);
  // A quantifier's condition or value, not yet in the program: it may have to be made again once
  // all captures are known.
  struct Body {
    Function function;
    bool marks;
    std::vector<Reg> captures;
  };
  using Ask = std::function<Reg(Frame&)>;
  struct Fold {
    Quantifier quantifier;
    std::int64_t n;
    Kind kind;
    Ask condition, value;  // either may be empty
  };
  Body element_body(Frame& frame, hir::LocalId variable, const ListPlace& list, const Ask& ask,
                    const std::vector<Reg>& captures);
  Value over(Frame& frame, const ListPlace& list, hir::LocalId variable, const Fold& fold);
  Value moment(Frame& frame, const hir::Moment& node, const hir::Expr& expr);
  Reg quantifier_condition(Frame& body, const hir::Quantify& node);
  FunctionId add_function(Function function, bool marks);
  Reg counted(Frame& frame, const hir::Counted& node);
  Reg under_readings(Frame& frame, std::span<const hir::CountedReading> readings,
                     std::uint32_t ways, const std::function<Reg(std::uint32_t)>& count);
  Reg duration(Frame& frame, hir::ExprId expr, bool negated);
  Reg negate(Frame& frame, Reg operand);
  Reg widen(Frame& frame, Reg operand, Kind kind);
  Value constant(Frame& frame, const hir::Expr& expr);
  template <class Node>
  Thing lower_node(Frame& frame, const Node& node, const hir::Expr& expr);
  Reg law_date(Frame& frame);
  Reg trigger(Frame& frame);
  Reg import(Frame& frame, Reg of_parent);
  Thing import(Frame& frame, const Thing& of_parent);

  // lower_rule.cpp
  Value call_rule(Frame& frame, hir::DefId rule, const std::vector<Thing>& args);
  Value judgment(Frame& frame, hir::DefId rule, const std::vector<Thing>& args);
  enum class Part { Value, Presence, Upper };
  Instance rule_instance(hir::DefId rule, const std::vector<Thing>& args, Part part);
  Value rule_value(Frame& frame, hir::DefId rule);
  // A case or exception of a rule, its own or of special law; targets are places in the same list.
  struct RuleRow {
    const hir::RuleNode* node;
    const SpecialPart* part;  // null: the rule's own
    std::string label;
    std::vector<std::uint32_t> targets;
  };
  [[nodiscard]] std::vector<RuleRow> rows_of(hir::DefId rule) const;
  [[nodiscard]] static std::vector<std::uint32_t> order_of(const std::vector<RuleRow>& rows);
  Value choose(Frame& frame, hir::DefId rule);
  std::vector<Reg> guards_in_turn(Frame& frame, const hir::Rule& rule, Reg rule_force);
  static Value range_chosen(Frame& frame, Reg chosen, const ChooseInst& lower, ChooseInst upper);
  Reg force(Frame& frame, const hir::Force& force);  // none: always
  Reg guard(Frame& frame, const hir::Authority& authority, hir::ExprId when, Reg also);
  Reg both(Frame& frame, Reg a, Reg b);  // an operand that does not exist counts as true
  std::vector<Thing> bind_parameters(Frame& frame, const std::vector<hir::LocalId>& params,
                                     const std::vector<Thing>& args);
  std::string instance_key(const hir::Def& def, const std::vector<Thing>& args,
                           std::string_view part) const;
  Reg emit_call(Frame& frame, const Instance& instance, Reg law_date,
                const std::vector<Thing>& args, Kind kind);
  bool enter(hir::DefId def, const std::string& key);
  Instance leave(const std::string& key, Frame& frame, Function function, NormId norm);
  Frame frame_of(hir::DefId def) const;

  // lower_special.cpp
  void find_specials(const Entry& entry);
  [[nodiscard]] const std::vector<SpecialPart>& specials(hir::DefId of) const;

  // lower_probe.cpp: conditions that are watched
  void probe(Frame& frame, hir::ExprId condition);
  void watch(Frame& frame, hir::ExprId part, Reg alone, const std::string& name,
             std::uint32_t& leaves);

  // lower_law.cpp
  void find_law(const std::set<FileId>& files);
  [[nodiscard]] std::string shown_force(const hir::Module& module, const hir::Force& force) const;
  [[nodiscard]] bool is_changed(const hir::Authority& authority) const;
  Reg lawful(Frame& frame, const hir::Authority& authority);  // none: always in force
  Reg holds(Frame& frame, const LawChange& change);
  Reg is_supposed(Frame& frame, hir::DefId reading);
  struct Ending {
    Reg at;  // true while the provision has no force
    Note note;
  };
  void find_endings(Frame& frame, const hir::Cite& cite, std::vector<Ending>& out);
  void find_lapse(Frame& frame, const hir::Cite& cite, Reg total, std::vector<Ending>& out);
  void remark(Frame& frame, Reg when, Note note);
  void elections(Frame& frame, hir::DefId norm, std::map<std::string, Reg>& exempt);
  std::optional<Thing> place_of(const hir::Def& norm, Frame& frame, hir::TypeId type);
  void places_below(const Place& place, hir::DefId record, std::vector<Place>& out) const;
  void sort_notes();

  // lower_collision.cpp
  void settle_collisions(Frame& frame, hir::DefId rule, const std::vector<RuleRow>& rows,
                         ChooseInst& by_value, ChooseInst& by_presence);
  [[nodiscard]] const hir::Collision* collision_of(hir::DefId rule) const;
  void check_outside(hir::DefId reached);

  // lower_norm.cpp
  Reg call_norm(Frame& frame, hir::DefId norm, const std::vector<Thing>& args);
  Instance norm_instance(hir::DefId norm, const std::vector<Thing>& args);
  NormSpec norm_spec(Frame& frame, hir::DefId norm, const std::vector<Thing>& params);
  void norm_trigger(Frame& frame, const hir::Norm& norm, NormSpec& spec);
  void norm_exits(Frame& frame, hir::DefId norm, NormSpec& spec);
  void norm_due(Frame& frame, const hir::Def& def, const std::vector<Thing>& params,
                NormSpec& spec);

  // lower_sanction.cpp
  void norm_sanctions(Frame& frame, const hir::Def& def, NormSpec& spec);
  NormSanction figures(Frame& frame, const hir::Sanction& row, Reg also);
  void milder(Frame& frame, NormSanction& conduct, const NormSanction& ruling);
  Reg limitation(Frame& frame, const hir::Norm& norm, const hir::Sanction& row,
                 const NormSpec& spec);
  static Span figure_span(const Frame& frame, const hir::Sanction& row);

  // lower_performance.cpp
  void norm_outcome(Frame& frame, const hir::Def& def, NormSpec& spec);
  void norm_evidence(Frame& frame, const hir::Norm& norm, NormSpec& spec);
  void performed_at(Frame& frame, const Value& moment, Reg counts, NormSpec& spec);
  Reg begins_by_as_of(Frame& frame, Reg moment);
  Reg not_excused(Frame& frame, const NormSpec& spec);
  std::vector<const hir::FallbackBearer*> fallbacks_in_order(const hir::Module& module,
                                                             const hir::Norm& norm) const;
  void norm_bearers(Frame& frame, const hir::Def& def, NormSpec& spec);
  Value breach_moment(Frame& frame, const hir::NormGet& node);
  Instance trigger_instance(hir::DefId norm, const std::vector<Thing>& args);

  // shared
  [[nodiscard]] const hir::Def& def(hir::DefId id) const { return layout_.def(id); }
  [[nodiscard]] const hir::Module& module_of(hir::DefId id) const;
  [[nodiscard]] std::string text(Name name) const { return std::string(names_.text(name)); }
  Kind kind_of(hir::TypeId type) { return layout_.kind_of(type); }
  std::uint32_t bit(const std::string& qualified);
  ReadingId reading(hir::DefId id);
  CalendarId calendar(hir::DefId id, Span span);
  [[nodiscard]] std::string shown(const hir::Module& module, hir::ExprId id) const;
  std::int32_t zone_of(hir::DefId calendar) const;
  // Reports once a place; the value that lowering goes on with is meaningless.
  template <int N, class... Args>
  void refuse(const diag::Kind<N>& kind, Span span, Args&&... args) {
    if (refused_.emplace(kind.row.code, span).second)
      lowered_.diagnostics.report(kind, span, std::forward<Args>(args)...);
  }

  const Modules& modules_;
  const hir::TypeStore& types_;
  const Interner& names_;
  std::vector<Entry> entries_;  // by qualified name
  std::span<const hir::OutsideSpecial> outside_;
  const Probes* probes_;   // null: nothing is watched
  bool watching_ = false;  // what is lowered again to be watched is not watched itself
  Lowered lowered_;
  Program& program_;
  Judgments judgments_;
  FactsLayout layout_;

  std::map<std::string, Instance> instances_;
  std::set<std::string> open_;  // instances under construction
  std::vector<bool> marks_;     // by function: sets certificate bits
  std::string decision_;        // qualified name of the one under construction
  hir::DefId target_;           // its definition
  std::map<hir::DefId, std::vector<SpecialPart>> specials_;  // that count in it, by module
  std::map<hir::DefId, std::vector<LawChange>> changes_;     // by instrument that they change
  std::vector<hir::DefId> elections_;                        // that disapply something, by name
  bool too_deep_ = false;                                    // some call of it is
  struct NormUseName {
    std::string simple, qualified, places;
  };
  std::vector<NormUseName> norm_names_;  // of its norms, as long as it is under construction
  std::map<std::string, std::uint32_t> bits_;
  std::map<std::string, Note> notes_;  // by name of their bit
  std::map<hir::DefId, ReadingId> readings_;
  std::map<hir::DefId, CalendarId> calendars_;
  std::set<std::pair<std::uint16_t, Span>> refused_;
};

inline constexpr std::uint32_t kMaxDepth = 64;

}  // namespace phep::decision
