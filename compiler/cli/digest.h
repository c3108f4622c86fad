// SHA-256 of a text, as text.
#pragma once

#include <string>
#include <string_view>

namespace phep::cli {

// 64 hexadecimal digits.
std::string hex_digest(std::string_view bytes);

}  // namespace phep::cli
