#include "lsp/ide/links.h"

#include "compiler/explain/citation_text.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/navigate.h"
#include "lsp/ide/symbols.h"

#include <algorithm>

namespace phep::ide {
namespace {

std::string read_at(workspace::Workspace& workspace, const hir::Instrument& instrument) {
  for (const hir::DefId id : instrument.provenance.sources) {
    const hir::Def* def = definition_of(workspace, hir::Symbol{id});
    const auto* source = def == nullptr ? nullptr : std::get_if<hir::Source>(&def->node);
    if (source != nullptr && is_well_formed(source->url)) return source->url;
  }
  return {};
}

std::optional<Destination> of_citation(workspace::Workspace& workspace, const hir::Mention& mention,
                                       Language language) {
  const hir::Def* def = definition_of(workspace, hir::Symbol{mention.cite.instrument});
  const auto* instrument = def == nullptr ? nullptr : std::get_if<hir::Instrument>(&def->node);
  if (instrument == nullptr) return std::nullopt;
  Destination out;
  out.address = "law:/" + def->qualified;
  if (!mention.cite.written.path.empty())
    out.address += "/" + law::dotted(mention.cite.written.path);
  out.url = read_at(workspace, *instrument);
  out.words = explain::citation_text(mention.cite.written, *instrument, language);
  return out;
}

// The quotes do not belong to it.
Span inside(Span quoted) {
  return {quoted.file, quoted.begin + 1, std::max(quoted.begin + 1, quoted.end - 1)};
}

}  // namespace

std::vector<Link> links(workspace::Workspace& workspace, FileId file) {
  std::vector<Link> out;
  const auto parsed = workspace.parsed(file);
  for (const ast::Use& use : parsed->module.uses)
    if (use.module.exists()) out.push_back({LinkKind::Import, use.module.span});
  for (const ast::Decl& decl : parsed->module.decls)
    if (const auto* source = std::get_if<ast::Source>(&decl.node))
      if (source->url && is_well_formed(source->url->value))
        out.push_back({LinkKind::Address, inside(source->url->span)});
  const auto checked = workspace.checked(file);
  for (const hir::Mention& one : checked->module.mentions)
    if (one.cite.written.span.file == file)
      out.push_back({LinkKind::Citation, one.cite.written.span});
  const auto place = [](const Link& one) { return std::pair(one.span.begin, one.span.end); };
  std::ranges::stable_sort(out, {}, place);
  out.erase(std::ranges::unique(out, {}, place).begin(), out.end());
  return out;
}

std::optional<Destination> destination(workspace::Workspace& workspace, FileId file,
                                       std::uint32_t offset, Language language) {
  const auto checked = workspace.checked(file);
  if (const hir::Mention* mention = mention_at(checked->module, offset))
    return of_citation(workspace, *mention, language);
  for (const Link& link : links(workspace, file)) {
    if (offset < link.span.begin || offset > link.span.end) continue;
    Destination out;
    if (link.kind == LinkKind::Address) {
      out.address = workspace.sources().text(link.span);
      return out;
    }
    const auto found = definition(workspace, file, offset);
    if (found.empty()) return std::nullopt;
    out.file = found.front().name.file;
    return out;
  }
  return std::nullopt;
}

bool is_well_formed(std::string_view url) {
  const bool secure = url.starts_with("https://");
  if (!secure && !url.starts_with("http://")) return false;
  url.remove_prefix(secure ? 8 : 7);
  if (url.empty() || url.front() == '/' || url.front() == '.') return false;
  return std::ranges::none_of(url, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || std::string_view("<>\"{}|\\^`").contains(c);
  });
}

}  // namespace phep::ide
