#include "lsp/ide/force.h"

#include "compiler/explain/fact_values.h"
#include "compiler/explain/speech.h"

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
      out.push_back({def.span, speech.say("chưa có hiệu lực vào ngày ", "not yet in force on ") +
                                   speech.date(day)});
    if (now == InForce::NoMore)
      out.push_back(
          {def.span, speech.say("không còn hiệu lực vào ngày ", "no longer in force on ") +
                         speech.date(day)});
  }
  return out;
}

}  // namespace phep::ide
