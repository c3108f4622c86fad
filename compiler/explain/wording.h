// What a decision and its parts are called, in both languages: for packages whose hosts show
// answers to people.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/answer_text.h"

#include <map>
#include <string>

namespace phep::explain {

// A label as the source states it; a side that it does not have is empty.
struct Phrase {
  std::string vi, en;
};
using Phrases = std::map<std::string, Phrase, std::less<>>;

// Only what carries a label has an entry. Keys are what answers hold.
struct Wording {
  Phrase title;
  Phrases facts;                                         // by JSON pointer; `*` is an element
  std::map<std::string, Phrases, std::less<>> enums;     // qualified name → member
  std::map<std::string, Phrases, std::less<>> readings;  // qualified name → option
  Phrases outputs;
  Phrases norms;     // by key, without the element
  Phrases parties;   // by name
  Phrases reasons;   // exemptions and evidence of a norm, as `why` names them: "notify.secret"
  Phrases statuses;  // of norms
  Phrases cites;     // "PDPL@23.1" → "Clause 1, Article 23 of Law No. 91/2025/QH15"
};

Wording wording(const Lexicon& lexicon, hir::DefId target, const decision::Program& program,
                const decision::Decision& decision);

}  // namespace phep::explain
