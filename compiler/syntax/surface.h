// What others can see of a file, as numbers. Private to this room.
#pragma once

#include "compiler/syntax/pieces.h"
#include "compiler/syntax/prepare.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace phep::syntax {

// Hashes of the words without tests, and without the expressions inside rules, norms and decisions.
// Rules without parameters stay whole: bounds of force may rest on them. 0: nothing is seen.
// Of a piece with errors, where lines begin counts too: recovery goes by it, so that the same words
// may make another tree.
Surface surface_of(const ast::Module& module, const Piece& piece, std::string_view text,
                   std::span<const Word> words, const PositionMap& positions);

// Of all pieces together.
Surface surface_of(const std::vector<Piece>& pieces);

}  // namespace phep::syntax
