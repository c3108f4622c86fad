#include "compiler/testing/cell.h"

#include "compiler/base/read_json.h"

#include <algorithm>
#include <charconv>

namespace phep::testing {
namespace {

// `3 working_days`, `72 hours`.
std::optional<nlohmann::json> period(std::string_view cell) {
  const auto blank = cell.find(' ');
  if (blank == std::string_view::npos || !cell_is_integer(cell.substr(0, blank)))
    return std::nullopt;
  std::string unit(cell.substr(blank + 1));
  std::ranges::replace(unit, ' ', '_');
  std::int64_t n = 0;
  std::from_chars(cell.data(), cell.data() + blank, n);
  return nlohmann::json{{"n", n}, {"unit", unit}};
}

}  // namespace

bool cell_is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() < 19 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> split_cell(std::string_view text, char by) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(by, at), text.size());
    std::string part(text.substr(at, end - at));
    while (part.starts_with(' ')) part.erase(0, 1);
    while (part.ends_with(' ')) part.pop_back();
    out.push_back(std::move(part));
    at = end + 1;
  }
  return out;
}

std::optional<nlohmann::json> cell_json(std::string_view cell) {
  if (!cell.starts_with('{') && !cell.starts_with('[')) return std::nullopt;
  if (auto json = read_json(cell)) return std::move(*json);
  return std::nullopt;
}

std::optional<nlohmann::json> cell_dong(std::string_view cell) {
  std::string digits(cell.substr(0, cell.find_last_not_of("VND ") + 1));
  std::erase(digits, '_');
  if (!cell.ends_with(" VND") || !cell_is_integer(digits)) return std::nullopt;
  return nlohmann::json{{"amount", digits}, {"currency", "VND"}};
}

nlohmann::json cell_value(std::string_view cell, decision::Kind kind, bool list) {
  if (cell == "null") return nullptr;
  if (auto json = cell_json(cell)) return *json;
  if (list) return std::string(cell);
  switch (kind) {
    case decision::Kind::Bool:
      if (cell == "true" || cell == "false") return cell == "true";
      break;
    case decision::Kind::Int: {
      std::int64_t n = 0;
      if (!cell_is_integer(cell)) break;
      std::from_chars(cell.data(), cell.data() + cell.size(), n);
      return n;
    }
    case decision::Kind::Money:
      if (auto money = cell_dong(cell)) return *money;
      break;
    case decision::Kind::Duration:
      if (auto length = period(cell)) return *length;
      break;
    case decision::Kind::Set: {
      nlohmann::json members = nlohmann::json::array();
      if (cell != "-")
        for (std::string& word : split_cell(cell, '|')) members.push_back(std::move(word));
      return members;
    }
    case decision::Kind::Decimal:
    case decision::Kind::Amount:
    case decision::Kind::Date:
    case decision::Kind::Instant:
    case decision::Kind::Text:
    case decision::Kind::Enum:
    case decision::Kind::Norm: break;
  }
  return std::string(cell);
}

}  // namespace phep::testing
