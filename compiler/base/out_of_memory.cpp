#include "compiler/base/out_of_memory.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <new>

namespace phep {

namespace {

constexpr int kExitCode = 4;  // as the commands' exit codes have it

// How many live, and what they stand in for.
struct Living {
  std::mutex mutex;
  int count = 0;
  std::new_handler before = nullptr;
};
Living& living() {
  static Living all;
  return all;
}

}  // namespace

void end_without_memory() {
  std::fputs("phep: out of memory\n", stderr);  // without a buffer
  std::_Exit(kExitCode);
}

EndsWithoutMemory::EndsWithoutMemory() {
  Living& all = living();
  const std::scoped_lock lock(all.mutex);
  if (all.count++ == 0) all.before = std::set_new_handler(end_without_memory);
}

EndsWithoutMemory::~EndsWithoutMemory() {
  Living& all = living();
  const std::scoped_lock lock(all.mutex);
  if (--all.count == 0) std::set_new_handler(all.before);
}

}  // namespace phep
