#include "compiler/export/abi_json.h"

#include "compiler/decision/measure.h"
#include "compiler/decision/print.h"
#include "compiler/export/places.h"
#include "compiler/runtime/phep_abi.h"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace phep::exports {

namespace {

using Json = nlohmann::json;
using decision::Kind;
using decision::Slot;

Json field(const decision::Program& program, const Slot& slot) {
  Json json = {
      {"path", slot.path}, {"kind", kind_word(slot)}, {"offset", slot.offset}, {"bit", slot.bit}};
  if (slot.enumeration.exists()) json["enum"] = program.enums[slot.enumeration].name;
  if (!slot.currency.empty()) json["currency"] = slot.currency;
  if (slot.optional) json["optional"] = true;
  if (slot.judgment) json["judgment"] = true;
  if (slot.ranged && !slot.is_list) {
    json["least"] = slot.lo;
    json["most"] = slot.hi;
  }
  if (slot.is_list) {
    json["items"] = program.structs[slot.element].name;
    json["most"] = slot.hi;
  }
  return json;
}

Json structure(const decision::Program& program, const decision::Struct& shape) {
  Json json = {{"size", shape.size}, {"words", shape.words}, {"fields", Json::array()}};
  const std::uint32_t head = shape.root ? 8 : 0;
  json["known"] = head;
  json["present"] = head + 8 * shape.words;
  if (shape.root) json["layout"] = shape.layout;
  for (const Slot* slot : by_offset(program, shape))
    json["fields"].push_back(field(program, *slot));
  return json;
}

Json norm(const decision::Program& program, const NormPlace& place) {
  const decision::NormSpec& spec = program.norms[place.norm->norm];
  Json json = {{"key", place.norm->key}, {"norm", spec.symbol}, {"offset", place.offset}};
  json["record_size"] = sizeof(phep_norm) + spec.sanctions.size() * sizeof(phep_sanction);
  if (place.norm->most != 0) json["times"] = place.norm->most;
  if (place.norm->list.exists()) json["each"] = program.slots[place.norm->list].path;
  for (const decision::NormExempt& row : spec.exempts) json["exemptions"].push_back(row.name);
  for (const decision::NormEvidence& row : spec.evidence) json["evidence"].push_back(row.name);
  for (const decision::NormBearer& row : spec.possible_bearers)
    json["bearers"].push_back({{"party", row.party}, {"cites", row.cites}});
  for (const decision::NormSanction& row : spec.sanctions) {
    Json sanction = {
        {"label", row.label}, {"kind", row.kind}, {"amounts", decision::kind_word(row.amounts)}};
    if (!row.currency.empty()) sanction["currency"] = row.currency;
    for (const std::string& measure : row.measures) sanction["measures"].push_back(measure);
    json["sanctions"].push_back(std::move(sanction));
  }
  return json;
}

Json result(const decision::Program& program, const decision::Decision& decision) {
  const ResultPlaces places = result_places(program, decision);
  Json json = {{"size", places.size}, {"layout", places.layout}};
  json["outputs"] = Json::array();
  json["norms"] = Json::array();
  for (const OutputPlace& place : places.outputs) {
    Json output = {{"name", place.output->name},
                   {"kind", decision::kind_word(place.output->kind)},
                   {"offset", place.offset}};
    if (place.output->enumeration.exists())
      output["enum"] = program.enums[place.output->enumeration].name;
    if (!place.output->currency.empty()) output["currency"] = place.output->currency;
    if (place.output->present.exists()) output["optional"] = true;
    json["outputs"].push_back(std::move(output));
  }
  for (const NormPlace& place : places.norms) json["norms"].push_back(norm(program, place));
  json["certificate"] = {{"offset", places.certificate_offset},
                         {"words", places.certificate_words}};
  return json;
}

#define PHEP_FIELD(type, name) {#name, offsetof(type, name)}

Json fixed_structs() {
  return {
      {"phep_options",
       {{"size", sizeof(phep_options)},
        {"fields",
         {{"size", 0},
          PHEP_FIELD(phep_options, flags),
          PHEP_FIELD(phep_options, as_of),
          PHEP_FIELD(phep_options, law_date),
          PHEP_FIELD(phep_options, reading_count),
          PHEP_FIELD(phep_options, readings)}}}},
      {"phep_problem",
       {{"size", sizeof(phep_problem)},
        {"fields",
         {{"code", 0},
          PHEP_FIELD(phep_problem, offset),
          PHEP_FIELD(phep_problem, at),
          PHEP_FIELD(phep_problem, at_length)}}}},
      {"phep_result_head",
       {{"size", sizeof(phep_result_head)},
        {"fields",
         {{"size", 0},
          PHEP_FIELD(phep_result_head, layout),
          PHEP_FIELD(phep_result_head, path),
          PHEP_FIELD(phep_result_head, missing_count),
          PHEP_FIELD(phep_result_head, steps),
          PHEP_FIELD(phep_result_head, missing)}}}},
      {"phep_value",
       {{"size", sizeof(phep_value)},
        {"fields",
         {{"tag", 0},
          PHEP_FIELD(phep_value, aux),
          PHEP_FIELD(phep_value, a),
          PHEP_FIELD(phep_value, b)}}}},
      {"phep_norm",
       {{"size", sizeof(phep_norm)},
        {"fields",
         {{"status", 0},
          PHEP_FIELD(phep_norm, flags),
          PHEP_FIELD(phep_norm, due_min),
          PHEP_FIELD(phep_norm, due_max),
          PHEP_FIELD(phep_norm, done),
          PHEP_FIELD(phep_norm, by_ms),
          PHEP_FIELD(phep_norm, until),
          PHEP_FIELD(phep_norm, why),
          PHEP_FIELD(phep_norm, missing_first),
          PHEP_FIELD(phep_norm, missing_count),
          PHEP_FIELD(phep_norm, alternatives),
          PHEP_FIELD(phep_norm, alternative_count),
          PHEP_FIELD(phep_norm, bearers),
          PHEP_FIELD(phep_norm, awaiting),
          PHEP_FIELD(phep_norm, since)}}}},
      {"phep_sanction",
       {{"size", sizeof(phep_sanction)},
        {"fields",
         {{"applies", 0},
          PHEP_FIELD(phep_sanction, flags),
          PHEP_FIELD(phep_sanction, from),
          PHEP_FIELD(phep_sanction, to),
          PHEP_FIELD(phep_sanction, limit)}}}},
      {"phep_bounds",
       {{"size", sizeof(phep_bounds)},
        {"fields",
         {{"least", 0},
          PHEP_FIELD(phep_bounds, most),
          PHEP_FIELD(phep_bounds, missing_first),
          PHEP_FIELD(phep_bounds, missing_count),
          PHEP_FIELD(phep_bounds, flags)}}}},
      {"phep_norm_array",
       {{"size", sizeof(phep_norm_array)},
        {"fields",
         {{"items", 0},
          PHEP_FIELD(phep_norm_array, length),
          PHEP_FIELD(phep_norm_array, stride)}}}},
      {"phep_text",
       {{"size", sizeof(phep_text)}, {"fields", {{"data", 0}, PHEP_FIELD(phep_text, length)}}}},
      {"phep_list",
       {{"size", sizeof(phep_list)}, {"fields", {{"items", 0}, PHEP_FIELD(phep_list, length)}}}},
  };
}

#undef PHEP_FIELD

}  // namespace

