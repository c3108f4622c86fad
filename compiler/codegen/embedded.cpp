#include "compiler/codegen/embedded.h"

// Symbols of the assembly file that room.cmake writes.
#define PHEP_EACH_EMBEDDED(MACHINE, USE) \
  USE(MACHINE##_bc)                      \
  USE(MACHINE##_ground_bc)               \
  USE(MACHINE##_o)                       \
  USE(MACHINE##_support_o)               \
  USE(MACHINE##_without_norms_o)         \
  USE(MACHINE##_without_lists_o)         \
  USE(MACHINE##_without_numbers_o)       \
  USE(MACHINE##_without_times_o)         \
  USE(MACHINE##_without_judgments_o)
#define PHEP_DECLARE(name) extern const char phep_embedded_##name[], phep_embedded_##name##_end[];
#define PHEP_BYTES(name)                 \
  std::string_view(phep_embedded_##name, \
                   static_cast<std::size_t>(phep_embedded_##name##_end - phep_embedded_##name)),

extern "C" {
PHEP_EACH_EMBEDDED(native, PHEP_DECLARE)
PHEP_EACH_EMBEDDED(wasm, PHEP_DECLARE)
}

namespace phep::codegen {

EmbeddedRuntime native_runtime() {
  return {PHEP_EACH_EMBEDDED(native, PHEP_BYTES)};
}

EmbeddedRuntime wasm_runtime() {
  return {PHEP_EACH_EMBEDDED(wasm, PHEP_BYTES)};
}

}  // namespace phep::codegen
