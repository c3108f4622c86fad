// What the parts of rules, norms, calendars and overlays become.
#include "tests/unit/check_bench.h"

#include <algorithm>

namespace phep::tests {
namespace {

template <class Node>
const Node& only(const check::Checked& checked) {
  for (const hir::Def& def : checked.module.defs)
    if (const auto* node = std::get_if<Node>(&def.node)) return *node;
  FAIL("there is none");
  return std::get<Node>(checked.module.defs.at(0).node);
}

}  // namespace

TEST_CASE("check: nodes without a label are named by what they say, not by where they stand") {
  Bench bench;
  const auto named = [&](const std::string& nodes) {
    const auto checked = bench.check(std::string(kLaw) + "record R { n : int  x : bool }\n" +
                                     "rule f(r: R) : int {\n default 0\n" + nodes + "}\n");
    CHECK_FALSE(checked->diagnostics.has_errors());
    std::vector<std::string> out;
    for (const hir::RuleNode& node : only<hir::Rule>(*checked).nodes)
      out.push_back(bench.text(node.label));
    return out;
  };
  using Names = std::vector<std::string>;
  CHECK(named("case 2 when r.n > 2\ncase 1 when r.n > 1\n") == Names{"case_2", "case_1"});
  CHECK(named("case 1 when r.n > 1\ncase 2 when r.n > 2\n") == Names{"case_1", "case_2"});
  CHECK(named("case 1 when r.n > 2\ncase 1 when r.n > 1\n") == Names{"case_2", "case_1"});
  CHECK(named("case b: 3 when r.n > 3\ncase 2 when r.n > 2\ncase a: 4 when r.n > 4\n"
              "case 1 when r.n > 1\n") == Names{"b", "case_2", "a", "case_1"});
  CHECK(named("case 1 when r.n > 1 cites L@2\ncase 1 when r.n > 1 cites L@1\n") ==
        Names{"case_2", "case_1"});
  CHECK(named("case 9 when r.n > 1\nexcept: 1 when r.x\n") == Names{"case_2", "except_1"});
}

TEST_CASE("check: a grace holds where its condition does and nothing has ended it") {
  const auto parts = [](const std::string& row) {
    Bench bench;
    const auto checked = bench.check(
        std::string(kLaw) +
        "record R { x : bool  y : bool  at : instant  on : date?  ended : date }\n"
        "prohibition p(r: R) { cites L@1 trigger r.at breached when r.y\n  deferred g: " +
        row + " cites L@2 }\n");
    CHECK_FALSE_MESSAGE(checked->diagnostics.has_errors(), row);
    const hir::ExprNode& when =
        checked->module.exprs[only<hir::Norm>(*checked).deferrals.at(0).when].node;
    const auto* both = std::get_if<hir::And>(&when);
    return both == nullptr ? std::size_t{1} : both->operands.size();
  };
  CHECK(parts("until 2027-01-01") == 1);
  CHECK(parts("until 2027-01-01 when r.x") == 1);
  CHECK(parts("until 2027-01-01 ended by r.ended") == 1);
  CHECK(parts("until 2027-01-01 ended by r.on") == 1);
  CHECK(parts("until 2027-01-01 when r.x ended by r.ended") == 2);
  CHECK(parts("until r.on when r.x") == 2);  // and there has to be such a day
  CHECK(parts("until r.on when r.x ended by r.ended") == 3);
}

TEST_CASE("check: a calendar and a replaced value keep what they cite") {
  Bench bench;
  const auto checked = bench.check(
      std::string(kLaw) +
      "calendar s {\n  cites L@1, @3\n  zone \"+07:00\"\n"
      "  covers from 2026-01-01 through 2026-12-31\n}\n"
      "enum E { office portal }\nrule channel() : E = office\n"
      "overlay CUTS { number \"4\" rank resolution in_force from 2026-04-29 through 2027-03-01\n"
      "  replaces rule channel with portal cites @5\n"
      "  outline 1..9 }\n");
  CHECK_FALSE(checked->diagnostics.has_errors());
  const hir::Calendar& calendar = only<hir::Calendar>(*checked);
  REQUIRE(calendar.authority.cites.size() == 2);
  CHECK(calendar.authority.cites[1].written.path == std::vector<std::string>{"3"});
  const hir::Special& replaced = only<hir::Special>(*checked);
  REQUIRE(replaced.nodes.size() == 1);
  REQUIRE(replaced.nodes[0].authority.cites.size() == 1);
  CHECK(replaced.nodes[0].authority.cites[0].written.path == std::vector<std::string>{"5"});
  CHECK(bench.text(replaced.nodes[0].label) == "CUTS");
}

TEST_CASE("check: a name of a test that only an expectation reads is read") {
  const auto check = [](const std::string& expected, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check(
        "record R { n : int  x : bool }\nrule f(r: R) : int = r.n\n"
        "rule g(r: R) : bool = r.x\ntest \"t\" {\n"
        "  as_of 2026-06-01T00:00+07:00\n  let r = R { n: 3, x: true }\n"
        "  let three = 3\n  let yes = true\n  expect " +
        expected + "\n}\n");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, expected);
  };
  check("f(r) == three\n  expect g(r) == yes", {});
  check("f(r) == three\n  expect g(r)", {"P2019"});
  check("f(r) == 3\n  expect g(r)", {"P2019", "P2019"});
}

}  // namespace phep::tests
