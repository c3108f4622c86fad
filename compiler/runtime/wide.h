// 128-bit arithmetic in two 64-bit limbs, exact and checked, for sums, money and decimals.
//
// The limb code is always compiled and is what WebAssembly runs: there, the native 128-bit type
// would call a support library that no policy module has. Elsewhere the type is a fast path for
// multiplication alone.
#pragma once

#include <stdint.h>

#if defined(__SIZEOF_INT128__) && !defined(__wasm__) && !defined(PHEP_LIMBS_ONLY)
#define PHEP_FAST_INT128 1
#endif

namespace phep::runtime {

// A signed 128-bit number in two's complement, or an unsigned one where a function says
// "magnitude".
struct Wide {
  uint64_t lo;
  uint64_t hi;
  friend constexpr bool operator==(const Wide&, const Wide&) = default;
};

inline constexpr Wide kWideZero{0, 0};

constexpr Wide wide(int64_t value) {
  return {static_cast<uint64_t>(value), value < 0 ? ~uint64_t{0} : 0};
}
constexpr bool is_negative(Wide a) {
  return (a.hi >> 63) != 0;
}
constexpr bool is_zero(Wide a) {
  return (a.lo | a.hi) == 0;
}

// The sum modulo 2^128.
constexpr Wide wrapping_add(Wide a, Wide b) {
  const uint64_t lo = a.lo + b.lo;
  return {lo, a.hi + b.hi + (lo < a.lo ? 1U : 0U)};
}
constexpr Wide negated(Wide a) {
  const uint64_t lo = ~a.lo + 1;
  return {lo, ~a.hi + (lo == 0 ? 1U : 0U)};
}

// |a| as an unsigned number; right for the least number too.
constexpr Wide magnitude(Wide a) {
  return is_negative(a) ? negated(a) : a;
}

// -1, 0, 1 by signed order.
constexpr int compare(Wide a, Wide b) {
  const auto x = static_cast<int64_t>(a.hi);
  const auto y = static_cast<int64_t>(b.hi);
  if (x != y) return x < y ? -1 : 1;
  return a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0;
}
constexpr int compare_magnitudes(Wide a, Wide b) {
  if (a.hi != b.hi) return a.hi < b.hi ? -1 : 1;
  return a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0;
}

// Checked operations: false, and *out untouched, when the result does not fit.
constexpr bool add(Wide a, Wide b, Wide* out) {
  const Wide sum = wrapping_add(a, b);
  if (is_negative(a) == is_negative(b) && is_negative(sum) != is_negative(a)) return false;
  *out = sum;
  return true;
}
constexpr bool subtract(Wide a, Wide b, Wide* out) {
  const Wide difference = wrapping_add(a, negated(b));
  if (is_negative(a) != is_negative(b) && is_negative(difference) != is_negative(a)) return false;
  *out = difference;
  return true;
}
constexpr bool to_int64(Wide a, int64_t* out) {
  if (a.hi != (static_cast<int64_t>(a.lo) < 0 ? ~uint64_t{0} : 0)) return false;
  *out = static_cast<int64_t>(a.lo);
  return true;
}

// The product of two magnitudes of 64 bits, in limbs of 32: what every target computes.
constexpr Wide multiply_limbs(uint64_t a, uint64_t b) {
  constexpr uint64_t kLow = 0xFFFF'FFFF;
  const uint64_t low = (a & kLow) * (b & kLow);
  const uint64_t cross = (a >> 32) * (b & kLow) + (low >> 32);
  const uint64_t middle = (a & kLow) * (b >> 32) + (cross & kLow);
  return {middle << 32 | (low & kLow), (a >> 32) * (b >> 32) + (cross >> 32) + (middle >> 32)};
}

// The same by the target's fastest way.
constexpr Wide multiply_magnitudes(uint64_t a, uint64_t b) {
#ifdef PHEP_FAST_INT128
  __extension__ using Native = unsigned __int128;
  const Native product = static_cast<Native>(a) * b;
  return {static_cast<uint64_t>(product), static_cast<uint64_t>(product >> 64)};
#else
  return multiply_limbs(a, b);
#endif
}

// The exact product of two signed numbers.
constexpr Wide multiply(int64_t a, int64_t b) {
  const uint64_t x = a < 0 ? 0 - static_cast<uint64_t>(a) : static_cast<uint64_t>(a);
  const uint64_t y = b < 0 ? 0 - static_cast<uint64_t>(b) : static_cast<uint64_t>(b);
  const Wide product = multiply_magnitudes(x, y);
  return (a < 0) != (b < 0) ? negated(product) : product;
}

// Checked product of 64-bit numbers without a wider type where the target has none.
constexpr bool multiply_checked(int64_t a, int64_t b, int64_t* out) {
#ifdef PHEP_FAST_INT128
  return !__builtin_mul_overflow(a, b, out);
#else
  return to_int64(multiply(a, b), out);
#endif
}

// Checked product of 128-bit numbers.
bool multiply(Wide a, Wide b, Wide* out);

// Quotient and remainder of magnitudes. `divisor` is not zero.
struct Divided {
  Wide quotient;
  Wide remainder;
};
Divided divide_magnitudes(Wide dividend, Wide divisor);
Divided divide_magnitudes(Wide dividend, uint64_t divisor);

// Quotient rounded toward zero and remainder with the dividend's sign. False for a zero divisor,
// and for the least number divided by -1.
bool divide(Wide dividend, Wide divisor, Divided* out);

// An unsigned 256-bit number in 32-bit digits, the least first: exact products on their way to
// being rounded.
struct Wide256 {
  static constexpr int kDigits = 8;
  uint32_t digit[kDigits];
};
Wide256 multiply_magnitudes(Wide a, Wide b);
struct Divided256 {
  Wide256 quotient;
  Wide256 remainder;
};
Divided256 divide_magnitudes(const Wide256& dividend, const Wide256& divisor);
int compare_magnitudes(const Wide256& a, const Wide256& b);

Wide256 widen(Wide magnitude);
// False, and *out untouched, when the number has more than 128 bits.
bool narrow(const Wide256& a, Wide* out);

}  // namespace phep::runtime
