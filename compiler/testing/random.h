// A seeded source of choices: the same seed gives the same ones on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace phep::testing {

class Random {
 public:
  // Mixed, so that neighbouring seeds do not begin at neighbouring places of one sequence.
  explicit Random(std::uint64_t seed) : state_(mixed(seed)) {}

  // SplitMix64 (Steele, Lea, Flood 2014).
  std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15ULL); }

  // Uniform enough for tests, in [lo, hi].
  std::int64_t in(std::int64_t lo, std::int64_t hi) {
    return lo + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(hi - lo + 1));
  }
  bool chance(int percent) { return in(0, 99) < percent; }

  template <class T>
  const T& pick(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(in(0, static_cast<std::int64_t>(items.size()) - 1))];
  }
  std::string pick(std::initializer_list<const char*> items) {
    return *(items.begin() + in(0, static_cast<std::int64_t>(items.size()) - 1));
  }

 private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace phep::testing
