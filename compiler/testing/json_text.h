// JSON with its places: where the members of an object stand in their text. For the readers of case
// files and for editors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::testing {

inline constexpr int kDeepestJson = 64;

struct JsonError {
  std::uint32_t at = 0;  // byte offset of the first place where the text stops being one JSON value
  bool too_deep = false;
};
std::optional<JsonError> json_error(std::string_view text);

struct JsonMember {
  std::string key;
  std::uint32_t key_at = 0;          // of its opening quote
  std::uint32_t begin = 0, end = 0;  // of the value
};
// The members of the object that begins at `at` of a text without error, in order of writing; none
// if there is no object. Keys may repeat.
std::vector<JsonMember> json_members(std::string_view text, std::uint32_t at);

}  // namespace phep::testing
