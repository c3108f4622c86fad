// What an answer says beside statuses and values: certificates, reasons, who is bound, what is
// awaited, ends of amounts, and how much memory it takes.
#include "compiler/runtime/date.h"
#include "compiler/runtime/sections.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

using Node = FunctionBuilder::Node;
constexpr std::int64_t kAsOf = 1'772'000'000'000;

// One norm over facts. What the builder has no words for is set in the image.
struct OneNorm {
  ImageBuilder image;
  FunctionBuilder f{image, "a.norm", 1};
  NormRows rows;
  std::uint32_t spec = 0;

  // The facts are made before `make`, all in a row.
  const Header* make() {
    spec = image.norm(rows);
    f.inst(Op::Norm, Kind::Norm, spec);
    return image.build(f, {}, {{spec, f.last()}});
  }
  static NormSpec& spec_of(const Header* header) {
    return const_cast<NormSpec&>(runtime::items<NormSpec>(header, header->norm_specs)[0]);
  }
  static NormText& text_of(const Header* header) {
    return const_cast<NormText&>(runtime::items<NormText>(header, header->norm_texts)[0]);
  }
  void state(NormKind kind, RegIndex done) {
    rows.norm = kind;
    rows.done_kind = Kind::Bool;
    rows.done = done;
  }
};

TEST_CASE("norm: the evidence that counts is named, and each has its certificate bit") {
  OneNorm p;
  const std::uint32_t done = p.image.slot("/done", Kind::Bool);
  const std::uint32_t first = p.image.slot("/first", Kind::Bool);
  const std::uint32_t second = p.image.slot("/second", Kind::Bool);
  const std::uint32_t bits[] = {p.image.bit(), p.image.bit()};
  p.state(NormKind::StateDuty, p.f.load(done));
  const RegIndex one = p.f.load(first);
  const RegIndex other = p.f.load(second);
  const std::uint32_t evidence = p.image.operand({one, bits[0], other, bits[1]});
  const Header* const header = p.make();
  OneNorm::spec_of(header).evidence = {evidence, 4};
  const auto decided = [&](int a, int b) {
    Facts facts = Facts(p.image, p.image.root()).set(done, 1);
    if (a >= 0) facts.set(first, a);
    if (b >= 0) facts.set(second, b);
    const Decided out = decide_case(header, facts, {.as_of = kAsOf});
    CHECK(out.norm(0).status == PHEP_MET);
    const int given[] = {a, b};
    for (int i = 0; i < 2; ++i) {
      CHECK(out.marked_true(bits[i]) == (given[i] == 1));
      CHECK(out.marked_unknown(bits[i]) == (given[i] < 0));
    }
    return out.norm(0).why;
  };
  CHECK(decided(0, 0) == 0);
  CHECK(decided(1, 0) == 0b01);
  CHECK(decided(0, 1) == 0b10);
  CHECK(decided(1, 1) == 0b11);
  CHECK(decided(-1, 1) == 0b10);
  CHECK(decided(1, -1) == 0b01);
}

TEST_CASE("norm: of what was done late, too, the evidence that counts is named") {
  OneNorm p;
  p.rows.due = p.f.constant(Kind::Instant, kAsOf - 9);
  p.rows.done_present = p.f.boolean(true);
  p.rows.done = p.f.constant(Kind::Instant, kAsOf - 5);
  const RegIndex counts = p.f.boolean(true);
  const std::uint32_t evidence = p.image.operand({counts, p.image.bit()});
  const Header* const header = p.make();
  OneNorm::spec_of(header).evidence = {evidence, 2};
  const Decided decided = decide_case(header, Facts(p.image, p.image.root()), {.as_of = kAsOf});
  CHECK(decided.norm(0).status == PHEP_LATE);
  CHECK(decided.norm(0).why == 1);
  CHECK(decided.norm(0).by_ms == 4);
}

