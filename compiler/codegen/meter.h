// Meters in a linked WebAssembly module, so that every call ends. Private to this room.
//
// A meter counts down one and leaves the function when it reaches zero. One stands at the head of
// every loop, and at the entry of every function that may call itself; behind each call of a
// function with meters stands a test that leaves too. So a module that runs out is left at once
// from any depth, and the exported function that set the meter returns PHEP_LIMIT, with the stack
// as it was. `phep inspect --verify` (room `inspect`) proves this of any module, by code of its
// own.
#pragma once

#include "compiler/codegen/wasm_code.h"

namespace phep::codegen {

// The module with meters, each call of its exported functions having `limit`. A failure if it calls
// through a table, or has what cannot be metered.
Result<Bytes> metered(std::span<const std::uint8_t> module, std::uint64_t limit);

}  // namespace phep::codegen
