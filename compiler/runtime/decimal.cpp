#include "compiler/runtime/decimal.h"

namespace phep::runtime {

namespace {

constexpr Wide kOne{static_cast<uint64_t>(kDecimalOne), 0};

// An exact rational: magnitude and sign.
struct Fraction {
  Wide256 numerator;
  Wide256 denominator;
  bool negative;
};

// A number as written: its first and last digit that are not zero, and the last one's power of ten.
struct Notation {
  const char* first;
  const char* last;
  int64_t power;
  bool negative;
};

Number signed_decimal(Wide magnitude, bool negative);
Number exact(const Fraction& fraction);
Number rounded(const Fraction& fraction, RoundingTo to);
bool rounds_away(const Wide256& rest, const Fraction& fraction, Rounding mode, bool odd);
Wide256 doubled(const Wide256& a);
bool is_zero(const Wide256& a);
bool scan_notation(const char* at, const char* end, bool exponents, Notation* out);
bool scan_exponent(const char* at, const char* end, int64_t* power);
Number value_of(const Notation& notation);

}  // namespace

int error_kind(NumberStatus status) {
  switch (status) {
    case NumberStatus::Ok: break;
    case NumberStatus::Overflow: return PHEP_E_OVERFLOW;
    case NumberStatus::NeedsRounding: return PHEP_E_NEEDS_ROUNDING;
    case NumberStatus::DivisionByZero: return PHEP_E_DIVISION_BY_ZERO;
  }
  return -1;
}

Number multiply_decimals(Wide a, Wide b) {
  const bool negative = is_negative(a) != is_negative(b);
  const Wide x = magnitude(a);
  const Wide y = magnitude(b);
  if ((x.hi | y.hi) == 0) {
    const Divided divided = divide_magnitudes(multiply_magnitudes(x.lo, y.lo), kOne.lo);
    if (!is_zero(divided.remainder)) return {kWideZero, NumberStatus::NeedsRounding};
    return signed_decimal(divided.quotient, negative);
  }
  return exact({multiply_magnitudes(x, y), widen(kOne), negative});
}

Number divide_decimals(Wide a, Wide b) {
  if (is_zero(b)) return {kWideZero, NumberStatus::DivisionByZero};
  const bool negative = is_negative(a) != is_negative(b);
  return exact({multiply_magnitudes(magnitude(a), kOne), widen(magnitude(b)), negative});
}

Number multiply_rounded(Wide a, Wide b, RoundingTo to) {
  const bool negative = is_negative(a) != is_negative(b);
  return rounded({multiply_magnitudes(magnitude(a), magnitude(b)),
                  multiply_magnitudes(kOne, to.quantum), negative},
                 to);
}

Number divide_rounded(Wide a, Wide b, RoundingTo to) {
  if (is_zero(b)) return {kWideZero, NumberStatus::DivisionByZero};
  const bool negative = is_negative(a) != is_negative(b);
  return rounded({multiply_magnitudes(magnitude(a), kOne),
                  multiply_magnitudes(magnitude(b), to.quantum), negative},
                 to);
}

Number round_decimal(Wide a, RoundingTo to) {
  return rounded({widen(magnitude(a)), widen(to.quantum), is_negative(a)}, to);
}

NumberStatus to_integer(Wide a, int64_t* out) {
  const Divided divided = divide_magnitudes(magnitude(a), kOne.lo);
  if (!is_zero(divided.remainder)) return NumberStatus::NeedsRounding;
  const Wide quotient = is_negative(a) ? negated(divided.quotient) : divided.quotient;
  return to_int64(quotient, out) ? NumberStatus::Ok : NumberStatus::Overflow;
}

bool parse_decimal(const char* text, uint32_t length, bool exponents, Number* out) {
  Notation notation{};
  if (!scan_notation(text, text + length, exponents, &notation)) return false;
  *out = value_of(notation);
  return true;
}

uint32_t print_decimal(Wide value, char* out) {
  char reversed[kDecimalTextMax];
  uint32_t count = 0;
  bool significant = false;  // trailing zeros of the fraction are left out
  Wide rest = magnitude(value);
  for (int place = 0; place <= kDecimalPlaces || !is_zero(rest); ++place) {
    const Divided divided = divide_magnitudes(rest, 10);
    rest = divided.quotient;
    if (place == kDecimalPlaces && significant) reversed[count++] = '.';
    significant = significant || divided.remainder.lo != 0 || place >= kDecimalPlaces;
    if (significant) reversed[count++] = static_cast<char>('0' + divided.remainder.lo);
  }
  uint32_t length = 0;
  if (is_negative(value)) out[length++] = '-';
  while (count > 0) out[length++] = reversed[--count];
  return length;
}

namespace {

Number signed_decimal(Wide magnitude, bool negative) {
  if (compare_magnitudes(magnitude, kDecimalLimit) >= 0) return {kWideZero, NumberStatus::Overflow};
  return {negative ? negated(magnitude) : magnitude, NumberStatus::Ok};
}

// Too large is said before too fine, so that the order of checks never shows.
Number exact(const Fraction& fraction) {
  const Divided256 divided = divide_magnitudes(fraction.numerator, fraction.denominator);
  Wide quotient{};
  if (!narrow(divided.quotient, &quotient) || compare_magnitudes(quotient, kDecimalLimit) >= 0) {
    return {kWideZero, NumberStatus::Overflow};
  }
  if (!is_zero(divided.remainder)) return {kWideZero, NumberStatus::NeedsRounding};
  return signed_decimal(quotient, fraction.negative);
}

Number rounded(const Fraction& fraction, RoundingTo to) {
  const Divided256 divided = divide_magnitudes(fraction.numerator, fraction.denominator);
  Wide steps{};
  if (!narrow(divided.quotient, &steps) || compare_magnitudes(steps, kDecimalLimit) >= 0) {
    return {kWideZero, NumberStatus::Overflow};
  }
  if (rounds_away(divided.remainder, fraction, to.mode, (steps.lo & 1) != 0)) {
    steps = wrapping_add(steps, {1, 0});
  }
  Wide result{};
  if (!narrow(multiply_magnitudes(steps, to.quantum), &result)) {
    return {kWideZero, NumberStatus::Overflow};
  }
  return signed_decimal(result, fraction.negative);
}

// Whether the rest of a division takes the magnitude one step away from zero. `odd`: the quotient
// is odd.
bool rounds_away(const Wide256& rest, const Fraction& fraction, Rounding mode, bool odd) {
  if (is_zero(rest)) return false;
  const int half = compare_magnitudes(doubled(rest), fraction.denominator);
  switch (mode) {
    case Rounding::HalfUp: return half >= 0;
    case Rounding::HalfEven: return half > 0 || (half == 0 && odd);
    case Rounding::Up: return true;
    case Rounding::Down: return false;
    case Rounding::Ceiling: return !fraction.negative;
    case Rounding::Floor: return fraction.negative;
  }
  return false;
}

// Twice a rest: denominators stay below 10^76, so nothing is shifted out.
Wide256 doubled(const Wide256& a) {
  Wide256 result = a;
  uint32_t carry = 0;
  for (uint32_t& digit : result.digit) {
    const uint32_t top = digit >> 31;
    digit = digit << 1 | carry;
    carry = top;
  }
  return result;
}

bool is_zero(const Wide256& a) {
  uint32_t any = 0;
  for (const uint32_t digit : a.digit) any |= digit;
  return any == 0;
}

bool is_digit(const char* at, const char* end) {
  return at != end && *at >= '0' && *at <= '9';
}

bool scan_notation(const char* at, const char* end, bool exponents, Notation* out) {
  out->negative = at != end && *at == '-';
  if (out->negative) ++at;
  if (!is_digit(at, end)) return false;
  if (*at == '0' && is_digit(at + 1, end)) return false;
  const char* point = nullptr;
  for (; at != end; ++at) {
    if (*at == '.' && point == nullptr && is_digit(at + 1, end)) {
      point = at;
    } else if (!is_digit(at, end)) {
      break;
    } else if (*at != '0') {
      if (out->first == nullptr) out->first = at;
      out->last = at;
    }
  }
  const char* const units = point == nullptr ? at : point;
  if (out->last != nullptr) out->power = units - out->last - (out->last < units ? 1 : 0);
  if (at == end) return true;
  return exponents && scan_exponent(at, end, &out->power);
}

bool scan_exponent(const char* at, const char* end, int64_t* power) {
  constexpr int64_t kHuge = 1'000'000'000;  // beyond any text's length: the sum cannot wrap
  if (*at != 'e' && *at != 'E') return false;
  ++at;
  const bool negative = at != end && *at == '-';
  if (at != end && (*at == '-' || *at == '+')) ++at;
  if (!is_digit(at, end)) return false;
  int64_t exponent = 0;
  for (; is_digit(at, end); ++at) {
    if (exponent < kHuge) exponent = exponent * 10 + (*at - '0');
  }
  *power += negative ? -exponent : exponent;
  return at == end;
}

Wide times_ten(Wide a) {
  const Wide two = wrapping_add(a, a);
  const Wide four = wrapping_add(two, two);
  return wrapping_add(wrapping_add(four, four), two);
}

Number value_of(const Notation& notation) {
  constexpr int64_t kDigitsMax = 38;  // of a count of 10^-9
  if (notation.first == nullptr) return {kWideZero, NumberStatus::Ok};
  const int64_t power = notation.power + kDecimalPlaces;
  int64_t digits = 0;
  for (const char* at = notation.first; at <= notation.last; ++at) digits += *at != '.' ? 1 : 0;
  if (digits + power > kDigitsMax) return {kWideZero, NumberStatus::Overflow};
  if (power < 0) return {kWideZero, NumberStatus::NeedsRounding};
  Wide value = kWideZero;
  for (const char* at = notation.first; at <= notation.last; ++at) {
    if (*at != '.') value = wrapping_add(times_ten(value), wide(*at - '0'));
  }
  for (int64_t i = 0; i < power; ++i) value = times_ten(value);
  return signed_decimal(value, notation.negative);
}

}  // namespace

}  // namespace phep::runtime
