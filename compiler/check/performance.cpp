// What fulfils a norm, breaks it or grants it; what counts as performance, is kept, is excused;
// what an authority's silence means.
#include "compiler/base/check.h"
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>

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

void check_label(Context& ctx, std::unordered_set<Name>& seen, const ast::Ident& label) {
  if (label.exists() && !seen.insert(label.name).second)
    ctx.report(diag::DuplicateLabel, label.span, ctx.text(label.name));
}

namespace {

std::string_view word_of(ast::Outcome outcome) {
  switch (outcome) {
    case ast::Outcome::Done: return "done";
    case ast::Outcome::Met: return "met";
    case ast::Outcome::Breached: return "breached";
    case ast::Outcome::Granted: return "granted";
    case ast::Outcome::Available: return "available";
  }
  PHEP_UNREACHABLE();
}

bool fits(ast::NormKind kind, ast::Outcome outcome) {
  switch (kind) {
    case ast::NormKind::Duty:
    case ast::NormKind::Encouragement:
      return outcome == ast::Outcome::Done || outcome == ast::Outcome::Met;
    case ast::NormKind::Prohibition: return outcome == ast::Outcome::Breached;
    case ast::NormKind::Permission: return outcome == ast::Outcome::Granted;
    case ast::NormKind::Power:
      return outcome == ast::Outcome::Available || outcome == ast::Outcome::Done;
  }
  PHEP_UNREACHABLE();
}

// A date or an instant, perhaps optional; anything else is reported.
hir::ExprId moment(Body& body, ast::ExprId id) {
  Context& ctx = body.ctx;
  const hir::ExprId value = infer(body, id);
  const TypeId type = ctx.types.without_optional(type_at(ctx, value));
  const Sort sort = ctx.types[type].sort;
  if (sort != Sort::Date && sort != Sort::Instant && sort != Sort::Error)
    ctx.report(diag::NotAMoment, ctx.expr(id).span, type_text(ctx, type));
  return value;
}

void read_outcomes(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  for (const ast::Fulfilment& outcome : written.outcomes) {
    cites_of(ctx, outcome.cites);
    const bool right = fits(written.kind, outcome.kind);
    const bool available = outcome.kind == ast::Outcome::Available;
    const bool taken = available ? out.available.exists() : out.outcome != hir::OutcomeKind::None;
    if (!right)
      ctx.report(diag::ClauseNotHere, outcome.span, kind_text(written.kind), word_of(outcome.kind));
    else if (taken)
      ctx.report(diag::SeveralOutcomes, outcome.span);
    const hir::ExprId value = outcome.list.exists() ? done_for_each(body, written, outcome, out)
                              : outcome.kind == ast::Outcome::Done ? moment(body, outcome.value)
                                                                   : condition(body, outcome.value);
    (available ? out.available : out.outcome_value) = value;
    if (right && !available)
      out.outcome = static_cast<hir::OutcomeKind>(static_cast<int>(outcome.kind) + 1);
  }
}

// A state that lasts from the trigger through an end; the end stands where a deadline would.
void read_kept(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  const ast::Kept& kept = *written.kept;
  cites_of(ctx, kept.cites);
  if (written.kind != ast::NormKind::Duty)
    ctx.report(diag::ClauseNotHere, kept.span, kind_text(written.kind), "kept through");
  if (!written.due.empty())
    ctx.report(diag::ClauseNotHere, written.due[0].span,
               Argument("nghĩa vụ `kept through`", "a duty that is `kept through` an end"), "due");
  if (kept.ended_by.exists()) {
    if (out.outcome != hir::OutcomeKind::None) ctx.report(diag::SeveralOutcomes, kept.span);
    out.outcome_value = moment(body, kept.ended_by);
    out.outcome = hir::OutcomeKind::Done;
  } else if (out.outcome != hir::OutcomeKind::Met) {
    ctx.report(diag::KeptWithoutState, kept.span);
  }
}

void read_evidence(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  const bool here =
      written.kind == ast::NormKind::Duty || written.kind == ast::NormKind::Encouragement;
  if (!written.evidence.empty() && (!here || written.kept))
    ctx.report(diag::ClauseNotHere, written.evidence[0].span,
               here ? Argument("nghĩa vụ `kept through`", "a duty that is `kept through` an end")
                    : kind_text(written.kind),
               "met with");
  // What has a deadline is done at a moment; what has none may be met by a state.
  const bool dated = out.outcome == hir::OutcomeKind::Done ||
                     (out.outcome == hir::OutcomeKind::None && !written.due.empty());
  if (!written.evidence.empty() && out.outcome == hir::OutcomeKind::None && !dated) {
    out.outcome = hir::OutcomeKind::Met;
    out.outcome_value = make(ctx, hir::BoolConst{false}, bool_type, written.evidence[0].span);
  }
  std::unordered_set<Name> seen;
  const std::vector<Name> labels = row_names(ctx, written.evidence, "evidence");
  for (const ast::Evidence& row : written.evidence) {
    check_label(ctx, seen, row.label);
    hir::Evidence evidence;
    evidence.label = labels[out.evidence.size()];
    if (row.when.exists()) evidence.when = condition(body, row.when);
    const Assume given(body, evidence.when, true);
    evidence.value = infer(body, row.value, bool_type);
    if (ctx.types.is(type_at(ctx, evidence.value), Sort::Bool)) {
      if (dated) ctx.report(diag::EvidenceWithoutMoment, ctx.expr(row.value).span);
    } else {
      const TypeId type = ctx.types.without_optional(type_at(ctx, evidence.value));
      const Sort sort = ctx.types[type].sort;
      if (sort != Sort::Date && sort != Sort::Instant && sort != Sort::Error)
        ctx.report(diag::NotAMoment, ctx.expr(row.value).span, type_text(ctx, type));
    }
    evidence.authority = authority_of(ctx, row.authority, ctx.text(evidence.label), &out.authority);
    check_never(ctx, evidence.when, ctx.text(evidence.label), row.span);
    out.evidence.push_back(std::move(evidence));
  }
}

void read_excuse(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  const ast::Excuse& excuse = *written.excuse;
  if (written.kind != ast::NormKind::Duty || written.due.empty() ||
      out.outcome == hir::OutcomeKind::Met)
    ctx.report(diag::ClauseNotHere, excuse.span,
               written.kind == ast::NormKind::Duty
                   ? Argument("nghĩa vụ không có hạn", "a duty without a deadline")
                   : kind_text(written.kind),
               "late excused");
  out.excused = condition(body, excuse.when);
  out.excuse_authority = authority_of(ctx, excuse.authority, "excused", &out.authority);
}

void read_silence(Body& body, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  const ast::Silence& silence = *written.silence;
  ast::Authority authority;
  authority.cites = silence.cites;
  out.silence_authority = authority_of(ctx, authority, "silence", &out.authority);
  if (written.kind != ast::NormKind::Power) {
    ctx.report(diag::ClauseNotHere, silence.span, kind_text(written.kind), "silence");
    return;
  }
  const std::string_view word =
      silence.meaning.exists() ? ctx.text(silence.meaning.name) : std::string_view("nothing");
  if (word == "granted" || word == "cho phép" || word == "chấp_thuận")
    out.silence = hir::Silence::Granted;
  else if (word == "refused" || word == "từ_chối")
    out.silence = hir::Silence::Refused;
  else if (word != "nothing" && word != "không_gì")
    ctx.report(diag::UnknownWord, silence.meaning.span, word, "granted, refused, nothing");
  if (written.due.empty() || out.outcome != hir::OutcomeKind::Done)
    ctx.report(diag::SilenceWithoutDeadline, silence.span);
}

void report_missing(Context& ctx, const ast::Decl& decl, const ast::Norm& written) {
  const std::string_view name = ctx.text(decl.name.name);
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

void fill_performance(Body& body, const ast::Decl& decl, const ast::Norm& written, hir::Norm& out) {
  Context& ctx = body.ctx;
  if (!written.due.empty() && written.kind != ast::NormKind::Duty &&
      (written.kind != ast::NormKind::Power || !written.silence))
    ctx.report(diag::ClauseNotHere, written.due[0].span, kind_text(written.kind), "due");
  if (written.kind == ast::NormKind::Encouragement && !written.sanctions.empty())
    ctx.report(diag::ClauseNotHere, written.sanctions[0].span, kind_text(written.kind), "sanction");
  read_outcomes(body, written, out);
  if (written.kept) read_kept(body, written, out);
  read_evidence(body, written, out);
  if (written.excuse) read_excuse(body, written, out);
  if (written.silence) read_silence(body, written, out);
  if (out.outcome == hir::OutcomeKind::None && written.outcomes.empty() &&
      written.evidence.empty() && !written.kept)
    report_missing(ctx, decl, written);
}

}  // namespace phep::check
