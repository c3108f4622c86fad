// What an answer rests on that the law leaves unsettled, and what it would be on every other
// reading.
#pragma once

#include "compiler/explain/explanation.h"

#include <map>

namespace phep::explain {

// The readings that the replayed answer rests on, each with what its other options change.
std::vector<ReadingNote> reading_notes(Replay& replay, const Labels& labels);

// What the norm of a key of the answer is called, with what stands behind its name.
std::string norm_label(const Labels& labels, const std::string& key);

// The canonical answer under each option of each reading that `answer` rests on, the chosen ones
// included: by name, by option.
using EachReading = std::map<std::string, std::map<std::string, nlohmann::json>>;
EachReading answers_of_each_reading(const Question& question, const nlohmann::json& answer);

// A compact comparison of them: a table of text, one block a reading.
std::string each_reading_text(const Lexicon& lexicon, hir::DefId target,
                              const nlohmann::json& answer, const EachReading& each,
                              std::int32_t zone, Language language);

}  // namespace phep::explain
