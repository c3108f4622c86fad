// Lowering, seen through its answers: the tour's cases, and each construct by the least program.
#include "compiler/decision/measure.h"
#include "compiler/decision/print.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "tests/unit/decision_world.h"

#include <algorithm>
#include <numeric>

using namespace phep;
using namespace phep::decision_test;

namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("lower: the tour decides its cases") {
  World w;
  const Tour t = tour(w);
  const auto program = sound(w.lower({t.report, t.severity, t.notify, t.file_dossier, t.comply}));
  const auto report = [&](std::string_view facts, std::string_view as_of) {
    return decide(program, "t.breach_report", facts, as_of);
  };

  const std::string late =
      report(R"({"detected_at":"2026-03-01T08:00+07:00","notified_at":"2026-03-04T10:00+07:00",)"
             R"("harm":"serious","state_secret":false,"encrypted":true,"affected":12000})",
             "2026-03-10T09:00+07:00");
  CHECK(has(late, R"("status":"late")"));
  CHECK(has(late, R"("by_ms":7200000)"));
  CHECK(has(late, R"("due":"2026-03-04T01:00:00Z")"));
  CHECK(has(late, R"("severity":"grave")"));

  const std::string unknown =
      report(R"({"detected_at":"2026-03-01T08:00+07:00","notified_at":null,"harm":"serious",)"
             R"("encrypted":false})",
             "2026-03-10T09:00+07:00");
  CHECK(has(unknown, R"("missing":["/state_secret"],"sanctions")"));
  CHECK(has(unknown, R"("status":"undetermined")"));
  CHECK(has(unknown, R"("severity":"grave")"));

  const std::string before =
      report(R"({"detected_at":"2025-12-30T08:00+07:00","notified_at":null,"harm":"serious",)"
             R"("state_secret":false,"encrypted":false,"affected":1})",
             "2026-03-10T09:00+07:00");
  CHECK(has(before, R"("status":"not_in_force")"));

  const std::string rolled = decide(
      program, "t.file_dossier", R"({"first_day":"2026-03-02","filed_on":null,"state_body":false})",
      "2026-05-02T08:00+07:00");
  CHECK(has(rolled, R"("due":"2026-05-04T17:00:00Z")"));
  CHECK(has(rolled, R"("status":"pending")"));

  const std::string open =
      decide(program, "t.comply", R"({"since":"2026-03-01","complied_on":null})",
             "2026-11-21T00:00+07:00");
  CHECK(has(open, R"("$one_of":["2027-09-01T17:00:00Z","2027-09-03T17:00:00Z"])"));
  CHECK(has(open, R"("status":"pending")"));
}

TEST_CASE("lower: order of declarations and cases leaves no trace") {
  World w;
  const Tour t = tour(w);
  const auto straight = sound(w.lower({t.report, t.comply}));
  const auto bytes = decision::encode(straight);
  std::vector<std::uint32_t> places(kTourDeclarations);
  std::iota(places.begin(), places.end(), 0U);
  for (int round = 0; round < 5; ++round) {
    std::ranges::rotate(places, places.begin() + 3);
    std::swap(places[1], places[static_cast<std::size_t>(4 + round)]);
    World shuffled(places);
    const Tour u = tour(shuffled, true);
    const auto program = sound(shuffled.lower({u.comply, u.report}));
    CHECK(decision::print(program) == decision::print(straight));
    CHECK(decision::encode(program) == bytes);
    CHECK(program.release == straight.release);
  }
}

