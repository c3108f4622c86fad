// Ends of unknown numbers, operator by operator, each worked out by hand.
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

using Node = FunctionBuilder::Node;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

// Facts of which only the ranges are known.
struct Program {
  ImageBuilder image;
  FunctionBuilder f{image, "t.rule", 1};
  std::uint32_t flag = image.slot("/flag", Kind::Bool);

  RegIndex open(std::int64_t lo, std::int64_t hi, Kind kind = Kind::Money) {
    ranges_.push_back(image.slot("/n" + std::to_string(ranges_.size()), kind,
                                 {.ranged = true, .lo = lo, .hi = hi}));
    return f.load(ranges_.back());
  }
  RegIndex money(std::int64_t n) { return f.constant(Kind::Money, n); }
  RegIndex either(RegIndex a, RegIndex b, Kind kind = Kind::Money) {
    return f.select(kind, f.load(flag), a, b);
  }
  RegIndex decimal(RegIndex a, Kind kind = Kind::Amount) { return f.inst(Op::ToDecimal, kind, a); }
  RegIndex rounded(RegIndex a, Rounding mode, Kind kind = Kind::Money) {
    return f.inst(Op::Round, kind, a, image.constant(1'000'000'000), 0,
                  static_cast<std::uint8_t>(mode));
  }
  // The ends of the last register. Ends below zero are told of money only above, so all is moved.
  std::string ends(std::int64_t moved = 1'000) {
    if (moved != 0) {
      const RegIndex number = f.last();
      f.arith(Arith::Add, Kind::Money, number, money(moved));
    }
    const Header* const header = image.build(f, {{"out", Kind::Money, f.last()}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    const Decided decided =
        decide_case(header, Facts(image, image.root()), {.arena = std::size_t{1} << 24});
    REQUIRE(decided.status == PHEP_OK);
    const phep_value& value = decided.output(0);
    if (value.tag == PHEP_UNKNOWN) return "..";
    if (value.tag == PHEP_KNOWN) {
      return std::to_string(static_cast<std::int64_t>(value.a) - moved);
    }
    if (value.tag != PHEP_BETWEEN) return "error";
    const auto& bounds = *reinterpret_cast<const phep_bounds*>(value.a);
    const bool least = (bounds.flags & PHEP_B_LEAST) != 0;
    const bool most = (bounds.flags & PHEP_B_MOST) != 0;
    return (least ? std::to_string(bounds.least - moved) : "") + ".." +
           (most ? std::to_string(bounds.most - moved) : "");
  }

 private:
  std::vector<std::uint32_t> ranges_;
};

struct Range {
  std::int64_t lo, hi;
};
constexpr Range kBelow7{kLeast, 7}, kFrom4{4, kMost};

std::string of(Arith op, Range a, Range b, Kind kind_of_b = Kind::Money) {
  Program p;
  const auto operand = [&](Range r, Kind kind) {
    return r.lo == r.hi ? p.f.constant(kind, r.lo) : p.open(r.lo, r.hi, kind);
  };
  const RegIndex x = operand(a, Kind::Money);
  p.f.arith(op, Kind::Money, x, operand(b, kind_of_b));
  return p.ends();
}

TEST_CASE("ends: of sums and differences") {
  CHECK(of(Arith::Add, {-3, 10}, {2, 5}) == "-1..15");
  CHECK(of(Arith::Sub, {-3, 10}, {2, 5}) == "-8..8");
  CHECK(of(Arith::Add, {-3, 10}, kBelow7) == "..17");
  CHECK(of(Arith::Add, kFrom4, {-3, 10}) == "1..");
  CHECK(of(Arith::Add, kFrom4, kBelow7) == "..");
  CHECK(of(Arith::Sub, {-3, 10}, kFrom4) == "..6");
  CHECK(of(Arith::Sub, {-3, 10}, kBelow7) == "-10..");
  CHECK(of(Arith::Add, {-3, 10}, {0, 0}) == "-3..10");
  Program p;
  p.f.inst(Op::Neg, Kind::Money, p.open(-3, 10));
  CHECK(p.ends() == "-10..3");
  Program q;
  q.f.inst(Op::Neg, Kind::Money, q.open(4, kMost));
  CHECK(q.ends() == "..-4");
  Program r;
  r.f.inst(Op::Neg, Kind::Money, r.open(kLeast, 7));
  CHECK(r.ends() == "-7..");
}

TEST_CASE("ends: of products, whatever the signs") {
  const auto product = [](Range a, Range b) { return of(Arith::Mul, a, b, Kind::Int); };
  CHECK(product({2, 5}, {3, 4}) == "6..20");
  CHECK(product({-3, 10}, {-2, 4}) == "-20..40");
  CHECK(product({-10, 3}, {-4, 2}) == "-20..40");
  CHECK(product({-3, 10}, {-5, -2}) == "-50..15");
  CHECK(product({-5, -2}, {-3, 10}) == "-50..15");
  CHECK(product({-5, -2}, {-4, -3}) == "6..20");
  CHECK(product({-3, 10}, {2, 5}) == "-15..50");
  CHECK(product({2, 5}, {-3, 10}) == "-15..50");
  CHECK(product({-3, 10}, {-2, -2}) == "-20..6");
  CHECK(product({-2, -2}, {-3, 10}) == "-20..6");
  CHECK(product({-3, 10}, {0, 0}) == "0..0");
  CHECK(product({-3, 10}, {3, 3}) == "-9..30");
  CHECK(product({3, 3}, {-3, 10}) == "-9..30");
  CHECK(product({0, 5}, {0, 4}) == "0..20");
  CHECK(product(kFrom4, {2, 5}) == "8..");
  CHECK(product({2, 5}, kFrom4) == "8..");
  CHECK(product(kFrom4, kFrom4) == "16..");
  CHECK(product(kBelow7, {3, 3}) == "..21");
  CHECK(product(kBelow7, {-3, -3}) == "-21..");
  CHECK(product({-3, -3}, kBelow7) == "-21..");
  CHECK(product(kBelow7, {2, 5}) == "..");
  CHECK(product({2, 5}, kBelow7) == "..");
  CHECK(product(kFrom4, {-3, 10}) == "..");
  CHECK(product({-3, 10}, kFrom4) == "..");
}

TEST_CASE("ends: an end that is no number is not told") {
  const auto unmoved = [](Arith op, Range a, Range b) {
    Program p;
    const RegIndex x = p.open(a.lo, a.hi);
    p.f.arith(op, Kind::Money, x, p.open(b.lo, b.hi));
    return p.ends(0);
  };
  CHECK(unmoved(Arith::Add, {5, kMost - 1}, {1, 2}) == "6..");
  CHECK(unmoved(Arith::Add, {5, kMost - 3}, {1, 2}) == "6.." + std::to_string(kMost - 1));
  CHECK(unmoved(Arith::Sub, {5, kMost - 1}, {-2, 1}) == "4..");
  CHECK(of(Arith::Mul, {-3, kMost / 2}, {-2, 4}, Kind::Int) == "..");
  CHECK(of(Arith::Mul, {-kMost / 2, 3}, {-4, 2}, Kind::Int) == "..");
  CHECK(unmoved(Arith::Add, {-5, 3}, {1, 2}) == "..5");  // below zero
}

TEST_CASE("ends: the opposite of the least number is none, and not told") {
  const auto opposite = [](std::int64_t lo, std::int64_t hi) {
    Program p;  // one less than the fact
    const RegIndex fact = p.open(lo, hi);
    p.f.inst(Op::Neg, Kind::Money, p.f.arith(Arith::Sub, Kind::Money, fact, p.money(1)));
    return p.ends(0);
  };
  CHECK(opposite(kLeast + 2, -5) == "6.." + std::to_string(kMost));
  CHECK(opposite(kLeast + 1, -5) == "6..");
  CHECK(opposite(kLeast + 1, kLeast + 1) == "..");
}

TEST_CASE("ends: of quotients by a known positive number") {
  const auto quotient = [](Range a, Range b, Rounding mode) {
    Program p;
    const RegIndex x = p.open(a.lo, a.hi);
    const RegIndex y = b.lo == b.hi ? p.f.integer(b.lo) : p.open(b.lo, b.hi, Kind::Int);
    p.rounded(p.f.arith(Arith::Div, Kind::Amount, x, y), mode);
    return p.ends();
  };
  CHECK(quotient({-3, 10}, {4, 4}, Rounding::HalfUp) == "-1..3");
  CHECK(quotient({-3, 10}, {4, 4}, Rounding::Down) == "0..2");
  CHECK(quotient({-3, 10}, {4, 4}, Rounding::Up) == "-1..3");
  CHECK(quotient({-3, 10}, {3, 3}, Rounding::Floor) == "-1..3");
  CHECK(quotient(kFrom4, {4, 4}, Rounding::Down) == "1..");
  CHECK(quotient(kBelow7, {4, 4}, Rounding::Ceiling) == "..2");
  CHECK(quotient({4, 10}, {1, 2}, Rounding::Down) == "..");
  CHECK(quotient({4, 10}, {0, 2}, Rounding::Down) == "..");
  CHECK(quotient({4, 10}, {-2, -2}, Rounding::Down) == "..");
  CHECK(of(Arith::Div, {-4, 10}, {2, 2}, Kind::Int) == "-2..5");
  CHECK(of(Arith::Div, {-3, 10}, {2, 2}, Kind::Int) == "..5");  // −1.5 is no money
}

TEST_CASE("ends: of what is rounded") {
  const auto half = [](Rounding mode, Range a) {
    Program p;
    const RegIndex amount = p.decimal(p.open(a.lo, a.hi));
    p.f.arith(Arith::Add, Kind::Amount, amount, p.f.wide(Kind::Amount, 0, 500'000'000));
    p.rounded(p.f.last(), mode);
    return p.ends();
  };
  CHECK(half(Rounding::Up, {-3, 10}) == "-3..11");  // of −2.5 and 10.5
  CHECK(half(Rounding::Down, {-3, 10}) == "-2..10");
  CHECK(half(Rounding::HalfEven, {-3, 10}) == "-2..10");
  CHECK(half(Rounding::Floor, kFrom4) == "4..");
  CHECK(half(Rounding::Floor, kBelow7) == "..7");
  Program p;
  const RegIndex amount = p.open(-3, 10);
  const RegIndex share = p.f.wide(Kind::Decimal, 0, 150'000'000);
  p.rounded(p.f.arith(Arith::Mul, Kind::Amount, amount, share), Rounding::HalfUp);
  CHECK(p.ends() == "0..2");  // of −0.45 and 1.5
  Program n;
  const RegIndex paid = n.open(-3, 10);
  const RegIndex back = n.f.wide(Kind::Decimal, 0, -150'000'000);
  n.rounded(n.f.arith(Arith::Mul, Kind::Amount, paid, back), Rounding::HalfUp);
  CHECK(n.ends() == "-2..0");  // of −1.5 and 0.45
  Program m;
  const RegIndex times = m.decimal(m.open(-2, 4, Kind::Int), Kind::Decimal);
  m.rounded(m.f.arith(Arith::Mul, Kind::Amount, m.open(-3, 10), times), Rounding::Up);
  CHECK(m.ends() == "-20..40");
  // A rounding of what is unknown twice over: each is walked as it was.
  Program q;
  const RegIndex first = q.decimal(q.open(2, 3));
  const RegIndex second = q.decimal(q.open(5, 8));
  const RegIndex one = q.rounded(first, Rounding::Up);
  const RegIndex sum = q.f.arith(Arith::Add, Kind::Amount, first, second);
  q.f.arith(Arith::Add, Kind::Money, one, q.rounded(sum, Rounding::Up));
  CHECK(q.ends() == "9..14");
}

TEST_CASE("ends: of the larger and the smaller") {
  CHECK(of(Arith::Max, {-3, 10}, {2, 5}) == "2..10");
  CHECK(of(Arith::Max, {2, 5}, {-3, 10}) == "2..10");
  CHECK(of(Arith::Min, {-3, 10}, {2, 5}) == "-3..5");
  CHECK(of(Arith::Min, {2, 5}, {-3, 10}) == "-3..5");
  CHECK(of(Arith::Max, {-3, 10}, kFrom4) == "4..");
  CHECK(of(Arith::Max, kFrom4, {-3, 10}) == "4..");
  CHECK(of(Arith::Max, kBelow7, {-3, 10}) == "-3..10");
  CHECK(of(Arith::Max, {-3, 5}, kBelow7) == "-3..7");
  CHECK(of(Arith::Max, kBelow7, kFrom4) == "4..");
  CHECK(of(Arith::Min, {-3, 10}, kBelow7) == "..7");
  CHECK(of(Arith::Min, kBelow7, {-3, 5}) == "..5");
  CHECK(of(Arith::Min, kFrom4, {-3, 10}) == "-3..10");
  CHECK(of(Arith::Min, {5, 10}, kFrom4) == "4..10");
  CHECK(of(Arith::Min, kBelow7, kFrom4) == "..7");
  CHECK(of(Arith::Max, {-3, 10}, {4, 4}) == "4..10");
  const auto mixed = [](Arith op, bool swapped) {  // with an amount from 2.5 to 5.5
    Program p;
    const RegIndex amount = p.decimal(p.open(2, 5));
    const RegIndex half = p.f.wide(Kind::Amount, 0, 500'000'000);
    const RegIndex sum = p.f.arith(Arith::Add, Kind::Amount, amount, half);
    const RegIndex plain = p.open(-3, 4);
    p.f.arith(op, Kind::Amount, swapped ? plain : sum, swapped ? sum : plain);
    p.rounded(p.f.last(), Rounding::Ceiling);
    return p.ends();
  };
  for (const bool swapped : {false, true}) {
    CHECK(mixed(Arith::Max, swapped) == "3..6");
    CHECK(mixed(Arith::Min, swapped) == "-3..4");
  }
}

TEST_CASE("ends: of a choice, what its ways have") {
  const auto way = [](Range a, Range b) {
    Program p;
    const RegIndex x = p.open(a.lo, a.hi);
    p.either(x, p.open(b.lo, b.hi));
    return p.ends();
  };
  CHECK(way({-3, 10}, {2, 5}) == "-3..10");
  CHECK(way({2, 5}, {-3, 10}) == "-3..10");
  CHECK(way({2, 5}, {7, 9}) == "2..9");
  CHECK(way(kFrom4, {2, 5}) == "2..");
  CHECK(way({2, 5}, kFrom4) == "2..");
  CHECK(way(kBelow7, {2, 5}) == "..7");
  CHECK(way({2, 9}, kBelow7) == "..9");
  CHECK(way(kBelow7, kFrom4) == "..");
  for (const bool swapped : {false, true}) {
    Program p;  // 5 or more, worked out
    const RegIndex x = p.open(2, 5);
    const RegIndex y = p.f.arith(Arith::Add, Kind::Money, p.open(4, kMost), p.money(1));
    p.either(swapped ? y : x, swapped ? x : y);
    CHECK(p.ends() == "2..");
    Program q;  // -5 or less
    const RegIndex z = q.open(-9, -2);
    const RegIndex w = q.f.arith(Arith::Sub, Kind::Money, q.open(kLeast, -4), q.money(1));
    q.either(swapped ? w : z, swapped ? z : w);
    CHECK(q.ends() == "..-2");
  }
  for (const bool condition : {false, true}) {
    Program p;
    const RegIndex x = p.open(-3, 10);
    const RegIndex y = p.open(2, 5);
    p.f.select(Kind::Money, p.f.boolean(condition), x, y);
    CHECK(p.ends() == (condition ? "-3..10" : "2..5"));
  }
}

// A case of a rule: its guard (T, F, or ? for unknown), its range, the case it excepts.
struct Row {
  char guard;
  Range range;
  int excepts = -1;
  bool lifts = false;
};
std::string rule(Picks picks, const std::vector<Row>& rows,
                 const std::vector<std::int64_t>& other = {}) {
  Program p;
  std::vector<Node> nodes;
  for (const Row& row : rows) {
    const RegIndex guard = row.guard == '?' ? p.f.load(p.flag) : p.f.boolean(row.guard == 'T');
    Node node{guard, row.lifts ? kLifted : p.open(row.range.lo, row.range.hi)};
    node.bit = p.image.bit();
    if (row.excepts >= 0) {
      node.parents = Node::Nodes;
      node.targets = {static_cast<std::uint32_t>(row.excepts)};
    }
    nodes.push_back(node);
  }
  const RegIndex fallback = other.empty() ? kNone : p.money(other[0]);
  p.f.choose(Kind::Money, picks, fallback, nodes);
  return p.ends();
}

TEST_CASE("ends: of a rule, all that may be concluded, from what certainly is") {
  CHECK(rule(Picks::Agree, {{'?', {-3, 10}}}, {100}) == "-3..100");
  CHECK(rule(Picks::Agree, {{'?', {-3, 10}}}, {-100}) == "-100..10");
  CHECK(rule(Picks::Highest, {{'?', {-3, 10}}}, {100}) == "-3..100");
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'?', {-3, 10}}}) == "2..10");
  CHECK(rule(Picks::Highest, {{'?', {-3, 10}}, {'T', {2, 5}}}) == "2..10");
  CHECK(rule(Picks::Lowest, {{'T', {2, 5}}, {'?', {-3, 10}}}) == "-3..5");
  CHECK(rule(Picks::Agree, {{'T', {2, 5}}, {'?', {-3, 10}}}) == "-3..10");
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'F', {-3, 10}}}) == "2..5");
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'T', {3, 9}}}) == "3..9");
  CHECK(rule(Picks::Highest, {{'T', {3, 9}}, {'T', {2, 5}}}) == "3..9");
  CHECK(rule(Picks::Lowest, {{'T', {2, 5}}, {'T', {3, 9}}}) == "2..5");
  CHECK(rule(Picks::Lowest, {{'T', {3, 9}}, {'T', {2, 5}}}) == "2..5");
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'T', kFrom4}}) == "4..");
  CHECK(rule(Picks::Highest, {{'T', kBelow7}, {'T', {2, 5}}}) == "2..7");
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'T', kBelow7}}) == "2..7");
  CHECK(rule(Picks::Lowest, {{'T', {2, 5}}, {'T', kFrom4}}) == "2..5");
  CHECK(rule(Picks::Lowest, {{'T', kFrom4}, {'T', {5, 6}}}) == "4..6");
  CHECK(rule(Picks::Highest, {{'T', kBelow7}}) == "..7");
  // What is excepted concludes nothing for certain.
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'?', {-3, 10}, 0}}) == "-3..10");
  CHECK(rule(Picks::Lowest, {{'T', {2, 5}}, {'?', {-3, 10}, 0}}) == "-3..10");
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'?', {-3, 10}}, {'F', {0, 0}, 0}}) == "2..10");
  CHECK(rule(Picks::Highest, {{'T', {2, 5}}, {'?', {}, 0, true}}, {-9}) == "-9..5");
}

