// Where something stands in a source file: byte offsets into the bytes the user gave, never
// columns.
#pragma once

#include "compiler/base/id.h"

#include <compare>
#include <cstdint>

namespace phep {

using FileId = Id<struct FileTag>;

// Half-open range of bytes [begin, end) of one file.
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

// The smallest span that holds both; both must be of one file.
constexpr Span join(Span a, Span b) {
  return {a.file, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace phep
