// The bare names that stand in an expression.
#pragma once

#include "compiler/syntax/ast.h"

#include <vector>

namespace phep::ast {

// In the order of writing, with repetitions; of a qualified name the first part. Names that the
// expression itself brings, as those of quantifiers, are among them.
std::vector<Name> names_in(const Module& module, ExprId expr);

}  // namespace phep::ast
