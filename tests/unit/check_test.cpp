// Names, types, narrowing, force and tests as the checker leaves them in the HIR.
#include "tests/unit/check_bench.h"

namespace phep::tests {

TEST_CASE("check: an optional is read where a guard has shown that it exists") {
  const auto check = [](const std::string& body, const Codes& wanted) {
    Bench bench;
    const auto checked =
        bench.check("record R { on : date?  other : date?  x : bool }\nrule f(r: R) : " + body);
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, body);
  };
  check("bool = exists r.on and r.on < 2026-01-01", {});
  check("bool = r.on is not null and r.on < 2026-01-01", {});
  check("bool = not exists r.on or r.on < 2026-01-01", {});
  check("bool = not (not exists r.on or r.x) and r.on < 2026-01-01", {});
  check("date = if exists r.on then r.on else 2026-01-01", {});
  check("bool { default false case a: r.on < 2026-01-01 when exists r.on }", {});
  check("bool = r.x or r.on < 2026-01-01", {"P3005"});
  check("bool = (exists r.on or r.x) and r.on < 2026-01-01", {"P3005"});
  check("bool = exists r.other and r.on < 2026-01-01", {"P3005"});
  check("date? = if r.x then r.on else null", {});
}

TEST_CASE("check: numbers widen, and what would round silently is refused") {
  const auto check = [](const std::string& rule, const Codes& wanted) {
    Bench bench;
    CHECK_MESSAGE(Bench::codes(*bench.check("rule f(n: int, m: money<VND>, d: decimal) : " + rule +
                                            "\nrule g(n: int, m: money<VND>, d: decimal) : bool = "
                                            "n > 0 and m > 0 VND and d > 0")) == wanted,
                  rule);
  };
  check("decimal = n + d + m / 1", {"P3002"});
  check("money<VND> = m * n + m * (1 + d) rounded down", {});
}

TEST_CASE("check: imports are visible bare and qualified, and clash only when used") {
  Bench bench;
  bench.check("module a\nenum Size { small  large }\nrule one() : int = 1");
  bench.check("module b\nrule one() : int = 2\nrule two() : int = 2");
  const auto bare =
      bench.check("use a\nuse b\nrule f() : int = two()\nrule g(s: Size) : bool = s is small");
  CHECK(Bench::codes(*bare).empty());
  const auto clash = bench.check("use a\nuse b\nrule f() : int = one()");
  CHECK(Bench::codes(*clash) == Codes{"P2003"});
  const auto qualified = bench.check("use a\nuse b as c\nrule f() : int = a.one() + c.one()");
  CHECK(Bench::codes(*qualified).empty());
  CHECK(bench.print(*qualified).contains("(add (call a.one) (call b.one))"));
}

TEST_CASE("check: force comes from each cited provision and its own interval") {
  Bench bench;
  const auto checked = bench.check(std::string(kLaw) +
                                   "record R { x : bool }\n"
                                   "prohibition p(r: R) { cites L@1, L@2 in_force until 2028-01-01 "
                                   "trigger 2027-02-01 breached when r.x }");
  CHECK(Bench::codes(*checked) == Codes{"P7005"});  // `until` alone begins before the law does
  const auto& norm = std::get<hir::Norm>(checked->module.defs.back().node);
  REQUIRE(norm.authority.force.clauses.size() == 3);
  CHECK(norm.authority.force.clauses[0][0].from.days == 20454);   // 2026-01-01
  CHECK(norm.authority.force.clauses[1][0].from.days == 20819);   // 2027-01-01
  CHECK(norm.authority.force.clauses[2][0].until.days == 21184);  // 2028-01-01
}

TEST_CASE("check: rows of a table are tests, their facts and expectations data") {
  Bench bench;
  const auto checked =
      bench.check(std::string(kLaw) +
                  "record N { y : bool }\n"
                  "record R { x : bool  n : int 0..9  inner : N }\n"
                  "duty d(r: R) { cites L@1 applies when r.n > 3 met when r.inner.y }\n"
                  "test table \"t\" {\n"
                  "  let i = N { }\n"
                  "  let r = R { x: x, n: n, inner: i }\n"
                  "  as_of 2026-06-01T00:00+07:00\n"
                  "  | x    | n || d(r)                    |\n"
                  "  | true | 4 || is undetermined(i.y)    |\n"
                  "  | _    | 2 || not_applicable          |\n"
                  "}");
  CHECK(Bench::codes(*checked).empty());
  REQUIRE(checked->module.tests.size() == 2);
  const hir::Expectation& first = checked->module.tests[0].expectations.at(0);
  CHECK(first.status == 15);
  CHECK(first.names == std::vector<std::string>{"/inner/y"});
  const hir::FactRecord& facts = first.args.at(0).records.at(0);
  CHECK(facts.fields.size() == 3);
  const hir::FactRecord& second =
      checked->module.tests[1].expectations.at(0).args.at(0).records.at(0);
  CHECK(second.fields.at(0).value.at(0).kind == hir::FactValue::Kind::Unknown);
}

