// Expressions that are names: locals, members of enums, readings, fields, results, calls.
#include "compiler/check/body.h"
#include "compiler/check/decls.h"
#include "compiler/check/names.h"
#include "compiler/check/place_text.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>

namespace phep::check {
namespace {

using Parts = std::vector<ast::Ident>;

// `a.b.c` as its parts if the expression is nothing but names; else empty.
Parts parts_of(const Context& ctx, const ast::Member& member) {
  Parts parts{member.field};
  const ast::Expr* base = &ctx.expr(member.base);
  while (const auto* inner = std::get_if<ast::Member>(&base->node)) {
    parts.push_back(inner->field);
    base = &ctx.expr(inner->base);
  }
  const auto* root = std::get_if<ast::NameRef>(&base->node);
  if (root == nullptr) return {};
  parts.push_back({root->name, base->span});
  std::ranges::reverse(parts);
  return parts;
}

const Named* find_local(const Body& body, Name name) {
  for (std::size_t i = body.locals.size(); i > 0; --i)
    if (body.locals[i - 1].name == name) return &body.locals[i - 1];
  return nullptr;
}

hir::ExprId member_constant(Context& ctx, const MemberPlace& place, Span span) {
  const TypeId type = ctx.types.get({.sort = Sort::Enum, .def = place.enumeration});
  return make(ctx, hir::EnumConst{place.member}, type, span);
}

hir::ExprId bare_member(Context& ctx, const MemberPlace& place, Span span) {
  note_name(ctx, span, {place.enumeration, hir::SymbolPart::Member, place.member});
  return member_constant(ctx, place, span);
}

// What a definition is when it stands as a value.
hir::ExprId value_of(Body& body, DefId def, const ast::Ident& name, Span span) {
  Context& ctx = body.ctx;
  if (ctx.as<hir::Reading>(def) != nullptr)
    return make(ctx, hir::ReadingRef{def}, ctx.types.get({.sort = Sort::Enum, .def = def}), span);
  const auto& found = ctx.def(def);
  if (std::holds_alternative<std::monostate>(found.node)) return error_at(ctx, span);
  auto& diagnostic = ctx.report(diag::WrongKindOfName, span, ctx.text(name.name), kind_of(found),
                                Argument("một giá trị", "a value"));
  note_declared(ctx, diagnostic, def);
  return error_at(ctx, span);
}

std::vector<std::string_view> value_candidates(Body& body, TypeId hint) {
  Context& ctx = body.ctx;
  auto candidates = visible_names(ctx, [](const hir::Def& def) {
    return std::holds_alternative<hir::Reading>(def.node) ||
           std::holds_alternative<hir::Enum>(def.node);
  });
  for (const Named& local : body.locals) candidates.push_back(ctx.text(local.name));
  for (const auto& [name, places] : ctx.members) candidates.push_back(ctx.text(name));
  if (hint.exists() && ctx.types.is(hint, Sort::Enum))
    for (const auto& [name, index] : member_positions(ctx, ctx.types[hint].def))
      candidates.push_back(ctx.text(name));
  std::ranges::sort(candidates);
  return candidates;
}

hir::ExprId field(Body& body, hir::ExprId base, const ast::Ident& name, Span span);

hir::ExprId local_value(Body& body, const Named& named, Span span) {
  Context& ctx = body.ctx;
  if (!named.local.exists()) return infer(body, named.alias);
  ctx.local_used[named.local.index] = true;
  note_name(ctx, span, {DefId{ctx.tree.file}, hir::SymbolPart::Local, named.local.index});
  return make(ctx, hir::LocalRef{named.local}, ctx.out.locals[named.local].type, span);
}

// `due`, `done` of a norm's result; the other members are for tests.
hir::ExprId result_of(Context& ctx, hir::ExprId base, const ast::Ident& name, Span span) {
  const auto member = result_member(ctx.text(name.name));
  if (!member) {
    suggest(ctx, ctx.report(diag::UnknownResultMember, name.span, ctx.text(name.name)), name.span,
            ctx.text(name.name), result_members());
    return error_at(ctx, span);
  }
  if (*member == ResultMember::Since) return breach_of(ctx, base, span);
  if (*member != ResultMember::Due && *member != ResultMember::Done) {
    ctx.report(diag::OnlyInTests, name.span, "`." + std::string(ctx.text(name.name)) + "`");
    return error_at(ctx, span);
  }
  const auto which = *member == ResultMember::Due ? hir::NormMember::Due : hir::NormMember::Done;
  return make(ctx, hir::NormGet{base, which}, ctx.types.optional(ctx.types.get(Sort::Instant)),
              span);
}

// `L(x).since` of a closed list; none for anything else.
hir::ExprId since_of(Context& ctx, hir::ExprId base, const ast::Ident& name, Span span) {
  const auto* call = std::get_if<hir::CallRule>(&ctx.out.exprs[base].node);
  if (call == nullptr || result_member(ctx.text(name.name)) != ResultMember::Since) return {};
  if (!ctx.types.is(type_at(ctx, base), Sort::Set)) return {};
  const auto* list = ctx.as<hir::Enum>(ctx.types[type_at(ctx, base)].def);
  if (list == nullptr || list->items != call->rule) return {};
  return make(ctx, hir::CallRule{list->since, std::vector<hir::ExprId>(call->args)},
              ctx.types.optional(ctx.types.get(Sort::Date)), span);
}

hir::ExprId field(Body& body, hir::ExprId base, const ast::Ident& name, Span span) {
  Context& ctx = body.ctx;
  const TypeId type = type_at(ctx, base);
  if (const hir::ExprId since = since_of(ctx, base, name, span); since.exists()) return since;
  if (!name.exists() || ctx.types.is(type, Sort::Error)) return error_at(ctx, span);
  if (ctx.types.is(type, Sort::Norm)) return result_of(ctx, base, name, span);
  if (ctx.types.is(type, Sort::Range)) return range_end(ctx, base, name, span);
  if (!ctx.types.is(type, Sort::Record)) {
    ctx.report(diag::NoFields, name.span, type_text(ctx, type), ctx.text(name.name));
    return error_at(ctx, span);
  }
  const DefId record = ctx.types[type].def;
  const auto& positions = field_positions(ctx, record);
  const auto found = positions.find(name.name);
  if (found == positions.end()) {
    std::vector<std::string_view> candidates;
    for (const hir::Field& known : ctx.as<hir::Record>(record)->fields)
      candidates.push_back(ctx.text(known.name));
    auto& diagnostic =
        ctx.report(diag::UnknownField, name.span, type_text(ctx, type), ctx.text(name.name));
    note_declared(ctx, diagnostic, record);
    suggest(ctx, diagnostic, name.span, ctx.text(name.name), candidates);
    return error_at(ctx, span);
  }
  note_name(ctx, name.span, {record, hir::SymbolPart::Field, found->second});
  return make(ctx, hir::FieldRef{base, found->second},
              ctx.as<hir::Record>(record)->fields[found->second].type, span);
}

void report_arguments(Context& ctx, DefId callee, Span span, std::size_t wanted,
                      std::size_t found) {
  auto& diagnostic =
      ctx.report(diag::WrongNumberOfArguments, span, ctx.text(ctx.def(callee).name),
                 static_cast<std::int64_t>(wanted), static_cast<std::int64_t>(found));
  note_declared(ctx, diagnostic, callee);
}

}  // namespace

hir::ExprId infer_name(Body& body, const ast::NameRef& node, Span span, TypeId hint) {
  Context& ctx = body.ctx;
  if (!node.name.exists()) return error_at(ctx, span);
  const ast::Ident ident{node.name, span};
  if (const Named* local = find_local(body, node.name)) return local_value(body, *local, span);
  const TypeId wanted = hint.exists() ? ctx.types.without_optional(hint) : hint;
  const Sort sort = wanted.exists() ? ctx.types[wanted].sort : Sort::Error;
  if (sort == Sort::Enum && ctx.as<hir::Enum>(ctx.types[wanted].def) != nullptr) {
    const DefId def = ctx.types[wanted].def;
    const auto& positions = member_positions(ctx, def);
    if (const auto found = positions.find(node.name); found != positions.end())
      return bare_member(ctx, {def, found->second}, span);
  }
  const PathMeaning meaning = look_up(ctx, {ident});
  if (meaning.told) return error_at(ctx, span);
  const auto places = enums_with(ctx, node.name);
  const bool value = meaning.def.exists() && ctx.as<hir::Reading>(meaning.def) != nullptr;
  if (value || (meaning.def.exists() && places.empty()))
    return value_of(body, meaning.def, ident, span);
  if (places.size() == 1) return bare_member(ctx, places[0], span);
  if (places.size() > 1) {
    auto& diagnostic = ctx.report(diag::AmbiguousMember, span, ctx.text(node.name),
                                  ctx.text(ctx.def(places[0].enumeration).name),
                                  ctx.text(ctx.def(places[1].enumeration).name));
    note_declared(ctx, diagnostic, places[0].enumeration);
    note_declared(ctx, diagnostic, places[1].enumeration);
    return error_at(ctx, span);
  }
  if (!ctx.holes) report_unknown(ctx, ident, value_candidates(body, wanted));
  return error_at(ctx, span);
}

hir::ExprId infer_member(Body& body, const ast::Member& node, Span span, TypeId /*hint*/) {
  Context& ctx = body.ctx;
  const Parts parts = parts_of(ctx, node);
  if (parts.empty() || find_local(body, parts[0].name) != nullptr)
    return field(body, infer(body, node.base), node.field, span);
  const PathMeaning meaning = look_up(ctx, parts);
  if (meaning.told) return error_at(ctx, span);
  if (!meaning.def.exists()) {
    if (!ctx.holes) report_unknown(ctx, parts[0], value_candidates(body, {}));
    return error_at(ctx, span);
  }
  const ast::Ident& last = parts[meaning.rest < parts.size() ? meaning.rest : parts.size() - 1];
  if (ctx.as<hir::Enum>(meaning.def) != nullptr && meaning.rest + 1 == parts.size()) {
    const auto member = member_of(ctx, meaning.def, last);
    return member ? member_constant(ctx, {meaning.def, *member}, span) : error_at(ctx, span);
  }
  if (meaning.rest == parts.size()) return value_of(body, meaning.def, last, span);
  ctx.report(diag::NoFields, last.span, kind_of(ctx.def(meaning.def)), ctx.text(last.name));
  return error_at(ctx, span);
}

// `vn.pdpl.cap(f)`
hir::ExprId infer_call(Body& body, const ast::Call& node, Span span) {
  Context& ctx = body.ctx;
  const Argument wanted{"quy tắc hoặc quy phạm", "a rule or a norm"};
  DefId callee = resolve(ctx, node.callee, wanted, [](const hir::Def& def) {
    return std::holds_alternative<hir::Rule>(def.node) ||
           std::holds_alternative<hir::Norm>(def.node) || is_closed_list(def);
  });
  if (const auto* list = ctx.as<hir::Enum>(callee)) callee = list->items;
  if (!callee.exists()) {
    for (const ast::ExprId arg : node.args)
      if (!std::holds_alternative<ast::NameRef>(ctx.expr(arg).node)) infer(body, arg);
    return error_at(ctx, span);
  }
  const auto* rule = ctx.as<hir::Rule>(callee);
  const std::vector<hir::LocalId> params =
      rule != nullptr ? rule->params : ctx.as<hir::Norm>(callee)->params;
  const TypeId type =
      rule != nullptr ? rule->result : ctx.types.get({.sort = Sort::Norm, .def = callee});
  if (callee.file == ctx.tree.file && body.owner.exists())
    ctx.calls[body.owner.index].push_back(callee);
  if (params.size() != node.args.size()) {
    report_arguments(ctx, callee, span, params.size(), node.args.size());
    return error_at(ctx, span);
  }
  std::vector<hir::ExprId> args;
  bool whole = true;
  for (std::size_t i = 0; i < params.size(); ++i) {
    args.push_back(check_as(body, node.args[i], ctx.module(callee.file).locals[params[i]].type));
    whole = whole && !is_error(ctx, args.back());
  }
  if (!whole || ctx.types.is(type, Sort::Error)) return error_at(ctx, span);
  if (ctx.as<hir::Rule>(callee) != nullptr)
    return make(ctx, hir::CallRule{callee, std::move(args)}, type, span);
  return make(ctx, hir::CallNorm{callee, std::move(args)}, type, span);
}

}  // namespace phep::check
