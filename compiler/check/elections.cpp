// Elections: a choice that the law leaves to a party. One is a rule: true at the law date if the
// choice was made by then, was available and is not lost.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

namespace phep::check {
namespace {

hir::ExprId truth(Context& ctx, bool value, Span span) {
  return make(ctx, hir::BoolConst{value}, ctx.types.get(Sort::Bool), span);
}

// `made f.opted_on`: a day or moment not after the law date; `made when E`: E.
hir::ExprId made_by_then(Body& body, ast::ExprId written) {
  Context& ctx = body.ctx;
  const Span span = ctx.expr(written).span;
  const hir::ExprId made = infer(body, written);
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  const Sort sort = ctx.types[ctx.types.without_optional(type_at(ctx, made))].sort;
  if (type_at(ctx, made) == bool_type || sort == Sort::Error) return made;
  if (sort != Sort::Date && sort != Sort::Instant) {
    ctx.report(diag::NotAMoment, span, type_text(ctx, type_at(ctx, made)));
    return error_at(ctx, span);
  }
  const TypeId date = ctx.types.get(Sort::Date);
  const hir::ExprId held = in_optional(ctx, made, [&](hir::ExprId at) {
    const hir::ExprId day = sort == Sort::Date ? at : make(ctx, hir::LocalDay{at}, date, span);
    return comparison(ctx, hir::CompareOp::Le, day, make(ctx, hir::LawDate{}, date, span), span);
  });
  if (!ctx.types.is_optional(type_at(ctx, held))) return held;
  return make(ctx, hir::IfAbsent{held, truth(ctx, false, span)}, bool_type, span);
}

}  // namespace

// electDecl : KW_ELECT name params LBRACE electItem* RBRACE
void sign_elect(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Elect>(decl.node);
  hir::Rule rule;
  rule.election = true;
  rule.result = ctx.types.get(Sort::Bool);
  rule.calendar = ctx.calendar;
  Body body = body_of(ctx, ctx.own_id(index));
  declare_parameters(body, written.params, rule.params);
  ctx.out.defs[index].node = std::move(rule);
}

void fill_elect(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Elect>(decl.node);
  const std::string name(ctx.text(decl.name.name));
  hir::Rule out = std::get<hir::Rule>(ctx.out.defs[index].node);
  Body body = body_with(ctx, ctx.own_id(index), out.params);
  out.authority = authority_of(ctx, written.authority, name);
  if (written.authority.cites.empty()) ctx.report(diag::NormWithoutCitation, decl.name.span, name);
  declare_lets(body, written.lets);
  hir::RuleNode node;
  node.label = ctx.names.intern("made");
  node.span = decl.name.span;
  node.value = truth(ctx, true, decl.name.span);
  std::vector<hir::ExprId> tests;
  if (written.made.exists())
    tests.push_back(made_by_then(body, written.made));
  else
    ctx.report(diag::ElectionNeverMade, decl.name.span, name);
  if (written.available.exists()) tests.push_back(condition(body, written.available));
  if (written.lost.exists()) {
    const hir::ExprId lost = condition(body, written.lost);
    const Span span = ctx.expr(written.lost).span;
    tests.push_back(is_error(ctx, lost) ? lost : make(ctx, hir::Not{lost}, out.result, span));
  }
  if (!tests.empty()) node.when = make(ctx, hir::And{tests}, out.result, decl.name.span);
  out.nodes.push_back(std::move(node));
  out.fallback = truth(ctx, false, decl.name.span);
  out.disapplies = cites_of(ctx, written.disapplies);
  ctx.out.defs[index].node = std::move(out);
}

// collisionDecl : KW_COLLISION LBRACE collisionRow* RBRACE
void fill_collision(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Collision>(decl.node);
  hir::Collision out;
  for (std::uint32_t i = 0; i < index; ++i)
    if (std::holds_alternative<hir::Collision>(ctx.out.defs[i].node))
      ctx.report(diag::CollisionTwice, decl.span);
  for (const ast::CollisionRow& row : written.rows) {
    const std::string_view word = ctx.text(row.principle.name);
    const auto is = [&](std::string_view en, std::string_view vi) {
      return word == en || word == vi;
    };
    hir::Collision::Row one{hir::Principle::HigherRank, cites_of(ctx, row.cites)};
    if (is("special_law", "luật_riêng"))
      one.principle = hir::Principle::SpecialLaw;
    else if (is("later_date", "ban_hành_sau"))
      one.principle = hir::Principle::LaterDate;
    else if (!is("higher_rank", "cấp_cao_hơn") && row.principle.exists())
      ctx.report(diag::UnknownWord, row.principle.span, word,
                 "higher_rank, special_law, later_date");
    out.rows.push_back(std::move(one));
  }
  ctx.out.defs[index].node = std::move(out);
}

}  // namespace phep::check
