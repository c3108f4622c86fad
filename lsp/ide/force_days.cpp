#include "lsp/ide/force_days.h"

#include <algorithm>

namespace phep::ide {

std::optional<ForceDays> force_days(const std::vector<hir::ForceInterval>& intervals) {
  if (intervals.size() != 1) return std::nullopt;
  const hir::ForceInterval& one = intervals.front();
  if (one.from.expr.exists() || one.until.expr.exists()) return std::nullopt;
  return ForceDays{one.from.days, one.until.days};
}

std::optional<ForceDays> force_days(const hir::Force& force) {
  ForceDays out;
  for (const auto& clause : force.clauses) {
    const auto days = force_days(clause);
    if (!days) return std::nullopt;
    out.from = std::max(out.from, days->from);
    out.until = std::min(out.until, days->until);
  }
  return out;
}

}  // namespace phep::ide
