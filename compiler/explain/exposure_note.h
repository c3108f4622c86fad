// What the breaches of a decision may cost in all, in words.
#pragma once

#include "compiler/explain/explanation.h"

namespace phep::explain {

// One note for each exposure of the answer; reads the notes of the norms.
std::vector<OutputNote> exposure_notes(const Explanation& explanation, const Labels& labels);

}  // namespace phep::explain
