// A cell of a table as the JSON that facts and answers write. For case files and batches.
#pragma once

#include "compiler/decision/decision.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::testing {

// `null`, whole JSON, `3000000 VND`, `3 working_days`, `logs|training`, or the value itself. What
// does not fit stays text: the reader of facts says what was needed.
nlohmann::json cell_value(std::string_view cell, decision::Kind kind, bool list);

// JSON in full, if the cell begins with a brace or a bracket and is one value.
std::optional<nlohmann::json> cell_json(std::string_view cell);

// `3000000 VND`; amounts of other currencies are written as JSON, which says minor units.
std::optional<nlohmann::json> cell_dong(std::string_view cell);

bool cell_is_integer(std::string_view text);

// The parts of a cell or of a column's name, without blanks around them.
std::vector<std::string> split_cell(std::string_view text, char by);

}  // namespace phep::testing
