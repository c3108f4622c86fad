#include "lsp/ide/days.h"

#include "compiler/runtime/date.h"

#include <algorithm>

namespace phep::ide {
namespace {

std::string padded(std::int32_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

std::optional<std::int32_t> read_date(std::string_view text) {
  std::int32_t day = 0;
  if (!runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &day))
    return std::nullopt;
  return day;
}

std::string date_text(std::int32_t days) {
  const runtime::Civil date = runtime::to_civil(days);
  return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

}  // namespace phep::ide
