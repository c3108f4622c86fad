#include "compiler/report/rows.h"

#include "compiler/explain/status_words.h"
#include "compiler/report/times.h"

#include <algorithm>

namespace phep::report {

using explain::NormNote;
using explain::Speech;

namespace {

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : std::string(between)) + text;
  return out;
}

bool is_obligation(const NormNote& note) {
  // A norm of a list that is unknown as a whole has no kind: it may turn out to be one.
  return !note.binds_nobody &&
         (note.kind == "duty" || note.kind == "prohibition" || note.kind.empty());
}

Row row_of(const Case& one, const NormNote& note, const Speech& speech) {
  return {.of = &one,
          .norm = &note,
          .obligation = note.label,
          .provision = provision_words(note),
          .bearer = bearer_words(note, speech),
          .addressee = note.toward,
          .form = note.action.empty() ? kind_words(note.kind, speech) : note.action,
          .due = due_words(note, speech),
          .due_digits = due_digits(note, speech),
          .status = note.headline.empty() ? note.status_words : note.headline,
          .fine = joined(note.fines, "; "),
          .confidence = note.result.value("confidence", "A")};
}

}  // namespace

std::vector<Row> rows_of(std::span<const Case> cases, Language language) {
  const Speech speech(language);
  std::vector<Row> out;
  for (const Case& one : cases)
    for (const NormNote& note : one.explanation.norms)
      if (is_obligation(note)) out.push_back(row_of(one, note, speech));
  return out;
}

std::string bearer_words(const NormNote& note, const Speech& speech) {
  const bool each = note.bearer_mode == "each";
  return speech.listed(note.bearers, each ? "và" : "hoặc", each ? "and" : "or");
}

std::string provision_words(const NormNote& note) {
  std::vector<std::string> cites;
  for (const explain::Provision& cite : note.cites) cites.push_back(cite.text);
  return joined(cites, "; ");
}

std::string kind_words(std::string_view kind, const Speech& speech) {
  if (kind == "duty") return speech.say("nghĩa vụ", "duty");
  if (kind == "prohibition") return speech.say("điều cấm", "prohibition");
  if (kind == "permission") return speech.say("quyền", "permission");
  if (kind == "power") return speech.say("thẩm quyền", "power");
  if (kind == "encouragement") return speech.say("khuyến khích", "encouragement");
  return {};
}

Standing standing_of(std::string_view status) {
  if (status == "violated" || status == "late" || status == "error") return Standing::Breached;
  if (status == "pending" || status == "upcoming" || status == "deferred") return Standing::Ahead;
  if (status == "fulfilled" || status == "met" || status == "granted" || status == "available")
    return Standing::Done;
  if (explain::binds_nobody(status) || status == "not_granted" || status == "not_available")
    return Standing::Absent;
  return Standing::Undecided;
}

}  // namespace phep::report
