// Sentences begin with a capital.
#pragma once

#include <string>
#include <string_view>

namespace phep {

// Valid UTF-8 with its first letter in upper case: "đã báo" → "Đã báo".
std::string capitalised(std::string_view text);

}  // namespace phep
