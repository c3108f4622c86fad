// The names of kinds, for dumps and descriptions.
#pragma once

#include "compiler/runtime/image.h"

namespace phep::runtime {

constexpr const char* kind_word(Kind kind) {
  switch (kind) {
    case Kind::Bool: return "bool";
    case Kind::Int: return "int";
    case Kind::Decimal: return "decimal";
    case Kind::Money: return "money";
    case Kind::Amount: return "amount";
    case Kind::Date: return "date";
    case Kind::Instant: return "instant";
    case Kind::Duration: return "duration";
    case Kind::Text: return "text";
    case Kind::Enum: return "enum";
    case Kind::Set: return "set";
    case Kind::Norm: return "norm";
  }
  return "?";
}

}  // namespace phep::runtime
