// What an image says is taken up to its limits, and refused beyond them.
#include "compiler/runtime/date.h"
#include "compiler/runtime/evaluation.h"
#include "compiler/runtime/verify_image.h"
#include "tests/unit/runtime_sound_image.h"

#include <doctest/doctest.h>

namespace {

using namespace phep::runtime;
using Image = SoundImage;

// A field set to a value; sections that grow under a reference are no trouble, as it is asked last.
template <class Field, class Value>
bool sound_with(Field field, Value value) {
  return sound(
      [&](Image& i) { field(i) = static_cast<std::remove_cvref_t<decltype(field(i))>>(value); });
}
template <class Field, class Value>
void most_is(Field field, Value most) {
  CAPTURE(most);
  CHECK(sound_with(field, most));
  CHECK_FALSE(sound_with(field, most + 1));
}
template <class Field, class Value>
void least_is(Field field, Value least) {
  CAPTURE(least);
  CHECK(sound_with(field, least));
  CHECK_FALSE(sound_with(field, least - 1));
}
std::vector<std::uint32_t> repeated(const std::vector<std::uint32_t>& row, std::uint32_t times) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < times; ++i) rows.insert(rows.end(), row.begin(), row.end());
  return rows;
}

TEST_CASE("verify_image: readings, keys, calendars and groups have limits") {
  most_is([](Image& i) -> auto& { return i.readings[0].default_member; }, 1U);
  most_is([](Image& i) -> auto& { return i.objects[1].first; }, 0U);
  CHECK(sound_with([](Image& i) -> auto& { return i.objects[1].first; }, kNone));
  for (const std::uint32_t object : {0U, 1U}) {
    const auto two_keys = [&](std::uint32_t first, std::uint32_t second) {
      return sound([&](Image& i) {
        const std::uint32_t slot = object == 0 ? std::uint32_t{Image::kFlag} : Image::kNumber;
        i.objects[object].keys = {Image::count(i.keys), 2};
        i.keys.push_back({i.text, slot, kNone, first});
        i.keys.push_back({i.text, slot, kNone, second});
        i.keys.push_back({i.text, slot, kNone, 2});  // of no object
      });
    };
    CHECK(two_keys(1, kNone));
    CHECK(two_keys(kNone, 0));
    CHECK_FALSE(two_keys(2, kNone));
    CHECK_FALSE(two_keys(kNone, 2));
  }
  most_is([](Image& i) -> auto& { return i.calendars[0].weekly; }, 0x7FU);
  most_is([](Image& i) -> auto& { return i.calendars[0].zone; }, 1440);
  least_is([](Image& i) -> auto& { return i.calendars[0].zone; }, -1440);
  most_is([](Image& i) -> auto& { return i.calendars[0].first_day; }, kLastDate + 1 - 64);
  least_is([](Image& i) -> auto& { return i.calendars[0].first_day; }, kFirstDate);
  most_is([](Image& i) -> auto& { return i.calendars[0].days; }, 64U);
  for (const bool rest : {false, true}) {
    const auto covers = [&](std::uint32_t days, std::uint32_t words) {
      return sound([&](Image& i) {
        i.calendars[0].days = days;
        i.calendars[0].rest = i.calendars[0].pending = i.word_bits({0, 0, 0});
        (rest ? i.calendars[0].rest : i.calendars[0].pending).count = words;
      });
    };
    CHECK(covers(0, 0));
    CHECK(covers(65, 2));
    CHECK(covers(128, 2));
    CHECK_FALSE(covers(129, 2));
    CHECK_FALSE(covers(1, 0));
  }
  most_is([](Image& i) -> auto& { return i.alternatives[0].alternative; }, 1U);
  most_is([](Image& i) -> auto& { return i.groups[0].alternatives; }, kMaxWorlds);
  least_is([](Image& i) -> auto& { return i.groups[1].alternatives; }, 1U);
  const auto groups = [](std::uint32_t count) {
    return sound([&](Image& i) { i.groups.resize(count, i.groups[0]); });
  };
  CHECK(groups(kMaxGroups));
  CHECK_FALSE(groups(kMaxGroups + 1));
}

