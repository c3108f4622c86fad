#include "lsp/ide/rename.h"

#include "compiler/base/text.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/case_names.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <set>

namespace phep::ide {
namespace {

std::string in_ticks(std::string_view text) {
  return "`" + std::string(text) + "`";
}

NoRename of_library(workspace::Workspace& workspace, std::string_view name, FileId home) {
  const std::string module = workspace.checked(home)->module.name;
  return {in_ticks(name) + " do thư viện pháp luật đặt tên (mô đun " + in_ticks(module) +
              "), không đổi được",
          in_ticks(name) + " is named by the library of law (module " + in_ticks(module) +
              ") and stays"};
}

// One word that the lexer takes for a name. Words that are keywords at some places only may be
// names.
std::optional<NoRename> no_name(std::string_view wanted) {
  const auto words = syntax::words_of(wanted, syntax::SourceForm::Plain);
  const bool one = words.size() == 2 && words[0].begin == 0 && words[0].end == wanted.size();
  if (one && words[0].kind == syntax::TokenKind::IDENT) return std::nullopt;
  if (one && syntax::is_keyword(words[0].kind)) {
    if (syntax::keyword(words[0].kind).word_class == syntax::KeywordClass::Contextual &&
        !wanted.contains(' '))
      return std::nullopt;
    return NoRename(in_ticks(wanted) + " là từ khóa", in_ticks(wanted) + " is a keyword");
  }
  return NoRename(in_ticks(visible(wanted)) + " không phải là một tên",
                  in_ticks(visible(wanted)) + " is no name");
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

NoRename taken(std::string_view name, std::string_view where) {
  return {in_ticks(name) + " đã là tên khác trong " + std::string(where),
          in_ticks(name) + " already names something else in " + std::string(where)};
}

// Whether a module sees this name: of its own, or of what it imports.
bool sees(const check::Checked& checked, Name name) {
  const auto declares = [&](const check::Checked& one) {
    return std::ranges::any_of(one.module.defs,
                               [&](const hir::Def& def) { return def.name == name; });
  };
  return declares(checked) || std::ranges::any_of(checked.imports, [&](const auto& import) {
           return import->names.contains(name);
         });
}

bool has_local(const hir::Module& module, Name name) {
  for (std::uint32_t i = 0; i < module.locals.size(); ++i)
    if (module.locals[hir::LocalId{i}].name == name) return true;
  return false;
}

// Whether a declaration has a part of this name beside the one that is renamed.
bool has_sibling(const hir::Def& def, Name name) {
  const auto named = [&](const auto& part) { return part.name == name; };
  if (const auto* record = std::get_if<hir::Record>(&def.node))
    return std::ranges::any_of(record->fields, named);
  if (const auto* list = std::get_if<hir::Enum>(&def.node))
    return std::ranges::any_of(list->members, named);
  if (const auto* reading = std::get_if<hir::Reading>(&def.node))
    return std::ranges::any_of(reading->options, named);
  return false;
}

// Whether the new name would mean something else where the old one stands, in one file.
bool collides(workspace::Workspace& workspace, const hir::Symbol& symbol, const hir::Def* def,
              FileId file, Name wanted) {
  const auto checked = workspace.checked(file);
  switch (symbol.part) {
    case hir::SymbolPart::Field: return def != nullptr && has_sibling(*def, wanted);
    case hir::SymbolPart::Member:
      // A member goes by its bare name, where a definition or a local would come before it.
      return (def != nullptr && has_sibling(*def, wanted)) || sees(*checked, wanted) ||
             has_local(checked->module, wanted);
    case hir::SymbolPart::Whole:
    case hir::SymbolPart::Local:
      return sees(*checked, wanted) || has_local(checked->module, wanted) ||
             checked->members.contains(wanted);
  }
  return false;
}

// What facts, answers and headers of compiled decisions call by its name.
bool outward(const hir::Symbol& symbol, const hir::Def* def) {
  if (symbol.part == hir::SymbolPart::Field || symbol.part == hir::SymbolPart::Member) return true;
  if (def == nullptr || symbol.part != hir::SymbolPart::Whole) return false;
  const auto* rule = std::get_if<hir::Rule>(&def->node);
  return std::holds_alternative<hir::Norm>(def->node) ||
         std::holds_alternative<hir::Decision>(def->node) ||
         std::holds_alternative<hir::Reading>(def->node) || (rule != nullptr && rule->by_judgment);
}

struct Subject {
  hir::Occurrence at;
  std::string name;
};

std::expected<std::optional<Subject>, NoRename> subject(workspace::Workspace& workspace,
                                                        FileId file, std::uint32_t offset) {
  const auto found = name_at(workspace, file, offset);
  if (!found) return std::nullopt;
  const std::string name = normalise(workspace.sources().text(found->span));
  if (workspace.in_library(found->symbol.def.file))
    return std::unexpected(of_library(workspace, name, found->symbol.def.file));
  if (!declared_at(workspace, found->symbol) && found->symbol.part != hir::SymbolPart::Local)
    return std::nullopt;
  return Subject{*found, name};
}

}  // namespace

std::expected<std::optional<Renamable>, NoRename> renamable(workspace::Workspace& workspace,
                                                            FileId file, std::uint32_t offset) {
  const auto found = subject(workspace, file, offset);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;
  return Renamable{(*found)->at.span, (*found)->name};
}

std::expected<RenameEdits, NoRename> rename(workspace::Workspace& workspace, FileId file,
                                            std::uint32_t offset, std::string_view wanted,
                                            std::span<const FileId> files,
                                            const std::atomic<bool>& stop) {
  const auto found = subject(workspace, file, offset);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::unexpected(NoRename("ở đây không có tên nào", "there is no name here"));
  const std::string name = first_invalid_utf8(wanted) == kValidUtf8 ? normalise(wanted) : "";
  if (auto why = no_name(name)) return std::unexpected(std::move(*why));
  RenameEdits out;
  if (name == (*found)->name) return out;
  const hir::Symbol symbol = (*found)->at.symbol;
  const hir::Def* def = definition_of(workspace, symbol);
  const Name word = workspace.names().find(name);
  const bool local = symbol.part == hir::SymbolPart::Local;
  const FileId own[] = {file};
  std::set<Span> in_cases;  // two modules may share a file of cases
  for (const FileId one : local ? std::span<const FileId>(own) : files) {
    if (stop.load(std::memory_order_relaxed)) return out;
    bool touched = one == symbol.def.file;
    for (const hir::Occurrence& place : workspace.checked(one)->module.occurrences)
      if (place.symbol == symbol) {
        out.edits.push_back({place.span, name});
        touched = true;
      }
    if (touched && word.exists() && collides(workspace, symbol, def, one, word))
      return std::unexpected(taken(name, file_name(workspace.sources().file(one).path)));
    for (const Span& span : names_in_cases(workspace, one, symbol)) in_cases.insert(span);
  }
  for (const Span& span : in_cases) out.edits.push_back({span, name});
  out.cases = !in_cases.empty();
  out.outward = outward(symbol, def);
  std::ranges::sort(out.edits, {}, &Edit::span);
  return out;
}

}  // namespace phep::ide
