#include "compiler/cli/user_cache.h"

#include <cstdlib>
#include <string_view>

namespace phep::cli {

std::string cache_path(const std::string& name) {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache != '\0') return std::string(cache) + "/phep/" + name;
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return std::string(home) + "/.cache/phep/" + name;
  return {};
}

bool may_recall() {
  const char* ci = std::getenv("CI");
  return ci == nullptr || *ci == '\0' || std::string_view(ci) == "false";
}

}  // namespace phep::cli
