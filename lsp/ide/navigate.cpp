#include "lsp/ide/navigate.h"

#include "compiler/syntax/tokens.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <cctype>

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

bool cited(workspace::Workspace& workspace, FileId file, std::uint32_t offset) {
  return mention_at(workspace.checked(file)->module, offset) != nullptr;
}

// A provision that the place speaks of.
struct Spoken {
  Span at;
  Provision of;
};
std::optional<Spoken> provision_under(workspace::Workspace& workspace, FileId file,
                                      std::uint32_t offset) {
  const auto checked = workspace.checked(file);
  if (const hir::Mention* mention = mention_at(checked->module, offset))
    return Spoken{mention->cite.written.span,
                  {mention->cite.instrument, mention->cite.written.path}};
  if (name_at(workspace, file, offset)) return std::nullopt;
  auto row = outline_row_at(workspace, file, offset);
  if (!row) return std::nullopt;
  const Span at = outline_place(workspace, row->instrument, row->path);
  return Spoken{at, std::move(*row)};
}

// Whether the words stand anywhere but in citations that the checker read: then in a comment,
// maybe.
bool elsewhere(std::string_view text, const std::string& wanted, const hir::Module& module) {
  if (!text.contains(wanted)) return false;
  std::vector<std::uint32_t> read;
  for (const hir::Mention& one : module.mentions) read.push_back(one.cite.written.span.begin);
  std::ranges::sort(read);
  for (auto at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1))
    if (!std::ranges::binary_search(read, static_cast<std::uint32_t>(at))) return true;
  return false;
}

