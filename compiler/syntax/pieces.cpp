#include "compiler/syntax/pieces.h"

#include "compiler/base/check.h"

#include <algorithm>

namespace phep::syntax {
namespace {

std::vector<Diagnostic> between(const Reports& reports, std::size_t first, std::size_t last) {
  const auto begin = reports.items().begin();
  return {begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last)};
}

}  // namespace

std::vector<Piece> build_pieces(const Cst& cst, bool header, Builder& builder,
                                const Reports& of_tree, std::size_t said, const Reports& of_build) {
  std::vector<Piece> out;
  const std::vector<Boundary>& boundaries = cst.boundaries();
  const auto declarations = cst.tree()->declaration();
  PHEP_CHECK(boundaries.size() == declarations.size() + 1, "a boundary for each declaration");
  std::size_t said_of_build = of_build.size();
  const auto open = [&](std::uint32_t begin) {
    out.emplace_back();
    out.back().begin = begin;
    out.back().carried = builder.carried();
    said_of_build = of_build.size();
  };
  const auto close = [&](const Boundary& end) {
    if (out.empty()) return;
    Piece& piece = out.back();
    piece.reach = std::max(piece.reach, end.reach);
    if (!end.clean) return;
    piece.made = builder.take_made();
    piece.of_tree = between(of_tree, said, end.said);
    piece.of_build = between(of_build, said_of_build, of_build.size());
    said = end.said;
  };
  if (header) {
    open(0);
    builder.header(cst.tree()->header());
  }
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    close(boundaries[i]);
    if (boundaries[i].clean) open(boundaries[i].word);
    builder.declaration(declarations[i]);
  }
  Boundary end = boundaries.back();
  end.clean = true;  // nothing is read behind it
  close(end);
  return out;
}

std::uint32_t end_of(const Kept& kept, std::size_t index) {
  return index + 1 < kept.pieces.size() ? kept.pieces[index + 1].begin
                                        : static_cast<std::uint32_t>(kept.words.size());
}

}  // namespace phep::syntax
