// Numbers as people write them: "3.000.000,5" in Vietnamese, "3,000,000.5" in English. Private to
// this room.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace phep::explain {

enum class NumberProblem : std::uint8_t {
  NoNumber,
  Fraction,   // where a whole number is needed, or more decimals than there may be
  Ambiguous,  // "1.234" may be a thousand or a fraction
  TooLong,
};

// The digits with a point before the decimals: "-3000000.5". Blanks and `_` may group digits; so
// may the language's mark, three by three.
std::expected<std::string, NumberProblem> typed_number(std::string_view text, bool vi,
                                                       std::size_t decimals);

}  // namespace phep::explain
