#include "compiler/runtime/date.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <limits>

namespace phep::tests {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kAsOf = 1'772'000'000'000;  // 2026-02-25T06:13:20Z

// A program of one output, the last register, over a bool that is unknown and facts that a test may
// add.
struct Program {
  ImageBuilder image;
  std::uint32_t unknown = image.slot("/u", Kind::Bool);
  FunctionBuilder f{image, "t.rule", 1};

  // Its own value on facts of which nothing is known.
  Decided decide(Kind kind, RegIndex present = kNone, const CaseOptions& options = {}) {
    const Header* const header = image.build(f, {{"out", kind, f.last(), present}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    return decide_case(header, Facts(image, image.root()), options);
  }
};

// The outcome as a short text: a number, "?" for unknown, or an error's kind.
std::string outcome(const Decided& decided) {
  REQUIRE(decided.status == PHEP_OK);
  const phep_value& value = decided.output(0);
  if (value.tag == PHEP_UNKNOWN) return "?";
  if (value.tag == PHEP_ABSENT) return "absent";
  if (value.tag == PHEP_ERROR) return "error " + std::to_string(value.a);
  return std::to_string(static_cast<std::int64_t>(value.a));
}

// An operand for truth tables: T, F, ? or E (an overflow).
RegIndex operand(Program& p, char state) {
  if (state == '?') return p.f.load(p.unknown);
  if (state != 'E') return p.f.boolean(state == 'T');
  const RegIndex most = p.f.integer(kMost);
  const RegIndex over = p.f.arith(Arith::Add, Kind::Int, most, p.f.integer(1));
  return p.f.compare(Compare::Eq, Kind::Int, over, over);
}

char truth(Program& p) {
  // Completions would settle what hangs on one leaf alone, so the first pass is read off the
  // certificate.
  const std::uint32_t bit = p.image.bit();
  p.f.inst(Op::Mark, Kind::Bool, p.f.last(), bit);
  const Decided decided = p.decide(Kind::Bool);
  REQUIRE(decided.status == PHEP_OK);
  if (decided.marked_unknown(bit)) return '?';
  if (decided.marked_true(bit)) return 'T';
  return decided.output(0).tag == PHEP_ERROR ? 'E' : 'F';
}

TEST_CASE("interpret: and is false > unknown > error > true, or mirrors it") {
  const std::string rows[] = {"TTT", "TFF", "T??", "TEE", "FFF", "F?F", "FEF", "???", "?E?", "EEE"};
  const auto mirrored = [](char c) { return c == 'T' ? 'F' : c == 'F' ? 'T' : c; };
  for (const std::string& row : rows) {
    for (const bool swapped : {false, true}) {
      Program p;
      const RegIndex a = operand(p, row[swapped ? 1 : 0]);
      const RegIndex b = operand(p, row[swapped ? 0 : 1]);
      p.f.and_(a, b);
      CAPTURE(row);
      CHECK(truth(p) == row[2]);

      Program q;
      const RegIndex x = operand(q, mirrored(row[swapped ? 1 : 0]));
      const RegIndex y = operand(q, mirrored(row[swapped ? 0 : 1]));
      q.f.or_(x, y);
      CHECK(truth(q) == mirrored(row[2]));
    }
  }
}

TEST_CASE("interpret: not keeps unknown and error") {
  for (const char* row : {"TF", "FT", "??", "EE"}) {
    Program p;
    const RegIndex a = operand(p, row[0]);
    p.f.not_(a);
    CHECK(truth(p) == row[1]);
  }
}

TEST_CASE("interpret: a choice under an unknown guard is what its branches share") {
  const auto choice = [](char guard, std::int64_t a, std::int64_t b) {
    Program p;
    const RegIndex g = operand(p, guard);
    const RegIndex x = p.f.integer(a);
    p.f.select(Kind::Int, g, x, p.f.integer(b));
    return outcome(p.decide(Kind::Int));
  };
  CHECK(choice('T', 1, 2) == "1");
  CHECK(choice('F', 1, 2) == "2");
  CHECK(choice('?', 1, 2) == "?");
  CHECK(choice('?', 7, 7) == "7");
  CHECK(choice('E', 7, 7) == "error 6");
}

TEST_CASE("interpret: a choice does not use the branch that its guard excludes") {
  Program p;
  const RegIndex over = p.f.arith(Arith::Add, Kind::Int, p.f.integer(kMost), p.f.integer(1));
  const RegIndex g = p.f.boolean(false);
  p.f.select(Kind::Int, g, over, p.f.integer(3));
  CHECK(outcome(p.decide(Kind::Int)) == "3");
}

TEST_CASE("interpret: what a first pass knows is not spoilt by an error that a guard may yet be") {
  // 1 / x > 0 with x unknown: x may be 0, so even equal branches are not certain.
  Program p;
  const std::uint32_t x = p.image.slot("/x", Kind::Int);
  const RegIndex ratio = p.f.arith(Arith::Div, Kind::Int, p.f.integer(1), p.f.load(x));
  const RegIndex guard = p.f.compare(Compare::Gt, Kind::Int, ratio, p.f.integer(0));
  const RegIndex five = p.f.integer(5);
  p.f.select(Kind::Int, guard, five, five);
  CHECK(outcome(p.decide(Kind::Int)) == "?");
}

TEST_CASE("interpret: strict operators are error > unknown > known, errors by least kind") {
  Program p;
  const std::uint32_t x = p.image.slot("/x", Kind::Int);
  const RegIndex one = p.f.integer(1);
  const RegIndex over = p.f.arith(Arith::Add, Kind::Int, p.f.integer(kMost), one);
  p.f.arith(Arith::Add, Kind::Int, over, p.f.load(x));
  CHECK(outcome(p.decide(Kind::Int)) == "error 6");

  Program q;
  const RegIndex zero = q.f.integer(0);
  const RegIndex most = q.f.integer(kMost);
  const RegIndex divided = q.f.arith(Arith::Div, Kind::Int, most, zero);
  const RegIndex overflow = q.f.arith(Arith::Mul, Kind::Int, most, most);
  q.f.arith(Arith::Add, Kind::Int, overflow, divided);
  CHECK(outcome(q.decide(Kind::Int)) == "error 3");
}

TEST_CASE("interpret: int arithmetic is exact or an error") {
  const auto arith = [](Arith op, std::int64_t a, std::int64_t b) {
    Program p;
    const RegIndex x = p.f.integer(a);
    p.f.arith(op, Kind::Int, x, p.f.integer(b));
    return outcome(p.decide(Kind::Int));
  };
  CHECK(arith(Arith::Add, 2, 3) == "5");
  CHECK(arith(Arith::Sub, 2, 3) == "-1");
  CHECK(arith(Arith::Mul, -4, 3) == "-12");
  CHECK(arith(Arith::Div, 12, 4) == "3");
  CHECK(arith(Arith::Div, 13, 4) == "error 5");
  CHECK(arith(Arith::Div, 13, 0) == "error 3");
  CHECK(arith(Arith::Min, 2, -3) == "-3");
  CHECK(arith(Arith::Max, 2, -3) == "2");
  CHECK(arith(Arith::Add, kMost, 1) == "error 6");
  CHECK(arith(Arith::Mul, kMost, 2) == "error 6");
  CHECK(arith(Arith::Div, -kMost - 1, -1) == "error 6");
  CHECK(arith(Arith::Div, -kMost - 1, 2) == std::to_string(-kMost / 2 - 1));
  CHECK(arith(Arith::Div, -kMost, -1) == std::to_string(kMost));
  Program p;
  const RegIndex least = p.f.integer(-kMost - 1);
  p.f.inst(Op::Neg, Kind::Int, least);
  CHECK(outcome(p.decide(Kind::Int)) == "error 6");
}

TEST_CASE("interpret: money times a share becomes money only by rounding") {
  Program p;
  const RegIndex revenue = p.f.constant(Kind::Money, 1'234'567);
  const RegIndex share = p.f.wide(Kind::Decimal, 0, 50'000'000);  // 5%
  const RegIndex amount = p.f.arith(Arith::Mul, Kind::Amount, revenue, share);
  const std::uint32_t thousand = p.image.constant(1'000'000'000'000);  // 1,000 VND in 10^-9
  p.f.inst(Op::Round, Kind::Money, amount, thousand, 0,
           static_cast<std::uint8_t>(Rounding::HalfUp));
  CHECK(outcome(p.decide(Kind::Money)) == "62000");  // 61,728.35
}

TEST_CASE("interpret: a product is rounded once, from its exact value") {
  // 0.000000001 × 0.5 needs ten places; rounded to nine it is exact again.
  const auto rounded = [](bool round) {
    Program p;
    const RegIndex tiny = p.f.wide(Kind::Decimal, 0, 1);
    const RegIndex half = p.f.wide(Kind::Decimal, 0, 500'000'000);
    const RegIndex product = p.f.arith(Arith::Mul, Kind::Decimal, tiny, half);
    if (round) {
      p.f.inst(Op::Round, Kind::Decimal, product, p.image.constant(1), 0,
               static_cast<std::uint8_t>(Rounding::HalfUp));
    }
    return outcome(p.decide(Kind::Decimal));
  };
  CHECK(rounded(false) == "error 5");
  CHECK(rounded(true) == "1");
  Program p;  // 7 ÷ 2 to a whole int
  const RegIndex seven = p.f.inst(Op::ToDecimal, Kind::Decimal, p.f.integer(7));
  const RegIndex two = p.f.inst(Op::ToDecimal, Kind::Decimal, p.f.integer(2));
  const RegIndex quotient = p.f.arith(Arith::Div, Kind::Decimal, seven, two);
  p.f.inst(Op::Round, Kind::Int, quotient, p.image.constant(1'000'000'000), 0,
           static_cast<std::uint8_t>(Rounding::HalfEven));
  CHECK(outcome(p.decide(Kind::Int)) == "4");
}

TEST_CASE("interpret: ints and decimals mix by promotion, decimals order by size") {
  Program p;
  const RegIndex minus = p.f.wide(Kind::Decimal, -3, -500'000'000);
  const RegIndex sum = p.f.arith(Arith::Add, Kind::Decimal, minus, p.f.integer(3));
  p.f.compare(Compare::Lt, Kind::Decimal, sum, p.f.wide(Kind::Decimal, 0, 0));
  CHECK(outcome(p.decide(Kind::Bool)) == "1");
  Program q;
  const RegIndex a = q.f.wide(Kind::Decimal, 2, 500'000'000);
  q.f.inst(Op::Neg, Kind::Decimal, a);
  CHECK(outcome(q.decide(Kind::Decimal)) == "-2500000000");
}

TEST_CASE("interpret: comparisons of every sort") {
  const auto compare = [](Compare op, std::int64_t a, std::int64_t b) {
    Program p;
    const RegIndex x = p.f.constant(Kind::Date, a);
    p.f.compare(op, Kind::Date, x, p.f.constant(Kind::Date, b));
    return outcome(p.decide(Kind::Bool));
  };
  CHECK(compare(Compare::Lt, -1, 0) == "1");
  CHECK(compare(Compare::Le, 0, 0) == "1");
  CHECK(compare(Compare::Gt, 0, 0) == "0");
  CHECK(compare(Compare::Ge, 0, 0) == "1");
  CHECK(compare(Compare::Eq, 4, 5) == "0");
  CHECK(compare(Compare::Ne, 4, 5) == "1");
  Program p;
  const RegIndex text = p.f.text("Hà Nội");
  p.f.compare(Compare::Eq, Kind::Text, text, p.f.text("Hà Nội"));
  CHECK(outcome(p.decide(Kind::Bool)) == "1");
}

TEST_CASE("interpret: a set has its members") {
  Program p;
  const RegIndex set = p.f.constant(Kind::Set, 0b1010);
  p.f.inst(Op::SetHas, Kind::Bool, p.f.constant(Kind::Enum, 3), set);
  CHECK(outcome(p.decide(Kind::Bool)) == "1");
  for (const int member : {0, 1, 62, 63, 64, 65, 127, 128}) {  // a set has members below 64
    CAPTURE(member);
    Program large;
    const RegIndex ends =
        large.f.constant(Kind::Set, static_cast<std::int64_t>(std::uint64_t{1} << 63 | 1));
    large.f.inst(Op::SetHas, Kind::Bool, large.f.constant(Kind::Enum, member), ends);
    CHECK(outcome(large.decide(Kind::Bool)) == (member == 0 || member == 63 ? "1" : "0"));
  }
}

TEST_CASE("interpret: the clock, law days and the what-if that overrides them") {
  const std::int32_t today = 20'509;  // 2026-02-25
  const auto day = [&](std::int32_t override_with) {
    Program p;
    p.f.inst(Op::AsOfDay, Kind::Date, 420);
    CaseOptions options;
    options.law_date = override_with;
    return outcome(p.decide(Kind::Date, kNone, options));
  };
  CHECK(day(PHEP_NO_DATE) == std::to_string(today));
  CHECK(day(100) == "100");
  Program p;
  p.f.inst(Op::AsOf, Kind::Instant);
  CHECK(outcome(p.decide(Kind::Instant)) == std::to_string(kAsOf));

  const auto law_day = [&](bool present, std::int32_t override_with) {
    Program q;
    const RegIndex is_there = q.f.boolean(present);
    const RegIndex moment = q.f.constant(Kind::Instant, 18 * kHourMs);  // 1970-01-02 in Vietnam
    q.f.inst(Op::LawDay, Kind::Date, is_there, moment, static_cast<std::uint32_t>(Kind::Instant),
             28);
    CaseOptions options;
    options.law_date = override_with;
    return outcome(q.decide(Kind::Date, kNone, options));
  };
  CHECK(law_day(true, PHEP_NO_DATE) == "1");
  CHECK(law_day(false, PHEP_NO_DATE) == std::to_string(today));
  CHECK(law_day(true, 55) == "55");

  const auto without_trigger = [](std::uint8_t quarters, std::int32_t override_with) {
    Program q;
    q.f.inst(Op::LawDay, Kind::Date, kNone, kNone, 0, quarters);
    CaseOptions options{.as_of = 18 * kHourMs, .law_date = override_with};
    return outcome(q.decide(Kind::Date, kNone, options));
  };
  CHECK(without_trigger(0, PHEP_NO_DATE) == "0");
  CHECK(without_trigger(28, PHEP_NO_DATE) == "1");
  CHECK(without_trigger(28, 55) == "55");
}

TEST_CASE("interpret: in force inside any interval, the end excluded") {
  const auto in_force = [](std::int32_t day) {
    Program p;
    const std::uint32_t bounds = p.image.operand(
        {static_cast<std::uint32_t>(INT32_MIN), 10, 20, static_cast<std::uint32_t>(INT32_MAX)});
    p.f.inst(Op::InForce, Kind::Bool, p.f.constant(Kind::Date, day), bounds, 4);
    return outcome(p.decide(Kind::Bool));
  };
  CHECK(in_force(-5) == "1");
  CHECK(in_force(9) == "1");
  CHECK(in_force(10) == "0");
  CHECK(in_force(19) == "0");
  CHECK(in_force(20) == "1");
}

TEST_CASE("interpret: days and instants of a zone") {
  Program p;
  p.f.inst(Op::DayStart, Kind::Instant, p.f.constant(Kind::Date, 1), 420);
  CHECK(outcome(p.decide(Kind::Instant)) == std::to_string(17 * kHourMs));
  Program q;
  q.f.inst(Op::DayEnd, Kind::Instant, q.f.constant(Kind::Date, 1), 420);
  CHECK(outcome(q.decide(Kind::Instant)) == std::to_string(41 * kHourMs));
  Program r;
  r.f.inst(Op::LocalDay, Kind::Date, r.f.constant(Kind::Instant, 17 * kHourMs), 420);
  CHECK(outcome(r.decide(Kind::Date)) == "1");
  const auto months = static_cast<std::uint64_t>(Unit::Months);
  Program s;
  const RegIndex january = s.f.constant(Kind::Date, to_days({2026, 1, 31}));
  s.f.inst(Op::ShiftDate, Kind::Date, january, s.f.constant(Kind::Duration, 1, months));
  CHECK(outcome(s.decide(Kind::Date)) == std::to_string(to_days({2026, 2, 28})));
  Program t;
  const RegIndex last = t.f.constant(Kind::Date, kLastDate);
  t.f.inst(Op::ShiftDate, Kind::Date, last, t.f.constant(Kind::Duration, 1, months));
  CHECK(outcome(t.decide(Kind::Date)) == "error 2");
}

TEST_CASE("interpret: readings are what the caller chose, else their default") {
  Program p;
  const std::uint32_t reading = p.image.reading(3, 1);
  p.f.inst(Op::Reading, Kind::Enum, reading);
  CHECK(outcome(p.decide(Kind::Enum)) == "1");
  Program q;
  q.f.inst(Op::Reading, Kind::Enum, q.image.reading(3, 1));
  CaseOptions options;
  options.readings = {2};
  CHECK(outcome(q.decide(Kind::Enum, kNone, options)) == "2");
}

TEST_CASE("interpret: calls give the callee its arguments and law date") {
  Program p;
  FunctionBuilder sum(p.image, "t.sum", 3);
  const RegIndex added = sum.arith(Arith::Add, Kind::Int, 1, 2);
  sum.insts.back().c = static_cast<std::uint32_t>(Kind::Int) | static_cast<std::uint32_t>(Kind::Int)
                                                                   << 8;
  const std::uint32_t callee = p.image.add(sum, added);
  const RegIndex a = p.f.integer(20);
  const RegIndex b = p.f.integer(22);
  p.f.call(callee, Kind::Int, {0, a, b});
  const Decided decided = p.decide(Kind::Int);
  CHECK(outcome(decided) == "42");
  CHECK(decided.head().steps == 4);
}

TEST_CASE("interpret: calls with as many days and months are not the same") {
  for (const bool months : {false, true}) {
    Program p;
    FunctionBuilder later(p.image, "t.later", 2);
    const std::uint32_t callee = p.image.add(later, later.inst(Op::ShiftDate, Kind::Date, 0, 1));
    const auto two = [&](bool of_months) {
      const Unit unit = of_months ? Unit::Months : Unit::Days;
      return p.f.constant(Kind::Duration, 2, static_cast<std::uint64_t>(unit));
    };
    const RegIndex other = two(!months), given = two(months);
    p.f.call(callee, Kind::Date, {0, other});
    p.f.call(callee, Kind::Date, {0, given});
    const std::int32_t end = months ? to_days({2026, 4, 25}) : to_days({2026, 2, 27});
    CHECK(outcome(p.decide(Kind::Date)) == std::to_string(end));
  }
}

// A list of numbers with a flag; elements are {flag, number}, where -1 leaves the flag unknown.
struct ListProgram {
  ImageBuilder image;
  std::uint32_t list = image.list("/xs", 10);
  std::uint32_t flag = image.slot_in(list, "/flag", Kind::Bool);
  std::uint32_t number = image.slot_in(list, "/number", Kind::Int);
  FunctionBuilder f{image, "t.rule", 1};

  std::uint32_t body(std::uint32_t slot) {
    FunctionBuilder each(image, "t.each", 2);
    const RegIndex value = each.load(slot, 1);
    return image.add(each, value);
  }
  Decided run(Quantifier quantifier, Kind kind, bool predicate, bool value, std::int32_t n,
              const std::vector<std::pair<int, std::int64_t>>& elements) {
    const std::uint32_t p = predicate ? body(flag) : kNone;
    const std::uint32_t v = value ? body(number) : kNone;
    f.quantify(quantifier, kind, list, p, v, n);
    const Header* const header = image.build(f, {{"out", kind, f.last()}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    std::vector<Facts> items;
    for (const auto& [set, value_of] : elements) {
      Facts item(image, image.element(list));
      if (set >= 0) item.set(flag, set);
      items.push_back(item.set(number, value_of));
    }
    return decide_case(header, Facts(image, image.root()).set_list(list, items));
  }
};

TEST_CASE("interpret: quantifiers are decided as soon as the known elements settle them") {
  const auto run = [](Quantifier quantifier, std::int32_t n, const std::vector<int>& flags) {
    ListProgram p;
    std::vector<std::pair<int, std::int64_t>> elements;
    for (const int flag : flags) elements.emplace_back(flag, 0);
    const Decided decided =
        p.run(quantifier, quantifier == Quantifier::Count ? Kind::Int : Kind::Bool, true, false, n,
              elements);
    return outcome(decided);
  };
  CHECK(run(Quantifier::Some, 0, {}) == "0");
  CHECK(run(Quantifier::Some, 0, {0, 1}) == "1");
  CHECK(run(Quantifier::Some, 0, {-1, 1}) == "1");
  CHECK(run(Quantifier::Some, 0, {-1, 0}) == "?");
  CHECK(run(Quantifier::All, 0, {}) == "1");
  CHECK(run(Quantifier::All, 0, {1, 0, -1}) == "0");
  CHECK(run(Quantifier::All, 0, {1, -1}) == "?");
  CHECK(run(Quantifier::AtLeast, 2, {1, 1, -1}) == "1");
  CHECK(run(Quantifier::AtLeast, 2, {1, 0, 0}) == "0");
  CHECK(run(Quantifier::AtLeast, 2, {0, -1}) == "0");
  CHECK(run(Quantifier::AtLeast, 2, {1, -1}) == "?");
  CHECK(run(Quantifier::Count, 0, {1, 0, 1}) == "2");
  CHECK(run(Quantifier::Count, 0, {1, -1}) == "?");
}

TEST_CASE("interpret: sums are exact and checked once, extremes skip what does not count") {
  const auto run = [](Quantifier quantifier,
                      const std::vector<std::pair<int, std::int64_t>>& elements) {
    ListProgram p;
    return outcome(p.run(quantifier, Kind::Int, true, true, 0, elements));
  };
  CHECK(run(Quantifier::Sum, {{1, kMost}, {1, 1}, {1, -1}}) == std::to_string(kMost));
  CHECK(run(Quantifier::Sum, {{1, kMost}, {1, 1}}) == "error 6");
  CHECK(run(Quantifier::Sum, {{1, kMost}, {0, 1}}) == std::to_string(kMost));
  CHECK(run(Quantifier::Sum, {}) == "0");
  CHECK(run(Quantifier::Min, {{1, 4}, {0, -9}, {1, 3}}) == "3");
  CHECK(run(Quantifier::Max, {{1, -4}, {0, 9}, {1, -3}}) == "-3");
  CHECK(run(Quantifier::Max, {{0, 9}}) == "0");
  ListProgram whole;
  CHECK(outcome(whole.run(Quantifier::Count, Kind::Int, false, false, 0, {{0, 1}, {-1, 2}})) ==
        "2");
}

TEST_CASE("interpret: the length of a list is known, absent or missing with it") {
  ImageBuilder image;
  const std::uint32_t list = image.list("/xs", 3, true);
  image.slot_in(list, "/flag", Kind::Bool);
  FunctionBuilder f(image, "t.rule", 1);
  f.inst(Op::ListLength, Kind::Int, list, kNone);
  const Header* const header = image.build(f, {{"out", Kind::Int, f.last()}});
  const Facts nothing(image, image.root());
  const Facts element(image, image.element(list));
  CHECK(outcome(decide_case(header, Facts(nothing).set_list(list, {element, element}))) == "2");
  CHECK(outcome(decide_case(header, Facts(nothing).set_null(list))) == "0");
  const Decided unknown = decide_case(header, nothing);
  CHECK(outcome(unknown) == "?");
  CHECK(unknown.missing(unknown.output(0)) == std::vector<std::uint32_t>{list});
}

TEST_CASE("interpret: an unknown list leaves every quantifier open and is what is missing") {
  ListProgram p;
  p.f.quantify(Quantifier::Some, Kind::Bool, p.list, p.body(p.flag), kNone);
  const Header* const header = p.image.build(p.f, {{"out", Kind::Bool, p.f.last()}});
  const Decided decided = decide_case(header, Facts(p.image, p.image.root()));
  CHECK(outcome(decided) == "?");
  CHECK(decided.missing(decided.output(0)) == std::vector<std::uint32_t>{p.list});
  CHECK(decided.output(0).aux == 1);  // a list has no representatives
}

TEST_CASE("interpret: lists inside elements are found by packed indices") {
  ImageBuilder image;
  for (const char* const path : {"/a", "/b", "/c", "/d"}) image.slot(path, Kind::Int);
  const std::uint32_t outer = image.list("/teams", 4);
  const std::uint32_t inner = image.list_in(outer, "/members", 4);
  const std::uint32_t age = image.slot_in(inner, "/age", Kind::Int);
  FunctionBuilder member(image, "t.member", 2);
  const RegIndex age_of = member.load(age, 1);
  const std::uint32_t value = image.add(member, age_of);
  FunctionBuilder team(image, "t.team", 2);
  team.quantify(Quantifier::Sum, Kind::Int, inner, kNone, value, 0, {}, 1);
  const std::uint32_t sum = image.add(team, team.last());
  FunctionBuilder f(image, "t.rule", 1);
  f.quantify(Quantifier::Max, Kind::Int, outer, kNone, sum);
  const Header* const header = image.build(f, {{"out", Kind::Int, f.last()}});
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  const auto person = [&](int years) { return Facts(image, image.element(inner)).set(age, years); };
  const auto team_of = [&](std::vector<Facts> people) {
    return Facts(image, image.element(outer)).set_list(inner, people);
  };
  const Facts facts = Facts(image, image.root())
                          .set_list(outer, {team_of({person(30), person(40)}), team_of({}),
                                            team_of({person(90), person(7), person(2)})});
  CHECK(outcome(decide_case(header, facts)) == "99");

  // The second member of the third team is not known: element 3 of all members.
  Facts unknown(image, image.element(inner));
  const Facts partial = Facts(image, image.root())
                            .set_list(outer, {team_of({person(30), person(40)}), team_of({}),
                                              team_of({person(90), unknown})});
  const Decided decided = decide_case(header, partial);
  CHECK(decided.missing(decided.output(0)) == std::vector<std::uint32_t>{age | 3U << 16});
}

TEST_CASE("interpret: an absent optional is absent, an unknown one misses its fact once") {
  ImageBuilder image;
  SlotOptions optional;
  optional.optional = true;
  const std::uint32_t slot = image.slot("/when", Kind::Date, optional);
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex present = f.present(slot);
  const RegIndex value = f.load(slot);
  const Header* const header = image.build(f, {{"out", Kind::Date, value, present}});
  CHECK(outcome(decide_case(header, Facts(image, image.root()).set_null(slot))) == "absent");
  CHECK(outcome(decide_case(header, Facts(image, image.root()).set(slot, 12))) == "12");
  const Decided unknown = decide_case(header, Facts(image, image.root()));
  CHECK(outcome(unknown) == "?");
  CHECK(unknown.missing(unknown.output(0)) == std::vector<std::uint32_t>{slot});
}

}  // namespace
}  // namespace phep::tests
