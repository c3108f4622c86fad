// Roles: who holds them by conduct, and who by holding another; and whom a norm binds through them.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/names.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"

#include <algorithm>

namespace phep::check {
namespace {

// One row as a rule with one case, so that it has its force and its bit in the certificate.
DefId role_rule(Context& ctx, const ast::Decl& decl, const ast::HeldRow& row,
                const hir::Holding& holding) {
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  const std::string name =
      std::string(ctx.text(decl.name.name)) + "." + std::string(ctx.text(holding.label));
  hir::Rule rule;
  rule.result = bool_type;
  rule.calendar = ctx.calendar;
  const DefId id = add_hidden_rule(ctx, name, rule, row.span);
  Body body = body_of(ctx, id);
  declare_parameters(body, row.params, rule.params);
  for (const hir::LocalId param : rule.params) ctx.local_used[param.index] = true;
  const bool record =
      rule.params.size() == 1 && ctx.types.is(ctx.out.locals[rule.params[0]].type, Sort::Record);
  if (!record) ctx.report(diag::RoleOfOneRecord, row.span, ctx.text(decl.name.name));
  hir::RuleNode node;
  node.label = ctx.names.intern("held");
  node.span = row.span;
  node.value = make(ctx, hir::BoolConst{true}, bool_type, row.span);
  if (row.when.exists()) node.when = condition(body, row.when);
  node.authority = holding.authority;
  rule.fallback = make(ctx, hir::BoolConst{false}, bool_type, row.span);
  rule.nodes.push_back(std::move(node));
  ctx.out.defs[id.index].node = std::move(rule);
  return record ? id : DefId{};
}

// Whom a norm binds in one of the roles of a party.
struct Ways {
  Body& body;
  const hir::Norm& norm;
  DefId party;                   // that is bound
  std::vector<DefId> open = {};  // roles on the way, none twice
  std::vector<hir::BearerWay> found = {};

  hir::ExprId question(const hir::Holding& holding) const {
    Context& ctx = body.ctx;
    const TypeId type =
        ctx.module(holding.rule.file).locals[ctx.as<hir::Rule>(holding.rule)->params[0]].type;
    for (const hir::LocalId own : norm.params) {
      const hir::Local local = ctx.out.locals[own];
      if (local.type != type) continue;
      ctx.local_used[own.index] = true;
      if (holding.rule.file == ctx.tree.file) ctx.calls[body.owner.index].push_back(holding.rule);
      return make(ctx,
                  hir::CallRule{holding.rule, {make(ctx, hir::LocalRef{own}, type, local.span)}},
                  ctx.types.get(Sort::Bool), local.span);
    }
    return {};
  }

  void gather(DefId role, const std::vector<hir::Cite>& through) {
    if (std::ranges::find(open, role) != open.end()) return;
    open.push_back(role);
    const hir::Party held = *body.ctx.as<hir::Party>(role);
    for (const hir::Holding& holding : held.held) {
      std::vector<hir::Cite> cites = holding.authority.cites;
      cites.insert(cites.end(), through.begin(), through.end());
      if (holding.through.exists()) {
        gather(holding.through, cites);
      } else if (holding.rule.exists()) {
        if (const hir::ExprId holds = question(holding); holds.exists())
          found.push_back({party, holds, cites});
      }
    }
    open.pop_back();
  }
};

}  // namespace

void fill_party(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Party>(decl.node);
  hir::Party out;
  std::unordered_set<Name> labels;
  const std::vector<Name> names = row_names(ctx, written.held, "held");
  for (const ast::HeldRow& row : written.held) {
    check_label(ctx, labels, row.label);
    hir::Holding holding;
    holding.label = names[out.held.size()];
    holding.authority = authority_of(ctx, row.authority, ctx.text(holding.label));
    if (row.authority.cites.empty())
      ctx.report(diag::RoleWithoutCitation, row.span, ctx.text(decl.name.name));
    if (row.party.exists()) {
      holding.through = resolve<hir::Party>(ctx, row.party, {"một bên", "a party"});
      if (row.when.exists())
        ctx.report(diag::ClauseNotHere, ctx.expr(row.when).span,
                   Argument("vai trò có được qua vai trò khác", "a role held by another role"),
                   "when");
      if (holding.through.file == ctx.tree.file && holding.through.exists())
        ctx.calls[index].push_back(holding.through);
    } else {
      holding.rule = role_rule(ctx, decl, row, holding);
    }
    out.held.push_back(std::move(holding));
  }
  ctx.out.defs[index].node = std::move(out);
}

// The wider act stands in this module or an imported one; a circle of acts is reported with other
// circles.
void fill_action(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Action>(decl.node);
  hir::Action out;
  out.within = resolve<hir::Action>(ctx, written.within, {"một hành vi", "an action"});
  if (out.within.exists() && out.within.file == ctx.tree.file)
    ctx.calls[index].push_back(out.within);
  ctx.out.defs[index].node = out;
}

// Where no fact of the norm tells who holds a role, whoever the facts speak of is taken to hold it.
std::vector<hir::BearerWay> bearer_ways(Body& body, const hir::Norm& norm,
                                        const std::vector<DefId>& parties) {
  std::vector<hir::BearerWay> out;
  for (const DefId party : parties) {
    Ways ways{body, norm, party};
    ways.gather(party, {});
    if (ways.found.empty()) ways.found.push_back({party, {}, {}});
    out.insert(out.end(), ways.found.begin(), ways.found.end());
  }
  return out;
}

}  // namespace phep::check
