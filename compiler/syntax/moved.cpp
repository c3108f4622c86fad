#include "compiler/syntax/moved.h"

#include <algorithm>
#include <string>
#include <type_traits>

namespace phep::syntax {
namespace {

// One overload a struct. Large ones are taken apart whole, so that a new member does not compile
// until it has been thought of here.
class Move {
 public:
  explicit Move(std::int32_t by, std::uint32_t from = 0, std::vector<Span>* met = nullptr)
      : by_(static_cast<std::uint32_t>(by)), from_(from), met_(met) {}

  void at(Span& n) const {
    // What was not written has an empty span at the beginning of its file, or of none.
    if (!n.file.exists() || n.end == 0 || n.begin < from_) return;
    if (met_ != nullptr) met_->push_back(n);
    n.begin += by_;
    n.end += by_;
  }

  // ---- what has no place
  template <class Tag>
  void at(Id<Tag>& /*n*/) const {}
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void at(T& /*n*/) const {}
  void at(std::string& /*n*/) const {}
  void at(ast::Missing& /*n*/) const {}
  void at(ast::NullLiteral& /*n*/) const {}
  void at(ast::UnknownLiteral& /*n*/) const {}
  void at(ast::BoolLiteral& /*n*/) const {}
  void at(ast::IntLiteral& /*n*/) const {}
  void at(ast::DecimalLiteral& /*n*/) const {}
  void at(ast::PercentLiteral& /*n*/) const {}
  void at(ast::TextLiteral& /*n*/) const {}
  void at(ast::DateLiteral& /*n*/) const {}
  void at(ast::InstantLiteral& /*n*/) const {}
  void at(ast::DurationLiteral& /*n*/) const {}
  void at(ast::NameRef& /*n*/) const {}
  void at(ast::MinMax& /*n*/) const {}
  void at(ast::Clock& /*n*/) const {}
  void at(ast::Unary& /*n*/) const {}
  void at(ast::Binary& /*n*/) const {}
  void at(ast::In& /*n*/) const {}
  void at(ast::Range& /*n*/) const {}
  void at(ast::Exists& /*n*/) const {}
  void at(ast::IfAbsent& /*n*/) const {}
  void at(ast::If& /*n*/) const {}
  void at(ast::Counted& /*n*/) const {}
  void at(ast::Within& /*n*/) const {}
  void at(ast::SetLiteral& /*n*/) const {}
  void at(ast::ListLiteral& /*n*/) const {}
  void at(ast::Action& n) const { at(n.within); }
  void at(ast::Warning& /*n*/) const {}
  void at(ast::Confiscation& /*n*/) const {}
  void at(ast::NotSet& /*n*/) const {}
  void at(ast::Fine& /*n*/) const {}
  void at(ast::Suspension& /*n*/) const {}
  void at(ast::Recurrence& /*n*/) const {}
  void at(ast::AsOf& /*n*/) const {}
  void at(ast::LawDate& /*n*/) const {}
  void at(ast::Expect& /*n*/) const {}

  // ---- words
  void at(ast::Ident& n) const { at(n.span); }
  void at(ast::Path& n) const { each(n.parts, n.span); }
  void at(ast::Text& n) const { at(n.span); }
  void at(ast::Labels& n) const { each(n.vi, n.en); }
  void at(Citation& n) const { at(n.span); }

  // ---- expressions and types
  void at(ast::MoneyLiteral& n) const { at(n.currency); }
  void at(ast::CitationLiteral& n) const { at(n.citation); }
  void at(ast::Member& n) const { at(n.field); }
  void at(ast::Call& n) const { at(n.callee); }
  void at(ast::Pattern& n) const {
    auto& [word, has_args, args, has_among, among, awaiting] = n;
    each(word, awaiting);
  }
  void at(ast::Is& n) const { at(n.pattern); }
  void at(ast::Rounded& n) const { at(n.mode); }
  void at(ast::Quantifier& n) const { at(n.variable); }
  void at(ast::Moment& n) const { at(n.variable); }
  void at(ast::FieldValue& n) const { each(n.field, n.span); }
  void at(ast::RecordLiteral& n) const { each(n.type, n.fields); }
  void at(ast::Expr& n) const { each(n.node, n.span); }
  void at(ast::Type& n) const {
    auto& [name, args, has_range, lo, hi, max_count, optional, span] = n;
    each(name, span);
  }
  void at(ast::Cell& n) const { each(n.pattern, n.span); }

  // ---- shared parts
  void at(ast::Param& n) const { at(n.name); }
  void at(ast::Let& n) const { each(n.name, n.span); }
  void at(ast::Provenance& n) const {
    auto& [sources, rows, confidence] = n;
    each(sources, rows, confidence);
  }
  void at(ast::Interval& n) const {
    auto& [of, from, until, through, cites, span] = n;
    each(of, cites, span);
  }
  void at(ast::Authority& n) const {
    auto& [cites, see, in_force, provenance] = n;
    each(cites, see, in_force, provenance);
  }

