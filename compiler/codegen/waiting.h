// Which instructions wait until the case of a rule that reads them is decided. Private to this
// room.
#pragma once

#include "compiler/decision/decision.h"

#include <vector>

namespace phep::codegen {

// By instruction: whether nothing but the cases of one rule of many cases reads its result,
// directly or through others that wait. Made where its case is decided, a condition lives in a
// register for as long as its case takes; made beforehand, all conditions of the rule would be on
// the stack.
std::vector<bool> waiting_in(const decision::Program& program, const decision::Function& function);

}  // namespace phep::codegen
