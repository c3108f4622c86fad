// Norms: one function for each place a norm is asked at. It gathers the registers of the status
// table, and ends in one Norm instruction.
#include "compiler/base/check.h"
#include "compiler/decision/lowering.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/lowering.h"

#include <algorithm>

namespace phep::decision {
namespace {

constexpr std::size_t kMaxExemptions = 63;  // `why` of the answer is a mask of so many bits

NormKind kind_of_norm(const hir::Norm& norm) {
  switch (norm.kind) {
    case hir::NormKind::Duty:
      if (norm.outcome == hir::OutcomeKind::Met) return NormKind::StateDuty;
      return norm.kept ? NormKind::KeptDuty : NormKind::EventDuty;
    case hir::NormKind::Encouragement: return NormKind::Encouragement;
    case hir::NormKind::Prohibition: return NormKind::Prohibition;
    case hir::NormKind::Permission: return NormKind::Permission;
    case hir::NormKind::Power: return NormKind::Power;
  }
  PHEP_UNREACHABLE();
}

}  // namespace

// A norm finds its own law date, so it does not matter which one it is called with: the first
// parameter, that equal questions may be one.
Reg Lowering::call_norm(Frame& frame, hir::DefId id, const std::vector<Thing>& args) {
  const Instance instance = norm_instance(id, args);
  if (!instance.function.exists()) return zero(frame, Kind::Norm, false).value;
  return emit_call(frame, instance, Reg{0}, args, Kind::Norm);
}

Instance Lowering::norm_instance(hir::DefId id, const std::vector<Thing>& args) {
  const hir::Def& declared = def(id);
  const std::string key = instance_key(declared, args, "norm");
  if (const auto found = instances_.find(key); found != instances_.end()) return found->second;
  if (!enter(id, key)) return {};

  Frame frame = frame_of(id);
  const auto params = bind_parameters(frame, std::get<hir::Norm>(declared.node).params, args);
  NormSpec spec = norm_spec(frame, id, params);
  const NormId norm{lowered_.program.norms.size()};
  const Reg result = frame.builder.emit(NormInst{norm}, Kind::Norm);
  frame.builder.keep(result);
  Function made = frame.builder.finish(declared.qualified, result, {}, &spec);
  spec.function = FunctionId{lowered_.program.functions.size()};
  lowered_.program.norms.add(std::move(spec));
  return leave(key, frame, std::move(made), norm);
}

NormSpec Lowering::norm_spec(Frame& frame, hir::DefId id, const std::vector<Thing>& params) {
  const hir::Def& declared = def(id);
  const auto& norm = std::get<hir::Norm>(declared.node);
  NormSpec spec{.norm = kind_of_norm(norm), .function = {}};
  spec.symbol = declared.qualified;
  spec.name = text(declared.name);
  spec.bit = bit(declared.qualified);
  spec.zone_minutes = frame.zone_minutes;
  spec.confidence = norm.authority.provenance.confidence;
  for (const hir::Cite& cite : norm.authority.cites)
    spec.cites.push_back(to_source(cite.written, names_));
  if (norm.proof.exists()) spec.proof = text(def(norm.proof).name);
  if (norm.breach_of.exists()) spec.breach_of = text(def(norm.breach_of).name);

  norm_trigger(frame, norm, spec);
  spec.in_force = lawful(frame, norm.authority);
  if (norm.applies.exists()) spec.applies = plain(frame, norm.applies);
  norm_bearers(frame, declared, spec);
  norm_exits(frame, id, spec);
  norm_outcome(frame, declared, spec);
  norm_due(frame, declared, params, spec);
  norm_sanctions(frame, declared, spec);
  return spec;
}

// The trigger, and from it the law date. A rule that the trigger itself calls is asked at the day
// of `as_of`, for there is no other yet.
void Lowering::norm_trigger(Frame& frame, const hir::Norm& norm, NormSpec& spec) {
  if (!norm.trigger.exists()) {
    frame.law_date = frame.builder.emit(AsOfDayInst{frame.zone_minutes}, Kind::Date);
    return;
  }
  const Value trigger = value(frame, norm.trigger);
  spec.trigger_present = trigger.present;
  spec.trigger = trigger.value;
  spec.trigger_kind = frame.builder.kind(trigger.value);
  frame.trigger = trigger.value;
  frame.law_date = frame.builder.emit(
      LawDayInst{trigger.present, trigger.value, spec.trigger_kind, frame.zone_minutes},
      Kind::Date);
}

// Ways out, of the norm itself and of special law, by their names in answers.
void Lowering::norm_exits(Frame& frame, hir::DefId id, NormSpec& spec) {
  const hir::Def& declared = def(id);
  const auto& norm = std::get<hir::Norm>(declared.node);
  std::map<std::string, std::pair<const hir::Exemption*, const SpecialPart*>> exempt;
  std::map<std::string, std::pair<const hir::Deferral*, const SpecialPart*>> deferred;
  for (const hir::Exemption& row : norm.exemptions) exempt[text(row.label)] = {&row, nullptr};
  for (const hir::Deferral& row : norm.deferrals) deferred[text(row.label)] = {&row, nullptr};
  for (const SpecialPart& part : specials(id)) {
    const auto name = [&](Name label) { return hir::special_label(*part.module, text(label)); };
    for (const hir::Exemption& row : part.part->exemptions) exempt[name(row.label)] = {&row, &part};
    for (const hir::Deferral& row : part.part->deferrals) deferred[name(row.label)] = {&row, &part};
  }
  const auto force_of = [&](const SpecialPart* part) {
    return part == nullptr ? Reg{} : lawful(frame, part->part->authority);
  };
  std::map<std::string, Reg> guards;
  for (const auto& [name, row] : exempt) {
    const Guest here(frame, norm.params, row.second);
    guards[name] = guard(frame, row.first->authority, row.first->when, force_of(row.second));
  }
  elections(frame, id, guards);
  if (guards.size() > kMaxExemptions)
    refuse(diag::TooManyExemptions, declared.name_span, text(declared.name),
           static_cast<std::int64_t>(guards.size()));
  for (const auto& [name, holds] : guards)
    spec.exempts.push_back(
        {.guard = holds, .bit = bit(spec.symbol + ".exempt." + name), .name = name});
  for (const auto& [name, row] : deferred) {
    const Guest here(frame, norm.params, row.second);
    const Value end = value(frame, row.first->until);
    // A grace whose end does not exist is no grace.
    spec.deferrals.push_back({.guard = guard(frame, row.first->authority, row.first->when,
                                             both(frame, end.present, force_of(row.second))),
                              .end = end.value,
                              .bit = bit(spec.symbol + ".deferred." + name)});
  }
}

// ---- the deadline -------------------------------------------------------------------------------

void Lowering::norm_due(Frame& frame, const hir::Def& declared, const std::vector<Thing>& params,
                        NormSpec& spec) {
  const auto& norm = std::get<hir::Norm>(declared.node);
  spec.due_before = norm.due_before;
  spec.kept = norm.kept;
  if (norm.due_exclusive.exists()) spec.due_exclusive = plain(frame, norm.due_exclusive);

  Value due;
  if (norm.due_by_judgment) {
    const auto* place = params.size() == 1 ? std::get_if<Place>(params.data()) : nullptr;
    SlotId slot;
    if (place != nullptr)
      slot = layout_.find(place->structure,
                          place->path + "/$judgments/" + text(declared.name) + ".due");
    if (!slot.exists()) {
      refuse(diag::JudgmentParameters, declared.name_span, text(declared.name));
      return;
    }
    due = load(frame, slot, place->index);
  } else if (norm.due.exists()) {
    due = value(frame, norm.due);
  } else {
    return;
  }
  // What is counted from a trigger that does not exist has no end.
  if (spec.trigger_present.exists() && frame.builder.depends(due.value, spec.trigger)) {
    due.present = due.present.exists()
                      ? frame.builder.emit(AndInst{due.present, spec.trigger_present}, Kind::Bool)
                      : spec.trigger_present;
  }
  spec.due = due.value;
  spec.due_present = due.present;
}

}  // namespace phep::decision