  // ---- instruments, sources, parties
  void at(ast::OutlineItem& n) const {
    auto& [first, last, heading, digest, inner, span] = n;
    each(first, last, heading, digest, inner, span);
  }
  void at(ast::Relation& n) const {
    auto& [kind, targets, with, rule, value, when, held, cites, span] = n;
    each(targets, with, rule, held, cites, span);
  }
  void at(ast::ScopeRow& n) const {
    auto& [excluded, label, when, authority, span] = n;
    each(label, authority, span);
  }
  void at(ast::Scope& n) const { each(n.params, n.rows, n.span); }
  void at(ast::FigureBase& n) const { each(n.whom, n.of, n.span); }
  void at(ast::Described& n) const { each(n.of, n.heading, n.digest, n.span); }
  void at(ast::Instrument& n) const {
    auto& [overlay, draft, number, rank, title, issuer, adopted, in_force, outline, outline_closed,
           described, relations, scopes, figures, provenance] = n;
    each(number, rank, title, issuer, in_force, outline, described, relations, scopes, figures,
         provenance);
  }
  void at(ast::Source& n) const {
    auto& [title, url, kind, read] = n;
    each(title, url, kind);
  }
  void at(ast::Unencoded& n) const { each(n.cites, n.reason, n.provenance); }
  void at(ast::HeldRow& n) const {
    auto& [label, params, party, when, labels, authority, span] = n;
    each(label, params, party, labels, authority, span);
  }
  void at(ast::Party& n) const { at(n.held); }

  // ---- types of facts, calendars
  void at(ast::EnumMember& n) const { each(n.name, n.labels, n.cites); }
  void at(ast::Enum& n) const { at(n.members); }
  void at(ast::Field& n) const {
    auto& [name, type, labels, doc, cites, span] = n;
    each(name, labels, cites, span);
  }
  void at(ast::Record& n) const { at(n.fields); }
  void at(ast::CalendarDays& n) const {
    auto& [kind, first, last, labels, authority, span] = n;
    each(labels, authority, span);
  }
  void at(ast::PendingAlternative& n) const {
    auto& [name, proposal, days, labels, authority, span] = n;
    each(name, days, labels, authority, span);
  }
  void at(ast::PendingGroup& n) const {
    auto& [name, awaiting, labels, alternatives, span] = n;
    each(name, awaiting, labels, alternatives, span);
  }
  void at(ast::Calendar& n) const {
    auto& [zone, weekly_rest, covers_from, covers_through, covers_nothing, days, pending,
           authority] = n;
    each(zone, weekly_rest, days, pending, authority);
  }

  // ---- rules
  void at(ast::RuleNode& n) const {
    auto& [kind, label, targets, lifted, value, when, labels, authority, span] = n;
    each(label, targets, labels, authority, span);
  }
  void at(ast::RuleDefault& n) const { each(n.cites, n.span); }
  void at(ast::CaseRow& n) const { each(n.cells, n.node); }
  void at(ast::RuleTable& n) const {
    auto& [ordered, any_cell, columns, rows, span] = n;
    each(rows, span);
  }
  void at(ast::Rule& n) const {
    auto& [special_of, params, result, by_judgment, body, picks, lets, fallback, nodes, tables,
           basis, authority] = n;
    each(special_of, params, lets, fallback, nodes, tables, basis, authority);
  }

  // ---- norms
  void at(ast::Bearer& n) const {
    auto& [mode, parties, when, cites, span] = n;
    each(parties, cites, span);
  }
  void at(ast::Exemption& n) const {
    auto& [label, when, labels, authority, span] = n;
    each(label, labels, authority, span);
  }
  void at(ast::Deferral& n) const {
    auto& [label, until, through, when, ended_by, labels, authority, span] = n;
    each(label, labels, authority, span);
  }
  void at(ast::DueRow& n) const {
    auto& [label, kind, value, every, when, counting, readings, calendar, authority, span] = n;
    each(label, counting, readings, calendar, authority, span);
  }
  void at(ast::Extension& n) const {
    auto& [label, by, when, authority, span] = n;
    each(label, authority, span);
  }
  void at(ast::Fulfilment& n) const {
    auto& [kind, value, variable, list, where, cites, span] = n;
    each(variable, cites, span);
  }
  void at(ast::Evidence& n) const {
    auto& [label, value, when, labels, authority, span] = n;
    each(label, labels, authority, span);
  }
  void at(ast::Kept& n) const {
    auto& [through, ended_by, cites, span] = n;
    each(cites, span);
  }
  void at(ast::Excuse& n) const { each(n.authority, n.span); }
  void at(ast::Silence& n) const { each(n.meaning, n.cites, n.span); }
  void at(ast::OnBreach& n) const { each(n.cites, n.span); }
  void at(ast::Remedy& n) const { at(n.measures); }
  void at(ast::Sanction& n) const {
    auto& [label, consequence, on, halved_when, individual_when, limitation, when, milder, labels,
           authority, span] = n;
    each(label, consequence, labels, authority, span);
  }
  void at(ast::Norm& n) const {
    auto& [kind, special_of, params, bearer, fallback_bearers, toward, action, trigger, applies,
           exemptions, deferrals, due, extensions, outcomes, sanctions, evidence, kept, excuse,
           proof, silence, on_breach, lets, authority] = n;
    each(special_of, params, bearer, fallback_bearers, toward, action, exemptions, deferrals, due,
         extensions, outcomes, sanctions, evidence, kept, excuse, proof, silence, on_breach, lets,
         authority);
  }

