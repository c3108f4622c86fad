// The order in which the nodes of a rule conclude. Private to this room.
#pragma once

#include "compiler/decision/decision.h"

#include <vector>

namespace phep::codegen {

// The exceptions of each node, and the nodes so ordered that each comes after its own exceptions.
struct Narrowing {
  std::vector<std::vector<std::uint32_t>> exceptions;
  std::vector<std::uint32_t> order;
};
Narrowing narrowing_of(const decision::ChooseInst& inst);

}  // namespace phep::codegen
