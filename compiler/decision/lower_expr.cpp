// Expressions: each becomes a register, or a pair (presence, value), or names a place of the facts.
#include "compiler/base/check.h"
#include "compiler/base/one_of.h"
#include "compiler/decision/lowering.h"

#include <bit>
#include <charconv>
#include <type_traits>

namespace phep::decision {
namespace {

std::uint64_t word(std::int64_t value) {
  return std::bit_cast<std::uint64_t>(value);
}

// Decimal digits with sign → 128 bits, two's complement.
Payload wide(const std::string& digits) {
  Payload out;
  const bool negative = digits.starts_with('-');
  for (const char c : digits) {
    if (c < '0' || c > '9') continue;
    // out = out * 10 + digit, in 32-bit limbs so that nothing is lost.
    std::uint64_t carry = static_cast<std::uint64_t>(c - '0');
    std::uint64_t* const words[] = {&out.lo, &out.hi};
    for (std::uint64_t* w : words) {
      const std::uint64_t low = (*w & 0xFFFF'FFFF) * 10 + carry;
      const std::uint64_t high = (*w >> 32) * 10 + (low >> 32);
      *w = (high << 32) | (low & 0xFFFF'FFFF);
      carry = high >> 32;
    }
  }
  if (negative) {
    out.lo = ~out.lo + 1;
    out.hi = ~out.hi + (out.lo == 0 ? 1 : 0);
  }
  return out;
}

Compare compare_op(hir::CompareOp op) {
  switch (op) {
    case hir::CompareOp::Eq: return Compare::Eq;
    case hir::CompareOp::Ne: return Compare::Ne;
    case hir::CompareOp::Lt: return Compare::Lt;
    case hir::CompareOp::Le: return Compare::Le;
    case hir::CompareOp::Gt: return Compare::Gt;
    case hir::CompareOp::Ge: return Compare::Ge;
  }
  PHEP_UNREACHABLE();
}

Arith arith_op(hir::ArithOp op) {
  switch (op) {
    case hir::ArithOp::Add: return Arith::Add;
    case hir::ArithOp::Sub: return Arith::Sub;
    case hir::ArithOp::Mul: return Arith::Mul;
    case hir::ArithOp::Div: return Arith::Div;
    case hir::ArithOp::Min: return Arith::Min;
    case hir::ArithOp::Max: return Arith::Max;
  }
  PHEP_UNREACHABLE();
}

Rounding rounding(hir::Rounding mode) {
  switch (mode) {
    case hir::Rounding::HalfUp: return Rounding::HalfUp;
    case hir::Rounding::HalfEven: return Rounding::HalfEven;
    case hir::Rounding::Up: return Rounding::Up;
    case hir::Rounding::Down: return Rounding::Down;
    case hir::Rounding::Ceiling: return Rounding::Ceiling;
    case hir::Rounding::Floor: return Rounding::Floor;
  }
  PHEP_UNREACHABLE();
}

std::uint64_t unit(hir::Unit unit) {
  switch (unit) {
    case hir::Unit::Hours: return static_cast<std::uint64_t>(Unit::Hours);
    case hir::Unit::Days: return static_cast<std::uint64_t>(Unit::Days);
    case hir::Unit::WorkingDays: return static_cast<std::uint64_t>(Unit::WorkingDays);
    case hir::Unit::Weeks: return static_cast<std::uint64_t>(Unit::Weeks);
    case hir::Unit::Months: return static_cast<std::uint64_t>(Unit::Months);
    case hir::Unit::Quarters: return static_cast<std::uint64_t>(Unit::Quarters);
    case hir::Unit::Years: return static_cast<std::uint64_t>(Unit::Years);
  }
  PHEP_UNREACHABLE();
}

std::uint32_t deadline_flags(std::uint32_t ways) {
  std::uint32_t out = 0;
  if ((ways & hir::kHoldsTwoWorkingDays) != 0) out |= runtime::kTwoWorkingDays;
  if ((ways & hir::kFirstOfMarch) != 0) out |= runtime::kFirstOfMarch;
  if ((ways & hir::kRollsBack) != 0) out |= runtime::kRollBack;
  if ((ways & hir::kFromNextHour) != 0) out |= runtime::kNextHour;
  if ((ways & hir::kHoursHoldTwoWorkingDays) != 0) out |= runtime::kHoursHoldDays;
  return out;
}

}  // namespace

Thing Lowering::thing(Frame& frame, hir::ExprId id) {
  const hir::Expr& expr = frame.module->exprs[id];
  return std::visit([&](const auto& node) { return lower_node(frame, node, expr); }, expr.node);
}

Value Lowering::value(Frame& frame, hir::ExprId id) {
  const Thing found = thing(frame, id);
  PHEP_CHECK(std::holds_alternative<Value>(found), "a record or a list where a value belongs");
  if (probes_ != nullptr) probe(frame, id);
  return std::get<Value>(found);
}

Value Lowering::optional(Frame& frame, hir::ExprId id) {
  return with_presence(frame, value(frame, id));
}

Reg Lowering::plain(Frame& frame, hir::ExprId id) {
  return value(frame, id).value;
}

Value Lowering::with_presence(Frame& frame, Value value) {
  if (!value.present.exists()) value.present = frame.builder.constant(Kind::Bool, 1);
  return value;
}

Value Lowering::zero(Frame& frame, Kind kind, bool optional) {
  Value out{.present = {}, .value = frame.builder.constant(kind, 0)};
  if (optional) out.present = frame.builder.constant(Kind::Bool, 0);
  return out;
}

Value Lowering::load(Frame& frame, SlotId slot, Reg index) {
  const Slot& leaf = lowered_.program.slots[slot];
  Value out;
  if (leaf.optional) out.present = frame.builder.emit(PresentInst{slot, index}, Kind::Bool);
  out.value = frame.builder.emit(LoadInst{slot, index}, leaf.kind);
  return out;
}

Value Lowering::select(Frame& frame, Reg condition, const Value& a, const Value& b) {
  Value out;
  const Kind kind = frame.builder.kind(a.value);
  PHEP_CHECK(kind != Kind::Norm, "a choice between norms: the checker lets none through");
  out.value = frame.builder.emit(SelectInst{condition, a.value, b.value}, kind);
  if (a.upper.exists())
    out.upper = frame.builder.emit(SelectInst{condition, a.upper, b.upper}, kind);
  if (a.present.exists() || b.present.exists())
    out.present = frame.builder.emit(
        SelectInst{condition, with_presence(frame, a).present, with_presence(frame, b).present},
        Kind::Bool);
  return out;
}

Reg Lowering::negate(Frame& frame, Reg operand) {
  const Kind kind = frame.builder.kind(operand);
  if (const ConstInst* known = frame.builder.as_constant(operand)) {
    // The least integer has no opposite: that stays an instruction, whose error is the answer.
    const bool least = known->value.lo == std::uint64_t{1} << 63;
    const bool wide_kind = kind == Kind::Decimal || kind == Kind::Amount;
    const Payload value = known->value;
    if (wide_kind && value.hi != std::uint64_t{1} << 63)
      return frame.builder.constant(kind, ~value.lo + 1, ~value.hi + (value.lo == 0 ? 1 : 0));
    if (!wide_kind && !least) return frame.builder.constant(kind, ~value.lo + 1, value.hi);
  }
  return frame.builder.emit(NegInst{operand}, kind);
}

Reg Lowering::widen(Frame& frame, Reg operand, Kind kind) {
  if (const ConstInst* known = frame.builder.as_constant(operand)) {
    const auto whole = std::bit_cast<std::int64_t>(known->value.lo);
    const Payload wider = wide(std::to_string(whole) + "000000000");
    return frame.builder.constant(kind, wider.lo, wider.hi);
  }
  return frame.builder.emit(ToDecimalInst{operand}, kind);
}

Reg Lowering::duration(Frame& frame, hir::ExprId id, bool negated) {
  const Reg length = plain(frame, id);
  return negated ? negate(frame, length) : length;
}

Reg Lowering::counted(Frame& frame, const hir::Counted& node) {
  const Reg anchor = plain(frame, node.anchor);
  const Reg length = plain(frame, node.duration);
  const CalendarId days = calendar(node.calendar, frame.module->exprs[node.anchor].span);
  std::vector<Reg> extensions;
  for (const hir::ExprId by : node.extensions) extensions.push_back(plain(frame, by));
  const bool extended = !extensions.empty();
  const Reg extension = extended ? extensions[0] : Reg{};
  if (extended) extensions.erase(extensions.begin());
  return under_readings(frame, node.readings, node.ways, [&](std::uint32_t ways) {
    return frame.builder.emit(DeadlineInst{.anchor = anchor,
                                           .anchor_kind = frame.builder.kind(anchor),
                                           .duration = length,
                                           .extension = extension,
                                           .calendar = days,
                                           .backward = node.backward,
                                           .no_roll = !node.rolls,
                                           .more = extensions,
                                           .ways = deadline_flags(ways)},
                              Kind::Instant);
  });
}

// A term is counted under every option of the readings that settle how; the chosen one is taken.
Reg Lowering::under_readings(Frame& frame, std::span<const hir::CountedReading> readings,
                             std::uint32_t ways, const std::function<Reg(std::uint32_t)>& count) {
  if (readings.empty()) return count(ways);
  const hir::CountedReading& first = readings.front();
  const auto under = [&](std::size_t option) {
    return under_readings(frame, readings.subspan(1), ways | first.ways[option], count);
  };
  const Reg chosen = frame.builder.emit(ReadingInst{reading(first.reading)}, Kind::Enum);
  Reg out = under(0);
  for (std::size_t i = 1; i < first.ways.size(); ++i) {
    const Reg option = frame.builder.constant(Kind::Enum, i);
    const Reg is =
        frame.builder.emit(CompareInst{Compare::Eq, chosen, option, Kind::Enum}, Kind::Bool);
    const Reg here = under(i);
    out = frame.builder.emit(SelectInst{is, here, out}, frame.builder.kind(out));
  }
  return out;
}

// ---- locals and captures ------------------------------------------------------------------------

Reg Lowering::import(Frame& frame, Reg of_parent) {
  if (!of_parent.exists()) return {};
  FunctionBuilder& outer = frame.parent->builder;
  // A constant is itself everywhere, and stays visible as one to whoever compares with it.
  if (const ConstInst* known = outer.as_constant(of_parent))
    return frame.builder.emit(*known, outer.kind(of_parent));
  // A norm's result lives where it is asked: the body asks again.
  if (const CallInst* call = outer.as_call(of_parent);
      call != nullptr && outer.kind(of_parent) == Kind::Norm) {
    CallInst again{call->function, {}};
    const std::vector<Reg> args = call->args;
    for (const Reg arg : args) again.args.push_back(import(frame, arg));
    const Reg asked = frame.builder.emit(std::move(again), Kind::Norm);
    frame.builder.keep(asked);
    return asked;
  }
  if (const auto found = frame.captured.find(of_parent); found != frame.captured.end())
    return found->second;
  const Reg parameter = frame.builder.parameter(outer.kind(of_parent));
  frame.captured.emplace(of_parent, parameter);
  frame.captures.push_back(of_parent);
  return parameter;
}

Thing Lowering::import(Frame& frame, const Thing& of_parent) {
  Thing out = of_parent;
  if (auto* scalar = std::get_if<Value>(&out)) {
    scalar->present = import(frame, scalar->present);
    scalar->value = import(frame, scalar->value);
    scalar->upper = import(frame, scalar->upper);
  } else if (auto* place = std::get_if<Place>(&out)) {
    place->index = import(frame, place->index);
  } else {
    auto& list = std::get<ListPlace>(out);
    list.index = import(frame, list.index);
  }
  return out;
}

Reg Lowering::law_date(Frame& frame) {
  if (frame.law_date.exists()) return frame.law_date;
  if (frame.parent != nullptr) {
    // A body is called with its caller's first parameter: good only where that is the law date.
    const Reg outer = law_date(*frame.parent);
    frame.law_date = outer == Reg{0} ? outer : import(frame, outer);
  } else {
    frame.law_date = frame.builder.emit(AsOfDayInst{frame.zone_minutes}, Kind::Date);
  }
  return frame.law_date;
}

Reg Lowering::trigger(Frame& frame) {
  if (frame.trigger.exists()) return frame.trigger;
  PHEP_CHECK(frame.parent != nullptr, "`trigger` stands outside a norm that has one");
  frame.trigger = import(frame, trigger(*frame.parent));
  return frame.trigger;
}

Thing Lowering::local(Frame& frame, hir::LocalId id, Span span) {
  if (const auto found = frame.locals.find(id); found != frame.locals.end()) return found->second;
  if (frame.parent != nullptr) return import(frame, local(*frame.parent, id, span));

  const hir::ExprId let = frame.module->locals[id].value;
  PHEP_CHECK(let.exists(), "a local without a place or a value");
  const std::pair key(id, law_date(frame));
  if (const auto found = frame.lets.find(key); found != frame.lets.end()) return found->second;
  const Thing made = thing(frame, let);
  frame.lets.emplace(key, made);
  return made;
}

Thing Lowering::field(Frame& frame, const hir::FieldRef& ref, const hir::Expr& expr) {
  const Thing base = thing(frame, ref.record);
  const auto* place = std::get_if<Place>(&base);
  PHEP_CHECK(place != nullptr, "a field of what is no place in the facts");
  const hir::Field& field = std::get<hir::Record>(def(place->record).node).fields.at(ref.field);
  const std::string path = place->path + "/" + text(field.name);
  if (types_.is(field.type, hir::Sort::Record))
    return Place{place->structure, path, place->index, types_[field.type].def};
  const SlotId slot = layout_.find(place->structure, path);
  if (!slot.exists())  // the layout has said why
    return zero(frame, kind_of(expr.type), types_.is_optional(expr.type));
  if (lowered_.program.slots[slot].is_list) return ListPlace{slot, place->index};
  return load(frame, slot, place->index);
}

// ---- one node -----------------------------------------------------------------------------------

Value Lowering::constant(Frame& frame, const hir::Expr& expr) {
  const Kind kind = kind_of(expr.type);
  FunctionBuilder& builder = frame.builder;
  const auto visitor = [&](const auto& node) -> Reg {
    using T = std::decay_t<decltype(node)>;
    if constexpr (kOneOf<T, hir::BoolConst>) {
      return builder.constant(kind, node.value ? 1 : 0);
    } else if constexpr (kOneOf<T, hir::IntConst>) {
      return builder.constant(kind, word(node.value));
    } else if constexpr (kOneOf<T, hir::DecimalConst>) {
      const Payload units = wide(node.units);
      return builder.constant(kind, units.lo, units.hi);
    } else if constexpr (kOneOf<T, hir::MoneyConst>) {
      return builder.constant(kind, word(node.minor));
    } else if constexpr (kOneOf<T, hir::DateConst>) {
      return builder.constant(kind, word(node.days));
    } else if constexpr (kOneOf<T, hir::InstantConst>) {
      return builder.constant(kind, word(node.ms));
    } else if constexpr (kOneOf<T, hir::DurationConst>) {
      return builder.constant(kind, word(node.amount), unit(node.unit));
    } else if constexpr (kOneOf<T, hir::TextConst>) {
      return builder.constant(kind, 0, 0, node.value);
    } else if constexpr (kOneOf<T, hir::EnumConst>) {
      return builder.constant(kind, node.member);
    } else if constexpr (kOneOf<T, hir::SetConst>) {
      return builder.constant(kind, node.members);
    } else {
      PHEP_CHECK(false, "not a constant");
    }
  };
  return {.present = {}, .value = std::visit(visitor, expr.node)};
}

template <class Node>
Thing Lowering::lower_node(Frame& frame, const Node& node, const hir::Expr& expr) {
  FunctionBuilder& b = frame.builder;
  const auto scalar = [](Reg reg) { return Value{.present = {}, .value = reg}; };
  const auto kind = [&] { return kind_of(expr.type); };

  if constexpr (kOneOf<Node, hir::ErrorExpr>) {
    PHEP_CHECK(false, "a program with errors must not be lowered");
  } else if constexpr (kOneOf<Node, hir::NullConst>) {
    return zero(frame, kind(), true);
  } else if constexpr (kOneOf<Node, hir::LocalRef>) {
    return local(frame, node.local, expr.span);
  } else if constexpr (kOneOf<Node, hir::FieldRef>) {
    return field(frame, node, expr);
  } else if constexpr (kOneOf<Node, hir::AsOf>) {
    return scalar(b.emit(AsOfInst{}, Kind::Instant));
  } else if constexpr (kOneOf<Node, hir::LawDate>) {
    return scalar(law_date(frame));
  } else if constexpr (kOneOf<Node, hir::Trigger>) {
    return scalar(trigger(frame));
  } else if constexpr (kOneOf<Node, hir::ReadingRef>) {
    return scalar(b.emit(ReadingInst{reading(node.reading)}, Kind::Enum));
  } else if constexpr (kOneOf<Node, hir::ReadingIs>) {
    const Reg chosen = b.emit(ReadingInst{reading(node.reading)}, Kind::Enum);
    const Reg option = b.constant(Kind::Enum, node.option);
    return scalar(b.emit(CompareInst{Compare::Eq, chosen, option, Kind::Enum}, Kind::Bool));
  } else if constexpr (kOneOf<Node, hir::Not>) {
    return scalar(b.emit(NotInst{plain(frame, node.operand)}, Kind::Bool));
  } else if constexpr (kOneOf<Node, hir::And, hir::Or>) {
    using Joined = std::conditional_t<kOneOf<Node, hir::And>, AndInst, OrInst>;
    Reg all;
    for (const hir::ExprId operand : node.operands) {
      const Reg next = plain(frame, operand);
      all = all.exists() ? b.emit(Joined{all, next}, Kind::Bool) : next;
    }
    if (!all.exists()) all = b.constant(Kind::Bool, kOneOf<Node, hir::And> ? 1 : 0);
    return scalar(all);
  } else if constexpr (kOneOf<Node, hir::Compare>) {
    const Reg left = plain(frame, node.left);
    const Reg right = plain(frame, node.right);
    return scalar(b.emit(CompareInst{compare_op(node.op), left, right, b.kind(left)}, Kind::Bool));
  } else if constexpr (kOneOf<Node, hir::SetHas>) {
    const Reg member = plain(frame, node.member);
    return scalar(b.emit(SetHasInst{member, plain(frame, node.set)}, Kind::Bool));
  } else if constexpr (kOneOf<Node, hir::Exists>) {
    return scalar(optional(frame, node.value).present);
  } else if constexpr (kOneOf<Node, hir::Unwrap>) {
    return scalar(plain(frame, node.value));
  } else if constexpr (kOneOf<Node, hir::Wrap>) {
    return optional(frame, node.value);
  } else if constexpr (kOneOf<Node, hir::IfAbsent>) {
    Value first = optional(frame, node.value);
    const Reg present = first.present;
    first.present = {};  // where it is chosen, it is there
    return select(frame, present, first, value(frame, node.otherwise));
  } else if constexpr (kOneOf<Node, hir::If>) {
    const Reg condition = plain(frame, node.condition);
    const Value then_value = value(frame, node.then_value);
    return select(frame, condition, then_value, value(frame, node.else_value));
  } else if constexpr (kOneOf<Node, hir::Arith>) {
    const Reg left = plain(frame, node.left);
    const Reg right = plain(frame, node.right);
    return scalar(
        b.emit(ArithInst{arith_op(node.op), left, right, b.kind(left), b.kind(right)}, kind()));
  } else if constexpr (kOneOf<Node, hir::Negate>) {
    return scalar(negate(frame, plain(frame, node.operand)));
  } else if constexpr (kOneOf<Node, hir::Widen>) {
    return scalar(widen(frame, plain(frame, node.operand), kind()));
  } else if constexpr (kOneOf<Node, hir::Round>) {
    const Reg operand = plain(frame, node.operand);
    return scalar(b.emit(RoundInst{operand, rounding(node.mode), wide(node.quantum)}, kind()));
  } else if constexpr (kOneOf<Node, hir::ShiftDate>) {
    const Reg from = plain(frame, node.date);
    const Reg by = duration(frame, node.duration, node.backward);
    const Reg times = node.times.exists() ? plain(frame, node.times) : Reg{};
    return scalar(under_readings(frame, node.readings, 0, [&](std::uint32_t ways) {
      return b.emit(ShiftDateInst{from, by, times, (ways & hir::kFirstOfMarch) != 0}, b.kind(from));
    }));
  } else if constexpr (kOneOf<Node, hir::Occurrences>) {
    const Reg from = plain(frame, node.from);
    const Reg period = plain(frame, node.period);
    return scalar(b.emit(
        OccurrencesInst{from, period, plain(frame, node.moment), frame.zone_minutes}, Kind::Int));
  } else if constexpr (kOneOf<Node, hir::LocalDay>) {
    return scalar(b.emit(LocalDayInst{plain(frame, node.instant), frame.zone_minutes}, Kind::Date));
  } else if constexpr (kOneOf<Node, hir::DayStart>) {
    return scalar(b.emit(DayStartInst{plain(frame, node.date), frame.zone_minutes}, Kind::Instant));
  } else if constexpr (kOneOf<Node, hir::Counted>) {
    return scalar(counted(frame, node));
  } else if constexpr (kOneOf<Node, hir::Quantify>) {
    return quantify(frame, node, expr);
  } else if constexpr (kOneOf<Node, hir::MakeRange>) {
    const Reg lower = plain(frame, node.lower);
    return Value{.present = {}, .value = lower, .upper = plain(frame, node.upper)};
  } else if constexpr (kOneOf<Node, hir::RangeEnd>) {
    const Value range = value(frame, node.range);
    return scalar(node.upper ? range.upper : range.value);
  } else if constexpr (kOneOf<Node, hir::Moment>) {
    return moment(frame, node, expr);
  } else if constexpr (kOneOf<Node, hir::CallRule, hir::CallNorm>) {
    std::vector<Thing> args;
    for (const hir::ExprId arg : node.args) args.push_back(thing(frame, arg));
    if constexpr (kOneOf<Node, hir::CallRule>)
      return call_rule(frame, node.rule, args);
    else
      return scalar(call_norm(frame, node.norm, args));
  } else if constexpr (kOneOf<Node, hir::NormIs>) {
    return scalar(b.emit(NormIsInst{plain(frame, node.norm), node.statuses}, Kind::Bool));
  } else if constexpr (kOneOf<Node, hir::NormGet>) {
    if (node.member == hir::NormMember::Since) return breach_moment(frame, node);
    const Reg norm = plain(frame, node.norm);
    if (node.member == hir::NormMember::Due)
      return Value{.present = b.emit(NormHasDueInst{norm}, Kind::Bool),
                   .value = b.emit(NormDueInst{norm}, Kind::Instant)};
    return Value{.present = b.emit(NormHasDoneInst{norm}, Kind::Bool),
                 .value = b.emit(NormDoneInst{norm}, Kind::Instant)};
  } else {
    return constant(frame, expr);
  }
}

}  // namespace phep::decision