  // ---- lists, elections, collisions, decisions, readings
  void at(ast::ListItem& n) const {
    auto& [code, label, unencoded, when, since, labels, authority, span] = n;
    each(code, label, labels, authority, span);
  }
  void at(ast::ClosedList& n) const { each(n.params, n.items, n.authority); }
  void at(ast::Elect& n) const {
    auto& [params, lets, made, available, lost, disapplies, authority] = n;
    each(params, lets, disapplies, authority);
  }
  void at(ast::CollisionRow& n) const { each(n.principle, n.cites); }
  void at(ast::Collision& n) const { at(n.rows); }
  void at(ast::Output& n) const { each(n.name, n.span); }
  void at(ast::NormUse& n) const {
    auto& [norm, args, variable, list, span] = n;
    each(norm, variable, span);
  }
  void at(ast::Decision& n) const {
    auto& [params, lets, outputs, norms, exposure] = n;
    each(params, lets, outputs, norms, exposure);
  }
  void at(ast::ReadingOption& n) const { each(n.name, n.labels); }
  void at(ast::Reading& n) const {
    auto& [options, fallback, basis, cites, provenance] = n;
    each(options, fallback, basis, cites, provenance);
  }

  // ---- tests
  void at(ast::Judged& n) const {
    auto& [rule, args, value, author, on, until, basis] = n;
    each(rule, author, basis);
  }
  void at(ast::SetReading& n) const { each(n.reading, n.option); }
  void at(ast::Suppose& n) const { at(n.instrument); }
  void at(ast::TestStepAt& n) const { each(n.step, n.span); }
  void at(ast::Test& n) const { each(n.title, n.steps); }
  void at(ast::TableRow& n) const { each(n.inputs, n.outputs, n.span); }
  void at(ast::TestTable& n) const {
    auto& [title, steps, inputs, outputs, rows] = n;
    each(title, steps, inputs, rows);
  }
  void at(ast::Cases& n) const { each(n.path, n.decision); }
  void at(ast::Claim& n) const { at(n.span); }
  void at(ast::Property& n) const {
    auto& [title, params, where, lets, claims] = n;
    each(title, params, lets, claims);
  }

  void at(ast::Use& n) const { each(n.module, n.alias, n.span); }
  void at(ast::Decl& n) const {
    auto& [name, labels, doc, node, span] = n;
    each(name, labels, node, span);
  }

  // ---- what is said
  void at(Note& n) const { at(n.span); }
  void at(Edit& n) const { at(n.span); }
  void at(Fix& n) const { at(n.edits); }
  void at(Diagnostic& n) const { each(n.span, n.notes, n.fixes); }

 private:
  template <class T>
  void at(std::vector<T>& list) const {
    for (T& one : list) at(one);
  }
  template <class T>
  void at(std::optional<T>& one) const {
    if (one) at(*one);
  }
  template <class... T>
  void at(std::variant<T...>& node) const {
    std::visit([this](auto& one) { this->at(one); }, node);
  }
  template <class... T>
  void each(T&... parts) const {
    (at(parts), ...);
  }

  std::uint32_t by_;  // two's complement: adding it moves both ways
  std::uint32_t from_;
  std::vector<Span>* met_;
};

}  // namespace

void move_places(ast::Decl& decl, std::int32_t by) {
  Move(by).at(decl);
}
void move_places(ast::Expr& expr, std::int32_t by) {
  Move(by).at(expr);
}
void move_places(ast::Type& type, std::int32_t by) {
  Move(by).at(type);
}
void move_places(Diagnostic& diagnostic, std::int32_t by, std::uint32_t from) {
  Move(by, from).at(diagnostic);
}

std::vector<Span> places_of(const ast::Module& module) {
  std::vector<Span> out;
  const Move collect(0, 0, &out);
  ast::Module copy = module;
  for (const ast::DeclId id : copy.order) collect.at(copy.decls[id]);
  collect.at(copy.name);
  for (ast::Use& use : copy.uses) collect.at(use);
  collect.at(copy.counting);
  for (ast::Path& one : copy.counting_readings) collect.at(one);
  collect.at(copy.calendar);
  for (std::uint32_t i = 0; i < copy.exprs.size(); ++i) collect.at(copy.exprs[ast::ExprId{i}]);
  for (std::uint32_t i = 0; i < copy.types.size(); ++i) collect.at(copy.types[ast::TypeId{i}]);
  std::ranges::sort(out);
  return out;
}

}  // namespace phep::syntax
