#include "compiler/export/layout_json.h"

#include "compiler/export/places.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::exports {

namespace {

using Json = nlohmann::json;

constexpr int kLayoutVersion = 1;

bool is_number(const Json& json) {
  return json.is_number_unsigned() && json.get<std::uint64_t>() <= 0xFFFF'FFFFU;
}

}  // namespace

std::string layout_json(const decision::Program& program, const decision::Decision& decision) {
  Json structs = Json::object();
  for (const decision::StructId id : facts_structs(program, decision)) {
    const decision::Struct& shape = program.structs[id];
    std::vector<const decision::Slot*> slots = by_offset(program, shape);
    std::ranges::sort(slots, {}, &decision::Slot::bit);
    Json rows = Json::array();
    for (const decision::Slot* slot : slots) {
      rows.push_back({{"path", slot->path}, {"bit", slot->bit}, {"offset", slot->offset}});
    }
    structs[shape.name] = std::move(rows);
  }
  return Json{{"layout", kLayoutVersion}, {"structs", std::move(structs)}}.dump(1) + "\n";
}

Result<decision::Layouts> read_layout_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("layout", Json()) != kLayoutVersion ||
      !json.contains("structs") || !json["structs"].is_object()) {
    return std::unexpected(Failure{"not a facts layout: expected {\"layout\":1,\"structs\":{…}}"});
  }
  decision::Layouts layouts;
  for (const auto& [name, rows] : json["structs"].items()) {
    if (!rows.is_array())
      return std::unexpected(Failure{"/structs/" + name + ": expected a list of places"});
    std::vector<decision::LayoutEntry>& entries = layouts[name];
    for (const Json& row : rows) {
      const bool sound = row.is_object() && row.size() == 3 && row.contains("path") &&
                         row["path"].is_string() && row.contains("bit") && is_number(row["bit"]) &&
                         row.contains("offset") && is_number(row["offset"]);
      if (!sound) {
        return std::unexpected(Failure{"/structs/" + name + "/" + std::to_string(entries.size()) +
                                       ": expected {\"bit\":n,\"offset\":n,\"path\":text}"});
      }
      entries.push_back({row["path"].get<std::string>(), row["bit"].get<std::uint32_t>(),
                         row["offset"].get<std::uint32_t>()});
    }
  }
  return layouts;
}

}  // namespace phep::exports
