// Which names of a text mean what, for editors; and what is proposed for a name that means nothing.
#include "tests/unit/check_bench.h"

#include <algorithm>
#include <cctype>

namespace phep::tests {
namespace {

// Each name of a text in order: the word, what of a definition it is, which, and whether it
// declares. The position of a local says nothing, since nobody counts them.
std::vector<std::string> names_of(const check::Checked& checked, const std::string& text) {
  std::vector<std::string> out;
  for (const hir::Occurrence& one : checked.module.occurrences) {
    std::string told = text.substr(one.span.begin, one.span.end - one.span.begin);
    const std::string at = std::to_string(one.symbol.index);
    switch (one.symbol.part) {
      case hir::SymbolPart::Whole: break;
      case hir::SymbolPart::Member: told += " member " + at; break;
      case hir::SymbolPart::Field: told += " field " + at; break;
      case hir::SymbolPart::Local: told += " local"; break;
    }
    out.push_back(told + (one.declares ? " declared" : ""));
  }
  return out;
}

using Names = std::vector<std::string>;

// The texts that the fixes of the only report would write.
std::vector<std::string> proposed(const check::Checked& checked) {
  REQUIRE(checked.diagnostics.items().size() == 1);
  std::vector<std::string> out;
  for (const Fix& fix : checked.diagnostics.items()[0].fixes)
    for (const Edit& edit : fix.edits) out.push_back(edit.text);
  return out;
}

}  // namespace

TEST_CASE("check: every part that a declaration names is told as declared, and where it is used") {
  const std::string text = std::string(kLaw) +
                           "enum E { un deux }\n"
                           "record R { x : bool  e : E }\n"
                           "closed list High(u: R) { item \"1\" hot: when u.x cites L@1 "
                           "item \"2\" cold: when u.e is deux cites L@2 }\n"
                           "reading K { strict, lenient } default lenient basis \"b\"\n"
                           "rule f(r: R) : bool = r.e is un and K is lenient and r in High\n";
  Bench bench;
  const auto checked = bench.check(text);
  CHECK(Bench::codes(*checked).empty());
  const Names wanted = {
      "L declared",
      "E declared",
      "un member 0 declared",
      "deux member 1 declared",
      "R declared",
      "x field 0 declared",
      "e field 1 declared",
      "E",
      "High declared",
      "u local declared",
      "R",
      "hot member 0 declared",
      "u local",
      "x field 0",
      "L",
      "cold member 1 declared",
      "u local",
      "e field 1",
      "deux member 1",
      "L",
      "K declared",
      "strict member 0 declared",
      "lenient member 1 declared",
      "lenient member 1",
      "f declared",
      "r local declared",
      "R",
      "r local",
      "e field 1",
      "un member 0",
      "K",
      "lenient member 1",
      "r local",
      "High",
  };
  CHECK(names_of(*checked, text) == wanted);
}

TEST_CASE("check: names that nobody wrote stand nowhere in the text") {
  const std::string text =
      std::string("use k\ncounting vn.civil_code\ncalendar s\n") + kLaw +
      "record U { on : date }\nrecord A { on : date  us : list<U> max 9 }\n"
      "duty d(a: A) { cites L@1 due every 6 months from a.on when period_from > 2026-03-01 "
      "and occurrence > 1 done u.on for each u in a.us }\n";
  Bench bench;
  bench.check(
      "module k\ncalendar s { zone \"+07:00\" weekly rest sunday "
      "covers from 2026-01-01 through 2027-12-31 }");
  const auto checked = bench.check(text);
  CHECK(Bench::codes(*checked).empty());
  const auto& occurrences = checked->module.occurrences;
  for (std::size_t i = 0; i < occurrences.size(); ++i) {
    const Span span = occurrences[i].span;
    const std::string word = text.substr(span.begin, span.end - span.begin);
    CHECK_MESSAGE(
        std::ranges::all_of(word, [](unsigned char c) { return std::isalnum(c) || c == '_'; }),
        word);
    if (i > 0) CHECK(occurrences[i - 1].span.end <= span.begin);
  }
}

TEST_CASE("check: of names that are equally near the first in the alphabet is proposed") {
  for (const char* rules :
       {"rule rate_a() : int = 1\nrule rate_b() : int = 2\nrule rate_c() : int = 3\n",
        "rule rate_c() : int = 3\nrule rate_a() : int = 1\nrule rate_b() : int = 2\n",
        "rule rate_b() : int = 2\nrule rate_c() : int = 3\nrule rate_a() : int = 1\n"}) {
    Bench bench;
    const auto checked = bench.check(std::string(rules) + "rule f() : int = rate_x()\n");
    CHECK(proposed(*checked) == Names{"rate_a"});
  }
  Bench bench;
  bench.check("module a\nrule rate_a() : int = 1");
  bench.check("module b\nrule rate_b() : int = 2\nrule rate_0() : int = 2");
  const auto checked = bench.check("use b\nuse a\nrule f() : int = rate_x() + rate_a() + rate_b()");
  CHECK(proposed(*checked) == Names{"rate_0"});
}

TEST_CASE("check: what is proposed for a type is a type") {
  const auto check = [](const char* type, const Names& wanted) {
    Bench bench;
    const auto checked = bench.check(std::string("enum Harm { none some_ }\n"
                                                 "record Breach { harm : Harm }\n"
                                                 "rule harms() : int = 1\n"
                                                 "record R { x : ") +
                                     type + " }");
    CHECK(Bench::codes(*checked) == Codes{"P2001"});
    CHECK_MESSAGE(proposed(*checked) == wanted, type);
  };
  check("boool", {"bool"});
  check("dat", {"date"});
  check("instamt", {"instant"});
  check("decimals", {"decimal"});
  check("Harms", {"Harm"});
  check("Breech", {"Breach"});
  check("something_else", {});
}

TEST_CASE("check: a missing fact of an element is named by its place in the list") {
  Bench bench;
  const auto checked = bench.check(
      std::string(kLaw) +
      "record N { y : bool  z : bool }\n"
      "record R { first : N  ns : list<N> max 9 }\n"
      "duty f(r: R) { cites L@1 met when r.first.y or all (n in r.ns : n.y) }\n"
      "test \"t\" {\n  as_of 2026-06-01T00:00+07:00\n"
      "  let a = N { z: true }\n  let b = N { z: false }\n  let c = N { z: false, y: true }\n"
      "  let r = R { first: b, ns: [a, c, N { z: true, y: true }, b] }\n"
      "  let s = R { first: c, ns: [c, a] }\n"
      "  expect f(r) is undetermined(a.y)\n  expect f(r) is undetermined(b.y)\n"
      "  expect f(s) is undetermined(a.y)\n  expect f(s) is undetermined(s.first.y)\n}");
  REQUIRE(Bench::codes(*checked).empty());
  std::vector<std::string> told;
  const auto& expectations = checked->module.tests.at(0).expectations;
  for (const hir::Expectation& one : expectations)
    told.insert(told.end(), one.names.begin(), one.names.end());
  CHECK(told == Names{"/ns/0/y", "/first/y", "/ns/1/y", "/first/y"});
}

TEST_CASE("check: a bare member means the only enum that has it, wherever that is") {
  Bench bench;
  bench.check("module a\nenum Size { small large }\nrule given(s: Size) : bool = s is large");
  const auto own = bench.check(std::string("enum Hue { red green }\n") + kLaw +
                               "record R { x : bool }\n"
                               "closed list High(u: R) { item \"1\" hot: when u.x cites L@1 "
                               "item \"2\" cold: when not u.x cites L@2 }\n"
                               "rule f(e: Hue, h: High) : bool = "
                               "red == e and green != e and hot == h and cold != h");
  CHECK(Bench::codes(*own).empty());
  CHECK(bench.print(*own).contains("hot"));
  const auto imported = bench.check("use a\nrule f(s: Size) : bool = small == s or large != s");
  CHECK(Bench::codes(*imported).empty());
  bench.check("module b\nenum Fit { small tight }");
  // Of two enums that have it, the place or what is written tells which.
  CHECK(Bench::codes(*bench.check("use a\nuse b\nrule f(s: Size) : bool = small == s")) ==
        Codes{"P2012"});
  CHECK(Bench::codes(*bench.check("use a\nuse b\nrule f(s: Size, t: Fit) : bool = s == small and "
                                  "t == small")) == Codes{});
  CHECK(Bench::codes(*bench.check("use a\nenum Own { small }\n"
                                  "rule f(o: Own, s: Size) : bool = small == o and s is large")) ==
        Codes{});
}

TEST_CASE("check: one name may be an action there and a norm here; the place says which is meant") {
  Bench bench;
  bench.check(
      "module a\naction notify vi \"báo\" en \"notify\"\n"
      "party firm vi \"hãng\" en \"firm\"");
  bench.check("module b\naction notify vi \"báo\" en \"notify\"\nrule other() : int = 1");
  const std::string duty =
      std::string(kLaw) + "record R { x : bool }\n" +
      "duty notify(r: R) { cites L@1 bearer firm action notify met when r.x }\n";
  const std::string text = "use a\n" + duty;
  const auto checked = bench.check(text);
  CHECK(Bench::codes(*checked).empty());
  const auto& norm = std::get<hir::Norm>(checked->module.defs.back().node);
  CHECK(norm.action.file.index == 0);
  // Without an import that fits, what there is does not.
  CHECK(Bench::codes(*bench.check(
            std::string(kLaw) + "record R { x : bool }\n"
                                "duty notify(r: R) { cites L@1 action notify met when r.x }\n")) ==
        Codes{"P2004"});
  // Two that fit: no order of lines says which.
  CHECK(Bench::codes(*bench.check("use a\nuse b\n" + duty)) == Codes{"P2003"});
  CHECK(Bench::codes(*bench.check("use b\nuse a\n" + duty)) == Codes{"P2003"});
}

TEST_CASE("check: a path is read by the longest module name, an alias or the module's own name") {
  Bench bench;
  bench.check("module a\nrule one() : int = 1\nenum b { one two }");
  bench.check("module a.b\nrule one() : int = 2\nrule two() : int = 3");
  const auto print = [&](const std::string& text) {
    const auto checked = bench.check(text);
    CHECK_MESSAGE(Bench::codes(*checked).empty(), text);
    return bench.print(*checked);
  };
  for (const char* uses : {"use a\nuse a.b\n", "use a.b\nuse a\n"}) {
    const std::string text = print(std::string(uses) + "rule f() : int = a.b.one() + a.one()");
    CHECK(text.contains("(add (call a.b.one) (call a.one))"));
  }
  CHECK(print("use a.b as c\nrule f() : int = c.two()").contains("(call a.b.two)"));
  CHECK(print("module d.e\nrule g() : int = 1\nrule f() : int = d.e.g()").contains("(call d.e.g)"));
  CHECK(Bench::codes(*bench.check("use a.b\nrule f() : int = a.b.three()")) == Codes{"P2001"});
  CHECK(Bench::codes(*bench.check("module d.e\nrule f() : int = d.g()")) == Codes{"P2001"});
}

TEST_CASE("check: what a norm's result has is proposed for what it has not") {
  const auto check = [](const std::string& asked, const Names& wanted) {
    Bench bench;
    const auto checked = bench.check(
        std::string(kLaw) + "record R { x : bool }\nduty d(r: R) { cites L@1 met when r.x }\n" +
        "test \"t\" { as_of 2026-06-01T00:00+07:00\n  expect d(R { x: true })." + asked + " }");
    CHECK_MESSAGE(proposed(*checked) == wanted, asked);
  };
  check("duee == 2026-01-01", {"due"});
  check("dome == 2026-01-01", {"done"});
  check("bind == true", {"binds"});
  check("something_else == true", {});
}

TEST_CASE("check: of two lets of one name the second is told of") {
  Bench bench;
  const std::string text =
      "rule f(n: int) : int {\n  let a = n\n  let b = 2\n  let a = 3\n  default a + b\n}";
  const auto checked = bench.check(text);
  REQUIRE(Bench::codes(*checked) == Codes{"P2016"});
  CHECK(checked->diagnostics.items()[0].span.begin == text.find("a = 3"));
}

}  // namespace phep::tests
