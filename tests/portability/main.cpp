// portable replay FILE SHARE OF | portable arithmetic SEED COUNT
#include "tests/portability/portable.h"

#include <cstdlib>
#include <cstring>

int main(int argc, char** argv) {
  const auto number = [&](int at) { return std::strtoull(argv[at], nullptr, 10); };
  if (argc == 5 && std::strcmp(argv[1], "replay") == 0) {
    std::FILE* const file = std::fopen(argv[2], "rb");
    if (file == nullptr) {
      std::perror(argv[2]);
      return 2;
    }
    const int code = phep::portability::replay(file, number(3), number(4));
    std::fclose(file);
    return code;
  }
  if (argc == 4 && std::strcmp(argv[1], "arithmetic") == 0)
    return phep::portability::arithmetic(number(2), number(3));
  std::fputs("portable replay FILE SHARE OF | portable arithmetic SEED COUNT\n", stderr);
  return 2;
}
