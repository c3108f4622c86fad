// Conditions: what decides a boolean register.
#include "compiler/base/check.h"
#include "compiler/decision/comparison.h"
#include "compiler/explain/reason.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

namespace phep::explain {
namespace {

using decision::Compare;
using decision::Kind;
using decision::mirrored;
using decision::negated;

bool is_time(Kind kind) {
  return kind == Kind::Date || kind == Kind::Instant;
}

// ", trước X": how a value stands to another; what equals it needs no words.
std::string relation(const Speech& speech, Compare op, Kind kind, const std::string& other) {
  const bool time = is_time(kind);
  switch (op) {
    case Compare::Eq: return {};
    case Compare::Ne: return speech.say(", không phải ", ", not ") + other;
    case Compare::Lt:
      return speech.say(time ? ", trước " : ", dưới ", time ? ", before " : ", below ") + other;
    case Compare::Le:
      return speech.say(time ? ", không muộn hơn " : ", không quá ",
                        time ? ", not later than " : ", at most ") +
             other;
    case Compare::Gt:
      return speech.say(time ? ", sau " : ", trên ", time ? ", after " : ", more than ") + other;
    case Compare::Ge:
      if (speech.vi()) return ", từ " + other + (time ? " trở đi" : " trở lên");
      return time ? ", not before " + other : ", " + other + " or more";
  }
  PHEP_UNREACHABLE();
}

void append(std::vector<Reason>& to, std::vector<Reason> more) {
  for (Reason& reason : more) {
    // The same fact said twice is said once.
    const bool said = std::ranges::any_of(to, [&](const Reason& other) {
      return other.text == reason.text && other.kind == reason.kind;
    });
    if (!said) to.push_back(std::move(reason));
  }
}

}  // namespace

Truth Reasons::truth_of(const runtime::Value& value) {
  if (runtime::is_unknown(value)) return Truth::Unknown;
  if (runtime::is_error(value)) return Truth::Error;
  return runtime::is_true(value) ? Truth::Holds : Truth::Fails;
}

std::vector<Reason> Reasons::grounds(const Scope& scope, decision::Reg reg) {
  const decision::Inst* const inst = replay_.inst(scope, reg);
  const runtime::Value& value = Replay::value(scope, reg);
  if (inst == nullptr) {  // a parameter: what the caller gave
    if (scope.caller != nullptr && scope.given.at(reg.index).exists())
      return grounds(*scope.caller, scope.given[reg.index]);
    return {};
  }
  const decision::InstNode& node = inst->node;
  if (std::holds_alternative<decision::ConstInst>(node)) return {};
  if (std::holds_alternative<decision::AndInst>(node)) return joined(scope, reg, true);
  if (std::holds_alternative<decision::OrInst>(node)) return joined(scope, reg, false);
  if (const auto* is = std::get_if<decision::NotInst>(&node)) return denied(scope, is->a);
  if (const auto* is = std::get_if<decision::MarkInst>(&node)) return grounds(scope, is->a);
  if (const auto* is = std::get_if<decision::CompareInst>(&node)) {
    const bool itself = is->a == is->b;  // asks only whether it is an error
    if (itself || (only_counts(scope, is->a) && only_counts(scope, is->b))) return {};
    // A draft's planned day, where nobody supposes it, is the last of all days.
    const runtime::Value& day = Replay::value(scope, is->b);
    if (is->of == Kind::Date && day.state == runtime::State::Known &&
        runtime::signed_of(day) == runtime::kLastDate && !only_counts(scope, is->b))
      return term(scope, is->b).because;
    return {compared(scope, *is, value)};
  }
  if (const auto* is = std::get_if<decision::SetHasInst>(&node)) return {has(scope, *is, value)};
  if (const auto* is = std::get_if<decision::InForceInst>(&node))
    return {in_force(scope, *is, value)};
  if (const auto* is = std::get_if<decision::QuantifyInst>(&node))
    return {quantified(scope, *is, value)};
  if (const auto* is = std::get_if<decision::NormIsInst>(&node))
    return {norm_is(scope, is->norm, value)};
  if (const auto* is = std::get_if<decision::NormHasDueInst>(&node))
    return {norm_is(scope, is->norm, value)};
  if (const auto* is = std::get_if<decision::NormHasDoneInst>(&node))
    return {norm_is(scope, is->norm, value)};
  if (const auto* is = std::get_if<decision::PresentInst>(&node)) {
    Term fact = loaded(scope, is->slot, is->index);
    fact.truth = truth_of(value);
    if (fact.truth == Truth::Unknown)
      fact.value = say("chưa biết có hay không", "not known whether any");
    Reason reason = as_reason(std::move(fact));
    reason.truth = truth_of(value);
    return {std::move(reason)};
  }
  if (const auto* is = std::get_if<decision::SelectInst>(&node)) {
    std::vector<Reason> out = grounds(scope, is->condition);
    const runtime::Value& condition = Replay::value(scope, is->condition);
    if (condition.state == runtime::State::Known)
      append(out, grounds(scope, condition.lo != 0 ? is->then_value : is->else_value));
    return out;
  }
  if (std::holds_alternative<decision::CallInst>(node)) return called(scope, reg);
  if (const auto* is = std::get_if<decision::ChooseInst>(&node)) return chosen(scope, *is);
  Reason reason = as_reason(term(scope, reg));
  reason.truth = truth_of(value);
  return {std::move(reason)};
}

// What another text did to the force of something: from when to when. It holds where its own days
// and those of the instrument that does it meet; what is known to hold besides adds nothing.
std::optional<decision::InForceInst> Reasons::change_of(const Scope& scope, decision::Reg reg) {
  const decision::Inst* const inst = replay_.inst(scope, reg);
  if (inst == nullptr) return std::nullopt;
  if (const auto* is = std::get_if<decision::InForceInst>(&inst->node)) return *is;
  const auto* both = std::get_if<decision::AndInst>(&inst->node);
  if (both == nullptr) return std::nullopt;
  auto left = change_of(scope, both->a);
  auto right = change_of(scope, both->b);
  if (!left || !right) {
    const bool holds = runtime::is_true(Replay::value(scope, left ? both->b : both->a));
    return holds ? (left ? left : right) : std::nullopt;
  }
  decision::InForceInst out{left->date, {}};
  for (const auto& [from, until] : left->intervals)
    for (const auto& [other_from, other_until] : right->intervals)
      if (std::max(from, other_from) < std::min(until, other_until))
        out.intervals.push_back({std::max(from, other_from), std::min(until, other_until)});
  return out;
}

// `not x` goes by what x goes by. Only what another text did to the force of something is put the
// other way round: that a repeal has begun to hold says that the thing is no longer law.
std::vector<Reason> Reasons::denied(const Scope& scope, decision::Reg reg) {
  const auto change = change_of(scope, reg);
  if (!change || change->intervals.empty()) return grounds(scope, reg);
  const runtime::Value& value = Replay::value(scope, reg);
  Reason out{.kind = "force", .truth = truth_of(value), .text = {}};
  const std::string when = intervals_text(scope, *change, out.truth == Truth::Holds);
  switch (out.truth) {
    case Truth::Holds:
      out.truth = Truth::Fails;
      out.text = say("văn bản khác làm hết hiệu lực hoặc ngưng áp dụng ",
                     "taken out of force by another text ") +
                 when;
      break;
    case Truth::Fails:
      out.truth = Truth::Holds;
      out.text = say("văn bản khác chỉ làm hết hiệu lực hoặc ngưng áp dụng ",
                     "taken out of force by another text only ") +
                 when;
      break;
    case Truth::Unknown:
    case Truth::Error: return {in_force(scope, *change, value)};
  }
  const runtime::Value& date = Replay::value(scope, change->date);
  if (date.state == runtime::State::Known)
    out.text += say("; ngày áp dụng luật là ", "; the law date is ") +
                speech().date(runtime::signed_of(date));
  return {out};
}

// A number of ours or of the source: the how-manieth a thing is, or a constant. That one of them is
// above the other is no reason that anybody asks for.
bool Reasons::only_counts(const Scope& scope, decision::Reg reg) const {
  const decision::Inst* const inst = replay_.inst(scope, reg);
  if (inst != nullptr) return std::holds_alternative<decision::ConstInst>(inst->node);
  if (scope.caller == nullptr) return reg.index != 0;
  return scope.given.at(reg.index).exists() && only_counts(*scope.caller, scope.given[reg.index]);
}

// `and`: false by its false operands, true by all, unknown by the unknown ones. `or` is its mirror.
std::vector<Reason> Reasons::joined(const Scope& scope, decision::Reg reg, bool conjunction) {
  std::vector<decision::Reg> operands;
  std::vector<decision::Reg> open = {reg};
  while (!open.empty()) {  // `a and b and c` is one thought
    const decision::Reg at = open.back();
    open.pop_back();
    const decision::Inst* const inst = replay_.inst(scope, at);
    if (conjunction && inst != nullptr)
      if (const auto* both = std::get_if<decision::AndInst>(&inst->node)) {
        open.insert(open.end(), {both->b, both->a});
        continue;
      }
    if (!conjunction && inst != nullptr)
      if (const auto* either = std::get_if<decision::OrInst>(&inst->node)) {
        open.insert(open.end(), {either->b, either->a});
        continue;
      }
    operands.push_back(at);
  }
  const Truth outcome = truth_of(Replay::value(scope, reg));
  const bool all = outcome == (conjunction ? Truth::Holds : Truth::Fails);
  std::vector<Reason> out;
  for (const decision::Reg operand : operands)
    if (all || truth_of(Replay::value(scope, operand)) == outcome)
      append(out, grounds(scope, operand));
  return out;
}

Reason Reasons::compared(const Scope& scope, const decision::CompareInst& node,
                         const runtime::Value& value) {
  decision::Reg left = node.a;
  decision::Reg right = node.b;
  Compare op = node.op;
  const auto is_constant = [&](decision::Reg reg) {
    const decision::Inst* const inst = replay_.inst(scope, reg);
    return inst != nullptr && std::holds_alternative<decision::ConstInst>(inst->node);
  };
  if (is_constant(left) && !is_constant(right)) {
    std::swap(left, right);
    op = mirrored(op);
  }
  Meaning means = meaning(scope, left);
  if (means.empty()) means = meaning(scope, right);
  Term first = term(scope, left, means);
  Reason out{.kind = "fact", .truth = truth_of(value), .text = said(first)};
  if (!means.reading.empty()) out.kind = "reading";
  out.fact = first.fact;
  out.symbol = first.symbol;
  out.because = std::move(first.because);
  if (first.absent || labels_.is_draft(means.reading)) return out;
  Term second = is_constant(right) ? Term{} : term(scope, right, means);
  std::string other = is_constant(right)
                          ? value_text(node.of, Replay::value(scope, right), scope, right, means)
                          : said(second);
  if (is_constant(right) && node.of == Kind::Date && speech().vi()) other = "ngày " + other;
  append(out.because, std::move(second.because));
  const Truth truth = out.truth;
  if (truth == Truth::Holds) out.text += relation(speech(), op, node.of, other);
  if (truth == Truth::Fails) out.text += relation(speech(), negated(op), node.of, other);
  if (truth == Truth::Unknown) out.text += say("; cần so với ", "; to be compared with ") + other;
  return out;
}

std::string Reasons::members_text(std::string_view enumeration, std::uint64_t bits) const {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < 64; ++i)
    if ((bits >> i & 1) != 0) names.push_back(labels_.member(enumeration, i));
  return speech().listed(names, "hoặc", "or");
}

