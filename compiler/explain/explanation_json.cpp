// An explanation as JSON. Keys are stable: what they hold stands in grammar/REFERENCE.md.
#include "compiler/base/check.h"
#include "compiler/explain/document.h"

namespace phep::explain {
namespace {

using nlohmann::json;

std::string_view truth_name(Truth truth) {
  switch (truth) {
    case Truth::Holds: return "true";
    case Truth::Fails: return "false";
    case Truth::Unknown: return "unknown";
    case Truth::Error: return "error";
  }
  PHEP_UNREACHABLE();
}

json reasons(const std::vector<Reason>& all) {
  json out = json::array();
  for (const Reason& reason : all) {
    json one = {{"kind", reason.kind}, {"holds", truth_name(reason.truth)}, {"text", reason.text}};
    if (!reason.fact.empty()) one["fact"] = reason.fact;
    if (!reason.cites.empty()) one["cites"] = reason.cites;
    if (!reason.because.empty()) one["because"] = reasons(reason.because);
    out.push_back(std::move(one));
  }
  return out;
}

json missing(const std::vector<Missing>& all) {
  json out = json::array();
  for (const Missing& fact : all) {
    json answers = json::array();
    for (const Missing::Answer& answer : fact.answers)
      answers.push_back({{"value", answer.value},
                         {"text", answer.text},
                         {"status", answer.status},
                         {"outcome", answer.outcome}});
    out.push_back({{"fact", fact.fact},
                   {"label", fact.label},
                   {"judgment", fact.judgment},
                   {"answers", answers}});
  }
  return out;
}

json deadlines(const std::vector<DayCount>& all) {
  json out = json::array();
  for (const DayCount& count : all) {
    json steps = json::array();
    for (const CountStep& step : count.steps) {
      json one = {{"what", step.what}, {"text", step.text}};
      if (!step.cites.empty()) one["cites"] = step.cites;
      if (!step.because.empty()) one["because"] = reasons(step.because);
      steps.push_back(std::move(one));
    }
    json one = {{"due", count.due}, {"steps", std::move(steps)}};
    if (!count.under.empty()) one["under"] = count.under;
    if (!count.awaiting.empty()) one["awaiting"] = count.awaiting;
    out.push_back(std::move(one));
  }
  return out;
}

json norm(const NormNote& note) {
  json cites = json::array();
  for (const Provision& cite : note.cites) {
    json one = {{"source", cite.source}, {"text", cite.text}, {"title", cite.title}};
    if (!cite.heading.empty()) one["heading"] = cite.heading;
    if (!cite.digest.empty()) one["digest"] = cite.digest;
    cites.push_back(std::move(one));
  }
  json flips = json::array();
  for (const FlipNote& flip : note.flips) {
    json changes = json::array();
    for (const FlipNote::Change& change : flip.changes)
      changes.push_back({{"fact", change.fact},
                         {"label", change.label},
                         {"to", change.to},
                         {"text", change.text}});
    flips.push_back(
        {{"changes", std::move(changes)}, {"status", flip.status}, {"text", flip.text}});
  }
  json out = {{"key", note.key},
              {"norm", note.symbol},
              {"label", note.label},
              {"kind", note.kind},
              {"status", note.status},
              {"status_text", note.headline},
              {"cites", std::move(cites)},
              {"conclusion", note.conclusion},
              {"reasons", reasons(note.steps)},
              {"result", note.result}};
  if (note.row > 0) out["row"] = {{"number", note.row}, {"text", note.row_text}};
  if (!note.bearers.empty())
    out["bearers"] = {{"mode", note.bearer_mode}, {"parties", note.bearers}};
  if (!note.fallback.empty()) out["fallback"] = note.fallback;
  if (!note.toward.empty()) out["toward"] = note.toward;
  if (!note.action.empty()) out["action"] = note.action;
  if (!note.deadlines.empty()) out["deadlines"] = deadlines(note.deadlines);
  if (!note.sanctions.empty()) out["sanctions"] = reasons(note.sanctions);
  if (!note.missing.empty()) out["missing"] = missing(note.missing);
  if (!note.flips.empty()) out["flips"] = std::move(flips);
  if (!note.unsettled.empty()) out["unsettled"] = note.unsettled;
  return out;
}

}  // namespace

json explanation_json(const Explanation& explanation) {
  json outputs = json::array();
  for (const OutputNote& note : explanation.outputs) {
    json one = {{"key", note.key},
                {"label", note.label},
                {"text", note.text},
                {"value", note.result},
                {"reasons", reasons(note.because)}};
    if (!note.missing.empty()) one["missing"] = missing(note.missing);
    outputs.push_back(std::move(one));
  }
  json norms = json::array();
  for (const NormNote& note : explanation.norms) norms.push_back(norm(note));
  json readings = json::array();
  for (const ReadingNote& note : explanation.readings) {
    json others = json::array();
    for (const ReadingNote::Other& other : note.others)
      others.push_back(
          {{"option", other.option}, {"text", other.text}, {"changes", other.changes}});
    readings.push_back({{"name", note.name},
                        {"option", note.option},
                        {"text", note.text},
                        {"basis", note.basis},
                        {"cites", note.cites},
                        {"others", std::move(others)}});
  }
  return {{"explanation", 1},
          {"lang", explanation.language == Language::Vietnamese ? "vi" : "en"},
          {"decision", explanation.decision},
          {"label", explanation.label},
          {"as_of", explanation.as_of},
          {"release", explanation.release},
          {"certificate", explanation.certificate_checked ? "reproduced" : "not_given"},
          {"outputs", std::move(outputs)},
          {"norms", std::move(norms)},
          {"readings", std::move(readings)},
          {"notes", explanation.notes},
          {"search",
           {{"evaluations", explanation.evaluations}, {"limit_hit", explanation.search_limit_hit}}},
          {"answer", explanation.answer}};
}

}  // namespace phep::explain
