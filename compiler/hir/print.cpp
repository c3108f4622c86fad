#include "compiler/hir/print.h"

#include "compiler/base/check.h"

#include <array>
#include <string_view>
#include <type_traits>

namespace phep::hir {
namespace {

constexpr std::array<std::string_view, 7> kUnits = {"hours",  "days",     "working_days", "weeks",
                                                    "months", "quarters", "years"};
constexpr std::array<std::string_view, 6> kCompares = {"eq", "ne", "lt", "le", "gt", "ge"};
constexpr std::array<std::string_view, 6> kAriths = {"add", "sub", "mul", "div", "min", "max"};
constexpr std::array<std::string_view, 7> kQuantifiers = {"some", "all", "at_least", "count",
                                                          "sum",  "min", "max"};
constexpr std::array<std::string_view, 6> kRoundings = {"half_up", "half_even", "up",
                                                        "down",    "ceiling",   "floor"};
constexpr std::array<std::string_view, 5> kNorms = {"duty", "prohibition", "permission", "power",
                                                    "encouragement"};
constexpr std::array<std::string_view, 5> kOutcomes = {"none", "done", "met", "breached",
                                                       "granted"};
constexpr std::array<std::string_view, 6> kConsequences = {"fine",   "warning",      "suspension",
                                                           "remedy", "confiscation", "not_set"};
constexpr std::array<std::string_view, 4> kPicks = {"agree", "highest", "lowest", "all"};

template <std::size_t N, class E>
std::string word(const std::array<std::string_view, N>& words, E value) {
  return std::string(words.at(static_cast<std::size_t>(value)));
}

class Printer {
 public:
  Printer(const Module& module, const TypeStore& types, const Interner& names, const DefText& text)
      : module_(module), types_(types), names_(names), def_text_(text) {}

  std::string whole() {
    out_ = "module " + module_.name + "\n";
    for (const Def& def : module_.defs) {
      out_ += "\n" + std::string(sort_of(def.node)) + " " + def.qualified + "\n";
      std::visit([&](const auto& node) { body(node); }, def.node);
    }
    for (const Test& test : module_.tests)
      out_ += "\ntest \"" + test.title + "\" " + std::to_string(test.expectations.size()) + "\n";
    for (const Property& property : module_.properties) {
      out_ += "\nproperty \"" + property.title + "\"\n";
      if (property.where.exists()) line("where " + expr(property.where));
      for (const Claim& claim : property.claims)
        line("expect " + expr(claim.value) +
             (claim.course == Course::None         ? ""
              : claim.course == Course::NeverFalls ? " never_falls_with " + expr(claim.along)
                                                   : " never_rises_with " + expr(claim.along)));
    }
    return out_;
  }
  std::string one(ExprId id) const { return expr(id); }

 private:
  static std::string_view sort_of(const DefNode& node) {
    constexpr std::array<std::string_view, 15> kSorts = {
        "hole",     "instrument", "source", "unencoded", "party",   "action",  "enum",     "record",
        "calendar", "rule",       "norm",   "decision",  "reading", "special", "collision"};
    return kSorts.at(node.index());
  }

  void line(const std::string& text) { out_ += "  " + text + "\n"; }

  std::string text(Name name) const { return std::string(names_.text(name)); }

  std::string type(TypeId id) const {
    const Type& t = types_[id];
    switch (t.sort) {
      case Sort::Error: return "error";
      case Sort::Bool: return "bool";
      case Sort::Int: return "int";
      case Sort::Decimal: return "decimal";
      case Sort::Money: return "money<" + text(t.currency) + ">";
      case Sort::Amount: return "amount<" + text(t.currency) + ">";
      case Sort::Date: return "date";
      case Sort::Instant: return "instant";
      case Sort::Duration: return "duration";
      case Sort::Text: return "text";
      case Sort::Enum: return "enum " + def_text_(t.def);
      case Sort::Set: return "set<" + def_text_(t.def) + ">";
      case Sort::Record: return "record " + def_text_(t.def);
      case Sort::List: return "list<" + type(t.element) + "> max " + std::to_string(t.max);
      case Sort::Optional: return type(t.element) + "?";
      case Sort::Range: return "range<" + type(t.element) + ">";
      case Sort::Norm: return "norm " + def_text_(t.def);
      case Sort::Null: return "null";
    }
    PHEP_UNREACHABLE();
  }

  std::string list(const std::vector<ExprId>& ids) const {
    std::string out;
    for (const ExprId id : ids) out += " " + expr(id);
    return out;
  }

  std::string expr(ExprId id) const {
    if (!id.exists()) return "-";
    const Expr& e = module_.exprs[id];
    return std::visit([&](const auto& node) { return "(" + node_text(node) + ")"; }, e.node);
  }

