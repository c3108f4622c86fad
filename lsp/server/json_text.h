// JSON written as it goes, for answers that are long: a tree of values would cost more than what it
// says. Keys are written in the order of the alphabet, as trees of values are.
#pragma once

#include "lsp/server/rpc.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace phep::server {

class JsonText {
 public:
  void open(char bracket);  // `{` or `[`
  void close(char bracket);
  void key(std::string_view name);
  void value(std::string_view text);
  void value(std::uint32_t number);
  void part(std::string_view json);  // a value that is written already
  void tree(const Json& value);

  // Nothing can be written any more. `take` makes it a part of an answer.
  std::string text() { return std::move(text_); }
  Json take() { return written(std::move(text_)); }

 private:
  void begin_value();

  std::string text_;
  bool comma_ = false;  // before what comes next
};

}  // namespace phep::server
