// portable replay FILE SHARE OF | portable crowd FILE SHARE OF THREADS | portable arithmetic SEED
// COUNT
#include "tests/portability/portable.h"

#include <cstdlib>
#include <string_view>

namespace {

int run(int argc, char** argv) {
  using namespace phep::portability;
  const auto number = [&](int at) { return std::strtoull(argv[at], nullptr, 10); };
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (argc == 4 && mode == "arithmetic") return arithmetic(number(2), number(3));
  const bool crowded = argc == 6 && mode == "crowd";
  if (!crowded && !(argc == 5 && mode == "replay")) {
    std::fputs(
        "portable replay FILE SHARE OF | crowd FILE SHARE OF THREADS | arithmetic SEED COUNT\n",
        stderr);
    return 2;
  }
  std::FILE* const file = std::fopen(argv[2], "rb");
  if (file == nullptr) {
    std::perror(argv[2]);
    return 2;
  }
  const int code = crowded ? crowd(file, static_cast<unsigned>(number(5)), number(3), number(4))
                           : replay(file, number(3), number(4));
  std::fclose(file);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv);
}
