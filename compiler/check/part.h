// What checking one declaration said and touched beside its definition: kept apart, so that it can
// be taken back when that declaration alone is checked again.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace phep::check {

// Ids [begin, end) of a store.
struct IdRange {
  std::uint32_t begin = 0, end = 0;
};

// A definition that the author did not write.
struct HiddenDef {
  std::uint32_t index = 0;
  std::string qualified;
};

// A name of a test that nothing reads.
struct UnreadName {
  Name name;
  Span span;
};

struct Part {
  ast::DeclId decl;
  std::uint32_t def = Id<FileTag>::kNone;  // in the module's definitions; tests have none
  Name name;
  std::size_t sort = 0;  // which alternative of DeclNode
  Span span;

  DiagnosticList said;
  std::vector<std::uint32_t> used;   // own definitions that it refers to
  std::vector<std::uint32_t> lines;  // `use` lines that gave it something
  std::vector<UnreadName> unread;
  std::vector<HiddenDef> hidden;
  std::size_t hidden_again = 0;  // of those, how many were made again
  std::vector<IdRange> exprs, locals;
  // How many bytes further on its expressions stand than their places say (two's complement).
  std::uint32_t behind = 0;
  bool scattered = false;  // places of its expressions are outside of it: they are moved at once
  bool inside = true;      // whatever it noted stands in its own text
};

// A place in the order of declarations.
using PartIndex = std::uint32_t;

}  // namespace phep::check
