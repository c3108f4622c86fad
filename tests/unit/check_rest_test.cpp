// What a check keeps for others beside what it says: lists in order of place, words, imports,
// calendars; and what is kept of a check while a text is written.
#include "compiler/check/context.h"
#include "compiler/check/shift.h"
#include "compiler/check/writing_order.h"
#include "compiler/hir/places.h"
#include "compiler/workspace/workspace.h"
#include "tests/unit/check_bench.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace phep::tests {
namespace {

const std::string kModule =
    "module m\n"
    "counting vn.civil_code\n"
    "calendar s\n"
    "calendar s { zone \"+07:00\" covers from 2026-01-01 through 2026-12-31 }\n" +
    std::string(kLaw) +
    "record R { x : bool  at : instant  maybe : date? }\n"
    "enum E { one two }\n";

}  // namespace

TEST_CASE("check: citations are kept in the order in which they are written") {
  Bench bench;
  // Signatures are read before bodies, and decisions after rules.
  const auto checked =
      bench.check(kModule +
                  "decision all_(r: R) { vi \"Tất cả\" en \"All\" number_ = f(r)  norms d(r) }\n"
                  "rule f(r: R) : int { cites L@2  default 0  case a: 1 when r.x cites L@3 }\n"
                  "party firm vi \"hãng\" en \"firm\" held by (r: R) when r.x cites L@4\n"
                  "duty d(r: R) { vi \"Làm\" en \"Do\" cites L@5 bearer firm met when r.x\n"
                  "  exempt small: when not r.x cites L@6 }\n"
                  "closed list High(r: R) { item \"1\" hot: when r.x cites L@7 }\n"
                  "rule g(r: R) : bool { cites L@8  default r in High }\n");
  std::vector<std::string> points;
  std::vector<std::uint32_t> places;
  for (const hir::Mention& one : checked->module.mentions) {
    places.push_back(one.cite.written.span.begin);
    points.push_back(one.cite.written.path.at(0));
  }
  CHECK(std::ranges::is_sorted(places));
  CHECK(std::ranges::is_sorted(points));
  CHECK(std::ranges::count(points, "7") == 1);
  CHECK(points.size() >= 7);
}

TEST_CASE("check: a checked module knows the modules that it uses, and no others") {
  Bench bench;
  const auto first = bench.check("module first\nrecord A { x : bool }\n");
  const auto second = bench.check("module second\nrecord B { x : bool }\n");
  const auto third =
      bench.check("module third\nuse first\nuse second\nrule f(a: A, b: B) : bool = a.x or b.x\n");
  CHECK(Bench::codes(*third).empty());
  REQUIRE(third->imports.size() == 2);
  CHECK(third->imports[0] == first);
  CHECK(third->imports[1] == second);
  CHECK(second->imports.empty());
}

TEST_CASE("check: decisions, rules and norms count in the calendar of their module") {
  Bench bench;
  const auto checked =
      bench.check(kModule +
                  "rule f(r: R) : bool = r.x\n"
                  "duty d(r: R) { vi \"Làm\" en \"Do\" cites L@1 met when r.x }\n"
                  "decision all_(r: R) { vi \"Tất cả\" en \"All\" held = f(r)  norms d(r) }\n"
                  "party firm vi \"hãng\" en \"firm\" held by (r: R) when r.x cites L@4\n");
  const auto found = std::ranges::find(checked->module.defs, "m.s", &hir::Def::qualified);
  REQUIRE(found != checked->module.defs.end());
  const hir::DefId calendar{checked->module.file,
                            static_cast<std::uint32_t>(found - checked->module.defs.begin())};
  CHECK(node_of<hir::Rule>(*checked, "m.f").calendar == calendar);
  CHECK(node_of<hir::Norm>(*checked, "m.d").calendar == calendar);
  CHECK(node_of<hir::Decision>(*checked, "m.all_").calendar == calendar);
}