TEST_CASE("lower: a rule is made once for each place it is asked at") {
  World w;
  const TypeId boolean = w.type(Sort::Bool);
  const DefId firm = w.record("Firm", {w.field("small", boolean)});
  const DefId pair = w.record(
      "Pair", {w.field("one", w.of(Sort::Record, firm)), w.field("two", w.of(Sort::Record, firm))});
  const LocalId f = w.parameter("f", w.of(Sort::Record, firm));
  const DefId small = w.define("is_small", {f}, boolean, w.get(w.local(f), "small"), {});
  const LocalId p = w.parameter("p", w.of(Sort::Record, pair));
  const auto ask = [&](std::string_view field) {
    return w.expr(hir::CallRule{small, {w.get(w.local(p), field)}}, boolean);
  };
  const DefId all = w.define("both_small", {p}, boolean,
                             w.expr(hir::And{{ask("one"), ask("two"), ask("one")}}, boolean), {});
  const auto program = sound(w.lower({all}));
  const auto made = std::ranges::count_if(program.functions, [](const decision::Function& each) {
    return each.symbol == "t.is_small";
  });
  CHECK(made == 2);
  CHECK(has(decide(program, "t.both_small", R"({"one":{"small":true},"two":{"small":true}})",
                   "2026-03-10T09:00+07:00"),
            R"("value":true)"));
  CHECK(has(decide(program, "t.both_small", R"({"one":{"small":true},"two":{}})",
                   "2026-03-10T09:00+07:00"),
            R"("missing":["/two/small"])"));
}

TEST_CASE("lower: optional results are pairs, and null conclusions agree") {
  World w;
  const TypeId date = w.type(Sort::Date), maybe = w.types.optional(date);
  const DefId firm =
      w.record("Firm", {w.field("since", maybe), w.field("old", w.type(Sort::Bool))});
  const LocalId f = w.parameter("f", w.of(Sort::Record, firm));
  hir::Rule rule = World::rule({f}, maybe);
  rule.fallback = w.expr(hir::NullConst{}, maybe);
  rule.nodes.push_back(w.node("known", w.get(w.local(f), "since"), w.get(w.local(f), "old")));
  rule.nodes.push_back(w.node("never", w.expr(hir::NullConst{}, maybe), w.get(w.local(f), "old")));
  const DefId start = w.add("start", std::move(rule));
  const LocalId g = w.parameter("f", w.of(Sort::Record, firm));
  const ExprId call = w.expr(hir::CallRule{start, {w.local(g)}}, maybe);
  const DefId or_else =
      w.define("start_or", {g}, date,
               w.expr(hir::IfAbsent{call, w.expr(hir::DateConst{20000}, date)}, date), {});
  const auto program = sound(w.lower({start, or_else}));
  const auto ask = [&](std::string_view name, std::string_view facts) {
    return decide(program, name, facts, "2026-03-10T09:00+07:00");
  };
  CHECK(has(ask("t.start", R"({"since":null,"old":true})"), R"("value":null)"));
  CHECK(has(ask("t.start", R"({"since":"2020-01-01","old":false})"), R"("value":null)"));
  CHECK(has(ask("t.start", R"({"since":"2020-01-01","old":true})"), R"("kind":"conflict")"));
  CHECK(has(ask("t.start_or", R"({"since":null,"old":true})"), R"("value":"2024-10-04")"));
}

TEST_CASE("lower: quantifiers capture what stands outside, one function an element place") {
  World w;
  const TypeId integer = w.type(Sort::Int), boolean = w.type(Sort::Bool);
  const DefId item = w.record("Item", {w.field("price", integer), w.field("open", boolean)});
  const DefId box = w.record(
      "Box", {w.field("items", w.list(w.of(Sort::Record, item), 5)), w.field("limit", integer)});
  const LocalId b = w.parameter("b", w.of(Sort::Record, box));
  const auto over = [&](hir::QuantifierKind kind, std::string_view body, TypeId type) {
    const LocalId x = w.parameter("x", w.of(Sort::Record, item));
    const ExprId above =
        w.compare(hir::CompareOp::Gt, w.get(w.local(x), "price"), w.get(w.local(b), "limit"));
    return w.expr(hir::Quantify{kind, 0, x, w.get(w.local(b), "items"), above,
                                body.empty() ? ExprId{} : w.get(w.local(x), body)},
                  type);
  };
  hir::Decision decision{.params = {b}, .outputs = {}, .norms = {}, .calendar = {}};
  const TypeId maybe = w.types.optional(integer);
  decision.outputs = {
      {w.name("count"), over(hir::QuantifierKind::Count, "", integer)},
      {w.name("sum"), over(hir::QuantifierKind::Sum, "price", integer)},
      {w.name("least"), over(hir::QuantifierKind::Min, "price", maybe)},
      {w.name("some"), over(hir::QuantifierKind::Some, "open", boolean)},
      {w.name("all"), over(hir::QuantifierKind::All, "open", boolean)},
  };
  const auto program = sound(w.lower({w.add("over_limit", std::move(decision))}));
  const auto ask = [&](std::string_view facts) {
    return decide(program, "t.over_limit", facts, "2026-03-10T09:00+07:00");
  };
  const std::string some =
      ask(R"({"items":[{"price":5,"open":true},{"price":9,"open":true},{"price":1,"open":false}],)"
          R"("limit":4})");
  CHECK(has(some, R"("outputs":{"all":true,"count":2,"least":5,"some":true,"sum":14})"));
  const std::string none = ask(R"({"items":[],"limit":4})");
  CHECK(has(none, R"("outputs":{"all":true,"count":0,"least":null,"some":false,"sum":0})"));
}

