#include "compiler/explain/typed_number.h"

#include <algorithm>

namespace phep::explain {
namespace {

constexpr std::size_t kLongest = 40;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "3.000.000" with mark '.': one to three digits, then groups of three.
bool grouped(std::string_view whole, char mark) {
  std::size_t first = std::min(whole.find(mark), whole.size());
  if (first == 0 || first > 3) return false;
  for (std::size_t at = first; at < whole.size(); at += 4)
    if (whole[at] != mark || whole.size() - at < 4 ||
        !std::ranges::all_of(whole.substr(at + 1, 3), is_digit))
      return false;
  return std::ranges::all_of(whole.substr(0, first), is_digit);
}

}  // namespace

std::expected<std::string, NumberProblem> typed_number(std::string_view text, bool vi,
                                                       std::size_t decimals) {
  if (text.size() > kLongest) return std::unexpected(NumberProblem::TooLong);
  const char group = vi ? '.' : ',', point = vi ? ',' : '.';
  const bool negative = text.starts_with('-');
  std::string digits;
  for (const char c : text.substr(negative ? 1 : 0))
    if (c != ' ' && c != '_') digits += c;
  std::string whole = digits.substr(0, digits.find(point));
  std::string fraction =
      whole.size() < digits.size() ? digits.substr(whole.size() + 1) : std::string();
  if (whole.size() < digits.size() && fraction.empty())
    return std::unexpected(NumberProblem::NoNumber);
  if (whole.contains(group)) {
    const bool once = std::ranges::count(whole, group) == 1 && fraction.empty();
    if (grouped(whole, group)) {
      if (once && decimals > 2) return std::unexpected(NumberProblem::Ambiguous);
      std::erase(whole, group);
    } else if (once && decimals > 0) {  // the other language's point
      fraction = whole.substr(whole.find(group) + 1);
      whole.resize(whole.find(group));
    }
  }
  const auto all_digits = [](const std::string& part) {
    return std::ranges::all_of(part, is_digit);
  };
  if (whole.empty() || !all_digits(whole) || !all_digits(fraction))
    return std::unexpected(NumberProblem::NoNumber);
  while (fraction.ends_with('0')) fraction.pop_back();
  if (fraction.size() > decimals) return std::unexpected(NumberProblem::Fraction);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  const bool zero = whole == "0" && fraction.empty();
  return (negative && !zero ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

}  // namespace phep::explain
