// HIR by hand: small programs for the tests of the decision room, without source text. The tour's
// law is here too, and a way to decide a case over a lowered program.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/decision/verify.h"
#include "compiler/hir/hir.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::decision_test {

using hir::DefId;
using hir::ExprId;
using hir::LocalId;
using hir::Sort;
using hir::TypeId;

inline std::int32_t day(std::string_view text) {
  std::int32_t out = 0;
  REQUIRE(runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &out));
  return out;
}
inline std::int64_t moment(std::string_view text) {
  std::int64_t out = 0;
  REQUIRE(runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &out) ==
          runtime::InstantStatus::Ok);
  return out;
}

// One module of declarations. `places` says at which index the n-th declaration stands, so that the
// same program can be declared in another order.
class World {
 public:
  explicit World(std::vector<std::uint32_t> places = {}, std::string name = "t")
      : places_(std::move(places)) {
    module.file = FileId{0};
    module.name = std::move(name);
    module.defs.resize(places_.size());
  }

  Interner names;
  hir::TypeStore types;
  hir::Module module;

  Name name(std::string_view text) { return names.intern(text); }
  TypeId type(Sort sort) { return types.get(sort); }
  TypeId money() { return types.get(hir::Type{.sort = Sort::Money, .currency = name("VND")}); }
  TypeId of(Sort sort, DefId def) { return types.get(hir::Type{.sort = sort, .def = def}); }
  TypeId list(TypeId element, std::uint32_t max) {
    return types.get(hir::Type{.sort = Sort::List, .element = element, .max = max});
  }

  DefId add(std::string_view simple, hir::DefNode node) {
    hir::Def def{.name = name(simple),
                 .qualified = module.name + "." + std::string(simple),
                 .label = {},
                 .doc = {},
                 .node = std::move(node),
                 .span = {},
                 .name_span = Span{module.file, next_, next_ + 1}};
    const std::uint32_t index = next_ < places_.size() ? places_[next_] : next_;
    ++next_;
    if (index >= module.defs.size()) module.defs.resize(index + 1);
    module.defs[index] = std::move(def);
    return {module.file, index};
  }
  DefId enumeration(std::string_view simple, std::vector<std::string> members,
                    bool ordered = true) {
    hir::Enum node;
    node.ordered = ordered;
    for (const std::string& member : members) node.members.push_back({name(member), {}});
    return add(simple, std::move(node));
  }
  hir::Field field(std::string_view simple, TypeId of_type) {
    return {.name = name(simple), .type = of_type, .label = {}, .lo = {}, .hi = {}, .span = {}};
  }
  DefId record(std::string_view simple, std::vector<hir::Field> fields, bool closed = false) {
    return add(simple, hir::Record{.closed = closed, .fields = std::move(fields)});
  }
  DefId calendar(std::string_view simple) {
    hir::Calendar node;
    node.weekly = 0b110'0000;
    node.first = day("2024-01-01");
    node.last = day("2027-12-31");
    for (const char* rest : {"2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
                             "2026-05-01", "2027-09-02"})
      node.rest.push_back(day(rest));
    hir::CalendarGroup group;
    group.name = name("national_day_2027");
    group.awaiting = "a decision";
    for (const auto& [way, rest] : {std::pair("before", "2027-09-01"), {"after", "2027-09-03"}}) {
      hir::CalendarAlternative made;
      made.name = name(way);
      made.rest = {day(rest)};
      group.alternatives.push_back(std::move(made));
    }
    node.groups.push_back(std::move(group));
    return add(simple, std::move(node));
  }

  LocalId parameter(std::string_view simple, TypeId of_type, std::uint32_t position = 0) {
    return module.locals.add({.name = name(simple),
                              .type = of_type,
                              .value = {},
                              .parameter = position,
                              .span = Span{module.file, 1, 2}});
  }
  LocalId let(std::string_view simple, ExprId value) {
    return module.locals.add({.name = name(simple),
                              .type = module.exprs[value].type,
                              .value = value,
                              .parameter = LocalId::kNone,
                              .span = {}});
  }

  // ---- expressions ----
  ExprId expr(hir::ExprNode node, TypeId of_type) {
    return module.exprs.add({std::move(node), of_type, Span{module.file, 3, 4}});
  }
  ExprId local(LocalId id) { return expr(hir::LocalRef{id}, module.locals[id].type); }
  ExprId get(ExprId base, std::string_view simple) {
    const DefId record = types[module.exprs[base].type].def;
    const auto& fields = std::get<hir::Record>(module.defs[record.index].node).fields;
    for (std::uint32_t i = 0; i < fields.size(); ++i)
      if (names.text(fields[i].name) == simple) return expr(hir::FieldRef{base, i}, fields[i].type);
    FAIL("no such field");
    return {};
  }
  ExprId boolean(bool value) { return expr(hir::BoolConst{value}, type(Sort::Bool)); }
  ExprId integer(std::int64_t value) { return expr(hir::IntConst{value}, type(Sort::Int)); }
  ExprId member(DefId enumeration, std::uint32_t index) {
    return expr(hir::EnumConst{index}, of(Sort::Enum, enumeration));
  }
  ExprId compare(hir::CompareOp op, ExprId a, ExprId b) {
    return expr(hir::Compare{op, a, b}, type(Sort::Bool));
  }
  ExprId both(ExprId a, ExprId b) { return expr(hir::And{{a, b}}, type(Sort::Bool)); }
  ExprId opposite(ExprId a) { return expr(hir::Not{a}, type(Sort::Bool)); }
  ExprId term(std::int64_t amount, hir::Unit unit) {
    return expr(hir::DurationConst{amount, unit}, type(Sort::Duration));
  }
  ExprId counted(ExprId length, ExprId anchor, DefId days) {
    return expr(hir::Counted{length, anchor, false, days}, type(Sort::Instant));
  }

