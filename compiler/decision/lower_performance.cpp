// How a norm is performed and by whom: acts, evidence, excuses, who is bound, and what a breach of
// it gives rise to.
#include "compiler/base/check.h"
#include "compiler/decision/lowering.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <tuple>

namespace phep::decision {
namespace {

constexpr std::uint32_t kBreach = 1U << PHEP_LATE | 1U << PHEP_VIOLATED;
constexpr std::size_t kMaxBearers = 63;   // the answer names those bound in a mask
constexpr std::size_t kMaxEvidence = 62;  // and so it does the evidence

}  // namespace

// ---- performance --------------------------------------------------------------------------------

void Lowering::norm_outcome(Frame& frame, const hir::Def& declared, NormSpec& spec) {
  const auto& norm = std::get<hir::Norm>(declared.node);
  if (norm.outcome != hir::OutcomeKind::None) {
    const Value outcome = value(frame, norm.outcome_value);
    spec.done = outcome.value;
    spec.done_present = outcome.present;
    spec.done_kind = frame.builder.kind(outcome.value);
  }
  if (norm.evidence.size() > kMaxEvidence)
    refuse(diag::TooManyEvidence, declared.name_span, spec.name,
           static_cast<std::int64_t>(kMaxEvidence));
  norm_evidence(frame, norm, spec);
  if (norm.available.exists()) spec.available = plain(frame, norm.available);
  if (norm.silence != hir::Silence::Nothing) {
    spec.silence = static_cast<std::uint32_t>(norm.silence);
    spec.silence_counts = lawful(frame, norm.silence_authority);
  }
  if (norm.excused.exists()) spec.excused = guard(frame, norm.excuse_authority, norm.excused, {});
}

Reg Lowering::begins_by_as_of(Frame& frame, Reg moment) {
  FunctionBuilder& b = frame.builder;
  if (b.kind(moment) == Kind::Date)
    moment = b.emit(DayStartInst{moment, frame.zone_minutes}, Kind::Instant);
  const Reg now = b.emit(AsOfInst{}, Kind::Instant);
  return b.emit(CompareInst{Compare::Le, moment, now, Kind::Instant}, Kind::Bool);
}

// Evidence is one more way to have done it, at the moment that it has; the earliest counts.
void Lowering::norm_evidence(Frame& frame, const hir::Norm& norm, NormSpec& spec) {
  FunctionBuilder& b = frame.builder;
  for (const std::size_t i : by_label(norm.evidence, [&](Name name) { return text(name); })) {
    const hir::Evidence& row = norm.evidence[i];
    const Value found = value(frame, row.value);
    const bool moment = b.kind(found.value) != Kind::Bool;
    const Reg there =
        moment ? both(frame, found.present, begins_by_as_of(frame, found.value)) : found.value;
    const Reg counts = guard(frame, row.authority, row.when, there);
    spec.evidence.push_back({.guard = counts,
                             .bit = bit(spec.symbol + ".met." + text(row.label)),
                             .name = text(row.label)});
    if (norm.outcome == hir::OutcomeKind::Met)
      spec.done = b.emit(OrInst{spec.done, counts}, Kind::Bool);
    else
      performed_at(frame, found, counts, spec);
  }
}

void Lowering::performed_at(Frame& frame, const Value& moment, Reg counts, NormSpec& spec) {
  FunctionBuilder& b = frame.builder;
  if (!spec.done.exists()) {
    spec.done = moment.value;
    spec.done_present = counts;
    spec.done_kind = b.kind(moment.value);
    return;
  }
  Reg other = moment.value;
  // A day and a moment meet as moments: the day's 24:00.
  const auto as_instant = [&](Reg at) {
    return b.kind(at) == Kind::Date ? b.emit(DayEndInst{at, frame.zone_minutes}, Kind::Instant)
                                    : at;
  };
  if (b.kind(other) != spec.done_kind) {
    other = as_instant(other);
    spec.done = as_instant(spec.done);
    spec.done_kind = Kind::Instant;
  }
  Reg first = b.emit(CompareInst{Compare::Lt, other, spec.done, spec.done_kind}, Kind::Bool);
  if (spec.done_present.exists()) {
    first = b.emit(OrInst{b.emit(NotInst{spec.done_present}, Kind::Bool), first}, Kind::Bool);
    spec.done_present = b.emit(OrInst{spec.done_present, counts}, Kind::Bool);
  }
  const Reg chosen = b.emit(AndInst{counts, first}, Kind::Bool);
  spec.done = b.emit(SelectInst{chosen, other, spec.done}, spec.done_kind);
}

// What was done late is not violated, so an excuse for it takes nothing from a sanction on that.
Reg Lowering::not_excused(Frame& frame, const NormSpec& spec) {
  if (!spec.excused.exists() || !spec.done.exists() || spec.done_kind == Kind::Bool) return {};
  FunctionBuilder& b = frame.builder;
  const Reg done = both(frame, spec.done_present, begins_by_as_of(frame, spec.done));
  return b.emit(NotInst{both(frame, spec.excused, done)}, Kind::Bool);
}

// ---- who is bound -------------------------------------------------------------------------------

// By what they say: the order of writing must not show.
std::vector<const hir::FallbackBearer*> Lowering::fallbacks_in_order(const hir::Module& module,
                                                                     const hir::Norm& norm) const {
  std::vector<const hir::FallbackBearer*> out;
  for (const hir::FallbackBearer& fallback : norm.fallback_bearers) out.push_back(&fallback);
  std::ranges::stable_sort(out, {}, [&](const hir::FallbackBearer* fallback) {
    std::vector<std::string> parties, cites;
    for (const hir::DefId party : fallback->parties) parties.push_back(def(party).qualified);
    for (const hir::Cite& cite : fallback->authority.cites)
      cites.push_back(to_source(cite.written, names_));
    std::ranges::sort(parties);
    return std::tuple(std::move(parties), std::move(cites), shown(module, fallback->when));
  });
  return out;
}

// Every way in which a party may be bound is a bit of one number: an answer names those that hold.
// Where roles decide, the norm binds when one does. Where no fact decides there is no number: all
// that are written are bound.
void Lowering::norm_bearers(Frame& frame, const hir::Def& declared, NormSpec& spec) {
  const auto& norm = std::get<hir::Norm>(declared.node);
  const auto by_role = [](const hir::BearerWay& way) { return way.holds.exists(); };
  bool roles = std::ranges::any_of(norm.ways, by_role);
  for (const hir::FallbackBearer& fallback : norm.fallback_bearers)
    roles |= std::ranges::any_of(fallback.ways, by_role);
  const auto at_most = [&](std::size_t count) {
    if (count > kMaxBearers)
      refuse(diag::TooManyBearers, declared.name_span, spec.name,
             static_cast<std::int64_t>(kMaxBearers));
  };
  if (norm.fallback_bearers.empty() && !roles) {
    at_most(norm.bearers.size());
    for (const hir::DefId bearer : norm.bearers)
      spec.possible_bearers.push_back({text(def(bearer).name), {}});
    std::ranges::sort(spec.possible_bearers, {}, &NormBearer::party);
    return;
  }

  FunctionBuilder& b = frame.builder;
  struct Way {
    NormBearer row;
    const hir::BearerWay* written;
    Reg holds;  // at first: of the fallback that it is a way of
  };
  std::vector<Way> ways;
  const auto add = [&](const hir::BearerWay& way, Reg also, const std::vector<hir::Cite>& cites) {
    NormBearer row{text(def(way.party).name), {}};
    for (const auto* list : {&way.cites, &cites})
      for (const hir::Cite& cite : *list) row.cites.push_back(to_source(cite.written, names_));
    ways.push_back({std::move(row), &way, also});
  };
  Reg instead;  // some fallback is bound
  for (const hir::FallbackBearer* fallback : fallbacks_in_order(*frame.module, norm)) {
    const Reg holds = guard(frame, fallback->authority, fallback->when, {});
    instead = instead.exists() ? b.emit(OrInst{instead, holds}, Kind::Bool) : holds;
    for (const hir::BearerWay& way : fallback->ways) add(way, holds, fallback->authority.cites);
  }
  const Reg usual = instead.exists() ? b.emit(NotInst{instead}, Kind::Bool) : Reg{};
  for (const hir::BearerWay& way : norm.ways) add(way, usual, {});
  at_most(ways.size());
  std::ranges::stable_sort(ways, {}, [&](const Way& way) {
    return std::tuple(way.row.party, way.row.cites, shown(*frame.module, way.written->holds));
  });
  for (Way& way : ways) {
    const hir::ExprId holds = way.written->holds;
    way.holds = both(frame, way.holds, holds.exists() ? plain(frame, holds) : Reg{});
    if (!way.holds.exists()) way.holds = b.constant(Kind::Bool, 1);
  }
  const Reg none = b.constant(Kind::Int, 0);
  Reg mask = none;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const Reg one = b.constant(Kind::Int, std::uint64_t{1} << (i % 63));
    const Reg own = b.emit(SelectInst{ways[i].holds, one, none}, Kind::Int);
    mask = i == 0
               ? own
               : b.emit(ArithInst{runtime::Arith::Add, mask, own, Kind::Int, Kind::Int}, Kind::Int);
    spec.possible_bearers.push_back(std::move(ways[i].row));
  }
  spec.bearers = mask;
  if (!roles) return;
  Reg any;
  for (const Way& way : ways)
    any = any.exists() ? b.emit(OrInst{any, way.holds}, Kind::Bool) : way.holds;
  spec.applies = both(frame, spec.applies, any);
}

