// Part of the programs of a mutated tree: where PHEP_MUTANTS_REACHED names a file, the numbers of
// the mutants that it reached are added, when it ends.
#include "compiler/base/mutant.h"

#include <cstdlib>
#include <fstream>

namespace {

struct Reached {
  Reached() = default;
  Reached(const Reached&) = delete;
  Reached& operator=(const Reached&) = delete;
  ~Reached() {
    const char* path = std::getenv("PHEP_MUTANTS_REACHED");
    if (path == nullptr) return;
    std::ofstream out(path, std::ios::app);
    for (int n = 1; n <= PHEP_MUTANTS; ++n)
      if (phep::mutants::reached[n] != 0) out << n << ' ';
  }
} reached;

}  // namespace
