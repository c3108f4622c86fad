#include "compiler/runtime/wide.h"

namespace phep::runtime {

namespace {

constexpr uint64_t kBase = uint64_t{1} << 32;

int used_digits(const Wide256& a);
Divided256 divide_by_digit(const Wide256& dividend, uint32_t divisor);
Divided256 divide_long(const Wide256& dividend, const Wide256& divisor, int n);
Wide256 shifted_left(const Wide256& a, int bits);
uint32_t next_digit(uint32_t* dividend, const Wide256& divisor, int n);

}  // namespace

bool multiply(Wide a, Wide b, Wide* out) {
  const bool negative = is_negative(a) != is_negative(b);
  Wide product{};
  if (!narrow(multiply_magnitudes(magnitude(a), magnitude(b)), &product)) return false;
  const Wide result = negative ? negated(product) : product;
  if (!is_zero(result) && is_negative(result) != negative) return false;
  *out = result;
  return true;
}

Divided divide_magnitudes(Wide dividend, uint64_t divisor) {
  if (dividend.hi == 0) {
    return {{dividend.lo / divisor, 0}, {dividend.lo % divisor, 0}};
  }
  if (divisor >= kBase) return divide_magnitudes(dividend, Wide{divisor, 0});
  const uint64_t high = dividend.hi / divisor;
  const uint64_t middle = (dividend.hi % divisor) << 32 | dividend.lo >> 32;
  const uint64_t low = (middle % divisor) << 32 | (dividend.lo & (kBase - 1));
  return {{(middle / divisor) << 32 | low / divisor, high}, {low % divisor, 0}};
}

Divided divide_magnitudes(Wide dividend, Wide divisor) {
  if (compare_magnitudes(dividend, divisor) < 0) return {kWideZero, dividend};
  if (divisor.hi == 0 && (dividend.hi == 0 || divisor.lo < kBase)) {
    return divide_magnitudes(dividend, divisor.lo);
  }
  const Divided256 divided = divide_magnitudes(widen(dividend), widen(divisor));
  Divided result{};
  narrow(divided.quotient, &result.quotient);
  narrow(divided.remainder, &result.remainder);
  return result;
}

bool divide(Wide dividend, Wide divisor, Divided* out) {
  if (is_zero(divisor)) return false;
  const bool negative = is_negative(dividend) != is_negative(divisor);
  Divided result = divide_magnitudes(magnitude(dividend), magnitude(divisor));
  if (!negative && is_negative(result.quotient)) return false;
  if (negative) result.quotient = negated(result.quotient);
  if (is_negative(dividend)) result.remainder = negated(result.remainder);
  *out = result;
  return true;
}

Wide256 multiply_magnitudes(Wide a, Wide b) {
  const Wide ll = multiply_magnitudes(a.lo, b.lo);
  const Wide lh = multiply_magnitudes(a.lo, b.hi);
  const Wide hl = multiply_magnitudes(a.hi, b.lo);
  const Wide hh = multiply_magnitudes(a.hi, b.hi);
  const Wide second = wrapping_add(wrapping_add({ll.hi, 0}, {lh.lo, 0}), {hl.lo, 0});
  const Wide upper =
      wrapping_add(wrapping_add(hh, {second.hi, 0}), wrapping_add({lh.hi, 0}, {hl.hi, 0}));
  const uint64_t limbs[4] = {ll.lo, second.lo, upper.lo, upper.hi};
  Wide256 product{};
  for (int i = 0; i < 4; ++i) {
    product.digit[2 * i] = static_cast<uint32_t>(limbs[i]);
    product.digit[2 * i + 1] = static_cast<uint32_t>(limbs[i] >> 32);
  }
  return product;
}

Divided256 divide_magnitudes(const Wide256& dividend, const Wide256& divisor) {
  const int n = used_digits(divisor);
  if (n <= 1) return divide_by_digit(dividend, divisor.digit[0]);
  if (compare_magnitudes(dividend, divisor) < 0) return {{}, dividend};
  return divide_long(dividend, divisor, n);
}

int compare_magnitudes(const Wide256& a, const Wide256& b) {
  for (int i = Wide256::kDigits - 1; i >= 0; --i) {
    if (a.digit[i] != b.digit[i]) return a.digit[i] < b.digit[i] ? -1 : 1;
  }
  return 0;
}

Wide256 widen(Wide magnitude) {
  return {{static_cast<uint32_t>(magnitude.lo), static_cast<uint32_t>(magnitude.lo >> 32),
           static_cast<uint32_t>(magnitude.hi), static_cast<uint32_t>(magnitude.hi >> 32), 0, 0, 0,
           0}};
}

bool narrow(const Wide256& a, Wide* out) {
  if ((a.digit[4] | a.digit[5] | a.digit[6] | a.digit[7]) != 0) return false;
  *out = {a.digit[0] | uint64_t{a.digit[1]} << 32, a.digit[2] | uint64_t{a.digit[3]} << 32};
  return true;
}

namespace {

int used_digits(const Wide256& a) {
  int n = Wide256::kDigits;
  while (n > 0 && a.digit[n - 1] == 0) --n;
  return n;
}

Divided256 divide_by_digit(const Wide256& dividend, uint32_t divisor) {
  Divided256 result{};
  uint64_t rest = 0;
  for (int i = Wide256::kDigits - 1; i >= 0; --i) {
    rest = rest << 32 | dividend.digit[i];
    result.quotient.digit[i] = static_cast<uint32_t>(rest / divisor);
    rest %= divisor;
  }
  result.remainder.digit[0] = static_cast<uint32_t>(rest);
  return result;
}

// Knuth's algorithm D: the divisor is shifted until its top bit is set, then each digit is guessed
// from the top two and corrected. `n` is the number of the divisor's digits, at least two.
Divided256 divide_long(const Wide256& dividend, const Wide256& divisor, int n) {
  const int shift = __builtin_clz(divisor.digit[n - 1]);
  const Wide256 scaled = shifted_left(divisor, shift);
  uint32_t rest[Wide256::kDigits + 1] = {};
  const Wide256 low = shifted_left(dividend, shift);
  for (int i = 0; i < Wide256::kDigits; ++i) rest[i] = low.digit[i];
  if (shift != 0) {
    rest[Wide256::kDigits] = dividend.digit[Wide256::kDigits - 1] >> (32 - shift);
  }
  Divided256 result{};
  for (int i = Wide256::kDigits - n; i >= 0; --i) {
    result.quotient.digit[i] = next_digit(rest + i, scaled, n);
  }
  for (int i = 0; i < n; ++i) {
    const uint64_t pair = uint64_t{rest[i + 1]} << 32 | rest[i];
    result.remainder.digit[i] = static_cast<uint32_t>(pair >> shift);
  }
  return result;
}

// `bits` < 32; what is shifted out is lost.
Wide256 shifted_left(const Wide256& a, int bits) {
  Wide256 result{};
  uint64_t carry = 0;
  for (int i = 0; i < Wide256::kDigits; ++i) {
    const uint64_t digit = uint64_t{a.digit[i]} << bits | carry;
    result.digit[i] = static_cast<uint32_t>(digit);
    carry = digit >> 32;
  }
  return result;
}

// One quotient digit: subtracts it times the divisor from the n + 1 digits at `dividend`.
uint32_t next_digit(uint32_t* dividend, const Wide256& divisor, int n) {
  const uint64_t top = uint64_t{dividend[n]} << 32 | dividend[n - 1];
  uint64_t guess = top / divisor.digit[n - 1];
  uint64_t rest = top % divisor.digit[n - 1];
  while (guess >= kBase || guess * divisor.digit[n - 2] > (rest << 32 | dividend[n - 2])) {
    --guess;
    rest += divisor.digit[n - 1];
    if (rest >= kBase) break;
  }
  uint64_t borrow = 0;
  uint64_t carry = 0;
  for (int i = 0; i < n; ++i) {
    const uint64_t product = guess * divisor.digit[i] + carry;
    carry = product >> 32;
    const uint64_t difference = uint64_t{dividend[i]} - static_cast<uint32_t>(product) - borrow;
    dividend[i] = static_cast<uint32_t>(difference);
    borrow = difference >> 63;
  }
  const uint64_t last = uint64_t{dividend[n]} - carry - borrow;
  dividend[n] = static_cast<uint32_t>(last);
  if (last >> 63 == 0) return static_cast<uint32_t>(guess);
  carry = 0;  // the guess was one too large: add the divisor back
  for (int i = 0; i < n; ++i) {
    const uint64_t sum = uint64_t{dividend[i]} + divisor.digit[i] + carry;
    dividend[i] = static_cast<uint32_t>(sum);
    carry = sum >> 32;
  }
  dividend[n] += static_cast<uint32_t>(carry);
  return static_cast<uint32_t>(guess - 1);
}

}  // namespace

}  // namespace phep::runtime
