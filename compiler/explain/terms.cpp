// Terms: what a register that is no condition holds, and what it is called.
#include "compiler/explain/reason.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/facts.h"

#include <algorithm>
#include <array>

namespace phep::explain {
namespace {

using decision::Kind;

// A count of 10^-9 in 128 bits, as decimal digits.
std::string decimal_digits(const runtime::Value& value) {
  std::array<char, runtime::kDecimalTextMax> text{};
  return {text.data(), runtime::print_decimal({value.lo, value.hi}, text.data())};
}

}  // namespace

std::string Reasons::said(const Term& term) const {
  if (term.name.empty()) return term.value;
  return Speech::quoted(term.name) + ": " + term.value;
}

Reason Reasons::as_reason(Term term) const {
  return {.kind = term.fact.empty() ? "value" : "fact",
          .truth = term.absent ? Truth::Fails : term.truth,
          .text = said(term),
          .fact = term.fact,
          .because = std::move(term.because),
          .symbol = std::move(term.symbol)};
}

Meaning Reasons::meaning(const Scope& scope, decision::Reg reg) {
  if (!reg.exists()) return {};
  const decision::Inst* const inst = replay_.inst(scope, reg);
  if (inst == nullptr) {
    const bool passed = scope.caller != nullptr && scope.given.at(reg.index).exists();
    return passed ? meaning(*scope.caller, scope.given[reg.index]) : Meaning{};
  }
  constexpr std::array kMean = {Kind::Money, Kind::Amount, Kind::Enum, Kind::Set};
  if (std::ranges::find(kMean, inst->kind) == kMean.end()) return {};
  const decision::Program& program = replay_.program();
  const auto of_symbol = [&](const std::string& symbol) {
    Meaning out;
    const auto* rule = labels_.find_as<hir::Rule>(symbol);
    if (rule == nullptr) return out;
    const hir::TypeStore& types = labels_.lexicon().types;
    hir::TypeId result = types.without_optional(rule->result);
    if (types.is(result, hir::Sort::Range)) result = types[result].element;
    const hir::Type& type = types[result];
    if (type.sort == hir::Sort::Enum || type.sort == hir::Sort::Set)
      out.enumeration = labels_.def(type.def).qualified;
    if (type.sort == hir::Sort::Money || type.sort == hir::Sort::Amount)
      out.currency = labels_.text(type.currency);
    return out;
  };
  const decision::InstNode& node = inst->node;
  if (const auto* is = std::get_if<decision::LoadInst>(&node)) {
    const decision::Slot& slot = program.slots[is->slot];
    Meaning out{.currency = slot.currency};
    if (slot.enumeration.exists()) out.enumeration = program.enums[slot.enumeration].name;
    return out;
  }
  if (const auto* is = std::get_if<decision::ReadingInst>(&node))
    return {.reading = program.readings[is->reading].name};
  // Only what its registers are made of is asked of such a scope, not what they hold.
  const auto inside = [&](decision::FunctionId function, std::vector<decision::Reg> given) {
    const Scope body{function, nullptr, &scope, std::move(given)};
    return meaning(body, program.functions[function].result);
  };
  const auto either = [&](decision::Reg a, decision::Reg b) {
    Meaning out = meaning(scope, a);
    return out.empty() ? meaning(scope, b) : out;
  };
  if (const auto* is = std::get_if<decision::CallInst>(&node)) {
    Meaning out = of_symbol(program.functions[is->function].symbol);
    return out.empty() ? inside(is->function, is->args) : out;
  }
  if (const auto* is = std::get_if<decision::QuantifyInst>(&node)) {
    if (!is->value.exists()) return {};
    std::vector<decision::Reg> given(2);
    given.insert(given.end(), is->captures.begin(), is->captures.end());
    return inside(is->value, std::move(given));
  }
  if (const auto* is = std::get_if<decision::ChooseInst>(&node)) {
    Meaning out = of_symbol(program.functions[scope.function].symbol);
    if (out.empty() && is->fallback.exists()) out = meaning(scope, is->fallback);
    for (const decision::ChooseNode& one : is->nodes)
      if (out.empty() && one.conclusion.exists()) out = meaning(scope, one.conclusion);
    return out;
  }
  if (const auto* is = std::get_if<decision::SelectInst>(&node))
    return either(is->then_value, is->else_value);
  if (const auto* is = std::get_if<decision::ArithInst>(&node)) return either(is->a, is->b);
  if (const auto* is = std::get_if<decision::RoundInst>(&node)) return meaning(scope, is->a);
  if (const auto* is = std::get_if<decision::NegInst>(&node)) return meaning(scope, is->a);
  if (const auto* is = std::get_if<decision::ToDecimalInst>(&node)) return meaning(scope, is->a);
  return {};
}

std::string Reasons::value_text(Kind kind, const runtime::Value& value, const Scope& scope,
                                decision::Reg reg, const Meaning& like) {
  if (runtime::is_unknown(value)) return say("chưa biết", "not known");
  if (runtime::is_error(value)) return say("không tính được", "cannot be computed");
  const std::int64_t whole = runtime::signed_of(value);
  const auto means = [&] {
    Meaning out = meaning(scope, reg);
    return out.empty() ? like : out;
  };
  switch (kind) {
    case Kind::Bool: return value.lo != 0 ? say("có", "yes") : say("không", "no");
    case Kind::Int: return speech().number(std::to_string(whole));
    case Kind::Decimal: return speech().number(decimal_digits(value));
    case Kind::Money: return speech().money(whole, means().currency);
    case Kind::Amount: return speech().money(decimal_digits(value), means().currency);
    case Kind::Date: return speech().date(whole);
    case Kind::Instant: return speech().moment(whole, zone(), Speech::Midnight::Begins);
    case Kind::Duration: return speech().term(whole, static_cast<decision::Unit>(value.hi));
    case Kind::Text: {
      const runtime::String text = runtime::text_of(value);
      return Speech::quoted({text.data, text.length});
    }
    case Kind::Enum: {
      const Meaning of = means();
      const auto member = static_cast<std::uint32_t>(value.lo);
      if (!of.reading.empty()) return labels_.option(of.reading, member);
      return labels_.member(of.enumeration, member);
    }
    case Kind::Set: {
      const std::string enumeration = means().enumeration;
      std::vector<std::string> names;
      for (std::uint32_t i = 0; i < 64; ++i)
        if ((value.lo >> i & 1) != 0) names.push_back(labels_.member(enumeration, i));
      return names.empty() ? say("không có mục nào", "none") : speech().listed(names, "và", "and");
    }
    case Kind::Norm: break;
  }
  return {};
}

Term Reasons::term(const Scope& scope, decision::Reg reg, const Meaning& like) {
  const decision::Inst* const inst = replay_.inst(scope, reg);
  const runtime::Value& value = Replay::value(scope, reg);
  Term out;
  if (!runtime::is_exact(value) && value.state != runtime::State::Known)
    out.truth = truth_of(value);
  if (inst == nullptr) {
    if (reg.index != 0 && scope.caller != nullptr && scope.given.at(reg.index).exists())
      return term(*scope.caller, scope.given[reg.index], like);
    if (reg.index == 0) {
      out.name = say("ngày áp dụng luật", "law date");
      out.value = value_text(Kind::Date, value, scope, reg);
    } else {  // which element, or which time of a recurring duty
      const decision::Function& function = replay_.program().functions[scope.function];
      out.value = value_text(function.parameters[reg.index].kind, value, scope, {});
    }
    return out;
  }
  const decision::InstNode& node = inst->node;
  const Kind kind = inst->kind;
  if (const auto* is = std::get_if<decision::LoadInst>(&node))
    return loaded(scope, is->slot, is->index);
  if (std::holds_alternative<decision::CallInst>(node) && kind != Kind::Norm)
    return called_term(scope, reg, like);
  if (const auto* is = std::get_if<decision::LocalDayInst>(&node)) {
    out = term(scope, is->instant);
    if (!out.absent) out.value = value_text(kind, value, scope, reg);
    return out;
  }
  if (const auto* is = std::get_if<decision::DayStartInst>(&node)) {
    out = term(scope, is->date);
    if (!out.absent && out.truth == Truth::Holds)
      out.value = say("đầu ngày ", "the start of ") + out.value;
    return out;
  }
  if (const auto* is = std::get_if<decision::DayEndInst>(&node)) {
    out = term(scope, is->date);
    if (!out.absent && out.truth == Truth::Holds)
      out.value = say("hết ngày ", "the end of ") + out.value;
    return out;
  }
  if (const auto* is = std::get_if<decision::SelectInst>(&node)) {
    const runtime::Value& condition = Replay::value(scope, is->condition);
    Meaning means = meaning(scope, reg);
    if (means.empty()) means = like;
    if (condition.state == runtime::State::Known)
      out = term(scope, condition.lo != 0 ? is->then_value : is->else_value, means);
    else
      out.value = value_text(kind, value, scope, reg, means);
    for (Reason& reason : grounds(scope, is->condition)) out.because.push_back(std::move(reason));
    return out;
  }
  if (const auto* is = std::get_if<decision::QuantifyInst>(&node))
    return counted_list(scope, reg, *is);
  out.value = value_text(kind, value, scope, reg, like);
  if (std::holds_alternative<decision::ConstInst>(node)) {
    if (kind == Kind::Date && speech().vi()) out.value = "ngày " + out.value;
    return out;
  }
  if (std::holds_alternative<decision::AsOfInst>(node)) {
    out.name = say("thời điểm xét", "moment of assessment");
  } else if (std::holds_alternative<decision::AsOfDayInst>(node)) {
    out.name = say("ngày xét", "day of assessment");
  } else if (std::holds_alternative<decision::LawDayInst>(node)) {
    out.name = say("ngày áp dụng luật", "law date");
  } else if (const auto* reads = std::get_if<decision::ReadingInst>(&node)) {
    out.name = labels_.reading(replay_.program().readings[reads->reading].name);
  } else if (const auto* length = std::get_if<decision::ListLengthInst>(&node)) {
    const std::uint64_t owner = length->index.exists() ? Replay::value(scope, length->index).lo : 0;
    out.fact = replay_.pointer(length->list, owner);
    out.name = say("số mục của ", "number of elements of ") + labels_.fact(out.fact);
  } else if (const auto* choice = std::get_if<decision::ChooseInst>(&node)) {
    out.because = chosen(scope, *choice);
  } else {
    return computed(scope, reg, like);
  }
  return out;
}

// A fact of the case.
Term Reasons::loaded(const Scope& scope, decision::SlotId slot_id, decision::Reg index) {
  const decision::Slot& slot = replay_.program().slots[slot_id];
  const std::uint64_t element = index.exists() ? Replay::value(scope, index).lo : 0;
  Term out;
  out.fact = replay_.pointer(slot_id, element);
  out.name = labels_.fact(out.fact);
  const runtime::Value held = replay_.load(slot_id, element);
  if (slot.optional) {
    const runtime::Value present = replay_.present(slot_id, element);
    if (runtime::is_false(present)) {
      out.absent = true;
      out.value = say("chưa có", "none");
      return out;
    }
    if (runtime::is_unknown(present)) {
      out.truth = Truth::Unknown;
      out.value = say("chưa biết", "not known");
      return out;
    }
  }
  out.truth = runtime::is_unknown(held) ? Truth::Unknown : Truth::Holds;
  if (runtime::is_unknown(held)) {
    out.value = say("chưa biết", "not known");
  } else if (slot.kind == Kind::Enum || slot.kind == Kind::Set) {
    const std::string& enumeration = replay_.program().enums[slot.enumeration].name;
    if (slot.kind == Kind::Enum) {
      out.value = labels_.member(enumeration, static_cast<std::uint32_t>(held.lo));
    } else {
      std::vector<std::string> names;
      for (std::uint32_t i = 0; i < 64; ++i)
        if ((held.lo >> i & 1) != 0) names.push_back(labels_.member(enumeration, i));
      out.value =
          names.empty() ? say("không có mục nào", "none") : speech().listed(names, "và", "and");
    }
  } else {
    out.value = value_text(slot.kind, held, scope, {}, {.currency = slot.currency});
  }
  if (slot.judgment)
    out.value += say(" (do người có thẩm quyền đánh giá)", " (as determined by a person)");
  return out;
}

// What a rule gave, with what decided it.
Term Reasons::called_term(const Scope& scope, decision::Reg reg, const Meaning& like) {
  const decision::Inst* const inst = replay_.inst(scope, reg);
  const auto& call = std::get<decision::CallInst>(inst->node);
  const decision::Function& function = replay_.program().functions[call.function];
  const hir::Def* const def = labels_.find(function.symbol);
  const Scope& callee = replay_.call(scope, reg);
  const decision::Inst* const result = replay_.inst(callee, function.result);
  const bool chooses =
      result != nullptr && std::holds_alternative<decision::ChooseInst>(result->node);
  const bool named = def != nullptr && labels_.has_label(*def);
  Meaning means = meaning(scope, reg);
  if (means.empty()) means = like;
  if (!named && !chooses) return term(callee, function.result, means);
  Term out;
  const runtime::Value& value = Replay::value(scope, reg);
  if (value.state != runtime::State::Known) out.truth = truth_of(value);
  if (named) out.name = labels_.spoken(def->label);
  out.symbol = function.symbol;
  out.value = value_text(inst->kind, value, scope, reg, means);
  out.because = rule(callee);
  return out;
}

// A figure or a date worked out of others: the facts that went in stand below it.
Term Reasons::computed(const Scope& scope, decision::Reg reg, const Meaning& like) {
  const decision::Inst* const inst = replay_.inst(scope, reg);
  const runtime::Value& value = Replay::value(scope, reg);
  Term out;
  if (value.state != runtime::State::Known) out.truth = truth_of(value);
  out.value = value_text(inst->kind, value, scope, reg, like);
  std::vector<decision::Reg> operands;
  const decision::InstNode& node = inst->node;
  if (const auto* is = std::get_if<decision::DeadlineInst>(&node)) {
    if (value.state == runtime::State::Known)
      out.value = speech().moment(runtime::signed_of(value), zone(), Speech::Midnight::Ends);
    operands = {is->anchor, is->duration, is->extension};
  } else if (const auto* shifted = std::get_if<decision::ShiftDateInst>(&node)) {
    operands = {shifted->date, shifted->duration};
  } else if (const auto* sum = std::get_if<decision::ArithInst>(&node)) {
    operands = {sum->a, sum->b};
  } else if (const auto* negative = std::get_if<decision::NegInst>(&node)) {
    operands = {negative->a};
  } else if (const auto* widened = std::get_if<decision::ToDecimalInst>(&node)) {
    operands = {widened->a};
  } else if (const auto* rounded = std::get_if<decision::RoundInst>(&node)) {
    operands = {rounded->a};
  } else if (const auto* due = std::get_if<decision::NormDueInst>(&node)) {
    out.because.push_back(norm_is(scope, due->norm, value));
    if (value.state == runtime::State::Known)
      out.value = speech().moment(runtime::signed_of(value), zone(), Speech::Midnight::Ends);
  } else if (const auto* done = std::get_if<decision::NormDoneInst>(&node)) {
    out.because.push_back(norm_is(scope, done->norm, value));
  }
  for (const decision::Reg operand : operands) {
    if (!operand.exists()) continue;
    Term part = term(scope, operand);
    if (part.name.empty()) {
      for (Reason& reason : part.because) out.because.push_back(std::move(reason));
    } else {
      out.because.push_back(as_reason(std::move(part)));
    }
  }
  return out;
}

Term Reasons::counted_list(const Scope& scope, decision::Reg reg,
                           const decision::QuantifyInst& node) {
  Term out;
  const decision::Inst* const inst = replay_.inst(scope, reg);
  const runtime::Value& value = Replay::value(scope, reg);
  if (value.state != runtime::State::Known) out.truth = truth_of(value);
  const std::uint64_t owner =
      node.list_index.exists() ? Replay::value(scope, node.list_index).lo : 0;
  out.fact = replay_.pointer(node.list, owner);
  const std::string list = Speech::quoted(labels_.fact(out.fact));
  switch (node.quantifier) {
    case decision::Quantifier::Count:
      out.name = say("số mục được tính của ", "elements counted of ") + list;
      break;
    case decision::Quantifier::Sum: out.name = say("tổng trên ", "sum over ") + list; break;
    case decision::Quantifier::Min:
      out.name = say("giá trị nhỏ nhất trên ", "least over ") + list;
      break;
    case decision::Quantifier::Max:
      out.name = say("giá trị lớn nhất trên ", "greatest over ") + list;
      break;
    case decision::Quantifier::Some:
    case decision::Quantifier::All:
    case decision::Quantifier::AtLeast: break;
  }
  out.value = value_text(inst->kind, value, scope, reg);
  // Of moments the one that was chosen says more than how it was.
  const bool chooses =
      node.quantifier == decision::Quantifier::Min || node.quantifier == decision::Quantifier::Max;
  const bool moment = inst->kind == Kind::Date || inst->kind == Kind::Instant;
  if (!chooses || !moment || value.state != runtime::State::Known) return out;
  for (const std::uint64_t index : replay_.elements(node.list, owner)) {
    if (node.predicate.exists()) {
      const Scope& where = replay_.body(scope, node, node.predicate, index);
      const decision::Reg counts = replay_.program().functions[node.predicate].result;
      if (!runtime::is_true(Replay::value(where, counts))) continue;
    }
    const Scope& body = replay_.body(scope, node, node.value, index);
    const decision::Reg result = replay_.program().functions[node.value].result;
    const runtime::Value& own = Replay::value(body, result);
    if (own.state == runtime::State::Known && own.lo == value.lo) return term(body, result);
  }
  out.name = labels_.fact(out.fact);
  out.value = say("không có mục nào được tính", "none that counts");
  out.absent = true;
  return out;
}

}  // namespace phep::explain
