// Which tests are asked for: those whose title holds a text, or a tag.
#pragma once

#include <string_view>

namespace phep::testing {

// A filter that begins with `#` is a tag, a word of the title: `#tet` is not in "#tet_2027".
// Letters beyond ASCII are part of words.
inline bool is_chosen(std::string_view title, std::string_view filter) {
  if (!filter.starts_with('#')) return title.contains(filter);
  const auto in_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || (static_cast<unsigned char>(c) & 0x80U) != 0;
  };
  for (auto at = title.find(filter); at != std::string_view::npos;
       at = title.find(filter, at + 1)) {
    const std::size_t end = at + filter.size();
    if (end == title.size() || !in_word(title[end])) return true;
  }
  return false;
}

}  // namespace phep::testing