TEST_CASE("norm: each exemption and each deferral has its certificate bit") {
  OneNorm p;
  std::vector<std::uint32_t> slots;
  for (const char* const name : {"/e0", "/e1", "/d0", "/d1"})
    slots.push_back(p.image.slot(name, Kind::Bool));
  std::vector<RegIndex> guards;
  for (const std::uint32_t slot : slots) guards.push_back(p.f.load(slot));
  const RegIndex later = p.f.constant(Kind::Instant, kAsOf + 1);
  p.rows.exempts = {guards[0], guards[1]};
  p.rows.deferrals = {{guards[2], later}, {guards[3], later}};
  p.state(NormKind::StateDuty, p.f.boolean(true));
  const Header* const header = p.make();
  const std::uint32_t first = p.image.spec_bit(p.spec) + 1;  // behind the norm's own
  for (std::uint32_t one = 0; one < slots.size(); ++one) {
    for (const bool known : {true, false}) {
      Facts facts(p.image, p.image.root());
      for (std::uint32_t i = 0; i < slots.size(); ++i)
        if (known || i != one) facts.set(slots[i], i == one ? 1 : 0);
      const Decided decided = decide_case(header, facts, {.as_of = kAsOf});
      for (std::uint32_t i = 0; i < slots.size(); ++i) {
        CHECK(decided.marked_true(first + i) == (known && i == one));
        CHECK(decided.marked_unknown(first + i) == (!known && i == one));
      }
    }
  }
}

TEST_CASE("norm: of several exemptions none is named of which each only may be the one") {
  OneNorm p;
  const std::uint32_t fact = p.image.slot("/fact", Kind::Bool);
  const RegIndex given = p.f.load(fact);
  p.rows.exempts = {given, p.f.not_(given)};
  p.state(NormKind::StateDuty, p.f.boolean(false));
  const Header* const header = p.make();
  const Facts nothing(p.image, p.image.root());
  const phep_norm open = decide_case(header, nothing, {.as_of = kAsOf}).norm(0);
  CHECK(open.status == PHEP_EXEMPT);
  CHECK(open.why == 0);
  CHECK(open.missing_count == 0);
  for (const int known : {0, 1}) {
    const Facts facts = Facts(p.image, p.image.root()).set(fact, known);
    CHECK(decide_case(header, facts, {.as_of = kAsOf}).norm(0).why == (known != 0 ? 0b01 : 0b10));
  }
}

TEST_CASE("norm: a state that was to be kept through an end binds until the end, and not after") {
  const auto at = [](std::int64_t end) {
    OneNorm p;
    p.state(NormKind::StateDuty, p.f.boolean(false));
    p.rows.due = p.f.constant(Kind::Instant, kAsOf + end);
    const Header* const header = p.make();
    OneNorm::spec_of(header).kept = 1;
    const Decided decided = decide_case(header, Facts(p.image, p.image.root()), {.as_of = kAsOf});
    const phep_norm& norm = decided.norm(0);
    CHECK((norm.flags & PHEP_N_BINDS_UNKNOWN) == 0);
    CHECK(((norm.flags & PHEP_N_BINDS) != 0) == (end >= 0));
    CHECK(((norm.flags & PHEP_N_ENDED) != 0) == (end < 0));
    CHECK(decided.marked_true(p.image.spec_bit(p.spec)) == (end >= 0));
    return norm.status;
  };
  CHECK(at(1) == PHEP_VIOLATED);
  CHECK(at(0) == PHEP_VIOLATED);
  CHECK(at(-1) == PHEP_NOT_APPLICABLE);
}

TEST_CASE("norm: without a condition a permission is granted, and nothing was done") {
  const auto status = [](NormKind kind) {
    OneNorm p;
    p.rows.norm = kind;
    p.rows.done_kind = Kind::Bool;
    p.f.boolean(true);
    return decide_case(p.make(), Facts(p.image, p.image.root())).norm(0).status;
  };
  CHECK(status(NormKind::Permission) == PHEP_GRANTED);
  CHECK(status(NormKind::Prohibition) == PHEP_FULFILLED);
  CHECK(status(NormKind::StateDuty) == PHEP_VIOLATED);
}

