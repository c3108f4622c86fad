// Currencies, by ISO 4217: facts count in minor units, people write major ones.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep {

// The codes that programs may use.
std::vector<std::string_view> currency_codes();

// Decimal places of a currency's minor unit: 0 of VND, 2 of EUR; nothing of a code that programs
// may not use.
std::optional<int> minor_digits(std::string_view code);

// "12.50" of "1250" EUR, "12.505" of "1250.5"; `minor` is digits with a sign before and a point
// within, if there is one. A code that is not known is taken to have two places.
std::string in_major_units(std::string_view minor, std::string_view code);

}  // namespace phep
