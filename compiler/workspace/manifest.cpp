#include "compiler/workspace/manifest.h"

#include "compiler/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::workspace {
namespace {

// Where a key stands in the text: good enough to draw under.
ManifestProblem at_key(std::string_view text, const std::string& key, Argument what) {
  const std::string quoted = nlohmann::json(key).dump();
  const auto at = text.find(quoted);
  ManifestProblem out{std::move(what), 0, 1, {}};
  if (at == std::string_view::npos) return out;
  out.begin = static_cast<std::uint32_t>(at);
  out.end = static_cast<std::uint32_t>(at + quoted.size());
  return out;
}

}  // namespace

ReadManifest read_manifest(std::string_view text) {
  constexpr std::size_t kMaxManifest = std::size_t{1} << 20U;
  ReadManifest out;
  if (text.size() > kMaxManifest || first_invalid_utf8(text) != kValidUtf8) {
    out.problem = {
        Argument("lớn hơn 1 MiB hoặc không phải UTF-8", "over 1 MiB, or not UTF-8"), 0, 0, {}};
    return out;
  }
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) {
    out.problem = {Argument("không phải là một đối tượng JSON", "not a JSON object"),
                   0,
                   static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), 1)),
                   {}};
    return out;
  }
  for (const auto& [key, value] : json.items()) {
    if (key == "library" && value.is_boolean()) {
      out.manifest.library = value.get<bool>();
    } else if (key == "name" && value.is_string()) {
      out.manifest.name = value.get<std::string>();
    } else if (key == "library") {
      out.problem =
          at_key(text, key, {"`library` là true hoặc false", "`library` is true or false"});
    } else if (key == "name") {
      out.problem = at_key(text, key, {"`name` là một chuỗi", "`name` is a text"});
    } else if (key != "$schema") {
      out.problem = at_key(text, key,
                           {"không có khóa `" + visible(key) + "`; có: name, library",
                            "there is no key `" + visible(key) + "`; there are name, library"});
      out.problem->suggestion = nearest(key, {"name", "library"});
    }
  }
  return out;
}

}  // namespace phep::workspace
