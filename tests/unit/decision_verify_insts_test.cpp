// Invariants of single instructions: each is stated once, in a function that holds nothing else.
#include "compiler/base/check.h"
#include "compiler/decision/verify.h"

#include <doctest/doctest.h>

using namespace phep;
using namespace phep::decision;

namespace {

// The registers of the function that holds the instruction: one of each kind.
constexpr Reg kDay{0}, kTruth{1}, kInt{2}, kDecimal{3}, kText{4}, kTerm{5}, kInstant{6}, kMember{7},
    kSet{8}, kMoney{9}, kAmount{10};
constexpr Reg kNone{}, kLater{99};
// What it may call: conditions and values of elements, and functions that are none.
constexpr FunctionId kCondition{0}, kValue{1}, kOtherDay{2}, kOtherIndex{3}, kWithoutResult{4},
    kItself{5};
constexpr SlotId kFlag{0}, kItems{1}, kPrice{2}, kNoSlot{9};

Function called(std::vector<Parameter> parameters, Reg result) {
  Function out;
  out.parameters = std::move(parameters);
  out.insts.push_back({ConstInst{}, Kind::Bool});
  out.result = result;
  return out;
}

// A program of one instruction after what it may use.
Program around(InstNode node, Kind kind) {
  Program out;
  out.structs.add({.name = "root", .root = true});
  out.structs.add({.name = "item"});
  out.slots.add({.kind = Kind::Bool, .structure = StructId{0}, .path = "/flag"});
  out.slots.add({.kind = Kind::Int,
                 .is_list = true,
                 .structure = StructId{0},
                 .element = StructId{1},
                 .path = "/items"});
  out.slots.add({.kind = Kind::Int, .structure = StructId{1}, .path = "/price"});
  out.readings.add({.name = "t.K", .options = {"a", "b"}});
  out.calendars.add({.name = "t.days"});
  out.certificate_bits = {"t.f.a"};
  out.functions.add(called({{Kind::Date}, {Kind::Int}}, Reg{2}));
  out.functions.add(called({{Kind::Date}, {Kind::Int}}, Reg{1}));
  out.functions.add(called({{Kind::Int}, {Kind::Int}}, Reg{2}));
  out.functions.add(called({{Kind::Date}, {Kind::Date}}, Reg{2}));
  out.functions.add(called({{Kind::Date}, {Kind::Int}}, Reg{}));
  Function own;
  own.symbol = "t.f";
  for (const Kind each :
       {Kind::Date, Kind::Bool, Kind::Int, Kind::Decimal, Kind::Text, Kind::Duration, Kind::Instant,
        Kind::Enum, Kind::Set, Kind::Money, Kind::Amount})
    own.parameters.push_back({each});
  own.insts.push_back({std::move(node), kind});
  own.result = Reg{0};
  out.functions.add(own);
  return out;
}

// What is wrong with it, and by which invariant; empty: nothing.
std::string wrong(const Program& program) {
  std::vector<Violation> found;
  verify_function(program, kItself, found);
  std::string out;
  for (const Violation& each : found)
    out += (out.empty() ? "" : "; ") + std::string(name(each.invariant)) + ": " +
           each.detail.substr(each.detail.rfind(": ") + 2);
  return out;
}
std::string wrong(InstNode node, Kind kind) {
  return wrong(around(std::move(node), kind));
}

DeadlineInst deadline() {
  return {.anchor = kDay,
          .anchor_kind = Kind::Date,
          .duration = kTerm,
          .extension = {},
          .calendar = CalendarId{0}};
}
QuantifyInst over_items(Quantifier quantifier, FunctionId predicate, FunctionId value) {
  return {.quantifier = quantifier,
          .list = kItems,
          .list_index = {},
          .predicate = predicate,
          .value = value,
          .captures = {}};
}

}  // namespace

