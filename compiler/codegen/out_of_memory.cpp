#include "compiler/codegen/out_of_memory.h"

#include <llvm/Support/ErrorHandling.h>

#include <mutex>

namespace phep::codegen {

LlvmEndsWithoutMemory::LlvmEndsWithoutMemory() {
  // It is never asked for outside this room.
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::install_bad_alloc_error_handler([](void*, const char*, bool) { end_without_memory(); });
  });
}

}  // namespace phep::codegen
