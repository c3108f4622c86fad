// Whatever memory a case is given, it is decided as with plenty of it, or refused.
#include "compiler/runtime/date.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <vector>

namespace phep::tests {
namespace {

// The case as decided in the least memory in which it is; in any less it is refused for that.
Decided in_least_room(const Header* header, const Facts& facts) {
  REQUIRE(decide_case(header, facts).status == PHEP_OK);
  for (std::size_t room = 0;; room += 8) {
    Decided decided = decide_case(header, facts, {.arena = room});
    if (decided.status == PHEP_OK) return decided;
    REQUIRE(decided.status == PHEP_SMALL_ARENA);
  }
}

// Whether eighteen months from 1 March 2026 end by 2 September 2027: on the 1st, or on the 3rd.
RegIndex in_time(ImageBuilder& image, FunctionBuilder& f) {
  const std::int32_t second = to_days({2027, 9, 2});
  const std::uint32_t calendar =
      image.calendar(to_days({2026, 1, 1}), 730, {second}, {{{second + 1}, {second - 1}}});
  const RegIndex anchor = f.constant(Kind::Date, to_days({2026, 3, 1}));
  const RegIndex term = f.constant(Kind::Duration, 18, static_cast<std::uint64_t>(Unit::Months));
  const auto date = static_cast<std::uint32_t>(Kind::Date);
  const RegIndex due =
      f.inst(Op::Deadline, Kind::Instant, image.operand({anchor, date, term, kNone, calendar, 0}));
  return f.compare(Compare::Le, Kind::Instant, due,
                   f.constant(Kind::Instant, day_end(second, 420)));
}

TEST_CASE("room: of a count over a list") {
  ImageBuilder image;
  const std::uint32_t list = image.list("/xs", 5);
  const std::uint32_t number = image.slot_in(list, "/number", Kind::Int);
  FunctionBuilder each(image, "t.each", 2);
  const RegIndex positive =
      each.compare(Compare::Gt, Kind::Int, each.load(number, 1), each.integer(0));
  const std::uint32_t predicate = image.add(each, positive);
  FunctionBuilder f(image, "t.rule", 1);
  f.quantify(Quantifier::Count, Kind::Int, list, predicate, kNone);
  const Header* const header = image.build(f, {{"out", Kind::Int, f.last()}});
  std::vector<Facts> elements;
  for (const int n : {1, -1, 2, 3, 0}) {
    elements.push_back(Facts(image, image.element(list)).set(number, n));
  }
  const Facts facts = Facts(image, image.root()).set_list(list, elements);
  const Decided decided = in_least_room(header, facts);
  CHECK(decided.output(0).tag == PHEP_KNOWN);
  CHECK(decided.output(0).a == 3);
}

TEST_CASE("room: of the ends of what two functions give") {
  ImageBuilder image;
  const std::uint32_t slot = image.slot("/n", Kind::Money, {.ranged = true, .lo = 3, .hi = 9});
  FunctionBuilder more(image, "t.more", 2);
  const auto money = static_cast<std::uint32_t>(Kind::Money) * 0x101;
  const RegIndex five = more.constant(Kind::Money, 5);
  const std::uint32_t callee = image.add(more, more.inst(Op::Arith, Kind::Money, 1, five, money,
                                                         static_cast<std::uint8_t>(Arith::Add)));
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex once = f.call(callee, Kind::Money, {0, f.load(slot)});
  f.call(callee, Kind::Money, {0, once});
  const Header* const header = image.build(f, {{"out", Kind::Money, f.last()}});
  const Decided decided = in_least_room(header, Facts(image, image.root()));
  REQUIRE(decided.output(0).tag == PHEP_BETWEEN);
  const auto& bounds = *reinterpret_cast<const phep_bounds*>(decided.output(0).a);
  CHECK(bounds.least == 13);
  CHECK(bounds.most == 19);
}

TEST_CASE("room: of what is there in some worlds and under some facts") {
  ImageBuilder image;
  const std::uint32_t a = image.slot("/a", Kind::Bool), b = image.slot("/b", Kind::Bool);
  const std::uint32_t number = image.slot("/number", Kind::Int);  // of no known range
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex pending = in_time(image, f);
  const RegIndex first = f.load(a), second = f.load(b);
  const RegIndex either = f.or_(f.and_(first, second), f.and_(f.not_(first), f.not_(second)));
  const RegIndex present = f.and_(pending, either);
  f.load(number);
  const Header* const header = image.build(f, {{"out", Kind::Int, f.last(), present}});
  const Decided decided = in_least_room(header, Facts(image, image.root()));
  CHECK(decided.output(0).tag == PHEP_UNKNOWN);
  CHECK(decided.missing(decided.output(0)) == std::vector<std::uint32_t>{a, b, number});
}

TEST_CASE("room: of a norm that hangs on more than its status does") {
  ImageBuilder image;
  std::vector<std::uint32_t> slots;
  for (const char* const name : {"/a", "/b", "/c"}) slots.push_back(image.slot(name, Kind::Bool));
  const std::uint32_t amount = image.slot("/amount", Kind::Money);
  FunctionBuilder f(image, "t.rule", 1);
  RegIndex odd = f.load(slots[0]);
  for (std::size_t i = 1; i < slots.size(); ++i) {
    const RegIndex next = f.load(slots[i]);
    odd = f.or_(f.and_(odd, f.not_(next)), f.and_(f.not_(odd), next));
  }
  NormRows rows;
  rows.norm = NormKind::StateDuty;
  rows.done_kind = Kind::Bool;
  rows.done = odd;
  rows.sanctions = {{kNone, kNone, f.load(amount), 0}};
  const std::uint32_t spec = image.norm(rows);
  const RegIndex norm = f.inst(Op::Norm, Kind::Norm, spec);
  const RegIndex met = f.inst(Op::NormIs, Kind::Bool, norm, 1U << PHEP_MET);
  const Header* const header = image.build(f, {{"met", Kind::Bool, met}});
  const Decided decided = in_least_room(header, Facts(image, image.root()));
  CHECK(decided.output(0).tag == PHEP_UNKNOWN);
  CHECK(decided.missing(decided.output(0)) == slots);
}

}  // namespace
}  // namespace phep::tests