// `x in {a, b}` of a chosen member, or `m in practices` of a set that the facts hold.
Reason Reasons::has(const Scope& scope, const decision::SetHasInst& node,
                    const runtime::Value& value) {
  const decision::Inst* const member = replay_.inst(scope, node.member);
  const bool fixed_member =
      member != nullptr && std::holds_alternative<decision::ConstInst>(member->node);
  Reason out{.kind = "fact", .truth = truth_of(value), .text = {}};
  if (fixed_member) {
    Term set = term(scope, node.set);
    const std::string enumeration = meaning(scope, node.set).enumeration;
    const auto index = static_cast<std::uint32_t>(Replay::value(scope, node.member).lo);
    const std::string name = Speech::quoted(labels_.member(enumeration, index));
    out.text = set.name.empty() ? set.value : Speech::quoted(set.name) + ": ";
    if (out.truth == Truth::Unknown)
      out.text += say("chưa biết có ", "not known whether it has ") + name + say(" hay không", "");
    else
      out.text +=
          (out.truth == Truth::Holds ? say("có ", "has ") : say("không có ", "lacks ")) + name;
    out.fact = set.fact;
    out.symbol = set.symbol;
    out.because = std::move(set.because);
    return out;
  }
  Term chosen = term(scope, node.member);
  out.text = said(chosen);
  out.fact = chosen.fact;
  out.symbol = chosen.symbol;
  out.because = std::move(chosen.because);
  const runtime::Value& set = Replay::value(scope, node.set);
  if (set.state == runtime::State::Known && !chosen.absent) {
    const std::string members = members_text(meaning(scope, node.member).enumeration, set.lo);
    if (out.truth == Truth::Fails) out.text += say(", không phải ", ", not ") + members;
    if (out.truth == Truth::Unknown) out.text += say("; cần là ", "; needs to be ") + members;
  }
  return out;
}