TEST_CASE("norm: where no fact decides all bearers are bound") {
  for (const std::uint32_t count : {0U, 1U, 3U, 20U}) {
    OneNorm p;
    p.state(NormKind::StateDuty, p.f.boolean(true));
    std::vector<std::uint32_t> words;
    for (std::uint32_t i = 0; i < count; ++i)
      words.insert(words.end(), {p.image.string("party"), 0, 0});
    const std::uint32_t bearers = p.image.operand(words);
    const Header* const header = p.make();
    OneNorm::text_of(header).bearers = {bearers, 3 * count};
    const phep_norm norm = decide_case(header, Facts(p.image, p.image.root())).norm(0);
    CHECK(norm.bearers == (std::uint64_t{1} << count) - 1);
    CHECK((norm.flags & PHEP_N_BEARERS_UNKNOWN) == 0);
  }
}

TEST_CASE("norm: whether it binds is not known where too little is known of its status") {
  OneNorm p;
  const std::uint32_t number = p.image.slot("/number", Kind::Int);  // of no known range
  p.rows.applies = p.f.compare(Compare::Gt, Kind::Int, p.f.load(number), p.f.integer(3));
  p.state(NormKind::StateDuty, p.f.boolean(false));
  p.rows.sanctions = {{kNone, kNone, kNone, 0}};
  const Header* const header = p.make();
  const Decided decided = decide_case(header, Facts(p.image, p.image.root()), {.as_of = kAsOf});
  const phep_norm& norm = decided.norm(0);
  CHECK(norm.status == PHEP_UNDETERMINED);
  CHECK((norm.flags & PHEP_N_BINDS) == 0);
  CHECK((norm.flags & PHEP_N_BINDS_UNKNOWN) != 0);
  CHECK((norm.flags & PHEP_N_INEXACT) != 0);
  CHECK(decided.missing(norm) == std::vector<std::uint32_t>{number});
  CHECK(decided.sanction(0, 0).applies == 2);
}

TEST_CASE("norm: it binds in every completion, though in one its status is an error") {
  OneNorm p;
  const std::uint32_t either = p.image.slot("/either", Kind::Bool);
  const std::uint32_t divided = p.image.slot("/divided", Kind::Bool);
  const RegIndex given = p.f.load(either);
  p.rows.applies = p.f.or_(given, p.f.not_(given));
  const RegIndex divisor = p.f.select(Kind::Int, p.f.load(divided), p.f.integer(0), p.f.integer(1));
  const RegIndex quotient = p.f.arith(Arith::Div, Kind::Int, p.f.integer(6), divisor);
  p.state(NormKind::StateDuty, p.f.compare(Compare::Gt, Kind::Int, quotient, p.f.integer(0)));
  const Header* const header = p.make();
  const Decided decided = decide_case(header, Facts(p.image, p.image.root()), {.as_of = kAsOf});
  const phep_norm& norm = decided.norm(0);
  CHECK(norm.status == PHEP_UNDETERMINED);
  CHECK(decided.missing(norm) == std::vector<std::uint32_t>{divided});
  CHECK((norm.flags & PHEP_N_BINDS) != 0);
  CHECK((norm.flags & PHEP_N_BINDS_UNKNOWN) == 0);
}

TEST_CASE("norm: nobody is asked for the amount of a sanction that does not apply") {
  OneNorm p;
  const std::uint32_t amount = p.image.slot("/amount", Kind::Money);
  const RegIndex fine = p.f.load(amount);
  p.state(NormKind::StateDuty, p.f.boolean(true));
  p.rows.sanctions = {{kNone, kNone, fine, 0}};
  const Header* const header = p.make();
  const Decided decided = decide_case(header, Facts(p.image, p.image.root()), {.as_of = kAsOf});
  const phep_sanction& sanction = decided.sanction(0, 0);
  CHECK(sanction.applies == 0);
  CHECK(sanction.to.tag == PHEP_UNKNOWN);
  CHECK(sanction.to.a == 0);
  CHECK(sanction.to.b == 0);
  CHECK(decided.head().missing_count == 0);
}