TEST_CASE("lower: judgments are leaves under their record") {
  World w;
  const TypeId boolean = w.type(Sort::Bool);
  const DefId firm = w.record("Firm", {w.field("small", boolean)});
  const LocalId f = w.parameter("f", w.of(Sort::Record, firm));
  const DefId prompt = w.judgment("prompt", {f}, boolean);
  hir::Norm norm =
      World::norm(hir::NormKind::Duty, {w.parameter("f", w.of(Sort::Record, firm))}, {});
  norm.outcome = hir::OutcomeKind::Met;
  norm.outcome_value = w.expr(hir::CallRule{prompt, {w.local(norm.params[0])}}, boolean);
  const DefId tell = w.add("tell", std::move(norm));
  const auto program = sound(w.lower({tell}));
  CHECK(has(decide(program, "t.tell", R"({"small":true})", "2026-03-10T09:00+07:00"),
            R"("missing":["/$judgments/prompt"],"status":"open")"));
  CHECK(
      has(decide(program, "t.tell", R"({"$judgments":{"prompt":true}})", "2026-03-10T09:00+07:00"),
          R"("status":"met")"));
}

TEST_CASE("lower: norms for each element, and norms about norms") {
  World w;
  const TypeId instant = w.type(Sort::Instant), boolean = w.type(Sort::Bool);
  const DefId days = w.calendar("state");
  const DefId request = w.record(
      "Request", {w.field("asked_at", instant), w.field("done_at", w.types.optional(instant))});
  const DefId box = w.record("Box", {w.field("requests", w.list(w.of(Sort::Record, request), 9))});
  const LocalId r = w.parameter("r", w.of(Sort::Record, request));
  hir::Norm answer = World::norm(hir::NormKind::Duty, {r}, days);
  answer.trigger = w.get(w.local(r), "asked_at");
  answer.due = w.counted(w.term(2, hir::Unit::WorkingDays), w.expr(hir::Trigger{}, instant), days);
  answer.outcome = hir::OutcomeKind::Done;
  answer.outcome_value = w.get(w.local(r), "done_at");
  const DefId answer_def = w.add("answer", std::move(answer));
  const LocalId q = w.parameter("q", w.of(Sort::Record, request));
  const ExprId asked =
      w.expr(hir::CallNorm{answer_def, {w.local(q)}}, w.of(Sort::Norm, answer_def));
  const DefId broken = w.define("broken", {q}, boolean,
                                w.expr(hir::NormIs{asked, 1U << PHEP_VIOLATED}, boolean), days);
  const LocalId b = w.parameter("b", w.of(Sort::Record, box));
  const LocalId each = w.parameter("each", w.of(Sort::Record, request));
  const LocalId x = w.parameter("x", w.of(Sort::Record, request));
  hir::Decision decision{.params = {b}, .outputs = {}, .norms = {}, .calendar = days};
  decision.outputs.push_back(
      {w.name("broken"), w.expr(hir::Quantify{hir::QuantifierKind::Count,
                                              0,
                                              x,
                                              w.get(w.local(b), "requests"),
                                              w.expr(hir::CallRule{broken, {w.local(x)}}, boolean),
                                              {}},
                                w.type(Sort::Int))});
  decision.norms.push_back({.norm = answer_def,
                            .args = {w.local(each)},
                            .variable = each,
                            .list = w.get(w.local(b), "requests")});
  const auto program = sound(w.lower({w.add("requests", std::move(decision))}));
  const std::string out =
      decide(program, "t.requests",
             R"({"requests":[{"asked_at":"2026-03-02T08:00+07:00","done_at":null},)"
             R"({"asked_at":"2026-03-02T08:00+07:00","done_at":"2026-03-03T08:00+07:00"}]})",
             "2026-03-10T09:00+07:00");
  CHECK(has(out, R"("broken":1)"));
  CHECK(has(out, R"("answer[/requests/0]":{"binds":true,)"));
  CHECK(has(out, R"("answer[/requests/1]")"));
}

