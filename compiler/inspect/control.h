// The flow of control of one function of a module, and cycles in graphs. Private to this room.
#pragma once

#include "compiler/inspect/wasm_module.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace phep::inspect {

// To which instructions each leads, by index; leaving the function leads nowhere.
std::vector<std::vector<std::uint32_t>> control_flow(const WasmFunction& function);

// For each cycle that a walk from front to back meets, the node at which it closes; each once, in
// order. Nodes that are `removed` are not there.
std::vector<std::uint32_t> cycles(const std::vector<std::vector<std::uint32_t>>& next,
                                  const std::vector<bool>& removed);

}  // namespace phep::inspect
