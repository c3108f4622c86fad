// phep.json: read or refused at a place of the text, and what is not refused is the JSON that it
// is.
#include "compiler/workspace/manifest.h"

#include "tests/fuzz/shared/target.h"

#include <nlohmann/json.hpp>

PHEP_FUZZ_TARGET {
  using phep::fuzz::holds;
  const std::string_view text = phep::fuzz::text_of(data, size);
  const auto read = phep::workspace::read_manifest(text);
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (read.problem) {
    holds(read.problem->begin <= read.problem->end && read.problem->end <= text.size(),
          "a problem stands in the text");
    holds(!read.problem->what.en.empty() && !read.problem->what.vi.empty(),
          "a problem is said in both languages");
    phep::fuzz::plant(2, read.problem->suggestion == "library");
  } else {
    holds(json.is_object(), "what is not refused is an object");
    for (const auto& [key, value] : json.items())
      holds(key == "name" || key == "library" || key == "$schema", "no other key is passed over");
  }
  if (json.is_object()) {
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
