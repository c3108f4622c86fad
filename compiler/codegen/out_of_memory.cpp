#include "compiler/codegen/out_of_memory.h"

#include <llvm/Support/ErrorHandling.h>

#include <mutex>
#include <new>
#include <string_view>
#include <unistd.h>

namespace phep::codegen {

namespace {

constexpr int kExitCode = 4;  // as the commands' exit codes have it

// Nothing here allocates, and no destructor runs: it would find LLVM half way through something.
[[noreturn]] void end_process() {
  constexpr std::string_view kSentence = "phep: out of memory\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kSentence.data(), kSentence.size());
  ::_exit(kExitCode);
}

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

EndsWithoutMemory::EndsWithoutMemory() {
  Living& all = living();
  const std::scoped_lock lock(all.mutex);
  if (all.count++ == 0) all.before = std::set_new_handler(end_process);
  // What LLVM takes from malloc itself. It is never asked for outside this room.
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::install_bad_alloc_error_handler([](void*, const char*, bool) { end_process(); });
  });
}

EndsWithoutMemory::~EndsWithoutMemory() {
  Living& all = living();
  const std::scoped_lock lock(all.mutex);
  if (--all.count == 0) std::set_new_handler(all.before);
}

}  // namespace phep::codegen