// ---- what is awaited ---------------------------------------------------------------------------

// 1 or 3 September 2027 becomes a rest day beside the 2nd: eighteen months from 1 March 2026 end on
// one of two days.
struct Pending {
  ImageBuilder image;
  FunctionBuilder f{image, "a.rule", 1};

  static std::int32_t september(std::int32_t day) { return to_days({2027, 9, day}); }
  RegIndex due() {
    const std::uint32_t calendar = image.calendar(to_days({2026, 1, 1}), 730, {september(2)},
                                                  {{{september(1)}, {september(3)}}});
    const RegIndex anchor = f.constant(Kind::Date, to_days({2026, 3, 1}));
    const RegIndex term = f.constant(Kind::Duration, 18, static_cast<std::uint64_t>(Unit::Months));
    const auto date = static_cast<std::uint32_t>(Kind::Date);
    return f.inst(Op::Deadline, Kind::Instant,
                  image.operand({anchor, date, term, kNone, calendar, 0}));
  }
  // True in the world in which the term ends on the 3rd.
  RegIndex is_late() {
    const RegIndex end = due();
    const RegIndex second = f.constant(Kind::Instant, day_end(september(2), 420));
    return f.compare(Compare::Gt, Kind::Instant, end, second);
  }
};

TEST_CASE("worlds: a status that differs says what it waits for, though no deadline does") {
  Pending p;
  NormRows rows;
  rows.norm = NormKind::Prohibition;
  rows.done_kind = Kind::Bool;
  rows.done = p.is_late();
  const std::uint32_t spec = p.image.norm(rows);
  const RegIndex norm = p.f.inst(Op::Norm, Kind::Norm, spec);
  const Header* const header = p.image.build(p.f, {}, {{spec, norm}});
  const phep_norm got = decide_case(header, Facts(p.image, p.image.root())).norm(0);
  CHECK(got.status == PHEP_POSSIBLY_VIOLATED);
  CHECK(got.awaiting == 1);
}

TEST_CASE("worlds: an exception that holds in some worlds only makes a rule differ") {
  // In turn: an exception of a case, of an exception, and of the whole rule.
  for (const int way : {0, 1, 2}) {
    Pending p;
    const RegIndex differs = p.is_late();
    const RegIndex always = p.f.boolean(true);
    std::vector<Node> nodes = {{always, p.f.integer(5)}};
    if (way == 1) nodes.push_back({always, p.f.integer(6), kNone, Node::Nodes, {0}});
    nodes.push_back({differs,
                     p.f.integer(7),
                     kNone,
                     way == 2 ? Node::Whole : Node::Nodes,
                     {way == 1 ? 1U : 0U}});
    if (way == 2) nodes.back().targets.clear();
    for (Node& node : nodes) node.bit = p.image.bit();
    p.f.choose(Kind::Int, Picks::Agree, kNone, nodes);
    const Header* const header = p.image.build(p.f, {{"out", Kind::Int, p.f.last()}});
    REQUIRE(verify_image(header, p.image.bytes().size() * 8));
    const Decided decided = decide_case(header, Facts(p.image, p.image.root()));
    const phep_value& out = decided.output(0);
    REQUIRE(out.tag == PHEP_ONE_OF);
    CHECK(out.aux == 1);
    REQUIRE(out.b == 2);
    const auto* const values = reinterpret_cast<const phep_value*>(out.a);
    CHECK(values[0].a == (way == 1 ? 6 : 5));
    CHECK(values[1].a == 7);
  }
}

