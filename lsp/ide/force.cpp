#include "lsp/ide/force.h"

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
  const auto& part = cite.written.path;
  return target.instrument == cite.instrument && whole.size() <= part.size() &&
         std::equal(whole.begin(), whole.end(), part.begin());
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
  return "";
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
        if (instrument == nullptr) continue;
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

std::vector<OutOfForce> out_of_force(workspace::Workspace& workspace, FileId file, std::int32_t day,
                                     Language language) {
  const explain::Speech speech(language);
  const auto checked = workspace.checked(file);
  std::vector<OutOfForce> out;
  for (const hir::Def& def : checked->module.defs) {
    const auto* norm = std::get_if<hir::Norm>(&def.node);
    if (norm == nullptr) continue;
    const InForce now = in_force(norm->authority.force, day);
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
