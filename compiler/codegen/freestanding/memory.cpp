// The four functions that compilers call by name, for modules that have no C library. Compiled with
// -fno-builtin: otherwise these loops would be turned into calls of themselves.
#include <stddef.h>
#include <stdint.h>

extern "C" {

void* memcpy(void* __restrict to, const void* __restrict from, size_t n) {
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

void* memmove(void* to, const void* from, size_t n) {
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

void* memset(void* to, int value, size_t n) {
  auto* d = static_cast<unsigned char*>(to);
  const uint64_t word = static_cast<unsigned char>(value) * uint64_t{0x0101'0101'0101'0101};
  for (; n >= 8; n -= 8, d += 8) __builtin_memcpy_inline(d, &word, 8);
  for (; n != 0; --n) *d++ = static_cast<unsigned char>(value);
  return to;
}

int memcmp(const void* a, const void* b, size_t n) {
  const auto* x = static_cast<const unsigned char*>(a);
  const auto* y = static_cast<const unsigned char*>(b);
  for (; n != 0; --n, ++x, ++y) {
    if (*x != *y) return *x < *y ? -1 : 1;
  }
  return 0;
}

}  // extern "C"
