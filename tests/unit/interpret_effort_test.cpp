// How much is worked out anew, in how many steps and in how much memory.
#include "compiler/runtime/date.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

// The least memory in which a case is decided.
std::size_t least_room(const Header* header, const Facts& facts) {
  std::size_t room = 0;
  while (decide_case(header, facts, {.arena = room}).status != PHEP_OK) room += 8;
  return room;
}

// ---- regions -----------------------------------------------------------------------------------

TEST_CASE("completions: of facts the one with the fewest values is filled first") {
  // With the flag false nothing else is asked: 1 + 31 · 32 regions, and not twice as many.
  for (const bool flag_first : {true, false}) {
    ImageBuilder image;
    const std::uint32_t types[] = {image.enumeration(32), image.enumeration(31)};
    std::vector<std::uint32_t> slots;
    if (flag_first) slots.push_back(image.slot("/b", Kind::Bool));
    for (const std::uint32_t type : types)
      slots.push_back(image.slot(type == types[0] ? "/m" : "/n", Kind::Enum, {.type = type}));
    if (!flag_first) slots.push_back(image.slot("/b", Kind::Bool));
    FunctionBuilder f(image, "t.rule", 1);
    const std::size_t first = flag_first ? 1 : 0;
    const RegIndex member = f.load(slots[first]), other = f.load(slots[first + 1]);
    const RegIndex same = f.compare(Compare::Eq, Kind::Enum, member, other);
    const RegIndex number = f.select(Kind::Int, same, f.integer(1), f.integer(2));
    f.select(Kind::Int, f.load(slots[2 - 2 * first]), number, f.integer(3));
    const Header* const header = image.build(f, {{"out", Kind::Int, f.last()}});
    const Decided decided = decide_case(header, Facts(image, image.root()));
    CHECK(decided.output(0).tag == PHEP_UNKNOWN);
    CHECK(decided.output(0).aux == 0);
    const std::vector<std::uint32_t> missing = decided.missing(decided.output(0));
    CHECK(std::set(missing.begin(), missing.end()) == std::set(slots.begin(), slots.end()));
  }
}

// ---- steps -------------------------------------------------------------------------------------

// A chain of negations.
RegIndex chain(FunctionBuilder& f, RegIndex from, std::uint32_t length) {
  for (std::uint32_t i = 0; i < length; ++i) from = f.not_(from);
  return from;
}
RegIndex differ(FunctionBuilder& f, RegIndex a, RegIndex b) {
  return f.or_(f.and_(a, f.not_(b)), f.and_(f.not_(a), b));
}

// How many steps 20 negations more take in a decision that hangs on two unknown flags.
template <class Make>
std::uint64_t steps_of_20(Make make) {
  const auto steps = [&](std::uint32_t length) {
    ImageBuilder image;
    const std::uint32_t a = image.slot("/a", Kind::Bool), b = image.slot("/b", Kind::Bool);
    const Header* const header = make(image, a, b, length);
    const Decided decided = decide_case(header, Facts(image, image.root()));
    REQUIRE(decided.status == PHEP_OK);
    CHECK(decided.output(0).tag == PHEP_UNKNOWN);
    CHECK(decided.missing(decided.output(0)) == std::vector{a, b});
    return decided.head().steps;
  };
  return steps(22) - steps(2);
}

TEST_CASE("steps: only what hangs on the fact that was filled is worked out anew") {
  for (const bool second : {false, true}) {
    const auto make = [&](ImageBuilder& image, std::uint32_t a, std::uint32_t b,
                          std::uint32_t length) {
      FunctionBuilder f(image, "t.rule", 1);
      RegIndex x = f.load(a), y = f.load(b);
      (second ? y : x) = chain(f, second ? y : x, length);
      const RegIndex out = differ(f, x, y);
      return image.build(f, {{"out", Kind::Bool, out}});
    };
    // At first, then for each value of the flag; of the second under each value of the first.
    CHECK(steps_of_20(make) == 20 * (second ? 1 + 4 : 1 + 2));
  }
}