TEST_CASE("check: whatever rules a module adds by itself count in its calendar") {
  Bench bench;
  const auto checked = bench.check(
      kModule +
      "instrument BILL { number \"2\" rank law draft in_force from 2027-01-01 outline 1..9\n"
      "  scope(r: R) { applies when r.x } }\n"
      "closed list High(r: R) { item \"1\" hot: when r.x cites L@7 }\n"
      "duty d(r: R) { vi \"Làm\" en \"Do\" cites L@1 due every 6 months from r.at\n"
      "  done r.maybe }\n"
      "duty e(r: R) { vi \"Làm\" en \"Do\" cites L@1 trigger r.at done r.maybe\n"
      "  due a: 5 days after trigger when r.x cites L@3\n"
      "  due b: 6 days after trigger when not r.x cites L@4 }\n"
      "party firm vi \"hãng\" en \"firm\" held by (r: R) when r.x cites L@4\n"
      "elect simple(r: R) { available when r.x made r.at }\n");
  CHECK_FALSE(checked->diagnostics.has_errors());
  const auto found = std::ranges::find(checked->module.defs, "m.s", &hir::Def::qualified);
  REQUIRE(found != checked->module.defs.end());
  const hir::DefId calendar{checked->module.file,
                            static_cast<std::uint32_t>(found - checked->module.defs.begin())};
  std::vector<std::string> rules;
  for (const hir::Def& def : checked->module.defs)
    if (const auto* rule = std::get_if<hir::Rule>(&def.node)) {
      CHECK_MESSAGE(rule->calendar == calendar, def.qualified);
      rules.push_back(def.qualified);
    }
  for (const char* added : {"m.BILL.planned", "m.BILL.scope", "m.High.items", "m.High.first",
                            "m.High.since", "m.d.occurrences", "m.e.due", "m.simple"})
    CHECK_MESSAGE(std::ranges::find(rules, added) != rules.end(), added);
}

TEST_CASE("check: what stands for a state that is not written stands where it is met") {
  const std::string text =
      kModule +
      "duty d(r: R) { vi \"Làm\" en \"Do\" cites L@1\n  met with a: r.x cites L@2\n"
      "  met with b: exists r.maybe cites L@3 }\n";
  Bench bench;
  const auto checked = bench.check(text);
  CHECK(Bench::codes(*checked).empty());
  const hir::Norm& norm = node_of<hir::Norm>(*checked, "m.d");
  CHECK(norm.outcome == hir::OutcomeKind::Met);
  const Span span = checked->module.exprs[norm.outcome_value].span;
  CHECK(text.substr(span.begin).starts_with("met with a:"));
}

TEST_CASE("check: an occurrence counts up to an end that may be absent") {
  const auto count = [](const std::string& through) {
    Bench bench;
    const auto checked = bench.check(
        kModule + "duty d(r: R) { vi \"Làm\" en \"Do\" cites L@1\n  due every 6 months from r.at" +
        through + "\n  done r.maybe }\n");
    CHECK(Bench::codes(*checked).empty());
    const std::string all = bench.print(*checked);
    const auto at = all.find("m.d.occurrences");
    REQUIRE(at != std::string::npos);
    const auto begin = all.find("(", at);
    return all.substr(begin, all.find('\n', begin) - begin);
  };
  const std::string open = count("");
  const std::string ended = count(" through r.maybe");
  CHECK_FALSE(open.contains("exists"));
  CHECK(ended.starts_with("(if (exists "));
  CHECK(ended.contains(open));  // where there is no end
}

namespace {

void words_of_the_first_alone(const hir::Rule& rule) {
  REQUIRE(rule.nodes.size() == 2);
  CHECK(rule.nodes[0].words.vi == "cao");
  CHECK(rule.nodes[0].words.en == "high");
  CHECK(rule.nodes[1].words.vi.empty());
}

}  // namespace

TEST_CASE("check: the words of a case, and what the question for a role is called") {
  Bench bench;
  const auto checked =
      bench.check(kModule +
                  "rule f(r: R) : int {\n  default 0\n  case a: 1 when r.x vi \"cao\" en \"high\"\n"
                  "  case b: 2 when not r.x\n}\n"
                  "party firm vi \"hãng\" en \"firm\" held by (r: R) when r.x cites L@4\n");
  CHECK(Bench::codes(*checked).empty());
  words_of_the_first_alone(node_of<hir::Rule>(*checked, "m.f"));
  std::vector<std::string> labels;
  for (const hir::Def& def : checked->module.defs)
    if (const auto* rule = std::get_if<hir::Rule>(&def.node))
      if (def.qualified.starts_with("m.firm."))
        for (const hir::RuleNode& node : rule->nodes) labels.push_back(bench.text(node.label));
  CHECK(labels == std::vector<std::string>{"held"});
}

TEST_CASE("check: the words of a row of a table are kept as those of a case are") {
  Bench bench;
  const auto checked =
      bench.check(kModule +
                  "rule f(r: R) : int {\n  table {\n    | r.x  ||\n"
                  "    a: | true  || 1 | vi \"cao\" en \"high\"\n    b: | false || 2 |\n  }\n}\n");
  CHECK(Bench::codes(*checked).empty());
  words_of_the_first_alone(node_of<hir::Rule>(*checked, "m.f"));
}

