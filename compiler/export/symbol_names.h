// Names that a result gives by number, in the order of the image. Private to this room.
#pragma once

#include "compiler/decision/decision.h"

#include <string>
#include <vector>

namespace phep::exports {

// Of declarations that raise errors, and of the calendars' pending groups.
std::vector<std::string> symbol_names(const decision::Program& program);
std::vector<std::string> group_names(const decision::Program& program);

}  // namespace phep::exports
