#include "compiler/workspace/manifest.h"

#include <nlohmann/json.hpp>

namespace phep::workspace {

Result<Manifest> read_manifest(std::string_view text) {
  constexpr std::size_t kMaxManifest = std::size_t{1} << 20U;
  if (text.size() > kMaxManifest) return std::unexpected(Failure{"phep.json is over 1 MiB"});
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::unexpected(Failure{"phep.json is not a JSON object"});
  Manifest manifest;
  for (const auto& [key, value] : json.items()) {
    if (key == "library" && value.is_boolean()) {
      manifest.library = value.get<bool>();
    } else if (key == "library") {
      return std::unexpected(Failure{"phep.json: `library` is true or false"});
    } else if (key != "$schema") {
      return std::unexpected(Failure{"phep.json: unknown key `" + key + "`"});
    }
  }
  return manifest;
}

}  // namespace phep::workspace
