#include "compiler/runtime/runtime.h"

namespace phep::runtime {

void* allocate(Arena& arena, size_t bytes) {
  constexpr uintptr_t kAlign = 16;
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(arena.begin) + kAlign - 1) & ~(kAlign - 1);
  const uintptr_t end = reinterpret_cast<uintptr_t>(arena.end);
  if (arena.failed || begin > end || bytes > end - begin) {
    arena.failed = true;
    return nullptr;
  }
  char* const block = reinterpret_cast<char*>(begin);
  __builtin_memset(block, 0, bytes);
  arena.begin = block + bytes;
  return block;
}

}  // namespace phep::runtime