TEST_CASE("check: labelled deadlines become a rule whose cases must agree") {
  Bench bench;
  bench.check(
      "module k\ncalendar s { zone \"+07:00\" weekly rest sunday "
      "covers from 2026-01-01 through 2027-12-31 }");
  const auto checked = bench.check(
      std::string("use k\ncounting vn.civil_code\ncalendar s\n") + kLaw +
      "record R { at : instant  small : bool  done_at : instant? }\n"
      "duty d(r: R) { cites L@1 trigger r.at due a: 24 hours after trigger when r.small "
      "due b: 72 hours after trigger when not r.small done r.done_at }");
  CHECK(Bench::codes(*checked).empty());
  const std::string text = bench.print(*checked);
  CHECK(text.contains("rule d.due"));
  CHECK(text.contains("due (call d.due (r) (trigger))"));
  for (const hir::Def& def : checked->module.defs)
    if (def.qualified == "d.due") CHECK(std::get<hir::Rule>(def.node).params.size() == 2);
}

TEST_CASE("check: a deadline from what may be absent is a date that may be absent") {
  Bench bench;
  bench.check(
      "module k\ncalendar s { zone \"+07:00\" weekly rest sunday "
      "covers from 2026-01-01 through 2027-12-31 }");
  const auto checked =
      bench.check(std::string("use k\ncounting vn.civil_code\ncalendar s\n") + kLaw +
                  "record R { on : date  asked : date?  done_at : instant? }\n"
                  "duty d(r: R) { cites L@1 trigger r.on applies when exists r.asked "
                  "due 5 days after r.asked done r.done_at }");
  CHECK(Bench::codes(*checked).empty());
  CHECK(bench.print(*checked).contains("due (if (exists (field 1 (r)))"));
}

TEST_CASE("check: ten thousand members and cases") {
  std::string members;
  std::string cases;
  for (int i = 0; i < 10'000; ++i) {
    const std::string number = std::to_string(i);
    members += " m" + number + "\n";
    cases += "case c" + number + ": " + number + " when r.e is m" + number + "\n";
  }
  Bench bench;
  const std::string text =
      "enum E {" + members + "}\nrecord R { e : E }\n" + "rule f(r: R) : int {\n" + cases + "}\n";
  CHECK(Bench::codes(*bench.check(text)).empty());
  const auto holed = bench.check("enum E {" + members + " last }\nrecord R { e : E }\n" +
                                 "rule f(r: R) : int {\n" + cases + "}\n");
  CHECK(Bench::codes(*holed) == Codes{"P4003"});
}

TEST_CASE("check: what `in` asks of written values and ranges") {
  const auto check = [](const std::string& condition, const std::string& wanted) {
    Bench bench;
    const auto checked = bench.check(
        "enum E { one two three }\nreading K { strict, loose } default strict basis \"b\"\n"
        "rule f(n: int, e: E, other: E, s: set<E>) : bool = " +
        condition);
    CHECK_FALSE_MESSAGE(checked->diagnostics.has_errors(), condition);
    const std::string printed = bench.print(*checked);
    CHECK_MESSAGE(printed.contains(wanted), condition, " is ", printed);
  };
  check("n in {5}", "(eq (n) (5))");
  check("n in {5, 6}", "(or (eq (n) (5)) (eq (n) (6)))");
  check("n in {5, 6, 7}", "(or (eq (n) (5)) (eq (n) (6)) (eq (n) (7)))");
  check("n not in {5, 6}", "(not (or (eq (n) (5)) (eq (n) (6))))");
  check("n in {}", "false");
  check("e in {other}", "(eq (e) (other))");
  check("e in {other, two}", "(or (eq (e) (other)) (eq (e) (member 1)))");
  check("n in 1..5", "(and (ge (n) (1)) (le (n) (5)))");
  check("n in 1..<5", "(and (ge (n) (1)) (lt (n) (5)))");
}

