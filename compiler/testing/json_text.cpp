#include "compiler/testing/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

// Notes where reading stopped; builds nothing.
class Places final : public nlohmann::json_sax<Json> {
 public:
  std::optional<std::size_t> error;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= kDeepestJson; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return --depth_ >= 0; }
  bool start_array(std::size_t) override { return ++depth_ <= kDeepestJson; }
  bool end_array() override { return --depth_ >= 0; }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    error = position == 0 ? 0 : position - 1;
    return false;
  }

 private:
  int depth_ = 0;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Past the string whose opening quote stands at `at`.
std::uint32_t after_string(std::string_view text, std::uint32_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at + 1;
}

// Past the value that begins at `at`.
std::uint32_t after_value(std::string_view text, std::uint32_t at) {
  if (text[at] == '"') return after_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    while (at < text.size() && text[at] != ',' && text[at] != '}' && text[at] != ']' &&
           !is_blank(text[at]))
      ++at;
    return at;
  }
  int depth = 0;
  while (at < text.size()) {
    if (text[at] == '"') {
      at = after_string(text, at);
      continue;
    }
    if (text[at] == '{' || text[at] == '[') ++depth;
    if ((text[at] == '}' || text[at] == ']') && --depth == 0) return at + 1;
    ++at;
  }
  return at;
}

}  // namespace

std::optional<JsonError> json_error(std::string_view text) {
  Places places;
  if (Json::sax_parse(text, &places)) return std::nullopt;
  const std::size_t at = places.error.value_or(0);
  return JsonError{static_cast<std::uint32_t>(std::min(at, text.size())), !places.error};
}

std::vector<JsonMember> json_members(std::string_view text, std::uint32_t at) {
  std::vector<JsonMember> out;
  const auto skip = [&] {
    while (at < text.size() && is_blank(text[at])) ++at;
  };
  skip();
  if (at >= text.size() || text[at] != '{') return out;
  ++at;
  for (skip(); at < text.size() && text[at] == '"'; skip()) {
    JsonMember member;
    member.key_at = at;
    const std::uint32_t key_end = after_string(text, at);
    const Json key = Json::parse(text.substr(at, key_end - at), nullptr, false);
    if (key.is_string()) member.key = key.get<std::string>();
    at = key_end;
    skip();
    ++at;  // the colon
    skip();
    if (at >= text.size()) break;
    member.begin = at;
    at = member.end = after_value(text, at);
    out.push_back(std::move(member));
    skip();
    if (at < text.size() && text[at] == ',') ++at;
  }
  return out;
}

}  // namespace phep::testing
