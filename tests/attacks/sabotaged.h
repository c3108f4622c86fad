// Which defence is taken away, of the copy of our sources that holds every sabotage (sabotages.py).
#pragma once

#if __STDC_HOSTED__
#include <cstdlib>

inline int phep_sabotage_chosen() {
  static const int chosen = [] {
    const char* number = std::getenv("PHEP_SABOTAGED");
    return number == nullptr ? 0 : std::atoi(number);
  }();
  return chosen;
}
#elif defined(__x86_64__)
// Where policies embed the runtime there is no library to ask: the system shows the environment.
inline long phep_sabotage_call(long number, long first, long second, long third) {
  long out;
  asm volatile("syscall"
               : "=a"(out)
               : "a"(number), "D"(first), "S"(second), "d"(third)
               : "rcx", "r11", "memory");
  return out;
}

inline int phep_sabotage_chosen() {
  constexpr long kRead = 0, kOpen = 2, kClose = 3;
  static int chosen = -1;
  if (chosen >= 0) return chosen;
  constexpr char kName[] = "PHEP_SABOTAGED=";
  const char path[] = "/proc/self/environ";
  char text[512];
  int found = 0, at = 0;  // of the name; -1: it is another one
  const long file = phep_sabotage_call(kOpen, reinterpret_cast<long>(path), 0, 0);
  for (long got;
       (got = phep_sabotage_call(kRead, file, reinterpret_cast<long>(text), sizeof text)) > 0;)
    for (long i = 0; i < got; ++i) {
      if (text[i] == 0)
        at = 0;
      else if (at == sizeof kName - 1)
        found = found * 10 + (text[i] - '0');
      else
        at = at >= 0 && text[i] == kName[at] ? at + 1 : -1;
    }
  phep_sabotage_call(kClose, file, 0, 0);
  chosen = found;
  return found;
}
#else
inline int phep_sabotage_chosen() {
  return 0;
}
#endif

constexpr bool phep_sabotaged(int number) {
  return !__builtin_is_constant_evaluated() && phep_sabotage_chosen() == number;
}
