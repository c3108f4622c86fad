#include "built.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace phep::engines {

namespace {

using Json = nlohmann::json;

Kind kind_of(const std::string& word) {
  if (word == "bool") return Kind::Bool;
  if (word == "int") return Kind::Int;
  if (word == "enum") return Kind::Enum;
  return word == "date" ? Kind::Date : Kind::Set;
}

Place place_of(const Json& row, const Json& enums) {
  Place place{row.contains("path") ? row["path"].get<std::string>().substr(1)
                                   : row["name"].get<std::string>(),
              kind_of(row["kind"]),
              row["offset"],
              row.value("bit", 0U),
              {},
              {}};
  if (row.contains("enum")) enums[row["enum"].get<std::string>()].get_to(place.members);
  place.order.resize(place.members.size());
  std::iota(place.order.begin(), place.order.end(), 0U);
  std::sort(place.order.begin(), place.order.end(),
            [&](auto a, auto b) { return place.members[a] < place.members[b]; });
  return place;
}

template <class T>
void put(char* at, T value) {
  std::memcpy(at, &value, sizeof value);
}

}  // namespace

std::unique_ptr<Built> load_built(const std::string& folder, const std::string& name) {
  const std::string library = folder + "/lib" + name + ".so";
  std::ifstream text(folder + "/" + name + ".abi.json");
  void* const handle = text ? dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  if (handle == nullptr) return nullptr;
  const Json abi = Json::parse(text);
  auto built = std::make_unique<Built>();
  built->decide = reinterpret_cast<Built::Decide>(dlsym(handle, (name + "_decide").c_str()));
  built->read = reinterpret_cast<Built::Read>(dlsym(handle, (name + "_read").c_str()));
  const Json& structure = abi["structs"][abi["facts"].get<std::string>()];
  built->facts_layout = structure["layout"];
  built->facts_size = structure["size"];
  built->known = structure["known"];
  built->present = structure["present"];
  built->result_layout = abi["result"]["layout"];
  built->result_size = abi["result"]["size"];
  for (const Json& row : structure["fields"]) built->facts.push_back(place_of(row, abi["enums"]));
  for (const Json& row : abi["result"]["outputs"])
    built->outputs.push_back(place_of(row, abi["enums"]));
  std::sort(built->outputs.begin(), built->outputs.end(),
            [](const Place& a, const Place& b) { return a.name < b.name; });
  built->bytes = std::filesystem::file_size(library);
  return built;
}

std::vector<std::uint64_t> typed_facts(const Built& built, std::string_view json) {
  const Json document = Json::parse(json);
  std::vector<std::uint64_t> words((built.facts_size + 7) / 8, 0);
  char* const base = reinterpret_cast<char*>(words.data());
  put(base, built.facts_size);
  put(base + 4, built.facts_layout);
  for (const Place& fact : built.facts) {
    const Json& value = document.at(fact.name);
    char* const at = base + fact.offset;
    switch (fact.kind) {
      case Kind::Bool: put(at, static_cast<std::uint8_t>(value.get<bool>())); break;
      case Kind::Int: put(at, value.get<std::int64_t>()); break;
      case Kind::Enum: put(at, member_of(fact, value.get_ref<const std::string&>())); break;
      case Kind::Date: put(at, days_of(value.get_ref<const std::string&>())); break;
      case Kind::Set: {
        std::uint64_t bits = 0;
        for (const Json& member : value)
          bits |= std::uint64_t{1} << member_of(fact, member.get_ref<const std::string&>());
        put(at, bits);
        break;
      }
    }
    words[built.known / 8 + fact.bit / 64] |= std::uint64_t{1} << fact.bit % 64;
    words[built.present / 8 + fact.bit / 64] |= std::uint64_t{1} << fact.bit % 64;
  }
  return words;
}

int member_of(const Place& place, std::string_view name) {
  const auto at =
      std::lower_bound(place.order.begin(), place.order.end(), name,
                       [&](std::uint32_t i, std::string_view n) { return place.members[i] < n; });
  return at != place.order.end() && place.members[*at] == name ? static_cast<int>(*at) : -1;
}

std::int32_t days_of(std::string_view date) {
  const auto number = [&](std::size_t from, std::size_t count) {
    int n = 0;
    for (const char c : date.substr(from, count)) n = n * 10 + (c - '0');
    return n;
  };
  const int month = number(5, 2);
  const int year = number(0, 4) - (month <= 2 ? 1 : 0);
  const int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number(8, 2) - 1;
  return year / 400 * 146'097 + year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + of_year -
         719'468;
}

}  // namespace phep::engines
