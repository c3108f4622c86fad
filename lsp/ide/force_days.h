// When a rule or norm is in force, as far as no reading decides it.
#pragma once

#include "compiler/hir/hir.h"

#include <optional>

namespace phep::ide {

// [from, until); hir::kAlways and hir::kForever are open ends.
struct ForceDays {
  std::int32_t from = hir::kAlways;
  std::int32_t until = hir::kForever;

  [[nodiscard]] bool open() const { return from == hir::kAlways && until == hir::kForever; }
};
// Nothing: a reading decides, or it is in force more than once.
std::optional<ForceDays> force_days(const hir::Force& force);
std::optional<ForceDays> force_days(const std::vector<hir::ForceInterval>& intervals);

}  // namespace phep::ide
