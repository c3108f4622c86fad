// NAME.layout.json: where each fact stands, to be committed, so that a new fact takes the next
// place and no old one moves.
#pragma once

#include "compiler/base/result.h"
#include "compiler/decision/decision.h"
#include "compiler/decision/lower.h"

#include <string>
#include <string_view>

namespace phep::exports {

// The structs of the decision's facts: JSON pointer, bit and offset of each slot, in order of bits.
std::string layout_json(const decision::Program& program, const decision::Decision& decision);

// The inverse. What is not such a file is a failure that says where.
Result<decision::Layouts> read_layout_json(std::string_view text);

}  // namespace phep::exports
