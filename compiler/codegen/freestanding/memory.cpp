// The functions that compilers call by name, for modules that have no C library. Compiled with
// -fno-builtin: otherwise these loops would be turned into calls of themselves. Weak: a module that
// an object is linked into may have its own.
#include <stddef.h>
#include <stdint.h>

extern "C" {

[[gnu::weak]] void* memcpy(void* __restrict to, const void* __restrict from, size_t n) {
  auto* d = static_cast<unsigned char*>(to);
  const auto* s = static_cast<const unsigned char*>(from);
  for (; n >= 8; n -= 8, d += 8, s += 8) {
    uint64_t word;
    __builtin_memcpy_inline(&word, s, 8);
    __builtin_memcpy_inline(d, &word, 8);
  }
  for (; n != 0; --n) *d++ = *s++;
  return to;
}

[[gnu::weak]] void* memmove(void* to, const void* from, size_t n) {
  auto* d = static_cast<unsigned char*>(to);
  const auto* s = static_cast<const unsigned char*>(from);
  if (reinterpret_cast<uintptr_t>(d) - reinterpret_cast<uintptr_t>(s) >= n)
    return memcpy(to, from, n);
  while (n != 0) {
    --n;
    d[n] = s[n];
  }
  return to;
}

[[gnu::weak]] void* memset(void* to, int value, size_t n) {
  auto* d = static_cast<unsigned char*>(to);
  const uint64_t word = static_cast<unsigned char>(value) * uint64_t{0x0101'0101'0101'0101};
  for (; n >= 8; n -= 8, d += 8) __builtin_memcpy_inline(d, &word, 8);
  for (; n != 0; --n) *d++ = static_cast<unsigned char>(value);
  return to;
}

[[gnu::weak]] int memcmp(const void* a, const void* b, size_t n) {
  const auto* x = static_cast<const unsigned char*>(a);
  const auto* y = static_cast<const unsigned char*>(b);
  for (; n != 0; --n, ++x, ++y) {
    if (*x != *y) return *x < *y ? -1 : 1;
  }
  return 0;
}

#ifdef __wasm__
// 128-bit product, which LLVM calls by name where wasm checks a 64-bit product for overflow. By
// halves of 32 bits, so that it cannot call itself.
[[gnu::weak]] __int128 __multi3(__int128 a, __int128 b) {
  const auto wide_a = static_cast<unsigned __int128>(a);
  const auto wide_b = static_cast<unsigned __int128>(b);
  const auto a_low = static_cast<uint64_t>(wide_a);
  const auto b_low = static_cast<uint64_t>(wide_b);
  constexpr uint64_t kHalf = 0xFFFF'FFFF;
  const uint64_t low = (a_low & kHalf) * (b_low & kHalf);
  const uint64_t first = (a_low >> 32) * (b_low & kHalf) + (low >> 32);
  const uint64_t second = (a_low & kHalf) * (b_low >> 32) + (first & kHalf);
  const uint64_t high = (a_low >> 32) * (b_low >> 32) + (first >> 32) + (second >> 32) +
                        a_low * static_cast<uint64_t>(wide_b >> 64) +
                        static_cast<uint64_t>(wide_a >> 64) * b_low;
  const uint64_t bottom = (second << 32) | (low & kHalf);
  return static_cast<__int128>((static_cast<unsigned __int128>(high) << 64) | bottom);
}
#endif

}  // extern "C"
