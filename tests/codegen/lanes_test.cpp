// Which word each value of a fact leaves of the cases of a rule.
#include "compiler/codegen/lanes.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

namespace phep::tests {
namespace {

using namespace decision;  // NOLINT: a program of theirs is written here

// Six cases of six members: all hold where p and q, said sixty times over, do; the last also asks
// of a number that it be at least 10.
Program doubled() {
  Program program;
  program.enums.add({.name = "t.Member", .members = {"a", "b", "c", "d", "e", "f"}});
  const StructId root = program.structs.add({});
  const SlotId p = program.slots.add({.kind = Kind::Bool, .structure = root, .path = "/p"});
  const SlotId q = program.slots.add({.kind = Kind::Bool, .structure = root, .path = "/q"});
  const SlotId n = program.slots.add({.kind = Kind::Int, .structure = root, .path = "/n"});
  Function function;
  const auto put = [&](InstNode node, Kind kind) {
    function.insts.push_back({.node = std::move(node), .kind = kind});
    return Reg{static_cast<std::uint32_t>(function.insts.size() - 1)};
  };
  Reg both =
      put(AndInst{put(LoadInst{p, {}}, Kind::Bool), put(LoadInst{q, {}}, Kind::Bool)}, Kind::Bool);
  for (int i = 0; i < 60; ++i) both = put(AndInst{both, both}, Kind::Bool);
  const Reg ten = put(ConstInst{{10, 0}}, Kind::Int);
  const Reg many =
      put(CompareInst{runtime::Compare::Ge, put(LoadInst{n, {}}, Kind::Int), ten, Kind::Int},
          Kind::Bool);
  const Reg last = put(AndInst{many, both}, Kind::Bool);
  ChooseInst rule{.picks = Picks::All};
  for (std::uint32_t i = 0; i < 6; ++i)
    rule.nodes.push_back({.guard = i == 5 ? last : both,
                          .conclusion = put(ConstInst{{i, 0}}, Kind::Enum),
                          .bit = i,
                          .name = "t.c" + std::to_string(i),
                          .targets = {}});
  function.result = put(std::move(rule), Kind::Set);
  program.functions.add(std::move(function));
  return program;
}

// Facts of every sort, and one rule of six cases; what the last of them asks, and how the rule is
// shaped, is each test's own.
struct World {
  static constexpr SlotId kTruth{0}, kMember{1}, kNumber{2}, kOptional{3}, kList{4}, kMoment{5},
      kOfMany{6}, kDecimal{7}, kSet{8}, kPrice{9};
  Program program;
  Function function{.parameters = {{Kind::Date}}};
  ChooseInst rule{.picks = Picks::All};

  World() {
    const EnumId few =
        program.enums.add({.name = "t.Few", .members = {"a", "b", "c", "d", "e", "f"}});
    const EnumId many =
        program.enums.add({.name = "t.Many", .members = std::vector<std::string>(70, "m")});
    const StructId root = program.structs.add({});
    const StructId item = program.structs.add({});
    const auto slot = [&](Slot made) { program.slots.add(std::move(made)); };
    slot({.kind = Kind::Bool, .structure = root, .path = "/truth"});
    slot({.kind = Kind::Enum, .structure = root, .enumeration = few, .path = "/member"});
    slot({.kind = Kind::Int, .structure = root, .path = "/number"});
    slot({.kind = Kind::Int, .optional = true, .structure = root, .path = "/optional"});
    slot({.kind = Kind::Int, .is_list = true, .structure = root, .path = "/list"});
    slot({.kind = Kind::Instant, .structure = root, .path = "/moment"});
    slot({.kind = Kind::Enum, .structure = root, .enumeration = many, .path = "/many"});
    slot({.kind = Kind::Decimal, .structure = root, .path = "/decimal"});
    slot({.kind = Kind::Set, .structure = root, .enumeration = few, .path = "/set"});
    slot({.kind = Kind::Int, .structure = item, .path = "/price"});
    const Reg truth = load(kTruth, Kind::Bool);
    for (std::uint32_t i = 0; i < 6; ++i)
      rule.nodes.push_back({.guard = truth,
                            .conclusion = constant(static_cast<std::int64_t>(i), Kind::Enum),
                            .bit = i,
                            .name = "t.c" + std::to_string(i),
                            .targets = {}});
  }

