// The two-limb arithmetic against the compiler's 128-bit type.
#include "compiler/runtime/wide.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>

namespace {

using namespace phep::runtime;

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

Int128 native(Wide a) {
  return static_cast<Int128>(static_cast<Uint128>(a.hi) << 64 | a.lo);
}
Uint128 native_magnitude(Wide a) {
  return static_cast<Uint128>(a.hi) << 64 | a.lo;
}
Wide limbs(Int128 a) {
  return {static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(static_cast<Uint128>(a) >> 64)};
}

// Numbers of every width, and often those around powers of two, where carries live.
class Numbers {
 public:
  Wide next() {
    const auto width = static_cast<unsigned>(engine_() % 129);
    Uint128 value = static_cast<Uint128>(engine_()) << 64 | engine_();
    value = width == 0 ? 0 : value >> (128 - width);
    if (engine_() % 4 == 0) value = width == 128 ? 0 : static_cast<Uint128>(1) << width;
    if (engine_() % 4 == 0) value -= 1;
    if (engine_() % 2 == 0) value = 0 - value;
    return limbs(static_cast<Int128>(value));
  }

 private:
  std::mt19937_64 engine_{20260302};
};

// Every operation on one pair; the number of results that differ from the native ones.
int differences(Wide a, Wide b) {
  const Int128 x = native(a);
  const Int128 y = native(b);
  int wrong = 0;
  Int128 expected = 0;
  Wide result{7, 7};

  const bool adds = !__builtin_add_overflow(x, y, &expected);
  wrong += add(a, b, &result) != adds || (adds && native(result) != expected);
  const bool subtracts = !__builtin_sub_overflow(x, y, &expected);
  wrong += subtract(a, b, &result) != subtracts || (subtracts && native(result) != expected);
  const bool multiplies = !__builtin_mul_overflow(x, y, &expected);
  wrong += multiply(a, b, &result) != multiplies || (multiplies && native(result) != expected);

  const int order = x < y ? -1 : x > y ? 1 : 0;
  wrong += compare(a, b) != order;

  Divided divided{};
  const bool least_by_minus_one = y == -1 && a == Wide{0, std::uint64_t{1} << 63};
  const bool divides = y != 0 && !least_by_minus_one;
  wrong += divide(a, b, &divided) != divides;
  if (divides) {
    wrong += native(divided.quotient) != x / y || native(divided.remainder) != x % y;
    const Divided plain = divide_magnitudes(a, b);
    wrong += native_magnitude(plain.quotient) != native_magnitude(a) / native_magnitude(b);
    wrong += native_magnitude(plain.remainder) != native_magnitude(a) % native_magnitude(b);
  }
  if (b.lo != 0) {
    const Divided short_one = divide_magnitudes(a, b.lo);
    wrong += native_magnitude(short_one.quotient) != native_magnitude(a) / b.lo;
    wrong += native_magnitude(short_one.remainder) != native_magnitude(a) % b.lo;
  }

  const Wide product = multiply_limbs(a.lo, b.lo);
  wrong += native_magnitude(product) != static_cast<Uint128>(a.lo) * b.lo;
  wrong += !(multiply_magnitudes(a.lo, b.lo) == product);
  const auto low_a = static_cast<std::int64_t>(a.lo);
  const auto low_b = static_cast<std::int64_t>(b.lo);
  wrong += native(multiply(low_a, low_b)) != static_cast<Int128>(low_a) * low_b;

  // The checked product by the fast path, and as a machine without the type makes it.
  std::int64_t fast = 0;
  std::int64_t slow = 0;
  const Wide size = multiply_limbs(magnitude(wide(low_a)).lo, magnitude(wide(low_b)).lo);
  const Wide by_limbs = (low_a < 0) != (low_b < 0) ? negated(size) : size;
  const bool fits = to_int64(by_limbs, &slow);
  wrong += multiply_checked(low_a, low_b, &fast) != fits || (fits && fast != slow);
  return wrong;
}

// dividend = quotient × divisor + remainder with a remainder below the divisor, which no other pair
// fulfils.
int division_differences(Wide a, Wide b, Wide c) {
  if (is_zero(b)) b = {1, 0};
  Wide256 dividend = multiply_magnitudes(a, b);
  std::uint64_t carry = 0;
  const Divided small = divide_magnitudes(c, b);  // its remainder is below b
  const Wide256 rest = widen(small.remainder);
  for (int i = 0; i < Wide256::kDigits; ++i) {
    carry += std::uint64_t{dividend.digit[i]} + rest.digit[i];
    dividend.digit[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  const Divided256 divided = divide_magnitudes(dividend, widen(b));
  Wide quotient{};
  Wide remainder{};
  const bool narrows = narrow(divided.quotient, &quotient) && narrow(divided.remainder, &remainder);
  return (carry == 0 && narrows && quotient == a && remainder == small.remainder) ? 0 : 1;
}

TEST_CASE("two limbs agree with the native 128-bit type") {
  Numbers numbers;
  int wrong = 0;
  for (int i = 0; i < 100'000; ++i) {
    const Wide a = numbers.next();
    const Wide b = numbers.next();
    wrong += differences(a, b);
    if (i % 8 == 0) wrong += division_differences(a, b, numbers.next());
  }
  CHECK(wrong == 0);
}

TEST_CASE("the corners of 128 bits") {
  const Wide corners[] = {{0, 0},
                          {1, 0},
                          {~0ULL, ~0ULL},
                          {0, 1},
                          {~0ULL, 0},
                          {~0ULL, ~0ULL >> 1},
                          {0, 1ULL << 63},
                          {1, 1ULL << 63},
                          {0, ~0ULL},
                          {1ULL << 32, 1ULL << 32},
                          {1ULL << 63, 0},
                          // Pairs whose quotient digit is first guessed one too large.
                          {0, 0x7FFF'FFFF'8000'0000},
                          {1, 0x8000'0000},
                          {3, 0x8000'0000},
                          {1, 0x2000'0000}};
  int wrong = 0;
  for (const Wide a : corners) {
    for (const Wide b : corners) wrong += differences(a, b) + division_differences(a, b, b);
  }
  CHECK(wrong == 0);
}

TEST_CASE("products of 64 bits are checked") {
  std::int64_t out = 0;
  CHECK(multiply_checked(3'037'000'499, 3'037'000'499, &out));
  CHECK(out == 9'223'372'030'926'249'001);
  CHECK_FALSE(multiply_checked(3'037'000'500, 3'037'000'500, &out));
  CHECK_FALSE(multiply_checked(INT64_MIN, -1, &out));
  CHECK(multiply_checked(INT64_MIN, 1, &out));
  CHECK(out == INT64_MIN);
}

TEST_CASE("numbers of up to eight digits: quotient times divisor and the rest make the dividend") {
  std::mt19937_64 random(7);
  const auto digits = [&](int used) {
    Wide256 made{};
    for (int i = 0; i < used; ++i) {
      const auto digit = static_cast<std::uint32_t>(random());
      made.digit[i] = random() % 4 == 0 ? ~std::uint32_t{0} : digit >> random() % 32;
    }
    if (used > 0) made.digit[used - 1] |= 1;
    return made;
  };
  int wrong = 0;
  for (int i = 0; i < 40'000; ++i) {
    const Wide256 dividend = digits(static_cast<int>(random() % 9));
    const Wide256 divisor = digits(1 + static_cast<int>(random() % 8));
    const Divided256 divided = divide_magnitudes(dividend, divisor);
    Wide256 made = divided.remainder;  // of 256 bits, which the product never exceeds
    for (int a = 0; a < Wide256::kDigits; ++a) {
      std::uint64_t carry = 0;
      for (int b = 0; a + b < Wide256::kDigits; ++b) {
        carry += std::uint64_t{divided.quotient.digit[a]} * divisor.digit[b] + made.digit[a + b];
        made.digit[a + b] = static_cast<std::uint32_t>(carry);
        carry >>= 32;
      }
    }
    const bool less = compare_magnitudes(divided.remainder, divisor) < 0;
    wrong += less && compare_magnitudes(made, dividend) == 0 ? 0 : 1;
  }
  CHECK(wrong == 0);
}

}  // namespace