TEST_CASE("check: the questions to a closed list know whose they are") {
  Bench bench;
  const auto checked =
      bench.check(kModule + "closed list High(r: R) { item \"1\" hot: when r.x cites L@7 }\n");
  const auto& defs = checked->module.defs;
  const auto found = std::ranges::find(defs, "m.High", &hir::Def::qualified);
  REQUIRE(found != defs.end());
  const hir::DefId list{checked->module.file, static_cast<std::uint32_t>(found - defs.begin())};
  CHECK(node_of<hir::Rule>(*checked, "m.High.items").list == list);
  CHECK(node_of<hir::Rule>(*checked, "m.High.first").list == list);
}

TEST_CASE("check: what a test expects of a member is kept, and of what is no member nothing is") {
  Bench bench;
  const auto expected = [&](const std::string& word) {
    const auto checked = bench.check(
        "enum E { one two }\nrecord R { x : bool }\n"
        "rule f(r: R) : E = if r.x then one else two\n"
        "test \"t\" { as_of 2026-01-01T00:00+07:00\n  expect f(R { x: true }) is " +
        word + " }\n");
    REQUIRE(checked->module.tests.size() == 1);
    const auto& all = checked->module.tests[0].expectations;
    const Codes codes = Bench::codes(*checked);
    if (all.empty()) return std::make_pair(codes, -1);
    REQUIRE(all[0].values.size() == 1);
    const auto* member = std::get_if<hir::EnumConst>(&all[0].values[0].node);
    REQUIRE(member != nullptr);
    return std::make_pair(codes, static_cast<int>(member->member));
  };
  CHECK(expected("one") == std::make_pair(Codes{}, 0));
  CHECK(expected("two") == std::make_pair(Codes{}, 1));
  CHECK(expected("three").second == -1);
  CHECK(expected("three").first.size() == 1);
}

TEST_CASE("check: facts whose rest is said to be unknown are so, and others are not") {
  Bench bench;
  const auto checked = bench.check(
      "record R { x : bool  y : bool }\nrule f(r: R) : bool = r.x\n"
      "test \"t\" { as_of 2026-01-01T00:00+07:00\n  expect f(R { x: true, unknown }) is true\n"
      "  expect f(R { x: true, y: false }) is true }\n");
  CHECK(Bench::codes(*checked).empty());
  REQUIRE(checked->module.tests.size() == 1);
  const auto& all = checked->module.tests[0].expectations;
  REQUIRE(all.size() == 2);
  CHECK(all[0].args.at(0).records.at(0).partial);
  CHECK_FALSE(all[1].args.at(0).records.at(0).partial);
}

TEST_CASE("check: a name that means a duty here and an action there is told as what is meant") {
  Bench bench;
  const auto acts = bench.check("module acts\naction publish vi \"đăng\" en \"publish\"\n");
  const std::string text =
      "module m\nuse acts\ninstrument L { number \"1\" rank law in_force from 2026-01-01 }\n"
      "record R { x : bool }\n"
      "duty publish(r: R) { vi \"Đăng\" en \"Publish\" cites L@1 action publish met when r.x }\n";
  const auto checked = bench.check(text);
  CHECK(Bench::codes(*checked).empty());
  std::vector<std::pair<std::string, std::uint32_t>> told;
  for (const hir::Occurrence& one : checked->module.occurrences)
    if (one.symbol.def.file == acts->module.file)
      told.emplace_back(text.substr(one.span.begin, one.span.end - one.span.begin), one.span.begin);
  REQUIRE(told.size() == 1);
  CHECK(told[0].first == "publish");
  CHECK(told[0].second == text.find("publish met"));
}

TEST_CASE("check: what rows say is the same whatever the order of its words") {
  using Words = std::vector<std::string>;
  CHECK(check::said("b a") == std::make_pair(Words{"a", "b"}, std::string("b a")));
  CHECK(check::said("c, b\n  a,") ==
        std::make_pair(Words{"a", "b", "c"}, std::string("c, b\n  a,")));
  CHECK(check::said("").first.empty());
  CHECK(check::said(" , \n").first.empty());
  CHECK(check::said("a b").first == check::said("b  a").first);
  CHECK(check::said("a b") < check::said("b a"));
}

