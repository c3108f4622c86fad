// Debug information: which line of law each machine instruction comes from. Private to this room.
#pragma once

#include "compiler/codegen/codegen.h"

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/Module.h>

#include <map>
#include <string>
#include <vector>

namespace phep::codegen {

// Of one module, while it is made.
class DebugLines {
 public:
  DebugLines(llvm::Module& module, const SourceLines& lines);

  // Tells of a function that comes from the declaration of this name. Nothing is told of what
  // stands nowhere.
  void describe(llvm::Function* function, const std::string& declaration);

  // The lines of the source's instructions within a function that was told of: those of a clause
  // are those that its guard and its conclusion hang on; others are the declaration's.
  std::vector<llvm::DebugLoc> of(const llvm::Function* function, const decision::Program& program,
                                 const decision::Function& source);

  // The line of the function's declaration; none where nothing was told.
  static llvm::DebugLoc start(const llvm::Function* function);

  // After the last function, before the module is verified.
  void finish() { builder_.finalize(); }

 private:
  llvm::DIFile* file(std::uint32_t number);
  llvm::DebugLoc at(llvm::DISubprogram* subprogram, const SourcePlace& place);
  [[nodiscard]] const SourcePlace* clause(const decision::Program& program,
                                          std::uint32_t bit) const;

  const SourceLines& lines_;
  llvm::DIBuilder builder_;
  std::vector<llvm::DIFile*> files_;
  std::map<std::pair<llvm::DISubprogram*, std::uint32_t>, llvm::DIScope*> other_files_;
};

}  // namespace phep::codegen
