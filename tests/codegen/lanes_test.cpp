// Which word each value of a fact leaves of the cases of a rule.
#include "compiler/codegen/lanes.h"

#include <doctest/doctest.h>

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

}  // namespace

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