TEST_CASE("worlds: a case, a conclusion or a default that differs makes a rule differ") {
  enum class Way { Best, Least, Conclusion, Default };
  for (const Way way : {Way::Best, Way::Least, Way::Conclusion, Way::Default}) {
    Pending p;
    const RegIndex differs = p.is_late();
    const RegIndex always = p.f.boolean(true);
    const RegIndex five = p.f.integer(5);
    const RegIndex other = p.f.integer(way == Way::Least ? 3 : 7);
    const RegIndex either = p.f.select(Kind::Int, differs, other, five);
    Picks picks = Picks::Agree;
    std::vector<Node> nodes = {{always, five, p.image.bit()}, {differs, other, p.image.bit()}};
    if (way == Way::Best) picks = Picks::Highest;
    if (way == Way::Least) picks = Picks::Lowest;
    if (way == Way::Conclusion) nodes = {{always, either, p.image.bit()}};
    if (way == Way::Default) nodes = {{p.f.boolean(false), five, p.image.bit()}};
    p.f.choose(Kind::Int, picks, way == Way::Default ? either : kNone, nodes);
    const Header* const header = p.image.build(p.f, {{"out", Kind::Int, p.f.last()}});
    REQUIRE(verify_image(header, p.image.bytes().size() * 8));
    const Decided decided = decide_case(header, Facts(p.image, p.image.root()));
    const phep_value& out = decided.output(0);
    REQUIRE(out.tag == PHEP_ONE_OF);
    REQUIRE(out.b == 2);
    const auto* const values = reinterpret_cast<const phep_value*>(out.a);
    CHECK(values[0].a == (way == Way::Least ? 3 : 5));
    CHECK(values[1].a == (way == Way::Least ? 5 : 7));
  }
}

// ---- rules -------------------------------------------------------------------------------------

TEST_CASE("choose: a case that may hold and is no better changes nothing") {
  for (const Picks picks : {Picks::Highest, Picks::Lowest}) {
    for (const std::int64_t other : {4, 5, 6}) {
      ImageBuilder image;
      const std::uint32_t number = image.slot("/number", Kind::Int);  // of no known range
      FunctionBuilder f(image, "a.rule", 1);
      const RegIndex may = f.compare(Compare::Gt, Kind::Int, f.load(number), f.integer(0));
      const RegIndex sure = f.boolean(true);
      f.choose(Kind::Int, picks, kNone,
               {{sure, f.integer(5), image.bit()}, {may, f.integer(other), image.bit()}});
      const Header* const header = image.build(f, {{"out", Kind::Int, f.last()}});
      const Decided decided = decide_case(header, Facts(image, image.root()));
      const bool better = picks == Picks::Highest ? other > 5 : other < 5;
      CHECK(decided.output(0).tag == (better ? PHEP_UNKNOWN : PHEP_KNOWN));
      if (!better) CHECK(decided.output(0).a == 5);
    }
  }
}

TEST_CASE("choose: what a guard may fail of may be another error than the one that is certain") {
  for (const Picks picks : {Picks::Agree, Picks::Highest, Picks::Lowest}) {
    ImageBuilder image;
    const std::uint32_t number = image.slot("/number", Kind::Int);  // of no known range
    FunctionBuilder f(image, "a.rule", 1);
    const RegIndex quotient = f.arith(Arith::Div, Kind::Int, f.integer(6), f.load(number));
    const RegIndex guard = f.compare(Compare::Gt, Kind::Int, quotient, f.integer(0));
    const RegIndex chosen =
        f.choose(Kind::Int, picks, f.integer(0), {{guard, f.integer(1), image.bit()}});
    const RegIndex most = f.integer(INT64_MAX);
    const RegIndex overflow = f.arith(Arith::Add, Kind::Int, most, most);
    f.arith(Arith::Add, Kind::Int, chosen, overflow);
    const Header* const header = image.build(f, {{"out", Kind::Int, f.last()}});
    const Decided open = decide_case(header, Facts(image, image.root()));
    CHECK(open.missing(open.output(0)) == std::vector<std::uint32_t>{number});
    const Decided zero = decide_case(header, Facts(image, image.root()).set(number, 0));
    CHECK(zero.output(0).a == PHEP_E_DIVISION_BY_ZERO);
    const Decided one = decide_case(header, Facts(image, image.root()).set(number, 1));
    CHECK(one.output(0).a == PHEP_E_OVERFLOW);
  }
}