TEST_CASE("lower: an extension counts from the end before rolling") {
  World w;
  const TypeId date = w.type(Sort::Date), boolean = w.type(Sort::Bool);
  const DefId days = w.calendar("state");
  const DefId form = w.record("Form", {w.field("on", date), w.field("longer", boolean)});
  const LocalId f = w.parameter("f", w.of(Sort::Record, form));
  hir::Norm norm = World::norm(hir::NormKind::Duty, {f}, days);
  norm.trigger = w.get(w.local(f), "on");
  const hir::ExprId by = w.expr(
      hir::If{w.get(w.local(f), "longer"), w.term(10, hir::Unit::Days), w.term(0, hir::Unit::Days)},
      w.type(Sort::Duration));
  norm.due = w.expr(
      hir::Counted{w.term(60, hir::Unit::Days), w.expr(hir::Trigger{}, date), false, days, {by}},
      w.type(Sort::Instant));
  const auto program = sound(w.lower({w.add("reply", std::move(norm))}));
  const auto due = [&](std::string_view longer) {
    return decide(program, "t.reply", R"({"on":"2026-03-02","longer":)" + std::string(longer) + "}",
                  "2026-03-10T09:00+07:00");
  };
  CHECK(has(due("false"), R"("due":"2026-05-04T17:00:00Z")"));  // Fri 1 May, a rest day: Mon 4 May
  CHECK(has(due("true"), R"("due":"2026-05-11T17:00:00Z")"));   // 1 + 10 = Mon 11 May, not the 14th
}

TEST_CASE("lower: what is counted from a trigger that does not exist has no end") {
  World w;
  const TypeId instant = w.type(Sort::Instant);
  const DefId days = w.calendar("state");
  const DefId form = w.record("Form", {w.field("at", w.types.optional(instant))});
  const LocalId f = w.parameter("f", w.of(Sort::Record, form));
  hir::Norm norm = World::norm(hir::NormKind::Duty, {f}, days);
  norm.trigger = w.get(w.local(f), "at");
  // The end has a name, and is asked before the deadline is.
  const LocalId end =
      w.let("end", w.counted(w.term(72, hir::Unit::Hours), w.expr(hir::Trigger{}, instant), days));
  norm.applies = w.compare(hir::CompareOp::Gt, w.local(end), w.expr(hir::InstantConst{0}, instant));
  norm.due = w.local(end);
  const auto program = sound(w.lower({w.add("reply", std::move(norm))}));
  const std::string never = decide(program, "t.reply", R"({"at":null})", "2026-03-10T09:00+07:00");
  CHECK(has(never, R"("status":"not_applicable")"));
  CHECK(!has(never, R"("due")"));
  CHECK(has(
      decide(program, "t.reply", R"({"at":"2026-03-09T09:00+07:00"})", "2026-03-10T09:00+07:00"),
      R"("due":"2026-03-12T02:00:00Z")"));
}

