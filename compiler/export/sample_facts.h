// One case in which every fact is given, for examples. Private to this room.
#pragma once

#include "compiler/decision/decision.h"

#include <string>

namespace phep::exports {

// An object of JavaScript, indented for the second level.
std::string sample_facts(const decision::Program& program, const decision::Decision& decision);

}  // namespace phep::exports