  template <class Node>
  std::string node_text(const Node& node) const {
    using std::to_string;
    using T = std::decay_t<Node>;
    if constexpr (std::is_same_v<T, ErrorExpr>)
      return "error";
    else if constexpr (std::is_same_v<T, BoolConst>)
      return node.value ? "true" : "false";
    else if constexpr (std::is_same_v<T, IntConst>)
      return to_string(node.value);
    else if constexpr (std::is_same_v<T, DecimalConst>)
      return node.units + "e-9";
    else if constexpr (std::is_same_v<T, MoneyConst>)
      return "money " + to_string(node.minor);
    else if constexpr (std::is_same_v<T, DateConst>)
      return "date " + to_string(node.days);
    else if constexpr (std::is_same_v<T, InstantConst>)
      return "instant " + to_string(node.ms);
    else if constexpr (std::is_same_v<T, DurationConst>)
      return to_string(node.amount) + " " + word(kUnits, node.unit);
    else if constexpr (std::is_same_v<T, TextConst>)
      return "\"" + node.value + "\"";
    else if constexpr (std::is_same_v<T, EnumConst>)
      return "member " + to_string(node.member);
    else if constexpr (std::is_same_v<T, SetConst>)
      return "set " + to_string(node.members);
    else if constexpr (std::is_same_v<T, NullConst>)
      return "null";
    else if constexpr (std::is_same_v<T, LocalRef>)
      return text(module_.locals[node.local].name);
    else if constexpr (std::is_same_v<T, FieldRef>)
      return "field " + to_string(node.field) + " " + expr(node.record);
    else if constexpr (std::is_same_v<T, AsOf>)
      return "as_of";
    else if constexpr (std::is_same_v<T, LawDate>)
      return "law_date";
    else if constexpr (std::is_same_v<T, Trigger>)
      return "trigger";
    else if constexpr (std::is_same_v<T, ReadingRef>)
      return "reading " + def_text_(node.reading);
    else if constexpr (std::is_same_v<T, ReadingIs>)
      return "reading_is " + def_text_(node.reading) + " " + to_string(node.option);
    else if constexpr (std::is_same_v<T, Not>)
      return "not " + expr(node.operand);
    else if constexpr (std::is_same_v<T, And>)
      return "and" + list(node.operands);
    else if constexpr (std::is_same_v<T, Or>)
      return "or" + list(node.operands);
    else if constexpr (std::is_same_v<T, Compare>)
      return word(kCompares, node.op) + " " + expr(node.left) + " " + expr(node.right);
    else if constexpr (std::is_same_v<T, SetHas>)
      return "has " + expr(node.set) + " " + expr(node.member);
    else if constexpr (std::is_same_v<T, Exists>)
      return "exists " + expr(node.value);
    else if constexpr (std::is_same_v<T, Unwrap>)
      return "unwrap " + expr(node.value);
    else if constexpr (std::is_same_v<T, Wrap>)
      return "wrap " + expr(node.value);
    else if constexpr (std::is_same_v<T, IfAbsent>)
      return "if_absent " + expr(node.value) + " " + expr(node.otherwise);
    else if constexpr (std::is_same_v<T, If>)
      return "if " + expr(node.condition) + " " + expr(node.then_value) + " " +
             expr(node.else_value);
    else if constexpr (std::is_same_v<T, Arith>)
      return word(kAriths, node.op) + " " + expr(node.left) + " " + expr(node.right);
    else if constexpr (std::is_same_v<T, Negate>)
      return "negate " + expr(node.operand);
    else if constexpr (std::is_same_v<T, Widen>)
      return "widen " + expr(node.operand);
    else if constexpr (std::is_same_v<T, Round>)
      return "round " + word(kRoundings, node.mode) + " " + node.quantum + " " + expr(node.operand);
    else if constexpr (std::is_same_v<T, ShiftDate>)
      return std::string(node.backward ? "shift_back " : "shift ") + expr(node.date) + " " +
             expr(node.duration) + (node.times.exists() ? " times " + expr(node.times) : "") +
             under(node.readings);
    else if constexpr (std::is_same_v<T, Occurrences>)
      return "occurrences " + expr(node.from) + " " + expr(node.period) + " at " +
             expr(node.moment);
    else if constexpr (std::is_same_v<T, LocalDay>)
      return "local_day " + expr(node.instant);
    else if constexpr (std::is_same_v<T, DayStart>)
      return "day_start " + expr(node.date);
    else if constexpr (std::is_same_v<T, Counted>)
      return std::string(node.backward ? "before " : "after ") + expr(node.anchor) + " " +
             expr(node.duration) +
             (node.calendar.exists() ? " by " + def_text_(node.calendar) : std::string()) +
             (node.extensions.empty() ? std::string() : " extended" + list(node.extensions)) +
             (node.ways != 0 ? " ways " + to_string(node.ways) : std::string()) +
             (node.rolls ? "" : " unrolled") + under(node.readings);
    else if constexpr (std::is_same_v<T, Quantify>)
      return word(kQuantifiers, node.kind) + " " + to_string(node.at_least) + " " +
             text(module_.locals[node.variable].name) + " " + expr(node.list) + " " +
             expr(node.where) + " " + expr(node.body);
    else if constexpr (std::is_same_v<T, Moment>)
      return "moment " + text(module_.locals[node.variable].name) + " " + expr(node.list) + " " +
             expr(node.dated) + " " + expr(node.where) + " " + expr(node.body) + " reaches " +
             expr(node.reaches);
    else if constexpr (std::is_same_v<T, CallRule>)
      return "call " + def_text_(node.rule) + list(node.args);
    else if constexpr (std::is_same_v<T, CallNorm>)
      return "norm " + def_text_(node.norm) + list(node.args);
    else if constexpr (std::is_same_v<T, NormIs>)
      return "norm_is " + to_string(node.statuses) + " " + expr(node.norm);
    else if constexpr (std::is_same_v<T, MakeRange>)
      return "range " + expr(node.lower) + " " + expr(node.upper);
    else if constexpr (std::is_same_v<T, RangeEnd>)
      return std::string(node.upper ? "upper " : "lower ") + expr(node.range);
    else {
      static_assert(std::is_same_v<T, NormGet>);
      constexpr std::array<std::string_view, 3> kMembers = {"due ", "done ", "since "};
      return word(kMembers, node.member) + expr(node.norm);
    }
  }

