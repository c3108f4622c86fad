#include "compiler/export/layout_json.h"

#include "compiler/base/read_json.h"
#include "compiler/decision/print.h"
#include "compiler/export/places.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace phep::exports {

namespace {

using Json = nlohmann::json;

constexpr int kLayoutVersion = 1;

bool is_number(const Json& json) {
  return json.is_number_unsigned() && json.get<std::uint64_t>() <= 0xFFFF'FFFFU;
}

bool are_texts(const Json& json) {
  return json.is_array() &&
         std::ranges::all_of(json, [](const Json& one) { return one.is_string(); });
}

// One place; none if it is malformed.
std::optional<decision::LayoutEntry> read_entry(const Json& row) {
  const bool sound = row.is_object() && row.contains("path") && row["path"].is_string() &&
                     row.contains("bit") && is_number(row["bit"]) && row.contains("offset") &&
                     is_number(row["offset"]);
  if (!sound) return std::nullopt;
  decision::LayoutEntry entry{row["path"].get<std::string>(), row["bit"].get<std::uint32_t>(),
                              row["offset"].get<std::uint32_t>()};
  std::size_t known = 3;
  if (row.contains("kind")) {
    if (!row["kind"].is_string()) return std::nullopt;
    entry.kind = row["kind"].get<std::string>();
    ++known;
  }
  if (row.contains("members")) {
    if (!are_texts(row["members"])) return std::nullopt;
    entry.members = row["members"].get<std::vector<std::string>>();
    ++known;
  }
  return row.size() == known ? std::optional(entry) : std::nullopt;
}

}  // namespace

std::string layout_json(const decision::Program& program, const decision::Decision& decision) {
  Json structs = Json::object();
  Json versions = Json::object();
  for (const decision::StructId id : facts_structs(program, decision)) {
    const decision::Struct& shape = program.structs[id];
    std::vector<Json> rows;
    for (const decision::Slot* slot : by_offset(program, shape)) {
      Json row = {{"path", slot->path},
                  {"bit", slot->bit},
                  {"offset", slot->offset},
                  {"kind", decision::layout_kind(*slot)}};
      if (slot->enumeration.exists()) row["members"] = program.enums[slot->enumeration].members;
      rows.push_back(std::move(row));
    }
    for (const decision::LayoutEntry& hole : shape.holes) {
      Json row = {{"path", hole.path}, {"bit", hole.bit}, {"offset", hole.offset}};
      if (!hole.kind.empty()) row["kind"] = hole.kind;
      if (!hole.members.empty()) row["members"] = hole.members;
      rows.push_back(std::move(row));
    }
    std::ranges::sort(rows, {}, [](const Json& row) { return row["bit"].get<std::uint32_t>(); });
    structs[shape.name] = std::move(rows);
    Json builds = Json::array();
    for (const decision::LayoutVersion& build : shape.earlier)
      builds.push_back({{"size", build.size}, {"layout", build.layout}});
    builds.push_back({{"size", shape.size}, {"layout", shape.layout}});
    versions[shape.name] = std::move(builds);
  }
  const Json made = {{"layout", kLayoutVersion},
                     {"structs", std::move(structs)},
                     {"versions", std::move(versions)}};
  return made.dump(1) + "\n";
}

Result<decision::Layouts> read_layout_json(std::string_view text) {
  const auto read = read_json(text);
  if (!read) return std::unexpected(Failure{"not a facts layout: " + read.error().message});
  const Json& json = *read;
  const auto version = json.is_object() ? json.find("layout") : json.end();
  if (version == json.end() || *version != kLayoutVersion || !json.contains("structs") ||
      !json["structs"].is_object()) {
    return std::unexpected(Failure{"not a facts layout: expected {\"layout\":1,\"structs\":{…}}"});
  }
  decision::Layouts layouts;
  for (const auto& [name, rows] : json["structs"].items()) {
    if (!rows.is_array())
      return std::unexpected(Failure{"/structs/" + name + ": expected a list of places"});
    std::vector<decision::LayoutEntry>& entries = layouts[name].entries;
    for (const Json& row : rows) {
      auto entry = read_entry(row);
      if (!entry) {
        return std::unexpected(Failure{"/structs/" + name + "/" + std::to_string(entries.size()) +
                                       ": expected {\"bit\":n,\"offset\":n,\"path\":text}"});
      }
      entries.push_back(std::move(*entry));
    }
  }
  if (!json.contains("versions")) return layouts;
  const Json& all_versions = json["versions"];
  const Failure wrong{"/versions: expected {struct:[{\"size\":n,\"layout\":n},…],…}"};
  if (!all_versions.is_object()) return std::unexpected(wrong);
  for (const auto& [name, builds] : all_versions.items()) {
    if (!builds.is_array() || !layouts.contains(name)) return std::unexpected(wrong);
    for (const Json& build : builds) {
      const bool sound = build.is_object() && build.size() == 2 && build.contains("size") &&
                         is_number(build["size"]) && build.contains("layout") &&
                         is_number(build["layout"]);
      if (!sound) return std::unexpected(wrong);
      layouts[name].versions.push_back(
          {build["size"].get<std::uint32_t>(), build["layout"].get<std::uint32_t>()});
    }
  }
  return layouts;
}

}  // namespace phep::exports
