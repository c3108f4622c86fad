// All places in the text that a checked module names, so that they can be moved. A template, since
// a keystroke visits all of them.
#pragma once

#include "compiler/base/span.h"
#include "compiler/hir/hir.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

namespace phep::hir {

// One overload a struct. They are taken apart whole, so that a new member does not compile until it
// has been thought of here.
template <class Visit>
class Places {
 public:
  explicit Places(Visit& visit) : visit_(visit) {}

  void at(Span& n) const { visit_(n); }
  void at(Citation& n) const { at(n.span); }
  void at(Cite& n) const {
    auto& [instrument, written] = n;
    at(written);
  }
  void at(Authority& n) const {
    auto& [cites, see, force, provenance] = n;
    all(cites);
    all(see);
  }
  void at(Local& n) const {
    auto& [name, type, value, parameter, span] = n;
    at(span);
  }
  void at(Expr& n) const {
    auto& [node, type, span] = n;
    at(span);
  }

  // ---- definitions
  void at(std::monostate& /*n*/) const {}
  void at(Action& /*n*/) const {}
  void at(Source& /*n*/) const {}
  void at(Enum& /*n*/) const {}
  void at(Relation& n) const {
    auto& [kind, targets, from, span] = n;
    all(targets);
    at(span);
  }
  void at(Change& n) const {
    auto& [kind, target, with, force, cites] = n;
    at(target);
    if (with) at(*with);
    all(cites);
  }
  void at(Instrument& n) const {
    auto& [number, rank, title, issuer, adopted, force, own_force, outline, outline_closed,
           relations, provenance, figures, scopes, changes, details, supposed] = n;
    for (auto& [of, interval] : own_force) at(of);
    all(relations);
    for (auto& [of, individuals] : figures) at(of);
    all(changes);
    all(details);
  }
  void at(Unencoded& n) const {
    auto& [cites, reason, provenance] = n;
    all(cites);
  }
  void at(Holding& n) const {
    auto& [label, rule, through, authority] = n;
    at(authority);
  }
  void at(Party& n) const { all(n.held); }
  void at(Field& n) const {
    auto& [name, type, label, lo, hi, span] = n;
    at(span);
  }
  void at(Record& n) const {
    auto& [closed, fields] = n;
    all(fields);
  }
  void at(CalendarDays& n) const {
    auto& [first, last, worked, words, authority] = n;
    at(authority);
  }
  void at(CalendarAlternative& n) const {
    auto& [name, proposal, rest, worked, days, words] = n;
    all(days);
  }
  void at(CalendarGroup& n) const {
    auto& [name, awaiting, alternatives, words] = n;
    all(alternatives);
  }
  void at(Calendar& n) const {
    auto& [zone_minutes, weekly, first, last, rest, worked, groups, days, authority] = n;
    all(groups);
    all(days);
    at(authority);
  }
  void at(RuleNode& n) const {
    auto& [label, parents, targets, value, when, table, turn, authority, span, words] = n;
    at(authority);
    at(span);
  }
  void at(Rule& n) const {
    auto& [params, result, by_judgment, body, picks, fallback, nodes, authority, list, election,
           disapplies, calendar, basis] = n;
    all(nodes);
    at(authority);
    all(disapplies);
  }
  void at(Exemption& n) const {
    auto& [label, when, authority, words] = n;
    at(authority);
  }
  void at(Deferral& n) const {
    auto& [label, until, when, authority, words] = n;
    at(authority);
  }
  void at(Sanction& n) const {
    auto& [label, kind, from, to, when, on, measures, limitation, milder, authority, words] = n;
    at(authority);
  }
  void at(BearerWay& n) const {
    auto& [party, holds, cites] = n;
    all(cites);
  }
  void at(FallbackBearer& n) const {
    auto& [parties, ways, when, authority] = n;
    all(ways);
    at(authority);
  }
  void at(Evidence& n) const {
    auto& [label, value, when, authority] = n;
    at(authority);
  }
  void at(Norm& n) const {
    auto& [kind, params, bearers, each_bearer, fallback_bearers, ways, toward, action, occurrence,
           occurrences, at_most, trigger, applies, exemptions, deferrals, due, due_before,
           due_exclusive, due_by_judgment, kept, outcome, outcome_value, evidence, excused,
           excuse_authority, proof, available, silence, silence_authority, breach_of, dated_breach,
           sanctions, authority, calendar] = n;
    all(fallback_bearers);
    all(ways);
    all(exemptions);
    all(deferrals);
    all(evidence);
    at(excuse_authority);
    at(silence_authority);
    all(sanctions);
    at(authority);
  }
  void at(Special& n) const {
    auto& [of, params, nodes, exemptions, deferrals, authority] = n;
    all(nodes);
    all(exemptions);
    all(deferrals);
    at(authority);
  }
  void at(Decision& /*n*/) const {}
  void at(Reading& n) const {
    auto& [draft_of, options, fallback, basis, grounded, cites, provenance] = n;
    all(cites);
  }
  void at(Collision& n) const {
    for (Collision::Row& row : n.rows) all(row.cites);
  }
  void at(Def& n) const {
    auto& [name, qualified, label, doc, node, span, name_span] = n;
    std::visit([&](auto& one) { at(one); }, node);
    at(span);
    at(name_span);
  }

