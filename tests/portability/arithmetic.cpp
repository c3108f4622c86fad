// Every operation of runtime/wide.h on random numbers, and bits of columns; the digest of the
// results is the same on every machine, with the compiler's 128-bit type and without. On this one
// machine that has both, tests/unit/runtime_wide_test.cpp holds the limbs against that type number
// by number.
#include "compiler/runtime/columns.h"
#include "compiler/runtime/sha256.h"
#include "compiler/runtime/wide.h"
#include "tests/portability/portable.h"

#include <cinttypes>
#include <random>
#include <string>

namespace phep::portability {
namespace {

using namespace phep::runtime;

// Numbers of every width, and often those around powers of two, where carries live.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : engine_(seed) {}
  Wide next() {
    Wide value{engine_(), engine_()};
    const auto width = static_cast<unsigned>(engine_() % 129);
    value = width == 0     ? kWideZero
            : width <= 64  ? Wide{value.lo >> (64 - width), 0}
            : width == 128 ? value
                           : Wide{value.lo, value.hi >> (128 - width)};
    const std::uint64_t turn = engine_();
    if (turn % 4 == 0)
      value = width < 64 ? Wide{std::uint64_t{1} << width, 0}
                         : Wide{0, std::uint64_t{1} << (width % 64)};
    if (turn / 4 % 4 == 0) value = wrapping_add(value, wide(-1));
    return turn / 16 % 2 == 0 ? value : negated(value);
  }

 private:
  std::mt19937_64 engine_;
};

// Results as text, so that no byte order is in it.
class Results {
 public:
  void put(std::uint64_t word) {
    for (int i = 60; i >= 0; i -= 4) text_ += "0123456789abcdef"[word >> i & 15];
    if (text_.size() >= kBlock) flush();
  }
  void put(Wide w) {
    put(w.hi);
    put(w.lo);
  }
  void put(const Wide256& w) {
    for (const std::uint32_t digit : w.digit) put(digit);
  }
  void put(bool fits, Wide w) {
    put(fits ? 1 : 0);
    put(fits ? w : kWideZero);
  }
  // Once, at the end.
  const std::uint8_t* digest() {
    flush();
    return digest_;
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 16U;
  void flush() {
    text_.append(reinterpret_cast<const char*>(digest_), sizeof digest_);
    sha256(text_.data(), text_.size(), digest_);
    text_.clear();
  }
  std::string text_;
  std::uint8_t digest_[kDigestBytes] = {};
};

void sums_and_products(Wide a, Wide b, Results& out) {
  Wide w{};
  bool fits = add(a, b, &w);
  out.put(fits, w);
  fits = subtract(a, b, &w);
  out.put(fits, w);
  fits = multiply(a, b, &w);
  out.put(fits, w);
  out.put(static_cast<std::uint64_t>(compare(a, b) + 1));
  out.put(multiply_magnitudes(a.lo, b.lo));
  out.put(multiply_limbs(a.lo, b.lo));
  out.put(multiply_magnitudes(a, b));
  out.put(multiply(static_cast<std::int64_t>(a.lo), static_cast<std::int64_t>(b.hi)));
  std::int64_t narrow_product = 0;
  const bool product_fits = multiply_checked(static_cast<std::int64_t>(a.lo),
                                             static_cast<std::int64_t>(b.lo), &narrow_product);
  out.put(product_fits, wide(product_fits ? narrow_product : 0));
}

void quotients(Wide a, Wide b, Wide c, Results& out) {
  Divided divided{};
  const bool divides = divide(a, b, &divided);
  out.put(divides, divided.quotient);
  out.put(divides, divided.remainder);
  if (b.lo != 0) out.put(divide_magnitudes(a, b.lo).quotient);
  if (is_zero(b)) return;
  const Divided256 long_one = divide_magnitudes(multiply_magnitudes(a, c), widen(b));
  out.put(long_one.quotient);
  out.put(long_one.remainder);
}

// Bits of columns, which stand in bytes, as words.
void bits(Wide a, Wide b, Results& out) {
  std::uint8_t bytes[17] = {};
  for (unsigned i = 0; i < 16; ++i)
    bytes[i] = static_cast<std::uint8_t>((i < 8 ? a.lo : b.lo) >> (i % 8 * 8));
  for (const std::int64_t first : {0, 3, 8, 41}) {
    std::uint64_t words[2] = {};
    const auto count = static_cast<std::uint32_t>(64 + a.hi % 24);
    copy_bits(bytes, first, count, words);
    // Bits behind the last one are nobody's.
    out.put(words[0]);
    out.put(words[1] & ((std::uint64_t{1} << (count - 64)) - 1));
  }
}

}  // namespace

int arithmetic(std::uint64_t seed, std::uint64_t count) {
  Numbers numbers(seed);
  Results results;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Wide a = numbers.next(), b = numbers.next(), c = numbers.next();
    sums_and_products(a, b, results);
    quotients(a, b, c, results);
    if (i % 16 == 0) bits(a, b, results);
  }
  const std::uint8_t* const digest = results.digest();
  for (std::size_t i = 0; i < kDigestBytes; ++i) std::printf("%02x", digest[i]);
  std::puts("");
  return 0;
}

}  // namespace phep::portability
