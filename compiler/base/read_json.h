// JSON that somebody else wrote: read whole and in one meaning, or refused at its place. For
// manifests, layouts, certificates, case files and editors; facts have the runtime's own reader.
#pragma once

#include "compiler/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep {

inline constexpr int kDeepestJson = 64;

struct JsonError {
  std::uint32_t at = 0;  // byte offset of the first place where the text stops being one JSON value
  bool too_deep = false;
};
std::optional<JsonError> json_error(std::string_view text);

struct JsonMember {
  std::string key;
  std::uint32_t key_at = 0, key_end = 0;  // with its quotes
  std::uint32_t begin = 0, end = 0;       // of the value
};
// The members of the object that begins at `at` of a text without error, in order of writing; none
// if there is no object. Keys may repeat.
std::vector<JsonMember> json_members(std::string_view text, std::uint32_t at);

// A key that its object had before, also where it is spelled by escapes.
struct JsonTwin {
  std::string pointer;               // a JSON pointer to it
  std::uint32_t begin = 0, end = 0;  // of the key with its quotes
};
// The first twin of a text without error, wherever it lies.
std::optional<JsonTwin> json_twin(std::string_view text);

// The value of a text, or why nobody can say what it is: no JSON, deeper than kDeepestJson, a key
// that comes twice.
Result<nlohmann::json> read_json(std::string_view text);

}  // namespace phep
