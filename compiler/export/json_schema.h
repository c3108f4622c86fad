// What both schemas say in the same words. Private to this room.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/wording.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace phep::exports {

using OrderedJson = nlohmann::ordered_json;

// A document's head: dialect, an id of its own, and the decision's label.
OrderedJson schema_head(const decision::Decision& decision, std::string_view part,
                        const explain::Wording& wording);

// Vietnamese as title, English as description; of nothing, nothing.
void put_label(OrderedJson& schema, const explain::Phrases& phrases, const std::string& key);

OrderedJson reference(std::string_view definition);  // {"$ref":"#/$defs/date"}
OrderedJson list_of(OrderedJson items);
OrderedJson members(const decision::EnumTable& table);  // {"enum":[…]}

// An object of these properties and no others.
OrderedJson closed_object(OrderedJson properties, OrderedJson required);

// Exact patterns: calendar days of the years 1 to 9999, and moments with their offset.
std::string date_pattern();
std::string instant_pattern();

}  // namespace phep::exports
