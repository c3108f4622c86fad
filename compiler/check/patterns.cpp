// `is`, `in` and sets: questions of membership.
#include "compiler/check/body.h"
#include "compiler/check/names.h"
#include "compiler/check/place_text.h"
#include "compiler/check/types.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

namespace phep::check {
namespace {

hir::ExprId negated_if(Context& ctx, bool negated, hir::ExprId id, Span span) {
  if (!negated || is_error(ctx, id)) return id;
  return make(ctx, hir::Not{id}, ctx.types.get(Sort::Bool), span);
}

hir::ExprId is_null(Context& ctx, hir::ExprId value, bool negated, Span span) {
  value = widened(ctx, value);
  if (is_error(ctx, value)) return value;
  if (!ctx.types.is_optional(type_at(ctx, value))) {
    ctx.report(diag::AlwaysExists, span, place_text(ctx, value));
    return error_at(ctx, span);
  }
  const hir::ExprId exists = make(ctx, hir::Exists{value}, ctx.types.get(Sort::Bool), span);
  return negated_if(ctx, !negated, exists, span);
}

hir::ExprId is_status(Context& ctx, hir::ExprId norm, const ast::Is& node, Span span) {
  const ast::Ident& word = node.pattern.word.parts[0];
  const auto status = status_word(ctx.text(word.name));
  if (!status || node.pattern.word.parts.size() > 1) {
    report_unknown_status(ctx, node.pattern.word);
    return error_at(ctx, span);
  }
  if (node.pattern.has_args) {
    ctx.report(diag::OnlyInTests, node.pattern.word.span,
               Argument("đối số của tình trạng", "an argument of a status"));
    return error_at(ctx, span);
  }
  const hir::ExprId is =
      make(ctx, hir::NormIs{norm, std::uint32_t{1} << *status}, ctx.types.get(Sort::Bool), span);
  return negated_if(ctx, node.negated, is, span);
}

// The member that a pattern's path names: bare, `Harm.serious` or `vn.x.Harm.serious`.
std::optional<std::uint32_t> pattern_member(Context& ctx, DefId enumeration,
                                            const ast::Path& word) {
  if (word.parts.size() == 1) return member_of(ctx, enumeration, word.parts[0]);
  const PathMeaning meaning = look_up(ctx, word.parts);
  if (meaning.told) return std::nullopt;
  if (meaning.def != enumeration || meaning.rest + 1 != word.parts.size()) {
    ctx.report(diag::UnknownMember, word.span, ctx.text(ctx.def(enumeration).name),
               dotted(ctx, word));
    return std::nullopt;
  }
  return member_of(ctx, enumeration, word.parts.back());
}

hir::ExprId is_member(Context& ctx, hir::ExprId value, const ast::Is& node, Span span) {
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  const TypeId type = type_at(ctx, value);
  const auto member = pattern_member(ctx, ctx.types[type].def, node.pattern.word);
  if (!member) return error_at(ctx, span);
  if (const auto* reading = std::get_if<hir::ReadingRef>(&ctx.out.exprs[value].node))
    return negated_if(ctx, node.negated,
                      make(ctx, hir::ReadingIs{reading->reading, *member}, bool_type, span), span);
  const hir::ExprId wanted = make(ctx, hir::EnumConst{*member}, type, node.pattern.word.span);
  const auto op = node.negated ? hir::CompareOp::Ne : hir::CompareOp::Eq;
  return make(ctx, hir::Compare{op, value, wanted}, bool_type, span);
}

}  // namespace

std::optional<std::uint32_t> member_of(Context& ctx, DefId enumeration, const ast::Ident& word) {
  if (!word.exists()) return std::nullopt;
  const auto& positions = member_positions(ctx, enumeration);
  if (const auto found = positions.find(word.name); found != positions.end()) {
    note_name(ctx, word.span, {enumeration, hir::SymbolPart::Member, found->second});
    return found->second;
  }
  std::vector<std::string_view> candidates;
  for (const auto& [name, index] : positions) candidates.push_back(ctx.text(name));
  auto& diagnostic = ctx.report(diag::UnknownMember, word.span, ctx.text(ctx.def(enumeration).name),
                                ctx.text(word.name));
  note_declared(ctx, diagnostic, enumeration);
  suggest(ctx, diagnostic, word.span, ctx.text(word.name), candidates);
  return std::nullopt;
}

void report_unknown_status(Context& ctx, const ast::Path& words) {
  const std::string written = dotted(ctx, words);
  suggest(ctx, ctx.report(diag::UnknownStatus, words.span, written), words.span, written,
          status_words());
}

bool bare_word(Context& ctx, const ast::Pattern& pattern) {
  if (!pattern.has_args) return true;
  ctx.report(diag::WrongNumberOfArguments, pattern.word.span,
             ctx.text(pattern.word.parts.back().name), std::int64_t{0},
             static_cast<std::int64_t>(pattern.args.size()));
  return false;
}

// `x is late`, `x is not serious`, `x is null`
hir::ExprId infer_is(Body& body, const ast::Is& node, Span span) {
  Context& ctx = body.ctx;
  hir::ExprId value = infer(body, node.value);
  if (!node.pattern.word.exists() || !node.pattern.word.parts[0].exists())
    return error_at(ctx, span);
  const std::string_view word = ctx.text(node.pattern.word.parts[0].name);
  const bool bare = node.pattern.word.parts.size() == 1;
  if (bare && word == "null")
    return bare_word(ctx, node.pattern) ? is_null(ctx, value, node.negated, span)
                                        : error_at(ctx, span);
  if (is_error(ctx, value)) return value;
  if (sort_at(ctx, value) == Sort::Norm) return is_status(ctx, value, node, span);
  if (bare && (word == "unknown" || word == "undecided" || word == "error")) {
    ctx.report(diag::OnlyInTests, span, "`is " + std::string(word) + "`");
    return error_at(ctx, span);
  }
  if (!bare_word(ctx, node.pattern)) return error_at(ctx, span);
  // What is known not to exist is no member: `x is m` asks whether there is an x at all. The
  // negation would be read both ways, so it needs its guard.
  hir::ExprId exists;
  if (ctx.types.is_optional(type_at(ctx, value)) && !node.negated) {
    exists = make(ctx, hir::Exists{value}, ctx.types.get(Sort::Bool), span);
    value = make(ctx, hir::Unwrap{value}, ctx.types.without_optional(type_at(ctx, value)),
                 ctx.out.exprs[value].span);
  }
  value = need_value(body, value);
  if (is_error(ctx, value)) return value;
  hir::ExprId result;
  if (sort_at(ctx, value) == Sort::Bool && bare && (word == "true" || word == "false")) {
    result = negated_if(ctx, (word == "false") != node.negated, value, span);
  } else if (sort_at(ctx, value) == Sort::Enum) {
    result = is_member(ctx, value, node, span);
  } else {
    ctx.report(diag::IsNeedsWord, span, type_text(ctx, type_at(ctx, value)));
    return error_at(ctx, span);
  }
  if (!exists.exists() || is_error(ctx, result)) return result;
  return make(ctx, hir::And{{exists, result}}, ctx.types.get(Sort::Bool), span);
}

namespace {

// `v in { a, b }`: a set of constants where it fits, else one comparison a value.
hir::ExprId in_written(Body& body, const ast::In& node, const ast::SetLiteral& set, Span span) {
  Context& ctx = body.ctx;
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  const hir::ExprId value = need_value(body, infer(body, node.value));
  const TypeId type = type_at(ctx, value);
  const bool reading = std::holds_alternative<hir::ReadingRef>(ctx.out.exprs[value].node);
  std::vector<hir::ExprId> tests;
  std::uint64_t bits = 0;
  bool constant = ctx.types.is(type, Sort::Enum) && !reading &&
                  member_positions(ctx, ctx.types[type].def).size() <= kSetMembers;
  bool whole = !is_error(ctx, value);
  for (const ast::ExprId item : set.members) {
    if (reading) {
      const auto* name = std::get_if<ast::NameRef>(&ctx.expr(item).node);
      if (name == nullptr) ctx.report(diag::SetOfConstants, ctx.expr(item).span);
      const auto option =
          name == nullptr ? std::nullopt
                          : member_of(ctx, ctx.types[type].def, {name->name, ctx.expr(item).span});
      whole = whole && option;
      if (option)
        tests.push_back(make(ctx, hir::ReadingIs{ctx.types[type].def, *option}, bool_type, span));
      continue;
    }
    const hir::ExprId other = check_as(body, item, type);
    whole = whole && !is_error(ctx, other);
    const auto* member = std::get_if<hir::EnumConst>(&ctx.out.exprs[other].node);
    constant = constant && member != nullptr;
    if (constant && member != nullptr) bits |= std::uint64_t{1} << member->member;
    tests.push_back(whole ? comparison(ctx, hir::CompareOp::Eq, value, other, span) : other);
  }
  if (!whole) return error_at(ctx, span);
  if (constant) {
    const TypeId set_type = ctx.types.get({.sort = Sort::Set, .def = ctx.types[type].def});
    const hir::ExprId members = make(ctx, hir::SetConst{bits}, set_type, ctx.expr(node.set).span);
    return make(ctx, hir::SetHas{value, members}, bool_type, span);
  }
  if (tests.size() == 1) return tests[0];
  if (tests.empty()) return make(ctx, hir::BoolConst{false}, bool_type, span);
  return make(ctx, hir::Or{std::move(tests)}, bool_type, span);
}

// `v in lo..hi`: both ends included; `lo..<hi`: the upper one not.
hir::ExprId in_range(Body& body, const ast::In& node, const ast::Range& range, Span span) {
  Context& ctx = body.ctx;
  const hir::ExprId value = need_value(body, infer(body, node.value));
  const auto test = [&](ast::ExprId bound, hir::CompareOp op) {
    return comparison(ctx, op, value, infer(body, bound, type_at(ctx, value)), span);
  };
  const hir::ExprId from = test(range.lo, hir::CompareOp::Ge);
  const hir::ExprId to = test(range.hi, range.below ? hir::CompareOp::Lt : hir::CompareOp::Le);
  if (is_error(ctx, from) || is_error(ctx, to)) return error_at(ctx, span);
  return make(ctx, hir::And{{from, to}}, ctx.types.get(Sort::Bool), span);
}

}  // namespace

namespace {

// The closed list that an expression is the name of.
DefId closed_list_named(Body& body, ast::ExprId set) {
  Context& ctx = body.ctx;
  std::vector<ast::Ident> parts;
  const ast::Expr* at = &ctx.expr(set);
  while (const auto* member = std::get_if<ast::Member>(&at->node)) {
    parts.insert(parts.begin(), member->field);
    at = &ctx.expr(member->base);
  }
  const auto* root = std::get_if<ast::NameRef>(&at->node);
  if (root == nullptr) return {};
  for (const Named& local : body.locals)
    if (local.name == root->name) return {};
  parts.insert(parts.begin(), {root->name, at->span});
  const PathMeaning meaning = look_up(ctx, parts);
  const bool whole = meaning.def.exists() && meaning.rest == parts.size();
  return whole && is_closed_list(ctx.def(meaning.def)) ? meaning.def : DefId{};
}

// `s in L`: some item of the list holds for s.
hir::ExprId in_list(Body& body, const ast::In& node, DefId list, Span span) {
  Context& ctx = body.ctx;
  const DefId items = ctx.as<hir::Enum>(list)->items;
  const std::vector<hir::LocalId> params = ctx.as<hir::Rule>(items)->params;
  if (params.size() != 1) {
    auto& diagnostic = ctx.report(diag::WrongNumberOfArguments, span, ctx.text(ctx.def(list).name),
                                  static_cast<std::int64_t>(params.size()), std::int64_t{1});
    note_declared(ctx, diagnostic, list);
    return error_at(ctx, span);
  }
  const hir::ExprId arg = check_as(body, node.value, ctx.module(items.file).locals[params[0]].type);
  if (is_error(ctx, arg)) return arg;
  if (items.file == ctx.tree.file && body.owner.exists())
    ctx.calls[body.owner.index].push_back(items);
  const TypeId type = ctx.types.get({.sort = Sort::Set, .def = list});
  const hir::ExprId held = make(ctx, hir::CallRule{items, {arg}}, type, span);
  const hir::ExprId none = make(ctx, hir::SetConst{0}, type, span);
  return make(ctx, hir::Compare{hir::CompareOp::Ne, held, none}, ctx.types.get(Sort::Bool), span);
}

}  // namespace

hir::ExprId infer_in(Body& body, const ast::In& node, Span span) {
  Context& ctx = body.ctx;
  const ast::ExprNode& written = ctx.expr(node.set).node;
  hir::ExprId result;
  if (const auto* literal = std::get_if<ast::SetLiteral>(&written)) {
    result = in_written(body, node, *literal, span);
  } else if (const auto* range = std::get_if<ast::Range>(&written)) {
    result = in_range(body, node, *range, span);
  } else if (const DefId list = closed_list_named(body, node.set); list.exists()) {
    result = in_list(body, node, list, span);
  } else {
    const hir::ExprId set = infer(body, node.set);
    const TypeId type = type_at(ctx, set);
    if (is_error(ctx, set)) return set;
    if (!ctx.types.is(type, Sort::Set)) {
      ctx.report(diag::NotASet, ctx.expr(node.set).span, type_text(ctx, type));
      return error_at(ctx, span);
    }
    const TypeId element = ctx.types.get({.sort = Sort::Enum, .def = ctx.types[type].def});
    const hir::ExprId member = check_as(body, node.value, element);
    if (is_error(ctx, member)) return member;
    result = make(ctx, hir::SetHas{member, set}, ctx.types.get(Sort::Bool), span);
  }
  return negated_if(ctx, node.negated, result, span);
}

// `{ a, b }` as a value: members of one enum.
hir::ExprId infer_set(Body& body, const ast::SetLiteral& node, Span span, TypeId hint) {
  Context& ctx = body.ctx;
  TypeId element;
  if (hint.exists() && ctx.types.is(hint, Sort::Set))
    element = ctx.types.get({.sort = Sort::Enum, .def = ctx.types[hint].def});
  if (!element.exists() && node.members.empty()) {
    ctx.report(diag::EmptySetWithoutType, span);
    return error_at(ctx, span);
  }
  std::uint64_t bits = 0;
  for (const ast::ExprId item : node.members) {
    hir::ExprId member = infer(body, item, element);
    if (element.exists()) member = coerce(ctx, member, element);
    if (is_error(ctx, member)) return error_at(ctx, span);
    const auto* constant = std::get_if<hir::EnumConst>(&ctx.out.exprs[member].node);
    if (constant == nullptr || constant->member >= kSetMembers) {
      ctx.report(diag::SetOfConstants, ctx.expr(item).span);
      return error_at(ctx, span);
    }
    element = type_at(ctx, member);
    bits |= std::uint64_t{1} << constant->member;
  }
  return make(ctx, hir::SetConst{bits},
              ctx.types.get({.sort = Sort::Set, .def = ctx.types[element].def}), span);
}

}  // namespace phep::check
