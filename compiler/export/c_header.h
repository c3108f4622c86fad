// The C header of one compiled decision: its facts and result structs as C sees them.
#pragma once

#include "compiler/decision/decision.h"

#include <string>
#include <string_view>

namespace phep::exports {

// NAME.h: NAME_facts with fields in offset order, named from their paths; a bit number for each
// fact; constants of the enums; element structs of lists; NAME_result; the prototypes. Includes
// "phep_abi.h". Compiles as C11 and C++11, and asserts its own offsets.
std::string c_header(const decision::Program& program, const decision::Decision& decision);

// phep_abi.h itself, which stands beside every NAME.h.
std::string_view abi_header();

}  // namespace phep::exports
