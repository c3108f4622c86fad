// Norms: who is bound to what, when, with which way out.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/names.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>
#include <unordered_set>

namespace phep::check {

Argument kind_text(ast::NormKind kind) {
  switch (kind) {
    case ast::NormKind::Duty: return {"nghĩa vụ", "a duty"};
    case ast::NormKind::Prohibition: return {"điều cấm", "a prohibition"};
    case ast::NormKind::Permission: return {"điều được phép", "a permission"};
    case ast::NormKind::Power: return {"thẩm quyền", "a power"};
    case ast::NormKind::Encouragement: return {"khuyến khích", "an encouragement"};
  }
  PHEP_UNREACHABLE();
}

namespace {

std::string_view word_of(ast::Outcome outcome) {
  switch (outcome) {
    case ast::Outcome::Done: return "done";
    case ast::Outcome::Met: return "met";
    case ast::Outcome::Breached: return "breached";
    case ast::Outcome::Granted: return "granted";
  }
  PHEP_UNREACHABLE();
}

bool fits(ast::NormKind kind, ast::Outcome outcome) {
  const bool done = outcome == ast::Outcome::Done || outcome == ast::Outcome::Met;
  switch (kind) {
    case ast::NormKind::Duty:
    case ast::NormKind::Encouragement: return done;
    case ast::NormKind::Prohibition: return outcome == ast::Outcome::Breached;
    case ast::NormKind::Permission:
    case ast::NormKind::Power: return outcome == ast::Outcome::Granted;
  }
  PHEP_UNREACHABLE();
}

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
    out.each_bearer = written.bearer->mode == ast::BearerMode::EachOf;
    cites_of(ctx, written.bearer->cites);
  }
  for (const ast::Bearer& fallback : written.fallback_bearers) {
    out.fallback_bearers.push_back({parties(ctx, fallback), fallback.when.exists()
                                                                ? condition(body, fallback.when)
                                                                : hir::ExprId{}});
    cites_of(ctx, fallback.cites);
  }
  out.toward = resolve<hir::Party>(ctx, written.toward, {"một bên", "a party"});
  out.action = resolve<hir::Action>(ctx, written.action, {"một hành vi", "an action"});
}

// The moment from which everything else is asked. Row 1 of the status table has dealt with null,
// so that after it the trigger exists.
void read_trigger(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  body.norm = true;
  if (!written.trigger.exists()) return;
  out.trigger = infer(body, written.trigger);
  const TypeId type = ctx.types.without_optional(type_at(ctx, out.trigger));
  const Sort sort = ctx.types[type].sort;
  const Span span = ctx.expr(written.trigger).span;
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
  if (written.applies.exists()) tests.push_back(condition(body, written.applies));
  if (tests.empty()) return;
  out.applies =
      tests.size() == 1 ? tests[0] : make(ctx, hir::And{tests}, ctx.types.get(Sort::Bool), span);
  const auto facts = exist_when(ctx, out.applies, true);
  body.known.insert(body.known.end(), facts.begin(), facts.end());
}

Name label_or(Context& ctx, const ast::Ident& label, std::string_view word, std::size_t position) {
  if (label.exists()) return label.name;
  return ctx.names.intern(std::string(word) + "_" + std::to_string(position + 1));
}

void check_label(Context& ctx, std::unordered_set<Name>& seen, const ast::Ident& label) {
  if (label.exists() && !seen.insert(label.name).second)
    ctx.report(diag::DuplicateLabel, label.span, ctx.text(label.name));
}

}  // namespace

void read_exemptions(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  std::unordered_set<Name> seen;
  for (const ast::Exemption& row : written.exemptions) {
    check_label(ctx, seen, row.label);
    hir::Exemption exemption;
    exemption.words = label_of(row.labels);
    exemption.label = label_or(ctx, row.label, "exempt", out.exemptions.size());
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
  for (const ast::Deferral& row : written.deferrals) {
    check_label(ctx, seen, row.label);
    hir::Deferral deferral;
    deferral.words = label_of(row.labels);
    deferral.label = label_or(ctx, row.label, "deferred", out.deferrals.size());
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

namespace {

void read_outcome(Body& body, const ast::Norm& written, hir::Norm& out, const ast::Decl& decl) {
  Context& ctx = body.ctx;
  const std::string_view name = ctx.text(decl.name.name);
  for (const ast::Fulfilment& outcome : written.outcomes) {
    cites_of(ctx, outcome.cites);
    const bool right = fits(written.kind, outcome.kind);
    if (!right)
      ctx.report(diag::ClauseNotHere, outcome.span, kind_text(written.kind), word_of(outcome.kind));
    else if (out.outcome != hir::OutcomeKind::None)
      ctx.report(diag::SeveralOutcomes, outcome.span);
    if (outcome.kind == ast::Outcome::Done) {
      out.outcome_value = infer(body, outcome.value);
      const TypeId type = ctx.types.without_optional(type_at(ctx, out.outcome_value));
      const Sort sort = ctx.types[type].sort;
      if (sort != Sort::Date && sort != Sort::Instant && sort != Sort::Error)
        ctx.report(diag::NotAMoment, ctx.expr(outcome.value).span, type_text(ctx, type));
    } else {
      out.outcome_value = condition(body, outcome.value);
    }
    if (right) out.outcome = static_cast<hir::OutcomeKind>(static_cast<int>(outcome.kind) + 1);
  }
  if (out.outcome != hir::OutcomeKind::None || !written.outcomes.empty()) return;
  switch (written.kind) {
    case ast::NormKind::Duty:
      if (!written.due.empty())
        ctx.report(diag::DutyCannotBeMet, decl.name.span, name);
      else
        ctx.report(diag::DutyWithoutEnd, decl.name.span, name);
      break;
    case ast::NormKind::Prohibition:
      ctx.report(diag::OutcomeMissing, decl.name.span, name, "breached");
      break;
    case ast::NormKind::Permission:
      ctx.report(diag::OutcomeMissing, decl.name.span, name, "granted");
      break;
    case ast::NormKind::Power:
    case ast::NormKind::Encouragement: break;
  }
}

}  // namespace

void sign_norm(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Norm>(decl.node);
  if (written.special_of.exists()) return;  // is no norm of its own
  hir::Norm norm;
  norm.kind = static_cast<hir::NormKind>(written.kind);
  norm.calendar = ctx.calendar;
  Body body = body_of(ctx, ctx.own_id(index));
  declare_parameters(body, written.params, norm.params);
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
  read_trigger(body, written, out);
  read_applies(body, written, out, decl.name.span);
  check_never(ctx, out.applies, name, decl.name.span);
  read_exemptions(body, written, out);
  read_deferrals(body, written, out);
  if (!written.due.empty() && written.kind != ast::NormKind::Duty)
    ctx.report(diag::ClauseNotHere, written.due[0].span, kind_text(written.kind), "due");
  fill_deadline(body, decl, written, out);
  read_outcome(body, written, out, decl);
  out.sanctions = sanctions_of(body, written, out.authority);
  if (written.kind == ast::NormKind::Prohibition && !written.trigger.exists())
    ctx.report(diag::ProhibitionWithoutTrigger, decl.name.span, name);
  ctx.out.defs[index].node = std::move(out);
}

}  // namespace phep::check
