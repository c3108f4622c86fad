// What can be folded away: bodies, runs of comments, runs of `use` lines.
#pragma once

#include "compiler/syntax/parse.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace phep::ide {

enum class FoldKind : std::uint8_t { Body, Comment, Imports };

// From the end of the line that stays to the end of the last line that goes.
struct Fold {
  std::uint32_t begin, end;
  FoldKind kind;
};

// In the order of their beginnings. Reads words alone, so broken texts fold too.
std::vector<Fold> folds(std::string_view text, syntax::SourceForm form);

}  // namespace phep::ide
