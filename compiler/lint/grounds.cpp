// Grounds: exceptions and figures that rest on no provision.
#include "compiler/diagnostics/kinds/drafting.h"
#include "compiler/hir/children.h"
#include "compiler/lint/passes.h"

#include <algorithm>
#include <optional>
#include <set>

namespace phep::lint {
namespace {

// An exception among cases of which others say where they come from.
void look_at_exceptions(const law::Register& law, const hir::Def& def, const hir::Rule& rule,
                        DiagnosticList& out) {
  const bool grounded = !rule.authority.cites.empty() ||
                        std::ranges::any_of(rule.nodes, [](const hir::RuleNode& node) {
                          return !node.authority.cites.empty();
                        });
  if (!grounded) return;
  for (const hir::RuleNode& node : rule.nodes)
    if (node.parents != hir::Parents::Case && node.table == 0 && node.authority.cites.empty() &&
        rule.authority.cites.empty())
      out.report(diag::ExceptionWithoutCitation, node.span, law.names.text(def.name),
                 law.names.text(node.label));
}

// A figure that only law could give: an amount, a length of time, a share, a number from ten on.
bool is_figure(const hir::ExprNode& node) {
  if (const auto* money = std::get_if<hir::MoneyConst>(&node)) return money->minor != 0;
  if (const auto* length = std::get_if<hir::DurationConst>(&node)) return length->amount != 0;
  if (const auto* number = std::get_if<hir::IntConst>(&node))
    return number->value >= 10 || number->value <= -10;
  return false;
}

std::optional<Span> first_figure(const hir::Module& module, hir::ExprId id,
                                 std::set<std::uint32_t>& seen) {
  if (!id.exists() || !seen.insert(id.index).second) return std::nullopt;
  const hir::Expr& expr = module.exprs[id];
  if (is_figure(expr.node)) return expr.span;
  std::optional<Span> out;
  hir::each_child(expr.node, [&](hir::ExprId child) {
    if (!out) out = first_figure(module, child, seen);
  });
  if (const auto* local = std::get_if<hir::LocalRef>(&expr.node); !out && local != nullptr)
    out = first_figure(module, module.locals[local->local].value, seen);
  return out;
}

void look_at_figures(const law::Register& law, const hir::Module& module, const hir::Def& def,
                     const hir::Rule& rule, DiagnosticList& out) {
  if (!rule.authority.cites.empty() || !rule.authority.see.empty()) return;
  std::set<std::uint32_t> seen;
  std::optional<Span> figure = first_figure(module, rule.body, seen);
  for (const hir::RuleNode& node : rule.nodes) {
    if (figure) break;
    if (!node.authority.cites.empty() || !node.authority.see.empty()) continue;
    figure = first_figure(module, node.when, seen);
    if (!figure) figure = first_figure(module, node.value, seen);
  }
  if (figure)
    out.report(diag::FigureWithoutCitation, *figure, law.names.text(def.name),
               law.sources.text(*figure));
}

}  // namespace

void look_at_grounds(const Workspace& workspace, DiagnosticList& out) {
  const law::Register& law = workspace.law;
  for (const FileId file : workspace.files) {
    const hir::Module& module = *law.modules.at(file);
    for (const hir::Def& def : module.defs)
      if (const auto* rule = std::get_if<hir::Rule>(&def.node);
          rule != nullptr && is_written(law, def)) {
        look_at_exceptions(law, def, *rule, out);
        look_at_figures(law, module, def, *rule, out);
      }
  }
}

}  // namespace phep::lint
