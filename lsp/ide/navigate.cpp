#include "lsp/ide/navigate.h"

#include "lsp/ide/symbols.h"

#include <algorithm>

namespace phep::ide {
namespace {

// The module that a `use` line names at this place.
std::optional<Target> module_at(workspace::Workspace& workspace, FileId file,
                                std::uint32_t offset) {
  const auto parsed = workspace.parsed(file);
  for (const ast::Use& use : parsed->module.uses) {
    const Span span = use.module.span;
    if (!use.module.exists() || offset < span.begin || offset > span.end) continue;
    std::string name;
    for (const ast::Ident& part : use.module.parts)
      name += (name.empty() ? "" : ".") + std::string(workspace.names().text(part.name));
    const FileId found = workspace.find_module(name, file);
    if (!found.exists()) return std::nullopt;
    const Span head = workspace.parsed(found)->module.name.span;
    const Span start = head.file.exists() ? head : Span{found, 0, 0};
    return Target{span, start, start};
  }
  return std::nullopt;
}

}  // namespace

std::vector<Target> definition(workspace::Workspace& workspace, FileId file,
                               std::uint32_t offset) {
  if (const auto module = module_at(workspace, file, offset)) return {*module};
  if (const auto name = name_at(workspace, file, offset)) {
    const auto declared = declared_at(workspace, name->symbol);
    if (!declared) return {};
    const hir::Def* def = definition_of(workspace, name->symbol);
    const bool whole = def != nullptr && name->symbol.part == hir::SymbolPart::Whole;
    return {{name->span, *declared, whole ? def->span : *declared}};
  }
  const auto checked = workspace.checked(file);
  if (const hir::Mention* mention = mention_at(checked->module, offset)) {
    const hir::Symbol instrument{mention->cite.instrument};
    const auto declared = declared_at(workspace, instrument);
    const hir::Def* def = definition_of(workspace, instrument);
    if (declared && def != nullptr)
      return {{mention->cite.written.span, *declared, def->span}};
  }
  return {};
}

std::vector<Span> references(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                             bool declaration, std::span<const FileId> files,
                             const std::atomic<bool>& stop) {
  std::vector<Span> out;
  const auto name = name_at(workspace, file, offset);
  if (!name) return out;
  const bool local = name->symbol.part == hir::SymbolPart::Local;
  const FileId own[] = {file};
  for (const FileId one : local ? std::span<const FileId>(own) : files) {
    if (stop.load(std::memory_order_relaxed)) return out;
    const auto checked = workspace.checked(one);
    for (const hir::Occurrence& place : checked->module.occurrences)
      if (place.symbol == name->symbol && (declaration || !place.declares))
        out.push_back(place.span);
  }
  return out;
}

}  // namespace phep::ide