  static hir::Rule rule(std::vector<LocalId> params, TypeId result, DefId days = {}) {
    hir::Rule out;
    out.params = std::move(params);
    out.result = result;
    out.calendar = days;
    return out;
  }
  static hir::Norm norm(hir::NormKind kind, std::vector<LocalId> params, DefId days = {}) {
    hir::Norm out;
    out.kind = kind;
    out.params = std::move(params);
    out.calendar = days;
    return out;
  }
  // `rule NAME(…) : T = body`
  DefId define(std::string_view simple, std::vector<LocalId> params, TypeId result, ExprId body,
               DefId days = {}) {
    hir::Rule made = rule(std::move(params), result, days);
    made.body = body;
    return add(simple, std::move(made));
  }
  // `rule NAME(…) : T by judgment`
  DefId judgment(std::string_view simple, std::vector<LocalId> params, TypeId result) {
    hir::Rule made = rule(std::move(params), result);
    made.by_judgment = true;
    return add(simple, std::move(made));
  }

  static hir::Authority since(std::string_view from) {
    hir::Authority out;
    out.force.clauses.push_back({{{day(from), {}}, {hir::kForever, {}}}});
    return out;
  }
  hir::RuleNode node(std::string_view label, ExprId value, ExprId when) {
    hir::RuleNode out;
    out.label = name(label);
    out.value = value;
    out.when = when;
    return out;
  }

  decision::Lowered lower(std::vector<DefId> targets, const decision::Layouts& layouts = {}) {
    std::vector<decision::Entry> entries;
    for (const DefId target : targets) entries.push_back({target});
    return decision::lower({{module.file, &module}}, types, names, entries, layouts);
  }

 private:
  std::vector<std::uint32_t> places_;
  std::uint32_t next_ = 0;
};

// A lowered program without diagnostics and violations.
inline decision::Program sound(decision::Lowered lowered) {
  for (const Diagnostic& each : lowered.diagnostics.items())
    FAIL_CHECK(message(*each.row, each.arguments, Language::English));
  for (const decision::Violation& each : decision::verify(lowered.program))
    FAIL_CHECK(decision::name(each.invariant), ": ", each.detail);
  REQUIRE(lowered.diagnostics.empty());
  return std::move(lowered.program);
}

// The canonical JSON answer of a decision at a moment.
inline std::string decide(const decision::Program& program, std::string_view decision,
                          std::string_view facts, std::string_view as_of) {
  const std::vector<std::uint8_t> bytes = decision::encode(program);
  std::vector<std::uint64_t> words((bytes.size() + 7) / 8 + 1);
  __builtin_memcpy(words.data(), bytes.data(), bytes.size());
  REQUIRE(runtime::verify_image(words.data(), bytes.size()));
  const auto* image = reinterpret_cast<const runtime::Header*>(words.data());
  const std::uint32_t index = runtime::find_decision(image, decision.data(), decision.size());
  REQUIRE(index != runtime::kNone);
  phep_options options{};
  options.size = sizeof options;
  options.as_of = moment(as_of);
  options.law_date = PHEP_NO_DATE;
  std::vector<char> memory(4u << 20);
  runtime::Arena arena{memory.data(), memory.data() + memory.size(), false};
  std::string out(1u << 16, '\0');
  std::size_t written = 0;
  runtime::FactsProblem problem{};
  const int status =
      runtime::decide_json(image, index, nullptr, facts.data(), facts.size(), &options, out.data(),
                           out.size(), &written, arena, &problem);
  out.resize(written);
  CHECK_MESSAGE(status == PHEP_OK, "status ", status, ": ", out);
  return out;
}

// ---- the tour ----------------------------------------------------------------------------------

struct Tour {
  DefId severity, notify, file_dossier, comply, report;
};

