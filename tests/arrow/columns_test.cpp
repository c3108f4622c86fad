// Arrow columns into decisions, under sanitizers.
//   columns_test SHOP FLAT P2 [PART]
// SHOP, FLAT, P2: libraries of tests/data/batch/shop.phep, flat.phep, and of P2. PART: spellings,
// wrong, memory or kernels alone.
#include "tests/arrow/batch_run.h"

#include <dlfcn.h>
#include <string_view>

namespace {

using phep::runtime::Kernel;
using phep::tests::Policy;

// False, and said, where the library or a symbol of it is not there. `kernel` may be null.
bool load(const char* path, const std::string& name, Policy& policy, Kernel& kernel) {
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::printf("%s\n", dlerror());
    return false;
  }
  policy.image =
      reinterpret_cast<const phep::runtime::Header* (*)()>(dlsym(library, "phep_image"))();
  policy.batch =
      reinterpret_cast<decltype(policy.batch)>(dlsym(library, (name + "_batch").c_str()));
  kernel = reinterpret_cast<Kernel>(dlsym(library, (name + "_columns").c_str()));
  policy.options.size = sizeof policy.options;
  policy.options.as_of = 1'773'108'000'000;
  policy.options.law_date = PHEP_NO_DATE;
  if (policy.batch == nullptr) std::printf("no %s_batch\n", name.c_str());
  return policy.batch != nullptr;
}

}  // namespace

int main(int count, char** argv) {
  using namespace phep::tests;
  Policy shop{};
  Policy flat{};
  Policy p2{};
  Kernel kernels[3] = {};
  if (!load(argv[1], "shop", shop, kernels[0]) || !load(argv[2], "flat", flat, kernels[1]) ||
      !load(argv[3], "p2", p2, kernels[2]))
    return 1;
  const std::string_view part = count > 4 ? argv[4] : "";
  const auto wanted = [&](std::string_view name) { return part.empty() || part == name; };
  if (wanted("spellings"))
    for (int i = 0; i < 64; ++i) compare_spelling(shop, i);
  if (wanted("wrong")) wrong_columns(shop);
  if (wanted("memory")) {
    memory(shop);
    kernel_memory(flat, kernels[1]);
  }
  if (wanted("kernels")) {
    is(kernels[0] == nullptr, "texts and lists have no kernel");
    compare_kernel(flat, "flat", kernels[1]);
    compare_kernel(p2, "p2", kernels[2]);
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
