// What the fuzz targets share. A target is one file of tests/fuzz: a function from bytes to nothing
// that ends the process where a promise is broken. libFuzzer calls it by its own name; in the
// replay program each goes by the name of its file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#ifndef PHEP_FUZZ_ENTRY
#define PHEP_FUZZ_ENTRY LLVMFuzzerTestOneInput
#endif
#define PHEP_FUZZ_TARGET extern "C" int PHEP_FUZZ_ENTRY(const std::uint8_t* data, std::size_t size)

namespace phep::fuzz {

[[noreturn]] inline void broken(std::string_view promise) {
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}
inline void holds(bool truth, std::string_view promise) {
  if (!truth) broken(promise);
}

// Which fault is planted, by PHEP_PLANT; 0: none. Faults are conditions on what was read, in the
// target's own file: they show how deep inputs come.
inline int planted() {
  static const int which = [] {
    const char* text = std::getenv("PHEP_PLANT");
    return text == nullptr ? 0 : std::atoi(text);
  }();
  return which;
}
inline void plant(int number, bool met) {
  if (met && planted() == number) broken("planted fault " + std::to_string(number));
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Bytes as numbers, handed out front to back; zero when they are used up.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : at_(data), left_(size) {}

  [[nodiscard]] bool empty() const { return left_ == 0; }

  template <class T>
  T take() {
    T out{};
    const std::size_t n = left_ < sizeof(T) ? left_ : sizeof(T);
    if (n != 0) std::memcpy(&out, at_, n);
    at_ += n;
    left_ -= n;
    return out;
  }

  std::string_view text(std::size_t most) {
    const std::size_t n = left_ < most ? left_ : most;
    const std::string_view out = text_of(at_, n);
    at_ += n;
    left_ -= n;
    return out;
  }
  std::string_view rest() { return text(left_); }

 private:
  const std::uint8_t* at_;
  std::size_t left_;
};

}  // namespace phep::fuzz
