// The face of lowering, and the entries: decisions, and the rules and norms that tests ask alone.
#include "compiler/decision/lower.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lowering.h"
#include "compiler/decision/measure.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "compiler/hir/print.h"

#include <algorithm>
#include <map>

namespace phep::decision {
namespace {

const std::vector<hir::LocalId>& parameters(const hir::Def& def) {
  if (const auto* rule = std::get_if<hir::Rule>(&def.node)) return rule->params;
  if (const auto* norm = std::get_if<hir::Norm>(&def.node)) return norm->params;
  const auto* decision = std::get_if<hir::Decision>(&def.node);
  PHEP_CHECK(decision != nullptr, "an entry is a decision, a rule or a norm");
  return decision->params;
}

std::string identifier(std::string_view name) {
  std::string out;
  for (const char c : fold(name)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += word ? c : '_';
  }
  if (out.empty() || (out[0] >= '0' && out[0] <= '9')) out.insert(0, "_");
  return out;
}

}  // namespace

Lowered lower(const Modules& modules, const hir::TypeStore& types, const Interner& names,
              std::span<const Entry> entries, const Layouts& layouts,
              std::span<const hir::OutsideSpecial> outside, const Probes* probes) {
  return Lowering(modules, types, names, entries, layouts, outside, probes).run();
}

std::vector<Entry> declared_decisions(const hir::Module& module) {
  std::vector<Entry> out;
  for (std::uint32_t i = 0; i < module.defs.size(); ++i)
    if (std::holds_alternative<hir::Decision>(module.defs[i].node))
      out.push_back({{module.file, i}});
  return out;
}

DiagnosticList check_decisions(const Modules& modules, const hir::TypeStore& types,
                               const Interner& names, FileId file,
                               std::span<const hir::OutsideSpecial> outside) {
  const std::vector<Entry> entries = declared_decisions(*modules.at(file));
  if (entries.empty()) return {};
  return lower(modules, types, names, entries, {}, outside).diagnostics;
}

Lowering::Lowering(const Modules& modules, const hir::TypeStore& types, const Interner& names,
                   std::span<const Entry> entries, const Layouts& layouts,
                   std::span<const hir::OutsideSpecial> outside, const Probes* probes)
    : modules_(modules),
      types_(types),
      names_(names),
      outside_(outside),
      probes_(probes),
      program_(lowered_.program),
      layout_(modules, types, names, layouts, judgments_, lowered_.program, lowered_.diagnostics) {
  entries_.assign(entries.begin(), entries.end());
  const auto name = [&](const Entry& entry) -> const std::string& {
    return def(entry.target).qualified;
  };
  std::ranges::stable_sort(entries_, {}, name);
  const auto twice = std::ranges::unique(entries_, {}, name);
  entries_.erase(twice.begin(), twice.end());
}

Lowered Lowering::run() && {
  judgments_ = find_judgments();
  for (const Entry& one : entries_) entry(one);
  for (const FileId file : closure(homes())) {
    const auto known = modules_.at(file)->known_through;
    if (known) program_.known_through = std::min(*known, program_.known_through.value_or(*known));
  }
  name_exports();
  sort_tables();
  prove_ranges(program_);
  find_representatives(program_);
  compute_bounds(program_);
  check_bounds();
  if (!lowered_.diagnostics.has_errors()) program_.release = release_id(program_);
  lowered_.diagnostics.sort();
  return std::move(lowered_);
}

// An image counts steps in 32 bits. Decisions stand in the order of the targets.
void Lowering::check_bounds() {
  for (std::size_t i = 0; i < program_.decisions.size(); ++i) {
    const Decision& decision = program_.decisions[i];
    bool too_long = decision.bound > 0xFFFF'FFFF;
    for (const FunctionId id : reached_functions(program_, decision))
      too_long |= program_.functions[id].bound > 0xFFFF'FFFF;
    if (too_long) refuse(diag::TooManySteps, def(entries_[i].target).name_span, decision.name);
  }
}

// The modules of the entries and those who ask, and all they import: nothing else may leave a
// trace.
std::vector<FileId> Lowering::homes() const {
  std::vector<FileId> out;
  for (const Entry& one : entries_) {
    out.push_back(one.target.file);
    if (one.from.exists()) out.push_back(one.from);
  }
  return out;
}

std::set<FileId> Lowering::closure(std::vector<FileId> open) const {
  std::set<FileId> found;
  while (!open.empty()) {
    const FileId file = open.back();
    open.pop_back();
    const auto module = modules_.find(file);
    if (module == modules_.end() || !found.insert(file).second) continue;
    open.insert(open.end(), module->second->imports.begin(), module->second->imports.end());
  }
  return found;
}

// Every judgment on a record is a leaf of it, whether a decision asks for it or not: determinations
// are facts, and facts have their place.
Judgments Lowering::find_judgments() {
  Judgments out;
  const auto record_of = [&](const hir::Module& module, const std::vector<hir::LocalId>& params) {
    if (params.size() != 1) return hir::DefId{};
    const hir::Type& type = types_[module.locals[params[0]].type];
    return type.sort == hir::Sort::Record ? type.def : hir::DefId{};
  };
  for (const FileId file : closure(homes())) {
    const hir::Module& module = *modules_.at(file);
    for (const hir::Def& def : module.defs) {
      hir::DefId record;
      JudgmentLeaf leaf{.key = text(def.name), .qualified = def.qualified, .type = {}};
      if (const auto* rule = std::get_if<hir::Rule>(&def.node); rule && rule->by_judgment) {
        record = record_of(module, rule->params);
        leaf.type = rule->result;
      } else if (const auto* norm = std::get_if<hir::Norm>(&def.node);
                 norm && norm->due_by_judgment) {
        record = record_of(module, norm->params);
        leaf.key += ".due";
      }
      if (record.exists()) out[record].push_back(std::move(leaf));
    }
  }
  for (auto& [record, leaves] : out) std::ranges::sort(leaves, {}, &JudgmentLeaf::qualified);
  return out;
}

// ---- entries ------------------------------------------------------------------------------------

void Lowering::entry(const Entry& entry) {
  const hir::DefId target = entry.target;
  const hir::Def& declared = def(target);
  const hir::Module& module = module_of(target);
  decision_ = declared.qualified;
  target_ = target;
  too_deep_ = false;
  find_specials(entry);
  std::vector<FactsParam> params;
  for (const hir::LocalId id : parameters(declared)) {
    const hir::Local& local = module.locals[id];
    params.push_back({text(local.name), local.type, local.span});
  }
  const std::uint32_t first_slot = program_.slots.size();
  Decision decision{.name = declared.qualified, .facts = layout_.root(declared.qualified, params)};
  for (std::uint32_t i = first_slot; i < program_.slots.size(); ++i)
    if (program_.slots[SlotId{i}].is_list) decision.lists.push_back(SlotId{i});

  Frame frame = frame_of(target);
  frame.law_date = Reg{0};
  decision.zone_minutes = frame.zone_minutes;
  bind_facts(frame, parameters(declared), decision.facts);
  if (std::holds_alternative<hir::Decision>(declared.node))
    decision_outputs(frame, declared, decision);
  else
    bare_output(frame, target, decision);
  finish_entry(frame, std::move(decision), declared.name_span);
}

void Lowering::finish_entry(Frame& frame, Decision decision, Span span) {
  std::ranges::sort(decision.outputs, {}, &Output::name);
  std::ranges::sort(decision.norms, {}, &NormOutput::key);
  std::vector<Reg*> results;
  for (Output& output : decision.outputs) {
    results.push_back(&output.present);
    results.push_back(&output.value);
  }
  for (NormOutput& norm : decision.norms) results.push_back(&norm.value);
  if (too_deep_ || frame.calls + 1 > kMaxDepth)
    refuse(diag::CallsTooDeep, span, decision.name, static_cast<std::int64_t>(kMaxDepth));
  const bool marks = frame.builder.marks();
  // Nobody calls an entry: its result, the law date, means nothing.
  decision.entry =
      add_function(frame.builder.finish(frame.symbol, Reg{0}, results, nullptr), marks);
  program_.decisions.push_back(std::move(decision));
}

// Parameters of a decision are places of its facts; scalars are read from theirs.
void Lowering::bind_facts(Frame& frame, const std::vector<hir::LocalId>& params, StructId facts) {
  for (const hir::LocalId id : params) {
    const hir::Local& local = frame.module->locals[id];
    const bool is_record = types_.is(local.type, hir::Sort::Record);
    const std::string path = is_record && params.size() == 1 ? "" : "/" + text(local.name);
    if (is_record) {
      frame.locals.emplace(id, Place{facts, path, {}, types_[local.type].def});
      continue;
    }
    const SlotId slot = layout_.find(facts, path);
    if (!slot.exists())
      frame.locals.emplace(id, zero(frame, kind_of(local.type), false));
    else if (program_.slots[slot].is_list)
      frame.locals.emplace(id, ListPlace{slot, {}});
    else
      frame.locals.emplace(id, load(frame, slot, {}));
  }
}

void Lowering::output(Frame& frame, std::string name, const Value& value, hir::TypeId type,
                      Decision& decision) {
  if (types_.is(type, hir::Sort::Range)) {  // one output an end
    const hir::TypeId end = types_[type].element;
    output(frame, name + ".from", {.present = {}, .value = value.value}, end, decision);
    return output(frame, name + ".to", {.present = {}, .value = value.upper}, end, decision);
  }
  Output out{.name = std::move(name), .kind = frame.builder.kind(value.value)};
  const hir::Type& held = types_[types_.without_optional(type)];
  PHEP_CHECK(out.kind != Kind::Norm, "a norm as an output: the checker lets none through");
  if (out.kind == Kind::Enum || out.kind == Kind::Set)
    out.enumeration = layout_.enumeration(held.def);
  if (out.kind == Kind::Money || out.kind == Kind::Amount) out.currency = text(held.currency);
  out.present = value.present;
  out.value = value.value;
  decision.outputs.push_back(std::move(out));
}

// In order of names, of norms by what they are asked of: the order of writing must not show.
void Lowering::decision_outputs(Frame& frame, const hir::Def& declared, Decision& decision) {
  const auto& node = std::get<hir::Decision>(declared.node);
  std::map<std::string, const hir::Output*> outputs;
  for (const hir::Output& row : node.outputs) outputs.emplace(text(row.name), &row);
  for (const auto& [name, row] : outputs) {
    const hir::Expr& expr = frame.module->exprs[row->value];
    output(frame, name, value(frame, row->value), expr.type, decision);
  }
  std::multimap<std::string, const hir::NormUse*> norms;
  for (const hir::NormUse& use : node.norms) {
    std::string key = def(use.norm).qualified + " for " + shown(*frame.module, use.list);
    for (const hir::ExprId arg : use.args) key += ", " + shown(*frame.module, arg);
    norms.emplace(std::move(key), &use);
  }
  for (const auto& [key, use] : norms) norm_use(frame, *use, decision);
  if (node.exposure.exists()) decision.exposure = text(node.exposure);
  name_norms(decision);
}

void Lowering::bare_output(Frame& frame, hir::DefId target, Decision& decision) {
  const hir::Def& declared = def(target);
  std::vector<Thing> args;
  for (const hir::LocalId param : parameters(declared)) args.push_back(frame.locals.at(param));
  if (const auto* rule = std::get_if<hir::Rule>(&declared.node)) {
    const Value result = call_rule(frame, target, args);
    output(frame, "value", result, rule->result, decision);
    return;
  }
  const Instance instance = norm_instance(target, args);
  if (!instance.function.exists()) return;
  decision.norms.push_back({.norm = instance.norm,
                            .value = emit_call(frame, instance, Reg{0}, args, Kind::Norm),
                            .function = {},
                            .list = {},
                            .key = text(declared.name)});
}

void Lowering::norm_use(Frame& frame, const hir::NormUse& use, Decision& decision) {
  const hir::Def& declared = def(use.norm);
  NormOutput out;
  NormUseName name{.simple = text(declared.name), .qualified = declared.qualified, .places = {}};
  if (use.occurrences.exists()) {
    out = norm_every_time(frame, use, decision);
    if (!out.function.exists()) return;
    for (const NormOutput& other : decision.norms)
      if (other.most != 0 && other.norm == out.norm) return;
  } else if (use.list.exists()) {
    out = norm_for_each(frame, use, decision);
    if (!out.function.exists()) return;
    name.places = program_.slots[out.list].path;
  } else {
    std::vector<Thing> args;
    for (const hir::ExprId arg : use.args) {
      args.push_back(thing(frame, arg));
      const auto* place = std::get_if<Place>(&args.back());
      name.places += (name.places.empty() ? "" : ",") + (place != nullptr ? place->path : "");
    }
    const Instance instance = norm_instance(use.norm, args);
    if (!instance.function.exists()) return;
    out.norm = instance.norm;
    out.value = emit_call(frame, instance, Reg{0}, args, Kind::Norm);
    // The same norm at the same place is one result, however often it is written.
    for (const NormOutput& other : decision.norms)
      if (other.value == out.value) return;
  }
  norm_names_.push_back(std::move(name));
  decision.norms.push_back(std::move(out));
}

// A norm is known by its simple name; where that names two results of a decision, by more. Decided
// for all at once, so that the order of writing does not show.
void Lowering::name_norms(Decision& decision) {
  const auto uses = [&](auto member, const std::string& text, bool for_each) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < norm_names_.size(); ++i)
      if (norm_names_[i].*member == text && decision.norms[i].list.exists() == for_each) ++count;
    return count;
  };
  for (std::size_t i = 0; i < norm_names_.size(); ++i) {
    const NormUseName& name = norm_names_[i];
    NormOutput& out = decision.norms[i];
    const bool for_each = out.list.exists();
    const std::size_t same_norm = uses(&NormUseName::qualified, name.qualified, for_each);
    const bool shared = uses(&NormUseName::simple, name.simple, for_each) > same_norm;
    out.key = shared ? name.qualified : name.simple;
    // Elements of a list carry their place in their key anyway.
    if (same_norm > 1 && !for_each) out.key += "[" + name.places + "]";
  }
  std::map<std::string, int> seen;  // one norm, one place, other scalars
  for (NormOutput& out : decision.norms)
    if (!out.list.exists() && ++seen[out.key] > 1) out.key += "#" + std::to_string(seen[out.key]);
  norm_names_.clear();
}