TEST_CASE("steps: of a function that is called what hangs on nothing is worked out once") {
  const auto make = [](ImageBuilder& image, std::uint32_t a, std::uint32_t b,
                       std::uint32_t length) {
    FunctionBuilder called(image, "t.called", 2);
    const RegIndex yes = chain(called, called.boolean(true), length);
    const std::uint32_t function = image.add(called, called.and_(1, yes));
    FunctionBuilder f(image, "t.rule", 1);
    const RegIndex x = f.call(function, Kind::Bool, {0, f.load(a)});
    const RegIndex out = differ(f, x, f.load(b));
    return image.build(f, {{"out", Kind::Bool, out}});
  };
  CHECK(steps_of_20(make) == 20);
}

TEST_CASE("steps: one function called twice with the same is worked out once") {
  for (const bool index : {false, true}) {
    const auto make = [&](ImageBuilder& image, std::uint32_t a, std::uint32_t b,
                          std::uint32_t length) {
      FunctionBuilder called(image, "t.called", index ? 2 : 1);
      const std::uint32_t function = image.add(called, chain(called, called.boolean(true), length));
      FunctionBuilder f(image, "t.rule", 1);
      const RegIndex one = f.integer(1), other = f.integer(1);
      const auto call = [&](RegIndex with) {
        return f.call(function, Kind::Bool,
                      index ? std::vector<RegIndex>{0, with} : std::vector<RegIndex>{0});
      };
      const RegIndex yes = f.and_(call(one), call(other));
      const RegIndex out = differ(f, f.and_(f.load(a), yes), f.load(b));
      return image.build(f, {{"out", Kind::Bool, out}});
    };
    CHECK(steps_of_20(make) == 20);
  }
}

// ---- memory ------------------------------------------------------------------------------------

