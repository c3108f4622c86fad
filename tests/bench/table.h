// The measured figures as the README's two tables.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace phep::tests {

// Markdown, with the machine and the command below the tables.
std::string table(const nlohmann::ordered_json& results);

}  // namespace phep::tests
