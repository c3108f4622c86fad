// phep.json: read or refused at a place of the text, and what is not refused is the JSON that it
// is.
#include "compiler/workspace/manifest.h"

#include "tests/fuzz/shared/target.h"

#include <nlohmann/json.hpp>

#include <set>

namespace {

struct Json {
  nlohmann::json value;
  bool twice = false;  // some key
};
// The library takes the last of a key that comes twice, and a NUL for the end.
Json by_the_library(std::string_view text) {
  Json out;
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& at) {
    if (event == nlohmann::json::parse_event_t::object_start) keys.emplace_back();
    if (event == nlohmann::json::parse_event_t::object_end) keys.pop_back();
    if (event == nlohmann::json::parse_event_t::key)
      out.twice = !keys.back().insert(at.get<std::string>()).second || out.twice;
    return true;
  };
  if (!text.contains('\0')) out.value = nlohmann::json::parse(text, watch, false);
  return out;
}

}  // namespace

PHEP_FUZZ_TARGET {
  using phep::fuzz::holds;
  const std::string_view text = phep::fuzz::text_of(data, size);
  const auto read = phep::workspace::read_manifest(text);
  const auto [json, twice] = by_the_library(text);
  if (read.problem) {
    holds(read.problem->begin <= read.problem->end && read.problem->end <= text.size(),
          "a problem stands in the text");
    holds(!read.problem->what.en.empty() && !read.problem->what.vi.empty(),
          "a problem is said in both languages");
    phep::fuzz::plant(2, read.problem->suggestion == "library");
  } else {
    holds(json.is_object() && !twice, "what is not refused is an object with each key once");
    for (const auto& [key, value] : json.items())
      holds(key == "name" || key == "library" || key == "$schema", "no other key is passed over");
  }
  if (json.is_object() && !twice) {
    if (const auto name = json.find("name"); name != json.end() && name->is_string())
      holds(read.manifest.name == name->get<std::string>(), "the name is what stands there");
    const auto library = json.find("library");
    holds(read.manifest.library ==
              (library != json.end() && library->is_boolean() && library->get<bool>()),
          "a library is what says so");
  }
  phep::fuzz::plant(1, !read.problem && read.manifest.library && read.manifest.name.size() > 3);
  phep::fuzz::plant(3, !read.problem && read.manifest.name.contains('\n'));
  return 0;
}
