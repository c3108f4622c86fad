#include "lsp/ide/hover.h"

#include "compiler/explain/citation_text.h"
#include "lsp/ide/hover_parts.h"
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
                    const hir::Def& def, const Saying& saying) {
  const Language language = saying.language;
  const auto home = workspace.checked(name.symbol.def.file);
  Hover out{name.span, head_of(workspace.sources(), def.span), {}};
  add(out.paragraphs, words_in(def.label, language));
  if (const auto* instrument = std::get_if<hir::Instrument>(&def.node)) {
    add(out.paragraphs, explain::instrument_text(*instrument, language));
    add(out.paragraphs, words_in(instrument->title, language));
  } else {
    add(out.paragraphs, basis_of(workspace, home->module, def.span, language));
  }
  if (const hir::Authority* authority = authority_of(def); authority != nullptr && saying.as_of) {
    const explain::Speech speech(language);
    add(out.paragraphs, speech.say("Ngày ", "On ") + law::day_text(*saying.as_of) + ": " +
                            standing_words(standing(authority->force, *saying.as_of), speech));
  }
  add(out.paragraphs, def.doc);
  return out;
}

// "khoảng: 0..100"; nothing where every value is allowed.
std::string range_words(workspace::Workspace& workspace, const hir::Field& field, bool vi) {
  if (!field.lo && !field.hi) return {};
  const hir::TypeId plain = workspace.types().without_optional(field.type);
  const auto bound = [&](const std::optional<std::int64_t>& value) {
    if (!value) return std::string();
    if (workspace.types().is(plain, hir::Sort::Date))
      return law::day_text(static_cast<std::int32_t>(*value));
    if (workspace.types().is(plain, hir::Sort::Money)) {
      const auto currency = workspace.names().text(workspace.types()[plain].currency);
      return explain::Speech(vi ? Language::Vietnamese : Language::English).money(*value, currency);
    }
    return std::to_string(*value);
  };
  return (vi ? "Khoảng: " : "Range: ") + bound(field.lo) + ".." + bound(field.hi);
}

// The values that a fact of an enum can take, in words.
std::string values_words(workspace::Workspace& workspace, const hir::Field& field,
                         const Saying& saying) {
  const hir::Type& type = workspace.types()[workspace.types().without_optional(field.type)];
  if (type.sort != hir::Sort::Enum && type.sort != hir::Sort::Set) return {};
  const hir::Def* def = definition_of(workspace, hir::Symbol{type.def});
  const auto* list = def == nullptr ? nullptr : std::get_if<hir::Enum>(&def->node);
  if (list == nullptr) return {};
  std::string out;
  for (const hir::EnumMember& one : list->members) {
    out += (out.empty() ? "" : "; ") + std::string(workspace.names().text(one.name));
    const std::string& words = words_in(one.label, saying.language);
    if (!words.empty() && words != workspace.names().text(one.name)) out += " (" + words + ")";
  }
  return (saying.language == Language::Vietnamese ? "Giá trị: " : "Values: ") + out;
}

Hover of_part(workspace::Workspace& workspace, const hir::Occurrence& name, const hir::Def& def,
              const Saying& saying) {
  const auto& names = workspace.names();
  const std::string owner(names.text(def.name));
  Hover out{name.span, {}, {}};
  const std::uint32_t index = name.symbol.index;
  // Facts are labelled for two readers: both see how the other is asked.
  const auto member = [&](Name word, const hir::Label& label) {
    out.code = owner + "." + std::string(names.text(word));
    add(out.paragraphs, words_in(label, saying.language));
    const bool vi = saying.language == Language::Vietnamese;
    const std::string& other = vi ? label.en : label.vi;
    if (!other.empty() && other != words_in(label, saying.language))
      add(out.paragraphs, (vi ? "en: " : "vi: ") + other);
  };
  if (const auto* record = std::get_if<hir::Record>(&def.node)) {
    if (index >= record->fields.size()) return out;
    const hir::Field& field = record->fields[index];
    member(field.name, field.label);
    out.code += " : " + type_words(workspace, field.type);
    add(out.paragraphs, range_words(workspace, field, saying.language == Language::Vietnamese));
    add(out.paragraphs, values_words(workspace, field, saying));
  } else if (const auto* list = std::get_if<hir::Enum>(&def.node)) {
    if (index < list->members.size()) member(list->members[index].name, list->members[index].label);
  } else if (const auto* reading = std::get_if<hir::Reading>(&def.node)) {
    if (index < reading->options.size())
      member(reading->options[index].name, reading->options[index].label);
  }
  return out;
}

// A row of an instrument's outline: the provision that it lists.
std::optional<Hover> of_outline_row(workspace::Workspace& workspace, FileId file,
                                    std::uint32_t offset, const Saying& saying,
                                    const std::atomic<bool>& stop) {
  const auto row = outline_row_at(workspace, file, offset);
  if (!row) return std::nullopt;
  const auto checked = workspace.checked(file);
  const Citation citation{
      checked->module.defs.at(row->instrument.index).name, row->path, {}, {}, {}};
  return hover_provision(workspace, file, outline_place(workspace, row->instrument, row->path),
                         row->instrument, citation, saying, stop);
}

std::optional<Hover> of_name(workspace::Workspace& workspace, FileId file,
                             const hir::Occurrence& name, const Saying& saying) {
  if (name.symbol.part == hir::SymbolPart::Local) {
    const auto checked = workspace.checked(file);
    const auto& locals = checked->module.locals;
    if (name.symbol.index >= locals.size()) return std::nullopt;
    const hir::Local& local = locals[hir::LocalId{name.symbol.index}];
    return Hover{
        name.span,
        std::string(workspace.names().text(local.name)) + " : " + type_words(workspace, local.type),
        {}};
  }
  const hir::Def* def = definition_of(workspace, name.symbol);
  if (def == nullptr) return std::nullopt;
  return name.symbol.part == hir::SymbolPart::Whole ? of_definition(workspace, name, *def, saying)
                                                    : of_part(workspace, name, *def, saying);
}

}  // namespace

std::optional<Hover> hover(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           const Saying& saying, const std::atomic<bool>& stop) {
  const auto checked = workspace.checked(file);
  // Of a citation the whole is asked about, not the instrument in it.
  if (const hir::Mention* mention = mention_at(checked->module, offset))
    return hover_provision(workspace, file, mention->cite.written.span, mention->cite.instrument,
                           mention->cite.written, saying, stop);
  if (const auto name = name_at(workspace, file, offset))
    return of_name(workspace, file, *name, saying);
  if (auto day = hover_day(workspace, file, offset, saying)) return day;
  if (auto term = hover_term(workspace, file, offset, saying)) return term;
  return of_outline_row(workspace, file, offset, saying, stop);
}

}  // namespace phep::ide