  Reg put(InstNode node, Kind kind) {
    function.insts.push_back({.node = std::move(node), .kind = kind});
    return Reg{static_cast<std::uint32_t>(function.insts.size())};
  }
  Reg load(SlotId slot, Kind kind, Reg index = {}) { return put(LoadInst{slot, index}, kind); }
  Reg constant(std::int64_t value, Kind kind) {
    return put(ConstInst{{static_cast<std::uint64_t>(value), 0}}, kind);
  }
  Reg compare(Compare op, Reg a, Reg b) {
    return put(CompareInst{op, a, b, Kind::Int}, Kind::Bool);
  }
  // `fact op value`
  Reg asks(SlotId slot, Kind kind, Compare op, std::int64_t value) {
    const Reg fact = load(slot, kind);
    return compare(op, fact, constant(value, kind));
  }
  Reg opposite(Reg of) { return put(NotInst{of}, Kind::Bool); }

  std::optional<codegen::LanePlan> plan() const {
    return codegen::lanes_of(program, function, rule);
  }
};

// What the sixth case asks: as a table of one fact, or by itself.
template <class Guard>
codegen::Conjunctions asked(Guard guard) {
  World world;
  world.rule.nodes[5].guard = guard(world);
  const auto plan = world.plan();
  REQUIRE(plan.has_value());
  return plan->cases;
}
template <class Guard>
std::vector<std::int64_t> thresholds(SlotId slot, Guard guard) {
  const codegen::Conjunctions found = asked(guard);
  CHECK(found.conditions.empty());
  REQUIRE(found.tables.contains(slot));
  return found.tables.at(slot).thresholds;
}
// The values of a fact with which the sixth case stays.
template <class Guard>
std::vector<bool> stays(SlotId slot, Guard guard) {
  const codegen::Conjunctions found = asked(guard);
  CHECK(found.conditions.empty());
  REQUIRE(found.tables.contains(slot));
  std::vector<bool> out;
  for (const std::uint64_t word : found.tables.at(slot).stay) out.push_back((word >> 5U & 1U) != 0);
  return out;
}
template <class Guard>
bool by_itself(Guard guard) {
  const auto found = asked(guard).conditions;
  return found.size() == 1 && found[0].lanes == 0b100000;
}

}  // namespace

TEST_CASE("lanes: comparisons of a number with a constant share its thresholds") {
  using Rows = std::vector<bool>;
  const SlotId n = World::kNumber;
  const auto number = [&](Compare op, std::int64_t value) {
    return [=](World& w) { return w.asks(n, Kind::Int, op, value); };
  };
  CHECK(thresholds(n, number(Compare::Ge, 10)) == std::vector<std::int64_t>{10});
  CHECK(stays(n, number(Compare::Ge, 10)) == Rows{false, true});
  CHECK(thresholds(n, number(Compare::Gt, 10)) == std::vector<std::int64_t>{11});
  CHECK(stays(n, number(Compare::Lt, 10)) == Rows{true, false});
  CHECK(thresholds(n, number(Compare::Le, 10)) == std::vector<std::int64_t>{11});
  CHECK(thresholds(n, number(Compare::Eq, 5)) == std::vector<std::int64_t>{5, 6});
  CHECK(stays(n, number(Compare::Eq, 5)) == Rows{false, true, false});
  // `10 <= n`, and what is not below 10.
  const auto turned = [&](World& w) {
    const Reg ten = w.constant(10, Kind::Int);
    return w.compare(Compare::Le, ten, w.load(n, Kind::Int));
  };
  CHECK(stays(n, turned) == Rows{false, true});
  const auto opposite = [&](World& w) { return w.opposite(w.asks(n, Kind::Int, Compare::Lt, 10)); };
  CHECK(stays(n, opposite) == Rows{false, true});
  const auto twice = [&](World& w) { return w.opposite(opposite(w)); };
  CHECK(stays(n, twice) == Rows{true, false});
  const auto moment = [](World& w) {
    return w.asks(World::kMoment, Kind::Instant, Compare::Ge, 10);
  };
  CHECK(thresholds(World::kMoment, moment) == std::vector<std::int64_t>{10});
  // Two gaps in one table, or a threshold beyond the last number: no.
  CHECK(by_itself(number(Compare::Ne, 5)));
  CHECK(by_itself(number(Compare::Ge, std::numeric_limits<std::int64_t>::min())));
  CHECK(by_itself(number(Compare::Le, std::numeric_limits<std::int64_t>::max())));
}

TEST_CASE("lanes: truths and members of small enums are looked up by their value") {
  using Rows = std::vector<bool>;
  const SlotId m = World::kMember;
  const auto member = [&](Compare op, std::int64_t value) {
    return [=](World& w) { return w.asks(m, Kind::Enum, op, value); };
  };
  const auto among = [](SlotId slot, std::int64_t set, bool wanted) {
    return [=](World& w) {
      const Reg fact = w.load(slot, Kind::Enum);
      const Reg has = w.put(SetHasInst{fact, w.constant(set, Kind::Set)}, Kind::Bool);
      return wanted ? has : w.opposite(has);
    };
  };
  CHECK(stays(m, member(Compare::Eq, 2)) == Rows{false, false, true, false, false, false});
  CHECK(stays(m, member(Compare::Ne, 2)) == Rows{true, true, false, true, true, true});
  CHECK(stays(m, among(m, 0b011, true)) == Rows{true, true, false, false, false, false});
  CHECK(stays(m, among(m, 0b011, false)) == Rows{false, false, true, true, true, true});
  CHECK(stays(World::kTruth, [](World& w) {
          return w.opposite(w.load(World::kTruth, Kind::Bool));
        }) == Rows{true, false});
  CHECK(by_itself(member(Compare::Gt, 2)));
  CHECK(by_itself([](World& w) { return w.asks(World::kOfMany, Kind::Enum, Compare::Eq, 2); }));
  CHECK(by_itself(among(World::kOfMany, 0b011, true)));
  CHECK(by_itself([&](World& w) {
    const Reg fact = w.load(m, Kind::Enum);
    return w.put(SetHasInst{fact, w.load(World::kSet, Kind::Set)}, Kind::Bool);
  }));
}

TEST_CASE("lanes: what is no fact of the case that is always there is asked by itself") {
  CHECK(asked([](World& w) { return w.constant(1, Kind::Bool); }).conditions.empty());
  CHECK(by_itself([](World& w) { return w.constant(0, Kind::Bool); }));
  CHECK(by_itself([](World& w) { return w.asks(World::kOptional, Kind::Int, Compare::Ge, 10); }));
  CHECK(by_itself([](World& w) { return w.asks(World::kList, Kind::Int, Compare::Ge, 10); }));
  CHECK(
      by_itself([](World& w) { return w.asks(World::kDecimal, Kind::Decimal, Compare::Ge, 10); }));
  CHECK(by_itself([](World& w) {
    const Reg first = w.constant(0, Kind::Int);
    const Reg price = w.load(World::kPrice, Kind::Int, first);
    return w.compare(Compare::Ge, price, w.constant(10, Kind::Int));
  }));
  // The law date is no fact.
  CHECK(by_itself(
      [](World& w) { return w.compare(Compare::Ge, Reg{0}, w.constant(10, Kind::Date)); }));
  CHECK(by_itself([](World& w) {
    const Reg number = w.load(World::kNumber, Kind::Int);
    return w.compare(Compare::Ge, number, w.load(World::kNumber, Kind::Int));
  }));
}

TEST_CASE("lanes: shapes of rules that are decided otherwise") {
  const auto planned = [](const auto& change) {
    World world;
    change(world);
    return world.plan().has_value();
  };
  CHECK(planned([](World&) {}));
  CHECK_FALSE(planned([](World& w) { w.rule.picks = Picks::Agree; }));
  CHECK_FALSE(planned([](World& w) { w.rule.nodes.pop_back(); }));
  CHECK(planned([](World& w) { w.rule.fallback = w.constant(0, Kind::Set); }));
  CHECK_FALSE(planned([](World& w) { w.rule.fallback = w.constant(1, Kind::Set); }));
  CHECK_FALSE(planned([](World& w) { w.rule.fallback = w.load(World::kSet, Kind::Set); }));
  CHECK_FALSE(planned([](World& w) { w.rule.fallback = Reg{0}; }));
  CHECK_FALSE(
      planned([](World& w) { w.rule.nodes[5].conclusion = w.load(World::kMember, Kind::Enum); }));
  CHECK_FALSE(planned([](World& w) { w.rule.nodes[5].conclusion = Reg{0}; }));
  CHECK_FALSE(planned([](World& w) { w.rule.nodes[5].conclusion = w.constant(64, Kind::Enum); }));

  const auto with_exception = [&](ChooseNode::Parents parents, std::vector<std::uint32_t> targets,
                                  int times = 1) {
    return planned([&](World& w) {
      for (int i = 0; i < times; ++i)
        w.rule.nodes.push_back({.guard = w.load(World::kTruth, Kind::Bool),
                                .conclusion = {},
                                .bit = 6,
                                .name = "t.e",
                                .parents = parents,
                                .targets = targets});
    });
  };
  CHECK(with_exception(ChooseNode::Parents::Nodes, {0}));
  CHECK_FALSE(with_exception(ChooseNode::Parents::Whole, {}));
  CHECK_FALSE(with_exception(ChooseNode::Parents::Nodes, {0, 1}));
  CHECK_FALSE(with_exception(ChooseNode::Parents::Nodes, {6}));
  CHECK_FALSE(with_exception(ChooseNode::Parents::Nodes, {0}, 2));
}

TEST_CASE("lanes: a condition that is part of itself many times over is looked at once") {
  const Program program = doubled();
  const Function& function = program.functions[FunctionId{0}];
  const auto plan =
      codegen::lanes_of(program, function, std::get<ChooseInst>(function.insts.back().node));
  REQUIRE(plan.has_value());
  CHECK(plan->cases.lanes == 0b111111);
  CHECK(plan->cases.conditions.empty());
  CHECK(plan->exceptions.lanes == 0);
  REQUIRE(plan->cases.tables.size() == 3);
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  for (const std::uint32_t slot : {0U, 1U})
    CHECK(plan->cases.tables.at(SlotId{slot}).stay == std::vector<std::uint64_t>{kAll << 6U, kAll});
  const codegen::LaneTable& number = plan->cases.tables.at(SlotId{2});
  CHECK(number.thresholds == std::vector<std::int64_t>{10});
  CHECK(number.stay == std::vector<std::uint64_t>{kAll ^ 0b100000U, kAll});
}

TEST_CASE(
    "lanes: a member that two cases conclude, and an exception that concludes, are another shape") {
  Program program = doubled();
  Function& function = program.functions[FunctionId{0}];
  auto& rule = std::get<ChooseInst>(function.insts.back().node);
  const ChooseNode first = rule.nodes[0];
  rule.nodes[1].conclusion = first.conclusion;
  CHECK_FALSE(codegen::lanes_of(program, function, rule).has_value());
  rule.nodes[1] = first;
  rule.nodes[1].parents = ChooseNode::Parents::Nodes;
  rule.nodes[1].targets = {0};
  CHECK_FALSE(codegen::lanes_of(program, function, rule).has_value());
  rule.nodes[1].conclusion = {};
  CHECK(codegen::lanes_of(program, function, rule).has_value());
}

}  // namespace phep::tests
