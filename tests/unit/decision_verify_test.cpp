// Every invariant has a program that breaks it and nothing before it, and verify says which.
#include "compiler/decision/print.h"
#include "tests/unit/decision_world.h"

#include <algorithm>
#include <functional>
#include <set>

using namespace phep;
using namespace phep::decision_test;
using decision::Invariant;
using decision::Program;

namespace {

// A program with everything in it: the tour, a list, a reading, a rule of cases, calls.
Program everything() {
  static const Program made = [] {
    World w;
    const Tour t = tour(w);
    const TypeId integer = w.type(Sort::Int), boolean = w.type(Sort::Bool);
    const DefId item = w.record("Item", {w.field("price", integer)});
    const DefId box = w.record(
        "Box", {w.field("items", w.list(w.of(Sort::Record, item), 10)), w.field("limit", integer)});
    hir::Reading node;
    for (const char* option : {"strict", "lenient"}) node.options.push_back({w.name(option), {}});
    const DefId reading = w.add("K_1", node);
    const DefId other = w.add("K_2", node);
    const LocalId b = w.parameter("b", w.of(Sort::Record, box));
    const LocalId i = w.parameter("i", w.of(Sort::Record, item));
    const ExprId dear =
        w.compare(hir::CompareOp::Gt, w.get(w.local(i), "price"), w.get(w.local(b), "limit"));
    const ExprId some =
        w.expr(hir::Quantify{hir::QuantifierKind::Some, 0, i, w.get(w.local(b), "items"), {}, dear},
               boolean);
    const DefId dear_rule = w.define(
        "some_dear", {b}, boolean,
        w.expr(hir::And{{some, w.expr(hir::ReadingIs{reading, 1}, boolean),
                         w.expr(hir::ReadingIs{other, 0}, boolean),
                         w.compare(hir::CompareOp::Lt, w.integer(0),
                                   w.expr(hir::Arith{hir::ArithOp::Add, w.get(w.local(b), "limit"),
                                                     w.integer(1)},
                                          integer))}},
               boolean));
    const ExprId prices = w.expr(hir::Quantify{hir::QuantifierKind::Sum,
                                               0,
                                               i,
                                               w.get(w.local(b), "items"),
                                               {},
                                               w.get(w.local(i), "price")},
                                 integer);
    const DefId total = w.define("total", {b}, integer, prices);
    return sound(w.lower({t.report, t.comply, dear_rule, total}));
  }();
  return made;
}

// The first instruction of this kind.
template <class Node>
Node& first(Program& program) {
  for (std::uint32_t f = 0; f < program.functions.size(); ++f)
    for (decision::Inst& inst : program.functions[decision::FunctionId{f}].insts)
      if (auto* node = std::get_if<Node>(&inst.node)) return *node;
  FAIL("no such instruction");
  throw 0;
}

decision::Function& function(Program& program, std::uint32_t index) {
  return program.functions[decision::FunctionId{index}];
}
decision::Slot& slot(Program& program, std::string_view path) {
  for (std::uint32_t i = 0; i < program.slots.size(); ++i)
    if (program.slots[decision::SlotId{i}].path == path) return program.slots[decision::SlotId{i}];
  FAIL("no such slot");
  throw 0;
}

decision::SlotId slot_id(const Program& program, std::string_view path) {
  for (std::uint32_t i = 0; i < program.slots.size(); ++i)
    if (program.slots[decision::SlotId{i}].path == path) return decision::SlotId{i};
  FAIL("no such slot");
  return {};
}
decision::Calendar& calendar(Program& program) {
  return program.calendars[decision::CalendarId{0}];
}
decision::Struct& root(Program& program) {
  return program.structs[program.decisions[0].facts];
}
decision::Struct& element(Program& program) {
  return program.structs[slot(program, "/items").element];
}
// A norm for each item of the box, in the decision that has no norms.
decision::NormOutput& norm_of_items(Program& program, decision::FunctionId function) {
  for (decision::Decision& each : program.decisions)
    if (each.facts == slot(program, "/items").structure)
      return each.norms.emplace_back(decision::NormOutput{
          .norm = decision::NormId{0}, .function = function, .list = slot_id(program, "/items")});
  FAIL("no such decision");
  throw 0;
}

struct Breakage {
  Invariant invariant;
  std::function<void(Program&)> plant;
};

std::vector<Breakage> breakages() {
  using decision::Reg;
  return {
      {Invariant::RegisterOrder,
       [](Program& p) { first<decision::CompareInst>(p).a = Reg{10'000}; }},
      {Invariant::OperandMissing, [](Program& p) { first<decision::CompareInst>(p).b = Reg{}; }},
      {Invariant::OperandKind, [](Program& p) { first<decision::AndInst>(p).a = Reg{0}; }},
      {Invariant::OperandKind,
       [](Program& p) { first<decision::CompareInst>(p).of = decision::Kind::Text; }},
      {Invariant::ConstantRange, [](Program& p) { first<decision::ConstInst>(p).value.hi = 99; }},
      {Invariant::SlotUse,
       [](Program& p) { first<decision::LoadInst>(p).slot = decision::SlotId{999}; }},
      {Invariant::SlotUse, [](Program& p) { first<decision::LoadInst>(p).index = Reg{0}; }},
      {Invariant::CallOrder,
       [](Program& p) {
         first<decision::CallInst>(p).function = decision::FunctionId{p.functions.size() - 1};
       }},
      {Invariant::CallDepth,
       [](Program& p) {
         for (int i = 0; i < 70; ++i) {
           decision::Function deep;
           deep.parameters = {{decision::Kind::Date}};
           const decision::FunctionId below{p.functions.size() - 1};
           if (i == 0)
             deep.insts.push_back({decision::AsOfInst{}, decision::Kind::Instant});
           else
             deep.insts.push_back({decision::CallInst{below, {Reg{0}}}, decision::Kind::Instant});
           deep.result = Reg{1};
           p.functions.add(deep);
         }
       }},
      {Invariant::CallArguments, [](Program& p) { first<decision::CallInst>(p).args.clear(); }},
      {Invariant::QuantifierBody,
       [](Program& p) { first<decision::QuantifyInst>(p).captures = {Reg{0}}; }},
      {Invariant::ChooseTargets,
       [](Program& p) {
         for (auto& node : first<decision::ChooseInst>(p).nodes)
           if (!node.targets.empty()) node.targets = {7};
       }},
      {Invariant::NormHome,
       [](Program& p) {
         p.norms[decision::NormId{0}].function = decision::FunctionId{p.functions.size() - 1};
       }},
      {Invariant::CertificateBit,
       [](Program& p) { std::swap(p.certificate_bits[0], p.certificate_bits[1]); }},
      {Invariant::CertificateBit,
       [](Program& p) { first<decision::ChooseInst>(p).nodes[0].bit = 1000; }},
      {Invariant::FunctionShape,
       [](Program& p) { function(p, p.functions.size() - 1).result = Reg{}; }},
      {Invariant::StructLayout,
       [](Program& p) { slot(p, "/affected").bit = slot(p, "/encrypted").bit; }},
      {Invariant::StructLayout,
       [](Program& p) { slot(p, "/affected").offset = slot(p, "/detected_at").offset; }},
      {Invariant::StructLayout, [](Program& p) { slot(p, "/affected").offset = 8; }},
      {Invariant::StructLayout, [](Program& p) { ++slot(p, "/affected").offset; }},
      {Invariant::StructShape,
       [](Program& p) { p.structs[decision::StructId{0}].shape.keys.pop_back(); }},
      {Invariant::StructShape,
       [](Program& p) { slot(p, "/items").element = decision::StructId{}; }},
      {Invariant::SetSize,
       [](Program& p) {
         slot(p, "/harm").kind = decision::Kind::Set;
         slot(p, "/harm").offset = p.structs[decision::StructId{0}].size;
         p.structs[decision::StructId{0}].size += 8;
         auto& table = p.enums[slot(p, "/harm").enumeration];
         while (table.members.size() < 65) table.members.push_back("m");
       }},
      {Invariant::Representatives,
       [](Program& p) { std::ranges::reverse(slot(p, "/affected").representatives); }},
      {Invariant::TableOrder, [](Program& p) { std::swap(p.decisions[0], p.decisions[1]); }},
      {Invariant::ReadingListed,
       [](Program& p) {
         for (auto& decision : p.decisions) decision.readings.clear();
       }},
      {Invariant::CalendarShape, [](Program& p) { p.calendars[decision::CalendarId{0}].last = 0; }},
      {Invariant::Zone, [](Program& p) { first<decision::LawDayInst>(p).zone_minutes = 421; }},
      {Invariant::DecisionShape, [](Program& p) { p.decisions[0].outputs[0].value = Reg{5000}; }},
      {Invariant::RangeProof, [](Program& p) { first<decision::ArithInst>(p).cannot_fail = true; }},
      {Invariant::Bound, [](Program& p) { ++function(p, 0).bound; }},
      {Invariant::Bound, [](Program& p) { --p.decisions[0].bound; }},
  };
}

// Tables and facts.
std::vector<Breakage> breakages_of_tables() {
  using decision::SlotId;
  const std::vector<std::int32_t> unsorted = {5, 3};
  return {
      {Invariant::CertificateBit,
       [](Program& p) {
         p.notes.push_back({.bit = 0});
         p.notes.push_back({.bit = 1000});
       }},
      {Invariant::ReadingListed,
       [](Program& p) { p.readings[decision::ReadingId{0}].fallback = 2; }},
      {Invariant::CalendarShape, [](Program& p) { calendar(p).weekly = 0x7F; }},
      {Invariant::CalendarShape, [](Program& p) { std::ranges::reverse(calendar(p).rest); }},
      {Invariant::CalendarShape, [=](Program& p) { calendar(p).worked = unsorted; }},
      {Invariant::CalendarShape, [](Program& p) { calendar(p).groups[0].alternatives.clear(); }},
      {Invariant::CalendarShape, [](Program& p) { calendar(p).groups[0].alternatives.resize(65); }},
      {Invariant::CalendarShape,
       [=](Program& p) { calendar(p).groups[0].alternatives[0].rest = unsorted; }},
      {Invariant::CalendarShape,
       [=](Program& p) { calendar(p).groups[0].alternatives[0].worked = unsorted; }},
      {Invariant::Zone, [](Program& p) { calendar(p).zone_minutes = -15; }},
      {Invariant::Zone, [](Program& p) { calendar(p).zone_minutes = 421; }},
      {Invariant::StructLayout, [](Program& p) { root(p).slots.push_back(SlotId{999}); }},
      {Invariant::StructLayout, [](Program& p) { std::swap(root(p).slots[0], root(p).slots[1]); }},
      {Invariant::StructLayout,
       [](Program& p) { slot(p, "/affected").structure = slot(p, "/items").structure; }},
      {Invariant::StructLayout, [](Program& p) { slot(p, "/affected").bit = 64 * root(p).words; }},
      {Invariant::StructLayout,
       [](Program& p) { slot(p, "/detected_at").kind = decision::Kind::Text; }},
      {Invariant::StructLayout, [](Program& p) { ++root(p).size; }},
      {Invariant::StructShape,
       [](Program& p) {
         element(p).shape.keys.clear();
         element(p).slots.push_back(slot_id(p, "/affected"));
       }},
      {Invariant::StructShape, [](Program& p) { element(p).list_slot = slot_id(p, "/limit"); }},
      {Invariant::StructShape, [](Program& p) { root(p).list_slot = slot_id(p, "/items"); }},
      {Invariant::StructShape,
       [](Program& p) { root(p).shape.keys[1].key = root(p).shape.keys[0].key; }},
      {Invariant::StructShape, [](Program& p) { root(p).shape.keys[0].object.emplace_back(); }},
      {Invariant::StructShape,
       [](Program& p) {
         root(p).shape.keys[0].slot = {};
         root(p).shape.keys[0].object.resize(2);
       }},
      {Invariant::StructShape,
       [](Program& p) { root(p).shape.keys[0].slot = slot_id(p, "/limit"); }},
      {Invariant::StructShape, [](Program& p) { slot(p, "/items").hi = -1; }},
      {Invariant::StructShape, [](Program& p) { slot(p, "/items").hi = 65'536; }},
      {Invariant::StructShape,
       [](Program& p) { slot(p, "/affected").enumeration = decision::EnumId{0}; }},
      {Invariant::StructShape,
       [](Program& p) { slot(p, "/harm").enumeration = decision::EnumId{99}; }},
      {Invariant::Representatives, [](Program& p) { slot(p, "/affected").finite = false; }},
      {Invariant::Representatives,
       [](Program& p) { slot(p, "/affected").lo = slot(p, "/affected").representatives[0] + 1; }},
      {Invariant::Representatives,
       [](Program& p) {
         slot(p, "/affected").hi = slot(p, "/affected").representatives.back() - 1;
       }},
      {Invariant::NormHome,
       [](Program& p) { first<decision::NormInst>(p).norm = decision::NormId{99}; }},
      {Invariant::NormHome,
       [](Program& p) { p.norms.add(decision::NormSpec(p.norms[decision::NormId{0}])); }},
  };
}

std::vector<Breakage> breakages_of_decisions() {
  using decision::FunctionId, decision::Reg;
  return {
      {Invariant::DecisionShape,
       [](Program& p) { p.decisions[0].outputs[0].kind = decision::Kind::Bool; }},
      {Invariant::DecisionShape, [](Program& p) { p.decisions[0].outputs[0].value = Reg{0}; }},
      {Invariant::DecisionShape, [](Program& p) { p.decisions[0].outputs[0].present = Reg{0}; }},
      {Invariant::DecisionShape, [](Program& p) { p.decisions[0].outputs[0].enumeration = {}; }},
      {Invariant::DecisionShape, [](Program& p) { p.decisions[0].entry = FunctionId{999}; }},
      {Invariant::DecisionShape,
       [](Program& p) { p.decisions[0].entry = first<decision::QuantifyInst>(p).predicate; }},
      {Invariant::DecisionShape,
       [](Program& p) { p.decisions[0].facts = decision::StructId{999}; }},
      {Invariant::DecisionShape,
       [](Program& p) { p.decisions[0].facts = slot(p, "/items").element; }},
      {Invariant::DecisionShape,
       [](Program& p) { p.decisions[0].norms[0].norm = decision::NormId{99}; }},
      {Invariant::DecisionShape, [](Program& p) { p.decisions[0].norms[0].most = 2; }},
      {Invariant::DecisionShape,
       [](Program& p) {
         p.decisions[0].norms[0].most = 2;
         p.decisions[0].norms[0].list = slot_id(p, "/items");
       }},
      {Invariant::DecisionShape,
       [](Program& p) {
         p.decisions[0].norms[0].most = runtime::kMaxOccurrences + 1;
         p.decisions[0].norms[0].function = FunctionId{0};
       }},
      {Invariant::DecisionShape,
       [](Program& p) { p.decisions[0].norms[0].list = decision::SlotId{999}; }},
      {Invariant::DecisionShape,
       [](Program& p) { p.decisions[0].norms[0].list = slot_id(p, "/limit"); }},
      {Invariant::DecisionShape,
       [](Program& p) {
         p.decisions[0].norms[0].list = slot_id(p, "/items");
         p.decisions[0].norms[0].function = first<decision::QuantifyInst>(p).predicate;
       }},
      {Invariant::DecisionShape, [](Program& p) { norm_of_items(p, FunctionId{999}); }},
      {Invariant::DecisionShape, [](Program& p) { norm_of_items(p, p.decisions[0].entry); }},
      {Invariant::DecisionShape,
       [](Program& p) {
         decision::Function made;
         made.parameters = {{decision::Kind::Date}, {decision::Kind::Bool}};
         made.insts.push_back({decision::AsOfInst{}, decision::Kind::Instant});
         made.result = Reg{2};
         norm_of_items(p, p.functions.add(made));
       }},
      {Invariant::Zone, [](Program& p) { p.decisions[0].zone_minutes = -15; }},
      {Invariant::Zone, [](Program& p) { p.decisions[0].zone_minutes = 421; }},
      {Invariant::RangeProof,
       [](Program& p) {
         for (std::uint32_t f = 0; f < p.functions.size(); ++f)
           for (decision::Inst& inst : function(p, f).insts)
             if (auto* over = std::get_if<decision::QuantifyInst>(&inst.node))
               over->cannot_fail = over->quantifier == decision::Quantifier::Sum;
       }},
  };
}

}  // namespace

TEST_CASE("verify: a sound program has no violations") {
  CHECK(decision::verify(everything()).empty());
}

TEST_CASE("verify: each planted breakage is found by name") {
  std::set<Invariant> broken;
  std::vector<Breakage> all = breakages();
  for (const auto& more : {breakages_of_tables(), breakages_of_decisions()})
    all.insert(all.end(), more.begin(), more.end());
  for (std::size_t at = 0; at < all.size(); ++at) {
    const Breakage& each = all[at];
    CAPTURE(at);
    Program program = everything();
    each.plant(program);
    CAPTURE(decision::name(each.invariant));
    const auto violations = decision::verify(program);
    REQUIRE(!violations.empty());
    CHECK(std::ranges::any_of(violations, [&](const decision::Violation& found) {
      return found.invariant == each.invariant;
    }));
    broken.insert(each.invariant);
  }
  // Every invariant has its breakage, and a name of its own.
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Invariant::Bound); ++i) {
    CAPTURE(decision::name(static_cast<Invariant>(i)));
    CHECK(broken.contains(static_cast<Invariant>(i)));
    CHECK(names.insert(decision::name(static_cast<Invariant>(i))).second);
  }
}

TEST_CASE("image: equal programs give equal bytes, and every part of a program reaches them") {
  const Program program = everything();
  const auto bytes = decision::encode(program);
  CHECK(bytes == decision::encode(everything()));
  CHECK(bytes.size() % 16 == 0);
  CHECK(program.release == decision::release_id(program));
}

TEST_CASE("image: whatever changes an answer changes the release id and the bytes") {
  using decision::CalendarId, decision::EnumId, decision::NormId, decision::ReadingId;
  const std::vector<std::function<void(Program&)>> changes = {
      [](Program& p) { p.known_through = 20'000; },
      [](Program& p) { p.enums[EnumId{0}].members[0] += "x"; },
      [](Program& p) { p.enums[EnumId{0}].ordered ^= true; },
      [](Program& p) { p.readings[ReadingId{0}].fallback ^= 1; },
      [](Program& p) { p.calendars[CalendarId{0}].rest[0] += 1; },
      [](Program& p) { p.calendars[CalendarId{0}].weekly = 0b100'0000; },
      [](Program& p) { p.calendars[CalendarId{0}].groups[0].awaiting += "x"; },
      [](Program& p) { p.calendars[CalendarId{0}].groups[0].alternatives[0].rest[0] += 1; },
      [](Program& p) { slot(p, "/affected").optional = true; },
      [](Program& p) { slot(p, "/affected").closed = true; },
      [](Program& p) { slot(p, "/affected").judgment = true; },
      [](Program& p) { slot(p, "/affected").lo = 1; },
      [](Program& p) { slot(p, "/affected").representatives.pop_back(); },
      [](Program& p) { slot(p, "/items").hi = 11; },
      [](Program& p) { p.structs[decision::StructId{0}].shape.closed = true; },
      [](Program& p) { p.structs[decision::StructId{0}].shape.keys[0].key += "x"; },
      [](Program& p) { first<decision::CompareInst>(p).op = decision::Compare::Ne; },
      [](Program& p) { first<decision::InForceInst>(p).intervals[0][0] += 1; },
      [](Program& p) { first<decision::DeadlineInst>(p).backward = true; },
      [](Program& p) { first<decision::DeadlineInst>(p).no_roll = true; },
      [](Program& p) { first<decision::QuantifyInst>(p).n = 3; },
      [](Program& p) { first<decision::ChooseInst>(p).picks = decision::Picks::Highest; },
      [](Program& p) { first<decision::ChooseInst>(p).nodes[0].name += "x"; },
      [](Program& p) { p.norms[NormId{0}].cites[0] += "x"; },
      [](Program& p) { p.norms[NormId{0}].confidence = 'B'; },
      [](Program& p) { p.norms[NormId{0}].due_before = true; },
      [](Program& p) { p.norms[NormId{0}].norm = decision::NormKind::StateDuty; },
      [](Program& p) { p.norms[NormId{0}].exempts[0].name += "x"; },
      [](Program& p) { p.norms[NormId{0}].sanctions[0].on = 2; },
      [](Program& p) { p.norms[NormId{0}].sanctions[0].cite += "x"; },
      [](Program& p) { p.norms[NormId{0}].sanctions[0].currency = "USD"; },
      [](Program& p) { p.decisions[0].zone_minutes = 0; },
      [](Program& p) { p.decisions[0].norms[0].key += "x"; },
      [](Program& p) { p.certificate_bits[0] += "x"; },
  };
  std::set<std::string> prints = {decision::print(everything())};
  std::set<std::vector<std::uint8_t>> images = {decision::encode(everything())};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    CAPTURE(i);
    Program changed = everything();
    changes[i](changed);
    CHECK(prints.insert(decision::print(changed)).second);
    CHECK(images.insert(decision::encode(changed)).second);
  }
}
