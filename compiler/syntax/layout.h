// The formatter's second half: words with their properties in, laid out text out. Private to this
// room.
#pragma once

#include "compiler/syntax/tokens.h"

#include <cstdint>
#include <span>
#include <string>

namespace phep::syntax {

// One word or comment to be written.
struct LaidPiece {
  TokenKind kind = TokenKind::End;
  std::string text;        // as it is to be written
  std::uint32_t line = 0;  // where it begins in the source, and where it ends
  std::uint32_t end_line = 0;
  std::uint32_t column = 0;  // in terminal cells
  std::uint32_t gap = 0;     // blanks before it in the source, if it is not the first of its line
  bool tight = false;        // nothing between it and the word before
  bool begins_unit = false;  // a declaration, clause, row: what gets a line's plain indentation
  bool lines_up = false;     // always in one column with its like in the same body
  std::uint32_t table = 0;   // rows of one table share a number; 0 outside tables
};

// Text of the pieces, one output line for each source line that has any, ending in a line break.
std::string lay_out(std::span<const LaidPiece> pieces);

}  // namespace phep::syntax