std::string abi_json(const decision::Program& program, const decision::Decision& decision) {
  Json json;
  json["abi"] = PHEP_ABI_VERSION;
  json["decision"] = decision.name;
  json["name"] = decision.export_name;
  json["exports"] = {decision.export_name + "_decide", decision.export_name + "_decide_json",
                     decision.export_name + "_read", "phep_abi_version", "phep_image"};
  const std::string_view rows = decision::rows_because(program, decision);
  json["batch"] = {{"decides", rows.empty() ? "columns" : "rows"}};
  if (!rows.empty()) json["batch"]["because"] = rows;
  json["facts"] = program.structs[decision.facts].name;
  json["fixed"] = fixed_structs();
  json["result"] = result(program, decision);
  json["readings"] = Json::array();
  for (const decision::Reading& reading : program.readings) {
    json["readings"].push_back(
        {{"name", reading.name}, {"options", reading.options}, {"default", reading.fallback}});
  }
  json["certificate_bits"] = program.certificate_bits;
  json["structs"] = Json::object();
  json["enums"] = Json::object();
  for (const decision::StructId id : facts_structs(program, decision)) {
    const decision::Struct& shape = program.structs[id];
    json["structs"][shape.name] = structure(program, shape);
  }
  for (const decision::EnumTable& table : program.enums) json["enums"][table.name] = table.members;
  return json.dump(1) + "\n";
}

}  // namespace phep::exports
