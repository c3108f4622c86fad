// Random Decision IR and random facts for it, from a seed: every kind of instruction, typed but
// otherwise without sense, so that code generation meets what no law would write.
#pragma once

#include "compiler/decision/builder.h"
#include "compiler/decision/decision.h"
#include "compiler/decision/measure.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace phep::tests {

using namespace decision;  // NOLINT: this header is about its kinds

// A small generator whose numbers are the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed)
      : state_(seed * 0x9E37'79B9'7F4A'7C15U + 0xD1B5'4A32'D192'ED03U) {}
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ * 0x2545'F491'4F6C'DD1DU;
  }
  std::uint64_t below(std::uint64_t n) { return (next() >> 11) % n; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

// Days and moments around which the calendar, the law and the facts lie.
inline constexpr std::int32_t kToday = 20'522;  // 2026-03-10
inline constexpr std::int64_t kNow = kToday * std::int64_t{86'400'000} + 7'200'000;

class RandomProgram {
 public:
  explicit RandomProgram(std::uint64_t seed) : dice_(seed) { build(); }
  Program program;

  // One facts object; some keys are missing, some values lie just outside their range.
  std::string facts(Dice& dice, bool complete) const;

 private:
  using Pool = std::map<Kind, std::vector<Reg>>;
  struct Body {
    FunctionBuilder b;
    Pool pool;
    Reg index;  // of the element, in functions over the list
  };

  void build();
  void tables();
  void facts_struct();
  SlotId slot(StructId structure, Kind kind, const std::string& key, bool optional);
  void close(StructId structure, std::uint32_t words);
  Body open(bool element);
  void grow(Body& body, int count);
  void grow_once(Body& body);
  Reg any(Body& body, Kind kind);
  Reg put(Body& body, InstNode node, Kind kind);
  Reg constant(Body& body, Kind kind);
  void arithmetic(Body& body);
  void quantify(Body& body);
  void choose(Body& body);
  void choose_members(Body& body);
  NormId norm(bool element);
  FunctionId finish(Body& body, Reg result, NormSpec* norm = nullptr);
  FunctionId function(bool element, Kind result, int size);
  std::uint32_t bit() { return static_cast<std::uint32_t>(dice_.below(kBits)); }

  static constexpr std::uint32_t kBits = 40;
  Dice dice_;
  StructId root_, item_;
  SlotId list_;
  std::uint32_t at_ = 0, next_bit_ = 0;
  struct Callee {
    FunctionId id;
    Kind kind;
  };
  std::vector<Callee> rules_;
  std::vector<FunctionId> predicates_;
  std::vector<Callee> values_;
  std::vector<std::pair<FunctionId, NormId>> norms_;
};

inline void RandomProgram::build() {
  tables();
  facts_struct();
  for (int i = 0; i < 2; ++i) predicates_.push_back(function(true, Kind::Bool, 12));
  for (const Kind kind : {Kind::Int, Kind::Money, Kind::Decimal, Kind::Date}) {
    values_.push_back({function(true, kind, 8), kind});
  }
  for (const Kind kind : {Kind::Bool, Kind::Enum, Kind::Decimal, Kind::Money, Kind::Date}) {
    rules_.push_back({function(false, kind, 25), kind});
  }
  for (int i = 0; i < 3; ++i) {
    const NormId made = norm(false);
    norms_.emplace_back(program.norms[made].function, made);
  }
  const NormId each = norm(true);

  Decision decision{.name = "r.all", .export_name = "all", .facts = root_, .lists = {list_}};
  Body entry = open(false);
  grow(entry, 30);
  for (int i = 0; i < 4; ++i) choose(entry);
  for (const Kind kind :
       {Kind::Bool, Kind::Int, Kind::Decimal, Kind::Money, Kind::Amount, Kind::Date, Kind::Instant,
        Kind::Duration, Kind::Text, Kind::Enum, Kind::Set}) {
    Output output{.name = "out" + std::to_string(static_cast<int>(kind)), .kind = kind};
    if (kind == Kind::Enum || kind == Kind::Set) output.enumeration = EnumId{0};
    if (kind == Kind::Money || kind == Kind::Amount) output.currency = "VND";
    // Rules decide most of what real law answers.
    const bool ruled = (kind == Kind::Enum || kind == Kind::Money) && !entry.pool[kind].empty();
    output.value = ruled ? entry.pool[kind].back() : any(entry, kind);
    if (dice_.one_in(2)) output.present = any(entry, Kind::Bool);
    decision.outputs.push_back(output);
  }
  std::vector<Reg*> kept;
  for (const auto& [id, made] : norms_) {
    const Reg reg = entry.b.emit(CallInst{id, {Reg{0}}}, Kind::Norm);
    decision.norms.push_back({.norm = made, .value = reg, .key = program.norms[made].name});
  }
  decision.norms.push_back({.norm = each,
                            .function = program.norms[each].function,
                            .list = list_,
                            .key = program.norms[each].name});
  for (Output& output : decision.outputs) {
    kept.push_back(&output.value);
    if (output.present.exists()) kept.push_back(&output.present);
  }
  for (NormOutput& output : decision.norms) {
    if (output.value.exists()) kept.push_back(&output.value);
  }
  program.functions.add(entry.b.finish("r.all", decision.outputs[0].value, kept, nullptr));
  decision.entry = FunctionId{program.functions.size() - 1};
  decision.bound = 0;
  program.decisions.push_back(decision);
  std::vector<bool> reads(program.readings.size(), false);
  for (const FunctionId id : reached_functions(program, decision)) {
    for (const Inst& inst : program.functions[id].insts) {
      if (const auto* reading = std::get_if<ReadingInst>(&inst.node))
        reads[reading->reading.index] = true;
    }
  }
  for (std::uint32_t i = 0; i < reads.size(); ++i) {
    if (reads[i]) program.decisions[0].readings.push_back(ReadingId{i});
  }
  find_representatives(program);
  compute_bounds(program);
}

inline void RandomProgram::tables() {
  program.enums.add({.name = "r.Grade", .ordered = true, .members = {"low", "middle", "high"}});
  program.readings.add({.name = "r.K_01", .options = {"strict", "lenient", "none"}, .fallback = 1});
  Calendar days{.name = "r.days",
                .zone_minutes = 420,
                .first = kToday - 300,
                .last = kToday + 300,
                .weekly = 0x60};
  for (int i = -290; i < 290; i += 17) days.rest.push_back(kToday + i);
  CalendarGroup group{.name = "holiday", .awaiting = "a decision"};
  group.alternatives.push_back({.name = "before", .rest = {kToday + 200}});
  group.alternatives.push_back({.name = "after", .rest = {kToday + 202}});
  days.groups.push_back(std::move(group));
  program.calendars.add(std::move(days));
  for (std::uint32_t i = 0; i < kBits; ++i) {
    program.certificate_bits.push_back("r.bit" + std::string(i < 10 ? "0" : "") +
                                       std::to_string(i));
  }
}

inline void RandomProgram::facts_struct() {
  root_ = program.structs.add({.name = "r.all", .root = true, .words = 1, .layout = 7});
  at_ = 8 + 16;
  for (const char* key : {"a", "b", "c"}) slot(root_, Kind::Bool, key, key[0] == 'c');
  slot(root_, Kind::Enum, "grade", false);
  slot(root_, Kind::Set, "grades", false);
  slot(root_, Kind::Date, "day", false);
  slot(root_, Kind::Date, "later", true);
  slot(root_, Kind::Int, "count", false);
  slot(root_, Kind::Int, "maybe", true);
  slot(root_, Kind::Money, "price", false);
  slot(root_, Kind::Decimal, "rate", false);
  slot(root_, Kind::Instant, "moment", false);
  slot(root_, Kind::Instant, "done", true);
  slot(root_, Kind::Text, "word", false);
  const SlotId list = slot(root_, Kind::Bool, "items", false);
  Slot& items = program.slots[list];
  items.is_list = true;
  items.hi = 5;
  at_ = items.offset = (at_ + 7) / 8 * 8;
  at_ += 16;
  list_ = list;
  close(root_, 1);
  item_ = program.structs.add({.name = "r.all/items", .words = 1, .list_slot = list});
  program.slots[list].element = item_;
  at_ = 16;
  next_bit_ = 0;
  slot(item_, Kind::Bool, "on", false);
  slot(item_, Kind::Int, "n", false);
  slot(item_, Kind::Money, "paid", false);
  slot(item_, Kind::Date, "when", true);
  slot(item_, Kind::Decimal, "share", false);
  slot(item_, Kind::Enum, "kind", false);
  close(item_, 1);
}

inline SlotId RandomProgram::slot(StructId structure, Kind kind, const std::string& key,
                                  bool optional) {
  static constexpr std::uint32_t kSizes[] = {1, 8, 16, 8, 16, 4, 8, 16, 16, 4, 8};
  const std::uint32_t size = kSizes[static_cast<int>(kind)];
  const std::uint32_t alignment = size > 8 ? 8 : size;
  Slot made{.kind = kind, .optional = optional};
  made.offset = at_ = (at_ + alignment - 1) / alignment * alignment;
  at_ += size;
  made.bit = next_bit_++;
  made.structure = structure;
  if (kind == Kind::Enum || kind == Kind::Set) made.enumeration = EnumId{0};
  if (kind == Kind::Money) made.currency = "VND";
  made.path = "/" + key;
  if (kind == Kind::Int && dice_.one_in(2)) {
    made.ranged = true;
    made.lo = 0;
    made.hi = 20;
  }
  const SlotId id = program.slots.add(made);
  program.structs[structure].slots.push_back(id);
  program.structs[structure].shape.keys.push_back({.key = key, .slot = id});
  return id;
}

inline void RandomProgram::close(StructId structure, std::uint32_t words) {
  program.structs[structure].words = words;
  program.structs[structure].size = (at_ + 7) / 8 * 8;
}

// ---- functions
// -----------------------------------------------------------------------------------------------

inline RandomProgram::Body RandomProgram::open(bool element) {
  Body body;
  body.pool[Kind::Date].push_back(body.b.parameter(Kind::Date));
  if (element) body.index = body.b.parameter(Kind::Int);
  return body;
}

inline FunctionId RandomProgram::finish(Body& body, Reg result, NormSpec* norm) {
  const FunctionId id{program.functions.size()};
  program.functions.add(body.b.finish("r.f" + std::to_string(id.index), result, {}, norm));
  return id;
}

inline FunctionId RandomProgram::function(bool element, Kind result, int size) {
  Body body = open(element);
  grow(body, size);
  return finish(body, any(body, result));
}

inline void RandomProgram::grow(Body& body, int count) {
  for (int i = 0; i < count; ++i) grow_once(body);
}

inline Reg RandomProgram::put(Body& body, InstNode node, Kind kind) {
  const Reg reg = body.b.emit(std::move(node), kind);
  body.pool[kind].push_back(reg);
  return reg;
}

// A register of this kind: one that is there, a fact, or a constant.
inline Reg RandomProgram::any(Body& body, Kind kind) {
  const std::vector<Reg>& there = body.pool[kind];
  if (!there.empty() && !dice_.one_in(4)) return dice_.pick(there);
  std::vector<SlotId> slots;
  for (std::uint32_t i = 0; i < program.slots.size(); ++i) {
    const Slot& each = program.slots[SlotId{i}];
    const bool reachable = each.structure == root_ || body.index.exists();
    if (each.kind == kind && !each.is_list && reachable) slots.push_back(SlotId{i});
  }
  if (slots.empty() || dice_.one_in(4)) return constant(body, kind);
  const SlotId id = dice_.pick(slots);
  const Reg index = program.slots[id].structure == root_ ? Reg{} : body.index;
  return put(body, LoadInst{id, index}, kind);
}

inline Reg RandomProgram::constant(Body& body, Kind kind) {
  const auto small = [&] { return static_cast<std::int64_t>(dice_.below(40)) - 10; };
  std::int64_t lo = 0;
  std::uint64_t hi = 0;
  std::string text;
  switch (kind) {
    case Kind::Bool: lo = static_cast<std::int64_t>(dice_.below(2)); break;
    case Kind::Int:
    case Kind::Money: lo = dice_.one_in(12) ? INT64_MAX - small() : small(); break;
    case Kind::Decimal:
    case Kind::Amount:
      lo = small() * (dice_.one_in(2) ? 125'000'000 : 1'000'000'007);
      hi = lo < 0 ? ~std::uint64_t{0} : 0;
      break;
    case Kind::Date: lo = kToday + 10 * small(); break;
    case Kind::Instant: lo = kNow + 3'600'000 * small(); break;
    case Kind::Duration:
      lo = static_cast<std::int64_t>(dice_.below(30));
      hi = dice_.below(7);
      if (hi == 6) lo = lo % 2;
      break;
    case Kind::Text: text = dice_.one_in(2) ? "ab" : "abc"; break;
    case Kind::Enum: lo = static_cast<std::int64_t>(dice_.below(3)); break;
    case Kind::Set: lo = static_cast<std::int64_t>(dice_.below(8)); break;
    case Kind::Norm: break;
  }
  const Reg reg = body.b.constant(kind, static_cast<std::uint64_t>(lo), hi, text);
  body.pool[kind].push_back(reg);
  return reg;
}

inline void RandomProgram::grow_once(Body& body) {
  static const std::vector<Kind> comparable = {
      Kind::Int,  Kind::Decimal, Kind::Money, Kind::Date, Kind::Instant,
      Kind::Enum, Kind::Text,    Kind::Bool,  Kind::Set,  Kind::Duration};
  const auto zone = static_cast<std::int32_t>(dice_.one_in(2) ? 420 : 60);
  switch (dice_.below(22)) {
    case 0:
    case 1: {
      const Kind of = dice_.pick(comparable);
      put(body, CompareInst{static_cast<Compare>(dice_.below(6)), any(body, of), any(body, of), of},
          Kind::Bool);
      return;
    }
    case 2: put(body, AndInst{any(body, Kind::Bool), any(body, Kind::Bool)}, Kind::Bool); return;
    case 3: put(body, OrInst{any(body, Kind::Bool), any(body, Kind::Bool)}, Kind::Bool); return;
    case 4: put(body, NotInst{any(body, Kind::Bool)}, Kind::Bool); return;
    case 5: {
      const Kind kind = dice_.pick(comparable);
      put(body, SelectInst{any(body, Kind::Bool), any(body, kind), any(body, kind)}, kind);
      return;
    }
    case 6:
    case 7:
    case 8: arithmetic(body); return;
    case 9: {
      const Kind from = dice_.one_in(2) ? Kind::Decimal : Kind::Amount;
      const Kind to = from == Kind::Amount ? Kind::Money
                      : dice_.one_in(2)    ? Kind::Int
                                           : Kind::Decimal;
      const Payload quantum{dice_.one_in(3) && to == Kind::Decimal ? 10'000'000U : 1'000'000'000U,
                            0};
      put(body, RoundInst{any(body, from), static_cast<Rounding>(dice_.below(6)), quantum}, to);
      return;
    }
    case 10:
      put(body, ToDecimalInst{any(body, Kind::Int)}, Kind::Decimal);
      put(body, ToDecimalInst{any(body, Kind::Money)}, Kind::Amount);
      return;
    case 11: put(body, SetHasInst{any(body, Kind::Enum), any(body, Kind::Set)}, Kind::Bool); return;
    case 12:
      put(body, InForceInst{any(body, Kind::Date), {{INT32_MIN, kToday - 20}, {kToday, INT32_MAX}}},
          Kind::Bool);
      return;
    case 13: {
      const Kind kind = dice_.one_in(2) ? Kind::Date : Kind::Instant;
      put(body, ShiftDateInst{any(body, kind), any(body, Kind::Duration)}, kind);
      return;
    }
    case 14: put(body, DayStartInst{any(body, Kind::Date), zone}, Kind::Instant); return;
    case 15: put(body, DayEndInst{any(body, Kind::Date), zone}, Kind::Instant); return;
    case 16: put(body, LocalDayInst{any(body, Kind::Instant), zone}, Kind::Date); return;
    case 17: {
      const Kind anchor = dice_.one_in(2) ? Kind::Date : Kind::Instant;
      DeadlineInst inst{any(body, anchor), anchor, any(body, Kind::Duration), {}, CalendarId{0}};
      if (dice_.one_in(3)) inst.extension = any(body, Kind::Duration);
      inst.backward = dice_.one_in(4);
      inst.no_roll = dice_.one_in(4);
      put(body, inst, Kind::Instant);
      return;
    }
    case 18: {
      const Kind of = dice_.one_in(2) ? Kind::Date : Kind::Instant;
      LawDayInst inst{{}, any(body, of), of, zone};
      if (dice_.one_in(2)) inst.present = any(body, Kind::Bool);
      put(body, inst, Kind::Date);
      put(body, ReadingInst{ReadingId{0}}, Kind::Enum);
      put(body, AsOfInst{}, Kind::Instant);
      put(body, AsOfDayInst{zone}, Kind::Date);
      return;
    }
    case 19: quantify(body); return;
    case 20: choose(body); return;
    default: break;
  }
  if (!rules_.empty() && !body.index.exists()) {
    const Callee callee = dice_.pick(rules_);
    put(body, CallInst{callee.id, {any(body, Kind::Date)}}, callee.kind);
  }
  std::vector<SlotId> optional;
  for (std::uint32_t i = 0; i < program.slots.size(); ++i) {
    const Slot& each = program.slots[SlotId{i}];
    if (each.optional && each.structure == root_) optional.push_back(SlotId{i});
  }
  const Reg present = put(body, PresentInst{dice_.pick(optional), {}}, Kind::Bool);
  body.b.keep(put(body, MarkInst{present, bit()}, Kind::Bool));
}

inline void RandomProgram::arithmetic(Body& body) {
  const auto two = [&](Arith op, Kind a, Kind b, Kind result) {
    put(body, ArithInst{op, any(body, a), any(body, b), a, b}, result);
  };
  const auto op = static_cast<Arith>(dice_.below(6));
  switch (dice_.below(7)) {
    case 0: two(op, Kind::Int, Kind::Int, Kind::Int); return;
    case 1:
      two(op == Arith::Mul || op == Arith::Div ? Arith::Add : op, Kind::Money, Kind::Money,
          Kind::Money);
      return;
    case 2: two(Arith::Mul, Kind::Money, Kind::Int, Kind::Money); return;
    case 3:
      two(op, Kind::Decimal, dice_.one_in(3) ? Kind::Int : Kind::Decimal, Kind::Decimal);
      return;
    case 4: two(Arith::Mul, Kind::Money, Kind::Decimal, Kind::Amount); return;
    case 5: two(Arith::Div, Kind::Money, Kind::Int, Kind::Amount); return;
    default: put(body, NegInst{any(body, Kind::Int)}, Kind::Int); return;
  }
}

inline void RandomProgram::quantify(Body& body) {
  if (values_.empty()) return;
  QuantifyInst inst{
      static_cast<Quantifier>(dice_.below(7)), list_, {}, dice_.pick(predicates_), {}, 0, {}};
  if (inst.quantifier == Quantifier::AtLeast) inst.n = static_cast<std::int64_t>(dice_.below(4));
  if (inst.quantifier > Quantifier::Count) {
    const Callee folded = dice_.pick(values_);
    if (inst.quantifier == Quantifier::Sum && folded.kind == Kind::Date) return;
    inst.value = folded.id;
    put(body, inst, folded.kind);
    return;
  }
  put(body, inst, inst.quantifier == Quantifier::Count ? Kind::Int : Kind::Bool);
}

inline void RandomProgram::choose(Body& body) {
  const bool all = dice_.one_in(5);
  if (all && dice_.one_in(2)) return choose_members(body);
  const Kind kind = all ? Kind::Set : dice_.one_in(2) ? Kind::Enum : Kind::Money;
  const Kind concluded = all ? Kind::Enum : kind;
  ChooseInst inst{.picks = all ? Picks::All : static_cast<Picks>(dice_.below(3))};
  if (!dice_.one_in(4)) inst.fallback = any(body, kind);
  const auto count = static_cast<std::uint32_t>(1 + dice_.below(5));
  for (std::uint32_t i = 0; i < count; ++i) {
    ChooseNode node{.guard = any(body, Kind::Bool),
                    .conclusion = {},
                    .bit = bit(),
                    .name = "r.n" + std::to_string(i)};
    if (!dice_.one_in(4)) node.conclusion = any(body, concluded);
    if (i > 0 && dice_.one_in(2)) {
      node.parents = ChooseNode::Parents::Nodes;
      node.targets = {static_cast<std::uint32_t>(dice_.below(i))};
    } else if (!all && dice_.one_in(6)) {
      node.parents = ChooseNode::Parents::Whole;
    }
    inst.nodes.push_back(std::move(node));
  }
  body.b.keep(put(body, std::move(inst), kind));
}

// A member a case, and an exception each: what is decided in lanes.
inline void RandomProgram::choose_members(Body& body) {
  ChooseInst inst{.picks = Picks::All};
  for (std::uint32_t i = 0; i < 6; ++i) {
    inst.nodes.push_back({any(body, Kind::Bool), {}, bit(), "r.m", ChooseNode::Parents::Case, {}});
    ChooseNode& node = inst.nodes.back();
    if (i < 3) node.conclusion = body.b.constant(Kind::Enum, (i + 1) % 3);
    if (i >= 3) node.parents = ChooseNode::Parents::Nodes, node.targets = {i - 3};
  }
  body.b.keep(put(body, std::move(inst), Kind::Set));
}

inline NormId RandomProgram::norm(bool element) {
  Body body = open(element);
  grow(body, 15);
  const NormId id{program.norms.size()};
  NormSpec spec{.norm = static_cast<NormKind>(dice_.below(5))};
  spec.symbol = "r.norm" + std::to_string(id.index);
  spec.name = "norm" + std::to_string(id.index);
  spec.bit = bit();
  const auto maybe = [&](Kind kind, std::uint64_t n) {
    return dice_.one_in(n) ? Reg{} : any(body, kind);
  };
  spec.trigger_kind = dice_.one_in(2) ? Kind::Date : Kind::Instant;
  spec.trigger = maybe(spec.trigger_kind, 4);
  if (spec.trigger.exists()) spec.trigger_present = maybe(Kind::Bool, 2);
  spec.in_force = maybe(Kind::Bool, 2);
  spec.applies = maybe(Kind::Bool, 2);
  for (std::uint64_t i = dice_.below(3); i > 0; --i) {
    spec.exempts.push_back(
        {.guard = any(body, Kind::Bool), .bit = bit(), .name = "e" + std::to_string(i)});
  }
  for (std::uint64_t i = dice_.below(3); i > 0; --i) {
    spec.deferrals.push_back(
        {.guard = any(body, Kind::Bool), .end = any(body, Kind::Instant), .bit = bit()});
  }
  const bool act = spec.norm == NormKind::EventDuty && !dice_.one_in(5);
  spec.done_kind = !act ? Kind::Bool : dice_.one_in(2) ? Kind::Date : Kind::Instant;
  spec.done = act ? maybe(spec.done_kind, 8) : any(body, Kind::Bool);
  if (act && spec.done.exists()) spec.done_present = maybe(Kind::Bool, 2);
  if (spec.norm == NormKind::EventDuty) {
    spec.due = maybe(Kind::Instant, 5);
    if (spec.due.exists()) spec.due_present = maybe(Kind::Bool, 2);
    spec.due_before = dice_.one_in(4);
  }
  for (std::uint64_t i = dice_.below(3); i > 0; --i) {
    NormSanction row{.applies = any(body, Kind::Bool),
                     .from = maybe(Kind::Money, 2),
                     .to = maybe(Kind::Money, 2),
                     .bit = bit(),
                     .on = static_cast<std::uint32_t>(dice_.below(3)),
                     .label = "s" + std::to_string(i),
                     .kind = "fine",
                     .currency = "VND"};
    spec.sanctions.push_back(std::move(row));
  }
  const Reg result = body.b.emit(NormInst{id}, Kind::Norm);
  body.b.keep(result);
  spec.function = finish(body, result, &spec);
  program.norms.add(std::move(spec));
  return id;
}

// ---- facts
// ---------------------------------------------------------------------------------------------------

inline std::string RandomProgram::facts(Dice& dice, bool complete) const {
  const auto number = [&] {
    return static_cast<std::int64_t>(dice.below(20)) - (dice.one_in(60) ? 25 : 0);
  };
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const auto date = [&] {
    return "2026-" + two(1 + static_cast<std::int64_t>(dice.below(12))) + "-" +
           two(1 + static_cast<std::int64_t>(dice.below(28)));
  };
  const auto quoted = [](const std::string& text) { return "\"" + text + "\""; };
  const auto value = [&](const Slot& slot) -> std::string {
    if (slot.optional && dice.one_in(3)) return "null";
    const char* members[] = {"low", "middle", "high"};
    switch (slot.kind) {
      case Kind::Bool: return dice.one_in(2) ? "true" : "false";
      case Kind::Int: return dice.one_in(60) ? "9223372036854775807" : std::to_string(number());
      case Kind::Money:
        return R"({"amount":")" + std::to_string(number() * 1000) + R"(","currency":"VND"})";
      case Kind::Decimal:
        return quoted(std::to_string(number()) + (dice.one_in(2) ? ".125" : ".000000001"));
      case Kind::Date: return quoted(date());
      case Kind::Instant:
        return quoted(date() + "T" + two(static_cast<std::int64_t>(dice.below(24))) + ":30+07:00");
      case Kind::Text: return dice.one_in(2) ? R"("abc")" : R"("abđ")";
      case Kind::Enum: return quoted(members[dice.below(3)]);
      case Kind::Set: return dice.one_in(2) ? R"(["low","high"])" : "[]";
      case Kind::Amount:
      case Kind::Duration:
      case Kind::Norm: break;
    }
    return "null";
  };
  const auto object = [&](StructId id, const auto& self) -> std::string {
    std::string out = "{";
    for (const ObjectKey& key : program.structs[id].shape.keys) {
      if (!complete && dice.one_in(8)) continue;
      const Slot& slot = program.slots[key.slot];
      if (out.size() > 1) out += ",";
      out += quoted(key.key) + ":";
      if (!slot.is_list) {
        out += value(slot);
        continue;
      }
      out += "[";
      for (std::uint64_t i = dice.below(6); i > 0; --i)
        out += self(slot.element, self) + (i > 1 ? "," : "");
      out += "]";
    }
    return out + "}";
  };
  return object(root_, object);
}

}  // namespace phep::tests
