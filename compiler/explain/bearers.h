// Whether facts decide whom a norm binds. Private to this room.
#pragma once

#include "compiler/hir/hir.h"

#include <algorithm>

namespace phep::explain {

inline bool facts_decide_bearer(const hir::Norm& norm) {
  return !norm.fallback_bearers.empty() ||
         std::ranges::any_of(norm.ways,
                             [](const hir::BearerWay& way) { return way.holds.exists(); });
}

}  // namespace phep::explain
