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
Surface surface_of(const ast::Module& module, const Places& made, std::string_view text,
                   std::span<const Word> words, const PositionMap& positions);

// Of all pieces together.
Surface surface_of(const std::vector<Piece>& pieces);

}  // namespace phep::syntax
