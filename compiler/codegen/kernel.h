// Column kernels: a decision over 64 rows at a time (compiler/runtime/kernel.h). Private to this
// room.
#pragma once

#include "compiler/codegen/emission.h"

namespace phep::codegen {

// Whether a decision has a kernel: not one that asks for texts, lists, decimals, durations or
// deadlines, or that answers with norms.
bool has_kernel(const decision::Program& program, const decision::Decision& decision);

// NAME_columns, a runtime::Kernel, or null.
llvm::Function* lower_kernel(Emission& emission, const decision::Decision& decision);
std::string kernel_name(const decision::Decision& decision);

}  // namespace phep::codegen
