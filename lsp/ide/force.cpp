#include "lsp/ide/force.h"

#include "compiler/base/check.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/speech.h"

#include <algorithm>

namespace phep::ide {

InForce in_force(const std::vector<hir::ForceInterval>& intervals, std::int32_t day) {
  bool later = false;
  bool unknown = false;
  for (const hir::ForceInterval& one : intervals) {
    if (one.from.expr.exists() || one.until.expr.exists()) {
      unknown = true;
    } else if (one.from.days <= day && day < one.until.days) {
      return InForce::Yes;
    } else if (day < one.from.days) {
      later = true;
    }
  }
  if (unknown || intervals.empty()) return InForce::Unknown;
  return later ? InForce::NotYet : InForce::NoMore;
}

InForce in_force(const hir::Force& force, std::int32_t day) {
  InForce out = InForce::Yes;
  for (const auto& clause : force.clauses) {
    const InForce one = in_force(clause, day);
    if (one == InForce::NoMore) return one;
    if (one == InForce::NotYet || out == InForce::Yes) out = one;
  }
  return out;
}

namespace {

// Whether a relation speaks of what is cited: of the whole instrument, of it, or of what holds it.
bool speaks_of(const hir::Cite& target, const hir::Cite& cite) {
  const auto& whole = target.written.path;
  const auto holds = [&](const std::vector<std::string>& part) {
    return whole.size() <= part.size() && std::equal(whole.begin(), whole.end(), part.begin());
  };
  return target.instrument == cite.instrument && holds(cite.written.path) &&
         (cite.written.last.empty() || holds(cite.written.last));
}

std::string relation_words(hir::RelationKind kind, const explain::Speech& speech) {
  switch (kind) {
    case hir::RelationKind::Details: return speech.say("được quy định chi tiết bởi", "detailed by");
    case hir::RelationKind::Amends: return speech.say("được sửa đổi bởi", "amended by");
    case hir::RelationKind::Repeals: return speech.say("bị bãi bỏ bởi", "repealed by");
    case hir::RelationKind::Suspends: return speech.say("bị tạm ngưng bởi", "suspended by");
    case hir::RelationKind::Replaces: return speech.say("được thay thế bởi", "replaced by");
    case hir::RelationKind::Survives:
      return speech.say("được giữ hiệu lực bởi", "kept in force by");
  }
  PHEP_UNREACHABLE();
}

std::vector<std::pair<Span, std::string>> reasons(workspace::Workspace& workspace, FileId file,
                                                  const hir::Norm& norm,
                                                  const explain::Speech& speech) {
  std::vector<std::pair<Span, std::string>> out;
  const auto add = [&](Span span, std::string words) {
    const std::pair one(span, std::move(words));
    if (span.file.exists() && std::ranges::find(out, one) == out.end()) out.push_back(one);
  };
  for (const hir::Cite& cite : norm.authority.cites) {
    const auto home = workspace.checked(cite.instrument.file);
    const hir::Def& cited = home->module.defs.at(cite.instrument.index);
    const std::string name(workspace.names().text(cited.name));
    add(cited.name_span, speech.say("hiệu lực theo `", "force is taken from `") + name + "`");
    for (const FileId other : workspace.closure(file)) {
      const auto checked = workspace.checked(other);
      for (const hir::Def& def : checked->module.defs) {
        const auto* instrument = std::get_if<hir::Instrument>(&def.node);
        if (instrument == nullptr || instrument->supposed.exists()) continue;
        for (const hir::Relation& relation : instrument->relations)
          if (relation.kind != hir::RelationKind::Details &&
              std::ranges::any_of(relation.targets,
                                  [&](const hir::Cite& target) { return speaks_of(target, cite); }))
            add(relation.span, relation_words(relation.kind, speech) + " `" +
                                   std::string(workspace.names().text(def.name)) + "`");
      }
    }
  }
  return out;
}

}  // namespace

LawOn::LawOn(Modules modules, std::int32_t day) : modules_(std::move(modules)), day_(day) {
  for (const auto& checked : modules_)
    for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i) {
      const auto* by = std::get_if<hir::Instrument>(&checked->module.defs[i].node);
      if (by == nullptr || by->supposed.exists()) continue;
      for (const hir::Change& change : by->changes) {
        if (in_force(change.force, day) != InForce::Yes) continue;
        if (change.kind == hir::ChangeKind::Survives)
          survivors_.push_back({checked->module.file, i});
        else
          ends_.push_back(&change);
      }
    }
}

InForce LawOn::of(const hir::Authority& authority) const {
  const InForce own = in_force(authority.force, day_);
  if (own == InForce::NotYet) return own;
  return std::ranges::any_of(authority.cites, [&](const hir::Cite& cite) { return ended(cite); })
             ? InForce::NoMore
             : own;
}

// Repealed, suspended or replaced; or lapsed with all that its instrument details.
bool LawOn::ended(const hir::Cite& cite) const {
  if (std::ranges::any_of(ends_,
                          [&](const hir::Change* one) { return speaks_of(one->target, cite); }))
    return true;
  const hir::Instrument* by = instrument(cite.instrument);
  return by != nullptr && !by->details.empty() &&
         std::ranges::find(survivors_, cite.instrument) == survivors_.end() &&
         std::ranges::all_of(by->details,
                             [&](const hir::Cite& parent) { return repealed(parent); });
}

bool LawOn::repealed(const hir::Cite& parent) const {
  return std::ranges::any_of(ends_, [&](const hir::Change* one) {
    return one->kind == hir::ChangeKind::Repeals && speaks_of(one->target, parent);
  });
}

const hir::Instrument* LawOn::instrument(hir::DefId id) const {
  const auto home = std::ranges::find_if(
      modules_, [&](const auto& checked) { return checked->module.file == id.file; });
  if (!id.exists() || home == modules_.end()) return nullptr;
  return std::get_if<hir::Instrument>(&(*home)->module.defs.at(id.index).node);
}

std::vector<OutOfForce> out_of_force(workspace::Workspace& workspace, FileId file, std::int32_t day,
                                     Language language) {
  const explain::Speech speech(language);
  const auto checked = workspace.checked(file);
  LawOn::Modules modules;
  for (const FileId one : workspace.closure(file)) modules.push_back(workspace.checked(one));
  const LawOn law(std::move(modules), day);
  std::vector<OutOfForce> out;
  for (const hir::Def& def : checked->module.defs) {
    const auto* norm = std::get_if<hir::Norm>(&def.node);
    if (norm == nullptr) continue;
    const InForce now = law.of(norm->authority);
    if (now == InForce::NotYet)
      out.push_back(
          {def.span,
           speech.say("chưa có hiệu lực vào ngày ", "not yet in force on ") + speech.date(day),
           reasons(workspace, file, *norm, speech)});
    if (now == InForce::NoMore)
      out.push_back(
          {def.span,
           speech.say("không còn hiệu lực vào ngày ", "no longer in force on ") + speech.date(day),
           reasons(workspace, file, *norm, speech)});
  }
  return out;
}

}  // namespace phep::ide
