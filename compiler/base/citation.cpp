#include "compiler/base/citation.h"

namespace phep {
namespace {

std::string dotted(const std::vector<std::string>& path) {
  std::string out;
  for (const std::string& part : path) {
    if (!out.empty()) out += '.';
    out += part;
  }
  return out;
}

}  // namespace

std::string to_source(const Citation& citation, const Interner& names) {
  std::string out(names.text(citation.instrument));
  out += '@' + dotted(citation.path);
  if (!citation.fragment.empty()) out += '#' + citation.fragment;
  if (!citation.last.empty()) out += "..@" + dotted(citation.last);
  return out;
}

}  // namespace phep
