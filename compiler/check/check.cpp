#include "compiler/check/check.h"

#include "compiler/check/context.h"
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/types.h"

#include <utility>

namespace phep::check {
namespace {

using Fill = void (*)(Context&, const ast::Decl&, std::uint32_t);

// Runs a pass over the declarations of one sort, in the order of writing.
template <class T>
void each(Context& ctx, Fill fill) {
  for (const ast::DeclId id : ctx.tree.order) {
    const ast::Decl& decl = ctx.tree.decls[id];
    if (std::holds_alternative<T>(decl.node) && ctx.def_of[id.index] != Id<FileTag>::kNone)
      fill(ctx, decl, ctx.def_of[id.index]);
  }
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

// Contents that others are measured by come first: members before sets, instruments before
// citations, signatures before bodies, bodies before tests.
Checked check(const ast::Module& module, const Imports& imports, Interner& names,
              hir::TypeStore& types) {
  Context ctx{.tree = module, .names = names, .types = types};
  ctx.out.file = module.file;
  ctx.out.name = dotted(ctx, module.name);
  open_imports(ctx, imports);
  declare(ctx);
  ctx.out.known_through = need_date(ctx, module.known_through);

  each<ast::Enum>(ctx, fill_enum);
  each<ast::ClosedList>(ctx, fill_list_members);
  each<ast::Source>(ctx, fill_source);
  each<ast::Reading>(ctx, sign_reading);
  choose_counting(ctx);
  each<ast::ClosedList>(ctx, sign_list);
  each<ast::Elect>(ctx, sign_elect);
  each<ast::Rule>(ctx, sign_rule);  // bounds of force may ask rules without parameters
  each<ast::Record>(ctx, fill_record);
  check_record_cycles(ctx);
  each<ast::Norm>(ctx, sign_norm);
  each<ast::Decision>(ctx, sign_decision);
  each<ast::Instrument>(ctx, fill_instrument);
  each<ast::Instrument>(ctx, fill_changes);
  each<ast::Collision>(ctx, fill_collision);
  each<ast::Reading>(ctx, fill_reading);
  each<ast::Calendar>(ctx, fill_calendar);
  each<ast::Unencoded>(ctx, fill_unencoded);
  each<ast::Instrument>(ctx, fill_scopes);
  each<ast::Party>(ctx, fill_party);

  each<ast::ClosedList>(ctx, fill_list);
  each<ast::Elect>(ctx, fill_elect);
  each<ast::Rule>(ctx, fill_rule);
  each<ast::Norm>(ctx, fill_norm);
  each<ast::Decision>(ctx, fill_decision);
  check_cycles(ctx);
  fill_tests(ctx);
  check_unused(ctx);
  check_translations(ctx);
  check_digests(ctx);

  note_declarations(ctx);
  settle_occurrences(ctx.out.occurrences);

  Checked out;
  ctx.diagnostics.sort();
  ctx.diagnostics.drop_repeats();
  out.names = std::move(ctx.own);
  out.members = std::move(ctx.members);
  for (const Import& import : imports)
    if (import.checked != nullptr && !import.module.empty()) out.imports.push_back(import.checked);
  out.diagnostics = std::move(ctx.diagnostics);
  out.module = std::move(ctx.out);
  return out;
}

}  // namespace phep::check
