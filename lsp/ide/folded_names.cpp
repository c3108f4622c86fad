#include "lsp/ide/folded_names.h"

#include "compiler/base/text.h"

namespace phep::ide {
namespace {

struct KindOfNode {
  RowKind operator()(const hir::Instrument& /*node*/) const { return RowKind::Instrument; }
  RowKind operator()(const hir::Source& /*node*/) const { return RowKind::Source; }
  RowKind operator()(const hir::Party& /*node*/) const { return RowKind::Party; }
  RowKind operator()(const hir::Action& /*node*/) const { return RowKind::Action; }
  RowKind operator()(const hir::Enum& /*node*/) const { return RowKind::Enum; }
  RowKind operator()(const hir::Record& /*node*/) const { return RowKind::Record; }
  RowKind operator()(const hir::Calendar& /*node*/) const { return RowKind::Calendar; }
  RowKind operator()(const hir::Rule& /*node*/) const { return RowKind::Rule; }
  RowKind operator()(const hir::Norm& /*node*/) const { return RowKind::Norm; }
  RowKind operator()(const hir::Decision& /*node*/) const { return RowKind::Decision; }
  RowKind operator()(const hir::Reading& /*node*/) const { return RowKind::Reading; }
  template <class Other>
  RowKind operator()(const Other& /*node*/) const {
    return RowKind::Other;
  }
};

}  // namespace

RowKind kind_of(const hir::Def& def) {
  return std::visit(KindOfNode{}, def.node);
}

const FoldedNames::Table& FoldedNames::of(const workspace::Workspace& workspace,
                                          const hir::Module& module) {
  Table& out = tables_[module.file.index];
  const std::uint64_t made = workspace.made(module.file);
  if (out.made_ == made && made != 0) return out;
  out = {};
  out.made_ = made;
  each_candidate(module, workspace.names(), [&out](const Candidate& one) {
    for (const std::string_view words : one.words)
      if (!words.empty()) out.text_ += fold(words) + '\n';
    out.ends_.push_back(static_cast<std::uint32_t>(out.text_.size()));
  });
  out.text_.shrink_to_fit();
  out.ends_.shrink_to_fit();
  return out;
}

}  // namespace phep::ide
