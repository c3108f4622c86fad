// Bounds, needed facts, and the values that can matter.
#include "compiler/decision/measure.h"
#include "tests/unit/decision_world.h"

#include <limits>

using namespace phep;
using namespace phep::decision_test;

namespace {

const decision::Slot& slot(const decision::Program& program, std::string_view path) {
  for (const decision::Slot& each : program.slots)
    if (each.path == path) return each;
  FAIL("no such slot");
  return *program.slots.begin();
}

std::vector<std::string> paths(const decision::Program& program,
                               const std::vector<decision::SlotId>& slots) {
  std::vector<std::string> out;
  for (const decision::SlotId id : slots) out.push_back(program.slots[id].path);
  return out;
}

using Values = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("measure: representatives stand around the constants, within the range") {
  World w;
  const TypeId integer = w.type(Sort::Int), boolean = w.type(Sort::Bool);
  const DefId colour = w.enumeration("Colour", {"red", "green", "blue"});
  hir::Field ranged = w.field("ranged", integer), outside = w.field("outside", integer);
  ranged.lo = 0;
  ranged.hi = 10;
  outside.lo = 5;
  outside.hi = 9;
  const DefId record = w.record(
      "R", {w.field("free", integer), ranged, outside, w.field("added", integer),
            w.field("put_out", integer), w.field("on", w.type(Sort::Date)),
            w.field("lawful", w.type(Sort::Date)), w.field("at", w.type(Sort::Instant)),
            w.field("asked", w.types.optional(w.type(Sort::Instant))), w.field("unused", integer),
            w.field("flag", boolean), w.field("colour", w.of(Sort::Enum, colour)),
            w.field("share", w.type(Sort::Decimal))});
  const LocalId r = w.parameter("r", w.of(Sort::Record, record));
  const auto at = [&](std::string_view field) { return w.get(w.local(r), field); };
  const auto over = [&](ExprId a, ExprId b) { return w.compare(hir::CompareOp::Gt, a, b); };
  const ExprId sum = w.expr(hir::Arith{hir::ArithOp::Add, at("added"), w.integer(1)}, integer);
  const LocalId x = w.parameter("x", integer);
  const DefId large = w.define("large", {x}, boolean, over(w.local(x), w.integer(100)));
  const std::vector<ExprId> all = {
      over(at("free"), w.integer(7)),
      over(w.integer(20), at("free")),
      w.expr(hir::CallRule{large, {at("free")}}, boolean),  // through a call as well
      over(at("ranged"), w.integer(0)),
      over(at("ranged"), w.integer(10)),
      over(at("outside"), w.integer(1)),
      over(sum, w.integer(3)),
      over(at("put_out"), w.integer(3)),
      over(at("on"), w.expr(hir::DateConst{20'000}, w.type(Sort::Date))),
      over(at("at"), w.expr(hir::InstantConst{0}, w.type(Sort::Instant))),
      w.expr(hir::Exists{at("asked")}, boolean),
      over(at("share"), w.expr(hir::DecimalConst{"-50000000"}, w.type(Sort::Decimal))),
      at("flag"),
      w.compare(hir::CompareOp::Eq, at("colour"), w.member(colour, 1)),
  };
  hir::Decision decision{.params = {r}, .outputs = {}, .norms = {}, .calendar = {}};
  decision.outputs.push_back({w.name("all"), w.expr(hir::And{all}, boolean)});
  decision.outputs.push_back({w.name("put"), at("put_out")});
  hir::Norm norm = World::norm(hir::NormKind::Prohibition, {r});
  norm.trigger = at("lawful");
  norm.authority = World::since("2026-01-01");
  norm.outcome = hir::OutcomeKind::Breached;
  norm.outcome_value = w.compare(hir::CompareOp::Gt, at("lawful"),
                                 w.expr(hir::DateConst{20'000}, w.type(Sort::Date)));
  const DefId norm_def = w.add("forbidden", std::move(norm));
  decision.norms.push_back({.norm = norm_def, .args = {w.local(r)}, .variable = {}, .list = {}});
  const auto program = sound(w.lower({w.add("everything", std::move(decision))}));

  const auto finite = [&](std::string_view path, const Values& values) {
    CAPTURE(path);
    CHECK(slot(program, path).finite == !values.empty());
    CHECK(slot(program, path).representatives == values);
  };
  finite("/free", {6, 7, 8, 19, 20, 21, 99, 100, 101});
  finite("/ranged", {0, 1, 9, 10});
  finite("/outside", {5});
  finite("/added", {});
  finite("/put_out", {});
  finite("/on", {19'999, 20'000, 20'001});
  finite("/lawful", {});  // the law date hangs on it
  finite("/at", {});
  finite("/asked", {0});  // only whether it exists
  finite("/unused", {});
  finite("/flag", {0, 1});
  finite("/colour", {0, 1, 2});
  finite("/share", {-50'000'001, -50'000'000, -49'999'999});
}

TEST_CASE("measure: constants at the ends of a range overflow nothing") {
  World w;
  const TypeId integer = w.type(Sort::Int);
  const DefId record = w.record("R", {w.field("x", integer)});
  const LocalId r = w.parameter("r", w.of(Sort::Record, record));
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const auto below = [&](std::int64_t value) {
    return w.compare(hir::CompareOp::Lt, w.get(w.local(r), "x"), w.integer(value));
  };
  const DefId rule =
      w.define("edges", {r}, w.type(Sort::Bool), w.both(below(kLeast), below(kMost)));
  const auto program = sound(w.lower({rule}));
  CHECK(slot(program, "/x").representatives == Values{kLeast, kLeast + 1, kMost - 1, kMost});
}

TEST_CASE("measure: ranges prove overflow away, and nothing more") {
  World w;
  const TypeId integer = w.type(Sort::Int);
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  hir::Field small = w.field("small", integer), positive = w.field("positive", integer);
  hir::Field maybe = w.field("maybe", w.types.optional(integer));
  small.lo = -10;
  small.hi = 1'000;
  positive.lo = 1;
  maybe.lo = 5;
  maybe.hi = kMost;
  const DefId item = w.record("Item", {small});
  const DefId record = w.record("R", {small, positive, maybe, w.field("free", integer),
                                      w.field("items", w.list(w.of(Sort::Record, item), 9))});
  const LocalId r = w.parameter("r", w.of(Sort::Record, record));
  const auto at = [&](std::string_view field) { return w.get(w.local(r), field); };
  const auto value = [&](std::string_view field) {
    return w.expr(hir::Unwrap{at(field)}, integer);
  };
  const LocalId i = w.parameter("i", w.of(Sort::Record, item));
  const ExprId sum = w.expr(
      hir::Quantify{hir::QuantifierKind::Sum, 0, i, at("items"), {}, w.get(w.local(i), "small")},
      integer);
  const DefId same = w.define("same", {r}, integer, at("small"));
  const ExprId called = w.expr(hir::CallRule{same, {w.local(r)}}, integer);
  const auto proved = [&](hir::ArithOp op, ExprId a, ExprId b) {
    static int count = 0;
    const DefId rule = w.define("rule" + std::to_string(count++), {r}, integer,
                                w.expr(hir::Arith{op, a, b}, integer));
    const auto program = sound(w.lower({rule}));
    for (const decision::Function& function : program.functions)
      for (const decision::Inst& inst : function.insts)
        if (const auto* arith = std::get_if<decision::ArithInst>(&inst.node))
          return arith->cannot_fail;
    FAIL("no arithmetic");
    return false;
  };
  using enum hir::ArithOp;
  CHECK(proved(Add, at("small"), at("small")));
  CHECK(proved(Mul, at("small"), w.integer(9'000'000'000'000'000)));
  CHECK(
      !proved(Mul, at("small"), w.integer(9'300'000'000'000'000)));  // 1,000 times that is too much
  CHECK(!proved(Mul, at("small"), w.integer(std::numeric_limits<std::int64_t>::min())));
  CHECK(proved(Sub, at("positive"), w.integer(kMost)));
  CHECK(!proved(Add, at("positive"), w.integer(1)));
  CHECK(!proved(Add, at("free"), w.integer(1)));
  CHECK(!proved(Sub, value("maybe"), w.integer(std::numeric_limits<std::int64_t>::min() + 5)));
  CHECK(proved(Add, sum, at("small")));
  CHECK(proved(Add, called, at("small")));
}

TEST_CASE("measure: needed are the facts that are read, not all that have a place") {
  World w;
  const Tour t = tour(w);
  const auto program = sound(w.lower({t.severity}));
  CHECK(paths(program, decision::needed_slots(program, program.decisions[0])) ==
        std::vector<std::string>{"/harm", "/encrypted", "/affected"});
  CHECK(program.structs.begin()->slots.size() == 6);
}

TEST_CASE("measure: a bound counts calls inline and bodies as often as the list may be long") {
  World w;
  const TypeId integer = w.type(Sort::Int), boolean = w.type(Sort::Bool);
  const DefId item = w.record("Item", {w.field("price", integer)});
  const DefId box = w.record("Box", {w.field("items", w.list(w.of(Sort::Record, item), 1000))});
  const LocalId b = w.parameter("b", w.of(Sort::Record, box));
  const LocalId i = w.parameter("i", w.of(Sort::Record, item));
  const ExprId dear = w.compare(hir::CompareOp::Gt, w.get(w.local(i), "price"), w.integer(5));
  const DefId some = w.define(
      "some_dear", {b}, boolean,
      w.expr(hir::Quantify{hir::QuantifierKind::Some, 0, i, w.get(w.local(b), "items"), {}, dear},
             boolean));
  const auto program = sound(w.lower({some}));
  // Body: load, constant, compare. Rule: the quantifier. Entry: the call.
  CHECK(program.functions[decision::FunctionId{0}].bound == 3);
  CHECK(program.decisions[0].bound == 1 + 1 + 1000 * 3);
  CHECK(decision::bound(program, program.decisions[0]) == program.decisions[0].bound);
}

TEST_CASE("measure: only the readings that are reached are options of a call") {
  World w;
  const TypeId boolean = w.type(Sort::Bool);
  const auto reading = [&](std::string_view name) {
    hir::Reading node;
    for (const char* option : {"strict", "lenient"}) node.options.push_back({w.name(option), {}});
    return w.add(name, std::move(node));
  };
  const DefId z = reading("K_z"), a = reading("K_a"), idle = reading("K_idle");
  CHECK(idle.exists());
  const auto is = [&](DefId id) { return w.expr(hir::ReadingIs{id, 1}, boolean); };
  const DefId both = w.define("both", {}, boolean, w.both(is(z), is(a)));
  const DefId one = w.define("one", {}, boolean, is(z));
  const auto program = sound(w.lower({both, one}));
  REQUIRE(program.readings.size() == 2);
  CHECK(program.readings[decision::ReadingId{0}].name == "t.K_a");
  CHECK(program.decisions[0].readings.size() == 2);
  CHECK(program.decisions[1].readings == std::vector{decision::ReadingId{1}});
}
