#include "compiler/export/reasons_json.h"

#include <nlohmann/json.hpp>

namespace phep::exports {

namespace {

using Json = nlohmann::json;

const std::string& side(const explain::Phrase& phrase, Language language) {
  return language == Language::Vietnamese ? phrase.vi : phrase.en;
}

Json words(const explain::Phrases& phrases, Language language) {
  Json json = Json::object();
  for (const auto& [key, phrase] : phrases)
    if (const std::string& said = side(phrase, language); !said.empty()) json[key] = said;
  return json;
}

template <class Groups>
Json grouped(const Groups& groups, Language language) {
  Json json = Json::object();
  for (const auto& [key, phrases] : groups) json[key] = words(phrases, language);
  return json;
}

Json problems(Language language) {
  const bool vi = language == Language::Vietnamese;
  Json json;
#define PHEP_PROBLEM(code, in_vietnamese, in_english) json[code] = vi ? in_vietnamese : in_english;
#include "compiler/export/problem_words.def"
#undef PHEP_PROBLEM
  return json;
}

}  // namespace

std::string reasons_json(const explain::Wording& wording, Language language) {
  const Json json = {{"language", language == Language::Vietnamese ? "vi" : "en"},
                     {"title", side(wording.title, language)},
                     {"cites", words(wording.cites, language)},
                     {"enums", grouped(wording.enums, language)},
                     {"facts", words(wording.facts, language)},
                     {"norms", words(wording.norms, language)},
                     {"outputs", words(wording.outputs, language)},
                     {"parties", words(wording.parties, language)},
                     {"problems", problems(language)},
                     {"readings", grouped(wording.readings, language)},
                     {"reasons", words(wording.reasons, language)},
                     {"statuses", words(wording.statuses, language)}};
  return json.dump(2) + "\n";
}

}  // namespace phep::exports
