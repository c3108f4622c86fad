#include "compiler/codegen/embedded.h"

// Symbols of the assembly file that room.cmake writes.
extern "C" {
extern const char phep_embedded_native_bc[], phep_embedded_native_bc_end[];
extern const char phep_embedded_native_ground_bc[], phep_embedded_native_ground_bc_end[];
extern const char phep_embedded_native_o[], phep_embedded_native_o_end[];
extern const char phep_embedded_native_support_o[], phep_embedded_native_support_o_end[];
extern const char phep_embedded_wasm_bc[], phep_embedded_wasm_bc_end[];
extern const char phep_embedded_wasm_ground_bc[], phep_embedded_wasm_ground_bc_end[];
extern const char phep_embedded_wasm_o[], phep_embedded_wasm_o_end[];
extern const char phep_embedded_wasm_support_o[], phep_embedded_wasm_support_o_end[];
}

namespace phep::codegen {

namespace {

std::string_view bytes(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

EmbeddedRuntime native_runtime() {
  return {bytes(phep_embedded_native_bc, phep_embedded_native_bc_end),
          bytes(phep_embedded_native_ground_bc, phep_embedded_native_ground_bc_end),
          bytes(phep_embedded_native_o, phep_embedded_native_o_end),
          bytes(phep_embedded_native_support_o, phep_embedded_native_support_o_end)};
}

EmbeddedRuntime wasm_runtime() {
  return {bytes(phep_embedded_wasm_bc, phep_embedded_wasm_bc_end),
          bytes(phep_embedded_wasm_ground_bc, phep_embedded_wasm_ground_bc_end),
          bytes(phep_embedded_wasm_o, phep_embedded_wasm_o_end),
          bytes(phep_embedded_wasm_support_o, phep_embedded_wasm_support_o_end)};
}

}  // namespace phep::codegen
