// Status words, which are names and no keywords, in one language: for `phep fmt --keywords`.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/hir/hir.h"
#include "compiler/syntax/ast.h"

#include <string>
#include <string_view>

namespace phep::cli {

// `text`, which `parsed` and `checked` were read from, with every status word behind `is` in
// Vietnamese or in English. A member of somebody's enum that has the same name stays as it is.
std::string with_statuses_in(bool vietnamese, const ast::Module& parsed, const hir::Module& checked,
                             const Interner& names, std::string_view text);

}  // namespace phep::cli
