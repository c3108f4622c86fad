#include "compiler/export/json_schema.h"

namespace phep::exports {

namespace {

// A year that is not 0000; months by their length; 29 February in leap years alone.
std::string day_pattern() {
  const std::string year = "(?!0000)[0-9]{4}";
  const std::string fours = "(?:0[48]|[2468][048]|[13579][26])";
  const std::string leap_year = "(?:[0-9]{2}" + fours + "|" + fours + "00)";
  return "(?:" + year +
         "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
         "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
         "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
         "|" +
         leap_year + "-02-29)";
}

}  // namespace

OrderedJson schema_head(const decision::Decision& decision, std::string_view part,
                        const explain::Wording& wording) {
  OrderedJson schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                        {"$id", "urn:phep:" + decision.name + ":" + std::string(part)}};
  if (!wording.title.vi.empty()) schema["title"] = wording.title.vi;
  if (!wording.title.en.empty()) schema["description"] = wording.title.en;
  return schema;
}

void put_label(OrderedJson& schema, const explain::Phrases& phrases, const std::string& key) {
  const auto found = phrases.find(key);
  if (found == phrases.end()) return;
  if (!found->second.vi.empty()) schema["title"] = found->second.vi;
  if (!found->second.en.empty()) schema["description"] = found->second.en;
}

OrderedJson reference(std::string_view definition) {
  return {{"$ref", "#/$defs/" + std::string(definition)}};
}

OrderedJson list_of(OrderedJson items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

OrderedJson members(const decision::EnumTable& table) {
  return {{"enum", table.members}};
}

OrderedJson closed_object(OrderedJson properties, OrderedJson required) {
  OrderedJson schema = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

std::string date_pattern() {
  return "^" + day_pattern() + "$";
}

// Seconds may be missing; 24:00 is the end of a day.
std::string instant_pattern() {
  return "^" + day_pattern() +
         "[Tt](?:(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,3})?)?"
         "|24:00(?::00(?:\\.0{1,3})?)?)"
         "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$";
}

}  // namespace phep::exports
