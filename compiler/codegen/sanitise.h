// LLVM's sanitizers over a whole module, generated code and runtime alike. Private to this room.
#pragma once

#include "compiler/codegen/codegen.h"

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

namespace phep::codegen {

// Every function of the module watches its reads and writes from now on; who links the module links
// that sanitizer's own runtime.
void sanitise(llvm::Module& module, llvm::TargetMachine& machine, Sanitizer sanitizer);

}  // namespace phep::codegen
