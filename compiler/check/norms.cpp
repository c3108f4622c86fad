// Norms: who is bound to what, when, with which way out.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/names.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>
#include <unordered_set>

namespace phep::check {
namespace {

std::vector<DefId> parties(Context& ctx, const ast::Bearer& written) {
  std::vector<DefId> out;
  for (const ast::Path& path : written.parties)
    if (const DefId party = resolve<hir::Party>(ctx, path, {"một bên", "a party"}); party.exists())
      out.push_back(party);
  return out;
}

void read_who(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  if (written.bearer) {
    out.bearers = parties(ctx, *written.bearer);
    out.ways = bearer_ways(body, out, out.bearers);
    out.each_bearer = written.bearer->mode == ast::BearerMode::EachOf;
    cites_of(ctx, written.bearer->cites);
  }
  for (const ast::Bearer& fallback : written.fallback_bearers) {
    const hir::ExprId when =
        fallback.when.exists() ? condition(body, fallback.when) : hir::ExprId{};
    ast::Authority authority;
    authority.cites = fallback.cites;
    out.fallback_bearers.push_back({parties(ctx, fallback),
                                    {},
                                    when,
                                    authority_of(ctx, authority, "fallback", &out.authority)});
    hir::FallbackBearer& last = out.fallback_bearers.back();
    last.ways = bearer_ways(body, out, last.parties);
  }
  out.toward = resolve<hir::Party>(ctx, written.toward, {"một bên", "a party"});
  out.action = resolve<hir::Action>(ctx, written.action, {"một hành vi", "an action"});
  out.proof = resolve<hir::Party>(ctx, written.proof, {"một bên", "a party"});
}

// The moment from which everything else is asked. Row 1 of the status table has dealt with null,
// so that after it the trigger exists.
void read_trigger(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  body.norm = true;
  const hir::ExprId breach = written.on_breach ? read_breach(body, written, out) : hir::ExprId{};
  if (!written.trigger.exists() && !breach.exists()) return;
  out.trigger = written.trigger.exists() ? infer(body, written.trigger) : breach;
  const TypeId type = ctx.types.without_optional(type_at(ctx, out.trigger));
  const Sort sort = ctx.types[type].sort;
  const Span span =
      written.trigger.exists() ? ctx.expr(written.trigger).span : written.on_breach->span;
  if (sort != Sort::Date && sort != Sort::Instant) {
    if (sort != Sort::Error) ctx.report(diag::NotAMoment, span, type_text(ctx, type));
    body.trigger = error_at(ctx, span);
    return;
  }
  if (ctx.types.is_optional(type_at(ctx, out.trigger)))
    body.known.push_back(value_number(ctx, out.trigger));
  body.trigger = make(ctx, hir::Trigger{}, type, span);
}

hir::LocalId parameter_of(const Context& ctx, const hir::Norm& norm, TypeId type) {
  for (const hir::LocalId own : norm.params)
    if (ctx.out.locals[own].type == type) return own;
  return {};
}

// The question that a scope asks about the norm's parameters; none, and a report, when it asks
// about what the norm does not know.
hir::ExprId scope_test(Body& body, const hir::Norm& norm, const hir::Cite& cite, DefId scope) {
  Context& ctx = body.ctx;
  const Span span = cite.written.span;
  std::vector<hir::ExprId> args;
  const std::vector<hir::LocalId> wanted = ctx.as<hir::Rule>(scope)->params;
  for (const hir::LocalId param : wanted) {
    const TypeId type = ctx.module(scope.file).locals[param].type;
    const hir::LocalId own = parameter_of(ctx, norm, type);
    if (!own.exists()) {
      ctx.report(diag::ScopeWithoutFacts, span, ctx.text(ctx.def(cite.instrument).name),
                 type_text(ctx, type));
      return {};
    }
    ctx.local_used[own.index] = true;
    args.push_back(make(ctx, hir::LocalRef{own}, type, span));
  }
  if (scope.file == ctx.tree.file) ctx.calls[body.owner.index].push_back(scope);
  return make(ctx, hir::CallRule{scope, args}, ctx.types.get(Sort::Bool), span);
}

void add_scopes(Body& body, const hir::Norm& norm, std::vector<hir::ExprId>& tests) {
  std::vector<DefId> seen;
  for (const hir::Cite& cite : norm.authority.cites) {
    if (std::ranges::find(seen, cite.instrument) != seen.end()) continue;
    seen.push_back(cite.instrument);
    const std::vector<DefId> scopes = body.ctx.as<hir::Instrument>(cite.instrument)->scopes;
    for (const DefId scope : scopes)
      if (const hir::ExprId test = scope_test(body, norm, cite, scope); test.exists())
        tests.push_back(test);
  }
}

void read_applies(Body& body, const ast::Norm& written, hir::Norm& out, Span span) {
  Context& ctx = body.ctx;
  std::vector<hir::ExprId> tests;
  add_scopes(body, out, tests);
  if (out.applies.exists()) tests.push_back(out.applies);  // what gives rise to it
  if (written.applies.exists()) tests.push_back(condition(body, written.applies));
  if (tests.empty()) return;
  out.applies =
      tests.size() == 1 ? tests[0] : make(ctx, hir::And{tests}, ctx.types.get(Sort::Bool), span);
  const auto facts = exist_when(ctx, out.applies, true);
  body.known.insert(body.known.end(), facts.begin(), facts.end());
}

}  // namespace

void read_exemptions(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  std::unordered_set<Name> seen;
  const std::vector<Name> labels = row_names(ctx, written.exemptions, "exempt");
  for (const ast::Exemption& row : written.exemptions) {
    check_label(ctx, seen, row.label);
    hir::Exemption exemption;
    exemption.words = label_of(row.labels);
    exemption.label = labels[out.exemptions.size()];
    exemption.when = row.when.exists()
                         ? condition(body, row.when)
                         : make(ctx, hir::BoolConst{true}, ctx.types.get(Sort::Bool), row.span);
    const std::string_view name = ctx.text(exemption.label);
    exemption.authority = authority_of(ctx, row.authority, name, &out.authority);
    const Span at = row.label.exists() ? row.label.span : row.span;
    if (row.authority.cites.empty()) ctx.report(diag::ExemptionWithoutCitation, at, name);
    check_never(ctx, exemption.when, name, at);
    out.exemptions.push_back(std::move(exemption));
  }
}

// `deferred small: until 2027-01-01 when … ended by f.stopped_on`. A grace without an end does not
// begin; one that was ended holds no more.
void read_deferrals(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  std::unordered_set<Name> seen;
  const std::vector<Name> labels = row_names(ctx, written.deferrals, "deferred");
  for (const ast::Deferral& row : written.deferrals) {
    check_label(ctx, seen, row.label);
    hir::Deferral deferral;
    deferral.words = label_of(row.labels);
    deferral.label = labels[out.deferrals.size()];
    std::vector<hir::ExprId> tests;
    if (row.when.exists()) tests.push_back(condition(body, row.when));
    const Assume here(body, tests.empty() ? hir::ExprId{} : tests[0], true);
    const bool through = row.through.exists();
    hir::ExprId end = infer(body, through ? row.through : row.until);
    if (ctx.types.is_optional(type_at(ctx, end))) {
      tests.push_back(make(ctx, hir::Exists{end}, bool_type, row.span));
      end = make(ctx, hir::Unwrap{end}, ctx.types.without_optional(type_at(ctx, end)),
                 ctx.out.exprs[end].span);
    }
    const Sort sort = sort_at(ctx, end);
    if (sort != Sort::Date && sort != Sort::Instant && sort != Sort::Error)
      ctx.report(diag::NotAMoment, ctx.out.exprs[end].span, type_text(ctx, type_at(ctx, end)));
    deferral.until = through ? end_of(ctx, end) : start_of(ctx, end);
    if (row.ended_by.exists()) {
      const hir::ExprId ended = in_optional(ctx, infer(body, row.ended_by), [&](hir::ExprId at) {
        const TypeId instant = ctx.types.get(Sort::Instant);
        return comparison(ctx, hir::CompareOp::Le, coerce(ctx, start_of(ctx, at), instant),
                          make(ctx, hir::AsOf{}, instant, row.span), row.span);
      });
      if (ctx.types.is_optional(type_at(ctx, ended)))
        tests.push_back(make(
            ctx,
            hir::Not{make(
                ctx, hir::IfAbsent{ended, make(ctx, hir::BoolConst{false}, bool_type, row.span)},
                bool_type, row.span)},
            bool_type, row.span));
      else
        tests.push_back(make(ctx, hir::Not{ended}, bool_type, row.span));
    }
    if (tests.empty()) tests.push_back(make(ctx, hir::BoolConst{true}, bool_type, row.span));
    deferral.when = tests.size() == 1 ? tests[0] : make(ctx, hir::And{tests}, bool_type, row.span);
    deferral.authority = authority_of(ctx, row.authority, ctx.text(deferral.label), &out.authority);
    check_never(ctx, deferral.when, ctx.text(deferral.label), row.span);
    out.deferrals.push_back(std::move(deferral));
  }
}

void sign_norm(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Norm>(decl.node);
  if (written.special_of.exists()) return;  // is no norm of its own
  hir::Norm norm;
  norm.kind = static_cast<hir::NormKind>(written.kind);
  norm.calendar = ctx.calendar;
  norm.kept = written.kept.has_value();
  norm.dated_breach = has_dated_breach(written);
  Body body = body_of(ctx, ctx.own_id(index));
  declare_parameters(body, written.params, norm.params);
  sign_recurrence(body, written, norm);
  ctx.out.defs[index].node = std::move(norm);
}

void fill_norm(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Norm>(decl.node);
  if (written.special_of.exists()) return fill_special_norm(ctx, decl, index);
  const std::string name(ctx.text(decl.name.name));
  hir::Norm out = std::get<hir::Norm>(ctx.out.defs[index].node);
  Body body = body_with(ctx, ctx.own_id(index), out.params);
  out.authority = authority_of(ctx, written.authority, name);
  if (written.authority.cites.empty()) ctx.report(diag::NormWithoutCitation, decl.name.span, name);
  declare_lets(body, written.lets);
  read_who(body, written, out);
  if (is_recurring(written))
    read_recurrence(body, decl, written, out);
  else
    read_trigger(body, written, out);
  read_applies(body, written, out, decl.name.span);
  check_never(ctx, out.applies, name, decl.name.span);
  read_exemptions(body, written, out);
  read_deferrals(body, written, out);
  fill_deadline(body, decl, written, out);
  fill_performance(body, decl, written, out);
  out.sanctions = sanctions_of(body, written, out.authority);
  if (written.kind == ast::NormKind::Prohibition && !written.trigger.exists())
    ctx.report(diag::ProhibitionWithoutTrigger, decl.name.span, name);
  ctx.out.defs[index].node = std::move(out);
}

}  // namespace phep::check
