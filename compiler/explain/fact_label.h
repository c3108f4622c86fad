// What a fact is called: the labels behind a JSON pointer into the facts.
#pragma once

#include "compiler/explain/answer_text.h"

#include <string>
#include <vector>

namespace phep::explain {

// "/i/acts/reported_at" → i, acts, reported_at.
std::vector<std::string> steps_of(const std::string& pointer);

// "/i/acts/reported_at" of a decision over `i` → "preliminary report filed (/i/acts/reported_at)";
// a pointer that leads to no label stays as it is.
std::string fact_label(const Lexicon& lexicon, hir::DefId target, const std::string& pointer,
                       Language language);

// The label alone, or nothing.
std::string field_label(const Lexicon& lexicon, hir::DefId target, const std::string& pointer,
                        Language language);

// What an output of a decision is called: the label of the rule that gives it, else its name.
std::string output_label(const Lexicon& lexicon, hir::DefId target, const std::string& name,
                         Language language);

// The label of an enum's member where the output is of an enum, else nothing.
std::string member_label(const Lexicon& lexicon, hir::DefId target, const std::string& output,
                         const std::string& member, Language language);

}  // namespace phep::explain
