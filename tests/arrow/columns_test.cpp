// Arrow columns into decisions, under sanitizers.
//   columns_test LIBRARY    a library of tests/data/batch/shop.phep
#include "tests/arrow/batch_run.h"

#include <dlfcn.h>

int main(int, char** argv) {
  using namespace phep::tests;
  void* const library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::printf("%s\n", dlerror());
    return 1;
  }
  Policy policy{};
  policy.image =
      reinterpret_cast<const phep::runtime::Header* (*)()>(dlsym(library, "phep_image"))();
  policy.batch = reinterpret_cast<decltype(policy.batch)>(dlsym(library, "shop_batch"));
  if (policy.batch == nullptr) {
    std::printf("no shop_batch\n");
    return 1;
  }
  policy.options.size = sizeof policy.options;
  policy.options.as_of = 1'773'108'000'000;
  policy.options.law_date = PHEP_NO_DATE;
  for (int i = 0; i < 64; ++i) compare_spelling(policy, i);
  wrong_columns(policy);
  memory(policy);
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
