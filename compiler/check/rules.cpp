// Rules: cases with exceptions, or one expression, or a judgment.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/names.h"
#include "compiler/check/types.h"
#include "compiler/diagnostics/kinds/coverage.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"
#include "compiler/syntax/print.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace phep::check {
namespace {

hir::Picks picks_of(Context& ctx, const ast::Rule& written, TypeId result, Span span) {
  switch (written.picks) {
    case ast::Picks::None: return hir::Picks::Agree;
    case ast::Picks::Highest:
    case ast::Picks::Lowest:
      // Ranges are ordered by their lower end, then by the upper one.
      if (!is_ordered(ctx, ctx.types.is(result, Sort::Range) ? ctx.types[result].element : result))
        ctx.report(diag::NotOrdered, span, type_text(ctx, result));
      return written.picks == ast::Picks::Highest ? hir::Picks::Highest : hir::Picks::Lowest;
    case ast::Picks::All:
      if (!ctx.types.is(result, Sort::Set) && !ctx.types.is(result, Sort::Error))
        ctx.report(diag::NotASet, span, type_text(ctx, result));
      return hir::Picks::All;
  }
  PHEP_UNREACHABLE();
}

// `except a, b as L:` names nodes; without names it excepts the whole rule.
void resolve_targets(Context& ctx, const ast::Rule& written,
                     const std::unordered_map<Name, std::uint32_t>& labels, hir::Rule& out) {
  for (std::size_t i = 0; i < written.nodes.size(); ++i) {
    const ast::RuleNode& node = written.nodes[i];
    if (node.kind == ast::RuleNodeKind::Case) continue;
    out.nodes[i].parents = node.targets.empty() ? hir::Parents::Whole : hir::Parents::Nodes;
    for (const ast::Ident& target : node.targets) {
      const auto found = labels.find(target.name);
      if (found != labels.end()) {
        out.nodes[i].targets.push_back(found->second);
        continue;
      }
      std::vector<std::string_view> candidates;
      for (const auto& [label, position] : labels) candidates.push_back(ctx.text(label));
      std::ranges::sort(candidates);
      suggest(ctx, ctx.report(diag::UnknownLabel, target.span, ctx.text(target.name)), target.span,
              ctx.text(target.name), candidates);
    }
  }
}

}  // namespace

// An exception may except an exception, but not, in the end, itself.
void check_exception_cycles(Context& ctx, const ast::Rule& written, hir::Rule& out) {
  enum class Mark : std::uint8_t { New, Open, Closed };
  std::vector<Mark> marks(out.nodes.size(), Mark::New);
  struct Step {
    std::uint32_t node;
    std::size_t target = 0;
  };
  for (std::uint32_t start = 0; start < out.nodes.size(); ++start) {
    if (marks[start] != Mark::New || out.nodes[start].targets.empty()) continue;
    std::vector<Step> path{{start}};
    marks[start] = Mark::Open;
    while (!path.empty()) {
      Step& step = path.back();
      auto& targets = out.nodes[step.node].targets;
      if (step.target == targets.size()) {
        marks[step.node] = Mark::Closed;
        path.pop_back();
        continue;
      }
      const std::uint32_t next = targets[step.target++];
      if (marks[next] == Mark::Open) {
        const ast::RuleNode& node = written.nodes[step.node];
        ctx.report(diag::ExceptionCycle, node.label.exists() ? node.label.span : node.span,
                   ctx.text(out.nodes[next].label));
        targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(--step.target));
      } else if (marks[next] == Mark::New) {
        marks[next] = Mark::Open;
        path.push_back({next});
      }
    }
  }
}

std::vector<Name> rule_node_names(Context& ctx, const std::vector<ast::RuleNode>& written) {
  std::vector<Name> out(written.size());
  std::vector<std::pair<std::string, std::size_t>> unnamed;
  const auto text_of = [&](ast::ExprId id) {
    return id.exists() ? syntax::print(ctx.tree, ctx.names, id) : std::string();
  };
  for (std::size_t i = 0; i < written.size(); ++i) {
    const ast::RuleNode& node = written[i];
    out[i] = node.label.name;
    if (node.label.exists()) continue;
    std::string says = text_of(node.value) + " when " + text_of(node.when);
    for (const Citation& cite : node.authority.cites) says += " " + to_source(cite, ctx.names);
    unnamed.emplace_back(std::move(says), i);
  }
  std::ranges::sort(unnamed);
  for (std::size_t n = 0; n < unnamed.size(); ++n) {
    const bool is_case = written[unnamed[n].second].kind == ast::RuleNodeKind::Case;
    out[unnamed[n].second] =
        ctx.names.intern((is_case ? "case_" : "except_") + std::to_string(n + 1));
  }
  return out;
}

