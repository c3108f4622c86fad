// A small room whose coverage is known beforehand (run.py): compiled and run there, never part of
// Phép.
#include "compiler/base/check.h"

namespace {

enum class Kind { one, two };

int weight(Kind kind) {
  switch (kind) {
    case Kind::one: return 1;
    case Kind::two: return 2;  // never reached
  }
  PHEP_UNREACHABLE();
}

// Of three conditions `c` is never asked for, and `b` never decides.
bool decided(bool a, bool b, bool c) {
  return a && (b || c);
}

int checked(int n) {
  PHEP_CHECK(n > 0 && n < 10,
             "a sentence (with brackets) over "
             "two lines");
  if (n == 7) {
    return 0;  // never reached
  }
  return n;
}

}  // namespace

int main() {
  const int sum = weight(Kind::one) + checked(3);
  return decided(true, true, false) && !decided(false, true, true) && sum == 4 ? 0 : 1;
}
