// JSON as commands write it.
#pragma once

#include <string>

namespace phep::cli {

// Two blanks a level and a line break behind it. What is no UTF-8 is replaced: the name of a file
// may be any bytes.
template <class Json>
std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace phep::cli