// The frame of a function (law date, index) → norm, over the facts that the entry sees.
Frame Lowering::element_frame(const Frame& frame, hir::DefId norm, const Decision& decision) {
  Frame element{
      .module = frame.module, .symbol = def(norm).qualified, .zone_minutes = frame.zone_minutes};
  element.builder.parameter(Kind::Date);
  element.builder.parameter(Kind::Int);
  element.law_date = Reg{0};
  for (const auto& [id, bound] : frame.locals)
    if (!std::holds_alternative<Value>(bound)) element.locals.emplace(id, bound);
  // Scalars of the facts are read again: an element's function sees no register of the entry.
  std::vector<hir::LocalId> scalars;
  for (const auto& [id, bound] : frame.locals)
    if (std::holds_alternative<Value>(bound)) scalars.push_back(id);
  if (!scalars.empty()) {
    // More than one parameter, or a scalar one: their names are keys of the root object.
    for (const hir::LocalId id : scalars) {
      const SlotId slot = layout_.find(decision.facts, "/" + text(frame.module->locals[id].name));
      if (slot.exists()) element.locals.emplace(id, load(element, slot, {}));
    }
  }
  return element;
}

// A recurring norm, asked for each time that it has come up.
NormOutput Lowering::norm_every_time(Frame& frame, const hir::NormUse& use, Decision& decision) {
  NormOutput out;
  Frame element = element_frame(frame, use.norm, decision);
  std::vector<Thing> args;
  for (const hir::ExprId arg : use.args) args.push_back(thing(element, arg));
  args.emplace_back(Value{.present = {}, .value = Reg{1}});
  const Instance instance = norm_instance(use.norm, args);
  if (!instance.function.exists()) return out;
  out.norm = instance.norm;
  out.value = plain(frame, use.occurrences);
  out.most = static_cast<std::uint32_t>(std::get<hir::Norm>(def(use.norm).node).at_most);
  const Reg norm = emit_call(element, instance, Reg{0}, args, Kind::Norm);
  const bool marks = element.builder.marks();
  out.function = add_function(element.builder.finish(element.symbol, norm, {}, nullptr), marks);
  return out;
}

