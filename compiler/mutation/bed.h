// The law of one thread, in which one mistake at a time is made and taken back.
#pragma once

#include "compiler/mutation/mutant.h"

#include <map>
#include <utility>

namespace phep::mutation {

class Bed {
 public:
  explicit Bed(const Drafts& drafts) : drafts_(drafts) {
    for (const auto& [file, module] : drafts_) modules_[file] = &module;
  }

  [[nodiscard]] const std::map<FileId, const hir::Module*>& modules() const { return modules_; }
  [[nodiscard]] const hir::Def& def(hir::DefId id) const {
    return drafts_.at(id.file).defs[id.index];
  }

  // What stood there changes places with what the edit says; twice is not at all.
  void swap(DefEdit& edit) {
    std::swap(drafts_.at(edit.def.file).defs[edit.def.index].node, edit.node);
  }
  void swap(Mutant& mutant) {
    for (ExprEdit& edit : mutant.exprs)
      std::swap(drafts_.at(edit.file).exprs[edit.expr].node, edit.node);
    for (DefEdit& edit : mutant.defs) swap(edit);
  }

 private:
  Drafts drafts_;
  std::map<FileId, const hir::Module*> modules_;
};

}  // namespace phep::mutation