TEST_CASE("choose: gives back the memory that it worked in") {
  ImageBuilder image;
  FunctionBuilder f(image, "a.rule", 1);
  const RegIndex always = f.boolean(true);
  const RegIndex five = f.integer(5);
  std::vector<Node> nodes(30, Node{always, five});
  for (Node& node : nodes) node.bit = image.bit();
  for (int i = 0; i < 100; ++i) f.choose(Kind::Int, Picks::Agree, kNone, nodes);
  const Header* const header = image.build(f, {{"out", Kind::Int, f.last()}});
  // Room for 103 registers and for 30 nodes; not for 3,000 of them.
  const Decided decided =
      decide_case(header, Facts(image, image.root()), {.arena = std::size_t{1} << 16});
  REQUIRE(decided.status == PHEP_OK);
  CHECK(decided.output(0).a == 5);
}

// ---- what is missing ---------------------------------------------------------------------------

TEST_CASE("completions: of just so many unknown facts as a word has bits all are missing") {
  for (const std::uint32_t count : {63U, 64U, 65U, 128U}) {
    ImageBuilder image;
    const std::uint32_t list = image.list("/xs", 128);
    const std::uint32_t flag = image.slot_in(list, "/f", Kind::Bool);
    FunctionBuilder each(image, "a.each", 2);
    const std::uint32_t predicate = image.add(each, each.load(flag, 1));
    FunctionBuilder f(image, "b.rule", 1);
    f.quantify(Quantifier::All, Kind::Bool, list, predicate, kNone);
    const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
    const std::vector<Facts> elements(count, Facts(image, image.element(list)));
    const Decided decided =
        decide_case(header, Facts(image, image.root()).set_list(list, elements));
    REQUIRE(decided.status == PHEP_OK);
    std::vector<std::uint32_t> missing = decided.missing(decided.output(0));
    std::sort(missing.begin(), missing.end());
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < count; ++i) expected.push_back(flag | i << 16);
    CHECK(missing == expected);
  }
}

// ---- ends of amounts ---------------------------------------------------------------------------

TEST_CASE("ends: what is not told is zero") {
  const auto bounds_of = [](std::int64_t lo, std::int64_t hi) {
    ImageBuilder image;
    const std::uint32_t slot = image.slot("/n", Kind::Money, {.ranged = true, .lo = lo, .hi = hi});
    FunctionBuilder f(image, "a.rule", 1);
    f.load(slot);
    const Header* const header = image.build(f, {{"out", Kind::Money, f.last()}});
    const Decided decided = decide_case(header, Facts(image, image.root()));
    REQUIRE(decided.output(0).tag == PHEP_BETWEEN);
    return *reinterpret_cast<const phep_bounds*>(decided.output(0).a);
  };
  const phep_bounds from = bounds_of(4, INT64_MAX);
  CHECK(from.flags == (PHEP_B_LEAST | PHEP_B_INEXACT));
  CHECK(from.least == 4);
  CHECK(from.most == 0);
  const phep_bounds to = bounds_of(INT64_MIN, 7);
  CHECK(to.flags == (PHEP_B_MOST | PHEP_B_INEXACT));
  CHECK(to.least == 0);
  CHECK(to.most == 7);
  for (const phep_bounds& each : {from, to}) {
    CHECK(each.reserved == 0);
    CHECK(each.missing_first == 0);
    CHECK(each.missing_count == 1);
  }
}

