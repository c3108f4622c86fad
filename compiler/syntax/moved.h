// Nodes of a tree whose text stands elsewhere now. Private to this room.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

#include <cstdint>
#include <vector>

namespace phep::syntax {

// Moves every place that the node itself names by so many bytes; places that were never written
// stay absent. Its children are nodes of their own.
void move_places(ast::Decl& decl, std::int32_t by);
void move_places(ast::Expr& expr, std::int32_t by);
void move_places(ast::Type& type, std::int32_t by);
// Of a diagnostic only those from `from` on: a note may point further back than what moved.
void move_places(Diagnostic& diagnostic, std::int32_t by, std::uint32_t from);

// All places that the living nodes of a tree name, in order: what two readings of one text are
// compared by.
std::vector<Span> places_of(const ast::Module& module);

}  // namespace phep::syntax
