// Expressions: literals, choices and optionals; and how a value becomes one of the wanted type.
#include "compiler/base/currency.h"
#include "compiler/check/body.h"
#include "compiler/check/literals.h"
#include "compiler/check/place_text.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/notes.h"
#include "compiler/diagnostics/kinds/types.h"

#include <limits>

namespace phep::check {
namespace {

constexpr std::uint64_t kMostInt =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr std::uint64_t kLongestTerm = 1'000'000;  // units: beyond the years the calendar has

// One overload a kind of node: forget one, and nothing compiles.
struct Infer {
  Body& body;
  ast::ExprId id;
  Span span;
  TypeId hint;

  [[nodiscard]] Context& ctx() const { return body.ctx; }
  [[nodiscard]] hir::ExprId constant(hir::ExprNode node, Sort sort) const {
    return make(ctx(), std::move(node), ctx().types.get(sort), span);
  }
  [[nodiscard]] hir::ExprId wrong() const { return error_at(ctx(), span); }
  [[nodiscard]] hir::ExprId only_in_tests(Argument what) const {
    ctx().report(diag::OnlyInTests, span, std::move(what));
    return wrong();
  }

  hir::ExprId operator()(const ast::Missing& /*node*/) const { return wrong(); }
  hir::ExprId operator()(const ast::NullLiteral& /*node*/) const {
    const bool wanted = hint.exists() && ctx().types.is_optional(hint);
    return make(ctx(), hir::NullConst{}, wanted ? hint : ctx().types.get(Sort::Null), span);
  }
  hir::ExprId operator()(const ast::UnknownLiteral& /*node*/) const {
    return only_in_tests({"`unknown`", "`unknown`"});
  }
  hir::ExprId operator()(const ast::BoolLiteral& node) const {
    return constant(hir::BoolConst{node.value}, Sort::Bool);
  }
  hir::ExprId operator()(const ast::IntLiteral& node) const {
    if (node.value > kMostInt) {
      ctx().report(diag::NumberTooBig, span);
      return wrong();
    }
    return constant(hir::IntConst{static_cast<std::int64_t>(node.value)}, Sort::Int);
  }
  hir::ExprId operator()(const ast::DecimalLiteral& node) const { return decimal(node.digits, 0); }
  hir::ExprId operator()(const ast::PercentLiteral& node) const { return decimal(node.digits, 2); }
  [[nodiscard]] hir::ExprId decimal(const std::string& digits, int shift) const {
    const auto units = nano_units(ctx(), digits, shift, span);
    return units ? constant(hir::DecimalConst{*units}, Sort::Decimal) : wrong();
  }
  hir::ExprId operator()(const ast::MoneyLiteral& node) const {
    const auto minor = minor_digits(ctx().text(node.currency.name));
    if (!minor) {
      ctx().report(diag::UnknownCurrency, node.currency.span, ctx().text(node.currency.name));
      return wrong();
    }
    const auto units = minor_units(ctx(), node.digits, *minor, span);
    if (!units) return wrong();
    const TypeId type = ctx().types.get({.sort = Sort::Money, .currency = node.currency.name});
    return make(ctx(), hir::MoneyConst{*units}, type, span);
  }
  hir::ExprId operator()(const ast::TextLiteral& node) const {
    return constant(hir::TextConst{node.value}, Sort::Text);
  }
  hir::ExprId operator()(const ast::DateLiteral& node) const {
    return constant(hir::DateConst{node.days}, Sort::Date);
  }
  hir::ExprId operator()(const ast::InstantLiteral& node) const {
    return constant(hir::InstantConst{node.unix_ms}, Sort::Instant);
  }
  hir::ExprId operator()(const ast::DurationLiteral& node) const {
    if (node.amount > kLongestTerm) {
      ctx().report(diag::NumberTooBig, span);
      return wrong();
    }
    return constant(hir::DurationConst{static_cast<std::int64_t>(node.amount),
                                       static_cast<hir::Unit>(node.unit)},
                    Sort::Duration);
  }
  hir::ExprId operator()(const ast::CitationLiteral& /*node*/) const {
    ctx().report(diag::CitationNotValue, span);
    return wrong();
  }
  hir::ExprId operator()(const ast::NameRef& node) const {
    return infer_name(body, node, span, hint);
  }
  hir::ExprId operator()(const ast::Member& node) const {
    return infer_member(body, node, span, hint);
  }
  hir::ExprId operator()(const ast::Call& node) const { return infer_call(body, node, span); }
  hir::ExprId operator()(const ast::MinMax& node) const {
    return infer_min_max(body, node, span, hint);
  }
  hir::ExprId operator()(const ast::Clock& node) const {
    if (node.kind == ast::ClockKind::AsOf) return constant(hir::AsOf{}, Sort::Instant);
    if (node.kind == ast::ClockKind::LawDate) return constant(hir::LawDate{}, Sort::Date);
    if (body.trigger.exists()) {
      const hir::Expr trigger = ctx().out.exprs[body.trigger];
      return make(ctx(), trigger.node, trigger.type, span);
    }
    ctx().report(body.norm ? diag::DeadlineWithoutTrigger : diag::TriggerOutsideNorm, span);
    return wrong();
  }
  hir::ExprId operator()(const ast::Unary& node) const {
    return infer_unary(body, node, span, hint);
  }
  hir::ExprId operator()(const ast::Binary& node) const {
    return infer_binary(body, node, id, span, hint);
  }
  hir::ExprId operator()(const ast::In& node) const { return infer_in(body, node, span); }
  // To the right of `in`, infer_in reads them.
  hir::ExprId operator()(const ast::Range& node) const {
    return infer_range(body, node, span, hint);
  }
  hir::ExprId operator()(const ast::Is& node) const { return infer_is(body, node, span); }
  hir::ExprId operator()(const ast::Exists& node) const {
    const hir::ExprId value = widened(ctx(), infer(body, node.value));
    if (is_error(ctx(), value)) return constant(hir::ErrorExpr{}, Sort::Error);
    if (!ctx().types.is_optional(type_at(ctx(), value))) {
      ctx().report(diag::AlwaysExists, span, place_text(ctx(), value));
      return wrong();
    }
    return constant(hir::Exists{value}, Sort::Bool);
  }
  hir::ExprId operator()(const ast::IfAbsent& node) const {
    const hir::ExprId value = widened(ctx(), infer(body, node.value));
    const TypeId type = type_at(ctx(), value);
    if (!ctx().types.is_optional(type)) {
      infer(body, node.otherwise);
      if (is_error(ctx(), value)) return value;
      ctx().report(diag::AlwaysExists, ctx().expr(node.value).span, place_text(ctx(), value));
      return wrong();
    }
    hir::ExprId otherwise = infer(body, node.otherwise, ctx().types.without_optional(type));
    if (ctx().types.is_optional(type_at(ctx(), otherwise)))  // another optional may stand in
      return make(ctx(), hir::If{constant(hir::Exists{value}, Sort::Bool), value, otherwise}, type,
                  span);
    otherwise = coerce(ctx(), otherwise, ctx().types.without_optional(type));
    if (is_error(ctx(), otherwise)) return otherwise;
    return make(ctx(), hir::IfAbsent{value, otherwise}, ctx().types.without_optional(type), span);
  }
  hir::ExprId operator()(const ast::If& node) const {
    const hir::ExprId test = condition(body, node.condition);
    hir::ExprId then_value;
    hir::ExprId else_value;
    {
      const Assume here(body, test, true);
      then_value = infer(body, node.then_value, hint);
    }
    {
      const Assume here(body, test, false);
      const bool told = hint.exists() || is_error(ctx(), then_value);
      else_value = infer(body, node.else_value, told ? hint : type_at(ctx(), then_value));
    }
    if (hint.exists() && !ctx().types.is_optional(hint) && !ctx().types.is(hint, Sort::Error)) {
      then_value = need_value(body, then_value);  // speaks of the branch that may be absent
      else_value = need_value(body, else_value);
    }
    meet(ctx(), then_value, else_value);
    if (is_error(ctx(), then_value) || is_error(ctx(), else_value)) return wrong();
    const TypeId type = type_at(ctx(), then_value);
    if (const Sort sort = ctx().types[type].sort;
        sort == Sort::Record || sort == Sort::List || sort == Sort::Norm) {
      ctx().report(diag::NotChosen, span, type_text(ctx(), type));
      return wrong();
    }
    return make(ctx(), hir::If{test, then_value, else_value}, type, span);
  }
  hir::ExprId operator()(const ast::Rounded& node) const {
    return infer_rounded(body, node, span, hint);
  }
  hir::ExprId operator()(const ast::Counted& node) const { return infer_counted(body, node, span); }
  hir::ExprId operator()(const ast::Within& node) const { return infer_within(body, node, span); }
  hir::ExprId operator()(const ast::Quantifier& node) const {
    return infer_quantifier(body, node, span);
  }
  hir::ExprId operator()(const ast::Moment& node) const { return infer_moment(body, node, span); }
  hir::ExprId operator()(const ast::RecordLiteral& /*node*/) const {
    return only_in_tests({"dữ kiện viết sẵn", "a written record"});
  }
  hir::ExprId operator()(const ast::SetLiteral& node) const {
    return infer_set(body, node, span, hint);
  }
  hir::ExprId operator()(const ast::ListLiteral& /*node*/) const {
    return only_in_tests({"danh sách viết sẵn", "a written list"});
  }
};

}  // namespace

hir::ExprId make(Context& ctx, hir::ExprNode node, TypeId type, Span span) {
  return ctx.out.exprs.add({std::move(node), type, span});
}

hir::ExprId error_at(Context& ctx, Span span) {
  return make(ctx, hir::ErrorExpr{}, ctx.types.error(), span);
}

Body body_of(Context& ctx, DefId owner) {
  Body body{.ctx = ctx, .owner = owner};
  body.calendar = ctx.calendar;
  body.counting = ctx.counting;
  return body;
}

hir::LocalId add_local(Body& body, const ast::Ident& name, hir::Local local) {
  Context& ctx = body.ctx;
  local.name = name.name;
  local.span = name.span;
  for (const Named& known : body.locals) {
    if (known.name != name.name || !name.exists()) continue;
    auto& diagnostic = ctx.report(diag::DuplicateLocal, name.span, ctx.text(name.name));
    if (known.local.exists())
      diagnostic.note(diag::DeclaredHere, ctx.out.locals[known.local].span, ctx.text(name.name));
    break;
  }
  const hir::LocalId id = ctx.out.locals.add(local);
  ctx.local_used.resize(ctx.out.locals.size(), false);
  if (name.exists())
    ctx.out.occurrences.push_back(
        {name.span, {DefId{ctx.tree.file}, hir::SymbolPart::Local, id.index}, true});
  body.locals.push_back({name.name, id, {}});
  return id;
}

hir::ExprId infer(Body& body, ast::ExprId id, TypeId hint) {
  if (!id.exists()) return error_at(body.ctx, {});
  const ast::Expr& expr = body.ctx.expr(id);
  return narrowed(body, std::visit(Infer{body, id, expr.span, hint}, expr.node));
}

hir::ExprId check_as(Body& body, ast::ExprId id, TypeId wanted) {
  return coerce(body.ctx, infer(body, id, wanted), wanted);
}

hir::ExprId condition(Body& body, ast::ExprId id) {
  return check_as(body, id, body.ctx.types.get(Sort::Bool));
}

namespace {

void report_optional(Context& ctx, hir::ExprId id) {
  const Span span = ctx.out.exprs[id].span;
  const std::string place = place_text(ctx, id);
  auto& diagnostic = ctx.report(diag::OptionalNeedsGuard, span, place);
  if (place.contains("…")) return;
  diagnostic.fix(
      FixGrade::Guess,
      {"hỏi trước: `exists " + place + " and …`", "ask first: `exists " + place + " and …`"},
      {{{span.file, span.begin, span.begin}, "exists " + place + " and "}});
}

}  // namespace

hir::ExprId coerce(Context& ctx, hir::ExprId id, TypeId wanted) {
  const TypeId found = type_at(ctx, id);
  if (found == wanted || !wanted.exists()) return id;
  const Span span = ctx.out.exprs[id].span;
  const Sort from = ctx.types[found].sort;
  const Sort to = ctx.types[wanted].sort;
  if (from == Sort::Error || to == Sort::Error) return error_at(ctx, span);
  if (to == Sort::Optional) {
    if (from == Sort::Null) return make(ctx, hir::NullConst{}, wanted, span);
    if (const hir::ExprId whole = widened(ctx, id); type_at(ctx, whole) == wanted) return whole;
    if (from != Sort::Optional) {
      const hir::ExprId inner = coerce(ctx, id, ctx.types.without_optional(wanted));
      return is_error(ctx, inner) ? inner : make(ctx, hir::Wrap{inner}, wanted, span);
    }
  }
  const auto* whole = std::get_if<hir::IntConst>(&ctx.out.exprs[id].node);
  if (from == Sort::Int && to == Sort::Decimal && whole != nullptr) {
    const std::string units = whole->value == 0 ? "0" : std::to_string(whole->value) + "000000000";
    return make(ctx, hir::DecimalConst{units}, wanted, span);
  }
  if ((from == Sort::Int && to == Sort::Decimal) ||
      (from == Sort::Money && to == Sort::Amount &&
       ctx.types[found].currency == ctx.types[wanted].currency))
    return make(ctx, hir::Widen{id}, wanted, span);
  if (from == Sort::Optional && ctx.types[found].element == wanted) {
    report_optional(ctx, id);
  } else if ((from == Sort::Amount && to == Sort::Money) ||
             (from == Sort::Decimal && to == Sort::Int)) {
    ctx.report(diag::NeedsRounding, span, type_text(ctx, wanted))
        .fix(FixGrade::Guess, {"thêm `rounded half_up`", "add `rounded half_up`"},
             {{{span.file, span.end, span.end}, " rounded half_up"}});
  } else if ((from == Sort::Money || from == Sort::Amount) &&
             (to == Sort::Money || to == Sort::Amount)) {
    ctx.report(diag::CurrencyMismatch, span, ctx.text(ctx.types[wanted].currency),
               ctx.text(ctx.types[found].currency));
  } else {
    ctx.report(diag::TypeMismatch, span, type_text(ctx, wanted), type_text(ctx, found));
  }
  return error_at(ctx, span);
}

hir::ExprId need_value(Body& body, hir::ExprId id) {
  Context& ctx = body.ctx;
  const TypeId type = type_at(ctx, id);
  if (ctx.types.is_optional(type)) return coerce(ctx, id, ctx.types.without_optional(type));
  if (ctx.types.is(type, Sort::Null)) {
    ctx.report(diag::NullNotComparable, ctx.out.exprs[id].span);
    return error_at(ctx, ctx.out.exprs[id].span);
  }
  return id;
}

void meet(Context& ctx, hir::ExprId& left, hir::ExprId& right) {
  const auto sort = [&](hir::ExprId id) { return sort_at(ctx, id); };
  const auto to = [&](hir::ExprId& id, TypeId wanted) { id = coerce(ctx, id, wanted); };
  if (type_at(ctx, left) == type_at(ctx, right) || is_error(ctx, left) || is_error(ctx, right))
    return;
  for (auto [one, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    if (sort(*one) == Sort::Optional) return to(*other, type_at(ctx, *one));
    if (sort(*one) == Sort::Null) {
      const TypeId wanted = ctx.types.optional(type_at(ctx, *other));
      to(*one, wanted);
      return to(*other, wanted);
    }
    if (sort(*one) == Sort::Decimal && sort(*other) == Sort::Int)
      return to(*other, type_at(ctx, *one));
    if (sort(*one) == Sort::Amount && sort(*other) == Sort::Money)
      return to(*other, type_at(ctx, *one));
  }
  to(right, type_at(ctx, left));
}

}  // namespace phep::check
