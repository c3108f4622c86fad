#include "compiler/export/wasm_memory.h"

#include "compiler/runtime/phep_abi.h"

#include <algorithm>

namespace phep::exports {

namespace {

constexpr std::uint64_t kPage = 65'536;
constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr std::uint64_t kLeast = 2 * kMiB;
constexpr std::uint64_t kMost = 256 * kMiB;
constexpr std::uint64_t kStack = kMiB;             // as codegen/link.cpp gives it
constexpr std::uint64_t kCodeTables = 128 * 1024;  // constants beside the image
constexpr std::uint64_t kLeafText = 96;            // bytes of a key and its value
constexpr std::uint64_t kNormText = 2'048;         // bytes of a norm in an answer

// One struct and all that its lists may hold: as a struct, and as text.
std::uint64_t facts_bytes(const decision::Program& program, const decision::Struct& structure) {
  std::uint64_t bytes = structure.size + kLeafText * structure.slots.size();
  for (const decision::SlotId id : structure.slots) {
    const decision::Slot& slot = program.slots[id];
    if (!slot.is_list) continue;
    const std::uint64_t one = facts_bytes(program, program.structs[slot.element]);
    bytes = std::min(kMost, bytes + one * static_cast<std::uint64_t>(slot.hi));
  }
  return bytes;
}

}  // namespace

std::uint64_t wasm_memory(const decision::Program& program, const decision::Decision& decision,
                          std::size_t image_bytes) {
  std::uint64_t answer = 0;
  for (const decision::NormOutput& norm : decision.norms) {
    std::uint64_t times = 1;
    if (norm.list.exists()) times = static_cast<std::uint64_t>(program.slots[norm.list].hi);
    if (norm.most != 0) times = norm.most;
    answer += times * (kNormText + sizeof(phep_norm));
  }
  const std::uint64_t call = 4 * facts_bytes(program, program.structs[decision.facts]) + 4 * answer;
  const std::uint64_t own = kStack + kCodeTables + image_bytes;
  const std::uint64_t wanted = std::clamp(own + call + kMiB / 4, kLeast, kMost);
  // However large the policy itself is, a call has half a MiB.
  const std::uint64_t bytes = std::max(wanted, own + kMiB / 2);
  return (bytes + kPage - 1) / kPage * kPage;
}

}  // namespace phep::exports
