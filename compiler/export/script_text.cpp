#include "compiler/export/script_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::exports {

std::string script_literal(std::string_view text) {
  const std::string json = nlohmann::json(text).dump();
  if (text.find_first_of("'\"\\") != std::string_view::npos) return json;
  return "'" + json.substr(1, json.size() - 2) + "'";
}

std::string property(std::string_view key) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$';
  };
  const bool is_name = !key.empty() && (key[0] < '0' || key[0] > '9') &&
                       std::ranges::all_of(key, plain) && key != "__proto__";
  return is_name ? std::string(key) : script_literal(key);
}

}  // namespace phep::exports
