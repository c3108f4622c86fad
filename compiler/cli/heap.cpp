#include "compiler/cli/heap.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace phep::cli {

void grow_in_large_pages() {
#ifdef __GLIBC__
  constexpr int kReserved = 512 << 20;
  constexpr int kPiece = 16 << 20;     // larger than what the heap has left as a program starts
  constexpr int kOfItsOwn = 32 << 20;  // from this size on, memory does not come from the heap
  constexpr int kNeverReturned = 1 << 30;
  constexpr int kUsualPadding = 128 << 10;
  constexpr std::uintptr_t kLargePage = std::uintptr_t{2} << 20U;
  mallopt(M_MMAP_THRESHOLD, kOfItsOwn);
  mallopt(M_TRIM_THRESHOLD, kNeverReturned);
  mallopt(M_TOP_PAD, kReserved);
  void* const piece = std::malloc(kPiece);  // with what is reserved behind it
  const auto begin = reinterpret_cast<std::uintptr_t>(piece);
  std::free(piece);
  mallopt(M_TOP_PAD, kUsualPadding);
  const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
  if (piece == nullptr || end <= begin) return;  // refused, or another heap than the system's
  const std::uintptr_t first = (begin + kLargePage - 1) / kLargePage * kLargePage;
  const std::uintptr_t last = end / kLargePage * kLargePage;
  if (first < last) madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
#endif
}

}  // namespace phep::cli
