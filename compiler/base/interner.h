// Names: NFC text stored once a workspace, so that equal words are equal ids however they were
// typed.
#pragma once

#include "compiler/base/id.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace phep {

using Name = Id<struct NameTag>;

// Maps text to Names and back. Not thread-safe; one per workspace.
class Interner {
 public:
  // Text must already be NFC (see normalise in compiler/base/text.h).
  Name intern(std::string_view text);

  // The name of this text if it was interned, else one that does not exist.
  [[nodiscard]] Name find(std::string_view text) const;

  // Valid as long as the interner lives. The name that does not exist reads "".
  [[nodiscard]] std::string_view text(Name name) const;

 private:
  Store<NameTag, std::string> texts_;
  std::unordered_map<std::string_view, Name> index_;  // views into texts_, whose strings never move
};

}  // namespace phep
