// What other modules can see of a file, as one number. Private to this room.
#pragma once

#include "compiler/syntax/ast.h"
#include "compiler/syntax/prepare.h"
#include "compiler/syntax/tokens.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace phep::syntax {

// A hash of the file's words without comments, tests, and the expressions inside rules, norms and
// decisions. Rules without parameters stay whole: bounds of force may rest on them.
std::uint64_t surface_of(const ast::Module& module, std::string_view text,
                         const std::vector<Token>& words, const PositionMap& positions);

}  // namespace phep::syntax