// A function (law date, index) → norm, asked for each element of a list.
NormOutput Lowering::norm_for_each(Frame& frame, const hir::NormUse& use, Decision& decision) {
  NormOutput out;
  const Thing base = thing(frame, use.list);
  const auto* list = std::get_if<ListPlace>(&base);
  PHEP_CHECK(list != nullptr, "norms for each of what is no list in the facts");
  if (!program_.slots[list->slot].element.exists()) return out;  // the layout has said why
  Frame element = element_frame(frame, use.norm, decision);
  const Reg index{1};
  const StructId structure = program_.slots[list->slot].element;
  const hir::TypeId type = frame.module->locals[use.variable].type;
  if (types_.is(type, hir::Sort::Record))
    element.locals.emplace(use.variable, Place{structure, "", index, types_[type].def});
  else
    element.locals.emplace(use.variable, load(element, layout_.find(structure, ""), index));

  std::vector<Thing> args;
  for (const hir::ExprId arg : use.args) args.push_back(thing(element, arg));
  const Instance instance = norm_instance(use.norm, args);
  if (!instance.function.exists()) return out;
  out.norm = instance.norm;
  out.list = list->slot;
  // Asked of the element alone, the norm's own function is the one that is wanted.
  const auto* only = args.size() == 1 ? std::get_if<Place>(args.data()) : nullptr;
  if (only != nullptr && only->index == index) {
    out.function = instance.function;
    return out;
  }
  const Reg norm = emit_call(element, instance, Reg{0}, args, Kind::Norm);
  const bool marks = element.builder.marks();
  out.function = add_function(element.builder.finish(element.symbol, norm, {}, nullptr), marks);
  return out;
}

