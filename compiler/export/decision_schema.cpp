#include "compiler/export/decision_schema.h"

#include "compiler/decision/print.h"
#include "compiler/explain/status_words.h"
#include "compiler/export/json_schema.h"
#include "compiler/export/norm_keys.h"
#include "compiler/runtime/phep_abi.h"

#include <cstdint>

namespace phep::exports {

namespace {

using decision::Kind;

// What a value of an answer is: its kind, and the enum or currency that belongs to it.
struct ValueType {
  Kind kind;
  decision::EnumId enumeration;
  std::string currency;
};

OrderedJson text() {
  return {{"type", "string"}};
}
OrderedJson only(bool value) {
  return {{"const", value}};
}
OrderedJson texts() {
  return list_of(text());
}

OrderedJson money(const std::string& currency, std::string_view amount) {
  return closed_object({{"amount", reference(amount)}, {"currency", {{"const", currency}}}},
                       {"amount", "currency"});
}

OrderedJson common_definitions() {
  OrderedJson defs;
  defs["pointers"] = texts();
  defs["date"] = {{"type", "string"}, {"pattern", date_pattern()}};
  defs["instant"] = {
      {"type", "string"},
      {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{3})?Z$"}};
  defs["integer"] = {{"type", "string"}, {"pattern", "^-?(?:0|[1-9][0-9]*)$"}};
  defs["decimal"] = {{"type", "string"}, {"pattern", "^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]*[1-9])?$"}};
  defs["truth"] = {{"enum", {true, false, "unknown"}}};
  defs["duration"] = closed_object(
      {{"n", {{"type", "integer"}}},
       {"unit",
        {{"enum", {"hours", "days", "working_days", "weeks", "months", "quarters", "years"}}}}},
      {"n", "unit"});
  defs["fault"] = closed_object({{"at", text()},
                                 {"kind",
                                  {{"enum",
                                    {"calendar_exhausted", "conflict", "date_out_of_range",
                                     "division_by_zero", "gap", "needs_rounding", "overflow"}}}}},
                                {"at", "kind"});
  defs["error"] = closed_object({{"$error", reference("fault")}}, {"$error"});
  const auto awaited = [](std::string_view key, OrderedJson value) {
    return closed_object({{"$awaiting", texts()}, {std::string(key), std::move(value)}},
                         {"$awaiting", std::string(key)});
  };
  defs["due"] = {
      {"anyOf",
       {reference("instant"), awaited("$one_of", list_of(reference("instant"))),
        awaited("$from", reference("instant")), awaited("$up_to", reference("instant"))}}};
  defs["done"] = {{"anyOf", {reference("instant"), reference("date")}}};
  return defs;
}

OrderedJson note() {
  OrderedJson properties;
  for (const char* key : {"because", "by", "does", "of", "on"}) properties[key] = text();
  properties["possible"] = only(true);
  return closed_object(std::move(properties), {"by", "does", "of", "on"});
}

OrderedJson determination() {
  return closed_object({{"at", text()},
                        {"author", text()},
                        {"basis", text()},
                        {"expired", only(true)},
                        {"id", text()},
                        {"not_yet", only(true)},
                        {"on", reference("date")},
                        {"until", reference("date")}},
                       {"at", "author", "id", "on"});
}

class DecisionSchema {
 public:
  DecisionSchema(const decision::Program& program, const decision::Decision& decision,
                 const explain::Wording& wording)
      : program_(program), decision_(decision), wording_(wording) {}

  OrderedJson write();

 private:
  OrderedJson properties();
  OrderedJson outputs() const;
  OrderedJson norms();
  OrderedJson norm(const decision::NormOutput& output);
  OrderedJson sanctions(const decision::NormSpec& spec);
  OrderedJson end_of(const decision::NormSanction& row);
  OrderedJson readings() const;
  OrderedJson exposure() const;
  OrderedJson known(const ValueType& type) const;
  OrderedJson perhaps(const ValueType& type, bool optional) const;

  const decision::Program& program_;
  const decision::Decision& decision_;
  const explain::Wording& wording_;
  OrderedJson definitions_ = common_definitions();
};

OrderedJson DecisionSchema::write() {
  OrderedJson schema = schema_head(decision_, "decision", wording_);
  const OrderedJson answer =
      closed_object(properties(), {"as_of", "decision", "missing", "norms", "outputs"});
  for (const auto& [key, value] : answer.items()) schema[key] = value;
  schema["$defs"] = std::move(definitions_);
  return schema;
}

OrderedJson DecisionSchema::properties() {
  OrderedJson all = {{"as_of", reference("instant")}, {"beyond_knowledge", only(true)}};
  all["certificate"] =
      closed_object({{"as_of", reference("instant")},
                     {"bits", {{"type", "string"}, {"pattern", "^[0-9a-f]*$"}}},
                     {"calendars", {{"type", "object"}, {"additionalProperties", text()}}},
                     {"determinations", texts()},
                     {"law_date", reference("date")},
                     {"readings", readings()},
                     {"release", text()}},
                    {"as_of", "bits", "readings", "release"});
  all["decision"] = {{"const", decision_.name}};
  all["determinations"] = list_of(determination());
  if (!decision_.exposure.empty()) all["exposure"] = exposure();
  all["law"] = list_of(note());
  all["law_date"] = reference("date");
  all["missing"] = reference("pointers");
  all["norms"] = norms();
  all["outputs"] = outputs();
  all["readings"] = readings();
  all["supposed"] = texts();
  return all;
}

OrderedJson DecisionSchema::outputs() const {
  OrderedJson all = OrderedJson::object();
  OrderedJson names = OrderedJson::array();
  for (const decision::Output& output : decision_.outputs) {
    OrderedJson value =
        perhaps({output.kind, output.enumeration, output.currency}, output.present.exists());
    put_label(value, wording_.outputs, output.name);
    all[output.name] = std::move(value);
    names.push_back(output.name);
  }
  return closed_object(std::move(all), std::move(names));
}

// A norm decided once stands under its name, one for each element or time under keys of its own.
OrderedJson DecisionSchema::norms() {
  OrderedJson plain = OrderedJson::object();
  OrderedJson patterns = OrderedJson::object();
  OrderedJson names = OrderedJson::array();
  for (const decision::NormOutput& output : decision_.norms) {
    const NormKeys keys = norm_keys(program_, output);
    OrderedJson schema = norm(output);
    put_label(schema, wording_.norms, output.key);
    if (keys.repeated) {
      patterns[keys.pattern] = std::move(schema);
    } else {
      plain[output.key] = std::move(schema);
      names.push_back(output.key);
    }
  }
  OrderedJson schema = closed_object(std::move(plain), std::move(names));
  if (!patterns.empty()) schema["patternProperties"] = std::move(patterns);
  return schema;
}

OrderedJson DecisionSchema::norm(const decision::NormOutput& output) {
  const decision::NormSpec& spec = program_.norms[output.norm];
  OrderedJson statuses = OrderedJson::array();
  for (std::uint64_t i = 0; i <= PHEP_NORM_ERROR; ++i) statuses.push_back(explain::status_name(i));
  OrderedJson all = {{"$error", reference("fault")}, {"$inexact", only(true)}};
  all["bearer"] = {
      {"anyOf", {{{"const", "unknown"}}, {{"type", "object"}, {"additionalProperties", texts()}}}}};
  all["beyond_knowledge"] = only(true);
  all["binds"] = reference("truth");
  all["breach_of"] = text();
  all["by_ms"] = {{"type", "integer"}};
  all["cites"] = texts();
  all["confidence"] = {{"enum", {"B", "C"}}};
  all[spec.kept ? "ended" : "done"] = reference("done");
  all[spec.kept ? "through" : "due"] = reference("due");
  all["excused"] = reference("truth");
  all["missing"] = reference("pointers");
  all["proof"] = text();
  if (!spec.sanctions.empty()) all["sanctions"] = sanctions(spec);
  all["since"] = reference("instant");
  all["status"] = {{"enum", std::move(statuses)}};
  all["until"] = reference("instant");
  all["why"] = texts();
  return closed_object(std::move(all), {"binds", "status"});
}

OrderedJson DecisionSchema::sanctions(const decision::NormSpec& spec) {
  OrderedJson rows = OrderedJson::object();
  OrderedJson labels = OrderedJson::array();
  for (const decision::NormSanction& row : spec.sanctions) {
    OrderedJson properties = {{"applies", reference("truth")}, {"cites", texts()},
                              {"kind", {{"const", row.kind}}}, {"limitation", reference("instant")},
                              {"measures", texts()},           {"time_barred", reference("truth")}};
    if (row.amounts != Kind::Money || !row.currency.empty())
      properties["from"] = properties["to"] = end_of(row);
    rows[row.label] = closed_object(std::move(properties), {"applies", "kind"});
    labels.push_back(row.label);
  }
  return closed_object(std::move(rows), std::move(labels));
}

// Ends of the same currency are described once.
OrderedJson DecisionSchema::end_of(const decision::NormSanction& row) {
  const std::string name =
      "end_" +
      (row.amounts == Kind::Money ? row.currency : std::string(decision::kind_word(row.amounts)));
  if (!definitions_.contains(name))
    definitions_[name] = perhaps({row.amounts, {}, row.currency}, false);
  return reference(name);
}

OrderedJson DecisionSchema::readings() const {
  OrderedJson all = OrderedJson::object();
  for (const decision::ReadingId id : decision_.readings) {
    const decision::Reading& reading = program_.readings[id];
    all[reading.name] = {{"enum", reading.options}};
  }
  return closed_object(std::move(all), {});
}

OrderedJson DecisionSchema::exposure() const {
  const OrderedJson amount = closed_object({{"amount", reference("integer")}, {"currency", text()}},
                                           {"amount", "currency"});
  OrderedJson cost;
  cost["amounts"] = {
      {"type", "object"},
      {"additionalProperties", closed_object({{"from", amount}, {"to", amount}}, {"from"})}};
  for (const char* key : {"not_set", "other", "time_barred", "uncertain"}) cost[key] = texts();
  return closed_object({{decision_.exposure, closed_object(std::move(cost), {"amounts"})}},
                       {decision_.exposure});
}

OrderedJson DecisionSchema::known(const ValueType& type) const {
  switch (type.kind) {
    case Kind::Bool: return {{"type", "boolean"}};
    case Kind::Int: return {{"type", "integer"}};
    case Kind::Decimal: return reference("decimal");
    case Kind::Money: return money(type.currency, "integer");
    case Kind::Amount: return money(type.currency, "decimal");
    case Kind::Date: return reference("date");
    case Kind::Instant: return reference("instant");
    case Kind::Duration: return reference("duration");
    case Kind::Text: return text();
    case Kind::Enum: return members(program_.enums[type.enumeration]);
    case Kind::Set: return list_of(members(program_.enums[type.enumeration]));
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

// A value, or what stands in its place where it is not known.
OrderedJson DecisionSchema::perhaps(const ValueType& type, bool optional) const {
  const OrderedJson value = known(type);
  const OrderedJson one = optional ? OrderedJson{{"anyOf", {value, {{"type", "null"}}}}} : value;
  OrderedJson unknown = {{"$inexact", only(true)}, {"$unknown", reference("pointers")}};
  if (type.kind == Kind::Money) {
    unknown["$at_least"] = value;
    unknown["$at_most"] = value;
  }
  return {{"anyOf",
           {one, closed_object(std::move(unknown), {"$unknown"}), reference("error"),
            closed_object({{"$awaiting", texts()}, {"$one_of", list_of(one)}},
                          {"$awaiting", "$one_of"})}}};
}

}  // namespace

std::string decision_schema(const decision::Program& program, const decision::Decision& decision,
                            const explain::Wording& wording) {
  return DecisionSchema(program, decision, wording).write().dump(2) + "\n";
}

}  // namespace phep::exports
