// Uses: facts that nothing reads, declarations that nobody names, norms that no decision asks.
#include "compiler/diagnostics/kinds/drafting.h"
#include "compiler/hir/children.h"
#include "compiler/lint/passes.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

namespace phep::lint {
namespace {

using FieldOf = std::pair<hir::DefId, std::uint32_t>;

// Every field that an expression of some module reads.
std::set<FieldOf> fields_read(const law::Register& law) {
  std::set<FieldOf> out;
  for (const auto& [file, module] : law.modules)
    for (std::uint32_t i = 0; i < module->exprs.size(); ++i)
      if (const auto* field = std::get_if<hir::FieldRef>(&module->exprs[hir::ExprId{i}].node)) {
        const hir::TypeId type = law.types.without_optional(module->exprs[field->record].type);
        out.emplace(law.types[type].def, field->field);
      }
  return out;
}

// Definitions that something names outside the tests and outside themselves.
std::set<hir::DefId> named(const law::Register& law) {
  std::set<hir::DefId> out;
  for (const auto& [file, module] : law.modules) {
    // Outside the declarations stand the lines at the head of a file, and below them only tests.
    std::uint32_t head = UINT32_MAX;
    for (const hir::Def& def : module->defs)
      if (is_written(law, def)) head = std::min(head, def.span.begin);
    const auto in_a_test = [&](Span span) {
      return span.begin >= head && std::ranges::none_of(module->defs, [&](const hir::Def& def) {
               return def.span.begin <= span.begin && span.end <= def.span.end;
             });
    };
    for (const hir::Occurrence& one : module->occurrences) {
      if (one.declares) continue;
      const hir::DefId id = one.symbol.def;
      if (!id.exists() || id.index == decltype(id.index)(-1) || out.contains(id)) continue;
      const bool own = id.file == file && one.symbol.part == hir::SymbolPart::Whole &&
                       law.def(id).span.begin <= one.span.begin &&
                       one.span.end <= law.def(id).span.end;
      if (!own && !in_a_test(one.span)) out.insert(id);
    }
  }
  return out;
}

// Whether it acts by being named. A rule whose elections or list it makes acts by itself.
bool needs_a_user(const hir::DefNode& node) {
  if (const auto* rule = std::get_if<hir::Rule>(&node))
    return rule->disapplies.empty() && !rule->list.exists();
  return std::holds_alternative<hir::Reading>(node) || std::holds_alternative<hir::Enum>(node) ||
         std::holds_alternative<hir::Record>(node) || std::holds_alternative<hir::Party>(node) ||
         std::holds_alternative<hir::Action>(node);
}

}  // namespace

void look_at_uses(const Workspace& workspace, DiagnosticList& out) {
  const law::Register& law = workspace.law;
  const std::set<FieldOf> read = fields_read(law);
  const std::set<hir::DefId> used = named(law);
  for (const FileId file : workspace.files) {
    const hir::Module& module = *law.modules.at(file);
    for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
      const hir::Def& def = module.defs[i];
      const hir::DefId id{file, i};
      if (!is_written(law, def)) continue;
      // Of a file that nobody can import, `check` has told already.
      const bool importable = def.qualified != law.names.text(def.name);
      if (importable && needs_a_user(def.node) && !used.contains(id)) {
        out.report(diag::NobodyUses, def.name_span, law.names.text(def.name));
        continue;
      }
      if (std::holds_alternative<hir::Norm>(def.node) && !used.contains(id))
        out.report(diag::NormNotAsked, def.name_span, law.names.text(def.name));
      if (const auto* record = std::get_if<hir::Record>(&def.node))
        for (std::uint32_t field = 0; field < record->fields.size(); ++field)
          if (!read.contains({id, field}))
            out.report(diag::FactNeverRead, record->fields[field].span,
                       law.names.text(record->fields[field].name));
    }
  }
}

}  // namespace phep::lint
