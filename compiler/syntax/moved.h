// Nodes of a tree whose text stands elsewhere now. Private to this room.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

#include <cstdint>

namespace phep::syntax {

// Moves every place that the node itself names by so many bytes; places that were never written
// stay absent. Its children are nodes of their own.
void move_places(ast::Decl& decl, std::int32_t by);
void move_places(ast::Expr& expr, std::int32_t by);
void move_places(ast::Type& type, std::int32_t by);
void move_places(Diagnostic& diagnostic, std::int32_t by);

}  // namespace phep::syntax
