// What laws do to each other, at the law date of whoever cites them: repeal, suspension,
// replacement, survival; and elections, which exempt from what they disapply.
#include "compiler/decision/lowering.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "compiler/hir/change_word.h"

#include <algorithm>
#include <utility>

namespace phep::decision {
namespace {

bool begins_with(const std::vector<std::string>& path, const std::vector<std::string>& prefix) {
  return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

// Whether what is said of `whole` is said of all that `cite` names.
bool covers(const Citation& whole, const Citation& cite) {
  return begins_with(cite.path, whole.path) &&
         (cite.last.empty() || begins_with(cite.last, whole.path));
}

std::string written(const Citation& cite, const Interner& names) {
  return cite.path.empty() ? std::string(names.text(cite.instrument)) : to_source(cite, names);
}

}  // namespace

// Changes and elections of the modules that the decision reaches, in an order of their own.
void Lowering::find_law(const std::set<FileId>& files) {
  changes_.clear();
  elections_.clear();
  for (const FileId file : files) {
    const hir::Module& module = *modules_.at(file);
    for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
      const hir::Def& def = module.defs[i];
      if (const auto* rule = std::get_if<hir::Rule>(&def.node);
          rule != nullptr && rule->election && !rule->disapplies.empty())
        elections_.push_back({file, i});
      const auto* instrument = std::get_if<hir::Instrument>(&def.node);
      if (instrument == nullptr) continue;
      for (const hir::Change& change : instrument->changes) {
        const bool survives = change.kind == hir::ChangeKind::Survives;
        const hir::DefId key = survives ? hir::DefId{file, i} : change.target.instrument;
        changes_[key].push_back(
            {&change, &module,
             change.cites.empty() ? text(def.name) : written(change.cites.front().written, names_),
             survives ? hir::DefId{} : instrument->supposed});
      }
    }
  }
  for (auto& [of, list] : changes_)
    std::ranges::stable_sort(list, {}, [&](const LawChange& one) {
      return std::tuple(one.by, one.change->kind, written(one.change->target.written, names_),
                        one.change->with ? written(one.change->with->written, names_) : "",
                        one.module->name, shown_force(*one.module, one.change->force));
    });
  std::ranges::sort(elections_, {},
                    [&](hir::DefId id) -> const std::string& { return def(id).qualified; });
}

// Bounds as text, clause by clause: two changes that say the same at other times are told apart.
std::string Lowering::shown_force(const hir::Module& module, const hir::Force& force) const {
  std::string out;
  const auto add = [&](const hir::ForceBound& bound) {
    out += (bound.expr.exists() ? shown(module, bound.expr) : std::to_string(bound.days)) + " ";
  };
  for (const auto& clause : force.clauses) {
    for (const hir::ForceInterval& interval : clause) {
      add(interval.from);
      add(interval.until);
    }
    out += "; ";
  }
  return out;
}

bool Lowering::is_changed(const hir::Authority& authority) const {
  return std::ranges::any_of(authority.cites, [&](const hir::Cite& cite) {
    if (!cite.instrument.exists()) return false;
    if (changes_.contains(cite.instrument)) return true;
    const auto& instrument = std::get<hir::Instrument>(def(cite.instrument).node);
    return std::ranges::any_of(instrument.details, [&](const hir::Cite& parent) {
      return changes_.contains(parent.instrument);
    });
  });
}

// Whether a change holds at the law date; its bounds speak for the module that makes it.
Reg Lowering::holds(Frame& frame, const LawChange& change) {
  const hir::Module* const own = std::exchange(frame.module, change.module);
  const Reg at = force(frame, change.change->force);
  frame.module = own;
  if (change.supposed.exists()) return both(frame, is_supposed(frame, change.supposed), at);
  return at.exists() ? at : frame.builder.constant(Kind::Bool, 1);
}

// Whatever is unknown of the law date: a draft that nobody supposes is not in force on any.
Reg Lowering::is_supposed(Frame& frame, hir::DefId id) {
  FunctionBuilder& b = frame.builder;
  const Reg chosen = b.emit(ReadingInst{reading(id)}, Kind::Enum);
  return b.emit(CompareInst{Compare::Eq, chosen, b.constant(Kind::Enum, 1), Kind::Enum},
                Kind::Bool);
}

// In force by its own rows, and by what other laws have done to it. What decided it is remarked.
Reg Lowering::lawful(Frame& frame, const hir::Authority& authority) {
  Reg total = force(frame, authority.force);
  for (const hir::Cite& cite : authority.cites) {
    if (!cite.instrument.exists()) continue;
    const hir::DefId draft = std::get<hir::Instrument>(def(cite.instrument).node).supposed;
    if (draft.exists()) total = both(frame, is_supposed(frame, draft), total);
  }
  if (changes_.empty() || !is_changed(authority)) return total;
  const Reg by_itself = total;
  std::vector<Ending> endings;
  for (const hir::Cite& cite : authority.cites) {
    find_endings(frame, cite, endings);
    find_lapse(frame, cite, by_itself, endings);
  }
  for (Ending& ending : endings) {
    remark(frame, both(frame, by_itself, ending.at), std::move(ending.note));
    total = both(frame, total, frame.builder.emit(NotInst{ending.at}, Kind::Bool));
  }
  return total;
}

// Repeal, suspension and replacement of the provision itself.
void Lowering::find_endings(Frame& frame, const hir::Cite& cite, std::vector<Ending>& out) {
  const auto found = changes_.find(cite.instrument);
  if (found == changes_.end()) return;
  for (const LawChange& one : found->second) {
    if (one.change->kind == hir::ChangeKind::Survives) continue;
    if (!covers(one.change->target.written, cite.written)) continue;
    Note note{.does = std::string(hir::change_word(one.change->kind)),
              .by = one.by,
              .of = written(one.change->target.written, names_)};
    if (one.change->with) note.because = written(one.change->with->written, names_);
    out.push_back({holds(frame, one), std::move(note)});
  }
}

// An instrument lapses when all that it details is repealed, unless a law keeps it alive.
void Lowering::find_lapse(Frame& frame, const hir::Cite& cite, Reg total,
                          std::vector<Ending>& out) {
  const auto& instrument = std::get<hir::Instrument>(def(cite.instrument).node);
  if (instrument.details.empty()) return;
  FunctionBuilder& b = frame.builder;
  Reg lapsed;
  std::set<std::string> by;
  for (const hir::Cite& parent : instrument.details) {
    const auto found = changes_.find(parent.instrument);
    Reg repealed;
    if (found != changes_.end())
      for (const LawChange& one : found->second) {
        if (one.change->kind != hir::ChangeKind::Repeals) continue;
        if (!covers(one.change->target.written, parent.written)) continue;
        const Reg at = holds(frame, one);
        repealed = repealed.exists() ? b.emit(OrInst{repealed, at}, Kind::Bool) : at;
        by.insert(one.by);
      }
    if (!repealed.exists()) return;  // this parent stands
    lapsed = both(frame, lapsed, repealed);
  }
  std::string repealers;
  for (const std::string& one : by) repealers += (repealers.empty() ? "" : ", ") + one;
  Reg kept;
  if (const auto own = changes_.find(cite.instrument); own != changes_.end())
    for (const LawChange& one : own->second) {
      if (one.change->kind != hir::ChangeKind::Survives) continue;
      const Reg at = holds(frame, one);
      kept = kept.exists() ? b.emit(OrInst{kept, at}, Kind::Bool) : at;
      remark(frame, both(frame, total, both(frame, lapsed, at)),
             {.does = "survives",
              .by = one.by,
              .of = written(one.change->target.written, names_),
              .because = text(def(cite.instrument).name)});
    }
  if (kept.exists()) lapsed = both(frame, lapsed, b.emit(NotInst{kept}, Kind::Bool));
  out.push_back(
      {lapsed, {.does = "lapses_with", .by = repealers, .of = text(def(cite.instrument).name)}});
}

// Has the answer say so where `when` was true. One thing is said once of one rule or norm.
void Lowering::remark(Frame& frame, Reg when, Note note) {
  if (!when.exists()) when = frame.builder.constant(Kind::Bool, 1);
  if (note.on.empty()) note.on = frame.symbol;
  std::string name = frame.symbol + ".law." + note.does + "." + note.by + "." + note.of;
  if (!note.because.empty()) name += "." + note.because;
  note.bit = bit(name);
  frame.builder.keep(frame.builder.emit(MarkInst{when, note.bit}, Kind::Bool));
  notes_.emplace(std::move(name), std::move(note));
}

// ---- elections ----------------------------------------------------------------------------------

// A norm that cites a disapplied provision over the facts of an election is exempt while it holds.
void Lowering::elections(Frame& frame, hir::DefId id, std::map<std::string, Reg>& exempt) {
  const hir::Def& declared = def(id);
  const auto& norm = std::get<hir::Norm>(declared.node);
  for (const hir::DefId election : elections_) {
    const auto& rule = std::get<hir::Rule>(def(election).node);
    const bool cited = std::ranges::any_of(norm.authority.cites, [&](const hir::Cite& cite) {
      return std::ranges::any_of(rule.disapplies, [&](const hir::Cite& whole) {
        return whole.instrument == cite.instrument && covers(whole.written, cite.written);
      });
    });
    if (!cited) continue;
    std::vector<Thing> args;
    for (const hir::LocalId param : rule.params)
      if (auto place = place_of(declared, frame, module_of(election).locals[param].type))
        args.push_back(*place);
    if (args.size() != rule.params.size()) continue;  // the norm speaks of other facts
    exempt[def(election).qualified] = call_rule(frame, election, args).value;
  }
}

// Where the parameters of a norm hold the facts of this type; none, and a report, if twice.
std::optional<Thing> Lowering::place_of(const hir::Def& declared, Frame& frame, hir::TypeId type) {
  if (!types_.is(type, hir::Sort::Record)) return std::nullopt;
  std::vector<Place> found;
  for (const hir::LocalId param : std::get<hir::Norm>(declared.node).params)
    if (const auto* place = std::get_if<Place>(&frame.locals.at(param)))
      places_below(*place, types_[type].def, found);
  if (found.empty()) return std::nullopt;
  if (found.size() > 1)
    refuse(diag::ElectionPlace, declared.name_span, text(declared.name),
           def(types_[type].def).qualified);
  return found.front();
}

void Lowering::places_below(const Place& place, hir::DefId record, std::vector<Place>& out) const {
  if (place.record == record) {
    out.push_back(place);
    return;
  }
  for (const hir::Field& field : std::get<hir::Record>(def(place.record).node).fields)
    if (types_.is(field.type, hir::Sort::Record))
      places_below({place.structure, place.path + "/" + text(field.name), place.index,
                    types_[field.type].def},
                   record, out);
}

}  // namespace phep::decision
