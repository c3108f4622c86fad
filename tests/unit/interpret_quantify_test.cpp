// Quantifiers over lists whose elements may be unknown or wrong: what holds in every completion is
// said, and nothing else.
#include "compiler/runtime/date.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// An element: whether it counts (T, F, D and O for errors by division and overflow, ? for unknown,
// M for unknown and perhaps an error), and its number, without which it is unknown.
struct Element {
  char counts;
  std::optional<std::int64_t> number = 0;
};

struct Lists {
  ImageBuilder image;
  std::uint32_t list = image.list("/xs", 10);
  std::uint32_t code = image.slot_in(list, "/code", Kind::Int);
  std::uint32_t x = image.slot_in(list, "/x", Kind::Int);  // always unknown, and not finite
  std::uint32_t number = image.slot_in(list, "/number", Kind::Int);
  std::uint32_t wrong = image.slot_in(list, "/wrong", Kind::Bool);
  std::uint32_t predicate = make_predicate();
  std::uint32_t value = make_value();
  FunctionBuilder f{image, "t.rule", 1};

  std::uint32_t make_predicate() {
    FunctionBuilder each(image, "t.each", 2);
    const RegIndex of = each.load(code, 1);
    const RegIndex open = each.load(x, 1);
    const auto same = [&](RegIndex a) { return each.compare(Compare::Eq, Kind::Int, a, a); };
    const RegIndex one = each.integer(1);
    const RegIndex over = same(each.arith(Arith::Add, Kind::Int, each.integer(kMost), one));
    const RegIndex divided = same(each.arith(Arith::Div, Kind::Int, one, each.integer(0)));
    const RegIndex large = each.compare(Compare::Gt, Kind::Int, open, one);
    RegIndex out = same(each.arith(Arith::Div, Kind::Int, one, open));
    const RegIndex outcomes[] = {each.boolean(false), each.boolean(true), divided, over, large};
    for (std::uint32_t i = 0; i < 5; ++i) {
      const RegIndex is = each.compare(Compare::Eq, Kind::Int, of, each.integer(i));
      out = each.select(Kind::Bool, is, outcomes[i], out);
    }
    return image.add(each, out);
  }
  std::uint32_t make_value() {
    FunctionBuilder each(image, "t.each", 2);
    const RegIndex over = each.arith(Arith::Add, Kind::Int, each.integer(kMost), each.integer(1));
    const RegIndex is_wrong = each.load(wrong, 1);
    const RegIndex plain = each.load(number, 1);
    return image.add(each, each.select(Kind::Int, is_wrong, over, plain));
  }
  Decided decide(Kind kind, const std::vector<Element>& elements, std::int64_t wrong_number) {
    const Header* const header = image.build(f, {{"out", kind, f.last()}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    std::vector<Facts> items;
    for (const Element& element : elements) {
      Facts item(image, image.element(list));
      item.set(code, static_cast<std::int64_t>(std::string("FTDO?M").find(element.counts)));
      item.set(wrong, element.number == wrong_number ? 1 : 0);
      if (element.number) item.set(number, *element.number);
      items.push_back(item);
    }
    Decided decided = decide_case(header, Facts(image, image.root()).set_list(list, items));
    REQUIRE(decided.status == PHEP_OK);
    return decided;
  }
};

std::string shown(const Decided& decided) {
  const phep_value& value = decided.output(0);
  if (value.tag == PHEP_UNKNOWN) return "?";
  if (value.tag == PHEP_ERROR) return "error " + std::to_string(value.a);
  return std::to_string(static_cast<std::int64_t>(value.a));
}

constexpr std::int64_t kWrong = 99;  // as an element's number: its value is an overflow

std::string logic(Quantifier quantifier, std::int32_t n, std::string_view counts) {
  Lists p;
  std::vector<Element> elements;
  for (const char each : counts) elements.push_back({each});
  p.f.quantify(quantifier, Kind::Bool, p.list, p.predicate, kNone, n);
  return shown(p.decide(Kind::Bool, elements, kWrong));
}

std::string figure(Quantifier quantifier, const std::vector<Element>& elements) {
  Lists p;
  const std::uint32_t value = quantifier == Quantifier::Count ? kNone : p.value;
  p.f.quantify(quantifier, Kind::Int, p.list, p.predicate, value);
  return shown(p.decide(Kind::Int, elements, kWrong));
}

// What a choice of two equal ways is under a condition: the way, unless the condition may yet fail.
std::string guarded(Quantifier quantifier, const std::vector<Element>& elements) {
  Lists p;
  const bool counts = quantifier == Quantifier::Some || quantifier == Quantifier::All;
  const std::uint32_t value = counts || quantifier == Quantifier::Count ? kNone : p.value;
  p.f.quantify(quantifier, counts ? Kind::Bool : Kind::Int, p.list, p.predicate, value);
  const RegIndex found = p.f.last();
  const RegIndex four = p.f.integer(4);
  const RegIndex asked = counts ? found : p.f.compare(Compare::Gt, Kind::Int, found, four);
  const RegIndex yes = p.f.boolean(true);
  p.f.select(Kind::Bool, asked, yes, yes);
  return shown(p.decide(Kind::Bool, elements, kWrong));
}

TEST_CASE("quantify: an error counts where the elements without one do not settle it") {
  CHECK(logic(Quantifier::Some, 0, "DT") == "1");
  CHECK(logic(Quantifier::Some, 0, "FD") == "error 3");
  CHECK(logic(Quantifier::Some, 0, "DO") == "error 3");  // the least kind, in any order
  CHECK(logic(Quantifier::Some, 0, "OD") == "error 3");
  CHECK(logic(Quantifier::Some, 0, "ODO") == "error 3");
  CHECK(logic(Quantifier::Some, 0, "F?D") == "?");  // true, or the error
  CHECK(logic(Quantifier::All, 0, "DF") == "0");
  CHECK(logic(Quantifier::All, 0, "TD") == "error 3");
  CHECK(logic(Quantifier::All, 0, "T?D") == "?");
  CHECK(logic(Quantifier::AtLeast, 2, "TFD") == "error 3");
  CHECK(logic(Quantifier::AtLeast, 2, "FD") == "0");
  CHECK(logic(Quantifier::AtLeast, 2, "TDT") == "1");
  CHECK(logic(Quantifier::AtLeast, 3, "TD") == "0");
  CHECK(logic(Quantifier::AtLeast, 3, "TDD") == "error 3");
  CHECK(logic(Quantifier::AtLeast, 3, "TDO?") == "error 3");  // whatever is open, two are needed
  CHECK(logic(Quantifier::AtLeast, 3, "TD?") == "?");
  CHECK(logic(Quantifier::AtLeast, 2, "FD?") == "?");  // false, or the error
  CHECK(logic(Quantifier::AtLeast, 2, "DD?") == "error 3");
  CHECK(logic(Quantifier::AtLeast, 2, "OO?") == "error 6");
  CHECK(logic(Quantifier::AtLeast, 2, "OOM") == "?");  // the unknown may be the lesser error
  CHECK(logic(Quantifier::AtLeast, 3, "?D") == "0");
  CHECK(logic(Quantifier::AtLeast, 3, "?DD") == "?");
}

TEST_CASE("quantify: what may yet fail settles no choice") {
  CHECK(guarded(Quantifier::Some, {{'?'}, {'F'}}) == "1");
  CHECK(guarded(Quantifier::Some, {{'M'}, {'F'}}) == "?");
  CHECK(guarded(Quantifier::Some, {{'?'}, {'D'}}) == "?");
  CHECK(guarded(Quantifier::All, {{'?'}, {'D'}}) == "?");
  CHECK(guarded(Quantifier::Count, {{'?'}, {'T'}}) == "1");
  CHECK(guarded(Quantifier::Count, {{'M'}, {'T'}}) == "?");
  CHECK(guarded(Quantifier::Max, {{'T', 4}, {'?', 5}}) == "1");
  CHECK(guarded(Quantifier::Max, {{'T', 4}, {'?', kWrong}}) == "?");
  CHECK(guarded(Quantifier::Sum, {{'T', 4}, {'?', 5}}) == "?");  // a sum may overflow
  Lists p;  // so may what stands in a list of which nothing is known
  p.f.quantify(Quantifier::Some, Kind::Bool, p.list, p.predicate, kNone);
  const RegIndex some = p.f.last();
  const RegIndex yes = p.f.boolean(true);
  p.f.select(Kind::Bool, some, yes, yes);
  const Header* const header = p.image.build(p.f, {{"out", Kind::Bool, p.f.last()}});
  CHECK(shown(decide_case(header, Facts(p.image, p.image.root()))) == "?");
}

TEST_CASE("quantify: figures are strict in predicates, and in the values that may count") {
  for (const Quantifier each :
       {Quantifier::Count, Quantifier::Sum, Quantifier::Min, Quantifier::Max}) {
    CAPTURE(static_cast<int>(each));
    CHECK(figure(each, {{'T', 1}, {'D', 1}}) == "error 3");
    CHECK(figure(each, {{'O', 1}, {'D', 1}, {'O', 1}}) == "error 3");
    CHECK(figure(each, {{'D', 1}, {'?', 1}}) == "error 3");
    CHECK(figure(each, {{'O', 1}, {'M', 1}}) == "?");
    CHECK(figure(each, {{'T', 1}, {'F', 5}}) == "1");
  }
  for (const Quantifier each : {Quantifier::Sum, Quantifier::Min, Quantifier::Max}) {
    CAPTURE(static_cast<int>(each));
    CHECK(figure(each, {{'T', 1}, {'T', kWrong}}) == "error 6");
    CHECK(figure(each, {{'T', 1}, {'F', kWrong}}) == "1");
    CHECK(figure(each, {{'T', kWrong}, {'D', 1}}) == "error 3");
    CHECK(figure(each, {{'T', 1}, {'?', kWrong}}) == "?");
    CHECK(figure(each, {{'T', 1}, {'T', std::nullopt}}) == "?");
    CHECK(figure(each, {{'T', 1}, {'F', std::nullopt}}) == "1");
  }
}

TEST_CASE("quantify: an extreme is known where what is open could not be better") {
  CHECK(figure(Quantifier::Min, {{'T', 5}, {'?', 7}}) == "5");
  CHECK(figure(Quantifier::Min, {{'?', 7}, {'T', 5}}) == "5");
  CHECK(figure(Quantifier::Min, {{'T', 5}, {'?', 5}}) == "5");
  CHECK(figure(Quantifier::Min, {{'T', 5}, {'?', 3}}) == "?");
  CHECK(figure(Quantifier::Min, {{'T', 5}, {'?', 3}, {'?', 7}}) == "?");
  CHECK(figure(Quantifier::Min, {{'T', 5}, {'?', 7}, {'?', 3}}) == "?");
  CHECK(figure(Quantifier::Min, {{'?', 3}}) == "?");
  CHECK(figure(Quantifier::Min, {{'T', 5}, {'M', 7}}) == "?");
  CHECK(figure(Quantifier::Max, {{'T', 5}, {'?', 3}}) == "5");
  CHECK(figure(Quantifier::Max, {{'T', 5}, {'?', 5}}) == "5");
  CHECK(figure(Quantifier::Max, {{'T', 5}, {'?', 7}}) == "?");
  CHECK(figure(Quantifier::Max, {{'T', -5}, {'?', -7}, {'F', 0}}) == "-5");
  CHECK(figure(Quantifier::Max, {{'T', 5}, {'?', 7}, {'?', 3}}) == "?");
  CHECK(figure(Quantifier::Max, {{'?', -3}, {'T', std::nullopt}}) == "?");
  CHECK(figure(Quantifier::Sum, {{'T', 5}, {'?', 7}}) == "?");
}

TEST_CASE("quantify: missing are the facts of the elements that are open") {
  const auto missing = [](Quantifier quantifier, const std::vector<Element>& elements) {
    Lists p;
    p.f.quantify(quantifier, Kind::Int, p.list, p.predicate, p.value);
    const Decided decided = p.decide(Kind::Int, elements, kWrong);
    REQUIRE(decided.output(0).tag == PHEP_UNKNOWN);
    std::string out;
    for (const std::uint32_t code : decided.missing(decided.output(0))) {
      const bool is_number = (code & 0xFFFF) == p.number;
      CHECK((is_number || (code & 0xFFFF) == p.x));
      out += (is_number ? " number " : " x ") + std::to_string(code >> 16);
    }
    return out;
  };
  CHECK(missing(Quantifier::Sum, {{'T', 1}, {'?', 2}}) == " x 1");
  CHECK(missing(Quantifier::Sum, {{'T', std::nullopt}, {'F', std::nullopt}}) == " number 0");
  CHECK(missing(Quantifier::Sum, {{'T', 1}, {'?', std::nullopt}}) == " number 1 x 1");
  CHECK(missing(Quantifier::Min, {{'?', 3}, {'T', 5}, {'?', 2}}) == " x 0 x 2");
  CHECK(missing(Quantifier::Max, {{'T', 5}, {'M', 2}, {'?', 9}}) == " x 1 x 2");
}

TEST_CASE("quantify: bodies get the law date, the index, and what they capture") {
  ImageBuilder image;
  const std::uint32_t list = image.list("/xs", 10);
  const std::uint32_t number = image.slot_in(list, "/number", Kind::Int);
  FunctionBuilder above(image, "t.each", 4);
  const RegIndex loaded = above.load(number, 1);
  const RegIndex today = above.compare(Compare::Eq, Kind::Date, 0, above.constant(Kind::Date, 55));
  const RegIndex more = above.compare(Compare::Gt, Kind::Int, loaded, 2);
  const RegIndex less = above.compare(Compare::Lt, Kind::Int, loaded, 3);
  const std::uint32_t between = image.add(above, above.and_(today, above.and_(more, less)));
  FunctionBuilder range(image, "t.each", 4);
  const auto ints = static_cast<std::uint32_t>(Kind::Int) * 0x101;
  const RegIndex width =
      range.inst(Op::Arith, Kind::Int, 3, 2, ints, static_cast<std::uint8_t>(Arith::Sub));
  const std::uint32_t value =
      image.add(range, range.arith(Arith::Mul, Kind::Int, width, range.load(number, 1)));
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex low = f.integer(3);
  const RegIndex high = f.integer(8);
  const RegIndex count =
      f.quantify(Quantifier::Count, Kind::Int, list, between, kNone, 0, {low, high});
  const RegIndex sum = f.quantify(Quantifier::Sum, Kind::Int, list, between, value, 0, {low, high});
  const Header* const header =
      image.build(f, {{"count", Kind::Int, count}, {"sum", Kind::Int, sum}});
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  std::vector<Facts> items;
  for (const int n : {3, 4, 7, 8, 5}) {
    items.push_back(Facts(image, image.element(list)).set(number, n));
  }
  const Facts facts = Facts(image, image.root()).set_list(list, items);
  const Decided decided = decide_case(header, facts, {.law_date = 55});
  CHECK(decided.output(0).a == 3);
  CHECK(decided.output(1).a == std::uint64_t{5} * (4 + 7 + 5));
  CHECK(decide_case(header, facts, {.law_date = 56}).output(0).a == 0);
}

TEST_CASE("quantify: sums are exact, however large they are on the way") {
  const auto total = [](Kind kind, const std::vector<Const>& numbers) {
    ImageBuilder image;
    const std::uint32_t list = image.list("/xs", 10);
    const std::uint32_t number = image.slot_in(list, "/number", kind);
    FunctionBuilder each(image, "t.each", 2);
    const std::uint32_t value = image.add(each, each.load(number, 1));
    FunctionBuilder f(image, "t.rule", 1);
    f.quantify(Quantifier::Sum, kind, list, kNone, value);
    const Header* const header = image.build(f, {{"out", kind, f.last()}});
    std::vector<Facts> items;
    for (const Const& each_number : numbers) {
      items.push_back(Facts(image, image.element(list))
                          .set(number, static_cast<std::int64_t>(each_number.lo), each_number.hi));
    }
    return shown(decide_case(header, Facts(image, image.root()).set_list(list, items)));
  };
  const auto ints = [&](const std::vector<std::int64_t>& numbers) {
    std::vector<Const> all;
    for (const std::int64_t n : numbers) all.push_back({static_cast<std::uint64_t>(n), 0});
    return total(Kind::Int, all);
  };
  CHECK(ints({-5, 2}) == "-3");
  CHECK(ints({5, 0}) == "5");
  CHECK(ints({0, -5, 0}) == "-5");
  CHECK(ints({-1, 1}) == "0");
  CHECK(ints({-kMost, -1}) == std::to_string(-kMost - 1));
  CHECK(ints({-kMost, -1, -1}) == "error 6");
  CHECK(ints({kMost, kMost, kMost, -kMost, -kMost}) == std::to_string(kMost));
  // The largest decimal, 10^38 - 1 billionths, and its negative: four of them pass 2^128.
  const Const most{0x098A'223F'FFFF'FFFF, 0x4B3B'4CA8'5A86'C47A};
  const Const least{~most.lo + 1, ~most.hi};
  CHECK(total(Kind::Decimal, {most, most, most, most}) == "error 6");
  CHECK(total(Kind::Decimal, {least, least, least, least}) == "error 6");
  CHECK(total(Kind::Decimal, {most, most, most, most, least, least, least, least}) == "0");
  CHECK(total(Kind::Decimal, {least, least, most, least, least, most, most, most}) == "0");
  CHECK(total(Kind::Decimal, {most, {1, 0}}) == "error 6");
  CHECK(total(Kind::Amount, {least, {7, 0}, most}) == "7");
}

// Whether the deadline of an element, 1 or 3 September 2027, comes after the 2nd is pending.
TEST_CASE("quantify: what hangs on a pending calendar does so through a list, too") {
  const auto day = [](std::int32_t year, std::int32_t month, std::int32_t of_month) {
    return to_days({year, month, of_month});
  };
  const auto tag = [&](Quantifier quantifier, Kind kind, char counts, std::int64_t if_late,
                       std::int64_t else_value) {
    ImageBuilder image;
    const std::uint32_t calendar =
        image.calendar(day(2026, 1, 1), 730, {day(2026, 9, 2), day(2027, 9, 2)},
                       {{{day(2027, 9, 1)}, {day(2027, 9, 3)}}});
    const std::uint32_t list = image.list("/xs", 3);
    const std::uint32_t x = image.slot_in(list, "/x", Kind::Int);
    const std::uint32_t first = image.slot_in(list, "/first", Kind::Bool);
    const auto late_in = [&](FunctionBuilder& each) {
      const RegIndex anchor = each.constant(Kind::Date, day(2026, 3, 1));
      const RegIndex term =
          each.constant(Kind::Duration, 18, static_cast<std::uint64_t>(Unit::Months));
      const RegIndex due = each.inst(Op::Deadline, Kind::Instant,
                                     image.operand({anchor, static_cast<std::uint32_t>(Kind::Date),
                                                    term, kNone, calendar, 0}));
      const RegIndex middle = each.constant(Kind::Instant, day_end(day(2027, 9, 2), 420));
      return each.compare(Compare::Gt, Kind::Instant, due, middle);
    };
    FunctionBuilder which(image, "t.each", 2);
    const RegIndex open =
        which.compare(Compare::Gt, Kind::Int, which.load(x, 1), which.integer(10));
    const RegIndex late = late_in(which);
    const RegIndex other = counts == '?' ? open : counts == 'T' ? which.boolean(true) : late;
    const RegIndex is_first = which.load(first, 1);
    const std::uint32_t predicate = image.add(
        which, which.select(Kind::Bool, is_first, which.boolean(kind == Kind::Int), other));
    FunctionBuilder what(image, "t.each", 2);
    const RegIndex then = what.integer(if_late);
    const RegIndex number = what.select(Kind::Int, late_in(what), then, what.integer(else_value));
    const RegIndex of_first = what.load(first, 1);
    const std::uint32_t value =
        image.add(what, what.select(Kind::Int, of_first, what.integer(5), number));
    FunctionBuilder f(image, "t.rule", 1);
    const bool bare = kind == Kind::Bool || quantifier == Quantifier::Count;
    f.quantify(quantifier, kind, list, predicate, bare ? kNone : value);
    const Header* const header = image.build(f, {{"out", kind, f.last()}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    const Facts one = Facts(image, image.element(list)).set(first, 1);
    const Facts two = Facts(image, image.element(list)).set(first, 0);
    const Decided decided =
        decide_case(header, Facts(image, image.root()).set_list(list, {one, two}),
                    {.as_of = day_end(day(2026, 11, 20), 420)});
    REQUIRE(decided.status == PHEP_OK);
    return decided.output(0).tag;
  };
  CHECK(tag(Quantifier::Some, Kind::Bool, 'L', 0, 0) == PHEP_ONE_OF);
  CHECK(tag(Quantifier::Count, Kind::Int, 'L', 0, 0) == PHEP_ONE_OF);
  CHECK(tag(Quantifier::Sum, Kind::Int, 'T', 1, 2) == PHEP_ONE_OF);
  CHECK(tag(Quantifier::Max, Kind::Int, 'T', 6, 7) == PHEP_ONE_OF);
  CHECK(tag(Quantifier::Min, Kind::Int, 'L', 3, 3) == PHEP_ONE_OF);
  // An element that may count has a better value in one world only.
  CHECK(tag(Quantifier::Min, Kind::Int, '?', 3, 7) == PHEP_UNKNOWN);
  CHECK(tag(Quantifier::Min, Kind::Int, '?', 7, 3) == PHEP_UNKNOWN);
  CHECK(tag(Quantifier::Min, Kind::Int, '?', 7, 8) == PHEP_KNOWN);
}

TEST_CASE("quantify: what elements ask of one function is worked out anew in each completion") {
  // The first element is settled without it; the others ask in calls that nobody keeps.
  ImageBuilder image;
  const std::uint32_t open = image.slot("/open", Kind::Bool);
  const std::uint32_t list = image.list("/xs", 4);
  const std::uint32_t flag = image.slot_in(list, "/flag", Kind::Bool);
  FunctionBuilder asked(image, "t.asked", 1);
  const RegIndex given = asked.load(open);
  const std::uint32_t common = image.add(asked, asked.and_(given, asked.not_(asked.not_(given))));
  FunctionBuilder each(image, "t.each", 2);
  const RegIndex own = each.load(flag, 1);
  const std::uint32_t body = image.add(each, each.and_(own, each.call(common, Kind::Bool, {0})));
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex some = f.quantify(Quantifier::Some, Kind::Bool, list, body, kNone);
  const RegIndex direct = f.load(open);
  const RegIndex same =
      f.or_(f.and_(some, direct), f.and_(f.not_(some), f.not_(direct)));  // true in each completion
  const Header* const header =
      image.build(f, {{"some", Kind::Bool, some}, {"same", Kind::Bool, same}});
  const auto element = [&](int is) { return Facts(image, image.element(list)).set(flag, is); };
  const Decided decided = decide_case(
      header,
      Facts(image, image.root()).set_list(list, {element(0), element(1), element(1), element(1)}));
  REQUIRE(decided.status == PHEP_OK);
  CHECK(decided.output(0).tag == PHEP_UNKNOWN);
  CHECK(decided.missing(decided.output(0)) == std::vector<std::uint32_t>{open});
  CHECK(decided.output(1).tag == PHEP_KNOWN);
  CHECK(decided.output(1).a == 1);
}

}  // namespace
}  // namespace phep::tests
