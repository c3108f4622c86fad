#include "compiler/cli/machine.h"

#include <fstream>
#include <string>
#include <string_view>
#include <thread>

namespace phep::cli {
namespace {

// What stands behind the first line that begins so, without separators and quotes.
std::string value_in(const char* path, std::string_view key) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    std::string value = line.substr(key.size());
    value.erase(0, value.find_first_not_of(" \t:=\""));
    while (value.ends_with('"') || value.ends_with(' ')) value.pop_back();
    return value.empty() ? "?" : value;
  }
  return "?";
}

}  // namespace

nlohmann::ordered_json machine_json() {
  return {{"processor", value_in("/proc/cpuinfo", "model name")},
          {"cores", std::thread::hardware_concurrency()},
          {"system", value_in("/etc/os-release", "PRETTY_NAME")}};
}

}  // namespace phep::cli