TEST_CASE("check: while a turn lasts there is room to note what it adds") {
  ast::Module tree;
  tree.file = FileId{0};
  Interner names;
  hir::TypeStore types;
  check::Context ctx{.tree = tree, .names = names, .types = types};
  check::Part part;
  for (std::uint32_t i = 0; i < 40; ++i) {
    {
      const check::Turn turn(ctx, part);
      CHECK(part.exprs.capacity() >= part.exprs.size() + 2);
      CHECK(part.locals.capacity() >= part.locals.size() + 2);
      ctx.out.exprs.add({});
      ctx.out.locals.add({});
    }
    CHECK(part.exprs.size() == i + 1);
    CHECK(part.exprs.back().begin == 2 * i);
    CHECK(part.exprs.back().end == 2 * i + 1);
    CHECK(part.locals.size() == i + 1);
    ctx.out.exprs.add({});  // of nobody: the next turn's do not follow on these
    ctx.out.locals.add({});
  }
}

// ---- what is kept while a text is written ------------------------------------------------------

namespace {

// Three declarations of ten bytes each, at these places.
struct Parts {
  ast::Module module;
  std::vector<check::Part> parts;

  explicit Parts(const std::vector<std::uint32_t>& places) {
    module.file = FileId{0};
    for (const std::uint32_t place : places) {
      ast::Decl decl{};
      decl.span = at(place, place + 10);
      module.order.push_back(module.decls.add(std::move(decl)));
      check::Part part;
      part.decl = module.order.back();
      part.span = at(place, place + 10);
      parts.push_back(std::move(part));
    }
  }
  static Span at(std::uint32_t begin, std::uint32_t end) { return {FileId{0}, begin, end}; }
};

std::uint32_t moved(const check::Shift& shift, std::uint32_t begin) {
  Span span = Parts::at(begin, begin + 2);
  CHECK(shift.move(span));
  CHECK(span.end == span.begin + 2);
  return span.begin;
}

}  // namespace

TEST_CASE("shift: each declaration moves as far as the text before it grew") {
  const Parts before({0, 20, 40});
  const Parts now({0, 21, 43});
  const check::Shift shift(now.module, before.parts, {});
  CHECK(shift.sound());
  CHECK(shift.by(1) == 1);
  CHECK(shift.by(2) == 3);
  CHECK(moved(shift, 3) == 3);
  CHECK(moved(shift, 20) == 21);
  CHECK(moved(shift, 25) == 26);
  CHECK(moved(shift, 40) == 43);
  CHECK(moved(shift, 45) == 48);
  CHECK(moved(shift, 60) == 63);
  Span elsewhere{FileId{1}, 45, 47};
  CHECK(shift.move(elsewhere));
  CHECK(elsewhere.begin == 45);
}

TEST_CASE("shift: of a declaration that was read anew its name moves, and nothing else") {
  const Parts before({0, 20, 40});
  const Parts now({0, 20, 45});
  const check::Anew anew{1, Parts::at(20, 30), Parts::at(22, 25), Parts::at(23, 29)};
  const check::Shift shift(now.module, before.parts, {anew});
  CHECK(shift.sound());
  Span name = Parts::at(22, 25);
  CHECK(shift.move(name));
  CHECK(name == Parts::at(23, 29));
  Span inside = Parts::at(26, 28);
  CHECK_FALSE(shift.move(inside));
  Span over = Parts::at(15, 50);
  CHECK_FALSE(shift.move(over));
  CHECK(moved(shift, 5) == 5);
  CHECK(moved(shift, 42) == 47);
}

TEST_CASE("shift: declarations that are longer, or others, are not as they were") {
  const Parts before({0, 20, 40});
  Parts longer({0, 20, 40});
  longer.module.decls[longer.module.order[1]].span.end += 1;
  CHECK_FALSE(check::Shift(longer.module, before.parts, {}).sound());
  const check::Anew anew{1, Parts::at(20, 30), {}, {}};
  CHECK(check::Shift(longer.module, before.parts, {anew}).sound());
  Parts swapped({0, 20, 40});
  std::swap(swapped.module.order[0], swapped.module.order[1]);
  CHECK_FALSE(check::Shift(swapped.module, before.parts, {}).sound());
}

