// Which of many mistakes is made: each place of the mutated sources asks here (write.py). Only one
// is made at a time, and none where policies embed the runtime.
#pragma once

#if __STDC_HOSTED__
#include "compiler/base/mutants.h"  // PHEP_MUTANTS: how many there are

#include <cstdlib>

namespace phep::mutants {

inline int chosen() {
  const char* number = std::getenv("PHEP_MUTANT");
  return number == nullptr ? 0 : std::atoi(number);
}
inline int made = chosen();
inline unsigned char reached[PHEP_MUTANTS + 1];  // by number
inline bool is(int n) {
  reached[n] = 1;
  return made == n;
}

}  // namespace phep::mutants
#else
namespace phep::mutants {
inline bool is(int) {
  return false;
}
}  // namespace phep::mutants
#endif

namespace phep::mutants {

// Of `n` mutants from `first` on: which is made, from 1 on, or 0.
inline int of(int first, int n) {
  for (int i = 0; i < n; ++i)
    if (is(first + i)) return i + 1;
  return 0;
}

inline bool keep(int n) {
  return !is(n);
}
inline bool negate(int n, bool condition) {
  return is(n) ? !condition : condition;
}

template <class T>
T& pick(int n, T& first, T& second) {
  return is(n) ? second : first;
}

template <class T>
T off(int n, T value) {
  const int which = of(n, 2);
  return which == 0 ? value : static_cast<T>(which == 1 ? value + 1 : value - 1);
}

#define PHEP_COMPARED(name, as_written, first, second)                        \
  template <class A, class B>                                                 \
  bool name(int n, const A& a, const B& b) {                                  \
    const int which = of(n, 2);                                               \
    return which == 0 ? a as_written b : which == 1 ? a first b : a second b; \
  }
PHEP_COMPARED(lt, <, <=, >=)
PHEP_COMPARED(le, <=, <, >)
PHEP_COMPARED(gt, >, >=, <=)
PHEP_COMPARED(ge, >=, >, <)
#undef PHEP_COMPARED

#define PHEP_CHANGED(name, as_written, other)  \
  template <class A, class B>                  \
  auto name(int n, const A& a, const B& b) {   \
    return is(n) ? a other b : a as_written b; \
  }
PHEP_CHANGED(eq, ==, !=)
PHEP_CHANGED(ne, !=, ==)
PHEP_CHANGED(add, +, -)
PHEP_CHANGED(sub, -, +)
PHEP_CHANGED(mul, *, +)
PHEP_CHANGED(div, /, *)
PHEP_CHANGED(rem, %, /)
#undef PHEP_CHANGED

}  // namespace phep::mutants