TEST_CASE("verify: constants are values of their kinds") {
  const auto constant = [](std::uint64_t lo, std::uint64_t hi, Kind kind) {
    return wrong(ConstInst{{lo, hi}}, kind);
  };
  const std::string bad = "constant range: not a value of its kind";
  CHECK(constant(1, 0, Kind::Bool).empty());
  CHECK(constant(2, 0, Kind::Bool) == bad);
  CHECK(constant(1, 1, Kind::Bool) == bad);
  // From 1 January 0001 through 31 December 9999.
  CHECK(constant(static_cast<std::uint64_t>(-719'162), 0, Kind::Date).empty());
  CHECK(constant(static_cast<std::uint64_t>(-719'163), 0, Kind::Date) == bad);
  CHECK(constant(2'932'896, 0, Kind::Date).empty());
  CHECK(constant(2'932'897, 0, Kind::Date) == bad);
  CHECK(constant(1, 1, Kind::Date) == bad);
  CHECK(constant(9, static_cast<std::uint64_t>(Unit::Years), Kind::Duration).empty());
  CHECK(constant(9, static_cast<std::uint64_t>(Unit::Years) + 1, Kind::Duration) == bad);
  CHECK(constant(static_cast<std::uint64_t>(-1), 0, Kind::Int).empty());
  CHECK(constant(1, 1, Kind::Int) == bad);
  CHECK(constant(3, 0, Kind::Enum).empty());
  CHECK(constant(static_cast<std::uint64_t>(-1), 0, Kind::Enum) == bad);
  CHECK(constant(3, 1, Kind::Enum) == bad);
  CHECK(constant(0, 0, Kind::Text).empty());
  CHECK(constant(1, 0, Kind::Text) == bad);
  CHECK(constant(1, 1, Kind::Decimal).empty());
  CHECK(constant(1, 1, Kind::Amount).empty());
  CHECK(constant(0, 0, Kind::Norm) ==
        "operand kind: only a norm and a call of one give a norm; " + bad);
}

TEST_CASE("verify: arithmetic is of numbers, and picks one of two moments") {
  const auto arith = [](Arith op, Reg a, Kind of_a, Reg b, Kind of_b, Kind result) {
    return wrong(ArithInst{op, a, b, of_a, of_b}, result);
  };
  const std::string bad = "operand kind: no such arithmetic";
  CHECK(arith(Arith::Add, kInt, Kind::Int, kInt, Kind::Int, Kind::Int).empty());
  CHECK(arith(Arith::Mul, kMoney, Kind::Money, kDecimal, Kind::Decimal, Kind::Amount).empty());
  CHECK(arith(Arith::Add, kInt, Kind::Int, kTruth, Kind::Bool, Kind::Int) == bad);
  CHECK(arith(Arith::Add, kInt, Kind::Int, kInt, Kind::Int, Kind::Bool) == bad);
  CHECK(arith(Arith::Min, kDay, Kind::Date, kDay, Kind::Date, Kind::Date).empty());
  CHECK(arith(Arith::Max, kDay, Kind::Date, kDay, Kind::Date, Kind::Date).empty());
  CHECK(arith(Arith::Add, kDay, Kind::Date, kDay, Kind::Date, Kind::Date) == bad);
  CHECK(arith(Arith::Min, kDay, Kind::Date, kInstant, Kind::Instant, Kind::Date) == bad);
  CHECK(arith(Arith::Min, kDay, Kind::Date, kDay, Kind::Date, Kind::Instant) == bad);
  CHECK(arith(Arith::Max, kInstant, Kind::Instant, kInstant, Kind::Instant, Kind::Instant).empty());
  CHECK(arith(Arith::Max, kTerm, Kind::Duration, kTerm, Kind::Duration, Kind::Duration) == bad);
  CHECK(arith(Arith::Mul, kTerm, Kind::Duration, kInt, Kind::Int, Kind::Duration) == bad);
  CHECK(arith(Arith::Sub, kDay, Kind::Date, kDay, Kind::Date, Kind::Duration) == bad);
  CHECK(arith(Arith::Add, kInt, Kind::Decimal, kInt, Kind::Int, Kind::Int) ==
        "operand kind: %2 has another kind");

  CHECK(wrong(NegInst{kMoney}, Kind::Money).empty());
  CHECK(wrong(NegInst{kTerm}, Kind::Duration).empty());
  CHECK(wrong(NegInst{kDay}, Kind::Date) == "operand kind: the opposite of no number");
  CHECK(wrong(ToDecimalInst{kMoney}, Kind::Amount).empty());
  CHECK(wrong(ToDecimalInst{kInt}, Kind::Decimal).empty());
  CHECK(wrong(ToDecimalInst{kInt}, Kind::Money) == "operand kind: the result has another kind");
}

TEST_CASE("verify: what is rounded has places, and a quantum") {
  const auto rounded = [](Reg a, Payload quantum, Kind result) {
    return wrong(RoundInst{a, Rounding::Down, quantum}, result);
  };
  CHECK(rounded(kDecimal, {1, 0}, Kind::Int).empty());
  CHECK(rounded(kAmount, {0, 1}, Kind::Money).empty());
  CHECK(rounded(kInt, {1, 0}, Kind::Int) == "operand kind: rounding of what has no places");
  CHECK(rounded(kDecimal, {1, 0}, Kind::Date) == "operand kind: rounding to no number");
  CHECK(rounded(kDecimal, {}, Kind::Int) == "constant range: rounding to multiples of nothing");
  CHECK(rounded(kNone, {1, 0}, Kind::Int) == "operand missing: an operand is missing");
  CHECK(rounded(kLater, {1, 0}, Kind::Int) == "register order: %99 is not there yet");
}

TEST_CASE("verify: slots are read as what they are, where they are") {
  CHECK(wrong(LoadInst{kFlag, kNone}, Kind::Bool).empty());
  CHECK(wrong(LoadInst{kPrice, kInt}, Kind::Int).empty());
  CHECK(wrong(LoadInst{kFlag, kInt}, Kind::Bool) ==
        "slot use: an index where none belongs, or none where one does");
  CHECK(wrong(LoadInst{kItems, kNone}, Kind::Int) ==
        "slot use: a list is read as a value, or the reverse");
  CHECK(wrong(ListLengthInst{kFlag, kNone}, Kind::Int) ==
        "slot use: a list is read as a value, or the reverse");
  CHECK(wrong(PresentInst{kNoSlot, kNone}, Kind::Bool) == "slot use: no such slot");
  CHECK(wrong(LoadInst{kNoSlot, kNone}, Kind::Bool) == "slot use: no such slot");
  // Of which struct a slot is, the layout's own check tells.
  Program astray = around(PresentInst{kFlag, kInt}, Kind::Bool);
  astray.slots[kFlag].structure = StructId{9};
  CHECK(wrong(astray).empty());
  CHECK(wrong(ReadingInst{ReadingId{0}}, Kind::Enum).empty());
  CHECK(wrong(ReadingInst{ReadingId{1}}, Kind::Enum) == "reading listed: no such reading");
}

TEST_CASE("verify: the bodies of quantifiers") {
  const auto over = [](Quantifier quantifier, FunctionId predicate, FunctionId value, Kind result,
                       std::vector<Reg> captures = {}) {
    QuantifyInst node = over_items(quantifier, predicate, value);
    node.captures = std::move(captures);
    return wrong(node, result);
  };
  const FunctionId none;
  CHECK(over(Quantifier::Some, kCondition, none, Kind::Bool).empty());
  CHECK(over(Quantifier::Count, none, none, Kind::Int).empty());
  CHECK(over(Quantifier::Sum, kCondition, kValue, Kind::Int).empty());
  CHECK(over(Quantifier::Some, kCondition, none, Kind::Int) ==
        "operand kind: the result has another kind");
  CHECK(over(Quantifier::Count, none, none, Kind::Bool) ==
        "operand kind: the result has another kind");
  CHECK(over(Quantifier::Sum, none, none, Kind::Int) ==
        "quantifier body: sum, min and max have a value, the others have none");
  CHECK(over(Quantifier::Count, none, kValue, Kind::Int) ==
        "quantifier body: sum, min and max have a value, the others have none");
  CHECK(over(Quantifier::Some, kItself, none, Kind::Bool) ==
        "call order: a call to a function that does not stand before this one");
  CHECK(over(Quantifier::Some, kOtherDay, none, Kind::Bool) ==
        "quantifier body: f2 is no such body");
  CHECK(over(Quantifier::Some, kOtherIndex, none, Kind::Bool) ==
        "quantifier body: f3 is no such body");
  CHECK(over(Quantifier::Some, kValue, none, Kind::Bool) == "quantifier body: f1 is no such body");
  CHECK(over(Quantifier::Sum, none, kCondition, Kind::Int) ==
        "quantifier body: f0 is no such body");
  CHECK(over(Quantifier::Some, kCondition, none, Kind::Bool, {kInt}) ==
        "quantifier body: f0 is no such body");
  // That a body has no result is told of the body.
  CHECK(over(Quantifier::Some, kWithoutResult, none, Kind::Bool).empty());

  Program captured = around(over_items(Quantifier::Some, kCondition, none), Kind::Bool);
  captured.functions[kCondition].parameters.push_back({Kind::Set});
  captured.functions[kCondition].result = Reg{3};
  auto& captures = std::get<QuantifyInst>(captured.functions[kItself].insts[0].node).captures;
  captures = {kSet};
  CHECK(wrong(captured).empty());
  captures = {kMember};
  CHECK(wrong(captured) == "quantifier body: f0 is no such body");
  captures = {kNone};
  CHECK(wrong(captured) == "operand missing: an operand is missing");
}

TEST_CASE("verify: calls") {
  const auto call = [](FunctionId to, std::vector<Reg> args, Kind result) {
    return wrong(CallInst{to, std::move(args)}, result);
  };
  CHECK(call(kCondition, {kDay, kInt}, Kind::Bool).empty());
  CHECK(call(kValue, {kDay, kInt}, Kind::Int).empty());
  CHECK(call(kValue, {kDay, kInt}, Kind::Bool) == "operand kind: the result has another kind");
  CHECK(call(kCondition, {kDay}, Kind::Bool) == "call arguments: another number of arguments");
  CHECK(call(kCondition, {kDay, kTruth}, Kind::Bool) ==
        "call arguments: argument 1 has another kind");
  CHECK(call(kCondition, {kDay, kNone}, Kind::Bool) == "operand missing: an operand is missing");
  CHECK(call(kItself, {kDay}, Kind::Bool) ==
        "call order: a call to a function that does not stand before this one");
  CHECK(call(kWithoutResult, {kDay, kInt}, Kind::Bool) ==
        "function shape: a call to a function without a result");
  Program beyond = around(CallInst{kCondition, {kDay, kInt}}, Kind::Bool);
  beyond.functions[kCondition].result = Reg{7};
  CHECK(wrong(beyond) == "function shape: a call to a function without a result");
}

TEST_CASE("verify: moments, terms and zones") {
  CHECK(wrong(AsOfDayInst{420}, Kind::Date).empty());
  for (const std::int32_t minutes : {-15, 421, 15 * 256})
    CHECK(wrong(AsOfDayInst{minutes}, Kind::Date) == "zone: bad zone");
  CHECK(wrong(LawDayInst{kTruth, kInstant, Kind::Instant, 420}, Kind::Date).empty());
  CHECK(wrong(LawDayInst{kNone, kDay, Kind::Date, 420}, Kind::Date).empty());
  CHECK(wrong(LawDayInst{kNone, kInt, Kind::Int, 420}, Kind::Date) ==
        "operand kind: the law day of what is no moment");
  CHECK(wrong(ShiftDateInst{kInstant, kTerm}, Kind::Instant).empty());
  CHECK(wrong(ShiftDateInst{kInt, kTerm}, Kind::Int) ==
        "operand kind: the result has another kind");
  CHECK(wrong(CompareInst{Compare::Lt, kDay, kDay, Kind::Date}, Kind::Bool).empty());

  CHECK(wrong(deadline(), Kind::Instant).empty());
  DeadlineInst node = deadline();
  node.anchor = kInstant;
  node.anchor_kind = Kind::Instant;
  CHECK(wrong(node, Kind::Instant).empty());
  node.anchor = kText;
  node.anchor_kind = Kind::Text;
  CHECK(wrong(node, Kind::Instant) == "operand kind: a term from what is no moment");
  node = deadline();
  node.more.assign(runtime::kMaxExtensions, kTerm);
  CHECK(wrong(node, Kind::Instant).empty());
  node.more.push_back(kTerm);
  CHECK(wrong(node, Kind::Instant) == "operand missing: more extensions than an engine holds");
  node = deadline();
  node.calendar = CalendarId{1};
  CHECK(wrong(node, Kind::Instant) == "calendar shape: no such calendar");
  node = deadline();
  node.ways = runtime::kTwoWorkingDays | runtime::kHoursHoldDays;
  CHECK(wrong(node, Kind::Instant).empty());
  node.ways = 1U << 31U;
  CHECK(wrong(node, Kind::Instant) == "constant range: no such way of counting");
}

TEST_CASE("verify: choices") {
  const auto chosen = [](ChooseNode first, ChooseNode second) {
    return wrong(ChooseInst{Picks::Agree, kNone, {std::move(first), std::move(second)}}, Kind::Int);
  };
  const ChooseNode plain{kTruth, kInt, kNoBit, "a", ChooseNode::Parents::Case, {}};
  ChooseNode except{kTruth, kNone, 0, "b", ChooseNode::Parents::Nodes, {0}};
  const std::string bad = "choose targets: `b` excepts what is not before it";
  CHECK(chosen(plain, except).empty());
  except.bit = 7;
  CHECK(chosen(plain, except) == "certificate bit: no such bit");
  except.bit = 0;
  except.targets = {1};
  CHECK(chosen(plain, except) == bad);
  except.targets.clear();
  CHECK(chosen(plain, except) == bad);
  except.parents = ChooseNode::Parents::Case;
  except.targets = {0};
  CHECK(chosen(plain, except) == bad);
}

TEST_CASE("verify: norms") {
  NormSpec spec{.function = kItself};
  const auto said = [&] {
    Program program = around(NormInst{NormId{0}}, Kind::Norm);
    program.norms.add(NormSpec(spec));
    return wrong(program);
  };
  CHECK(said().empty());
  spec.done_kind = Kind::Bool;
  spec.done = kTruth;
  CHECK(said().empty());
  spec.done_kind = Kind::Date;
  spec.done = kDay;
  CHECK(said().empty());
  spec.done_kind = Kind::Int;
  spec.done = kInt;
  CHECK(said() == "operand kind: `done` is neither a moment nor a condition");
  spec.done_kind = Kind::Instant;
  spec.done = kNone;
  spec.trigger_kind = Kind::Date;
  CHECK(said().empty());
  spec.trigger_kind = Kind::Bool;
  CHECK(said() == "operand kind: the trigger is no moment");
  spec.trigger_kind = Kind::Instant;
  spec.bit = 1;
  CHECK(said() == "certificate bit: no such bit");
  spec.bit = 0;
  spec.zone_minutes = -15;
  CHECK(said() == "zone: bad zone");
  spec.zone_minutes = 420;
  spec.function = kCondition;
  CHECK(said() == "norm home: the norm is at home in another function");
  CHECK(wrong(NormInst{NormId{0}}, Kind::Norm) == "norm home: no such norm");
  CHECK(wrong(NormInst{NormId{0}}, Kind::Bool) ==
        "operand kind: the result has another kind; norm home: no such norm");
  CHECK(wrong(NormDueInst{kTruth}, Kind::Instant) == "operand kind: %1 has another kind");
}

TEST_CASE("verify: functions take the law date first, no norm, and give something") {
  Program program = around(ConstInst{}, Kind::Bool);
  Function& own = program.functions[kItself];
  own.parameters[0].kind = Kind::Int;
  CHECK(wrong(program) == "function shape: the first parameter is not the law date");
  own.parameters[0].kind = Kind::Date;
  own.parameters[4].kind = Kind::Norm;
  CHECK(wrong(program) == "function shape: a norm as a parameter");
  own.parameters[4].kind = Kind::Text;
  own.result = kNone;
  CHECK(wrong(program) == "function shape: no result");
  own.result = kLater;
  CHECK(wrong(program) == "register order: %99 is not there yet");
  own.parameters.clear();
  own.insts.clear();
  own.result = kNone;
  CHECK(wrong(program) ==
        "function shape: the first parameter is not the law date; function shape: no result");
  CHECK(wrong(CompareInst{Compare::Eq, kTruth, kTruth, Kind::Norm}, Kind::Bool)
            .ends_with("operand kind: norms do not compare"));
}
