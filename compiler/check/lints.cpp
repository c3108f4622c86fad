// What is declared and never used; labels that exist in one language only; provisions that nobody
// says anything of.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>

namespace phep::check {
namespace {

bool has_errors(const Context& ctx) {
  return ctx.header.said.has_errors() || ctx.whole.said.has_errors() ||
         std::ranges::any_of(ctx.parts, [](const Part& part) { return part.said.has_errors(); });
}

// What any part has noted, of so many.
std::vector<bool> noted(const Context& ctx, std::vector<std::uint32_t> Part::* list,
                        std::size_t size) {
  std::vector<bool> out(size);
  const auto add = [&](const Part& part) {
    for (const std::uint32_t one : part.*list) out[one] = true;
  };
  add(ctx.header);
  for (const Part& part : ctx.parts) add(part);
  return out;
}

// Law that decisions count because its module is reached, whether or not they name it: special law,
// elections, what an instrument changes in another.
bool acts_by_itself(const hir::Module& module) {
  return std::ranges::any_of(module.defs, [](const hir::Def& def) {
    if (std::holds_alternative<hir::Special>(def.node)) return true;
    if (const auto* rule = std::get_if<hir::Rule>(&def.node))
      return rule->election && !rule->disapplies.empty();
    const auto* instrument = std::get_if<hir::Instrument>(&def.node);
    return instrument != nullptr && !instrument->changes.empty();
  });
}

// The files that a module reaches, itself included, beside those that are reached already.
void reach(const Context& ctx, FileId file, std::set<FileId>& reached) {
  if (!reached.insert(file).second) return;
  for (const FileId next : ctx.closure.at(file)->module.imports) reach(ctx, next, reached);
}

// Whether without the line some law would act no more.
bool is_only_way_to_law(const Context& ctx, const ImportLine& line, std::set<FileId> reached) {
  const std::set<FileId> before = reached;
  reach(ctx, line.checked->module.file, reached);
  return std::ranges::any_of(reached, [&](FileId file) {
    return !before.contains(file) && acts_by_itself(ctx.closure.at(file)->module);
  });
}

void unused_imports(Context& ctx) {
  if (ctx.tree.order.empty()) return;  // it stands for what it uses
  const std::vector<bool> used = noted(ctx, &Part::lines, ctx.imports.size());
  std::set<FileId> reached;  // by the lines that are used
  for (std::size_t i = 0; i < ctx.imports.size(); ++i)
    if (used[i] && ctx.imports[i].checked != nullptr)
      reach(ctx, ctx.imports[i].checked->module.file, reached);
  for (std::size_t i = 0; i < ctx.imports.size(); ++i) {
    const ImportLine& line = ctx.imports[i];
    if (used[i] || line.checked == nullptr || is_only_way_to_law(ctx, line, reached)) continue;
    ctx.report(diag::UnusedImport, line.span, line.checked->module.name)
        .fix(FixGrade::Safe, {"bỏ dòng `use`", "remove the `use` line"},
             {{ctx.tree.uses[i].span, ""}});
  }
}

void unused_locals(Context& ctx) {
  for (std::uint32_t i = 0; i < ctx.out.locals.size(); ++i) {
    const hir::Local& local = ctx.out.locals[hir::LocalId{i}];
    if (ctx.local_used[i] || !local.name.exists() || local.span.begin == local.span.end) continue;
    ctx.report(diag::UnusedLocal, local.span, ctx.text(local.name));
  }
  for (const Part& part : ctx.parts)
    for (const UnreadName& one : part.unread)
      ctx.report(diag::UnusedLocal, one.span, ctx.text(one.name));
}

// Only a file that nobody can import, and that is run by a test or a decision, can say that a
// definition is of no use.
void unused_definitions(Context& ctx) {
  if (!ctx.out.name.empty()) return;
  const bool runs =
      !ctx.out.tests.empty() || !ctx.out.properties.empty() || hir::declares_decision(ctx.out);
  if (!runs) return;
  const std::vector<bool> used = noted(ctx, &Part::used, ctx.out.defs.size());
  for (const auto& [name, index] : ctx.own) {
    const hir::Def& def = ctx.out.defs[index];
    const auto* election = std::get_if<hir::Rule>(&def.node);
    if (election != nullptr && !election->disapplies.empty()) continue;  // acts by itself
    const bool counts = std::holds_alternative<hir::Rule>(def.node) ||
                        std::holds_alternative<hir::Norm>(def.node) ||
                        std::holds_alternative<hir::Enum>(def.node) ||
                        std::holds_alternative<hir::Record>(def.node) ||
                        std::holds_alternative<hir::Reading>(def.node) ||
                        std::holds_alternative<hir::Party>(def.node) ||
                        std::holds_alternative<hir::Action>(def.node);
    if (counts && !used[index]) ctx.report(diag::UnusedDefinition, def.name_span, ctx.text(name));
  }
}

bool half(const hir::Label& label) {
  return label.vi.empty() != label.en.empty();
}
bool none(const hir::Label& label) {
  return label.vi.empty() && label.en.empty();
}

void report_half(Context& ctx, Span span, std::string_view name, const hir::Label& label) {
  ctx.report(diag::MissingTranslation, span, name, label.vi.empty() ? "`vi`" : "`en`");
}

}  // namespace

void check_unused(Context& ctx) {
  if (has_errors(ctx)) return;  // what uses a name may be what could not be read
  unused_imports(ctx);
  unused_locals(ctx);
  unused_definitions(ctx);
}

void check_translations(Context& ctx) {
  for (const hir::Def& def : ctx.out.defs) {
    if (!def.name.exists()) continue;
    if (half(def.label)) report_half(ctx, def.name_span, ctx.text(def.name), def.label);
    if (const auto* members = std::get_if<hir::Enum>(&def.node)) {
      // Once an enum: a list of 10,000 members would say the same 10,000 times.
      const bool some = std::ranges::any_of(
          members->members, [](const hir::EnumMember& member) { return !none(member.label); });
      const auto bad = std::ranges::find_if(members->members, [&](const hir::EnumMember& member) {
        return half(member.label) || (some && none(member.label));
      });
      if (bad != members->members.end())
        ctx.report(diag::MissingTranslation, def.name_span,
                   std::string(ctx.text(def.name)) + "." + std::string(ctx.text(bad->name)),
                   none(bad->label) ? "`vi`, `en`" : (bad->label.vi.empty() ? "`vi`" : "`en`"));
    }
    if (const auto* record = std::get_if<hir::Record>(&def.node))
      for (const hir::Field& field : record->fields)
        if (half(field.label)) report_half(ctx, field.span, ctx.text(field.name), field.label);
  }
}

// Once a provision and module, where it is cited first. Of instruments only that describe any of
// their provisions: whoever begins is asked to go on. What others wrote nobody can complete here.
// What is left out has its reason in place of a heading.
void check_digests(Context& ctx) {
  std::set<std::uint32_t> left_out;  // where it is named
  for (const hir::Def& def : ctx.out.defs)
    if (const auto* left = std::get_if<hir::Unencoded>(&def.node))
      for (const hir::Cite& cite : left->cites) left_out.insert(cite.written.span.begin);
  std::map<std::string, const hir::Cite*> missing;
  std::map<DefId, bool> describes;
  for (const hir::Mention& mention : ctx.out.mentions) {
    const hir::Cite& cite = mention.cite;
    if (cite.written.path.empty() || !cite.written.last.empty()) continue;
    if (left_out.contains(cite.written.span.begin)) continue;
    if (ctx.others.contains(cite.instrument.file)) continue;
    const auto* instrument = ctx.as<hir::Instrument>(cite.instrument);
    const hir::Def& def = ctx.def(cite.instrument);
    const auto [some, fresh] = describes.try_emplace(cite.instrument, false);
    if (fresh)
      some->second = std::ranges::any_of(instrument->outline, &hir::OutlineEntry::described);
    if (!some->second) continue;
    const hir::OutlineEntry* entry = find_entry(*instrument, cite.written.path);
    if (entry != nullptr && entry->described()) continue;
    const std::string name =
        std::string(ctx.text(def.name)) + "@" + joined(std::span(cite.written.path));
    const auto [first, added] = missing.try_emplace(name, &cite);
    if (!added && cite.written.span.begin < first->second->written.span.begin)
      first->second = &cite;
  }
  for (const auto& [name, cite] : missing)
    ctx.report(diag::CitedWithoutDigest, cite->written.span, name);
}

}  // namespace phep::check
