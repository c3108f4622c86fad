// What generated code calls: a value and 0, or 1 for an error and for what the interpreter decides.
#include "compiler/runtime/clean.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace phep::runtime;

constexpr std::uint64_t code(Arith op, Kind result, Kind a, Kind b) {
  return static_cast<std::uint64_t>(op) | static_cast<std::uint64_t>(result) << 8 |
         static_cast<std::uint64_t>(a) << 16 | static_cast<std::uint64_t>(b) << 24;
}
constexpr std::uint64_t how(Rounding mode, Kind result) {
  return static_cast<std::uint64_t>(mode) | static_cast<std::uint64_t>(result) << 8;
}
constexpr auto kDays = static_cast<std::uint64_t>(Unit::Days);

// A number and its second word, or "no" where 1 is returned. Anything else is wrong.
std::string shown(std::uint32_t returned, const Const& out) {
  if (returned == 1) return "no";
  if (returned != 0) return "neither 0 nor 1";
  return std::to_string(static_cast<std::int64_t>(out.lo)) +
         (out.hi == 0 ? "" : "/" + std::to_string(out.hi));
}
std::string arith(Arith op, Kind result, Kind a, Const x, Kind b, Const y) {
  Const out{77, 77};
  return shown(phep_clean_arith(code(op, result, a, b), x.lo, x.hi, y.lo, y.hi, &out), out);
}
std::string ints(Arith op, std::int64_t a, std::int64_t b) {
  return arith(op, Kind::Int, Kind::Int, {static_cast<std::uint64_t>(a), 0}, Kind::Int,
               {static_cast<std::uint64_t>(b), 0});
}
std::string rounded(Rounding mode, Kind result, Wide value) {
  Const out{77, 77};
  return shown(phep_clean_round(how(mode, result), value.lo, value.hi, kDecimalOne, 0, &out), out);
}

TEST_CASE("clean: ints are exact, or are not given") {
  CHECK(ints(Arith::Add, 2, 3) == "5");
  CHECK(ints(Arith::Sub, 2, 3) == "-1");
  CHECK(ints(Arith::Mul, -4, 3) == "-12");
  CHECK(ints(Arith::Div, -12, 4) == "-3");
  CHECK(ints(Arith::Div, 13, 4) == "no");
  CHECK(ints(Arith::Div, 13, 0) == "no");
  CHECK(ints(Arith::Div, INT64_MIN, -1) == "no");
  CHECK(ints(Arith::Div, INT64_MIN, 1) == std::to_string(INT64_MIN));
  CHECK(ints(Arith::Div, -7, -1) == "7");
  CHECK(ints(Arith::Add, INT64_MAX, 1) == "no");
  CHECK(ints(Arith::Sub, INT64_MIN, 1) == "no");
  CHECK(ints(Arith::Mul, INT64_MAX, 2) == "no");
}

TEST_CASE("clean: decimals and amounts take ints and money along") {
  Const out{77, 77};
  CHECK(phep_clean_decimal(-3, &out) == 0);
  CHECK(Wide{out.lo, out.hi} == decimal_from(-3));
  const Const half{500'000'000, 0};
  CHECK(arith(Arith::Mul, Kind::Amount, Kind::Money, {3, 0}, Kind::Decimal, half) == "1500000000");
  CHECK(arith(Arith::Div, Kind::Decimal, Kind::Decimal, half, Kind::Int, {4, 0}) == "125000000");
  CHECK(arith(Arith::Div, Kind::Decimal, Kind::Int, {1, 0}, Kind::Int, {3, 0}) == "no");
  CHECK(arith(Arith::Div, Kind::Decimal, Kind::Int, {1, 0}, Kind::Int, {0, 0}) == "no");
}

