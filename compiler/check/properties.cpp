// Properties: conditions of every case, and values that keep their course as one fact grows.
#include "compiler/check/decls.h"
#include "compiler/check/types.h"
#include "compiler/diagnostics/kinds/coverage.h"
#include "compiler/diagnostics/kinds/types.h"

namespace phep::check {
namespace {

hir::Course course_of(ast::Course written) {
  switch (written) {
    case ast::Course::None: return hir::Course::None;
    case ast::Course::NeverFalls: return hir::Course::NeverFalls;
    case ast::Course::NeverRises: return hir::Course::NeverRises;
  }
  PHEP_UNREACHABLE();
}

// A parameter, or a field of one: what a case can say otherwise while all else stays.
bool is_fact(const Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* field = std::get_if<hir::FieldRef>(&node)) return is_fact(ctx, field->record);
  const auto* name = std::get_if<hir::LocalRef>(&node);
  return name != nullptr && ctx.out.locals[name->local].parameter != Id<hir::HirLocalTag>::kNone;
}

hir::ExprId ordered(Body& body, ast::ExprId written) {
  Context& ctx = body.ctx;
  const hir::ExprId out = infer(body, written);
  const TypeId type = ctx.types.without_optional(type_at(ctx, out));
  if (!is_error(ctx, out) && !is_ordered(ctx, type))
    ctx.report(diag::NotOrdered, ctx.expr(written).span, type_text(ctx, type));
  return out;
}

hir::Claim claim_of(Body& body, const ast::Claim& written) {
  Context& ctx = body.ctx;
  hir::Claim out;
  out.course = course_of(written.course);
  out.span = written.span;
  if (out.course == hir::Course::None) {
    out.value = condition(body, written.value);
    return out;
  }
  out.value = ordered(body, written.value);
  out.along = ordered(body, written.along);
  if (!is_error(ctx, out.along) && !is_fact(ctx, out.along))
    ctx.report(diag::CourseOfNoFact, ctx.expr(written.along).span);
  return out;
}

}  // namespace

void fill_property(Context& ctx, const ast::Property& written, Span span) {
  hir::Property out;
  out.title = written.title.value;
  out.span = span;
  out.title_span = written.title.span;
  out.calendar = ctx.calendar;
  Body body = body_of(ctx, {});
  declare_parameters(body, written.params, out.params);
  declare_lets(body, written.lets);
  if (written.where.exists()) out.where = condition(body, written.where);
  const Assume here(body, out.where, true);
  out.premise = ctx.names.intern("where");
  for (const ast::Claim& claim : written.claims) {
    out.claims.push_back(claim_of(body, claim));
    out.claims.back().name = ctx.names.intern("claim_" + std::to_string(out.claims.size()));
  }
  // Without parameters it could not be read, which the parser has told.
  if (written.claims.empty() && !written.params.empty())
    ctx.report(diag::PropertyClaimsNothing, written.title.span);
  ctx.out.properties.push_back(std::move(out));
}

}  // namespace phep::check