void add_rule_node(Body& body, const ast::RuleNode& written, Name name, TypeId value_type,
                   hir::Rule& out) {
  Context& ctx = body.ctx;
  hir::RuleNode node;
  node.label = name;
  node.span = written.label.exists() ? written.label.span : written.span;
  node.words = label_of(written.labels);
  if (written.when.exists()) node.when = condition(body, written.when);
  if (written.lifted) {
    if (written.kind == ast::RuleNodeKind::Case) ctx.report(diag::LiftedCase, written.span);
  } else {
    const Assume here(body, node.when, true);
    node.value = check_as(body, written.value, value_type);
  }
  node.authority = authority_of(ctx, written.authority, ctx.text(node.label), &out.authority);
  out.nodes.push_back(std::move(node));
}

TypeId conclusion_type(const Context& ctx, hir::Picks picks, TypeId result) {
  if (picks != hir::Picks::All || !ctx.types.is(result, Sort::Set)) return result;
  return ctx.types.get({.sort = Sort::Enum, .def = ctx.types[result].def});
}

// ruleDecl : … | KW_RULE path params COLON typeRef …
void sign_rule(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Rule>(decl.node);
  if (written.special_of.exists()) return;  // is no rule of its own
  hir::Rule rule;
  Body body = body_of(ctx, ctx.own_id(index));
  declare_parameters(body, written.params, rule.params);
  rule.result = type_of(ctx, written.result, TypePlace::Result).type;
  if (const Sort sort = ctx.types[rule.result].sort; sort == Sort::Record || sort == Sort::List) {
    ctx.report(diag::ResultNotValue, ctx.tree.types[written.result].span,
               type_text(ctx, rule.result));
    rule.result = ctx.types.error();
  }
  rule.by_judgment = written.by_judgment;
  if (rule.by_judgment)  // a person reads them
    for (const hir::LocalId param : rule.params) ctx.local_used[param.index] = true;
  rule.calendar = ctx.calendar;
  ctx.out.defs[index].node = std::move(rule);
}

void fill_rule(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Rule>(decl.node);
  if (written.special_of.exists()) return fill_special_rule(ctx, decl, index);
  const std::string_view name = ctx.text(decl.name.name);
  hir::Rule out = std::get<hir::Rule>(ctx.out.defs[index].node);
  Body body = body_with(ctx, ctx.own_id(index), out.params);
  out.authority = authority_of(ctx, written.authority, name);
  if (written.basis) out.basis = written.basis->value;
  if (out.by_judgment) need_one_record(ctx, out.params, name, decl.name.span);
  declare_lets(body, written.lets);
  out.picks = picks_of(ctx, written, out.result, decl.name.span);
  const TypeId value_type = conclusion_type(ctx, out.picks, out.result);
  if (written.body.exists()) {
    out.body = check_as(body, written.body, out.result);
  }
  if (written.fallback) {
    out.fallback = check_as(body, written.fallback->value, out.result);
    cites_of(ctx, written.fallback->cites);
  }
  std::unordered_map<Name, std::uint32_t> labels;
  const std::vector<Name> names = rule_node_names(ctx, written.nodes);
  for (const ast::RuleNode& node : written.nodes) {
    const auto position = static_cast<std::uint32_t>(out.nodes.size());
    if (node.label.exists() && !labels.emplace(node.label.name, position).second)
      ctx.report(diag::DuplicateLabel, node.label.span, ctx.text(node.label.name));
    add_rule_node(body, node, names[position], value_type, out);
  }
  add_tables(body, written.tables, value_type, labels, out);
  resolve_targets(ctx, written, labels, out);
  check_exception_cycles(ctx, written, out);
  if (!written.body.exists() && !written.fallback && written.nodes.empty() &&
      written.tables.empty() && !written.by_judgment)
    ctx.report(diag::RuleWithoutValue, decl.name.span, name);
  ctx.out.defs[index].node = std::move(out);
  check_rule_coverage(ctx, index, decl.name.span);
}

}  // namespace phep::check