// NAME of NAME_decide: the simple name where that is enough.
void Lowering::name_exports() {
  std::map<std::string, int> uses;
  const auto simple = [](const Decision& decision) {
    return identifier(decision.name.substr(decision.name.rfind('.') + 1));
  };
  for (const Decision& decision : program_.decisions) ++uses[simple(decision)];
  for (Decision& decision : program_.decisions)
    decision.export_name =
        uses[simple(decision)] == 1 ? simple(decision) : identifier(decision.name);
}

// ---- shared -------------------------------------------------------------------------------------

const hir::Module& Lowering::module_of(hir::DefId id) const {
  const auto found = modules_.find(id.file);
  PHEP_CHECK(found != modules_.end(), "a definition outside the closure of modules");
  return *found->second;
}

// An expression as text, to tell two of them apart; empty if there is none.
std::string Lowering::shown(const hir::Module& module, hir::ExprId id) const {
  const auto def_text = [&](hir::DefId of) { return def(of).qualified; };
  return id.exists() ? hir::print(module, types_, names_, def_text, id) : std::string();
}

std::uint32_t Lowering::bit(const std::string& qualified) {
  return bits_.emplace(qualified, static_cast<std::uint32_t>(bits_.size())).first->second;
}

ReadingId Lowering::reading(hir::DefId id) {
  if (const auto found = readings_.find(id); found != readings_.end()) return found->second;
  const hir::Def& declared = def(id);
  const auto& node = std::get<hir::Reading>(declared.node);
  Reading made{.draft = node.draft_of.exists(),
               .name = declared.qualified,
               .options = {},
               .fallback = node.fallback};
  for (const auto& option : node.options) made.options.push_back(text(option.name));
  return readings_.emplace(id, program_.readings.add(std::move(made))).first->second;
}

