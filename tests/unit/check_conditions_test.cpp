// Which conditions are the same, which no facts meet, and which members no case covers.
#include "tests/unit/check_bench.h"

namespace phep::tests {
namespace {

const std::string kWorld =
    "use k\ncounting vn.civil_code\ncalendar s\n" + std::string(kLaw) +
    "enum E ordered { one two three }\nenum F { un deux }\n"
    "record I { n : int  k : int  x : bool  on : date }\n"
    "record R { x : bool  y : bool  a : int  b : int  d : decimal  m : money<VND>  n : money<VND>\n"
    "  on : date  from_ : date  p : date?  q : date?  at : instant   t : text\n"
    "  e : E  e2 : E  f : F  set_ : set<E>  l : list<I> max 9  l2 : list<I> max 9 }\n"
    "reading K { strict, lenient } default strict basis \"b\"\n"
    "reading K2 { hard, soft } default hard basis \"b\"\n"
    "rule one_(r: R) : int = r.a\nrule two_(r: R) : int = r.b\n"
    "rule span_(r: R) : range<int> = r.a..r.b\n"
    "prohibition ban(r: R) { cites L@1 trigger r.on breached when r.x }\n"
    "prohibition ban2(r: R) { cites L@1 trigger r.on breached when r.y }\n";

std::shared_ptr<const check::Checked> check_in_world(const std::string& rule) {
  Bench bench;
  bench.check(
      "module k\ncalendar s { zone \"+07:00\" weekly rest sunday "
      "covers from 2026-01-01 through 2027-12-31 }");
  return bench.check(kWorld + rule);
}

// All of them pairwise different.
const std::vector<std::string> kConditions = {
    "r.x",
    "r.y",
    "not r.x",
    "r.x == true",
    "r.x == false",
    "other.x",
    "r.x and r.y",
    "r.x or r.y",
    "r.x and r.y and other.x",
    "r.a == 1",
    "r.a == 2",
    "r.a != 1",
    "r.a < 1",
    "r.a <= 1",
    "r.a > 1",
    "r.a >= 1",
    "r.b == 1",
    "r.a == r.b",
    "r.b == r.a",
    "r.m == 1 VND",
    "r.m == 2 VND",
    "r.n == 1 VND",
    "r.d == 0.5",
    "r.d == 0.25",
    "r.on == 2026-01-01",
    "r.on == 2026-01-02",
    "r.at == 2026-01-01T08:00+07:00",
    "r.at == 2026-01-01T09:00+07:00",
    "r.t == \"a\"",
    "r.t == \"b\"",
    "r.e is one",
    "r.e is two",
    "r.e2 is one",
    "r.f is un",
    "r.e in {one, two}",
    "r.e in {one, three}",
    "r.e2 in {one, two}",
    "one in r.set_",
    "two in r.set_",
    "r.set_ == {one}",
    "r.set_ == {}",
    "exists r.p",
    "exists r.q",
    "(r.p if_absent 2026-01-01) == r.on",
    "(r.p if_absent 2026-01-02) == r.on",
    "(r.q if_absent 2026-01-01) == r.on",
    "r.a + r.b == 7",
    "r.b + r.a == 7",
    "r.a - r.b == 7",
    "r.a * r.b == 7",
    "-r.a == 7",
    "-r.b == 7",
    "(r.d rounded up) == 7",
    "(r.d rounded down) == 7",
    "(r.d rounded up to 1 places) == 7.0",
    "(r.d rounded up to 2 places) == 7.0",
    "(if r.x then r.a else r.b) == 7",
    "(if r.y then r.a else r.b) == 7",
    "(if r.x then r.b else r.a) == 7",
    "K is strict",
    "K is lenient",
    "K2 is hard",
    "r.on + 1 day == r.from_",
    "r.on + 2 days == r.from_",
    "r.on + 1 month == r.from_",
    "r.on - 1 day == r.from_",
    "r.from_ + 1 day == r.from_",
    "5 days after r.on < r.at",
    "6 days after r.on < r.at",
    "5 days before r.on < r.at",
    "5 working days after r.on < r.at",
    "5 working days before r.on < r.at",
    "5 days after r.from_ < r.at",
    "5 days after r.at < r.at",
    "5 weeks after r.on < r.at",
    "72 hours after r.at < r.at",
    "72 hours before r.at < r.at",
    "count (r.l) == 1",
    "count (r.l2) == 1",
    "some (i in r.l where i.n > 1)",
    "at least 2 of (i in r.l where i.n > 1)",
    "at least 3 of (i in r.l where i.n > 1)",
    "all (i in r.l : i.n > 1)",
    "count (i in r.l where i.n > 1) == 1",
    "sum (i in r.l where i.x : i.n) == 1",
    "sum (i in r.l where i.x : i.k) == 1",
    "exists min (i in r.l : i.n)",
    "exists max (i in r.l : i.n)",
    "one_(r) == 1",
    "two_(r) == 1",
    "one_(other) == 1",
    "span_(r).from == 1",
    "span_(r).to == 1",
    "span_(other).to == 1",
    "ban(r) is violated",
    "ban(r) is undetermined",
    "ban2(r) is violated",
    "ban(other) is violated",
    "as_of == r.at",
    "law_date == r.on",
    "r.on within 3 days after r.from_",
    "r.on within 3 days before r.from_",
    "r.on within 3 months after r.from_",
};

// What holds nothing that stands for an element of a list, of which each place has its own.
bool has_variable(const std::string& condition) {
  return condition.contains("r.l");
}

}  // namespace

TEST_CASE("check: conditions that differ in anything may conclude differently") {
  std::string cases = "rule f(r: R, other: R) : int { default -1\n";
  for (std::size_t i = 0; i < kConditions.size(); ++i)
    cases +=
        "case c" + std::to_string(i) + ": " + std::to_string(i) + " when " + kConditions[i] + "\n";
  const auto checked = check_in_world(cases + "}\n");
  for (const Diagnostic& diagnostic : checked->diagnostics.items())
    FAIL_CHECK(code_text(diagnostic.row->code), " of ", diagnostic.arguments.at(0).en);
}

TEST_CASE("check: one condition written twice cannot conclude differently") {
  std::string cases = "rule f(r: R, other: R) : int { default -1\n";
  std::size_t twice = 0;
  for (std::size_t i = 0; i < kConditions.size(); ++i) {
    if (has_variable(kConditions[i])) continue;
    for (const char* half : {"a", "b"})
      cases += "case " + std::string(half) + std::to_string(i) + ": " +
               std::to_string(2 * i + (*half == 'a' ? 0 : 1)) + " when " + kConditions[i] + "\n";
    ++twice;
  }
  const auto checked = check_in_world(cases + "}\n");
  CHECK(Bench::codes(*checked) == Codes(twice, "P4004"));
}

TEST_CASE("check: what no facts meet is told, and nothing that some meet") {
  const auto check = [](const std::string& condition, bool never) {
    Bench bench;
    const auto checked = bench.check(
        "enum E ordered { one two three }\n"
        "record R { x : bool  n : int 0..100  up : int ..10  low : int 10..  free : int\n"
        "  m : money<VND> 0 VND..9 VND  on : date  at : instant  e : E  e2 : E\n"
        "  opt : int? 0..100 }\n"
        "rule f(r: R) : bool { default r.x\n  case c: true when " +
        condition + " }\n");
    CHECK_MESSAGE(Bench::codes(*checked) == (never ? Codes{"P4002"} : Codes{}), condition);
  };
  // The declared ends.
  for (const char* never :
       {"r.n < 0", "r.n <= -1", "r.n == -1", "r.n == 101", "r.n > 100", "r.n >= 101", "0 > r.n",
        "-1 >= r.n", "100 < r.n", "101 <= r.n", "101 == r.n", "r.up > 10", "r.up == 11",
        "r.low < 10", "r.low == 9", "r.m > 9 VND", "r.m < 0 VND", "exists r.opt and r.opt > 100",
        "exists r.opt and r.opt < 0"})
    check(never, true);
  for (const char* sometimes :
       {"r.n <= 0", "r.n == 0", "r.n >= 100", "r.n == 100", "r.n != 0", "0 >= r.n", "100 <= r.n",
        "100 == r.n", "r.up >= 10", "r.up < -1_000_000", "r.low <= 10", "r.low > 1_000_000",
        "r.m >= 9 VND", "r.m <= 0 VND", "exists r.opt and r.opt >= 100",
        "exists r.opt and r.opt <= 0"})
    check(sometimes, false);
  // Several limits of one value.
  for (const char* never :
       {"r.free > 3 and r.free < 4", "r.free >= 4 and r.free <= 3", "r.free == 1 and r.free == 2",
        "r.free >= 4 and r.free <= 4 and r.free != 4", "r.free != 4 and r.free == 4",
        "4 > r.free and 3 < r.free", "r.e is one and r.e is two", "r.e is one and r.e is not one",
        "r.on < 2026-01-01 and r.on >= 2026-01-01", "r.on == 2026-01-01 and r.on == 2026-01-02",
        "r.at < 2026-01-01T08:00+07:00 and r.at > 2026-01-01T08:00+07:00",
        "r.n >= 0 and r.x and r.n <= 100 and r.n > 7 and r.n < 7",
        "r.free >= 9_223_372_036_854_775_807 and r.free != 9_223_372_036_854_775_807"})
    check(never, true);
  for (const char* sometimes :
       {"r.free > 3 and r.free < 5", "r.free >= 4 and r.free <= 4",
        "r.free >= 4 and r.free <= 5 and r.free != 4", "r.free != 3 and r.free == 4",
        "r.free < 3 and r.n > 3", "r.e is one and r.e2 is two", "r.free != 1 and r.free != 2",
        "r.free < 3 or r.free > 5",
        "r.free >= 9_223_372_036_854_775_806 and r.free != 9_223_372_036_854_775_807",
        "r.on <= 2026-01-01 and r.on >= 2026-01-01"})
    check(sometimes, false);
  // What says it itself.
  for (const char* never : {"false",
                            "not true",
                            "2 < 1",
                            "1 < 1",
                            "2 <= 1",
                            "1 > 1",
                            "1 > 2",
                            "1 >= 2",
                            "1 == 2",
                            "1 != 1",
                            "not (1 < 2)",
                            "not (1 <= 1)",
                            "not (1 != 2)",
                            "r.x and false",
                            "false and r.x",
                            "false or 1 > 2",
                            "true and false",
                            "not (r.x or true)",
                            "not (true and 1 < 2)",
                            "not not false",
                            "not (true or r.x)",
                            "r.x and r.n > 100",
                            "r.n > 100 or r.n < 0"})
    check(never, true);
  for (const char* sometimes :
       {"true", "1 < 2", "1 <= 1", "1 >= 1", "2 > 1", "1 == 1", "1 != 2", "r.x or false",
        "false or r.x", "r.x or true", "not (r.x and false)", "not (r.x and true)", "not false",
        "not (false or r.x)", "true and r.x", "r.n > 100 or r.x", "not (r.n > 100)"})
    check(sometimes, false);
}

TEST_CASE("check: without a default each member needs a case that may hold for it") {
  const auto check = [](const std::string& cases, const std::string& missing) {
    Bench bench;
    const auto checked = bench.check(
        "enum E { one two three four five }\nenum F { un deux }\n"
        "record R { e : E  f : F  x : bool  n : int }\nrule g(r: R) : int {\n" +
        cases + "}\n");
    CAPTURE(cases);
    std::string told;
    for (const Diagnostic& diagnostic : checked->diagnostics.items()) {
      CHECK(code_text(diagnostic.row->code) == "P4003");
      told += diagnostic.arguments.at(1).en;
    }
    CHECK(told == missing);
  };
  check("case a: 1 when r.e is one\n", "`two`, `three`, `four`, …");
  check("case a: 1 when r.e is five\ncase b: 2 when r.e is one\n", "`two`, `three`, `four`");
  check("case a: 1 when r.e in {one, two, three}\ncase b: 2 when r.e in {four, five}\n", "");
  check("case a: 1 when r.e in {two, three}\ncase b: 2 when r.e in {four, five}\n", "`one`");
  check("case a: 1 when r.e in {one, two, three}\ncase b: 2 when r.e is four\n", "`five`");
  check("case a: 1 when r.e is one or r.e in {two, three}\ncase b: 2 when r.e is five\n", "`four`");
  check("case a: 1 when r.e is one and r.x\ncase b: 2 when r.e in {two, three, four} and r.n > 3\n",
        "`five`");
  check("case a: 1 when r.x and r.e in {one, two} and r.e in {two, three}\n",
        "`one`, `three`, `four`, …");
  // Another value's case may hold for any member, and so may one that says what it is not.
  check("case a: 1 when r.e is one\ncase b: 2 when r.f is un\n", "");
  check("case a: 1 when r.e is one\ncase b: 2 when r.e is not two\n", "");
  check("case a: 1 when r.e is one\ncase b: 2 when r.e is two or r.x\n", "");
  check("case a: 1 when r.e is one and r.f is deux\ncase b: 2 when r.f is un and r.e is two\n",
        "`three`, `four`, `five`");
  // What asks no member, or always concludes, is not measured.
  check("case a: 1 when r.x\ncase b: 2 when r.e is two\n", "");
  check("case a: 1\ncase b: 2 when r.e is two\n", "");
  check("default 0\ncase a: 1 when r.e is one\n", "");
  // An exception covers nothing.
  check("case a: 1 when r.e in {one, two, three, four}\nexcept a as b: 2 when r.e is five\n",
        "`five`");
}

TEST_CASE("check: cases of one condition repeat each other only where they give one value") {
  const auto check = [](const std::string& type, const std::string& first,
                        const std::string& second, const Codes& wanted) {
    const auto checked =
        check_in_world("rule f(r: R, other: R) : " + type + " {\n  case a: " + first +
                       " when r.x and other.x\n  case b: " + second + " when r.x and other.x\n}\n");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, first, " and ", second);
  };
  const Codes repeated{"P4005"};
  const Codes clash{"P4004"};
  check("int", "1", "1", repeated);
  check("int", "1", "2", clash);
  check("int", "r.a", "r.a", repeated);
  check("int", "r.a", "r.b", {});  // they may be equal
  check("int", "r.a", "1", {});
  check("bool", "true", "true", repeated);
  check("bool", "true", "false", clash);
  check("bool", "true", "r.y", {});
  check("E", "one", "one", repeated);
  check("E", "one", "two", clash);
  check("money<VND>", "1 VND", "2 VND", clash);
  check("date", "2026-01-01", "2026-01-02", clash);
  check("date?", "r.on", "r.on", repeated);
  check("date?", "r.on", "r.from_", {});
  check("date?", "r.p", "r.q", {});
  check("date?", "null", "null", repeated);
  check("decimal", "r.a + r.d", "r.a + r.d", repeated);
  check("decimal", "r.a + r.d", "r.b + r.d", {});
  check("set<E>", "{one}", "{one}", repeated);
  check("set<E>", "{one}", "{two}", {});
  check("range<int>", "1..2", "1..2", repeated);
  check("range<int>", "1..2", "1..3", {});
  check("range<int>", "1..3", "2..3", {});
}

TEST_CASE("check: a row that asks one thing asks what a case would ask") {
  const auto codes = [](const std::string& cell) {
    return Bench::codes(
        *check_in_world("rule f(r: R) : int {\n  default 0\n  case c: 1 when r.a > 3\n"
                        "  table {\n    | r.a | r.b ||\n    " +
                        cell + " || 2 |\n  }\n}\n"));
  };
  CHECK(codes("| > 3 | _") == Codes{"P4004"});
  CHECK(codes("| > 4 | _") == Codes{});
  CHECK(codes("| > 3 | > 3") == Codes{});
}

}  // namespace phep::tests
