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

// An edit (a DefEdit or a Mutant) that is made in a bed as long as this lives.
template <class Edit>
class Edited {
 public:
  Edited(Bed& bed, Edit edit) : bed_(bed), edit_(std::move(edit)) { bed_.swap(edit_); }
  ~Edited() { bed_.swap(edit_); }
  Edited(const Edited&) = delete;
  Edited& operator=(const Edited&) = delete;

 private:
  Bed& bed_;
  Edit edit_;
};

}  // namespace phep::mutation