// The law of the tour: 11 declarations.
inline constexpr std::uint32_t kTourDeclarations = 11;
inline Tour tour(World& w, bool backwards = false) {
  const TypeId instant = w.type(Sort::Instant), boolean = w.type(Sort::Bool);
  const TypeId date = w.type(Sort::Date);
  const DefId harm = w.enumeration("Harm", {"none", "limited", "serious"});
  const DefId grade = w.enumeration("Severity", {"minor", "grave"});
  std::vector<hir::Field> fields = {
      w.field("detected_at", instant),         w.field("notified_at", w.types.optional(instant)),
      w.field("harm", w.of(Sort::Enum, harm)), w.field("state_secret", boolean),
      w.field("encrypted", boolean),           w.field("affected", w.type(Sort::Int))};
  fields[5].lo = 0;
  const DefId breach = w.record("Breach", fields);
  const DefId transfer =
      w.record("Transfer", {w.field("first_day", date), w.field("filed_on", w.types.optional(date)),
                            w.field("state_body", boolean)});
  const DefId legacy =
      w.record("Legacy", {w.field("since", date), w.field("complied_on", w.types.optional(date))});
  const DefId days = w.calendar("state");
  Tour out;

  {
    const LocalId b = w.parameter("b", w.of(Sort::Record, breach));
    const auto at = [&](std::string_view field) { return w.get(w.local(b), field); };
    hir::Rule rule = World::rule({b}, w.of(Sort::Enum, grade), days);
    rule.fallback = w.member(grade, 0);
    const ExprId grave = w.member(grade, 1);
    hir::RuleNode mass =
        w.node("mass", grave, w.compare(hir::CompareOp::Ge, at("affected"), w.integer(10'000)));
    hir::RuleNode serious =
        w.node("harm", grave, w.compare(hir::CompareOp::Eq, at("harm"), w.member(harm, 2)));
    hir::RuleNode lifted = w.node("encrypted", {}, at("encrypted"));
    for (hir::RuleNode* node : {&mass, &serious, &lifted})
      node->authority = World::since("2026-01-01");
    lifted.parents = hir::Parents::Nodes;
    if (backwards) {
      lifted.targets = {2};
      rule.nodes = {lifted, serious, mass};
    } else {
      lifted.targets = {0};
      rule.nodes = {mass, serious, lifted};
    }
    out.severity = w.add("severity", std::move(rule));
  }
  const auto duty = [&](LocalId parameter, std::string_view trigger, ExprId length,
                        std::string_view done, TypeId trigger_type) {
    hir::Norm norm = World::norm(hir::NormKind::Duty, {parameter}, days);
    norm.trigger = w.get(w.local(parameter), trigger);
    norm.due = w.counted(length, w.expr(hir::Trigger{}, trigger_type), days);
    norm.outcome = hir::OutcomeKind::Done;
    norm.outcome_value = w.get(w.local(parameter), done);
    norm.authority = World::since("2026-01-01");
    return norm;
  };
  const auto cite = [&](std::string_view instrument, std::vector<std::string> path) {
    hir::Cite made;
    made.written.instrument = w.name(instrument);
    made.written.path = std::move(path);
    return made;
  };
  {
    const LocalId b = w.parameter("b", w.of(Sort::Record, breach));
    hir::Norm norm = duty(b, "detected_at", w.term(72, hir::Unit::Hours), "notified_at", instant);
    norm.authority.cites = {cite("PDPL", {"23", "1"})};
    norm.applies = w.compare(hir::CompareOp::Ne, w.get(w.local(b), "harm"), w.member(harm, 0));
    norm.exemptions.push_back({.label = w.name("secret"),
                               .when = w.get(w.local(b), "state_secret"),
                               .authority = World::since("2026-01-01")});
    hir::Sanction fine;
    fine.label = w.name("main");
    fine.kind = hir::ConsequenceKind::Fine;
    fine.to = w.expr(hir::MoneyConst{3'000'000'000}, w.money());
    fine.authority = World::since("2026-01-01");
    fine.authority.cites = {cite("PDPL", {"8", "5"})};
    norm.sanctions.push_back(std::move(fine));
    out.notify = w.add("notify_authority", std::move(norm));
  }
  {
    const LocalId t = w.parameter("t", w.of(Sort::Record, transfer));
    hir::Norm norm = duty(t, "first_day", w.term(60, hir::Unit::Days), "filed_on", date);
    norm.exemptions.push_back({.label = w.name("state"),
                               .when = w.get(w.local(t), "state_body"),
                               .authority = World::since("2026-01-01")});
    out.file_dossier = w.add("file_dossier", std::move(norm));
  }
  {
    const LocalId l = w.parameter("l", w.of(Sort::Record, legacy));
    out.comply =
        w.add("comply", duty(l, "since", w.term(18, hir::Unit::Months), "complied_on", date));
  }
  {
    const LocalId b = w.parameter("b", w.of(Sort::Record, breach));
    hir::Decision decision{.params = {b}, .outputs = {}, .norms = {}, .calendar = days};
    decision.outputs.push_back(
        {w.name("severity"),
         w.expr(hir::CallRule{out.severity, {w.local(b)}}, w.of(Sort::Enum, grade))});
    decision.norms.push_back(
        {.norm = out.notify, .args = {w.local(b)}, .variable = {}, .list = {}});
    out.report = w.add("breach_report", std::move(decision));
  }
  return out;
}

}  // namespace phep::decision_test
