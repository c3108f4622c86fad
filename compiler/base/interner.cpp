#include "compiler/base/interner.h"

namespace phep {

Name Interner::intern(std::string_view text) {
  if (const auto found = index_.find(text); found != index_.end()) return found->second;
  const Name name = texts_.add(std::string(text));
  index_.emplace(texts_[name], name);
  return name;
}

Name Interner::find(std::string_view text) const {
  const auto found = index_.find(text);
  return found == index_.end() ? Name{} : found->second;
}

std::string_view Interner::text(Name name) const {
  return name.exists() ? std::string_view(texts_[name]) : std::string_view();
}

}  // namespace phep