namespace {

workspace::Workspace fresh(const std::string& text) {
  return workspace::Workspace([text](const std::string&) { return std::optional(text); },
                              workspace::embedded_library());
}

std::vector<std::string> said(workspace::Workspace& workspace, FileId file) {
  const DiagnosticList diagnostics = workspace.diagnostics(file);
  std::vector<std::string> out;
  for (const Diagnostic& one : diagnostics.items())
    out.push_back(code_text(one.row->code) + " " + std::to_string(one.span.begin));
  return out;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> places(const check::Checked& checked) {
  hir::Module module = checked.module;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  hir::visit_places(module, [&](Span& span) {
    if (span.file == checked.module.file) out.emplace_back(span.begin, span.end);
  });
  std::ranges::sort(out);
  return out;
}

// Texts written one after another say at each step what a fresh check says, in the same places.
// How many of them were checked in part.
std::size_t write(const std::vector<std::string>& texts) {
  workspace::Workspace edited = fresh(texts[0]);
  const FileId file = *edited.open("a.phep");
  (void)edited.diagnostics(file);
  for (const std::string& text : texts) {
    edited.set_text(file, text + "\n");
    workspace::Workspace again = fresh(text + "\n");
    const FileId other = *again.open("a.phep");
    CHECK(said(edited, file) == said(again, other));
    CHECK(places(*edited.checked(file)) == places(*again.checked(other)));
  }
  return edited.work().checked_in_part;
}

std::string with(std::string text, const std::string& before, const std::string& after) {
  const auto at = text.find(before);
  REQUIRE_MESSAGE(at != std::string::npos, before);
  return text.replace(at, before.size(), after);
}

const std::string kLive =
    "module a\n"
    "use vn.calendar\n"
    "counting vn.civil_code\n"
    "calendar vn.state\n"
    "instrument S { number \"1/2026\" rank decree title vi \"Văn bản\" en \"Text\" "
    "in_force from 2026-01-01 outline 1..9 }\n"
    "record A { x : bool  at : instant  maybe : date? }\n"
    "party firm vi \"hãng\" en \"firm\" held by (a: A) when a.x cites S@3\n"
    "enum Between { one }\n"
    "duty d(a: A) {\n  vi \"Làm\" en \"Do\"\n  cites S@1\n  trigger a.at\n"
    "  due 5 days after trigger\n  done a.maybe\n}\n"
    "rule soon(a: A) : bool = d(a).due < 2026-06-01T00:00+07:00\n";

}  // namespace

TEST_CASE("live check: what others see of a body changes what they are told") {
  const std::string optional =
      with(kLive, "due 5 days after trigger", "due 5 days after a.maybe when exists a.maybe");
  (void)write({kLive, optional, kLive, with(optional, "Làm", "Làm ngay"), optional});
  const std::string own = with(kLive, "due 5 days after trigger", "due 5 days after a.maybe");
  (void)write({kLive, own, kLive, with(own, "Làm", "Làm ngay"), own});
  const std::string decided = kLive +
                              "decision all_(a: A) {\n  vi \"Tất cả\" en \"All\"\n  held = a.x\n}\n"
                              "test \"t\" { as_of 2026-03-01T00:00+07:00\n  expect all_(A { x: "
                              "true, unknown }).held is true }\n";
  (void)write({decided, with(decided, "held = a.x", "held = 3"), decided,
               with(decided, "held = a.x", "hold = a.x"), decided});
}

TEST_CASE("live check: copies of what stands elsewhere are known as such after a check in part") {
  // A role that cites nothing: then the norm that it binds notes nothing outside of itself.
  const std::string before = with(kLive, " cites S@3", "");
  const std::string bound = with(before, "  trigger a.at", "  bearer firm\n  trigger a.at");
  for (const std::string& from : {before, bound})
    for (const std::string moved : {"{ one }", "record A {", "party firm", "title vi"})
      (void)write({from, with(bound, "Do", "Do so"), with(bound, moved, "  " + moved),
                   with(from, moved, " " + moved)});
  CHECK(write({bound, with(bound, "Do", "Do so"), with(bound, "{ one }", "  { one }")}) == 2);
}

TEST_CASE("live check: what is said of the head of a module stays said") {
  for (const char* const head :
       {"use nowhere.to_be_found\n", "use vn.calendar\nuse vn.calendar\n"}) {
    const std::string text =
        with(kLive, "use vn.calendar\n", std::string("use vn.calendar\n") + head);
    (void)write({text, with(text, "{ one }", "{ one  two }"), with(text, "{ one }", "{ one  six }"),
                 with(text, "5 days", "6 days"), with(text, "5 days", "7 days")});
  }
}

TEST_CASE("live check: what somebody holds is not changed by the next check") {
  workspace::Workspace edited = fresh(kLive);
  const FileId file = *edited.open("a.phep");
  (void)edited.diagnostics(file);
  edited.set_text(file, kLive + "\n");
  (void)edited.diagnostics(file);
  const auto held = edited.checked(file);
  const auto before = places(*held);
  const auto defs = held->module.defs.size();
  edited.set_text(file, with(kLive, "{ one }", "{   one  }") + "\n");
  (void)edited.diagnostics(file);
  CHECK(edited.work().checked_in_part == 1);
  CHECK(edited.checked(file) != held);
  REQUIRE(held->module.defs.size() == defs);
  CHECK(places(*held) == before);
}

}  // namespace phep::tests