TEST_CASE("verify_image: a slot lies in its struct, behind the bits") {
  constexpr struct {
    Kind kind;
    std::uint32_t size, type;
  } kKinds[] = {{Kind::Bool, 1, kNone},     {Kind::Int, 8, kNone},
                {Kind::Decimal, 16, kNone}, {Kind::Money, 8, kNone},
                {Kind::Amount, 16, kNone},  {Kind::Date, 4, kNone},
                {Kind::Instant, 8, kNone},  {Kind::Duration, 16, kNone},
                {Kind::Text, 16, kNone},    {Kind::Enum, 4, 0},
                {Kind::Set, 8, 0}};
  for (const auto& each : kKinds) {
    CAPTURE(static_cast<int>(each.kind));
    least_is(
        [&](Image& i) -> auto& {
          Slot& slot = i.slots.back();
          slot.kind = each.kind;
          slot.type = each.type;
          i.structs[Image::kElement].size = 0;
          return i.structs[Image::kElement].size;
        },
        Image().slots.back().offset + each.size);
  }
  least_is([](Image& i) -> auto& { return i.structs[Image::kRoot].size; },
           Image().slots[Image::kItems].offset + 16);
  CHECK_FALSE(sound([](Image& i) { i.slots.back().kind = Kind::Norm; }));
  least_is([](Image& i) -> auto& { return i.slots[Image::kFlag].offset; }, 24U);
  least_is([](Image& i) -> auto& { return i.slots[Image::kNumber].offset; }, 16U);
  most_is([](Image& i) -> auto& { return i.slots[Image::kFlag].bit; }, 63U);
  // Two words of bits.
  const auto wide = [](std::uint32_t bit, std::uint32_t offset) {
    return sound([&](Image& i) {
      i.structs[Image::kElement].words = 2;
      i.structs[Image::kElement].size = 64;
      i.slots[Image::kNumber].offset = 32;
      i.slots.back().bit = bit;
      i.slots.back().offset = offset;
    });
  };
  CHECK(wide(127, 32));
  CHECK_FALSE(wide(128, 32));
  CHECK_FALSE(wide(127, 31));
  least_is([](Image& i) -> auto& { return i.structs[Image::kSpareStruct].size; }, 24U);
  const auto earlier = [](std::uint32_t size, std::uint32_t second) {
    return sound([&](Image& i) { i.structs[0].earlier = i.tail({size, 1, second, 2}); });
  };
  const std::uint32_t size = Image().structs[0].size;
  CHECK(earlier(24, size));
  CHECK(earlier(size, 24));
  CHECK_FALSE(earlier(23, size));
  CHECK_FALSE(earlier(size + 1, 24));
  CHECK_FALSE(earlier(24, 23));
  CHECK_FALSE(earlier(24, size + 1));
  CHECK_FALSE(sound([](Image& i) { i.structs[0].earlier = i.tail({24, 1, 24}); }));
  // Slots are their struct's alone.
  CHECK_FALSE(sound([](Image& i) { i.structs[Image::kSpareStruct].slots = {Image::kNumber, 1}; }));
  CHECK_FALSE(sound([](Image& i) { i.structs[Image::kElement].slots.count = 1; }));
  CHECK_FALSE(sound([](Image& i) { i.structs[Image::kElement].slots = {Image::kSpareSlot, 1}; }));
  CHECK_FALSE(sound([](Image& i) { ++i.structs[Image::kRoot].slots.count; }));
}

