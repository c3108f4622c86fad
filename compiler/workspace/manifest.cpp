#include "compiler/workspace/manifest.h"

#include "compiler/base/read_json.h"
#include "compiler/base/text.h"

#include <algorithm>

namespace phep::workspace {
namespace {

using Json = nlohmann::json;

// Takes one member into the manifest, or says why it is none.
std::optional<Argument> take(const std::string& key, const Json& value, Manifest& out) {
  if (key == "library") {
    if (!value.is_boolean())
      return Argument("`library` là true hoặc false", "`library` is true or false");
    out.library = value.get<bool>();
  } else if (key == "name") {
    if (!value.is_string()) return Argument("`name` là một chuỗi", "`name` is a text");
    out.name = value.get<std::string>();
  } else if (key != "$schema") {
    return Argument("không có khóa `" + visible(key) + "`; có: name, library",
                    "there is no key `" + visible(key) + "`; there are name, library");
  }
  return std::nullopt;
}

}  // namespace

ReadManifest read_manifest(std::string_view text) {
  constexpr std::size_t kMaxManifest = std::size_t{1} << 20U;
  ReadManifest out;
  const auto refuse = [&](std::uint32_t begin, std::uint32_t end, Argument what) {
    if (!out.problem) out.problem = {std::move(what), begin, end, {}};
  };
  if (text.size() > kMaxManifest || first_invalid_utf8(text) != kValidUtf8) {
    refuse(0, 0, {"lớn hơn 1 MiB hoặc không phải UTF-8", "over 1 MiB, or not UTF-8"});
    return out;
  }
  const auto error = json_error(text);
  const Json json = error ? Json() : Json::parse(text);
  if (!json.is_object()) {
    const std::uint32_t at = error ? error->at : 0;
    const auto end = std::min(at + 1, static_cast<std::uint32_t>(text.size()));
    refuse(std::min(at, end), end, {"không phải là một đối tượng JSON", "not a JSON object"});
    return out;
  }
  if (const auto twin = json_twin(text))
    refuse(twin->begin, twin->end, {"khóa này đã có ở trên", "this key stands above already"});
  for (const JsonMember& member : json_members(text, 0)) {
    auto what = take(member.key, json[member.key], out.manifest);
    if (!what || out.problem) continue;
    refuse(member.key_at, member.key_end, std::move(*what));
    if (member.key != "name" && member.key != "library")
      out.problem->suggestion = nearest(member.key, {"name", "library"});
  }
  return out;
}

}  // namespace phep::workspace
