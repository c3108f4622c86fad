// How much memory a WebAssembly module is given that may never grow it.
#pragma once

#include "compiler/decision/decision.h"

#include <cstddef>
#include <cstdint>

namespace phep::exports {

// Whole pages, 2 MiB at least: room for the largest facts that the declared maxima allow, as text
// and as structs, and for their answer; 256 MiB at most. Texts inside facts have no maximum, so a
// call can still be refused for want of memory.
std::uint64_t wasm_memory(const decision::Program& program, const decision::Decision& decision,
                          std::size_t image_bytes);

}  // namespace phep::exports