TEST_CASE("verify_image: a set has 64 members at most, an enum as many as there are") {
  const auto members = [](std::uint32_t count, Kind kind) {
    return sound([&](Image& i) {
      i.enums[0].members = i.tail(repeated({i.text}, count));
      i.slots[Image::kMode].kind = i.slots[Image::kTags].kind = kind;
    });
  };
  CHECK(members(64, Kind::Set));
  CHECK_FALSE(members(65, Kind::Set));
  CHECK(members(65, Kind::Enum));
}

void lists_are(Image& i, const std::vector<std::uint32_t>& lists) {
  for (Decision& each : i.decisions) each.lists = i.tail(lists);
}

// A list within the elements of kItems, of `element`.
void nest(Image& i, const Struct& element, bool listed = true) {
  Slot& slot = i.slots.back();
  slot.is_list = 1;
  slot.kind = Kind::Bool;
  slot.type = Image::count(i.structs);
  slot.hi = 2;
  i.structs.push_back(element);
  i.objects.push_back({{0, 0}, 0, kNone});
  if (listed) lists_are(i, {Image::kItems, Image::kSpareSlot});
}
Struct nested(Image& i) {
  return {16, 1, {0, 0}, 0, 0, Image::count(i.objects), Image::kSpareSlot, {0, 0}};
}

