// What a declaration rests on, whatever it declares.
#pragma once

#include "compiler/hir/hir.h"

namespace phep::hir {

// Null where a declaration has no authority of its own.
inline const Authority* authority_of(const Def& def) {
  if (const auto* norm = std::get_if<Norm>(&def.node)) return &norm->authority;
  if (const auto* rule = std::get_if<Rule>(&def.node)) return &rule->authority;
  if (const auto* special = std::get_if<Special>(&def.node)) return &special->authority;
  if (const auto* calendar = std::get_if<Calendar>(&def.node)) return &calendar->authority;
  return nullptr;
}

}  // namespace phep::hir
