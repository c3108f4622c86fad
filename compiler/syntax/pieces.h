// A file cut into pieces that are read independently of each other: the header and, as a rule, one
// declaration each. Private to this room.
#pragma once

#include "compiler/syntax/builder.h"
#include "compiler/syntax/cst.h"
#include "compiler/syntax/word_roles.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace phep::syntax {

// What is seen from outside: by other modules, and by the file's other declarations.
struct Surface {
  std::uint64_t whole = 0;
  std::uint64_t without_labels = 0;
};

struct Piece {
  std::uint32_t begin = 0;  // its first word; it ends where the next one begins
  std::uint32_t reach = 0;  // the last word that had a part in how it was read
  Name carried;             // what `@38` alone referred to where it begins
  Places made;
  std::vector<Diagnostic> of_tree;   // said while its words were parsed
  std::vector<Diagnostic> of_build;  // … while its tree was made ours
  Surface surface;
  // How many bytes further on its tree stands than the places in it say (two's complement); those
  // of its declarations as wholes are right always.
  std::uint32_t behind = 0;
  std::vector<WordRole> roles;  // of its words, if they are noted
};

// A file that was read, with all that is needed to read its next text in part.
struct Kept {
  bool whole_next = true;    // the next text must be read as a whole
  bool notes_roles = false;  // pieces note what their trees say of their words
  std::string text;        // prepared
  std::vector<Token> tokens;
  std::vector<Word> words;
  std::vector<Token> docs;
  std::vector<Diagnostic> of_words;
  std::vector<Piece> pieces;  // all words, in order; the first is the header
  Places free;                // in the stores of the module
};

// Takes tests, test tables and properties out of the words of a file, with the comments before and
// in them. What has no end stays.
void leave_out_tests(std::vector<Word>& words, std::vector<Token>& docs);

// Reads the whole text, whatever is kept of an older one.
Parsed read_whole(FileId file, std::string_view text, Interner& names, SourceForm form, Kept& kept);

// Null where nesting was too deep, which has been reported.
std::unique_ptr<Cst> tree_of(const Kept& kept, const PositionMap& positions, Reports& reports,
                             const Stretch* stretch);

// Builds the declarations of a tree (and with `header` its header), a piece each. `said` is the
// number of reports that were made before the tree's.
std::vector<Piece> build_pieces(const Cst& cst, bool header, Builder& builder,
                                const Reports& of_tree, std::size_t said, const Reports& of_build);

// Where the words of piece `index` end.
std::uint32_t end_of(const Kept& kept, std::size_t index);

}  // namespace phep::syntax
