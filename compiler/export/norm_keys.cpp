#include "compiler/export/norm_keys.h"

#include <string_view>

namespace phep::exports {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/").contains(c)) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

NormKeys norm_keys(const decision::Program& program, const decision::NormOutput& output) {
  constexpr std::string_view kNumber = "(?:0|[1-9][0-9]*)";
  NormKeys keys;
  keys.repeated = output.list.exists() || output.most != 0;
  if (output.list.exists()) {
    const std::string& path = program.slots[output.list].path;
    keys.whole = output.key + "[" + path + "]";
    keys.numbered = output.key + "[" + path + "/${number}]";
    keys.pattern =
        "^" + escaped(output.key + "[" + path) + "(?:\\/" + std::string(kNumber) + ")?\\]$";
  } else if (keys.repeated) {
    keys.numbered = output.key + "[#${number}]";
    keys.pattern = "^" + escaped(output.key + "[#") + std::string(kNumber) + "\\]$";
  }
  return keys;
}

}  // namespace phep::exports
