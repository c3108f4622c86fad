// The words of a text that was changed, from those of the text before. Private to this room.
#pragma once

#include "compiler/syntax/pieces.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace phep::syntax {

// The words [first, last) of before are others now, or stand behind other blanks or comments, or on
// another part of their line. Those behind are as they were, `shift` further on (two's complement),
// and `bytes` further on in the text.
struct ChangedWords {
  bool nothing = false;  // the texts are equal
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t shift = 0;
  std::int32_t bytes = 0;
  std::uint32_t from = 0;  // where what moved stood in the text before
  bool braces = false;     // there are braces among the changed words, of before or of now
};

// Brings text, tokens, words, documentation and what is said of words to the new text. Nothing,
// with all as it was, where the new text is not plain. `skip` leaves out one new word: for tests.
std::optional<ChangedWords> respell(Kept& kept, FileId file, std::string_view text, bool skip);

}  // namespace phep::syntax
