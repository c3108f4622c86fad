#include "compiler/base/capital.h"

#include <array>
#include <utf8proc.h>

namespace phep {

std::string capitalised(std::string_view text) {
  if (text.empty()) return {};
  utf8proc_int32_t first = 0;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &first);
  if (length <= 0) return std::string(text);
  std::array<utf8proc_uint8_t, 4> upper{};
  const auto bytes = utf8proc_encode_char(utf8proc_toupper(first), upper.data());
  return std::string(upper.begin(), upper.begin() + bytes) +
         std::string(text.substr(static_cast<std::size_t>(length)));
}

}  // namespace phep