// Where comments of a file write the provision or a part of it: "see PDPL@23.1".
void in_comments(const SourceFile& source, const hir::Module& module, const std::string& name,
                 const law::Path& path, std::vector<Span>& out) {
  const std::string_view text = source.text;
  const FileId file = module.file;
  const std::string wanted = name + "@";
  if (!elsewhere(text, wanted, module)) return;
  for (const syntax::Token& word : syntax::words_of(text, syntax::form_of(source.path))) {
    if (word.kind != syntax::TokenKind::COMMENT && word.kind != syntax::TokenKind::DOC) continue;
    for (auto at = text.find(wanted, word.begin); at < word.end; at = text.find(wanted, at + 1)) {
      std::size_t end = at + wanted.size();
      law::Path labels(1);
      for (; end < word.end; ++end) {
        const char c = text[end];
        const bool letter = static_cast<unsigned char>(c) >= 0x80 ||
                            std::isalnum(static_cast<unsigned char>(c)) != 0;
        if (letter) {
          labels.back() += c;
        } else if (c == '.' && end + 1 < word.end &&
                   std::isalnum(static_cast<unsigned char>(text[end + 1])) != 0) {
          labels.emplace_back();
        } else {
          break;
        }
      }
      if (law::begins_with(labels, path))
        out.push_back({file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    }
  }
}

std::vector<FileId> by_path(const law::Register& law) {
  std::vector<FileId> out;
  for (const auto& [file, module] : law.modules) out.push_back(file);
  std::ranges::sort(out, {},
                    [&](FileId file) -> const std::string& { return law.sources.file(file).path; });
  return out;
}

std::vector<Span> citing(workspace::Workspace& workspace, const Spoken& provision, bool declaration,
                         std::span<const FileId> files, const std::atomic<bool>& stop) {
  std::vector<Span> out;
  const auto view = LawView::make(workspace, files, Reach::Library, stop);
  const hir::DefId instrument = provision.of.instrument;
  if (!view || view->instrument(instrument) == nullptr) return out;
  const law::Register law = view->law();
  const std::string name(law.names.text(law.def(instrument).name));
  const Span row = outline_place(workspace, instrument, provision.of.path);
  for (const FileId file : by_path(law)) {
    if (stop.load(std::memory_order_relaxed)) return out;
    const hir::Module& module = *law.modules.at(file);
    std::vector<Span> here;
    if (declaration && row.file == file) here.push_back(row);
    for (const hir::Mention& one : module.mentions) {
      if (one.cite.instrument != instrument) continue;
      const law::Overlap how = law::overlap(one.cite.written, provision.of.path);
      if (how != law::Overlap::None && how != law::Overlap::Whole)
        here.push_back(one.cite.written.span);
    }
    in_comments(workspace.sources().file(file), module, name, provision.of.path, here);
    // One citation is met once, however often the checker asked for it.
    std::ranges::sort(here, {}, [](Span span) { return std::pair(span.begin, span.end); });
    here.erase(std::ranges::unique(here).begin(), here.end());
    out.insert(out.end(), here.begin(), here.end());
  }
  return out;
}

std::optional<hir::TypeId> type_of(workspace::Workspace& workspace, FileId file,
                                   const hir::Symbol& symbol) {
  if (symbol.part == hir::SymbolPart::Local) {
    const auto checked = workspace.checked(file);
    if (symbol.index >= checked->module.locals.size()) return std::nullopt;
    return checked->module.locals[hir::LocalId{symbol.index}].type;
  }
  const hir::Def* def = definition_of(workspace, symbol);
  if (def == nullptr) return std::nullopt;
  if (const auto* record = std::get_if<hir::Record>(&def->node);
      record != nullptr && symbol.part == hir::SymbolPart::Field &&
      symbol.index < record->fields.size())
    return record->fields[symbol.index].type;
  if (const auto* rule = std::get_if<hir::Rule>(&def->node)) return rule->result;
  return std::nullopt;
}

// Special law that adds to it; a norm about it.
bool implements(const hir::Def& def, hir::DefId what) {
  if (const auto* special = std::get_if<hir::Special>(&def.node)) return special->of == what;
  const auto* norm = std::get_if<hir::Norm>(&def.node);
  if (norm == nullptr) return false;
  return norm->action == what || std::ranges::find(norm->bearers, what) != norm->bearers.end();
}

}  // namespace

std::vector<Target> definition(workspace::Workspace& workspace, FileId file, std::uint32_t offset) {
  if (const auto module = module_at(workspace, file, offset)) return {*module};
  if (const auto name =
          cited(workspace, file, offset) ? std::nullopt : name_at(workspace, file, offset)) {
    const auto declared = declared_at(workspace, name->symbol);
    if (!declared) return {};
    const hir::Def* def = definition_of(workspace, name->symbol);
    const bool whole = def != nullptr && name->symbol.part == hir::SymbolPart::Whole;
    return {{name->span, *declared, whole ? def->span : *declared}};
  }
  const auto provision = provision_under(workspace, file, offset);
  if (!provision) return {};
  const hir::Def* def = definition_of(workspace, hir::Symbol{provision->of.instrument});
  if (def == nullptr) return {};
  std::string address = "law:/" + def->qualified;
  if (!provision->of.path.empty()) address += "/" + law::dotted(provision->of.path);
  return {{provision->at, outline_place(workspace, provision->of.instrument, provision->of.path),
           def->span, std::move(address)}};
}

std::vector<Target> type_definition(workspace::Workspace& workspace, FileId file,
                                    std::uint32_t offset) {
  const auto name = name_at(workspace, file, offset);
  if (!name) return {};
  if (name->symbol.part == hir::SymbolPart::Member) {
    const hir::Def* list = definition_of(workspace, name->symbol);
    if (list == nullptr) return {};
    return {{name->span, list->name_span, list->span}};
  }
  const auto type = type_of(workspace, file, name->symbol);
  if (!type) return {};
  const hir::TypeStore& types = workspace.types();
  hir::TypeId plain = types.without_optional(*type);
  while (types.is(plain, hir::Sort::List) || types.is(plain, hir::Sort::Range))
    plain = types.without_optional(types[plain].element);
  const hir::DefId id = types[plain].def;
  if (!id.exists()) return {};
  const hir::Def* def = definition_of(workspace, hir::Symbol{id});
  if (def == nullptr) return {};
  return {{name->span, def->name_span, def->span}};
}

std::vector<Target> implementation(workspace::Workspace& workspace, FileId file,
                                   std::uint32_t offset, std::span<const FileId> files,
                                   const std::atomic<bool>& stop) {
  std::vector<Target> out;
  const auto view = LawView::make(workspace, files, Reach::Library, stop);
  if (!view) return out;
  const law::Register law = view->law();
  const auto add = [&](Span at, hir::DefId id) {
    const hir::Def& def = law.def(id);
    const bool there =
        std::ranges::any_of(out, [&](const Target& one) { return one.whole == def.span; });
    if (!there)
      out.push_back({at, def.name_span.file.exists() ? def.name_span : def.span, def.span});
  };
  if (const auto provision = provision_under(workspace, file, offset)) {
    for (const law::Mention& one :
         law::mentions_of(law, provision->of.instrument, provision->of.path, false)) {
      const hir::Def& def = law.def(one.by);
      const bool encodes = std::holds_alternative<hir::Norm>(def.node) ||
                           std::holds_alternative<hir::Rule>(def.node);
      if (encodes && !one.see && one.overlap != law::Overlap::Whole) add(provision->at, one.by);
    }
    return out;
  }
  const auto name = name_at(workspace, file, offset);
  if (!name || name->symbol.part != hir::SymbolPart::Whole) return out;
  for (const auto& [home, module] : law.modules) {
    if (stop.load(std::memory_order_relaxed)) return out;
    for (std::uint32_t i = 0; i < module->defs.size(); ++i)
      if (implements(module->defs[i], name->symbol.def)) add(name->span, {home, i});
  }
  std::ranges::stable_sort(out, {}, [&](const Target& one) {
    return std::string_view(workspace.sources().file(one.name.file).path);
  });
  return out;
}

std::vector<Span> references(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                             bool declaration, std::span<const FileId> files,
                             const std::atomic<bool>& stop) {
  std::vector<Span> out;
  if (const auto provision = provision_under(workspace, file, offset))
    return citing(workspace, *provision, declaration, files, stop);
  const auto name = name_at(workspace, file, offset);
  if (!name) return out;
  std::vector<FileId> where{file};
  if (name->symbol.part != hir::SymbolPart::Local)
    where = where_named(workspace, name->symbol, files, stop);
  for (const FileId one : where) {
    if (stop.load(std::memory_order_relaxed)) return out;
    const auto checked = workspace.checked(one);
    for (const hir::Occurrence& place : checked->module.occurrences)
      if (place.symbol == name->symbol && (declaration || !place.declares))
        out.push_back(place.span);
  }
  return out;
}

}  // namespace phep::ide
