// Decimals: notation, exactness and the six ways to round.
#include "compiler/runtime/decimal.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace {

using namespace phep::runtime;

std::string printed(Wide value) {
  char text[kDecimalTextMax];
  return {text, print_decimal(value, text)};
}

// The result as text, or the name of what went wrong.
std::string shown(const Number& number) {
  switch (number.status) {
    case NumberStatus::Ok: return printed(number.value);
    case NumberStatus::Overflow: return "overflow";
    case NumberStatus::NeedsRounding: return "needs_rounding";
    case NumberStatus::DivisionByZero: return "division_by_zero";
  }
  return "?";
}

std::string parsed(std::string_view text, bool exponents = true) {
  Number number{};
  if (!parse_decimal(text.data(), static_cast<std::uint32_t>(text.size()), exponents, &number)) {
    return "malformed";
  }
  return shown(number);
}

Wide decimal(std::string_view text) {
  Number number{};
  REQUIRE(parse_decimal(text.data(), static_cast<std::uint32_t>(text.size()), false, &number));
  REQUIRE(number.status == NumberStatus::Ok);
  return number.value;
}

constexpr Rounding kModes[] = {Rounding::HalfUp, Rounding::HalfEven, Rounding::Up,
                               Rounding::Down,   Rounding::Ceiling,  Rounding::Floor};
constexpr std::string_view kLargest = "99999999999999999999999999999.999999999";

TEST_CASE("six modes round as the table says") {
  // half_up and up go away from zero, down toward it; ceiling and floor go by sign.
  struct Row {
    std::string_view value, quantum;
    std::string_view expected[6];  // half_up, half_even, up, down, ceiling, floor
  };
  const Row rows[] = {
      {"2.5", "1", {"3", "2", "3", "2", "3", "2"}},
      {"-2.5", "1", {"-3", "-2", "-3", "-2", "-2", "-3"}},
      {"3.5", "1", {"4", "4", "4", "3", "4", "3"}},
      {"-3.5", "1", {"-4", "-4", "-4", "-3", "-3", "-4"}},
      {"2.4", "1", {"2", "2", "3", "2", "3", "2"}},
      {"-2.4", "1", {"-2", "-2", "-3", "-2", "-2", "-3"}},
      {"2.6", "1", {"3", "3", "3", "2", "3", "2"}},
      {"-2.6", "1", {"-3", "-3", "-3", "-2", "-2", "-3"}},
      {"7", "1", {"7", "7", "7", "7", "7", "7"}},
      {"-7", "1", {"-7", "-7", "-7", "-7", "-7", "-7"}},
      {"0", "1", {"0", "0", "0", "0", "0", "0"}},
      {"0.4", "1", {"0", "0", "1", "0", "1", "0"}},
      {"-0.4", "1", {"0", "0", "-1", "0", "0", "-1"}},
      {"0.5", "1", {"1", "0", "1", "0", "1", "0"}},
      {"-0.5", "1", {"-1", "0", "-1", "0", "0", "-1"}},
      {"1.005", "0.01", {"1.01", "1", "1.01", "1", "1.01", "1"}},
      {"1.015", "0.01", {"1.02", "1.02", "1.02", "1.01", "1.02", "1.01"}},
      {"-1.015", "0.01", {"-1.02", "-1.02", "-1.02", "-1.01", "-1.01", "-1.02"}},
      {"1499.999999999", "1000", {"1000", "1000", "2000", "1000", "2000", "1000"}},
      {"1500", "1000", {"2000", "2000", "2000", "1000", "2000", "1000"}},
      {"2500", "1000", {"3000", "2000", "3000", "2000", "3000", "2000"}},
      {"-2500", "1000", {"-3000", "-2000", "-3000", "-2000", "-2000", "-3000"}},
      {"1", "3", {"0", "0", "3", "0", "3", "0"}},
      {"0.000000001", "1", {"0", "0", "1", "0", "1", "0"}},
      {"0.000000001",
       "0.000000001",
       {"0.000000001", "0.000000001", "0.000000001", "0.000000001", "0.000000001", "0.000000001"}},
      {kLargest,
       "1",
       {"overflow", "overflow", "overflow", "99999999999999999999999999999", "overflow",
        "99999999999999999999999999999"}},
  };
  for (const Row& row : rows) {
    for (int mode = 0; mode < 6; ++mode) {
      CAPTURE(row.value);
      CAPTURE(row.quantum);
      CAPTURE(mode);
      CHECK(shown(round_decimal(decimal(row.value), {kModes[mode], decimal(row.quantum)})) ==
            row.expected[mode]);
    }
  }
}

