#include "lsp/ide/symbols.h"

#include <algorithm>

namespace phep::ide {
namespace {

bool covers(Span span, std::uint32_t offset) {
  return span.begin <= offset && offset <= span.end;
}

}  // namespace

std::optional<hir::Occurrence> name_at(workspace::Workspace& workspace, FileId file,
                                       std::uint32_t offset) {
  const auto checked = workspace.checked(file);
  const auto& all = checked->module.occurrences;
  const hir::Occurrence* best = nullptr;
  for (const hir::Occurrence& one : all) {
    if (one.span.begin > offset) break;
    if (!covers(one.span, offset)) continue;
    const auto length = [](const hir::Occurrence& o) { return o.span.end - o.span.begin; };
    if (best == nullptr || length(one) <= length(*best)) best = &one;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

const hir::Mention* mention_at(const hir::Module& module, std::uint32_t offset) {
  const hir::Mention* best = nullptr;
  for (const hir::Mention& one : module.mentions) {
    const Span span = one.cite.written.span;
    if (!covers(span, offset)) continue;
    if (best == nullptr ||
        span.end - span.begin < best->cite.written.span.end - best->cite.written.span.begin)
      best = &one;
  }
  return best;
}

const hir::Def* definition_of(workspace::Workspace& workspace, const hir::Symbol& symbol) {
  if (symbol.part == hir::SymbolPart::Local || !symbol.def.exists()) return nullptr;
  const auto& defs = workspace.checked(symbol.def.file)->module.defs;
  return symbol.def.index < defs.size() ? &defs[symbol.def.index] : nullptr;
}

std::optional<Span> declared_at(workspace::Workspace& workspace, const hir::Symbol& symbol) {
  if (!symbol.def.exists()) return std::nullopt;
  const auto checked = workspace.checked(symbol.def.file);
  for (const hir::Occurrence& one : checked->module.occurrences)
    if (one.declares && one.symbol == symbol) return one.span;
  return std::nullopt;
}

const std::string& words_in(const hir::Label& label, Language language) {
  const std::string& first = language == Language::Vietnamese ? label.vi : label.en;
  const std::string& second = language == Language::Vietnamese ? label.en : label.vi;
  return first.empty() ? second : first;
}

std::vector<FileId> where_named(workspace::Workspace& workspace, const hir::Symbol& symbol,
                                std::span<const FileId> files, const std::atomic<bool>& stop) {
  std::vector<FileId> out(files.begin(), files.end());
  if (workspace.in_library(symbol.def.file))
    for (const FileId one : workspace.open_whole_library(syntax::Extent::WithoutTests)) {
      if (!workspace.settle(one, stop)) return {};
      out.push_back(one);
    }
  std::ranges::sort(out, {}, [&](FileId file) -> const std::string& {
    return workspace.sources().file(file).path;
  });
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

std::string type_words(workspace::Workspace& workspace, hir::TypeId type) {
  return hir::type_text(workspace.types(), workspace.names(), type, [&](hir::DefId def) {
    const auto& defs = workspace.checked(def.file)->module.defs;
    return def.index < defs.size() ? workspace.names().text(defs[def.index].name)
                                   : std::string_view("?");
  });
}

}  // namespace phep::ide
