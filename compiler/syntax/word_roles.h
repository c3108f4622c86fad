// What the tree says of each word, for laying it out: the parser decides what is a keyword, never
// the spelling. Private to this room.
#pragma once

#include "compiler/syntax/cst.h"

#include <cstdint>
#include <vector>

namespace phep::syntax {

struct Kept;
struct Piece;

struct WordRole {
  bool name = false;         // taken as a name
  bool tight = false;        // written without a blank before it
  bool begins_unit = false;  // begins a declaration, a clause or a row
  bool lines_up = false;     // stands in one column with its like
  std::uint32_t table = 0;   // words in the rows of one table share a number; 0: in none
};

// One for each word. Those that the tree does not hold have none of these properties.
std::vector<WordRole> roles_of(PhepParser::FileContext* tree, const std::vector<Word>& words);

// The same of a text that was read in pieces, each of which noted its own.
std::vector<WordRole> roles_of(const Kept& kept);

// Notes them in the pieces that were built from this tree.
void note_roles(std::vector<Piece>& pieces, const Cst& cst, const std::vector<Word>& words);

}  // namespace phep::syntax
