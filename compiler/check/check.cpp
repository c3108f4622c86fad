#include "compiler/check/check.h"

#include "compiler/check/context.h"
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/passes.h"
#include "compiler/check/types.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace phep::check {
namespace {

using Fill = void (*)(Context&, const ast::Decl&, std::uint32_t);

// Runs a pass over the declarations of one sort.
template <class T>
void each(Context& ctx, std::span<const PartIndex> which, Fill fill) {
  for (const PartIndex index : which) {
    Part& part = ctx.parts[index];
    const ast::Decl& decl = decl_of(ctx, part);
    if (!std::holds_alternative<T>(decl.node) || part.def == Id<FileTag>::kNone) continue;
    const Turn turn(ctx, part);
    fill(ctx, decl, part.def);
  }
}

template <class T>
bool any(const Context& ctx, std::span<const PartIndex> which) {
  return std::ranges::any_of(which, [&](PartIndex index) {
    return std::holds_alternative<T>(decl_of(ctx, ctx.parts[index]).node);
  });
}

// Contents that others are measured by come first: members before sets, instruments before
// citations, signatures before bodies.
void check_signatures(Context& ctx, std::span<const PartIndex> which) {
  each<ast::Enum>(ctx, which, fill_enum);
  each<ast::ClosedList>(ctx, which, fill_list_members);
  each<ast::Source>(ctx, which, fill_source);
  each<ast::Reading>(ctx, which, sign_reading);
  if (!ctx.again) choose_counting(ctx);
  each<ast::ClosedList>(ctx, which, sign_list);
  each<ast::Elect>(ctx, which, sign_elect);
  each<ast::Rule>(ctx, which, sign_rule);  // bounds of force may ask rules without parameters
  each<ast::Record>(ctx, which, fill_record);
  // Types of fields are part of a definition's face: other declarations cannot close a circle.
  if (!ctx.again || any<ast::Record>(ctx, which)) check_record_cycles(ctx);
  each<ast::Norm>(ctx, which, sign_norm);
  each<ast::Decision>(ctx, which, sign_decision);
  each<ast::Instrument>(ctx, which, fill_instrument);
  each<ast::Instrument>(ctx, which, fill_changes);
  each<ast::Collision>(ctx, which, fill_collision);
  each<ast::Reading>(ctx, which, fill_reading);
  each<ast::Calendar>(ctx, which, fill_calendar);
  each<ast::Unencoded>(ctx, which, fill_unencoded);
  each<ast::Instrument>(ctx, which, fill_scopes);
  each<ast::Party>(ctx, which, fill_party);
  each<ast::Action>(ctx, which, fill_action);
}

void check_bodies(Context& ctx, std::span<const PartIndex> which) {
  each<ast::ClosedList>(ctx, which, fill_list);
  each<ast::Elect>(ctx, which, fill_elect);
  each<ast::Rule>(ctx, which, fill_rule);
  each<ast::Norm>(ctx, which, fill_norm);
  each<ast::Decision>(ctx, which, fill_decision);
  for (const PartIndex index : which) {
    Part& part = ctx.parts[index];
    const Turn turn(ctx, part);
    fill_tests(ctx, decl_of(ctx, part));
    if (part.def != Id<FileTag>::kNone) note_declaration(ctx, decl_of(ctx, part), part.def);
  }
}

DiagnosticList all_said(const Context& ctx) {
  DiagnosticList out;
  out.append(ctx.header.said);
  for (const Part& part : ctx.parts) out.append(part.said);
  out.append(ctx.whole.said);
  out.sort();
  out.drop_repeats();
  return out;
}

}  // namespace

std::vector<std::string> imported_modules(const ast::Module& module, const Interner& names) {
  std::vector<std::string> out;
  for (const ast::Use& use : module.uses) {
    if (!use.module.exists()) continue;
    std::string name;
    for (const ast::Ident& part : use.module.parts)
      name += (name.empty() ? "" : ".") + std::string(names.text(part.name));
    out.push_back(std::move(name));
  }
  return out;
}

void check_parts(Context& ctx, std::span<const PartIndex> which) {
  check_signatures(ctx, which);
  check_bodies(ctx, which);
}

void check_whole(Context& ctx) {
  ctx.whole = {};
  ctx.now = &ctx.whole;
  check_cycles(ctx);
  check_unused(ctx);
  check_translations(ctx);
  check_digests(ctx);
  ctx.now = &ctx.header;
}

void settle(Context& ctx) {
  settle_occurrences(ctx.out.occurrences);
  std::ranges::stable_sort(ctx.out.mentions, {},
                           [](const hir::Mention& one) { return one.cite.written.span; });
}

void start(Context& ctx, const Imports& imports) {
  ctx.out.file = ctx.tree.file;
  ctx.out.name = dotted(ctx, ctx.tree.name);
  open_imports(ctx, imports);
  declare(ctx);
  ctx.out.known_through = need_date(ctx, ctx.tree.known_through);
  std::vector<PartIndex> all(ctx.parts.size());
  std::iota(all.begin(), all.end(), PartIndex{0});
  check_parts(ctx, all);
  settle(ctx);
  check_whole(ctx);
}

Checked finish(Context& ctx, const Imports& imports) {
  Checked out;
  out.diagnostics = all_said(ctx);
  out.names = std::move(ctx.own);
  out.members = std::move(ctx.members);
  for (const Import& import : imports)
    if (import.checked != nullptr && !import.module.empty()) out.imports.push_back(import.checked);
  out.module = std::move(ctx.out);
  return out;
}

// Bodies come before tests, and the whole last.
Checked check(const ast::Module& module, const Imports& imports, Interner& names,
              hir::TypeStore& types) {
  Context ctx{.tree = module, .names = names, .types = types};
  start(ctx, imports);
  return finish(ctx, imports);
}

}  // namespace phep::check
