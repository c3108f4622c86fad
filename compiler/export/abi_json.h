// NAME.abi.json: the same structs for hosts that have no C compiler (WebAssembly, bindings).
#pragma once

#include "compiler/decision/decision.h"

#include <string>

namespace phep::exports {

// Offsets, sizes and bits of options, facts and result, the members of enums, and the exported
// names. Keys in byte order, one line a leaf.
std::string abi_json(const decision::Program& program, const decision::Decision& decision);

}  // namespace phep::exports
