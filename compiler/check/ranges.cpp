// Ranges as values: `1_000_000 VND..3_000_000 VND`, and their ends.
#include "compiler/check/body.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

namespace phep::check {
namespace {

bool reversed(const Context& ctx, hir::ExprId lower, hir::ExprId upper) {
  const hir::ExprNode& lo = ctx.out.exprs[lower].node;
  const hir::ExprNode& hi = ctx.out.exprs[upper].node;
  if (const auto *a = std::get_if<hir::IntConst>(&lo), *b = std::get_if<hir::IntConst>(&hi); a && b)
    return a->value > b->value;
  if (const auto *a = std::get_if<hir::MoneyConst>(&lo), *b = std::get_if<hir::MoneyConst>(&hi);
      a && b)
    return a->minor > b->minor;
  if (const auto *a = std::get_if<hir::DateConst>(&lo), *b = std::get_if<hir::DateConst>(&hi);
      a && b)
    return a->days > b->days;
  const auto* a = std::get_if<hir::DurationConst>(&lo);
  const auto* b = std::get_if<hir::DurationConst>(&hi);
  return a != nullptr && b != nullptr && a->unit == b->unit && a->amount > b->amount;
}

}  // namespace

bool can_range(Sort sort) {
  return sort == Sort::Int || sort == Sort::Decimal || sort == Sort::Money || sort == Sort::Date ||
         sort == Sort::Duration;
}

// `a..b` with both ends; a value where a rule gives a range.
hir::ExprId infer_range(Body& body, const ast::Range& node, Span span, TypeId hint) {
  Context& ctx = body.ctx;
  const bool wanted = hint.exists() && ctx.types.is(hint, Sort::Range);
  const TypeId element = wanted ? ctx.types[hint].element : TypeId{};
  hir::ExprId lower = need_value(body, infer(body, node.lo, element));
  hir::ExprId upper =
      need_value(body, infer(body, node.hi, wanted ? element : type_at(ctx, lower)));
  if (wanted) {
    lower = coerce(ctx, lower, element);
    upper = coerce(ctx, upper, element);
  } else {
    meet(ctx, lower, upper);
  }
  if (is_error(ctx, lower) || is_error(ctx, upper)) return error_at(ctx, span);
  if (!can_range(sort_at(ctx, lower))) {
    ctx.report(diag::RangeOfValues, span, type_text(ctx, type_at(ctx, lower)));
    return error_at(ctx, span);
  }
  if (node.below) {
    ctx.report(diag::RangeWithoutEnd, span);
    return error_at(ctx, span);
  }
  if (reversed(ctx, lower, upper)) ctx.report(diag::RangeReversed, span);
  const TypeId type = ctx.types.get({.sort = Sort::Range, .element = type_at(ctx, lower)});
  return make(ctx, hir::MakeRange{lower, upper}, type, span);
}

// `.from` and `.to` of a range.
hir::ExprId range_end(Context& ctx, hir::ExprId range, const ast::Ident& name, Span span) {
  const auto upper = range_member(ctx.text(name.name));
  const TypeId type = type_at(ctx, range);
  if (!upper) {
    ctx.report(diag::NoFields, name.span, type_text(ctx, type), ctx.text(name.name));
    return error_at(ctx, span);
  }
  return end_of_range(ctx, range, *upper);
}

hir::ExprId end_of_range(Context& ctx, hir::ExprId range, bool upper) {
  const hir::Expr whole = ctx.out.exprs[range];
  if (const auto* made = std::get_if<hir::MakeRange>(&whole.node))
    return upper ? made->upper : made->lower;
  return make(ctx, hir::RangeEnd{range, upper}, ctx.types[whole.type].element, whole.span);
}

}  // namespace phep::check
