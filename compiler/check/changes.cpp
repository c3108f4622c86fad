// What laws do to each other: repeal, suspend, replace, survive; and drafts, which do nothing yet.
#include "compiler/check/body.h"
#include "compiler/check/law.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/words.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"

#include <algorithm>

namespace phep::check {
namespace {

constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int32_t kLastDay = 2'932'896;  // 9999-12-31

hir::ChangeKind kind_of_change(ast::RelationKind kind) {
  switch (kind) {
    case ast::RelationKind::Repeals: return hir::ChangeKind::Repeals;
    case ast::RelationKind::Suspends: return hir::ChangeKind::Suspends;
    case ast::RelationKind::Replaces: return hir::ChangeKind::Replaces;
    case ast::RelationKind::Survives: return hir::ChangeKind::Survives;
    case ast::RelationKind::Details: PHEP_UNREACHABLE();
    case ast::RelationKind::Amends: PHEP_UNREACHABLE();
  }
  PHEP_UNREACHABLE();
}

bool has_bounds(const ast::Interval& held) {
  return held.from.exists() || held.until.exists() || held.through.exists();
}

// When the change holds: its own interval; the instrument itself (what it repealed stays repealed
// when it ends; what it keeps alive does not hang on it); and the provisions that say so.
hir::Force force_of_change(Context& ctx, const ast::Relation& relation,
                           const std::vector<hir::ForceInterval>& own, std::string_view name) {
  hir::Force out;
  if (has_bounds(relation.held))
    if (auto held = intervals_of(ctx, relation.held, name); !held.empty())
      out.clauses.push_back(std::move(held));
  if (relation.kind != ast::RelationKind::Survives && !own.empty()) {
    auto mine = own;
    if (relation.kind == ast::RelationKind::Repeals)
      for (hir::ForceInterval& interval : mine) interval.until = {hir::kForever, {}};
    out.clauses.push_back(std::move(mine));
  }
  ast::Authority basis;
  basis.cites = relation.cites;
  for (auto& clause : authority_of(ctx, basis, name).force.clauses)
    out.clauses.push_back(std::move(clause));
  return out;
}

// `replaces rule f with v when E`: special law of one exception to the whole rule.
void replace_value(Context& ctx, const ast::Relation& relation, const ast::Decl& decl,
                   const hir::Force& force) {
  const DefId of = resolve<hir::Rule>(ctx, relation.rule, {"một quy tắc", "a rule"});
  if (!of.exists()) return;
  const hir::Rule rule = *ctx.as<hir::Rule>(of);
  if (rule.by_judgment) {
    ctx.report(diag::SpecialOfJudgment, relation.rule.span, dotted(ctx, relation.rule));
    return;
  }
  hir::Special out;
  out.of = of;
  Body body = body_of(ctx, {});
  for (const hir::LocalId param : rule.params) {
    hir::Local own;
    own.type = ctx.module(of.file).locals[param].type;
    out.params.push_back(ctx.out.locals.add(own));
    ctx.local_used.resize(ctx.out.locals.size(), true);
  }
  // One instrument may give a rule one value after the other.
  const auto before = std::ranges::count_if(ctx.out.defs, [&](const hir::Def& def) {
    const auto* other = std::get_if<hir::Special>(&def.node);
    return other != nullptr && other->of == of && def.name == decl.name.name;
  });
  hir::RuleNode node;
  node.label = decl.name.name;
  if (before > 0)
    node.label =
        ctx.names.intern(std::string(ctx.text(decl.name.name)) + "_" + std::to_string(before + 1));
  node.parents = hir::Parents::Whole;
  node.value = check_as(body, relation.value, rule.result);
  if (relation.when.exists()) node.when = condition(body, relation.when);
  ast::Authority basis;
  basis.cites = relation.cites;
  node.authority = authority_of(ctx, basis, ctx.text(decl.name.name));
  node.authority.force = force;
  node.span = relation.span;
  out.nodes.push_back(std::move(node));
  const std::string qualified =
      (ctx.out.name.empty() ? "" : ctx.out.name + ".") + dotted(ctx, relation.rule) + ".overlay";
  ctx.out.defs.push_back(
      {decl.name.name, qualified, {}, {}, std::move(out), relation.span, relation.span});
  ctx.calls.emplace_back();
}

void check_overlay(Context& ctx, const ast::Decl& decl, const ast::Instrument& written) {
  const std::string_view name = ctx.text(decl.name.name);
  const auto acts = [](const ast::Relation& one) {
    return one.kind == ast::RelationKind::Suspends || one.kind == ast::RelationKind::Replaces;
  };
  const auto ends = [](const ast::Interval& one) {
    return one.until.exists() || one.through.exists();
  };
  if (std::ranges::none_of(written.relations, acts))
    ctx.report(diag::OverlayDoesNothing, decl.name.span, name);
  const bool all_end = std::ranges::all_of(written.in_force, ends);
  for (const ast::Relation& one : written.relations)
    if (acts(one) && !ends(one.held) && !all_end)
      ctx.report(diag::OverlayWithoutEnd, one.span, name);
}

}  // namespace

void fill_changes(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Instrument>(decl.node);
  const std::string name(ctx.text(decl.name.name));
  const std::vector<hir::ForceInterval> own =
      std::get<hir::Instrument>(ctx.out.defs[index].node).force;
  std::vector<hir::Change> changes;
  std::vector<hir::Cite> details;
  std::vector<hir::Relation> relations;
  if (written.overlay) check_overlay(ctx, decl, written);
  for (const ast::Relation* one : in_order(ctx, written.relations)) {
    const ast::Relation& relation = *one;
    const std::vector<hir::Cite> targets = cites_of(ctx, relation.targets);
    relations.push_back(
        {static_cast<hir::RelationKind>(relation.kind), targets,
         relation.held.from.exists() ? written_date(ctx, relation.held.from) : std::nullopt,
         relation.span});
    if (relation.kind == ast::RelationKind::Details)
      details.insert(details.end(), targets.begin(), targets.end());
    if (relation.kind == ast::RelationKind::Details || relation.kind == ast::RelationKind::Amends) {
      cites_of(ctx, relation.cites);
      continue;
    }
    const hir::Force force = force_of_change(ctx, relation, own, name);
    if (relation.rule.exists()) {
      replace_value(ctx, relation, decl, force);
      continue;
    }
    std::optional<hir::Cite> with;
    if (relation.with)
      if (auto found = cites_of(ctx, {*relation.with}); !found.empty()) with = found.front();
    for (const hir::Cite& target : targets) {
      if (!target.written.last.empty()) {
        ctx.report(diag::ChangeOfRange, target.written.span);
        continue;
      }
      if (target.instrument == ctx.own_id(index)) {
        ctx.report(diag::ChangeOfItself, target.written.span, name);
        continue;
      }
      changes.push_back(
          {kind_of_change(relation.kind), target, with, force, cites_of(ctx, relation.cites)});
    }
  }
  std::ranges::sort(details, {},
                    [&](const hir::Cite& cite) { return to_source(cite.written, ctx.names); });
  // Whoever reads the instrument reads them as they are written.
  std::ranges::sort(relations, {}, [](const hir::Relation& one) { return one.span.begin; });
  auto& out = std::get<hir::Instrument>(ctx.out.defs[index].node);
  out.changes = std::move(changes);
  out.details = std::move(details);
  out.relations = std::move(relations);
}

void suspend_draft(Context& ctx, const ast::Decl& decl, std::uint32_t index,
                   hir::Instrument& draft) {
  const Span span = decl.name.span;
  const std::string name(ctx.text(decl.name.name));
  hir::Reading reading;
  reading.draft_of = ctx.own_id(index);
  reading.options = {{ctx.names.intern("draft"), {}}, {ctx.names.intern("supposed"), {}}};
  draft.supposed = ctx.own_id(static_cast<std::uint32_t>(ctx.out.defs.size()));
  // Answers and callers know it by the name of the draft.
  ctx.out.defs.push_back({ctx.names.intern(name + ".draft"),
                          ctx.out.defs[index].qualified,
                          {},
                          {},
                          std::move(reading),
                          span,
                          span});
  ctx.calls.emplace_back();
  const TypeId date = ctx.types.get(Sort::Date);
  const auto day = [&](std::int32_t days) { return make(ctx, hir::DateConst{days}, date, span); };
  const auto suspend = [&](hir::ForceInterval& interval) {
    const hir::ExprId planned =
        interval.from.expr.exists()
            ? interval.from.expr
            : day(interval.from.days == hir::kAlways ? kFirstDay : interval.from.days);
    const hir::ExprId supposed =
        make(ctx, hir::ReadingIs{draft.supposed, 1}, ctx.types.get(Sort::Bool), span);
    hir::Rule rule;
    rule.result = date;
    rule.body = make(ctx, hir::If{supposed, planned, day(kLastDay)}, date, span);
    rule.calendar = ctx.calendar;
    const DefId hidden = add_hidden_rule(ctx, name + ".planned", std::move(rule), span);
    interval.from = {0, make(ctx, hir::CallRule{hidden, {}}, date, span)};
  };
  for (hir::ForceInterval& interval : draft.force) suspend(interval);
  for (auto& [of, interval] : draft.own_force) suspend(interval);
}

}  // namespace phep::check
