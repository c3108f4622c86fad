#include "compiler/base/currency.h"

#include <algorithm>
#include <array>

namespace phep {
namespace {

constexpr std::array<std::string_view, 22> kCodes = {
    "VND", "USD", "EUR", "GBP", "JPY", "KRW", "CNY", "SGD", "THB", "AUD", "CAD",
    "CHF", "HKD", "TWD", "MYR", "IDR", "PHP", "INR", "LAK", "KHR", "KWD", "NZD"};
constexpr std::array<std::string_view, 3> kWhole = {"VND", "JPY", "KRW"};
constexpr int kUsual = 2;

template <class List>
bool holds(const List& list, std::string_view code) {
  return std::ranges::find(list, code) != list.end();
}

}  // namespace

std::vector<std::string_view> currency_codes() {
  return {kCodes.begin(), kCodes.end()};
}

std::optional<int> minor_digits(std::string_view code) {
  if (!holds(kCodes, code)) return std::nullopt;
  if (holds(kWhole, code)) return 0;
  return code == "KWD" ? 3 : kUsual;
}

std::string in_major_units(std::string_view minor, std::string_view code) {
  const std::size_t point = std::min(minor.find('.'), minor.size());
  std::string digits(minor);
  if (point < minor.size()) digits.erase(point, 1);
  const auto whole = static_cast<std::size_t>(minor_digits(code).value_or(kUsual));
  const std::size_t places = whole + (digits.size() - point);
  const std::size_t sign = digits.starts_with('-') ? 1 : 0;
  if (places == 0) return digits;
  if (digits.size() - sign <= places) digits.insert(sign, places + 1 - (digits.size() - sign), '0');
  return digits.insert(digits.size() - places, 1, '.');
}

}  // namespace phep