// The intervals in words: all of them, or those that hold the law date.
std::string Reasons::intervals_text(const Scope& scope, const decision::InForceInst& node,
                                    bool holding) {
  const runtime::Value& date = Replay::value(scope, node.date);
  std::vector<std::string> spans;
  for (const auto& [from, until] : node.intervals) {
    const bool inside = date.state == runtime::State::Known && runtime::signed_of(date) >= from &&
                        runtime::signed_of(date) < until;
    if (holding && !inside) continue;
    std::string span;
    if (from != INT32_MIN) span += say("từ ngày ", "from ") + speech().date(from);
    if (until != INT32_MAX)
      span += (span.empty() ? "" : " ") + say("đến hết ngày ", "through ") +
              speech().date(std::int64_t{until} - 1);
    spans.push_back(span.empty() ? say("không giới hạn thời gian", "without limit of time") : span);
  }
  return speech().listed(spans, "và", "and");
}

Reason Reasons::in_force(const Scope& scope, const decision::InForceInst& node,
                         const runtime::Value& value) {
  Reason out{.kind = "force", .truth = truth_of(value), .text = {}};
  const runtime::Value& date = Replay::value(scope, node.date);
  const std::string when = intervals_text(scope, node, out.truth == Truth::Holds);
  if (out.truth == Truth::Holds) {
    out.text = say("có hiệu lực ", "in force ") + when;
  } else {
    out.text = say("chỉ có hiệu lực ", "in force only ") + when;
    if (date.state == runtime::State::Known)
      out.text += say("; ngày áp dụng luật là ", "; the law date is ") +
                  speech().date(runtime::signed_of(date));
  }
  return out;
}

