#include "compiler/export/facts_schema.h"

#include "compiler/export/json_schema.h"

#include <cstdint>

namespace phep::exports {

namespace {

using decision::Kind;
using decision::Slot;

// Integers as JSON and as text; decimals below 10^29 with nine places.
constexpr std::string_view kInteger = "^-?(?:0|[1-9][0-9]*)$";
constexpr std::string_view kDecimal = "^-?(?:0|[1-9][0-9]{0,28})(?:\\.[0-9]{1,9}0*)?$";

class FactsSchema {
 public:
  FactsSchema(const decision::Program& program, const explain::Wording& wording)
      : program_(program), wording_(wording) {}

  OrderedJson object(const decision::ObjectShape& shape, const std::string& path);
  OrderedJson definitions() const;

 private:
  OrderedJson slot(const Slot& slot, const std::string& path);
  OrderedJson value(const Slot& slot);
  OrderedJson money(const Slot& slot) const;
  OrderedJson list(const Slot& slot, const std::string& path);
  static OrderedJson determined(OrderedJson value);

  const decision::Program& program_;
  const explain::Wording& wording_;
};

OrderedJson integer(const Slot& slot) {
  return {{"type", "integer"},
          {"minimum", slot.ranged ? slot.lo : INT64_MIN},
          {"maximum", slot.ranged ? slot.hi : INT64_MAX}};
}

OrderedJson or_null(OrderedJson schema) {
  return {{"anyOf", {std::move(schema), {{"type", "null"}}}}};
}

OrderedJson FactsSchema::object(const decision::ObjectShape& shape, const std::string& path) {
  OrderedJson properties = OrderedJson::object();
  if (shape.closed) properties["$partial"] = {{"type", "boolean"}};
  for (const decision::ObjectKey& key : shape.keys) {
    const std::string at = path + "/" + key.key;
    OrderedJson member =
        key.slot.exists() ? slot(program_.slots[key.slot], at) : object(key.object[0], at);
    put_label(member, wording_.facts, at);
    properties[key.key] = std::move(member);
  }
  return closed_object(std::move(properties), {});
}

OrderedJson FactsSchema::slot(const Slot& slot, const std::string& path) {
  if (slot.is_list) return list(slot, path);
  OrderedJson plain = value(slot);
  if (slot.optional) plain = or_null(std::move(plain));
  return slot.judgment ? determined(std::move(plain)) : plain;
}

OrderedJson FactsSchema::value(const Slot& slot) {
  switch (slot.kind) {
    case Kind::Bool: return {{"type", "boolean"}};
    case Kind::Int: return integer(slot);
    case Kind::Decimal:
    case Kind::Amount: return reference("decimal");
    case Kind::Money: return money(slot);
    case Kind::Date: return reference("date");
    case Kind::Instant: return reference("instant");
    case Kind::Duration: return reference("duration");
    case Kind::Text: return {{"type", "string"}};
    case Kind::Enum: return members(program_.enums[slot.enumeration]);
    case Kind::Set: {
      OrderedJson schema = list_of(members(program_.enums[slot.enumeration]));
      schema["uniqueItems"] = true;
      return schema;
    }
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

// {"amount":"3000000","currency":"VND"}, or the minor units alone.
OrderedJson FactsSchema::money(const Slot& slot) const {
  const OrderedJson amount = {
      {"anyOf", {integer(slot), {{"type", "string"}, {"pattern", kInteger}}}}};
  const OrderedJson currency = slot.currency.empty() ? OrderedJson{{"type", "string"}}
                                                     : OrderedJson{{"const", slot.currency}};
  OrderedJson schema = amount;
  schema["anyOf"].push_back(
      closed_object({{"amount", amount}, {"currency", currency}}, {"amount", "currency"}));
  return schema;
}

OrderedJson FactsSchema::list(const Slot& slot, const std::string& path) {
  const decision::Struct& element = program_.structs[slot.element];
  const bool plain = element.shape.keys.empty() && element.slots.size() == 1;
  OrderedJson schema = list_of(plain ? this->slot(program_.slots[element.slots[0]], path)
                                     : object(element.shape, path + "/*"));
  schema["maxItems"] = slot.hi;
  return schema;
}

// A judgment is given as a plain value, or with who found it and when.
OrderedJson FactsSchema::determined(OrderedJson value) {
  OrderedJson schema;
  schema["anyOf"] = {value, closed_object({{"author", {{"type", "string"}}},
                                           {"basis", {{"type", "string"}}},
                                           {"id", {{"type", "string"}}},
                                           {"on", reference("date")},
                                           {"until", reference("date")},
                                           {"value", value}},
                                          {"author", "on", "value"})};
  return schema;
}

OrderedJson FactsSchema::definitions() const {
  OrderedJson defs;
  defs["date"] = {{"type", "string"}, {"pattern", date_pattern()}};
  defs["instant"] = {{"type", "string"}, {"pattern", instant_pattern()}};
  defs["decimal"] = {
      {"anyOf",
       {{{"type", "number"}, {"exclusiveMinimum", -1e29}, {"exclusiveMaximum", 1e29}},
        {{"type", "string"}, {"pattern", kDecimal}}}}};
  defs["duration"] = closed_object(
      {{"n", {{"type", "integer"}, {"minimum", 0}, {"maximum", INT64_MAX}}},
       {"unit",
        {{"enum", {"hours", "days", "working_days", "weeks", "months", "quarters", "years"}}}}},
      {"n", "unit"});
  return defs;
}

}  // namespace

std::string facts_schema(const decision::Program& program, const decision::Decision& decision,
                         const explain::Wording& wording) {
  FactsSchema writer(program, wording);
  OrderedJson schema = schema_head(decision, "facts", wording);
  const OrderedJson root = writer.object(program.structs[decision.facts].shape, "");
  for (const auto& [key, value] : root.items()) schema[key] = value;
  schema["$defs"] = writer.definitions();
  return schema.dump(2) + "\n";
}

std::string_view reader_alone() {
  return "- a key given twice, bytes that are not UTF-8, a lone surrogate, more than 16 MiB;\n"
         "- an integer written `1.0` or `1e2`, or one that a JavaScript number rounds across its "
         "bound\n"
         "  (2^53 and beyond);\n"
         "- a decimal given as a number with more than nine places, or one that rounds to ±10^29;\n"
         "- the range of a date, and of money given as a text;\n"
         "- a moment whose UTC day lies outside the years 1 to 9999;\n"
         "- more determinations than 256.\n";
}

}  // namespace phep::exports
