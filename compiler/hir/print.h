// A checked module as text, for golden files and for eyes: deterministic, no ids of this run.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/hir/hir.h"
#include "compiler/hir/types.h"

#include <functional>
#include <string>

namespace phep::hir {

// The qualified name of a definition; the module itself does not know those of others.
using DefText = std::function<std::string(DefId)>;

// Definitions in the order of writing, an expression a line, operands in brackets.
std::string print(const Module& module, const TypeStore& types, const Interner& names,
                  const DefText& def_text);

// One expression of a module, on one line: what two of them are told apart by.
std::string print(const Module& module, const TypeStore& types, const Interner& names,
                  const DefText& def_text, ExprId expr);

}  // namespace phep::hir
