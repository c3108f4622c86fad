// Target machines, the optimiser and the step from a module to object bytes. Private to this room.
#pragma once

#include "compiler/base/result.h"

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace phep::codegen {

// What a module is compiled for: the same triples, processors and features as the embedded runtime.
enum class Machine { Native, Wasm };

Result<std::unique_ptr<llvm::TargetMachine>> machine_for(Machine machine, int optimise);

// LLVM's own pipeline for the level; nothing at level 0.
void optimise(llvm::Module& module, llvm::TargetMachine& machine, int level);

// The object file of a verified module.
Result<std::vector<std::uint8_t>> object_of(llvm::Module& module, llvm::TargetMachine& machine);

// Links the runtime's bitcode into the module and makes everything internal but `exports`.
Result<bool> link_runtime(llvm::Module& module, std::string_view bitcode,
                          const std::vector<std::string>& exports);

}  // namespace phep::codegen
