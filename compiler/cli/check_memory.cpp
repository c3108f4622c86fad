#include "compiler/cli/check_memory.h"

#include "compiler/cli/build_id.h"
#include "compiler/cli/digest.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/reads.h"
#include "compiler/cli/user_cache.h"
#include "compiler/cli/write_file.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string_view>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::uintmax_t kMostBytes = std::uintmax_t{16} << 20U;

// Nothing where a path is no UTF-8 (or looks so): JSON could not tell it from others.
std::optional<std::string> as_text(const Json& json) {
  constexpr std::string_view kReplaced = "\xEF\xBF\xBD";
  const std::string text = json_text(json);
  return text.contains(kReplaced) ? std::nullopt : std::optional(text);
}

}  // namespace

CheckMemory::CheckMemory(Session& session, const CheckOptions& options) : session_(session) {
  const std::string build = build_id();
  if (!options.cache || !may_recall() || session.options().stdlib || build.empty()) return;
  std::error_code error;
  Json sources = Json::array();
  for (const std::string& path : options.paths) sources.push_back(sources_at(path));
  const auto asked = as_text({build, fs::current_path(error).generic_string(), today(), sources});
  if (asked) path_ = cache_path("checked/" + hex_digest(*asked) + ".json");
  if (!path_.empty()) session.reads().note();
}

std::optional<std::size_t> CheckMemory::clean() const {
  if (path_.empty()) return std::nullopt;
  const auto text = read_input(path_);
  if (!text) return std::nullopt;
  const Json told = Json::parse(*text, nullptr, false);
  if (!found_again(told) || !told.contains("checked") || !told["checked"].is_number_unsigned())
    return std::nullopt;
  return told["checked"].get<std::size_t>();
}

void CheckMemory::remember(std::size_t files) const {
  if (path_.empty()) return;
  Json told = session_.reads().told();
  told["checked"] = files;
  const auto text = as_text(told);
  if (!text) return;
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  // Without it the next check takes longer, and says the same.
  (void)write_file(path_, *text);
  forget_oldest(fs::path(path_).parent_path().string(), kMostBytes);
}

}  // namespace phep::cli
