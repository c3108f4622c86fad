#include "lsp/ide/hover.h"

#include "compiler/explain/citation_text.h"
#include "lsp/ide/symbols.h"

#include <algorithm>

namespace phep::ide {
namespace {

void add(std::vector<std::string>& paragraphs, std::string text) {
  if (!text.empty()) paragraphs.push_back(std::move(text));
}

// The source of a declaration up to its body, on one line.
std::string head_of(const SourceMap& sources, Span span) {
  std::string_view text = sources.text(span);
  text = text.substr(0, text.find_first_of("{\n"));
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return std::string(text);
}

// Where citations of the declaration stand: what it rests on, in words.
std::string basis_of(workspace::Workspace& workspace, const hir::Module& module, Span span,
                     Language language) {
  std::string out;
  std::vector<std::string> said;
  for (const hir::Mention& mention : module.mentions) {
    const Span at = mention.cite.written.span;
    if (mention.see || at.begin < span.begin || at.end > span.end) continue;
    const auto& defs = workspace.checked(mention.cite.instrument.file)->module.defs;
    const auto* instrument =
        std::get_if<hir::Instrument>(&defs.at(mention.cite.instrument.index).node);
    if (instrument == nullptr) continue;
    std::string text = explain::citation_text(mention.cite.written, *instrument, language);
    if (std::ranges::find(said, text) != said.end()) continue;
    out += (out.empty() ? "" : "; ") + text;
    said.push_back(std::move(text));
  }
  if (out.empty()) return out;
  return (language == Language::Vietnamese ? "Căn cứ: " : "Basis: ") + out;
}

Hover of_definition(workspace::Workspace& workspace, const hir::Occurrence& name,
                    const hir::Def& def, Language language) {
  const auto home = workspace.checked(name.symbol.def.file);
  Hover out{name.span, head_of(workspace.sources(), def.span), {}};
  add(out.paragraphs, words_in(def.label, language));
  if (const auto* instrument = std::get_if<hir::Instrument>(&def.node)) {
    add(out.paragraphs, explain::instrument_text(*instrument, language));
    add(out.paragraphs, words_in(instrument->title, language));
  } else {
    add(out.paragraphs, basis_of(workspace, home->module, def.span, language));
  }
  add(out.paragraphs, def.doc);
  return out;
}

Hover of_part(workspace::Workspace& workspace, const hir::Occurrence& name, const hir::Def& def,
              Language language) {
  const auto& names = workspace.names();
  const std::string owner(names.text(def.name));
  Hover out{name.span, {}, {}};
  const std::uint32_t index = name.symbol.index;
  const auto member = [&](Name word, const hir::Label* label) {
    out.code = owner + "." + std::string(names.text(word));
    if (label != nullptr) add(out.paragraphs, words_in(*label, language));
  };
  if (const auto* record = std::get_if<hir::Record>(&def.node)) {
    if (index >= record->fields.size()) return out;
    const hir::Field& field = record->fields[index];
    member(field.name, &field.label);
    out.code += " : " + type_words(workspace, field.type);
  } else if (const auto* list = std::get_if<hir::Enum>(&def.node)) {
    if (index < list->members.size()) member(list->members[index].name, &list->members[index].label);
  } else if (const auto* reading = std::get_if<hir::Reading>(&def.node)) {
    if (index < reading->options.size())
      member(reading->options[index].name, &reading->options[index].label);
  }
  return out;
}

std::optional<Hover> of_citation(workspace::Workspace& workspace, const hir::Mention& mention,
                                 Language language) {
  const auto home = workspace.checked(mention.cite.instrument.file);
  const hir::Def& def = home->module.defs.at(mention.cite.instrument.index);
  const auto* instrument = std::get_if<hir::Instrument>(&def.node);
  if (instrument == nullptr) return std::nullopt;
  Hover out{mention.cite.written.span, {}, {}};
  add(out.paragraphs, explain::citation_text(mention.cite.written, *instrument, language));
  add(out.paragraphs, words_in(instrument->title, language));
  for (const hir::OutlineEntry& entry : instrument->outline) {
    if (entry.path != mention.cite.written.path) continue;
    add(out.paragraphs, words_in(entry.heading, language));
    add(out.paragraphs, entry.digest);
  }
  return out;
}

}  // namespace

std::optional<Hover> hover(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           Language language) {
  const auto checked = workspace.checked(file);
  // Of a citation the whole is asked about, not the instrument in it.
  if (const hir::Mention* mention = mention_at(checked->module, offset))
    return of_citation(workspace, *mention, language);
  const auto name = name_at(workspace, file, offset);
  if (!name) return std::nullopt;
  if (name->symbol.part == hir::SymbolPart::Local) {
    const auto& locals = checked->module.locals;
    if (name->symbol.index >= locals.size()) return std::nullopt;
    const hir::Local& local = locals[hir::LocalId{name->symbol.index}];
    return Hover{name->span,
                 std::string(workspace.names().text(local.name)) + " : " +
                     type_words(workspace, local.type),
                 {}};
  }
  const hir::Def* def = definition_of(workspace, name->symbol);
  if (def == nullptr) return std::nullopt;
  return name->symbol.part == hir::SymbolPart::Whole
             ? of_definition(workspace, *name, *def, language)
             : of_part(workspace, *name, *def, language);
}

}  // namespace phep::ide