  // ---- tests
  void at(FactField& n) const {
    auto& [field, value] = n;
    all(value);
  }
  void at(FactJudgment& n) const {
    auto& [rule, value, by] = n;
    all(value);
  }
  void at(FactRecord& n) const {
    auto& [record, fields, partial, judgments] = n;
    all(fields);
    all(judgments);
  }
  void at(FactValue& n) const {
    auto& [kind, constant, records, values] = n;
    at(constant);
    all(records);
    all(values);
  }
  void at(Expectation& n) const {
    auto& [target, args, output, member, sanction, kind, negated, status, op, values, names,
           has_args, span] = n;
    all(args);
    all(values);
    at(span);
  }
  void at(Test& n) const {
    auto& [title, as_of, law_date, readings, expectations, span] = n;
    all(expectations);
    at(span);
  }
  void at(Claim& n) const {
    auto& [name, value, course, along, span] = n;
    at(span);
  }
  void at(Property& n) const {
    auto& [title, params, premise, where, claims, calendar, span, title_span] = n;
    all(claims);
    at(span);
    at(title_span);
  }
  void at(CaseFile& n) const {
    auto& [path, decision, span] = n;
    at(span);
  }
  void at(Mention& n) const {
    auto& [cite, see] = n;
    at(cite);
  }
  void at(Occurrence& n) const {
    auto& [span, symbol, declares] = n;
    at(span);
  }

  template <class List>
  void all(List& list) const {
    for (auto& one : list) at(one);
  }

 private:
  Visit& visit_;
};

// Calls `visit(Span&)` for all places but those of expressions.
template <class Visit>
void visit_places_beside_exprs(Module& module, Visit&& visit) {
  const Places places(visit);
  auto& [file, name, imports, defs, exprs, locals, tests, case_files, properties, known_through,
         mentions, occurrences] = module;
  places.all(defs);
  for (std::uint32_t i = 0; i < locals.size(); ++i) places.at(locals[LocalId{i}]);
  places.all(tests);
  places.all(case_files);
  places.all(properties);
  places.all(mentions);
  places.all(occurrences);
}

// Calls `visit(Span&)` for all places.
template <class Visit>
void visit_places(Module& module, Visit&& visit) {
  visit_places_beside_exprs(module, visit);
  const Places places(visit);
  for (std::uint32_t i = 0; i < module.exprs.size(); ++i) places.at(module.exprs[ExprId{i}]);
}

}  // namespace phep::hir
