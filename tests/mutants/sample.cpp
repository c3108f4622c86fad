// A file whose mutants are known beforehand (run.py): mutated, compiled and run there, never part
// of Phép.
#include <cstdio>

namespace {

struct Count {
  int n = 0;
  Count& operator=(const Count& other) {
    n = other.n;
    return *this;
  }
};

int last = 0;

void note(int n) {
  last = n;
}

int scaled(int width, int height) {
  return width * height;
}

constexpr int weight(int n) {
  return n + 4;
}  // none here: it may be asked while compiling

bool adult(int years) {
  return years >= weight(14);
}

int distance(int from, int to) {
  if (from > to) return from - to;
  note(to);
  Count one, other;
  one = other;  // its operator is a call, but has no arguments to be swapped
  return to - from + one.n;
}

}  // namespace

int main(int count, char**) {
  const int small = count + count, large = small + count;
  const int way = distance(small, large) + distance(large, small);
  std::printf("%d %d %d %d %d\n", scaled(small, large), adult(weight(14)), adult(weight(13)), way,
              last);
}