TEST_CASE("verify_image: a list has elements of one struct, which is its own") {
  const auto nests = [](auto change) {
    return sound([&](Image& i) {
      nest(i, nested(i));
      change(i.structs.back(), i);
    });
  };
  CHECK(nests([](Struct&, Image&) {}));
  CHECK_FALSE(nests([](Struct& s, Image&) { s.size = 15; }));
  CHECK_FALSE(nests([](Struct& s, Image&) { s.size = s.words = 0; }));
  CHECK(nests([](Struct& s, Image&) { s.size = 1, s.words = 0; }));
  CHECK_FALSE(nests([](Struct& s, Image&) { s.root = 1, s.size = 24; }));
  CHECK_FALSE(nests([](Struct& s, Image&) { s.list_slot = kNone; }));
  CHECK_FALSE(nests([](Struct& s, Image&) { s.list_slot = kNone, s.root = 1, s.size = 24; }));
  CHECK_FALSE(nests([](Struct& s, Image&) { s.list_slot = Image::kItems; }));
  CHECK_FALSE(nests([](Struct& s, Image& i) {
    s.list_slot = Image::kFlag;
    i.slots[Image::kFlag].type = Image::last(i.structs);
  }));
  // A list of no elements' struct, or of too many.
  CHECK_FALSE(nests([](Struct&, Image& i) { i.slots.back().type = Image::kElement; }));
  CHECK_FALSE(nests([](Struct&, Image& i) { i.slots.back().type = Image::kRoot; }));
  const auto longest = [&](std::int64_t hi) {
    return nests([&](Struct&, Image& i) { i.slots.back().hi = hi; });
  };
  CHECK(longest(0));
  CHECK(longest(65'535));
  CHECK_FALSE(longest(65'536));
  CHECK_FALSE(longest(-1));
  // All lists of a decision's facts are its own, in whatever order.
  CHECK_FALSE(sound([](Image& i) { nest(i, nested(i), false); }));
  CHECK(nests([](Struct&, Image& i) { lists_are(i, {Image::kSpareSlot, Image::kItems}); }));
  CHECK_FALSE(
      nests([](Struct&, Image& i) { lists_are(i, {Image::kSpareSlot, Image::kSpareSlot}); }));
  CHECK_FALSE(sound([](Image& i) { i.decisions[0].lists.count = 0; }));
  CHECK_FALSE(sound([](Image& i) { lists_are(i, {Image::kFlag, Image::kItems}); }));
  CHECK_FALSE(sound([](Image& i) { lists_are(i, {Image::kItems, Image::kFlag}); }));
}

// The root of the decision stands behind its elements' struct.
void turn_round(Image& i) {
  std::swap(i.structs[0], i.structs[1]);
  for (Slot& slot : i.slots) slot.structure = 1 - slot.structure;
  i.slots[Image::kItems].type = 0;
  for (Decision& each : i.decisions) each.structure = 1;
}

TEST_CASE("verify_image: structs stand in any order, and none within itself") {
  CHECK(sound(turn_round));
  CHECK_FALSE(sound([](Image& i) {
    turn_round(i);
    for (Decision& each : i.decisions) each.lists.count = 0;
  }));
  for (const bool turned : {false, true})
    CHECK_FALSE(sound([&](Image& i) {
      if (turned) turn_round(i);
      const std::uint32_t element = turned ? 0 : 1;
      Struct other = nested(i);
      other.list_slot = Image::kItems;
      nest(i, other);
      i.slots[Image::kItems].type = Image::last(i.structs);
      i.slots.back().type = element;
      i.structs[element].list_slot = Image::kSpareSlot;
    }));
  // Elements of what is no list, in facts of which no decision knows.
  const auto no_list = [](bool list) {
    return sound([&](Image& i) {
      const std::uint32_t root = Image::count(i.structs), node = Image::count(i.objects);
      i.objects.insert(i.objects.end(), 2, {{0, 0}, 0, kNone});
      i.structs.push_back({40, 1, {Image::count(i.slots), 1}, 1, 9, node, kNone, {0, 0}});
      i.structs.push_back({16, 1, {0, 0}, 0, 0, node + 1, Image::count(i.slots), {0, 0}});
      Slot slot = i.slots[Image::kFlag];
      slot.structure = root;
      slot.type = root + 1;
      slot.is_list = list ? 1 : 0;
      i.slots.push_back(slot);
    });
  };
  CHECK(no_list(true));
  CHECK_FALSE(no_list(false));
}

// Another root with lists in lists, of which the decision knows nothing.
TEST_CASE("verify_image: lists nest four deep") {
  const auto nests = [](std::uint32_t lists) {
    return sound([&](Image& i) {
      const std::uint32_t structs = Image::count(i.structs), slots = Image::count(i.slots);
      for (std::uint32_t n = 0; n <= lists; ++n) {
        const std::uint32_t node = Image::count(i.objects);
        const Range own{slots + n, n < lists ? 1U : 0U};
        i.objects.push_back({{0, 0}, 0, kNone});
        i.structs.push_back(n == 0 ? Struct{40, 1, own, 1, 9, node, kNone, {0, 0}}
                                   : Struct{32, 1, own, 0, 0, node, slots + n - 1, {0, 0}});
        if (n == lists) break;
        Slot slot = i.slots[Image::kItems];
        slot.structure = structs + n;
        slot.type = structs + n + 1;
        slot.bit = 0;
        slot.offset = n == 0 ? 24 : 16;
        i.slots.push_back(slot);
      }
    });
  };
  for (std::uint32_t lists = 0; lists <= Elements::kDepth; ++lists) CHECK(nests(lists));
  CHECK_FALSE(nests(Elements::kDepth + 1));
}

TEST_CASE("verify_image: functions are counted, their registers in order") {
  least_is([](Image& i) -> auto& { return i.functions[Image::kEntry].bound; },
           Image().functions[Image::kEntry].bound);
  for (const std::uint32_t function : {Image::kBody, Image::kOne, Image::kEach})
    least_is([&](Image& i) -> auto& { return i.functions[function].bound; }, 1U);
  // What a function takes counts where it is called, and for each element.
  const auto takes = [](auto change) {
    Image image;
    image.functions[Image::kBody].bound = 5;  // three calls of it, and three more
    image.operands[image.entry(Image::kQuantify).a + 2] = kNone;
    image.recount(4 + 3 * 4 - 3);
    change(image);
    return image.sound();
  };
  CHECK(takes([](Image&) {}));
  CHECK_FALSE(takes([](Image& i) { --i.functions[Image::kEntry].bound; }));
  CHECK_FALSE(takes([](Image& i) { ++i.functions[Image::kBody].bound; }));
  const auto swap = [](Image& i) {
    std::uint32_t* const of = i.operands.data() + i.entry(Image::kQuantify).a + 2;
    std::swap(of[0], of[1]);
  };
  CHECK(takes(swap));
  CHECK_FALSE(takes([&](Image& i) { swap(i), --i.functions[Image::kEntry].bound; }));
  // Itself, whatever bound it says.
  CHECK_FALSE(sound([](Image& i) {
    i.insts[i.functions[Image::kBody].insts.first] = {
        Op::Call, Kind::Bool, 0, Image::kBody, i.entry(Image::kCall).b, 2};
    i.functions[Image::kBody].bound = 1'000;
    i.recount(1'000'000);
  }));
  most_is([](Image& i) -> auto& { return i.functions[Image::kBody].result; }, 2U);
  most_is([](Image& i) -> auto& { return i.functions[Image::kSpareFunction].result; }, 0U);
  CHECK_FALSE(sound([](Image& i) { i.functions[Image::kSpareFunction].parameters = 0; }));
  CHECK_FALSE(sound([](Image& i) {
    i.functions[Image::kSpareFunction] = {{0, 1}, 0, 0, 0, 1};  // with an instruction, too
  }));
  const auto parameters = [](std::uint32_t count) {
    return sound([&](Image& i) { i.functions[Image::kSpareFunction].parameters = count; });
  };
  CHECK(parameters(kLifted - 1));
  CHECK_FALSE(parameters(kLifted));
  const auto reads = [](Image::Insts which, std::uint32_t Inst::* operand) {
    most_is([=](Image& i) -> auto& { return i.entry(which).*operand; },
            std::uint32_t{which});  // the register before its own
  };
  reads(Image::kCompare, &Inst::a);
  reads(Image::kCompare, &Inst::b);
  reads(Image::kRound, &Inst::a);
  reads(Image::kLawDay, &Inst::b);
  most_is([](Image& i) -> auto& { return i.operands[i.entry(Image::kCall).b + 1]; },
          std::uint32_t{Image::kCall});
  // A function that has parameters knows them, too.
  const auto negates = [](std::uint32_t reg) {
    return sound([&](Image& i) {
      i.insts[i.functions[Image::kBody].insts.first] = {Op::Not, Kind::Bool, 0, reg, 0, 0};
    });
  };
  CHECK(negates(1));
  CHECK_FALSE(negates(2));
}

TEST_CASE("verify_image: an instruction says what there is") {
  const auto inst = [](Image::Insts which, auto change) {
    return sound([&](Image& i) { change(i.entry(which)); });
  };
  const auto aux = [](Image::Insts which, auto most) {
    most_is([=](Image& i) -> auto& { return i.entry(which).aux; }, static_cast<int>(most));
  };
  aux(Image::kCompare, Compare::Ge);
  aux(Image::kArith, Arith::Max);
  aux(Image::kRound, Rounding::Floor);
  aux(Image::kQuantify, Quantifier::Max);
  most_is([](Image& i) -> auto& { return i.entry(Image::kCompare).c; },
          static_cast<std::uint32_t>(Kind::Set));
  // Arithmetic is of numbers, and picks one of two moments of one kind.
  const auto arith = [&](Arith op, Kind kind, Kind left, Kind right, std::uint32_t flags = 0) {
    return inst(Image::kArith, [&](Inst& i) {
      i.aux = static_cast<std::uint8_t>(op);
      i.kind = kind;
      i.c = flags | static_cast<std::uint32_t>(left) | static_cast<std::uint32_t>(right) << 8;
    });
  };
  const auto is_number = [](Kind kind) {
    return kind == Kind::Int || kind == Kind::Decimal || kind == Kind::Money ||
           kind == Kind::Amount;
  };
  for (int op = 0; op <= static_cast<int>(Arith::Max); ++op)
    for (int of = 0; of <= static_cast<int>(Kind::Norm) + 1; ++of) {
      const auto which = static_cast<Arith>(op);
      const auto kind = static_cast<Kind>(of);
      CAPTURE(op);
      CAPTURE(of);
      CHECK(arith(which, Kind::Int, Kind::Int, kind) == is_number(kind));
      CHECK(arith(which, Kind::Amount, kind, Kind::Decimal) == is_number(kind));
      const bool picks = which == Arith::Min || which == Arith::Max;
      const bool moment = kind == Kind::Date || kind == Kind::Instant;
      CHECK(arith(which, kind, kind, kind) == (is_number(kind) || (picks && moment)));
      if (!is_number(kind)) CHECK_FALSE(arith(which, kind, Kind::Int, Kind::Int));
    }
  CHECK(arith(Arith::Add, Kind::Int, Kind::Int, Kind::Int, kCannotFail));
  CHECK_FALSE(arith(Arith::Max, Kind::Instant, Kind::Instant, Kind::Date));
  CHECK_FALSE(arith(Arith::Max, Kind::Instant, Kind::Date, Kind::Instant));
  // The last operation, of the last kind but one; what is behind them is none.
  const auto of = [&](std::uint32_t op, std::uint32_t kind) {
    return inst(Image::kConst,
                [&](Inst& i) { i = {static_cast<Op>(op), static_cast<Kind>(kind), 0, 0, 0, 0}; });
  };
  const auto last = static_cast<std::uint32_t>(Op::Occurrences);
  CHECK(of(last, 1));
  CHECK_FALSE(of(last + 1, 1));
  CHECK(of(static_cast<std::uint32_t>(Op::AsOf), 10));
  CHECK_FALSE(of(static_cast<std::uint32_t>(Op::AsOf), 11));
  CHECK_FALSE(of(static_cast<std::uint32_t>(Op::AsOf), 12));
  // A law day that hangs on a presence has a day.
  CHECK(inst(Image::kLawDay, [](Inst& i) { i.a = 0, i.b = 0; }));
  CHECK(inst(Image::kLawDay, [](Inst& i) { i.a = kNone, i.b = kNone; }));
  CHECK_FALSE(inst(Image::kLawDay, [](Inst& i) { i.a = 0, i.b = kNone; }));
  CHECK(inst(Image::kInForce, [](Inst& i) { i.c = 0; }));
  CHECK_FALSE(inst(Image::kInForce, [](Inst& i) { i.c = 1; }));
  const auto deadline = [](Kind anchor, std::uint32_t further) {
    return sound([&](Image& i) {
      std::vector<std::uint32_t> term{0, static_cast<std::uint32_t>(anchor), 0, kNone, 0, 0};
      term.resize(6 + further, 0);
      i.entry(Image::kDeadline).a = i.tail(term).first;
      i.entry(Image::kDeadline).b = further;
    });
  };
  CHECK(deadline(Kind::Date, 0));
  CHECK(deadline(Kind::Instant, kMaxExtensions));
  CHECK_FALSE(deadline(Kind::Instant, kMaxExtensions + 1));
  for (const Kind kind : {Kind::Bool, Kind::Int, Kind::Amount, Kind::Duration})
    CHECK_FALSE(deadline(kind, 0));
  CHECK_FALSE(inst(Image::kLoad, [](Inst& i) { i.a = Image::kItems; }));
  CHECK_FALSE(inst(Image::kLength, [](Inst& i) { i.a = Image::kFlag; }));
}

TEST_CASE("verify_image: calls and quantifiers give what their functions take") {
  CHECK_FALSE(sound([](Image& i) { i.entry(Image::kCall).c = 1; }));
  CHECK_FALSE(sound([](Image& i) { i.entry(Image::kCall).kind = Kind::Norm; }));
  CHECK_FALSE(sound([](Image& i) { i.entry(Image::kCall).a = Image::kEach; }));  // gives a norm
  const auto quantify = [](std::uint32_t captured, std::uint32_t predicate, std::uint32_t value) {
    return sound([&](Image& i) {
      std::vector<std::uint32_t> words{Image::kItems, kNone, predicate, value, 0};
      words.resize(5 + captured, 0);
      i.entry(Image::kQuantify).a = i.tail(words).first;
      i.entry(Image::kQuantify).b = captured;
    });
  };
  CHECK(quantify(0, Image::kBody, Image::kBody));
  CHECK(quantify(0, Image::kBody, kNone));
  CHECK(quantify(0, kNone, Image::kBody));
  CHECK(quantify(1, kNone, kNone));
  CHECK_FALSE(quantify(1, Image::kBody, kNone));
  CHECK_FALSE(quantify(1, kNone, Image::kBody));
  CHECK_FALSE(quantify(0, Image::kOne, kNone));
  CHECK_FALSE(quantify(0, kNone, Image::kOne));
  CHECK_FALSE(sound([](Image& i) { i.operands[i.entry(Image::kQuantify).a] = Image::kFlag; }));
  // What is captured, they take behind the law date and the index; the list's own index is none.
  CHECK(sound([](Image& i) {
    i.functions[Image::kSpareFunction].parameters = 4;
    i.entry(Image::kQuantify).a =
        i.tail({Image::kItems, 1, Image::kSpareFunction, Image::kSpareFunction, 0, 1, 2}).first;
    i.entry(Image::kQuantify).b = 2;
  }));
}

TEST_CASE("verify_image: a choice has a policy, and exceptions stand behind what they except") {
  const auto choice = [](std::uint32_t at, std::uint32_t value) {
    return sound([&](Image& i) { i.operands[i.entry(Image::kChoose).a + at] = value; });
  };
  CHECK(choice(0, static_cast<std::uint32_t>(Picks::All)));
  CHECK_FALSE(choice(0, static_cast<std::uint32_t>(Picks::All) + 1));
  CHECK(choice(2, kNone));  // unused
  for (const std::uint32_t node : {0U, 1U, 2U}) {
    CHECK(choice(3 + 5 * node, kNone));            // no guard
    CHECK_FALSE(choice(3 + 5 * node + 1, kNone));  // no conclusion
    CHECK(choice(3 + 5 * node + 1, kLifted));
    CHECK(choice(3 + 5 * node + 4, 1));  // to the whole
    CHECK(choice(3 + 5 * node + 2, kNone));
  }
  const auto excepts = [](std::uint32_t node, const std::vector<std::uint32_t>& nodes) {
    return sound([&](Image& i) {
      const std::uint32_t list = i.tail({Image::count(nodes)}).first + 2;
      i.tail(nodes);
      i.operands[i.entry(Image::kChoose).a + 3 + 5 * node + 4] = list;
    });
  };
  CHECK(excepts(0, {}));
  CHECK_FALSE(excepts(0, {0}));
  CHECK(excepts(1, {0}));
  CHECK_FALSE(excepts(1, {1}));
  CHECK(excepts(2, {0, 1}));
  CHECK_FALSE(excepts(2, {2, 1}));
  CHECK_FALSE(excepts(2, {0, 2}));
  // A list at the very beginning of the operands, whose first word is then its length.
  const auto first = [](std::uint32_t length) {
    return sound([&](Image& i) {
      i.enums[0].members = i.tail({i.text, i.text});
      i.operands[0] = length;
      i.operands[1] = 0;
      i.operands[i.entry(Image::kChoose).a + 17] = 2;
    });
  };
  CHECK(first(1));
  CHECK_FALSE(first(1'000'000));
  CHECK_FALSE(sound(
      [](Image& i) { i.operands[i.entry(Image::kChoose).a + 17] = Image::count(i.operands) + 2; }));
}

}  // namespace