TEST_CASE("completions: each answer gives back the memory that it was worked out in") {
  const auto room = [](int outputs) {
    ImageBuilder image;
    std::vector<std::uint32_t> slots;
    for (int i = 0; i < 7; ++i) slots.push_back(image.slot("/b" + std::to_string(i), Kind::Bool));
    FunctionBuilder f(image, "t.rule", 1);
    RegIndex odd = f.load(slots[0]);  // 128 regions
    for (std::size_t i = 1; i < slots.size(); ++i) {
      const RegIndex next = f.load(slots[i]);
      odd = f.or_(f.and_(odd, f.not_(next)), f.and_(f.not_(odd), next));
    }
    std::vector<OutputRow> rows;
    for (int i = 0; i < outputs; ++i) rows.push_back({"o" + std::to_string(i), Kind::Bool, odd});
    const Header* const header = image.build(f, rows);
    return least_room(header, Facts(image, image.root()));
  };
  CHECK(room(4) - room(1) < 1'024);  // what is missing, and not regions
}

TEST_CASE("decide: where all is known no memory is set aside for what is asked again") {
  const auto room = [](int unused, bool known) {
    ImageBuilder image;
    const std::uint32_t flag = image.slot("/flag", Kind::Bool);
    for (int i = 0; i < unused; ++i) {
      FunctionBuilder other(image, "t.a" + std::to_string(100 + i), 1);
      image.add(other, other.boolean(true));
    }
    FunctionBuilder f(image, "t.rule", 1);
    f.load(flag);
    const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
    Facts facts(image, image.root());
    if (known) facts.set(flag, 1);
    return least_room(header, facts);
  };
  CHECK(room(90, true) == room(0, true));
  CHECK(room(90, false) > room(0, false));
}

TEST_CASE("memory: what is known takes no room among what may be asked again") {
  // Only where it was called from is kept, of each instruction.
  const auto room = [](std::uint32_t length, bool known) {
    ImageBuilder image;
    const std::uint32_t flag = image.slot("/flag", Kind::Bool);
    FunctionBuilder f(image, "t.rule", 1);
    const RegIndex yes = chain(f, f.boolean(true), length);
    f.and_(f.load(flag), yes);
    const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
    Facts facts(image, image.root());
    if (known) facts.set(flag, 1);
    return least_room(header, facts);
  };
  const std::size_t known = room(100, true) - room(0, true);
  const std::size_t open = room(100, false) - room(0, false);
  CHECK(open - known < 100 * (sizeof(void*) + 1));
}

TEST_CASE("memory: an answer of many worlds takes room for what it says") {
  // Sixty working days, six of which may rest: 64 worlds, and ends on seven days.
  const auto room = [](int outputs) {
    ImageBuilder image;
    std::vector<std::vector<std::vector<std::int32_t>>> groups;
    for (int i = 0; i < 6; ++i) groups.push_back({{}, {to_days({2026, 3, 2}) + 7 * i}});
    const std::uint32_t calendar = image.calendar(to_days({2026, 1, 1}), 365, {}, groups);
    FunctionBuilder f(image, "t.rule", 1);
    const RegIndex anchor = f.constant(Kind::Date, to_days({2026, 3, 1}));
    const RegIndex term =
        f.constant(Kind::Duration, 60, static_cast<std::uint64_t>(Unit::WorkingDays));
    const auto date = static_cast<std::uint32_t>(Kind::Date);
    const RegIndex due = f.inst(Op::Deadline, Kind::Instant,
                                image.operand({anchor, date, term, kNone, calendar, 0}));
    std::vector<OutputRow> rows;
    for (int i = 0; i < outputs; ++i) rows.push_back({"o" + std::to_string(i), Kind::Instant, due});
    const Header* const header = image.build(f, rows);
    const Facts facts(image, image.root());
    const Decided decided = decide_case(header, facts);
    REQUIRE(decided.output(0).tag == PHEP_ONE_OF);
    REQUIRE(decided.output(0).b == 7);
    const auto* const ends = reinterpret_cast<const phep_value*>(decided.output(0).a);
    for (int i = 0; i < 7; ++i) {  // twelve weeks end on Friday 22 May
      const std::int32_t last = i == 0 ? to_days({2026, 5, 22}) : to_days({2026, 5, 24}) + i;
      const bool next_week = i > 5;
      CHECK(static_cast<std::int64_t>(ends[i].a) == day_end(last + (next_week ? 2 : 0), 420));
    }
    return least_room(header, facts);
  };
  CHECK(room(5) - room(1) < 4 * 7 * 100);
}

// ---- levels ------------------------------------------------------------------------------------

TEST_CASE("completions: of a norm for each element every fact of its own is weighed") {
  ImageBuilder image;
  const std::uint32_t list = image.list("/xs", 3);
  std::vector<std::uint32_t> slots;
  for (const char* name : {"/a", "/b", "/c"})
    slots.push_back(image.slot_in(list, name, Kind::Bool));
  FunctionBuilder each(image, "t.each", 2);
  const RegIndex a = each.load(slots[0], 1), b = each.load(slots[1], 1);
  const RegIndex c = each.load(slots[2], 1);
  NormRows rows;
  rows.norm = NormKind::StateDuty;
  rows.done_kind = Kind::Bool;
  rows.done = differ(each, differ(each, a, b), c);
  const std::uint32_t spec = image.norm(rows);
  const std::uint32_t made = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
  FunctionBuilder f(image, "t.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {}, {{spec, kNone, made, list}});
  const Facts open(image, image.element(list));
  const Facts facts = Facts(image, image.root()).set_list(list, {open, open, open});
  const Decided decided = decide_case(header, facts);
  REQUIRE(decided.status == PHEP_OK);
  const auto* const norms = static_cast<const phep_norm*>(decided.norms(0).items.ptr);
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(norms[i].status == PHEP_UNDETERMINED);
    CHECK((norms[i].flags & PHEP_N_INEXACT) == 0);
    std::vector<std::uint32_t> wanted;
    for (const std::uint32_t slot : slots) wanted.push_back(slot | i << 16);
    CHECK(decided.missing(norms[i]) == wanted);
  }
}

}  // namespace
}  // namespace phep::tests