TEST_CASE("check: an expectation stands where it is written, in a test or in the cell of a table") {
  const std::string text = std::string(kLaw) +
                           "record R { x : bool  n : int 0..9 }\n"
                           "rule f(r: R) : int = r.n\nrule g(r: R) : bool = r.x\n"
                           "rule h(r: R) : date? = null\nduty d(r: R) { cites L@1 met when r.x }\n"
                           "decision all_(r: R) { a = f(r)  b = g(r)  norms d(r) }\n"
                           "test \"t\" {\n  as_of 2026-06-01T00:00+07:00\n"
                           "  let r = R { x: true, n: 3 }\n  expect g(r)\n  expect f(r) == 3\n"
                           "  expect d(r) is not_applicable\n  expect exists h(r)\n"
                           "  expect all_(r).b\n  expect all_(r).a >= 2\n}\n"
                           "test table \"rows\" {\n  as_of 2026-06-01T00:00+07:00\n"
                           "  let r = R { x: x, n: 3 }\n"
                           "  | x    || d(r)  | f(r) | g(r) | h(r) | f(r) |\n"
                           "  | true || met   | 4    | is not true | null | < 5 |\n}\n";
  Bench bench;
  const auto checked = bench.check(text);
  CHECK_FALSE(checked->diagnostics.has_errors());
  std::vector<std::string> told;
  for (const hir::Test& test : checked->module.tests)
    for (const hir::Expectation& one : test.expectations)
      told.push_back(text.substr(one.span.begin, one.span.end - one.span.begin));
  const std::vector<std::string> wanted = {"g(r)", "f(r) == 3", "d(r) is not_applicable",
                                           "h(r)", "all_(r).b", "all_(r).a >= 2",
                                           "met",  "4",         "is not true",
                                           "null", "< 5"};
  CHECK(told == wanted);
}

TEST_CASE("check: what a test may ask of a result, in either language") {
  const auto asked = [](const std::string& of, const std::string& wanted, const Codes& codes) {
    Bench bench;
    const auto checked = bench.check(
        std::string(kLaw) +
        "record R { x : bool  n : int 0..9  at : instant  done_at : instant? }\n"
        "rule span(r: R) : range<int> = if r.x then 1..2 else 2..r.n\n"
        "duty d(r: R) {\n  cites L@1\n  trigger r.at\n  due before 2026-03-01\n  done r.done_at\n"
        "  sanction main: fine from 1 VND to 5 VND cites L@2\n"
        "  sanction told: warning cites L@3\n  sanction most: fine up to 7 VND cites L@3\n}\n"
        "decision all_(r: R) { s = span(r)  norms d(r)  exposure total }\n"
        "test \"t\" {\n  as_of 2026-06-01T00:00+07:00\n"
        "  let r = R { x: true, n: 3, at: 2026-02-01T08:00+07:00 }\n  expect " +
        of + " == " + wanted + "\n}\n");
    CAPTURE(of);
    CHECK(Bench::codes(*checked) == codes);
    const auto& tests = checked->module.tests;
    if (tests.empty() || tests[0].expectations.empty()) return hir::Expectation{};
    return tests[0].expectations[0];
  };
  const std::string moment = "2026-03-01T00:00+07:00";
  using Member = hir::TargetMember;
  const auto check = [&](const std::string& member, const std::string& wanted, Member meant) {
    for (const char* of : {"d(r)", "all_(r).d"}) {
      const hir::Expectation one = asked(std::string(of) + "." + member, wanted, {});
      CHECK(one.member == meant);
    }
  };
  check("due", moment, Member::Due);
  check("done", moment, Member::Done);
  check("until", moment, Member::Until);
  check("since", moment, Member::Since);
  check("binds", "true", Member::Binds);
  check("hạn", moment, Member::Due);
  check("hoàn_thành", moment, Member::Done);
  check("đến_trước", moment, Member::Until);
  check("từ_lúc", moment, Member::Since);
  check("ràng_buộc", "true", Member::Binds);
  for (const char* row : {"sanction.main", "chế_tài.main"}) {
    const std::string of = std::string(row) + ".";
    check(of + "from", "1 VND", Member::SanctionFrom);
    check(of + "từ", "1 VND", Member::SanctionFrom);
    check(of + "to", "5 VND", Member::SanctionTo);
    check(of + "tới", "5 VND", Member::SanctionTo);
    check(of + "applies", "true", Member::SanctionApplies);
    check(of + "áp_dụng", "true", Member::SanctionApplies);
    check(of + "limitation", moment, Member::SanctionLimitation);
    check(of + "thời_hiệu", moment, Member::SanctionLimitation);
    check(of + "time_barred", "true", Member::SanctionBarred);
    check(of + "hết_thời_hiệu", "true", Member::SanctionBarred);
  }
  CHECK(asked("d(r).sanction.main.from", "1 VND", {}).sanction.exists());
  for (const char* of : {"span(r)", "all_(r).s"}) {
    CHECK(asked(std::string(of) + ".from", "1", {}).member == Member::RangeFrom);
    CHECK(asked(std::string(of) + ".to", "1", {}).member == Member::RangeTo);
  }
  CHECK(asked("all_(r).total.from", "1 VND", {}).member == Member::ExposureFrom);
  CHECK(asked("all_(r).total.to", "1 VND", {}).member == Member::ExposureTo);

  // What there is not.
  asked("d(r).sanction.other.from", "1 VND", {"P2013"});
  asked("d(r).sanction.told.from", "1 VND", {"P2010"});
  asked("d(r).sanction.told.to", "1 VND", {"P2010"});
  asked("d(r).sanction.most.from", "1 VND", {"P2010"});
  asked("d(r).sanction.main.width", "1 VND", {"P2010"});
  asked("d(r).sanction.main", "1 VND", {"P2010"});
  asked("d(r).dues", moment, {"P2010"});
  asked("d(r).due.done", moment, {"P2010"});
  asked("all_(r).total", "1 VND", {"P2010"});
  asked("all_(r).total.width", "1 VND", {"P2010"});
  asked("all_(r).total.to.from", "1 VND", {"P2010"});
  asked("all_(r).other", "1", {"P4014"});
  asked("span(r).due", "1", {"P3038"});
}

