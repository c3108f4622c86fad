#include "compiler/explain/fact_values.h"

#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phep::explain {

using decision::Kind;

nlohmann::json fact_json(const decision::Program& program, const decision::Slot& slot,
                         std::int64_t value) {
  switch (slot.kind) {
    case Kind::Bool: return value != 0;
    case Kind::Int: return value;
    case Kind::Money: return {{"amount", std::to_string(value)}, {"currency", slot.currency}};
    case Kind::Decimal:
    case Kind::Amount: {
      constexpr std::int64_t kPerOne = 1'000'000'000;
      const std::int64_t magnitude = value < 0 ? -value : value;
      std::string text = fmt::format("{}{}", value < 0 ? "-" : "", magnitude / kPerOne);
      if (magnitude % kPerOne != 0) {
        text += fmt::format(".{:09}", magnitude % kPerOne);
        while (text.ends_with('0')) text.pop_back();
      }
      return text;
    }
    case Kind::Date: {
      std::array<char, runtime::kDateTextMax> text{};
      if (!runtime::is_date(value)) return nullptr;
      const auto length = runtime::print_date(static_cast<std::int32_t>(value), text.data());
      return std::string(text.data(), length);
    }
    case Kind::Instant: {
      std::array<char, runtime::kInstantTextMax> text{};
      if (!runtime::is_instant(value)) return nullptr;
      return std::string(text.data(), runtime::print_instant(value, text.data()));
    }
    case Kind::Enum: {
      const auto& members = program.enums[slot.enumeration].members;
      return members.at(static_cast<std::size_t>(value));
    }
    case Kind::Set:
    case Kind::Duration:
    case Kind::Text:
    case Kind::Norm: break;
  }
  return nullptr;
}

std::vector<nlohmann::json> toggled_sets(const std::vector<std::string>& members,
                                         const nlohmann::json& now) {
  std::vector<nlohmann::json> out;
  if (!now.is_array()) return {nlohmann::json::array(), nlohmann::json(members)};
  for (const std::string& member : members) {
    nlohmann::json next = nlohmann::json::array();
    bool had = false;
    for (const nlohmann::json& one : now) {
      if (one == member)
        had = true;
      else
        next.push_back(one);
    }
    if (!had) next.push_back(member);
    out.push_back(std::move(next));
  }
  return out;
}

std::optional<std::int64_t> time_of(Kind kind, const nlohmann::json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  const auto length = static_cast<std::uint32_t>(text.size());
  if (kind == Kind::Date) {
    std::int32_t days = 0;
    if (!runtime::parse_date(text.data(), length, &days)) return std::nullopt;
    return days;
  }
  std::int64_t ms = 0;
  if (runtime::parse_instant(text.data(), length, &ms) != runtime::InstantStatus::Ok)
    return std::nullopt;
  return ms;
}

}  // namespace phep::explain