TEST_CASE("lower: a norm with a name is asked again inside a quantifier") {
  World w;
  const TypeId instant = w.type(Sort::Instant), boolean = w.type(Sort::Bool);
  const DefId days = w.calendar("state");
  const DefId item = w.record("Item", {w.field("at", instant)});
  const DefId form = w.record(
      "Form", {w.field("at", instant), w.field("items", w.list(w.of(Sort::Record, item), 5))});
  const LocalId n = w.parameter("f", w.of(Sort::Record, form));
  hir::Norm norm = World::norm(hir::NormKind::Duty, {n}, days);
  norm.trigger = w.get(w.local(n), "at");
  norm.due = w.counted(w.term(72, hir::Unit::Hours), w.expr(hir::Trigger{}, instant), days);
  const DefId reply = w.add("reply", std::move(norm));
  const LocalId f = w.parameter("f", w.of(Sort::Record, form));
  const LocalId asked =
      w.let("asked", w.expr(hir::CallNorm{reply, {w.local(f)}}, w.of(Sort::Norm, reply)));
  const LocalId i = w.parameter("i", w.of(Sort::Record, item));
  const ExprId due = w.expr(hir::Unwrap{w.expr(hir::NormGet{w.local(asked), hir::NormMember::Due},
                                               w.types.optional(instant))},
                            instant);
  const ExprId later = w.compare(hir::CompareOp::Gt, w.get(w.local(i), "at"), due);
  const DefId rule = w.define(
      "some_later", {f}, boolean,
      w.expr(hir::Quantify{hir::QuantifierKind::Some, 0, i, w.get(w.local(f), "items"), {}, later},
             boolean),
      days);
  const auto program = sound(w.lower({rule}));
  CHECK(has(decide(program, "t.some_later",
                   R"({"at":"2026-03-02T08:00+07:00","items":[{"at":"2026-03-05T08:00+07:00"},)"
                   R"({"at":"2026-03-05T09:00+07:00"}]})",
                   "2026-03-10T09:00+07:00"),
            R"("value":true)"));
}

TEST_CASE("lower: what no engine could carry is said") {
  const auto said = [](const decision::Lowered& lowered, std::uint16_t code) {
    return std::ranges::any_of(lowered.diagnostics.items(),
                               [&](const Diagnostic& each) { return each.row->code == code; });
  };
  {
    World w;  // f calls g calls f
    const TypeId boolean = w.type(Sort::Bool);
    const DefId f{w.module.file, 0}, g{w.module.file, 1};
    for (const auto& [name, other] : {std::pair("f", g), std::pair("g", f)})
      w.define(name, {}, boolean, w.expr(hir::CallRule{other, {}}, boolean), {});
    CHECK_THROWS_AS(w.lower({f}), InternalBug);  // the checker has spoken before
  }
  for (const int depth : {63, 64, 65, 200}) {
    World w;
    const TypeId boolean = w.type(Sort::Bool);
    DefId last;
    for (int i = 0; i < depth; ++i)
      last = w.define("r" + std::to_string(i), {}, boolean,
                      i == 0 ? w.boolean(true) : w.expr(hir::CallRule{last, {}}, boolean), {});
    // The entry of a decision is one call more.
    CHECK(said(w.lower({last}), diag::CallsTooDeep.row.code) == (depth > 63));
  }
  {
    World w;
    std::vector<std::string> many;
    for (int i = 0; i < 65; ++i) many.push_back("m" + std::to_string(i));
    const DefId large = w.enumeration("Large", many);
    const DefId holder = w.record("Holder", {w.field("all", w.of(Sort::Set, large))});
    const LocalId h = w.parameter("h", w.of(Sort::Record, holder));
    const DefId rule = w.define("any", {h}, w.type(Sort::Bool), w.boolean(true), {});
    CHECK_THROWS_AS(w.lower({rule}), InternalBug);
  }
  {
    World w;
    const DefId one = w.record("One", {w.field("x", w.type(Sort::Bool))});
    const LocalId a = w.parameter("a", w.of(Sort::Record, one), 0);
    const LocalId b = w.parameter("b", w.of(Sort::Record, one), 1);
    const DefId rule = w.judgment("judged", {a, b}, w.type(Sort::Bool));
    CHECK(said(w.lower({rule}), diag::JudgmentParameters.row.code));
  }
}