TEST_CASE("ends: are worked out of functions of 8,192 registers, and of none larger") {
  for (const bool larger : {false, true}) {
    Program p;
    const int padding = 8'192 - 4 + (larger ? 1 : 0);  // beside law date, two operands and sum
    for (int i = 0; i < padding; ++i) p.f.boolean(true);
    const RegIndex one = p.money(1);
    p.f.arith(Arith::Add, Kind::Money, p.open(2, 5), one);
    REQUIRE(p.f.last() + 1 == (larger ? 8'193U : 8'192U));
    CHECK(p.ends(0) == (larger ? ".." : "3..6"));
  }
}

TEST_CASE("ends: of a call, those of its arguments") {
  Program p;
  FunctionBuilder less(p.image, "t.less", 3);
  const auto money = static_cast<std::uint32_t>(Kind::Money) * 0x101;
  const RegIndex difference =
      less.inst(Op::Arith, Kind::Money, 1, 2, money, static_cast<std::uint8_t>(Arith::Sub));
  const std::uint32_t callee = p.image.add(less, difference);
  FunctionBuilder second(p.image, "t.less", 3);
  second.integer(0);
  const std::uint32_t same = p.image.add(second, 2);
  const RegIndex a = p.open(-3, 10);
  const RegIndex b = p.open(2, 5);
  const RegIndex called = p.f.call(callee, Kind::Money, {0, a, b});
  p.f.call(same, Kind::Money, {0, b, called});
  CHECK(p.ends() == "-8..8");
  Program q;
  FunctionBuilder sum(q.image, "t.less", 3);
  const RegIndex added =
      sum.inst(Op::Arith, Kind::Money, 1, 2, money, static_cast<std::uint8_t>(Arith::Add));
  const std::uint32_t adds = q.image.add(sum, added);
  const RegIndex known = q.money(7);
  q.f.call(adds, Kind::Money, {0, known, q.open(-3, 10)});
  CHECK(q.ends() == "4..17");
}

TEST_CASE("ends: of what a function rounds that it was given") {
  for (const Rounding mode : {Rounding::Up, Rounding::Down}) {
    Program p;
    FunctionBuilder rounds(p.image, "t.rounds", 2);
    const RegIndex whole = rounds.inst(Op::Round, Kind::Money, 1, p.image.constant(1'000'000'000),
                                       0, static_cast<std::uint8_t>(mode));
    const std::uint32_t callee = p.image.add(rounds, whole);
    const RegIndex amount = p.decimal(p.open(-3, 10));
    const RegIndex half = p.f.wide(Kind::Amount, 0, 500'000'000);
    const RegIndex given = p.f.arith(Arith::Add, Kind::Amount, amount, half);
    p.f.call(callee, Kind::Money, {0, given});
    CHECK(p.ends() == (mode == Rounding::Up ? "-3..11" : "-2..10"));  // of −2.5 and 10.5
  }
}

}  // namespace
}  // namespace phep::tests
