// From a program to a verified LLVM module, for emit and for the JIT. Private to this room.
#pragma once

#include "compiler/codegen/codegen.h"

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>

namespace phep::codegen {

inline constexpr const char* kImageSymbol = "phep_policy_image";

// Where the image lies: inside the module, or at an address that the JIT gives.
enum class ImagePlace { InModule, External };

struct LoweringChoices {
  ImagePlace image;
  bool policy_symbols;    // phep_abi_version and phep_image; not in objects, of which a program may
                          // link several
  bool decision_symbols;  // NAME_abi_version and NAME_image, for who links
  bool columns;           // NAME_batch
};

Result<std::unique_ptr<llvm::Module>> lowered_module(
    llvm::LLVMContext& context, llvm::TargetMachine& machine, const decision::Program& program,
    std::span<const std::uint8_t> image, const EmitOptions& options, LoweringChoices choices);

// LLVM's own verifier as a Failure.
Result<bool> verified(const llvm::Module& module);

}  // namespace phep::codegen
