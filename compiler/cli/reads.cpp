#include "compiler/cli/reads.h"

#include "compiler/cli/digest.h"
#include "compiler/cli/session.h"

#include <algorithm>
#include <filesystem>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::optional<std::string> text_at(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  auto text = read_input(path);
  return text ? std::optional<std::string>(std::move(*text)) : std::nullopt;
}

bool is_same_text(const std::string& path, const Json& digest) {
  const auto text = text_at(path);
  return text ? digest == hex_digest(*text) : digest.is_null();
}

}  // namespace

bool is_inside(const std::string& path, const std::string& folder) {
  std::error_code error;
  const fs::path file = fs::canonical(path, error);
  if (error) return true;
  const fs::path around = fs::canonical(folder.empty() ? "." : folder, error);
  return !error && std::mismatch(around.begin(), around.end(), file.begin(), file.end()).first ==
                       around.end();
}

std::optional<std::string> Reads::source(const std::string& path) {
  auto text = text_at(path);
  if (!noting_) return text;
  auto digest = text ? std::optional(hex_digest(*text)) : std::nullopt;
  const std::scoped_lock lock(mutex_);
  digests_.insert_or_assign(path, std::move(digest));
  return text;
}

bool Reads::lies_in(const std::string& path, const std::string& folder) {
  const bool inside = is_inside(path, folder);
  if (!noting_) return inside;
  const std::scoped_lock lock(mutex_);
  inside_[{path, folder}] = inside;
  return inside;
}

Json Reads::told() const {
  const std::scoped_lock lock(mutex_);
  Json files = Json::object();
  for (const auto& [path, digest] : digests_) files[path] = digest ? Json(*digest) : Json();
  Json inside = Json::array();
  for (const auto& [asked, is] : inside_) inside.push_back({asked.first, asked.second, is});
  return {{"files", files}, {"inside", inside}};
}

bool found_again(const Json& told) {
  if (!told.is_object() || !told.contains("files") || !told.contains("inside")) return false;
  const Json& files = told["files"];
  const Json& inside = told["inside"];
  if (!files.is_object() || !inside.is_array()) return false;
  const auto as_told = [](const Json& one) {
    return one.is_array() && one.size() == 3 && one[0].is_string() && one[1].is_string() &&
           one[2] == is_inside(one[0].get<std::string>(), one[1].get<std::string>());
  };
  return std::ranges::all_of(inside, as_told) &&
         std::ranges::all_of(files.items(),
                             [](const auto& one) { return is_same_text(one.key(), one.value()); });
}

}  // namespace phep::cli
