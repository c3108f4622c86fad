// What every name of the file means, for editors.
#include "compiler/check/context.h"

#include <algorithm>

namespace phep::check {
namespace {

void declare_parts(Context& ctx, DefId def, const ast::DeclNode& node) {
  const auto note = [&](const ast::Ident& name, hir::SymbolPart part, std::size_t index) {
    if (name.exists())
      ctx.out.occurrences.push_back(
          {name.span, {def, part, static_cast<std::uint32_t>(index)}, true});
  };
  if (const auto* written = std::get_if<ast::Enum>(&node))
    for (std::size_t i = 0; i < written->members.size(); ++i)
      note(written->members[i].name, hir::SymbolPart::Member, i);
  if (const auto* written = std::get_if<ast::ClosedList>(&node))
    for (std::size_t i = 0; i < written->items.size(); ++i)
      note(written->items[i].label, hir::SymbolPart::Member, i);
  if (const auto* written = std::get_if<ast::Reading>(&node))
    for (std::size_t i = 0; i < written->options.size(); ++i)
      note(written->options[i].name, hir::SymbolPart::Member, i);
  if (const auto* written = std::get_if<ast::Record>(&node))
    for (std::size_t i = 0; i < written->fields.size(); ++i)
      note(written->fields[i].name, hir::SymbolPart::Field, i);
}

}  // namespace

void note_name(Context& ctx, Span span, hir::Symbol symbol) {
  ctx.out.occurrences.push_back({span, symbol, false});
}

void note_declaration(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const DefId def = ctx.own_id(index);
  if (decl.name.exists() && !std::holds_alternative<hir::Special>(ctx.out.defs[index].node))
    ctx.out.occurrences.push_back({decl.name.span, {def}, true});
  declare_parts(ctx, def, decl.node);
}

void settle_occurrences(std::vector<hir::Occurrence>& occurrences) {
  const auto place = [](const hir::Occurrence& one) { return one.span; };
  // From the back, so that of one place the last that was said comes first.
  std::ranges::reverse(occurrences);
  std::ranges::stable_sort(occurrences, {}, place);
  occurrences.erase(std::ranges::unique(occurrences, {}, place).begin(), occurrences.end());
  occurrences.shrink_to_fit();
}

}  // namespace phep::check
