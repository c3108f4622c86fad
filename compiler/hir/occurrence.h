// Where a name of the program stands in the text, and what it names: for whoever leads from one to
// the other. Checking writes them, deciding never reads them.
#pragma once

#include "compiler/base/span.h"
#include "compiler/hir/types.h"

#include <compare>
#include <cstdint>

namespace phep::hir {

// What of a definition is named: itself; a member of an enum or an option of a reading; a field of
// a record; or a parameter or `let` (of a module: `index` is its LocalId, `def` has only the file).
enum class SymbolPart : std::uint8_t { Whole, Member, Field, Local };

struct Symbol {
  DefId def;
  SymbolPart part = SymbolPart::Whole;
  std::uint32_t index = 0;

  friend constexpr auto operator<=>(const Symbol&, const Symbol&) = default;
};

struct Occurrence {
  Span span;  // of the name's last part: `severity` in `vn.pdpl.breach.severity`
  Symbol symbol;
  bool declares = false;
};

}  // namespace phep::hir