std::int32_t Lowering::zone_of(hir::DefId calendar) const {
  constexpr std::int32_t kVietnam = 420;
  if (!calendar.exists()) return kVietnam;
  return std::get<hir::Calendar>(def(calendar).node).zone_minutes;
}

CalendarId Lowering::calendar(hir::DefId id, Span span) {
  PHEP_CHECK(id.exists(), "a term is counted without a calendar");
  if (const auto found = calendars_.find(id); found != calendars_.end()) return found->second;
  const hir::Def& declared = def(id);
  const auto& node = std::get<hir::Calendar>(declared.node);
  if (node.zone_minutes % 15 != 0 || node.zone_minutes < 0)
    refuse(diag::ZoneOffQuarter, span, declared.qualified);
  const auto sorted = [](std::vector<std::int32_t> days) {
    std::ranges::sort(days);
    return days;
  };
  Calendar made{.name = declared.qualified,
                .zone_minutes = node.zone_minutes,
                .first = node.first,
                .last = node.last,
                .weekly = node.weekly,
                .rest = sorted(node.rest),
                .worked = sorted(node.worked),
                .groups = {}};
  for (const hir::CalendarGroup& group : node.groups) {
    CalendarGroup own{.name = text(group.name), .awaiting = group.awaiting, .alternatives = {}};
    for (const auto& way : group.alternatives)
      own.alternatives.push_back({text(way.name), sorted(way.rest), sorted(way.worked)});
    std::ranges::sort(own.alternatives, {}, &CalendarAlternative::name);
    made.groups.push_back(std::move(own));
  }
  std::ranges::sort(made.groups, {}, &CalendarGroup::name);
  return calendars_.emplace(id, program_.calendars.add(std::move(made))).first->second;
}

}  // namespace phep::decision
