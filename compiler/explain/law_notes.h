// What one law did to another in an answer, and provisions by the way that answers write them.
#pragma once

#include "compiler/explain/answer_text.h"

#include <nlohmann/json.hpp>

#include <string>

namespace phep::explain {

// "PDPL@7.1.đ" in full; what names no instrument as it is.
std::string source_text(const Lexicon& lexicon, const std::string& source, Language language);

// The title of a draft by its qualified name; without one its number.
std::string draft_text(const Lexicon& lexicon, const std::string& name, Language language);

// {"by":"NQ22@PL.I","does":"suspends","of":"D356@19.4","on":"vn.x.file"} in words.
std::string law_note_text(const Lexicon& lexicon, const nlohmann::json& note, Language language);

}  // namespace phep::explain
