// What one module adds to a rule or norm of another: `special rule vn.x.severity(…)`, `special duty
// vn.x.notify(…)`. Lex specialis: the original is left as it is.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/names.h"
#include "compiler/check/types.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/notes.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>
#include <unordered_map>

namespace phep::check {
namespace {

// The rule or norm that the part adds to; none, and a report, if it may not.
template <class T>
DefId original(Context& ctx, const ast::Path& path, const Argument& wanted, std::uint32_t index) {
  const DefId of = resolve<T>(ctx, path, wanted);
  if (!of.exists()) return {};
  const std::string name = dotted(ctx, path);
  if (of.file == ctx.tree.file) {
    note_declared(ctx, ctx.report(diag::SpecialOfOwn, path.span, name), of);
    return {};
  }
  const auto twice = std::ranges::find_if(ctx.out.defs, [&](const hir::Def& def) {
    const auto* other = std::get_if<hir::Special>(&def.node);
    return other != nullptr && other->of == of && &def != &ctx.out.defs[index];
  });
  if (twice != ctx.out.defs.end()) {
    ctx.report(diag::SpecialTwice, path.span, name)
        .note(diag::DeclaredHere, twice->name_span, name);
    return {};
  }
  return of;
}

// The part speaks of the same facts as what it adds to, under names of its own.
bool same_parameters(Context& ctx, const ast::Path& path, const std::vector<hir::LocalId>& own,
                     const std::vector<hir::LocalId>& theirs, DefId of) {
  const hir::Module& home = ctx.module(of.file);
  const bool same =
      std::ranges::equal(own, theirs, [&](const hir::LocalId a, const hir::LocalId b) {
        return ctx.out.locals[a].type == home.locals[b].type;
      });
  if (!same)
    note_declared(ctx, ctx.report(diag::SpecialParameters, path.span, dotted(ctx, path)), of);
  return same;
}

// A label that the original has would make two things one in an answer.
void check_new_label(Context& ctx, const ast::Ident& label, bool taken) {
  if (label.exists() && taken) ctx.report(diag::DuplicateLabel, label.span, ctx.text(label.name));
}

using Labels = std::unordered_map<Name, std::uint32_t>;

// Own nodes first, by their own positions, so that circles are found; then those of the original,
// which stand before them.
void resolve_special_targets(Context& ctx, const ast::Rule& written, const hir::Rule& of,
                             const Labels& own, hir::Rule& out) {
  const auto first = static_cast<std::uint32_t>(of.nodes.size());
  std::vector<std::vector<std::uint32_t>> theirs(written.nodes.size());
  for (std::size_t i = 0; i < written.nodes.size(); ++i) {
    const ast::RuleNode& node = written.nodes[i];
    if (node.kind == ast::RuleNodeKind::Case) continue;
    out.nodes[i].parents = node.targets.empty() ? hir::Parents::Whole : hir::Parents::Nodes;
    for (const ast::Ident& target : node.targets) {
      if (const auto found = own.find(target.name); found != own.end()) {
        out.nodes[i].targets.push_back(found->second);
        continue;
      }
      const auto there = std::ranges::find(of.nodes, target.name, &hir::RuleNode::label);
      if (there != of.nodes.end()) {
        theirs[i].push_back(static_cast<std::uint32_t>(there - of.nodes.begin()));
        continue;
      }
      std::vector<std::string_view> candidates;
      for (const hir::RuleNode& other : of.nodes) candidates.push_back(ctx.text(other.label));
      for (const auto& [name, index] : own) candidates.push_back(ctx.text(name));
      std::ranges::sort(candidates);
      suggest(ctx, ctx.report(diag::UnknownLabel, target.span, ctx.text(target.name)), target.span,
              ctx.text(target.name), candidates);
    }
  }
  check_exception_cycles(ctx, written, out);
  for (std::size_t i = 0; i < out.nodes.size(); ++i) {
    for (std::uint32_t& target : out.nodes[i].targets) target += first;
    out.nodes[i].targets.insert(out.nodes[i].targets.end(), theirs[i].begin(), theirs[i].end());
  }
}

void keep(Context& ctx, std::uint32_t index, hir::Special out) {
  ctx.out.defs[index].node = std::move(out);
}

}  // namespace

// ruleDecl : KW_SPECIAL KW_RULE path params (COLON typeRef)? specialBlock
void fill_special_rule(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Rule>(decl.node);
  const ast::Path& path = written.special_of;
  hir::Special out;
  Body body = body_of(ctx, ctx.own_id(index));
  declare_parameters(body, written.params, out.params);
  out.of = original<hir::Rule>(ctx, path, {"một quy tắc", "a rule"}, index);
  if (!out.of.exists()) return;
  const auto& of = *ctx.as<hir::Rule>(out.of);
  if (!same_parameters(ctx, path, out.params, of.params, out.of)) return;
  if (of.by_judgment) {
    note_declared(ctx, ctx.report(diag::SpecialOfJudgment, path.span, dotted(ctx, path)), out.of);
    return;
  }
  if (written.result.exists()) {
    const TypeId stated = type_of(ctx, written.result, TypePlace::Result).type;
    if (stated != of.result && !ctx.types.is(stated, Sort::Error))
      ctx.report(diag::TypeMismatch, ctx.tree.types[written.result].span, type_text(ctx, of.result),
                 type_text(ctx, stated));
  }
  out.authority = authority_of(ctx, written.authority, dotted(ctx, path));
  declare_lets(body, written.lets);
  hir::Rule rule;  // gathers the nodes as those of any rule
  rule.authority = out.authority;
  Labels labels;
  const std::vector<Name> names = rule_node_names(ctx, written.nodes);
  for (const ast::RuleNode& node : written.nodes) {
    const auto position = static_cast<std::uint32_t>(rule.nodes.size());
    const bool taken =
        node.label.exists() &&
        (std::ranges::find(of.nodes, node.label.name, &hir::RuleNode::label) != of.nodes.end() ||
         !labels.emplace(node.label.name, position).second);
    check_new_label(ctx, node.label, taken);
    add_rule_node(body, node, names[position], conclusion_type(ctx, of.picks, of.result), rule);
  }
  resolve_special_targets(ctx, written, of, labels, rule);
  if (written.nodes.empty()) ctx.report(diag::SpecialAddsNothing, path.span, dotted(ctx, path));
  out.nodes = std::move(rule.nodes);
  keep(ctx, index, std::move(out));
}

// normDecl : KW_SPECIAL normKind path params LBRACE modifier* specialClause* RBRACE
void fill_special_norm(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Norm>(decl.node);
  const ast::Path& path = written.special_of;
  hir::Special out;
  Body body = body_of(ctx, ctx.own_id(index));
  declare_parameters(body, written.params, out.params);
  out.of = original<hir::Norm>(ctx, path, {"một quy phạm", "a norm"}, index);
  if (!out.of.exists()) return;
  const auto& of = *ctx.as<hir::Norm>(out.of);
  if (!same_parameters(ctx, path, out.params, of.params, out.of)) return;
  const auto kind = static_cast<ast::NormKind>(of.kind);
  if (kind != written.kind)
    note_declared(ctx,
                  ctx.report(diag::WrongKindOfName, path.span, dotted(ctx, path), kind_text(kind),
                             kind_text(written.kind)),
                  out.of);
  out.authority = authority_of(ctx, written.authority, dotted(ctx, path));
  body.norm = true;
  if (of.trigger.exists()) {
    const TypeId type = ctx.types.without_optional(ctx.module(out.of.file).exprs[of.trigger].type);
    body.trigger = make(ctx, hir::Trigger{}, type, path.span);
  }
  declare_lets(body, written.lets);
  hir::Norm norm;  // gathers the rows as those of any norm
  norm.authority = out.authority;
  for (const ast::Exemption& row : written.exemptions)
    check_new_label(ctx, row.label,
                    std::ranges::find(of.exemptions, row.label.name, &hir::Exemption::label) !=
                        of.exemptions.end());
  for (const ast::Deferral& row : written.deferrals)
    check_new_label(ctx, row.label,
                    std::ranges::find(of.deferrals, row.label.name, &hir::Deferral::label) !=
                        of.deferrals.end());
  read_exemptions(body, written, norm);
  read_deferrals(body, written, norm);
  if (norm.exemptions.empty() && norm.deferrals.empty())
    ctx.report(diag::SpecialAddsNothing, path.span, dotted(ctx, path));
  out.exemptions = std::move(norm.exemptions);
  out.deferrals = std::move(norm.deferrals);
  keep(ctx, index, std::move(out));
}

}  // namespace phep::check
