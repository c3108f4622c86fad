// Applying fixes to the text that they were made for.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep {

// The text after the edits; nothing changed if two of them overlap or one lies outside. Edits are
// of one file.
std::string apply_edits(std::string_view text, std::vector<Edit> edits);

// The edits of the safe fixes for one file, in order of place; of two that overlap the later waits
// for the next round.
std::vector<Edit> safe_edits(const DiagnosticList& list, FileId file);

struct FixedText {
  std::string text;
  std::size_t fixes = 0;  // how many were applied
};
// Applies them.
FixedText apply_safe_fixes(const DiagnosticList& list, FileId file, std::string_view text);

}  // namespace phep
