// Decimals and amounts: exact counts of 10^-9 below 10^29, and what rounding makes of them.
//
// A decimal is a Wide count of 10^-9. An amount is the same in units of a currency's minor unit.
// Results that do not fit say why; nothing is ever rounded unless a rounding was asked for.
#pragma once

#include "compiler/runtime/image.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/wide.h"

#include <stdint.h>

namespace phep::runtime {

enum class NumberStatus : uint32_t { Ok, Overflow, NeedsRounding, DivisionByZero };

// `value` is zero unless the status is Ok.
struct Number {
  Wide value;
  NumberStatus status;
};

inline constexpr int64_t kDecimalOne = 1'000'000'000;
inline constexpr int kDecimalPlaces = 9;
inline constexpr Wide kDecimalLimit{0x098A'2240'0000'0000, 0x4B3B'4CA8'5A86'C47A};  // 10^38

// The phep_error_kind of a status that is not Ok.
int error_kind(NumberStatus status);

constexpr bool is_decimal(Wide value) {
  return compare_magnitudes(magnitude(value), kDecimalLimit) < 0;
}
constexpr Number checked_decimal(Wide value) {
  return is_decimal(value) ? Number{value, NumberStatus::Ok}
                           : Number{kWideZero, NumberStatus::Overflow};
}

// An int as a decimal, or money as an amount. Always fits.
constexpr Wide decimal_from(int64_t value) {
  return multiply(value, kDecimalOne);
}

constexpr Number add_decimals(Wide a, Wide b) {
  return checked_decimal(wrapping_add(a, b));
}
constexpr Number subtract_decimals(Wide a, Wide b) {
  return checked_decimal(wrapping_add(a, negated(b)));
}

// Exact or NeedsRounding. Amount × decimal and amount ÷ decimal are these too; amount ÷ amount is a
// decimal.
Number multiply_decimals(Wide a, Wide b);
Number divide_decimals(Wide a, Wide b);

// The exact product, quotient or value rounded once to a multiple of `quantum` (> 0, a count of
// 10^-9). Up and HalfUp go away from zero; Ceiling and Floor go by sign.
struct RoundingTo {
  Rounding mode;
  Wide quantum;
};
Number multiply_rounded(Wide a, Wide b, RoundingTo to);
Number divide_rounded(Wide a, Wide b, RoundingTo to);
Number round_decimal(Wide a, RoundingTo to);

// A decimal that is an integer, as one: NeedsRounding if it has a fraction, Overflow beyond 64
// bits.
NumberStatus to_integer(Wide a, int64_t* out);

// Decimal notation: optional minus, digits without needless leading zeros, optionally a point and
// digits; with `exponents`, as JSON numbers have them, an exponent. What needs more than 9 places
// is NeedsRounding, what is too large Overflow. False if the text is not of this form.
bool parse_decimal(const char* text, uint32_t length, bool exponents, Number* out);

// Writes canonical notation (no trailing zeros, "0" for zero) and returns its length.
inline constexpr uint32_t kDecimalTextMax = 48;
uint32_t print_decimal(Wide value, char* out);

}  // namespace phep::runtime
