// Special law: which parts a decision counts, and how a function speaks for the module of one.
#include "compiler/decision/lowering.h"
#include "compiler/diagnostics/kinds/lowering.h"

#include <algorithm>
#include <utility>

namespace phep::decision {

Guest::Guest(Frame& frame, const std::vector<hir::LocalId>& params, const SpecialPart* part)
    : frame_(frame) {
  if (part == nullptr) return;
  module_ = std::exchange(frame.module, part->module);
  locals_.swap(frame.locals);
  lets_.swap(frame.lets);
  for (std::size_t i = 0; i < params.size(); ++i)
    frame.locals.emplace(part->part->params.at(i), locals_.at(params[i]));
}

Guest::~Guest() {
  if (module_ == nullptr) return;
  frame_.module = module_;
  frame_.locals.swap(locals_);
  frame_.lets.swap(lets_);
}

// By module name: the order of imports must not show.
void Lowering::find_specials(const Entry& entry) {
  specials_.clear();
  const FileId home = entry.from.exists() ? entry.from : entry.target.file;
  const std::set<FileId> files = closure({home, entry.target.file});
  find_law(files);
  for (const FileId file : files) {
    const hir::Module& module = *modules_.at(file);
    for (const hir::Def& def : module.defs)
      if (const auto* part = std::get_if<hir::Special>(&def.node); part && part->of.exists())
        specials_[part->of].push_back({part, &module});
  }
  for (auto& [of, parts] : specials_)
    std::ranges::sort(parts, {}, [&](const SpecialPart& part) {
      const auto& nodes = part.part->nodes;
      return std::pair(part.module->name, nodes.empty() ? std::string() : text(nodes[0].label));
    });
}

const std::vector<SpecialPart>& Lowering::specials(hir::DefId of) const {
  static const std::vector<SpecialPart> kNone;
  const auto found = specials_.find(of);
  return found == specials_.end() ? kNone : found->second;
}

// Tests ask rules and norms as their own imports have them; an exported decision must not miss law.
void Lowering::check_outside(hir::DefId reached) {
  if (!std::holds_alternative<hir::Decision>(def(target_).node)) return;
  for (const hir::OutsideSpecial& part : outside_)
    if (part.of == reached && std::ranges::find(part.uses, target_.file) == part.uses.end())
      refuse(diag::SpecialNotImported, def(target_).name_span, decision_, def(reached).qualified,
             part.module);
}

}  // namespace phep::decision