TEST_CASE("clean: what is rounded fits its kind, or is not given") {
  const Wide large = multiply(INT64_MAX, 2 * kDecimalOne);
  CHECK(rounded(Rounding::HalfUp, Kind::Int, {2'500'000'000, 0}) == "3");
  CHECK(rounded(Rounding::Down, Kind::Money, {2'500'000'000, 0}) == "2");
  CHECK(rounded(Rounding::Down, Kind::Decimal, {2'500'000'000, 0}) == "2000000000");
  CHECK(rounded(Rounding::Down, Kind::Int, decimal_from(INT64_MAX)) == std::to_string(INT64_MAX));
  CHECK(rounded(Rounding::Down, Kind::Int, large) == "no");
  CHECK(rounded(Rounding::Down, Kind::Money, large) == "no");
  Const out{77, 77};
  CHECK(phep_clean_round(how(Rounding::Down, Kind::Decimal), large.lo, large.hi, kDecimalOne, 0,
                         &out) == 0);
  CHECK(Wide{out.lo, out.hi} == large);
  const auto product = [&](Arith op, Const a, Const b) {
    return shown(phep_clean_round_product(how(Rounding::Up, Kind::Int),
                                          code(op, Kind::Decimal, Kind::Decimal, Kind::Int), a.lo,
                                          a.hi, b.lo, b.hi, kDecimalOne, 0, &out),
                 out);
  };
  CHECK(product(Arith::Mul, {500'000'000, 0}, {3, 0}) == "2");
  CHECK(product(Arith::Div, {500'000'000, 0}, {3, 0}) == "1");
  CHECK(product(Arith::Div, {500'000'000, 0}, {0, 0}) == "no");
  CHECK(product(Arith::Mul, {large.lo, large.hi}, {3, 0}) == "no");
}

TEST_CASE("clean: shifts and periods within the years") {
  const auto shift = [](Kind kind, bool march, std::int64_t from, std::int64_t count, Unit unit) {
    std::int64_t out = 77;
    const std::uint32_t returned =
        phep_clean_shift(static_cast<std::uint64_t>(kind) | (march ? 256 : 0), 420, from, count,
                         static_cast<std::uint64_t>(unit), &out);
    return shown(returned, {static_cast<std::uint64_t>(out), 0});
  };
  const std::int32_t leap = to_days({2024, 2, 29});
  CHECK(shift(Kind::Date, false, leap, 1, Unit::Years) == std::to_string(leap + 365));
  CHECK(shift(Kind::Date, true, leap, 1, Unit::Years) == std::to_string(leap + 366));
  CHECK(shift(Kind::Date, false, kLastDate, 1, Unit::Days) == "no");
  CHECK(shift(Kind::Date, false, kLastDate, 1, Unit::Hours) == "no");
  CHECK(shift(Kind::Instant, false, 0, -2, Unit::Hours) == std::to_string(-2 * kHourMs));
  CHECK(shift(Kind::Instant, false, kLastInstant, 1, Unit::Hours) == "no");
  // 31 January 03:00 in the zone is still the 30th in UTC.
  const std::int64_t early = day_start(to_days({2026, 1, 31}), 420) + 3 * kHourMs;
  CHECK(shift(Kind::Instant, false, early, 1, Unit::Months) ==
        std::to_string(day_start(to_days({2026, 2, 28}), 420) + 3 * kHourMs));
  std::int64_t out = 77;
  CHECK(phep_clean_shift_times(static_cast<std::uint64_t>(Kind::Date), 420, 10, 3, kDays, 4,
                               &out) == 0);
  CHECK(out == 22);
  CHECK(phep_clean_occurrences(420, 0, 1, kDays, day_end(2, 420), &out) == 0);
  CHECK(out == 3);
  CHECK(phep_clean_occurrences(420, 0, 0, kDays, 0, &out) == 1);
}

TEST_CASE("clean: hours run from their moment, and what extends them is counted by the calendar") {
  phep::tests::ImageBuilder image;
  image.calendar(to_days({2026, 1, 1}), 365);
  phep::tests::FunctionBuilder f(image, "t.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {});
  const std::int64_t from = day_start(to_days({2026, 2, 14}), 420) + 9 * kHourMs;
  const auto due = [&](std::int64_t hours, const std::vector<Term>& more = {}) {
    std::int64_t out = 77;
    const std::uint32_t returned =
        phep_clean_deadline(header, 0, 0, static_cast<std::uint32_t>(Kind::Instant), from, hours,
                            static_cast<std::uint64_t>(Unit::Hours), 0, 0, more.data(),
                            static_cast<std::uint32_t>(more.size()), &out);
    return shown(returned, {static_cast<std::uint64_t>(out), 0});
  };
  CHECK(due(0) == std::to_string(from));
  CHECK(due(72) == std::to_string(from + 72 * kHourMs));
  // From Tuesday the 17th: ten days; three days and a week.
  CHECK(due(72, {{10, Unit::Days}}) == std::to_string(day_end(to_days({2026, 2, 27}), 420)));
  CHECK(due(72, {{3, Unit::Days}, {1, Unit::Weeks}}) ==
        std::to_string(day_end(to_days({2026, 2, 27}), 420)));
  for (const std::int64_t beyond :
       {std::int64_t{-1}, INT64_MIN, std::int64_t{100'000'000}, INT64_MAX,
        std::int64_t{1} << 57})  // whose milliseconds have 64 zeros
    CHECK(due(beyond) == "no");
}

TEST_CASE("clean: readings are members, or left to their defaults") {
  phep::tests::ImageBuilder image;
  image.reading(2, 1);
  image.reading(3, 0);
  phep::tests::FunctionBuilder f(image, "t.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {});
  const auto chosen = [&](std::uint32_t count, const std::int32_t* readings) {
    phep_options options{};
    options.reading_count = count;
    options.readings.ptr = readings;
    std::int32_t out[] = {77, 77};
    const std::uint32_t returned = phep_clean_readings(header, &options, out);
    return returned == 1 ? std::string("no") : std::to_string(out[0]) + std::to_string(out[1]);
  };
  const auto of = [&](const std::vector<std::int32_t>& readings) {
    return chosen(static_cast<std::uint32_t>(readings.size()), readings.data());
  };
  CHECK(chosen(0, nullptr) == "10");
  CHECK(of({0}) == "00");
  CHECK(of({-1, 2}) == "12");
  CHECK(of({1, 1}) == "11");
  CHECK(chosen(1, nullptr) == "no");
  for (const std::vector<std::int32_t>& wrong :
       {std::vector{2}, {-2}, {0, 3}, {0, -2}, {INT32_MIN}, {INT32_MAX}, {0, 0, 0}})
    CHECK(of(wrong) == "no");
}

TEST_CASE("clean: texts by their bytes") {
  CHECK(phep_clean_same_text("abc", 3, "abd", 3) == 0);
  CHECK(phep_clean_same_text("abc", 2, "abd", 2) == 1);
  CHECK(phep_clean_same_text("abc", 2, "abc", 3) == 0);
  CHECK(phep_clean_text_less("ab", 2, "abc", 3) == 1);
  CHECK(phep_clean_text_less("abc", 3, "abc", 3) == 0);
  CHECK(phep_clean_text_less("b", 1, "abc", 3) == 0);
}

}  // namespace