TEST_CASE("check: lets speak of each other in any order, and have the type that is written") {
  const auto check = [](const std::string& rule, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check(
        "record N { k : int }\n"
        "record R { n : int  d : decimal  on : date?  x : bool  inner : N }\nrule f(r: R) : " +
        rule);
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, rule);
  };
  check("int { let c = b + a  let b = a + 1  let a = r.n  default c }", {});
  check("int { let a = r.n  let c = b + a  let b = a + 1  default c + b }", {});
  check("int { let inner = r.inner  let k = inner.k  default k }", {});
  check("int { let k = inner.k  let inner = r.inner  default k }", {});
  check("decimal { let x : decimal = r.n  default x }", {});
  check("int { let x : decimal = r.n  default x }", {"P3008"});
  check("int { let x : int = r.d  default x }", {"P3008"});
  check("bool { let d : date? = if r.x then 2026-01-01 else null  default exists d }", {});
  check("date { let d : date? = r.on  default d }", {"P3005"});
  check("int { let a = b  let b = a  default a + r.n }", {"P2001"});
  check("int { let a = a  default a + r.n }", {"P2001"});
  check("int { let a = r.n  let a = a + 1  default a }", {"P2016"});
  check("int { let a = b  let b = r.n  let b = 2  default a }", {"P2016"});
  check("int { let a = r.n  default 1 }", {"P2019"});
}

TEST_CASE("check: a member may be written with its enum, and has no parts") {
  const auto check = [](const std::string& condition, const Codes& wanted) {
    Bench bench;
    bench.check("module a\nenum Size { small large }");
    CHECK_MESSAGE(Bench::codes(*bench.check("module m\nuse a\nenum E { un deux }\n"
                                            "rule f(e: E, s: Size) : bool = s is large or " +
                                            condition)) == wanted,
                  condition);
  };
  check("e == E.un or e is E.deux", {});
  check("e == m.E.un", {});
  check("e is un and s == Size.small or s == a.Size.large", {});
  check("e == E.trois", {"P2006"});
  check("e is un or s == Size.un", {"P2006"});
  check("e == E.un.x", {"P3038"});
  check("e is un and s == a.Size.small.x", {"P3038"});
}

