// What one text does to another, in the word that programs write.
#pragma once

#include "compiler/hir/hir.h"

#include <string_view>

namespace phep::hir {

constexpr std::string_view change_word(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Repeals: return "repeals";
    case ChangeKind::Suspends: return "suspends";
    case ChangeKind::Replaces: return "replaces";
    case ChangeKind::Survives: break;
  }
  return "survives";
}

}  // namespace phep::hir
