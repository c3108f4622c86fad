// How what was typed fits a word, diacritics or not. Private to this room.
#pragma once

#include "lsp/ide/complete.h"

#include <optional>
#include <string>
#include <string_view>

namespace phep::ide {

// What was typed, prepared once for many candidates.
struct Typed {
  std::string exact;     // NFC, in small letters
  std::string toneless;  // … without tones
  std::string folded;    // … without any marks
  bool marked;           // it has marks: other marks do not fit
  bool toned;            // … tones among them: other tones do not fit
};
Typed typed(std::string_view text);

// Whether one of the folded words, each ended by '\n', fits without marks: nothing fits otherwise.
bool may_fit(const Typed& typed, std::string_view folded);

// Nothing: it does not fit. An empty text fits everything exactly.
std::optional<Fit> fit(const Typed& typed, std::string_view candidate);

}  // namespace phep::ide
