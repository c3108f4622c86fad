// Closed lists: the rows of a versioned annex. A list is an enum of its items; asked about a case
// it gives the set of those that hold.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/types.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"

#include <unordered_set>

namespace phep::check {
namespace {

constexpr std::size_t kMostItems = 64;      // a set has so many members
constexpr std::int32_t kNoDay = 2'932'896;  // 9999-12-31: later than any item

hir::Enum& list_of(Context& ctx, std::uint32_t index) {
  return std::get<hir::Enum>(ctx.out.defs[index].node);
}

// The item's own force begins on the day since which it stands in the list.
ast::Authority with_since(const ast::ListItem& item) {
  ast::Authority out = item.authority;
  if (item.since.exists()) {
    ast::Interval held;
    held.from = item.since;
    held.span = item.span;
    out.in_force.push_back(held);
  }
  return out;
}

hir::RuleNode node_of(Context& ctx, const ast::ListItem& item, hir::ExprId when, hir::ExprId value,
                      const hir::Authority& outer) {
  hir::RuleNode node;
  node.label = item.label.name;
  node.span = item.label.span;
  node.when = when;
  node.value = value;
  node.authority = authority_of(ctx, with_since(item), ctx.text(item.label.name), &outer);
  return node;
}

// The earliest day since which an item that holds stands in the list; none if none holds.
hir::Rule since_rule(Context& ctx, const hir::Rule& first, DefId first_id, Span span) {
  const TypeId date = ctx.types.get(Sort::Date);
  hir::Rule out;
  out.params = first.params;
  out.result = ctx.types.optional(date);
  out.calendar = ctx.calendar;
  std::vector<hir::ExprId> args;
  for (const hir::LocalId param : out.params)
    args.push_back(make(ctx, hir::LocalRef{param}, ctx.out.locals[param].type, span));
  const hir::ExprId day = make(ctx, hir::CallRule{first_id, args}, date, span);
  const hir::ExprId none = make(ctx, hir::DateConst{kNoDay}, date, span);
  const hir::ExprId holds =
      make(ctx, hir::Compare{hir::CompareOp::Lt, day, none}, ctx.types.get(Sort::Bool), span);
  out.body = make(ctx,
                  hir::If{holds, make(ctx, hir::Wrap{day}, out.result, span),
                          make(ctx, hir::NullConst{}, out.result, span)},
                  out.result, span);
  return out;
}

}  // namespace

void fill_list_members(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::ClosedList>(decl.node);
  hir::Enum out;
  std::unordered_set<Name> seen;
  for (const ast::ListItem& item : written.items) {
    if (!seen.insert(item.label.name).second)
      ctx.report(diag::DuplicateLabel, item.label.span, ctx.text(item.label.name));
    hir::Label label = label_of(item.labels);
    if (!label.vi.empty()) label.vi = item.code.value + " " + label.vi;
    if (!label.en.empty()) label.en = item.code.value + " " + label.en;
    out.members.push_back({item.label.name, std::move(label)});
  }
  if (written.items.size() > kMostItems)
    ctx.report(diag::ListTooManyItems, decl.name.span, ctx.text(decl.name.name),
               static_cast<std::int64_t>(written.items.size()));
  ctx.out.defs[index].node = std::move(out);
}

// listDecl : KW_CLOSED_LIST name params LBRACE modifier* listItem* RBRACE
void sign_list(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::ClosedList>(decl.node);
  const std::string name(ctx.text(decl.name.name));
  hir::Rule rule;
  rule.result = ctx.types.get({.sort = Sort::Set, .def = ctx.own_id(index)});
  rule.picks = hir::Picks::All;
  rule.calendar = ctx.calendar;
  rule.list = ctx.own_id(index);
  const DefId items = add_hidden_rule(ctx, name + ".items", rule, decl.name.span);
  Body body = body_of(ctx, items);
  declare_parameters(body, written.params, rule.params);
  for (const hir::LocalId param : rule.params) ctx.local_used[param.index] = true;
  ctx.out.defs[items.index].node = rule;
  hir::Rule since;
  since.params = rule.params;
  since.result = ctx.types.optional(ctx.types.get(Sort::Date));
  const DefId since_id = add_hidden_rule(ctx, name + ".since", std::move(since), decl.name.span);
  list_of(ctx, index).items = items;
  list_of(ctx, index).since = since_id;
}

void fill_list(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::ClosedList>(decl.node);
  const std::string name(ctx.text(decl.name.name));
  const DefId items = list_of(ctx, index).items;
  const DefId since = list_of(ctx, index).since;
  hir::Rule out = std::get<hir::Rule>(ctx.out.defs[items.index].node);
  Body body = body_with(ctx, items, out.params);
  out.authority = authority_of(ctx, written.authority, name);
  hir::Rule first;  // the same rows, each with its day
  first.params = out.params;
  first.result = ctx.types.get(Sort::Date);
  first.picks = hir::Picks::Lowest;
  first.calendar = ctx.calendar;
  first.list = out.list;
  first.authority = out.authority;
  first.fallback = make(ctx, hir::DateConst{kNoDay}, first.result, decl.name.span);
  const TypeId member = ctx.types.get({.sort = Sort::Enum, .def = ctx.own_id(index)});
  for (std::uint32_t i = 0; i < written.items.size() && i < kMostItems; ++i) {
    const ast::ListItem& item = written.items[i];
    if (item.authority.cites.empty())
      ctx.report(diag::ItemWithoutCitation, item.label.span, ctx.text(item.label.name));
    if (item.unencoded) {
      authority_of(ctx, with_since(item), ctx.text(item.label.name), &out.authority);
      continue;
    }
    const hir::ExprId when = condition(body, item.when);
    check_never(ctx, when, ctx.text(item.label.name), item.label.span);
    out.nodes.push_back(node_of(
        ctx, item, when, make(ctx, hir::EnumConst{i}, member, item.label.span), out.authority));
    if (const auto day = item.since.exists() ? need_date(ctx, item.since) : std::nullopt)
      first.nodes.push_back(node_of(ctx, item, when,
                                    make(ctx, hir::DateConst{*day}, first.result, item.span),
                                    first.authority));
  }
  const DefId first_id = add_hidden_rule(ctx, name + ".first", first, decl.name.span);
  ctx.calls[first_id.index] = ctx.calls[items.index];
  ctx.calls[since.index].push_back(first_id);
  ctx.out.defs[since.index].node = since_rule(ctx, first, first_id, decl.name.span);
  ctx.out.defs[items.index].node = std::move(out);
}

}  // namespace phep::check
