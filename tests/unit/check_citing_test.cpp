// What is cited, by whom and how surely: paths of instruments, ranges of provisions, confidence,
// scopes, digests; exceptions and what they except.
#include "tests/unit/check_bench.h"

#include <algorithm>
#include <utility>

namespace phep::tests {
namespace {

const std::string kDuty = "record R { x : bool }\nduty d(r: R) { cites ";

using Targets = std::vector<std::vector<std::uint32_t>>;

Targets targets_of(const std::vector<hir::RuleNode>& nodes) {
  Targets out;
  for (const hir::RuleNode& node : nodes) out.push_back(node.targets);
  return out;
}

}  // namespace

TEST_CASE("check: an instrument is cited by the whole name of its module") {
  Bench bench;
  bench.check("module a.b.c\n" + std::string(kLaw));
  const std::string text = "use a.b.c\n" + kDuty + "a.b.c.L met when r.x }";
  const auto checked = bench.check(text);
  CHECK(Bench::codes(*checked).empty());
  std::vector<std::pair<std::string, std::size_t>> told;
  for (const hir::Occurrence& one : checked->module.occurrences)
    if (one.symbol.def.file == FileId{0})
      told.emplace_back(text.substr(one.span.begin, one.span.end - one.span.begin), one.span.begin);
  REQUIRE(told.size() == 1);
  CHECK(told[0] == std::pair{std::string("L"), text.find("L met")});
  // The name of a module is no instrument, whether it is another's or the own.
  CHECK(Bench::codes(*bench.check("use a.b.c\n" + kDuty + "a.b.c.L, a.b.c met when r.x }")) ==
        Codes{"P7001"});
  CHECK(Bench::codes(*bench.check("module k.m.n\n" + std::string(kLaw) + kDuty +
                                  "k.m.n.L, k.m.n met when r.x }")) == Codes{"P7001"});
}

TEST_CASE("check: a range of provisions holds its first and its last, and all between by number") {
  const auto held = [](const std::string& range, const std::string& cited) {
    Bench bench;
    const auto checked = bench.check(
        "instrument L { number \"1\" rank law in_force from 2026-01-01\n"
        "  figures for organisations " +
        range +
        " }\n"
        "record R { x : bool  natural : bool }\n"
        "prohibition p(r: R) { cites L@1 breached when r.x\n"
        "  sanction s: fine 10 VND individual when r.natural cites L@" +
        cited + " }");
    const Codes codes = Bench::codes(*checked);
    CHECK(std::ranges::count(codes, "P7072") == (checked->diagnostics.has_errors() ? 1 : 0));
    return !checked->diagnostics.has_errors();
  };
  for (const char* inside : {"9", "9.1", "9a", "10", "19", "20", "28", "29", "29.3.a"})
    CHECK_MESSAGE(held("@9..@29", inside), inside);
  for (const char* outside : {"8", "2", "1.9", "30", "90", "99", "209", "PL.9"})
    CHECK_FALSE_MESSAGE(held("@9..@29", outside), outside);
  CHECK(held("@5.3..@5.9", "5.9"));
  CHECK_FALSE(held("@5.3..@5.9", "6.4"));
  CHECK_FALSE(held("@5.3..@5.9", "5"));
}

TEST_CASE("check: a norm is as sure as the least sure instrument that it cites") {
  const auto confidence = [](const std::string& said, const std::string& cited) {
    Bench bench;
    std::string text;
    for (const char* letter : {"A", "B", "C"})
      text += std::string("instrument ") + letter + letter + " { number \"" + letter +
              "\" rank law in_force from 2026-01-01 confidence " + letter + " }\n";
    text += "instrument NONE { number \"0\" rank law in_force from 2026-01-01 }\n";
    const auto checked = bench.check(text + kDuty + cited + said + " met when r.x }");
    CHECK(Bench::codes(*checked).empty());
    const hir::Provenance& provenance = node_of<hir::Norm>(*checked, "d").authority.provenance;
    return provenance.stated ? provenance.confidence : '-';
  };
  CHECK(confidence("", "AA@1") == 'A');
  CHECK(confidence("", "BB@1") == 'B');
  CHECK(confidence("", "BB@1, CC@1, AA@1") == 'C');
  CHECK(confidence("", "AA@1, BB@1") == 'B');
  CHECK(confidence("", "NONE@1, BB@1") == 'B');
  CHECK(confidence("", "NONE@1") == '-');
  CHECK(confidence(" confidence A", "CC@1") == 'A');  // what is said itself is believed
  CHECK(confidence(" confidence C", "AA@1") == 'C');
}

TEST_CASE("check: a scope asks the same in whatever order its rows are written") {
  const auto asked = [](const std::string& rows) {
    Bench bench;
    const auto checked = bench.check(
        "record F { a : bool  b : bool  n : int }\n"
        "instrument L { number \"1\" rank law in_force from 2026-01-01 outline 1..9\n"
        "  scope(f: F) {\n" +
        rows + "} }\n");
    CHECK(Bench::codes(*checked).empty());
    return bench.print(*checked);
  };
  const std::string first = "applies when f.n > 3\n";
  const std::string second = "excluded small: when f.b cites @2\n";
  const std::string third = "applies when f.a\n";
  const std::string wanted = asked(first + second + third);
  CHECK(asked(first + third + second) == wanted);
  CHECK(asked(second + first + third) == wanted);
  CHECK(asked(third + second + first) == wanted);
  CHECK(asked(first + third) != wanted);
}

TEST_CASE("check: a provision without a digest is told of once, where it is cited first") {
  const std::string text =
      "instrument L { number \"1\" rank law in_force from 2026-01-01\n"
      "  outline 1..9 { 3 vi \"Ba\" en \"Three\" } }\nrecord R { x : bool }\n"
      "duty d(r: R) { cites L@5 met when r.x }\n"
      "duty e(r: R) { cites L@3, L@5, L@6 met when r.x }\n"
      "rule f(r: R) : bool { cites L@6  default r.x }\n";
  Bench bench;
  const auto checked = bench.check(text);
  std::vector<std::pair<std::string, std::size_t>> told;
  for (const Diagnostic& one : checked->diagnostics.items()) {
    CHECK(code_text(one.row->code) == "P7038");
    told.emplace_back(one.arguments.at(0).en, one.span.begin);
  }
  using Told = std::vector<std::pair<std::string, std::size_t>>;
  CHECK(told == Told{{"L@5", text.find("L@5")}, {"L@6", text.find("L@6")}});
}

TEST_CASE("check: exceptions in a circle are told of once, and nothing is left in a circle") {
  const auto check = [](const std::string& nodes, const Codes& wanted) {
    Bench bench;
    const auto checked =
        bench.check("record R { x : bool }\nrule f(r: R) : int {\n  default 0\n" + nodes + "}\n");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, nodes);
    return targets_of(node_of<hir::Rule>(*checked, "f").nodes);
  };
  const std::string c = "  case c: 1 when r.x\n";
  const auto except = [](const std::string& of, const std::string& label) {
    return "  except " + of + " as " + label + ": 2 when r.x\n";
  };
  CHECK(check(c + except("c", "a"), {}) == Targets{{}, {0}});
  CHECK(check(c + except("b", "a") + except("a", "b"), {"P4007"}) == Targets{{}, {2}, {}});
  CHECK(check(c + except("a", "a"), {"P4007"}) == Targets{{}, {}});
  // Around what is found on the way from another.
  CHECK(check(c + except("a", "z") + except("b", "a") + except("a", "b"), {"P4007"}) ==
        Targets{{}, {2}, {3}, {}});
  CHECK(check(c + except("b", "a") + except("c, a", "b"), {"P4007"}) == Targets{{}, {2}, {0}});
  // Two ways to one are no circle.
  CHECK(check(c + except("c", "a") + except("c", "b") + except("a, b", "z"), {}) ==
        Targets{{}, {0}, {0}, {1, 2}});
}

TEST_CASE("check: exceptions of a special rule know theirs from those of the rule") {
  Bench bench;
  bench.check(
      "module a\nrecord R { x : bool  y : bool }\n"
      "rule f(r: R) : int { default 0  case low: 1 when r.x  case high: 2 when r.y }\n");
  const auto targets = [&](const std::string& nodes) {
    const auto checked = bench.check("module b\nuse a\nspecial rule a.f(r: R) {\n" + nodes + "}\n");
    CHECK_MESSAGE(Bench::codes(*checked).empty(), nodes);
    for (const hir::Def& def : checked->module.defs)
      if (const auto* special = std::get_if<hir::Special>(&def.node))
        return targets_of(special->nodes);
    return Targets{};
  };
  const std::string extra = "  case extra: 3 when r.x and r.y\n";
  CHECK(targets("  except high as none: 0 when r.x\n" + extra) == Targets{{1}, {}});
  CHECK(targets(extra + "  except high as none: 0 when r.x\n") == Targets{{}, {1}});
  CHECK(targets("  except extra as none: 0 when r.x\n" + extra) == Targets{{3}, {}});
  CHECK(targets(extra + "  except low, extra as none: 0 when r.x\n") == Targets{{}, {2, 0}});
}

}  // namespace phep::tests
