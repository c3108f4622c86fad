#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"

namespace phep::syntax {

// normDecl : KW_SPECIAL normKind path params LBRACE modifier* specialClause* RBRACE
//          | normKind path params LBRACE modifier* normClause* RBRACE
void Builder::norm(PhepParser::NormDeclContext* cst) {
  ast::Norm out{};
  ast::Labels text;
  if (auto* kind = cst->normKind())
    out.kind = kind->KW_DUTY() != nullptr          ? ast::NormKind::Duty
               : kind->KW_PROHIBITION() != nullptr ? ast::NormKind::Prohibition
               : kind->KW_PERMISSION() != nullptr  ? ast::NormKind::Permission
               : kind->KW_POWER() != nullptr       ? ast::NormKind::Power
                                                   : ast::NormKind::Encouragement;
  const bool special = cst->KW_SPECIAL() != nullptr;
  const ast::Ident name = declared_name(cst->path(), special);
  if (special) out.special_of = path(cst->path());
  out.params = params(cst->params());
  for (auto* one : cst->modifier()) modifier(out.authority, &text, one);
  for (auto* clause : cst->specialClause()) norm_clause(out, only_child(clause));
  for (auto* clause : cst->normClause()) norm_clause(out, only_child(clause));
  declare(cst, name, std::move(text), std::move(out));
}

void Builder::norm_clause(ast::Norm& into, Rule* one) {
  if (one == nullptr) return;
  const std::size_t rule = one->getRuleIndex();
  if (rule == PhepParser::RuleLetItem) {
    auto* clause = static_cast<PhepParser::LetItemContext*>(one);
    into.lets.push_back(let(clause));
    return;
  }
  if (rule == PhepParser::RuleBearerClause) {
    auto* clause = static_cast<PhepParser::BearerClauseContext*>(one);
    if (!once(into.bearer.has_value(), clause)) return;
    into.bearer = bearer(clause->bearers(), clause);
    into.bearer->cites = cites(clause->citesClause());
    return;
  }
  if (rule == PhepParser::RuleFallbackClause) {
    auto* clause = static_cast<PhepParser::FallbackClauseContext*>(one);
    ast::Bearer instead = bearer(clause->bearers(), clause);
    instead.when = when(clause->whenClause());
    instead.cites = cites(clause->citesClause());
    into.fallback_bearers.push_back(std::move(instead));
    return;
  }
  if (rule == PhepParser::RuleTowardClause) {
    auto* clause = static_cast<PhepParser::TowardClauseContext*>(one);
    if (once(into.toward.exists(), clause)) into.toward = path(clause->path());
    return;
  }
  if (rule == PhepParser::RuleActionClause) {
    auto* clause = static_cast<PhepParser::ActionClauseContext*>(one);
    if (once(into.action.exists(), clause)) into.action = path(clause->path());
    return;
  }
  if (rule == PhepParser::RuleTriggerClause) {
    auto* clause = static_cast<PhepParser::TriggerClauseContext*>(one);
    if (once(into.trigger.exists(), clause)) into.trigger = expr(clause->expr());
    return;
  }
  if (rule == PhepParser::RuleAppliesClause) {
    auto* clause = static_cast<PhepParser::AppliesClauseContext*>(one);
    if (once(into.applies.exists(), clause)) into.applies = expr(clause->expr());
    return;
  }
  if (rule == PhepParser::RuleExemptClause) {
    auto* clause = static_cast<PhepParser::ExemptClauseContext*>(one);
    into.exemptions.push_back(exemption(clause));
    return;
  }
  if (rule == PhepParser::RuleDeferredClause) {
    auto* clause = static_cast<PhepParser::DeferredClauseContext*>(one);
    into.deferrals.push_back(deferral(clause));
    return;
  }
  if (rule == PhepParser::RuleDueClause) {
    auto* clause = static_cast<PhepParser::DueClauseContext*>(one);
    into.due.push_back(due(clause));
    return;
  }
  if (rule == PhepParser::RuleExtendClause) {
    auto* clause = static_cast<PhepParser::ExtendClauseContext*>(one);
    into.extensions.push_back(extension(clause));
    return;
  }
  if (rule == PhepParser::RuleOutcomeClause) {
    auto* clause = static_cast<PhepParser::OutcomeClauseContext*>(one);
    into.outcomes.push_back(outcome(clause));
    return;
  }
  if (rule == PhepParser::RuleSanctionClause) {
    auto* clause = static_cast<PhepParser::SanctionClauseContext*>(one);
    into.sanctions.push_back(sanction(clause));
    return;
  }
  if (rule == PhepParser::RuleSilenceClause) {
    auto* clause = static_cast<PhepParser::SilenceClauseContext*>(one);
    if (once(into.silence.has_value(), clause)) into.silence = silence(clause);
    return;
  }
  if (rule == PhepParser::RuleEvidenceClause) {
    auto* clause = static_cast<PhepParser::EvidenceClauseContext*>(one);
    into.evidence.push_back(evidence(clause));
    return;
  }
  if (rule == PhepParser::RuleKeptClause) {
    auto* clause = static_cast<PhepParser::KeptClauseContext*>(one);
    if (once(into.kept.has_value(), clause)) into.kept = kept(clause);
    return;
  }
  if (rule == PhepParser::RuleExcusedClause) {
    auto* clause = static_cast<PhepParser::ExcusedClauseContext*>(one);
    if (once(into.excuse.has_value(), clause)) into.excuse = excuse(clause);
    return;
  }
  if (rule == PhepParser::RuleProofClause) {
    auto* clause = static_cast<PhepParser::ProofClauseContext*>(one);
    if (once(into.proof.exists(), clause)) into.proof = path(clause->path());
    return;
  }
  if (rule == PhepParser::RuleBreachClause) {
    auto* clause = static_cast<PhepParser::BreachClauseContext*>(one);
    if (once(into.on_breach.has_value(), clause)) into.on_breach = on_breach(clause);
  }
}

// bearers : (KW_ANY_OF | KW_EACH_OF) path (COMMA path)* | path
ast::Bearer Builder::bearer(PhepParser::BearersContext* cst, Rule* clause) {
  ast::Bearer out;
  out.span = span(clause);
  if (cst == nullptr) return out;
  out.mode = cst->KW_ANY_OF() != nullptr    ? ast::BearerMode::AnyOf
             : cst->KW_EACH_OF() != nullptr ? ast::BearerMode::EachOf
                                            : ast::BearerMode::One;
  for (auto* one : cst->path())
    if (ast::Path party = path(one); party.exists()) out.parties.push_back(std::move(party));
  return out;
}

// exemptClause : KW_EXEMPT label? nodeModifier+
ast::Exemption Builder::exemption(PhepParser::ExemptClauseContext* cst) {
  ast::Exemption out;
  out.label = label(cst->label());
  out.span = span(cst);
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  if (!out.when.exists()) {
    if (cst->exception == nullptr)
      reports_.report(diag::WhenNeeded, span(cst->getStart()), text(cst->getStart()));
    out.when = missing(out.span);
  }
  return out;
}

// deferredClause : KW_DEFERRED label? (KW_UNTIL | KW_THROUGH) expr (endedBy | nodeModifier)*
ast::Deferral Builder::deferral(PhepParser::DeferredClauseContext* cst) {
  ast::Deferral out;
  out.label = label(cst->label());
  out.span = span(cst);
  (cst->KW_THROUGH() != nullptr ? out.through : out.until) = expr(cst->expr());
  for (auto* one : cst->endedBy())
    if (once(out.ended_by.exists(), one)) out.ended_by = expr(one->expr());
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  return out;
}

// dueClause : KW_DUE label? (KW_BY_JUDGMENT | KW_BEFORE expr | recurrence | expr)
//             (countedBy | underReadings | nodeModifier)*
ast::DueRow Builder::due(PhepParser::DueClauseContext* cst) {
  ast::DueRow out{};
  out.label = label(cst->label());
  out.span = span(cst);
  out.kind = cst->KW_BY_JUDGMENT() != nullptr ? ast::DueKind::Judgment
             : cst->KW_BEFORE() != nullptr    ? ast::DueKind::Before
             : cst->recurrence() != nullptr   ? ast::DueKind::Every
                                              : ast::DueKind::At;
  if (out.kind == ast::DueKind::Every)
    out.every = recurrence(cst->recurrence());
  else if (out.kind != ast::DueKind::Judgment)
    out.value = expr(cst->expr());
  for (auto* one : cst->countedBy()) {
    ast::Path& slot = one->KW_COUNTING() != nullptr ? out.counting : out.calendar;
    if (once(slot.exists(), one)) slot = path(one->path());
  }
  for (auto* under : cst->underReadings())
    for (auto* one : under->path()) out.readings.push_back(path(one));
  node_modifiers(cst, cst->nodeModifier(), out.authority, nullptr, out.when);
  return out;
}

// recurrence : KW_EVERY expr KW_FROM expr (KW_THROUGH expr)? (KW_WHILE expr)? (KW_AT_MOST INT
// KW_TIMES)?
ast::Recurrence Builder::recurrence(PhepParser::RecurrenceContext* cst) {
  ast::Recurrence out;
  std::size_t next = 0;
  out.period = expr(cst->expr(next++));
  out.from = expr(cst->expr(next++));
  if (cst->KW_THROUGH() != nullptr) out.through = expr(cst->expr(next++));
  if (cst->KW_WHILE() != nullptr) out.holding = expr(cst->expr(next++));
  if (auto* most = cst->INT())
    out.at_most = number(most->getSymbol(), nullptr, span(most->getSymbol()));
  return out;
}

// extendClause : KW_EXTEND label? KW_ONCE_BY expr nodeModifier*
ast::Extension Builder::extension(PhepParser::ExtendClauseContext* cst) {
  ast::Extension out;
  out.label = label(cst->label());
  out.by = expr(cst->expr());
  out.span = span(cst);
  node_modifiers(cst, cst->nodeModifier(), out.authority, nullptr, out.when);
  return out;
}

// outcomeClause
//   : (KW_DONE expr forEach? | (KW_MET | KW_BREACHED | KW_GRANTED | KW_AVAILABLE) KW_WHEN expr)
//   citesClause?
ast::Fulfilment Builder::outcome(PhepParser::OutcomeClauseContext* cst) {
  ast::Fulfilment out{};
  out.kind = cst->KW_DONE() != nullptr       ? ast::Outcome::Done
             : cst->KW_MET() != nullptr      ? ast::Outcome::Met
             : cst->KW_BREACHED() != nullptr ? ast::Outcome::Breached
             : cst->KW_GRANTED() != nullptr  ? ast::Outcome::Granted
                                             : ast::Outcome::Available;
  out.value = expr(cst->expr());
  if (auto* each = cst->forEach()) {
    out.variable = ident(each->name());
    out.list = expr(each->expr(0));
    if (each->KW_WHERE() != nullptr) out.where = expr(each->expr(1));
  }
  out.cites = cites(cst->citesClause());
  if (cst->citesClause() != nullptr) warn_stray(cst, cst->citesClause());
  out.span = span(cst);
  return out;
}

// evidenceClause : KW_MET KW_WITH label? expr nodeModifier*
ast::Evidence Builder::evidence(PhepParser::EvidenceClauseContext* cst) {
  ast::Evidence out;
  out.label = label(cst->label());
  out.value = expr(cst->expr());
  out.span = span(cst);
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  return out;
}

// keptClause : KW_KEPT_THROUGH expr endedBy? citesClause?
ast::Kept Builder::kept(PhepParser::KeptClauseContext* cst) {
  ast::Kept out;
  out.through = expr(cst->expr());
  if (cst->endedBy() != nullptr) out.ended_by = expr(cst->endedBy()->expr());
  out.cites = cites(cst->citesClause());
  if (cst->citesClause() != nullptr) warn_stray(cst, cst->citesClause());
  out.span = span(cst);
  return out;
}

// excusedClause : KW_LATE_EXCUSED nodeModifier+
ast::Excuse Builder::excuse(PhepParser::ExcusedClauseContext* cst) {
  ast::Excuse out;
  out.span = span(cst);
  node_modifiers(cst, cst->nodeModifier(), out.authority, nullptr, out.when);
  if (!out.when.exists()) {
    if (cst->exception == nullptr)
      reports_.report(diag::WhenNeeded, span(cst->getStart()), text(cst->getStart()));
    out.when = missing(out.span);
  }
  return out;
}

// silenceClause : KW_SILENCE KW_MEANS name citesClause?
ast::Silence Builder::silence(PhepParser::SilenceClauseContext* cst) {
  ast::Silence out{ident(cst->name()), cites(cst->citesClause()), {}};
  if (cst->citesClause() != nullptr) warn_stray(cst, cst->citesClause());
  out.span = span(cst);
  return out;
}

// breachClause : KW_ON_BREACH path arguments citesClause?
ast::OnBreach Builder::on_breach(PhepParser::BreachClauseContext* cst) {
  ast::Call call{path(cst->path()), {}};
  if (cst->arguments() != nullptr) call.args = exprs(cst->arguments());
  const std::vector<ast::ExprId> children = call.args;
  ast::OnBreach out;
  out.span = span(cst);
  out.norm = call.callee.exists() ? make(out.span, std::move(call), children) : missing(out.span);
  out.cites = cites(cst->citesClause());
  if (cst->citesClause() != nullptr) warn_stray(cst, cst->citesClause());
  return out;
}

// sanctionClause : KW_SANCTION label? consequence
//                  (onStatus | halved | individual | milder | limitation | nodeModifier)*
ast::Sanction Builder::sanction(PhepParser::SanctionClauseContext* cst) {
  ast::Sanction out{};
  out.label = label(cst->label());
  out.consequence = consequence(cst->consequence());
  out.span = span(cst);
  for (auto* one : cst->onStatus()) {
    if (!once(out.on != ast::SanctionOn::Any, one)) continue;
    const ast::Ident status = ident(one->name());
    const std::string_view spelled = names_.text(status.name);
    if (spelled == "late" || spelled == "trễ_hạn") {
      out.on = ast::SanctionOn::Late;
    } else if (spelled == "violated" || spelled == "đã_vi_phạm") {
      out.on = ast::SanctionOn::Violated;
    } else if (status.exists()) {
      reports_.report(diag::StatusOnly, status.span, spelled);
    }
  }
  for (auto* one : cst->halved())
    if (once(out.halved_when.exists(), one)) out.halved_when = expr(one->expr());
  for (auto* one : cst->individual())
    if (once(out.individual_when.exists(), one)) out.individual_when = expr(one->expr());
  for (auto* one : cst->milder())
    if (once(out.milder, one)) out.milder = true;
  for (auto* one : cst->limitation())
    if (once(out.limitation.exists(), one)) out.limitation = expr(one->expr());
  node_modifiers(cst, cst->nodeModifier(), out.authority, &out.labels, out.when);
  return out;
}

// consequence
//   : KW_FINE amounts | KW_SUSPENSION amounts | KW_WARNING | KW_REMEDY name (COMMA name)*
//   | KW_CONFISCATION | KW_NOT_SET
ast::Consequence Builder::consequence(PhepParser::ConsequenceContext* cst) {
  if (cst == nullptr || cst->exception != nullptr) return ast::Missing{};
  if (cst->KW_WARNING() != nullptr) return ast::Warning{};
  if (cst->KW_NOT_SET() != nullptr) return ast::NotSet{};
  if (cst->KW_CONFISCATION() != nullptr) return ast::Confiscation{};
  if (cst->KW_REMEDY() != nullptr) {
    ast::Remedy out;
    for (auto* one : cst->name())
      if (const ast::Ident name = ident(one); name.exists()) out.measures.push_back(name);
    return out;
  }
  const auto [least, most] = amounts(cst->amounts());
  if (cst->KW_FINE() != nullptr) return ast::Fine{least, most};
  return ast::Suspension{least, most};
}

// amounts : KW_FROM sum KW_TO sum | KW_AT_LEAST expr (KW_UP_TO expr)? | KW_UP_TO expr | expr
std::pair<ast::ExprId, ast::ExprId> Builder::amounts(PhepParser::AmountsContext* cst) {
  if (cst == nullptr) {
    const ast::ExprId hole = missing({module_.file, 0, 0});
    return {hole, hole};
  }
  if (cst->KW_FROM() != nullptr) return {expr(cst->sum(0)), expr(cst->sum(1))};
  if (cst->KW_AT_LEAST() != nullptr)
    return {expr(cst->expr(0)), cst->KW_UP_TO() == nullptr ? ast::ExprId{} : expr(cst->expr(1))};
  if (cst->KW_UP_TO() != nullptr) return {ast::ExprId{}, expr(cst->expr(0))};
  const ast::ExprId exact = expr(cst->expr(0));
  return {exact, exact};
}

}  // namespace phep::syntax
