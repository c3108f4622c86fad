#include "lsp/server/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace phep::server {
namespace {

// Printable ASCII but the quote and the backslash: most of what is said.
bool is_plain(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

}  // namespace

void JsonText::begin_value() {
  if (comma_) text_ += ',';
  comma_ = true;
}

void JsonText::open(char bracket) {
  begin_value();
  text_ += bracket;
  comma_ = false;
}

void JsonText::close(char bracket) {
  text_ += bracket;
  comma_ = true;
}

void JsonText::key(std::string_view name) {
  begin_value();
  text_ += '"';
  text_ += name;
  text_ += "\":";
  comma_ = false;
}

void JsonText::value(std::string_view text) {
  begin_value();
  if (std::ranges::all_of(text, is_plain)) {
    text_ += '"';
    text_ += text;
    text_ += '"';
  } else {
    text_ += text_of(Json(text));
  }
}

void JsonText::part(std::string_view json) {
  begin_value();
  text_ += json;
}

void JsonText::tree(const Json& value) {
  part(text_of(value));
}

void JsonText::value(std::uint32_t number) {
  begin_value();
  std::array<char, 10> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text_.append(digits.data(), end);
}

}  // namespace phep::server
