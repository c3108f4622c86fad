// Which tests are asked for: those whose title holds a text, or a tag; of these, one part of
// several.
#pragma once

#include <cstdint>
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

// Every test is in one of `shards` parts, by its title alone: machines that take a part each run
// all of them once, whatever else is in their files.
inline std::uint32_t shard_of(std::string_view title, std::uint32_t shards) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;  // FNV-1a
  for (const char c : title) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3U;
  return static_cast<std::uint32_t>((hash ^ (hash >> 32U)) % shards) + 1;
}

struct Choice {
  std::string_view filter{};
  std::uint32_t shard = 1, shards = 1;

  [[nodiscard]] bool takes(std::string_view title) const {
    return is_chosen(title, filter) && (shards == 1 || shard_of(title, shards) == shard);
  }
};

}  // namespace phep::testing
