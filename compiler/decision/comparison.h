// Comparisons turned round.
#pragma once

#include "compiler/decision/decision.h"

namespace phep::decision {

// What `b op a` asks where `a op b` is asked.
constexpr Compare mirrored(Compare op) {
  switch (op) {
    case Compare::Lt: return Compare::Gt;
    case Compare::Le: return Compare::Ge;
    case Compare::Gt: return Compare::Lt;
    case Compare::Ge: return Compare::Le;
    case Compare::Eq:
    case Compare::Ne: break;
  }
  return op;
}

// What holds where `op` does not.
constexpr Compare negated(Compare op) {
  switch (op) {
    case Compare::Eq: return Compare::Ne;
    case Compare::Ne: return Compare::Eq;
    case Compare::Lt: return Compare::Ge;
    case Compare::Le: return Compare::Gt;
    case Compare::Gt: return Compare::Le;
    case Compare::Ge: return Compare::Lt;
  }
  return op;
}

}  // namespace phep::decision
