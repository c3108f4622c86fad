// The proof that a module's calls end, part by part. Private to this room.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/inspect/wasm_module.h"

#include <optional>
#include <vector>

namespace phep::inspect {

// What a module's entries say of its meter: the global, and what it is set to.
struct MeterFound {
  std::uint32_t global = 0;
  std::uint64_t limit = 0;
};

// By the first exported function that begins by setting a global to a constant.
std::optional<MeterFound> find_meter(const WasmModule& module);

// Each cycle passes a meter, nothing else touches it, and running out is told.
void prove_meters(const WasmModule& module, MeterFound meter, DiagnosticList& found);

// The place of a byte of the file.
Span byte_at(std::uint32_t offset);

}  // namespace phep::inspect