TEST_CASE("check: what is asked of an optional that may be absent") {
  const auto check = [](const std::string& rule, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check(
        "enum E { un deux }\nrecord R { x : bool  n : int  e : E?  on : date? }\nrule f(r: R) : " +
        rule);
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, rule);
  };
  check("bool = r.e is un", {});
  check("bool = r.e is not un", {"P3005"});
  check("bool = exists r.e and r.e is not un", {});
  check("bool = null is un", {"P3011"});
  // An absent value and a present one are an optional, in either order.
  check("int = (if r.x then null else r.n) if_absent 0", {});
  check("int = (if r.x then r.n else null) if_absent 0", {});
  check("bool = exists (if r.x then null else r.n)", {});
}

TEST_CASE("check: where a norm is asked, the moment from which it binds exists") {
  const auto check = [](const std::string& trigger, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check(std::string(kLaw) +
                                     "record R { on : date?  other : date?  x : date }\n"
                                     "prohibition p(r: R) { cites L@1 trigger " +
                                     trigger + "\n  breached when r.on < 2026-05-01 }");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, trigger);
  };
  check("r.on", {});
  check("r.other", {"P3005"});
  check("r.x", {"P3005"});
}

TEST_CASE("check: what a wrong argument would give is not measured") {
  const auto check = [](const std::string& body, const Codes& wanted) {
    Bench bench;
    CHECK_MESSAGE(Bench::codes(*bench.check("rule f(n: int, k: int) : int = n + k\nrule g() : " +
                                            body)) == wanted,
                  body);
  };
  check("date = f(1, 2)", {"P3001"});
  check("date = f(nope, 2)", {"P2001"});
  check("date = f(1, nope)", {"P2001"});
  check("bool = f(nope, 2) and true", {"P2001"});
}

TEST_CASE("check: an option of a reading may be named through names of the test") {
  const auto chosen = [](const std::string& lets, const std::string& option, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check(
        "reading K { strict, lenient } default strict basis \"b\"\n"
        "rule f() : bool = K is lenient\ntest \"t\" { as_of 2026-06-01T00:00+07:00\n  " +
        lets + "\n  reading K = " + option + "\n  expect f() }");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, lets);
    const auto& readings = checked->module.tests.at(0).readings;
    return readings.empty() ? -1 : static_cast<int>(readings[0].second);
  };
  CHECK(chosen("", "lenient", {}) == 1);
  CHECK(chosen("let a = lenient", "a", {}) == 1);
  CHECK(chosen("let a = b  let b = lenient", "a", {}) == 1);
  CHECK(chosen("let a = b  let b = c  let c = lenient", "a", {}) == 1);
  CHECK(chosen("let lenient = lenient", "lenient", {}) == 1);
  CHECK(chosen("let a = lenient  let lenient = lenient", "a", {}) == 1);
  CHECK(chosen("let a = b  let b = strange", "a", {"P2006"}) == -1);
}

TEST_CASE("check: a fact that is missing is found through sixteen names, records and lists") {
  // Which pointer a test that goes through so many names gets; nothing where it is told of.
  const auto pointer = [](int names, const std::string& innermost, const std::string& type) {
    Bench bench;
    std::string lets = "  let i = I { }\n  let n0 = " + innermost + "\n";
    for (int n = 1; n <= names; ++n)
      lets += "  let n" + std::to_string(n) + " = n" + std::to_string(n - 1) + "\n";
    const auto checked = bench.check(
        "module m\n" + std::string(kLaw) +
        "record I { y : bool }\nrecord One { i : I }\n"
        "record Many { l : list<I> max 3 }\n"
        "duty one(r: One) { cites L@1 met when r.i.y }\n"
        "duty many(r: Many) { cites L@1 met when all (i in r.l : i.y) }\n"
        "test \"t\" { as_of 2026-06-01T00:00+07:00\n" +
        lets + "  expect " + type + "(n" + std::to_string(names) + ") is undetermined(i.y) }\n");
    if (!Bench::codes(*checked).empty()) return std::string();
    return checked->module.tests.at(0).expectations.at(0).names.at(0);
  };
  // Each name, field and element is a step; the sixteenth is `i` itself.
  CHECK(pointer(0, "One { i: i }", "one") == "/i/y");
  CHECK(pointer(14, "One { i: i }", "one") == "/i/y");
  CHECK(pointer(0, "Many { l: [I { y: true }, i] }", "many") == "/l/1/y");
  CHECK(pointer(13, "Many { l: [I { y: true }, i] }", "many") == "/l/1/y");
}

}  // namespace phep::tests