  std::string under(const std::vector<CountedReading>& readings) const {
    std::string out;
    for (const CountedReading& one : readings) out += " under " + def_text_(one.reading);
    return out;
  }

  std::string params(const std::vector<LocalId>& ids) const {
    std::string out;
    for (const LocalId id : ids)
      out += " " + text(module_.locals[id].name) + ": " + type(module_.locals[id].type);
    return out;
  }

  static std::string bound(const ForceBound& bound) {
    if (bound.expr.exists()) return "expr";
    if (bound.days == kAlways || bound.days == kForever) return "open";
    return std::to_string(bound.days);
  }

  std::string authority(const Authority& authority) const {
    std::string out;
    for (const Cite& cite : authority.cites) out += " cites " + to_source(cite.written, names_);
    for (const auto& clause : authority.force.clauses) {
      out += " force";
      for (const ForceInterval& one : clause)
        out += " [" + bound(one.from) + ", " + bound(one.until) + ")";
    }
    if (authority.provenance.stated)
      out += std::string(" confidence ") + authority.provenance.confidence;
    return out;
  }

  void body(const std::monostate& /*node*/) {}
  void body(const Party& node) {
    for (const Holding& one : node.held)
      line("held " + text(one.label) + " by " +
           def_text_(one.through.exists() ? one.through : one.rule) + authority(one.authority));
  }
  void body(const Action& /*node*/) {}
  void body(const Source& node) { line(node.kind + " " + node.url); }
  void body(const Unencoded& node) {
    std::string out = node.reason;
    for (const Cite& cite : node.cites) out += " " + to_source(cite.written, names_);
    line(out);
  }
  void body(const Instrument& node) {
    line(node.number + " " + node.rank);
    for (const ForceInterval& one : node.force)
      line("force [" + bound(one.from) + ", " + bound(one.until) + ")");
    line("outline " + std::to_string(node.outline.size()));
  }
  void body(const Enum& node) {
    std::string out = node.ordered ? "ordered" : "members";
    for (const EnumMember& member : node.members) out += " " + text(member.name);
    line(out);
  }
  void body(const Record& node) {
    if (node.closed) line("closed");
    for (const Field& field : node.fields) {
      std::string range;
      if (field.lo) range += " from " + std::to_string(*field.lo);
      if (field.hi) range += " to " + std::to_string(*field.hi);
      line(text(field.name) + ": " + type(field.type) + range);
    }
  }
  void body(const Calendar& node) {
    line("zone " + std::to_string(node.zone_minutes) + " weekly " + std::to_string(node.weekly));
    line("covers [" + std::to_string(node.first) + ", " + std::to_string(node.last) + "] rest " +
         std::to_string(node.rest.size()) + " worked " + std::to_string(node.worked.size()));
    for (const CalendarGroup& group : node.groups)
      line("pending " + text(group.name) + " " + std::to_string(group.alternatives.size()));
  }
  void body(const Reading& node) {
    std::string out = "options";
    for (const ReadingOption& option : node.options) out += " " + text(option.name);
    line(out + " default " + std::to_string(node.fallback));
  }
  void body(const Rule& node) {
    line("params" + params(node.params) + " gives " + type(node.result));
    if (node.by_judgment) line("by judgment");
    if (node.body.exists()) line("body " + expr(node.body));
    if (node.picks != Picks::Agree) line("picks " + word(kPicks, node.picks));
    if (node.fallback.exists()) line("default " + expr(node.fallback));
    for (const RuleNode& one : node.nodes) {
      std::string out = one.parents == Parents::Case ? "case " : "except ";
      out += text(one.label);
      for (const std::uint32_t target : one.targets) out += " of " + text(node.nodes[target].label);
      line(out + ": " + (one.value.exists() ? expr(one.value) : "lifted") + " when " +
           expr(one.when) + authority(one.authority));
    }
  }
  void body(const Collision& node) {
    constexpr std::array<std::string_view, 3> kPrinciples = {"higher_rank", "special_law",
                                                             "later_date"};
    for (const Collision::Row& row : node.rows) line(word(kPrinciples, row.principle));
  }
  void body(const Special& node) {
    line("of " + def_text_(node.of) + params(node.params) + authority(node.authority));
    for (const RuleNode& one : node.nodes) {
      std::string out = one.parents == Parents::Case ? "case " : "except ";
      out += text(one.label);
      for (const std::uint32_t target : one.targets) out += " of " + std::to_string(target);
      line(out + ": " + (one.value.exists() ? expr(one.value) : "lifted") + " when " +
           expr(one.when) + authority(one.authority));
    }
    for (const Exemption& one : node.exemptions)
      line("exempt " + text(one.label) + " " + expr(one.when) + authority(one.authority));
    for (const Deferral& one : node.deferrals)
      line("deferred " + text(one.label) + " until " + expr(one.until) + " when " + expr(one.when) +
           authority(one.authority));
  }
  void body(const Norm& node) {
    line(word(kNorms, node.kind) + params(node.params) + authority(node.authority));
    for (const DefId bearer : node.bearers) line("bearer " + def_text_(bearer));
    if (node.trigger.exists()) line("trigger " + expr(node.trigger));
    if (node.applies.exists()) line("applies " + expr(node.applies));
    for (const Exemption& one : node.exemptions)
      line("exempt " + text(one.label) + " " + expr(one.when) + authority(one.authority));
    for (const Deferral& one : node.deferrals)
      line("deferred " + text(one.label) + " until " + expr(one.until) + " when " + expr(one.when) +
           authority(one.authority));
    if (node.due.exists()) line(std::string(node.due_before ? "before " : "due ") + expr(node.due));
    if (node.due_by_judgment) line("due by judgment");
    if (node.due_exclusive.exists()) line("before when " + expr(node.due_exclusive));
    if (node.kept) line("kept through it");
    for (const Evidence& one : node.evidence)
      line("evidence " + text(one.label) + " " + expr(one.value) + " when " + expr(one.when) +
           authority(one.authority));
    if (node.excused.exists()) line("excused " + expr(node.excused));
    if (node.proof.exists()) line("proof " + def_text_(node.proof));
    if (node.available.exists()) line("available " + expr(node.available));
    if (node.silence != Silence::Nothing)
      line(std::string("silence ") + (node.silence == Silence::Granted ? "granted" : "refused") +
           authority(node.silence_authority));
    if (node.breach_of.exists()) line("on breach of " + def_text_(node.breach_of));
    if (node.outcome != OutcomeKind::None)
      line(word(kOutcomes, node.outcome) + " " + expr(node.outcome_value));
    for (const Sanction& one : node.sanctions)
      line("sanction " + text(one.label) + " " + word(kConsequences, one.kind) + " " +
           expr(one.from) + " " + expr(one.to) + " when " + expr(one.when) +
           (one.limitation.exists() ? " limitation " + expr(one.limitation) : std::string()) +
           (one.milder ? " milder" : "") + authority(one.authority));
  }
  void body(const Decision& node) {
    line("params" + params(node.params));
    for (const Output& output : node.outputs) line(text(output.name) + " = " + expr(output.value));
    for (const NormUse& use : node.norms)
      line("norm " + def_text_(use.norm) + list(use.args) +
           (use.list.exists() ? " for each in " + expr(use.list) : std::string()) +
           (use.occurrences.exists() ? " times " + expr(use.occurrences) : std::string()));
  }

  const Module& module_;
  const TypeStore& types_;
  const Interner& names_;
  const DefText& def_text_;
  std::string out_;
};

}  // namespace

std::string print(const Module& module, const TypeStore& types, const Interner& names,
                  const DefText& def_text) {
  return Printer(module, types, names, def_text).whole();
}

std::string print(const Module& module, const TypeStore& types, const Interner& names,
                  const DefText& def_text, ExprId expr) {
  return Printer(module, types, names, def_text).one(expr);
}

}  // namespace phep::hir
