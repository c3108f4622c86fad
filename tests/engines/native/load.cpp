// load LIBRARY FUNCTION: milliseconds from nothing to a first call of NAME_decide, which refuses
// what it is given.
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <dlfcn.h>

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  using Decide = int (*)(const void*, const void*, void*, void*, std::size_t);
  if (argc != 3) return 2;
  const auto start = Clock::now();
  void* const library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  const auto decide =
      library == nullptr ? nullptr : reinterpret_cast<Decide>(dlsym(library, argv[2]));
  if (decide == nullptr || decide(nullptr, nullptr, nullptr, nullptr, 0) == 0) return 1;
  std::printf("%.3f\n", std::chrono::duration<double, std::milli>(Clock::now() - start).count());
}
