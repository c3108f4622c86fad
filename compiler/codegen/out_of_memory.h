// What becomes of generating code when memory runs out. Private to this room.
#pragma once

#include "compiler/base/out_of_memory.h"

namespace phep::codegen {

// LLVM is compiled without exceptions and has no way back, nor for what it takes from malloc
// itself.
class LlvmEndsWithoutMemory {
 public:
  LlvmEndsWithoutMemory();

 private:
  EndsWithoutMemory all_else_;
};

}  // namespace phep::codegen
