#include "lsp/ide/saying.h"

#include "compiler/runtime/date.h"

namespace phep::ide {

std::optional<std::int32_t> day_written(std::string_view text) {
  std::int32_t day = 0;
  if (!runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &day))
    return std::nullopt;
  return day;
}

}  // namespace phep::ide