TEST_CASE("ends: a rounding looks through a quotient that is the first a function works out") {
  ImageBuilder image;
  const std::uint32_t slot = image.slot("/n", Kind::Money, {.ranged = true, .lo = 100, .hi = 110});
  FunctionBuilder share(image, "a.share", 3);
  const auto kinds = static_cast<std::uint32_t>(Kind::Money) | static_cast<std::uint32_t>(Kind::Int)
                                                                   << 8;
  const RegIndex quotient =
      share.inst(Op::Arith, Kind::Amount, 1, 2, kinds, static_cast<std::uint8_t>(Arith::Div));
  share.inst(Op::Round, Kind::Money, quotient, image.constant(1'000'000'000), 0,
             static_cast<std::uint8_t>(Rounding::Down));
  const std::uint32_t function = image.add(share, share.last());
  FunctionBuilder f(image, "b.rule", 1);
  const RegIndex amount = f.load(slot);
  f.call(function, Kind::Money, {0, amount, f.integer(3)});
  const Header* const header = image.build(f, {{"out", Kind::Money, f.last()}});
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  const Decided decided = decide_case(header, Facts(image, image.root()));
  REQUIRE(decided.output(0).tag == PHEP_BETWEEN);
  const auto& bounds = *reinterpret_cast<const phep_bounds*>(decided.output(0).a);
  CHECK(bounds.least == 33);  // of 33⅓
  CHECK(bounds.most == 36);   // of 36⅔
}

TEST_CASE("ends: of a norm for each element, those of its own") {
  ImageBuilder image;
  const std::uint32_t extra = image.slot("/extra", Kind::Money, {.ranged = true, .lo = 1, .hi = 2});
  const std::uint32_t list = image.list("/xs", 3);
  const std::uint32_t amount = image.slot_in(list, "/amount", Kind::Money);
  FunctionBuilder each(image, "a.each", 2);
  NormRows rows;
  rows.norm = NormKind::Prohibition;
  rows.done_kind = Kind::Bool;
  rows.done = each.boolean(true);
  const RegIndex own = each.load(amount, 1);
  const RegIndex fine = each.arith(Arith::Add, Kind::Money, own, each.load(extra));
  rows.sanctions = {{kNone, own, fine, 0}};
  const std::uint32_t spec = image.norm(rows);
  const std::uint32_t function = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
  FunctionBuilder f(image, "b.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {}, {{spec, kNone, function, list}});
  std::vector<Facts> elements;
  for (const int i : {1, 2, 3})
    elements.push_back(Facts(image, image.element(list)).set(amount, 100 * i));
  const Decided decided = decide_case(header, Facts(image, image.root()).set_list(list, elements));
  REQUIRE(decided.norms(0).length == 3);
  const auto* at = static_cast<const char*>(decided.norms(0).items.ptr);
  for (const std::int64_t own_amount : {100, 200, 300}) {
    const auto& sanction = reinterpret_cast<const phep_sanction&>(at[sizeof(phep_norm)]);
    CHECK(static_cast<std::int64_t>(sanction.from.a) == own_amount);
    REQUIRE(sanction.to.tag == PHEP_BETWEEN);
    const auto& bounds = *reinterpret_cast<const phep_bounds*>(sanction.to.a);
    CHECK(bounds.least == own_amount + 1);
    CHECK(bounds.most == own_amount + 2);
    at += decided.norms(0).stride;
  }
}

TEST_CASE("norm: it binds in every completion, though in each its status is another error") {
  OneNorm p;
  const std::uint32_t either = p.image.slot("/either", Kind::Bool);
  const std::uint32_t which = p.image.slot("/which", Kind::Bool);
  const RegIndex given = p.f.load(either);
  p.rows.applies = p.f.or_(given, p.f.not_(given));
  const RegIndex divided = p.f.arith(Arith::Div, Kind::Int, p.f.integer(6), p.f.integer(0));
  const RegIndex over = p.f.arith(Arith::Add, Kind::Int, p.f.integer(INT64_MAX), p.f.integer(1));
  const RegIndex wrong = p.f.select(Kind::Int, p.f.load(which), divided, over);
  p.state(NormKind::StateDuty, p.f.compare(Compare::Gt, Kind::Int, wrong, p.f.integer(0)));
  const Header* const header = p.make();
  const Decided decided = decide_case(header, Facts(p.image, p.image.root()), {.as_of = kAsOf});
  const phep_norm& norm = decided.norm(0);
  CHECK(norm.status == PHEP_UNDETERMINED);
  CHECK(decided.missing(norm) == std::vector<std::uint32_t>{which});
  CHECK((norm.flags & PHEP_N_BINDS) != 0);
  CHECK((norm.flags & PHEP_N_BINDS_UNKNOWN) == 0);
}

TEST_CASE("norm: an unknown status is none of those that no fact can lead to") {
  const auto asked = [](bool applies, std::uint32_t mask) {
    ImageBuilder image;
    const std::uint32_t number = image.slot("/number", Kind::Int);  // of no known range
    FunctionBuilder f(image, "t.rule", 1);
    const RegIndex open = f.compare(Compare::Gt, Kind::Int, f.load(number), f.integer(3));
    NormRows rows;
    rows.norm = NormKind::StateDuty;
    rows.done_kind = Kind::Bool;
    rows.applies = applies ? open : kNone;
    rows.done = applies ? f.boolean(false) : open;
    const RegIndex norm = f.inst(Op::Norm, Kind::Norm, image.norm(rows));
    f.inst(Op::NormIs, Kind::Bool, norm, mask);
    const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
    const Decided decided = decide_case(header, Facts(image, image.root()));
    if (decided.output(0).tag == PHEP_UNKNOWN) return -1;
    REQUIRE(decided.output(0).tag == PHEP_KNOWN);
    return static_cast<int>(decided.output(0).a);
  };
  // Met or violated; not applicable or violated.
  for (std::uint32_t status = 0; status <= PHEP_NOT_AVAILABLE; ++status) {
    CAPTURE(status);
    CHECK(asked(false, 1U << status) == (status == PHEP_MET || status == PHEP_VIOLATED ? -1 : 0));
    CHECK(asked(true, 1U << status) ==
          (status == PHEP_NOT_APPLICABLE || status == PHEP_VIOLATED ? -1 : 0));
  }
  CHECK(asked(false, 1U << PHEP_MET | 1U << PHEP_VIOLATED) == 1);
  CHECK(asked(true, 1U << PHEP_NOT_APPLICABLE | 1U << PHEP_VIOLATED | 1U << PHEP_LATE) == 1);
}

TEST_CASE("norm: a power stays available after its deadline where silence says nothing") {
  for (const int silence : {0, 1, 2}) {
    OneNorm p;
    p.rows.norm = NormKind::Power;
    p.rows.due = p.f.constant(Kind::Instant, kAsOf - 1);
    const Header* const header = p.make();
    OneNorm::spec_of(header).silence = static_cast<std::uint8_t>(silence);
    OneNorm::spec_of(header).silence_counts = kNone;
    const phep_norm norm =
        decide_case(header, Facts(p.image, p.image.root()), {.as_of = kAsOf}).norm(0);
    CHECK(norm.status == (silence == 0   ? PHEP_AVAILABLE
                          : silence == 1 ? PHEP_GRANTED
                                         : PHEP_NOT_GRANTED));
  }
}

TEST_CASE("norm: a deadline that a fact makes exclusive is missed at its very moment") {
  for (const bool exclusive : {false, true})
    for (const std::int64_t after : {-1, 0, 1}) {
      OneNorm p;
      p.rows.due = p.f.constant(Kind::Instant, kAsOf);
      const RegIndex told = p.f.boolean(exclusive);
      const Header* const header = p.make();
      OneNorm::spec_of(header).due_exclusive = told;
      const Facts nothing(p.image, p.image.root());
      const phep_norm norm = decide_case(header, nothing, {.as_of = kAsOf + after}).norm(0);
      const bool in_time = exclusive ? after < 0 : after <= 0;
      CHECK(norm.status == (in_time ? PHEP_PENDING : PHEP_VIOLATED));
    }
}

}  // namespace
}  // namespace phep::tests
