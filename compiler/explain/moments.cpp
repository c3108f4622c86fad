#include "compiler/explain/moments.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/deadline.h"
#include "compiler/runtime/sections.h"

#include <vector>

namespace phep::explain {
namespace {

using decision::Kind;
using decision::Unit;

std::optional<std::int64_t> known(const runtime::Value& value) {
  if (value.state != runtime::State::Known) return std::nullopt;
  return runtime::signed_of(value);
}

// An optional's value, where it is known to be there.
std::optional<std::int64_t> known(const Scope& scope, decision::Reg present, decision::Reg value) {
  if (!value.exists()) return std::nullopt;
  if (present.exists() && !runtime::is_true(Replay::value(scope, present))) return std::nullopt;
  return known(Replay::value(scope, value));
}

struct Found {
  const Scope* scope;
  const decision::DeadlineInst* node;
};

std::optional<Found> deadline_behind(Replay& replay, const Scope& scope, decision::Reg reg);

// The node of a rule that gave its value, and on from there.
std::optional<Found> behind_choice(Replay& replay, const Scope& scope,
                                   const decision::ChooseInst& node) {
  const auto value = known(Replay::value(scope, replay.program().functions[scope.function].result));
  const auto gives = [&](decision::Reg reg) {
    return reg.exists() && value && known(Replay::value(scope, reg)) == value;
  };
  for (const decision::ChooseNode& one : node.nodes)
    if (gives(one.conclusion) && runtime::is_true(Replay::value(scope, one.guard)))
      return deadline_behind(replay, scope, one.conclusion);
  if (gives(node.fallback)) return deadline_behind(replay, scope, node.fallback);
  return std::nullopt;
}

// The counting that gave an instant: through choices and calls, as far as they are decided.
std::optional<Found> deadline_behind(Replay& replay, const Scope& scope, decision::Reg reg) {
  const decision::Inst* const inst = replay.inst(scope, reg);
  if (inst == nullptr) {
    if (scope.caller == nullptr || !scope.given.at(reg.index).exists()) return std::nullopt;
    return deadline_behind(replay, *scope.caller, scope.given[reg.index]);
  }
  if (const auto* deadline = std::get_if<decision::DeadlineInst>(&inst->node))
    return Found{&scope, deadline};
  if (const auto* choice = std::get_if<decision::SelectInst>(&inst->node)) {
    const auto condition = known(Replay::value(scope, choice->condition));
    if (!condition) return std::nullopt;
    return deadline_behind(replay, scope,
                           *condition != 0 ? choice->then_value : choice->else_value);
  }
  if (const auto* call = std::get_if<decision::CallInst>(&inst->node)) {
    if (inst->kind == Kind::Norm) return std::nullopt;
    const decision::Reg result = replay.program().functions[call->function].result;
    return deadline_behind(replay, replay.call(scope, reg), result);
  }
  if (const auto* choose = std::get_if<decision::ChooseInst>(&inst->node))
    return behind_choice(replay, scope, *choose);
  return std::nullopt;
}

// The end of a period of a recurring duty is counted from the first day of all of them.
void of_periods(const Replay& replay, const Scope& scope, decision::Reg anchor, CountedTerm& out) {
  const decision::Inst* const inst = replay.inst(scope, anchor);
  if (inst == nullptr) return;
  const auto* periods = std::get_if<decision::ShiftDateInst>(&inst->node);
  if (periods == nullptr || !periods->times.exists()) return;
  const runtime::Value& period = Replay::value(scope, periods->duration);
  const auto length = known(period);
  const auto first = known(Replay::value(scope, periods->date));
  if (!length || !first) return;
  out.count = *length;
  out.unit = static_cast<Unit>(period.hi);
  out.from = *first;
}

std::optional<CountedTerm> count(Replay& replay, const Found& found) {
  const auto [scope, node] = found;
  const runtime::Header* const image = replay.image();
  const auto& calendar =
      runtime::items<runtime::Calendar>(image, image->calendars)[node->calendar.index];
  const runtime::Value& length = Replay::value(*scope, node->duration);
  const auto anchor = known(Replay::value(*scope, node->anchor));
  if (!anchor || !known(length)) return std::nullopt;
  runtime::DeadlineQuery query{};
  query.anchor = *anchor;
  query.anchor_kind = node->anchor_kind;
  query.calendar = node->calendar.index;
  query.flags = (node->backward ? std::uint32_t{runtime::kBackward} : 0U) |
                (node->no_roll ? std::uint32_t{runtime::kNoRoll} : 0U) | node->ways;
  query.term = {*known(length), static_cast<Unit>(length.hi)};
  if (node->extension.exists()) {
    const runtime::Value& extra = Replay::value(*scope, node->extension);
    if (!known(extra)) return std::nullopt;
    query.extended = *known(extra) != 0;
    query.extension = {*known(extra), static_cast<Unit>(extra.hi)};
  }
  std::vector<runtime::Term> more;
  for (const decision::Reg reg : node->more) {
    const runtime::Value& extra = Replay::value(*scope, reg);
    if (!known(extra)) return std::nullopt;
    more.push_back({*known(extra), static_cast<Unit>(extra.hi)});
  }
  query.more = more.data();
  query.more_count = static_cast<std::uint32_t>(more.size());
  const runtime::Deadline counted = runtime::count_deadline(image, query, replay.world());
  if (counted.status == runtime::DeadlineStatus::DateOutOfRange) return std::nullopt;
  CountedTerm out;
  out.count = query.term.count;
  out.unit = query.term.unit;
  out.backward = node->backward;
  out.calendar = replay.program().calendars[node->calendar].name;
  out.from = node->anchor_kind == Kind::Date ? *anchor : runtime::local_day(*anchor, calendar.zone);
  // What is counted in days ends at 24:00 of its last day.
  const std::int64_t back = out.unit == Unit::Hours ? 0 : 1;
  out.end = runtime::local_day(counted.unrolled - back, calendar.zone);
  out.due = runtime::local_day(counted.due - back, calendar.zone);
  out.exhausted = counted.status == runtime::DeadlineStatus::Exhausted;
  out.pending = counted.met != 0;
  of_periods(replay, *found.scope, node->anchor, out);
  return out;
}

}  // namespace

Moments moments_of(Replay& replay, const NormPlace& place) {
  replay.forget();
  const decision::NormSpec& spec = replay.program().norms[place.output->norm];
  const Scope& scope = open_norm(replay, place);
  Moments out;
  out.symbol = spec.symbol;
  out.zone_minutes = spec.zone_minutes;
  out.law_day = law_day(replay, scope, spec);
  out.trigger = trigger_moment(scope, spec);
  out.due = known(scope, spec.due_present, spec.due);
  out.kept = spec.kept;
  if (spec.due.exists())
    if (const auto found = deadline_behind(replay, scope, spec.due))
      out.counted = count(replay, *found);
  replay.forget();
  return out;
}

}  // namespace phep::explain