TEST_CASE("products and quotients are exact or say so") {
  struct Row {
    std::string_view a, b, product, quotient;
  };
  const Row rows[] = {
      {"3", "4", "12", "0.75"},
      {"-3", "4", "-12", "-0.75"},
      {"3000000000", "0.05", "150000000", "60000000000"},
      {"1", "3", "3", "needs_rounding"},
      {"0.000000001", "0.1", "needs_rounding", "0.00000001"},
      {"0.00001", "0.00001", "needs_rounding", "1"},
      {"0.0001", "0.00001", "0.000000001", "10"},
      {"5", "0", "0", "division_by_zero"},
      {"0", "0", "0", "division_by_zero"},
      {"0", "-7", "0", "0"},
      {"100000000000000", "1000000000000000", "overflow", "0.1"},
      {"100000000000000", "100000000000000", "10000000000000000000000000000", "1"},
      {"20000000000", "4", "80000000000", "5000000000"},  // one factor above 2^64 of 10^-9
      {"4", "-20000000000", "-80000000000", "needs_rounding"},
      {"30000000000", "20000000000", "600000000000000000000", "1.5"},
      // 10^29 and a rest below 10^-9: too large is said before too fine.
      {"1.000000007", "99999999300000004899999965700.000240100", "overflow", "needs_rounding"},
      {kLargest, "1", kLargest, kLargest},
      {kLargest, "-1", "-99999999999999999999999999999.999999999",
       "-99999999999999999999999999999.999999999"},
      {kLargest, "0.000000001", "needs_rounding", "overflow"},
      {kLargest, kLargest, "overflow", "1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(shown(multiply_decimals(decimal(row.a), decimal(row.b))) == row.product);
    CHECK(shown(divide_decimals(decimal(row.a), decimal(row.b))) == row.quotient);
  }
}

TEST_CASE("a rounded product is rounded once") {
  // 0.15 × 0.10 = 0.015, and ten times less is never rounded on the way.
  const RoundingTo cents{Rounding::HalfEven, decimal("0.01")};
  CHECK(shown(multiply_rounded(decimal("0.15"), decimal("0.1"), cents)) == "0.02");
  CHECK(shown(multiply_rounded(decimal("0.25"), decimal("0.1"), cents)) == "0.02");
  CHECK(shown(multiply_rounded(decimal("0.000000001"), decimal("0.000000001"),
                               {Rounding::Up, decimal("0.01")})) == "0.01");
  CHECK(shown(multiply_rounded(decimal("-0.000000001"), decimal("0.000000001"),
                               {Rounding::Floor, decimal("1")})) == "-1");
  // 0.0149999999999: through nine places it would become 0.015 and then 0.02.
  CHECK(shown(multiply_rounded(decimal("0.149999999"), decimal("0.1"),
                               {Rounding::HalfUp, decimal("0.01")})) == "0.01");
  CHECK(shown(divide_rounded(decimal("1"), decimal("3"), cents)) == "0.33");
  CHECK(shown(divide_rounded(decimal("2"), decimal("3"), cents)) == "0.67");
  CHECK(shown(divide_rounded(decimal("-1"), decimal("3"), {Rounding::Ceiling, decimal("1")})) ==
        "0");
  CHECK(shown(divide_rounded(decimal("1"), decimal("0"), cents)) == "division_by_zero");
  CHECK(shown(divide_rounded(decimal(kLargest), decimal("0.1"), cents)) == "overflow");
  // 20 % of 1,234,567 VND to 1,000 VND.
  CHECK(shown(multiply_rounded(decimal_from(1'234'567), decimal("0.2"),
                               {Rounding::HalfUp, decimal("1000")})) == "247000");
}

TEST_CASE("rounding agrees with 128-bit arithmetic on random numbers") {
  __extension__ using Int128 = __int128;
  std::mt19937_64 engine{42};
  int wrong = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto value = static_cast<std::int64_t>(engine()) >> (engine() % 60);
    const auto quantum = static_cast<std::int64_t>(engine() >> (1 + engine() % 62)) | 1;
    const Int128 x = value;
    const Int128 q = quantum;
    const Int128 size = x < 0 ? -x : x;
    const Int128 down = size / q * q;
    const Int128 rest = size - down;
    const bool odd = (size / q) % 2 != 0;
    const bool away[6] = {2 * rest >= q,      2 * rest > q || (2 * rest == q && odd),
                          rest != 0,          false,
                          rest != 0 && x > 0, rest != 0 && x < 0};
    for (int mode = 0; mode < 6; ++mode) {
      const Int128 rounded = down + (away[mode] ? q : 0);
      const Int128 expected = x < 0 ? -rounded : rounded;
      const Number got = round_decimal(wide(value), {kModes[mode], wide(quantum)});
      const auto low = static_cast<std::uint64_t>(expected);
      const auto high = static_cast<std::uint64_t>(expected >> 64);
      wrong += got.status != NumberStatus::Ok || !(got.value == Wide{low, high});
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("notation is read exactly") {
  struct Row {
    std::string_view text, expected;
  };
  const Row rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.0", "0"},
      {"0.05", "0.05"},
      {"-12.50", "-12.5"},
      {"1e3", "1000"},
      {"1.5E+2", "150"},
      {"5e-2", "0.05"},
      {"100e-2", "1"},
      {"0e400", "0"},
      {"0.000000001", "0.000000001"},
      {"0.0000000001", "needs_rounding"},
      {"0.0000000010", "0.000000001"},
      {"1e-9", "0.000000001"},
      {"1e-10", "needs_rounding"},
      {"1e400", "overflow"},
      {"1e99999999999999999999", "overflow"},
      {"1e-99999999999999999999", "needs_rounding"},
      {"1e28", "10000000000000000000000000000"},
      {"1e29", "overflow"},
      {"99999999999999999999999999999.999999999", kLargest},
      {"99999999999999999999999999999.9999999990", kLargest},
      {"100000000000000000000000000000", "overflow"},
      {"100000000000000000000000000000.0000000001", "overflow"},
      {"", "malformed"},
      {"-", "malformed"},
      {"+1", "malformed"},
      {"01", "malformed"},
      {"-01", "malformed"},
      {".5", "malformed"},
      {"1.", "malformed"},
      {"1.e3", "malformed"},
      {"1e", "malformed"},
      {"1e+", "malformed"},
      {"1.2.3", "malformed"},
      {"1,5", "malformed"},
      {" 1", "malformed"},
      {"1 ", "malformed"},
      {"0x10", "malformed"},
      {"NaN", "malformed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parsed(row.text) == row.expected);
  }
  CHECK(parsed("1e3", false) == "malformed");
}

TEST_CASE("sums stay below ten to the twenty-ninth") {
  CHECK(shown(add_decimals(decimal(kLargest), decimal("0.000000001"))) == "overflow");
  CHECK(shown(add_decimals(decimal(kLargest), decimal("-0.000000001"))) ==
        "99999999999999999999999999999.999999998");
  CHECK(shown(subtract_decimals(decimal("-99999999999999999999999999999.999999999"),
                                decimal("0.000000001"))) == "overflow");
  CHECK(shown(subtract_decimals(decimal("0.1"), decimal("0.3"))) == "-0.2");
}

TEST_CASE("integers come out of decimals whole") {
  std::int64_t out = 0;
  CHECK(to_integer(decimal("-9223372036854775808"), &out) == NumberStatus::Ok);
  CHECK(out == INT64_MIN);
  CHECK(to_integer(decimal("9223372036854775808"), &out) == NumberStatus::Overflow);
  CHECK(to_integer(decimal("1.5"), &out) == NumberStatus::NeedsRounding);
  CHECK(decimal_from(INT64_MIN) == decimal("-9223372036854775808"));
}

}  // namespace
