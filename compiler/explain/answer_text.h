// An answer for people: the canonical JSON of a decision as a page of Vietnamese or English text.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace phep::explain {

struct Lexicon {
  const std::map<FileId, const hir::Module*>& modules;
  const hir::TypeStore& types;
  const Interner& names;
};

// Statuses in words, deadlines with their weekday in Vietnam time, citations in full, what is
// missing. `answer` is the JSON of one decision whose definition is `target` (a decision, rule or
// norm).
std::string answer_text(const Lexicon& lexicon, hir::DefId target, const nlohmann::json& answer,
                        Language language, bool color);

}  // namespace phep::explain
