// What a breach gives rise to: a norm that arises when another is violated, or fulfilled late.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/law.h"

#include <algorithm>

namespace phep::check {

bool has_dated_breach(const ast::Norm& norm) {
  if (norm.kind == ast::NormKind::Prohibition) return norm.trigger.exists();
  if (norm.kind != ast::NormKind::Duty) return false;
  if (norm.kept) return norm.kept->ended_by.exists();
  const bool state = std::ranges::any_of(
      norm.outcomes, [](const ast::Fulfilment& one) { return one.kind == ast::Outcome::Met; });
  return !norm.due.empty() && !state;
}

hir::ExprId breach_of(Context& ctx, hir::ExprId norm, Span span) {
  const DefId callee = ctx.types[type_at(ctx, norm)].def;
  const auto* asked = ctx.as<hir::Norm>(callee);
  const std::string_view name = ctx.text(ctx.def(callee).name);
  const auto kind = static_cast<ast::NormKind>(asked->kind);
  if (kind != ast::NormKind::Duty && kind != ast::NormKind::Prohibition) {
    ctx.report(diag::NeverBreached, span, name, kind_text(kind));
    return error_at(ctx, span);
  }
  if (!asked->dated_breach) {
    ctx.report(diag::BreachWithoutMoment, span, name);
    return error_at(ctx, span);
  }
  return make(ctx, hir::NormGet{norm, hir::NormMember::Since},
              ctx.types.optional(ctx.types.get(Sort::Instant)), span);
}

hir::ExprId read_breach(Body& body, const ast::Norm& norm, hir::Norm& out) {
  Context& ctx = body.ctx;
  const Span span = norm.on_breach->span;
  const hir::ExprId asked = infer(body, norm.on_breach->norm);
  cites_of(ctx, norm.on_breach->cites);
  if (is_error(ctx, asked)) return error_at(ctx, span);
  const TypeId type = type_at(ctx, asked);
  if (!ctx.types.is(type, Sort::Norm)) {
    ctx.report(diag::NotANorm, span, type_text(ctx, type));
    return error_at(ctx, span);
  }
  out.breach_of = ctx.types[type].def;
  if (!norm.trigger.exists()) return breach_of(ctx, asked, span);
  const auto kind = static_cast<ast::NormKind>(ctx.as<hir::Norm>(out.breach_of)->kind);
  if (kind != ast::NormKind::Duty && kind != ast::NormKind::Prohibition) {
    ctx.report(diag::NeverBreached, span, ctx.text(ctx.def(out.breach_of).name), kind_text(kind));
    return error_at(ctx, span);
  }
  const std::uint32_t breach = 1U << *status_word("late") | 1U << *status_word("violated");
  out.applies = make(ctx, hir::NormIs{asked, breach}, ctx.types.get(Sort::Bool), span);
  return {};
}

}  // namespace phep::check