Reason Reasons::norm_is(const Scope& scope, decision::Reg norm, const runtime::Value& value) {
  Reason out{.kind = "norm", .truth = truth_of(value), .text = {}};
  const decision::Inst* const inst = replay_.inst(scope, norm);
  const auto* call = inst == nullptr ? nullptr : std::get_if<decision::CallInst>(&inst->node);
  std::string symbol;
  if (call != nullptr) symbol = replay_.program().functions[call->function].symbol;
  const hir::Def* const def = labels_.find(symbol);
  out.symbol = symbol;
  out.text = Speech::quoted(def == nullptr ? symbol : labels_.label(*def)) + ": ";
  if (def != nullptr)
    if (const auto* declared = std::get_if<hir::Norm>(&def->node))
      out.cites = labels_.cites(declared->authority.cites);
  const runtime::Value& held = Replay::value(scope, norm);
  if (held.state != runtime::State::Known || replay_.failed()) {
    out.text += say("chưa xác định", "not determined");
    return out;
  }
  const runtime::Value& status = runtime::norm_of(held).status;
  out.text += status.state == runtime::State::Known
                  ? status_words(status_name(status.lo), speech().language())
                  : say("chưa xác định", "not determined");
  return out;
}

// Which elements of the list decide.
Reason Reasons::quantified(const Scope& scope, const decision::QuantifyInst& node,
                           const runtime::Value& value) {
  const std::uint64_t owner =
      node.list_index.exists() ? Replay::value(scope, node.list_index).lo : 0;
  const std::string list = labels_.fact(replay_.pointer(node.list, owner));
  Reason out{.kind = "element", .truth = truth_of(value), .text = {}};
  out.fact = replay_.pointer(node.list, owner);
  if (!replay_.knows(node.list, owner)) {
    out.text = Speech::quoted(list) + ": " + say("chưa biết", "not known");
    return out;
  }
  constexpr std::size_t kShown = 5;
  std::size_t all = 0;
  std::size_t holding = 0;
  const bool wants_counterexample =
      node.quantifier == decision::Quantifier::All && out.truth == Truth::Fails;
  for (const std::uint64_t index : replay_.elements(node.list, owner)) {
    ++all;
    std::vector<Reason> why;
    bool counts = true;
    bool unknown = false;
    if (node.predicate.exists()) {
      const Scope& where = replay_.body(scope, node, node.predicate, index);
      const decision::Reg result = replay_.program().functions[node.predicate].result;
      counts = runtime::is_true(Replay::value(where, result));
      unknown = runtime::is_unknown(Replay::value(where, result));
      why = grounds(where, result);
    }
    if (counts) ++holding;
    const bool shown = counts || (unknown && out.truth == Truth::Unknown);
    if (!shown || out.because.size() >= kShown) continue;
    out.because.push_back(
        {.kind = "element",
         .truth = counts ? Truth::Holds : Truth::Unknown,
         .text = fmt::format("{} {}", say("mục thứ", "no."), (index & 0xFFFF) + 1),
         .because = std::move(why)});
  }
  const std::string of = fmt::format("{}/{}", holding, all);
  out.text =
      Speech::quoted(list) + ": " +
      (wants_counterexample
           ? say(of + " mục không thỏa điều kiện", of + " elements do not meet the condition")
           : say(of + " mục thỏa điều kiện", of + " elements meet the condition"));
  if (node.quantifier == decision::Quantifier::AtLeast)
    out.text +=
        fmt::format("{}{}", say(", cần ít nhất ", ", at least "), node.n) + say("", " are needed");
  return out;
}

// A rule that has a name is named; one that only shortens a condition is seen through.
std::vector<Reason> Reasons::called(const Scope& scope, decision::Reg reg) {
  const auto& call = std::get<decision::CallInst>(replay_.inst(scope, reg)->node);
  const hir::Def* const def = labels_.find(replay_.program().functions[call.function].symbol);
  const Scope& callee = replay_.call(scope, reg);
  std::vector<Reason> why = rule(callee);
  const runtime::Value& value = Replay::value(scope, reg);
  if (def == nullptr || !labels_.has_label(*def)) return why;
  Reason out{.kind = "rule", .truth = truth_of(value), .text = {}};
  out.text = Speech::quoted(labels_.spoken(def->label)) + ": ";
  out.text += out.truth == Truth::Holds   ? say("có", "yes")
              : out.truth == Truth::Fails ? say("không", "no")
                                          : say("chưa biết", "not known");
  if (const auto* declared = std::get_if<hir::Rule>(&def->node))
    out.cites = labels_.cites(declared->authority.cites);
  out.because = std::move(why);
  out.symbol = def->qualified;
  return {std::move(out)};
}

}  // namespace phep::explain