// ---- breach -------------------------------------------------------------------------------------

// When a norm was breached: its deadline passed, or what is forbidden was done. Null where it was
// not.
Value Lowering::breach_moment(Frame& frame, const hir::NormGet& node) {
  FunctionBuilder& b = frame.builder;
  const Reg norm = plain(frame, node.norm);
  const hir::Expr* asked = &frame.module->exprs[node.norm];
  while (const auto* ref = std::get_if<hir::LocalRef>(&asked->node))
    asked = &frame.module->exprs[frame.module->locals[ref->local].value];
  const auto* call = std::get_if<hir::CallNorm>(&asked->node);
  PHEP_CHECK(call != nullptr, "a norm's result that is no call of it");
  const auto& callee = std::get<hir::Norm>(def(call->norm).node);
  const Reg breached = b.emit(NormIsInst{norm, kBreach}, Kind::Bool);
  if (callee.kind != hir::NormKind::Prohibition) {
    // What was kept too short was breached when it was given up.
    if (callee.kept) {
      Reg since = b.emit(NormDoneInst{norm}, Kind::Instant);
      return {.present = breached, .value = since};
    }
    return {.present = breached, .value = b.emit(NormDueInst{norm}, Kind::Instant)};
  }
  std::vector<Thing> args;
  for (const hir::ExprId arg : call->args) args.push_back(thing(frame, arg));
  const Instance instance = trigger_instance(call->norm, args);
  if (!instance.function.exists()) return zero(frame, Kind::Instant, true);
  return {.present = breached, .value = emit_call(frame, instance, Reg{0}, args, Kind::Instant)};
}

// A function that gives the trigger of a norm as a moment: the zero where there is none.
Instance Lowering::trigger_instance(hir::DefId id, const std::vector<Thing>& args) {
  const hir::Def& declared = def(id);
  const std::string key = instance_key(declared, args, "trigger");
  if (const auto found = instances_.find(key); found != instances_.end()) return found->second;
  if (!enter(id, key)) return {};
  Frame frame = frame_of(id);
  const auto& norm = std::get<hir::Norm>(declared.node);
  bind_parameters(frame, norm.params, args);
  FunctionBuilder& b = frame.builder;
  frame.law_date = b.emit(AsOfDayInst{frame.zone_minutes}, Kind::Date);
  Reg at = value(frame, norm.trigger).value;
  if (b.kind(at) == Kind::Date) at = b.emit(DayStartInst{at, frame.zone_minutes}, Kind::Instant);
  Function made = b.finish(declared.qualified, at, {}, nullptr);
  return leave(key, frame, std::move(made), {});
}

}  // namespace phep::decision
