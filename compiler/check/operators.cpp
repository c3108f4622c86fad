// Operators: which types they take, what they give, and where rounding must be stated.
#include "compiler/check/body.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/types.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <array>
#include <limits>
#include <utility>

namespace phep::check {
namespace {

std::string_view op_text(ast::BinaryOp op) {
  constexpr std::array<std::string_view, 12> kTexts = {
      "or", "and", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"};
  return kTexts.at(static_cast<std::size_t>(op));
}

std::string_view op_text(hir::ArithOp op) {
  constexpr std::array<std::string_view, 6> kTexts = {"+", "-", "*", "/", "min", "max"};
  return kTexts.at(static_cast<std::size_t>(op));
}

hir::ExprId no_such(Context& ctx, std::string_view op, hir::ExprId left, hir::ExprId right,
                    Span span) {
  const hir::Type& a = ctx.types[type_at(ctx, left)];
  const hir::Type& b = ctx.types[type_at(ctx, right)];
  const bool moneys = (a.sort == Sort::Money || a.sort == Sort::Amount) &&
                      (b.sort == Sort::Money || b.sort == Sort::Amount);
  if (moneys && a.currency != b.currency)
    ctx.report(diag::CurrencyMismatch, span, ctx.text(a.currency), ctx.text(b.currency));
  else
    ctx.report(diag::NoSuchOperation, span, op, type_text(ctx, type_at(ctx, left)),
               type_text(ctx, type_at(ctx, right)));
  return error_at(ctx, span);
}

// All operands of a chain of one connective, left to right: `a and b and c`.
void flatten(const Context& ctx, ast::ExprId id, ast::BinaryOp op, std::vector<ast::ExprId>& out) {
  const auto* node = std::get_if<ast::Binary>(&ctx.expr(id).node);
  if (node == nullptr || node->op != op) {
    out.push_back(id);
    return;
  }
  flatten(ctx, node->left, op, out);
  flatten(ctx, node->right, op, out);
}

// Each operand is read knowing that those before it did not settle the matter.
hir::ExprId connective(Body& body, ast::ExprId id, ast::BinaryOp op, Span span) {
  Context& ctx = body.ctx;
  std::vector<ast::ExprId> written;
  flatten(ctx, id, op, written);
  const std::size_t before = body.known.size();
  std::vector<hir::ExprId> operands;
  bool whole = true;
  for (const ast::ExprId one : written) {
    operands.push_back(condition(body, one));
    whole = whole && !is_error(ctx, operands.back());
    const auto facts = exist_when(ctx, operands.back(), op == ast::BinaryOp::And);
    body.known.insert(body.known.end(), facts.begin(), facts.end());
  }
  body.known.resize(before);
  if (!whole) return error_at(ctx, span);
  const TypeId type = ctx.types.get(Sort::Bool);
  if (op == ast::BinaryOp::And) return make(ctx, hir::And{std::move(operands)}, type, span);
  return make(ctx, hir::Or{std::move(operands)}, type, span);
}

bool is_null(const Context& ctx, hir::ExprId id) {
  return std::holds_alternative<hir::NullConst>(ctx.out.exprs[id].node);
}

hir::ExprId compared(Body& body, const ast::Binary& node, Span span) {
  Context& ctx = body.ctx;
  const auto op =
      static_cast<hir::CompareOp>(static_cast<int>(node.op) - static_cast<int>(ast::BinaryOp::Eq));
  hir::ExprId left = infer(body, node.left);
  const TypeId hint = ctx.types.without_optional(type_at(ctx, left));
  hir::ExprId right = infer(body, node.right, hint);
  const bool equality = op == hir::CompareOp::Eq || op == hir::CompareOp::Ne;
  if (is_null(ctx, left)) std::swap(left, right);
  if (equality && is_null(ctx, right) && ctx.types.is_optional(type_at(ctx, widened(ctx, left)))) {
    const TypeId type = ctx.types.get(Sort::Bool);
    const hir::ExprId exists = make(ctx, hir::Exists{widened(ctx, left)}, type, span);
    return op == hir::CompareOp::Ne ? exists : make(ctx, hir::Not{exists}, type, span);
  }
  left = need_value(body, left);
  if (is_error(ctx, left)) return error_at(ctx, span);
  right = need_value(body, right);
  return comparison(ctx, op, left, right, span);
}

bool is_money(Sort sort) {
  return sort == Sort::Money || sort == Sort::Amount;
}
bool is_number(Sort sort) {
  return sort == Sort::Int || sort == Sort::Decimal;
}

hir::ExprId product(Context& ctx, hir::ExprId left, hir::ExprId right, Span span) {
  if (is_money(sort_at(ctx, right))) std::swap(left, right);
  const hir::Type a = ctx.types[type_at(ctx, left)];
  const Sort b = sort_at(ctx, right);
  const TypeId decimal = ctx.types.get(Sort::Decimal);
  if (is_money(a.sort) && is_number(b)) {
    if (a.sort == Sort::Money && b == Sort::Int)
      return make(ctx, hir::Arith{hir::ArithOp::Mul, left, right}, type_at(ctx, left), span);
    const TypeId amount = ctx.types.get({.sort = Sort::Amount, .currency = a.currency});
    return make(ctx, hir::Arith{hir::ArithOp::Mul, left, coerce(ctx, right, decimal)}, amount,
                span);
  }
  if (!is_number(a.sort) || !is_number(b)) return no_such(ctx, "*", left, right, span);
  meet(ctx, left, right);
  return make(ctx, hir::Arith{hir::ArithOp::Mul, left, right}, type_at(ctx, left), span);
}

// A quotient is never an int: what does not divide would be rounded silently.
hir::ExprId quotient(Context& ctx, hir::ExprId left, hir::ExprId right, Span span) {
  const hir::Type a = ctx.types[type_at(ctx, left)];
  const TypeId decimal = ctx.types.get(Sort::Decimal);
  if (!is_number(sort_at(ctx, right)) || !(is_money(a.sort) || is_number(a.sort)))
    return no_such(ctx, "/", left, right, span);
  right = coerce(ctx, right, decimal);
  if (is_money(a.sort)) {
    const TypeId amount = ctx.types.get({.sort = Sort::Amount, .currency = a.currency});
    return make(ctx, hir::Arith{hir::ArithOp::Div, left, right}, amount, span);
  }
  return make(ctx, hir::Arith{hir::ArithOp::Div, coerce(ctx, left, decimal), right}, decimal, span);
}

// Types that meet in `+`, `-`, `min`, `max` and comparisons.
bool meets(const Context& ctx, TypeId left, TypeId right) {
  const hir::Type& a = ctx.types[left];
  const hir::Type& b = ctx.types[right];
  return left == right || (is_number(a.sort) && is_number(b.sort)) ||
         (is_money(a.sort) && is_money(b.sort) && a.currency == b.currency);
}

}  // namespace

hir::ExprId infer_unary(Body& body, const ast::Unary& node, Span span, TypeId hint) {
  Context& ctx = body.ctx;
  if (node.op == ast::UnaryOp::Not) {
    const hir::ExprId operand = condition(body, node.operand);
    if (is_error(ctx, operand)) return operand;
    return make(ctx, hir::Not{operand}, ctx.types.get(Sort::Bool), span);
  }
  const auto* literal = std::get_if<ast::IntLiteral>(&ctx.expr(node.operand).node);
  if (literal != nullptr && literal->value == std::uint64_t{1} << 63U)
    return make(ctx, hir::IntConst{std::numeric_limits<std::int64_t>::min()},
                ctx.types.get(Sort::Int), span);
  const hir::ExprId operand = need_value(body, infer(body, node.operand, hint));
  if (is_error(ctx, operand)) return operand;
  const hir::Expr& value = ctx.out.exprs[operand];
  if (const auto* number = std::get_if<hir::IntConst>(&value.node))
    return make(ctx, hir::IntConst{-number->value}, value.type, span);
  if (const auto* number = std::get_if<hir::DecimalConst>(&value.node))
    return make(ctx, hir::DecimalConst{number->units == "0" ? "0" : "-" + number->units},
                value.type, span);
  if (const auto* number = std::get_if<hir::MoneyConst>(&value.node))
    return make(ctx, hir::MoneyConst{-number->minor}, value.type, span);
  const Sort sort = sort_at(ctx, operand);
  if (!is_number(sort) && !is_money(sort)) {
    ctx.report(diag::NotANumber, span, type_text(ctx, value.type));
    return error_at(ctx, span);
  }
  return make(ctx, hir::Negate{operand}, value.type, span);
}

hir::ExprId infer_binary(Body& body, const ast::Binary& node, ast::ExprId id, Span span,
                         TypeId hint) {
  Context& ctx = body.ctx;
  switch (node.op) {
    case ast::BinaryOp::Or:
    case ast::BinaryOp::And: return connective(body, id, node.op, span);
    case ast::BinaryOp::Eq:
    case ast::BinaryOp::Ne:
    case ast::BinaryOp::Lt:
    case ast::BinaryOp::Le:
    case ast::BinaryOp::Gt:
    case ast::BinaryOp::Ge: return compared(body, node, span);
    case ast::BinaryOp::Add:
    case ast::BinaryOp::Sub:
    case ast::BinaryOp::Mul:
    case ast::BinaryOp::Div: break;
  }
  const hir::ExprId left = need_value(body, infer(body, node.left, hint));
  const hir::ExprId right = need_value(body, infer(body, node.right, hint));
  if (is_error(ctx, left) || is_error(ctx, right)) return error_at(ctx, span);
  const bool adds = node.op == ast::BinaryOp::Add || node.op == ast::BinaryOp::Sub;
  if (adds && sort_at(ctx, right) == Sort::Duration)
    return shift(body, left, right, node.op == ast::BinaryOp::Sub, span);
  if (adds && sort_at(ctx, left) == Sort::Duration && node.op == ast::BinaryOp::Add)
    return shift(body, right, left, false, span);
  if (node.op == ast::BinaryOp::Mul) return product(ctx, left, right, span);
  if (node.op == ast::BinaryOp::Div) return quotient(ctx, left, right, span);
  const auto op = node.op == ast::BinaryOp::Add ? hir::ArithOp::Add : hir::ArithOp::Sub;
  const Sort sort = sort_at(ctx, left);
  if (!is_number(sort) && !is_money(sort)) return no_such(ctx, op_text(node.op), left, right, span);
  return arithmetic(ctx, op, left, right, span);
}

hir::ExprId arithmetic(Context& ctx, hir::ArithOp op, hir::ExprId left, hir::ExprId right,
                       Span span) {
  if (is_error(ctx, left) || is_error(ctx, right)) return error_at(ctx, span);
  if (!meets(ctx, type_at(ctx, left), type_at(ctx, right)))
    return no_such(ctx, op_text(op), left, right, span);
  meet(ctx, left, right);
  return make(ctx, hir::Arith{op, left, right}, type_at(ctx, left), span);
}

hir::ExprId infer_min_max(Body& body, const ast::MinMax& node, Span span, TypeId hint) {
  Context& ctx = body.ctx;
  const auto op = node.greatest ? hir::ArithOp::Max : hir::ArithOp::Min;
  hir::ExprId result;
  for (const ast::ExprId arg : node.args) {
    const hir::ExprId value = need_value(body, infer(body, arg, hint));
    if (is_error(ctx, value)) return value;
    const TypeId type = type_at(ctx, value);
    // Members have a greatest only by `picks highest`, whether their enum has an order or not.
    const bool member = ctx.types.is(type, Sort::Enum);
    if (!is_ordered(ctx, type) || member) {
      ctx.report(member ? diag::NotANumber : diag::NotOrdered, ctx.expr(arg).span,
                 type_text(ctx, type));
      return error_at(ctx, span);
    }
    result = result.exists() ? arithmetic(ctx, op, result, value, span) : value;
  }
  return result.exists() ? result : error_at(ctx, span);
}

hir::ExprId comparison(Context& ctx, hir::CompareOp op, hir::ExprId left, hir::ExprId right,
                       Span span) {
  if (is_error(ctx, left) || is_error(ctx, right)) return error_at(ctx, span);
  const TypeId a = type_at(ctx, left);
  const TypeId b = type_at(ctx, right);
  const Sort sort = ctx.types[a].sort;
  const bool comparable = sort != Sort::Duration && sort != Sort::Record && sort != Sort::List &&
                          sort != Sort::Norm && sort != Sort::Range;
  if (sort == Sort::Duration && a == b) {
    ctx.report(diag::DurationsNotCompared, span);
    return error_at(ctx, span);
  }
  if (!comparable || !meets(ctx, a, b)) {
    const hir::Type& x = ctx.types[a];
    const hir::Type& y = ctx.types[b];
    if (is_money(x.sort) && is_money(y.sort))
      ctx.report(diag::CurrencyMismatch, span, ctx.text(x.currency), ctx.text(y.currency));
    else
      ctx.report(diag::CannotCompare, span, type_text(ctx, a), type_text(ctx, b));
    return error_at(ctx, span);
  }
  const bool equality = op == hir::CompareOp::Eq || op == hir::CompareOp::Ne;
  if (!equality && !is_ordered(ctx, a)) {
    auto& diagnostic = ctx.report(diag::NotOrdered, span, type_text(ctx, a));
    if (sort == Sort::Enum) note_declared(ctx, diagnostic, ctx.types[a].def);
    return error_at(ctx, span);
  }
  meet(ctx, left, right);
  return make(ctx, hir::Compare{op, left, right}, ctx.types.get(Sort::Bool), span);
}

namespace {

std::string quantum_of(std::int64_t units) {
  return std::to_string(units) + "000000000";
}

hir::ExprId wrong_rounding(Context& ctx, hir::ExprId value, Span span) {
  ctx.report(diag::WrongRounding, span, type_text(ctx, type_at(ctx, value)));
  return error_at(ctx, span);
}

}  // namespace

// `x rounded half_up`, `… to 2 places`, `… to 1_000 VND`
hir::ExprId infer_rounded(Body& body, const ast::Rounded& node, Span span, TypeId /*hint*/) {
  Context& ctx = body.ctx;
  hir::ExprId value = need_value(body, infer(body, node.value));
  const auto mode = rounding_word(ctx.text(node.mode.name));
  if (!mode && node.mode.exists())
    suggest(ctx, ctx.report(diag::UnknownRounding, node.mode.span, ctx.text(node.mode.name)),
            node.mode.span, ctx.text(node.mode.name), rounding_words());
  if (!mode || is_error(ctx, value)) return error_at(ctx, span);
  const hir::Type type = ctx.types[type_at(ctx, value)];
  if (node.places) {
    if (type.sort != Sort::Decimal) return wrong_rounding(ctx, value, span);
    PHEP_CHECK(*node.places <= kDecimalPlaces, "more places than the parser lets through");
    const std::string quantum = "1" + std::string(kDecimalPlaces - *node.places, '0');
    return make(ctx, hir::Round{value, *mode, quantum}, ctx.types.get(Sort::Decimal), span);
  }
  const TypeId money = ctx.types.get({.sort = Sort::Money, .currency = type.currency});
  if (node.step.exists()) {
    if (!is_money(type.sort)) return wrong_rounding(ctx, value, span);
    const hir::ExprId step = check_as(body, node.step, money);
    if (is_error(ctx, step)) return step;
    const auto* constant = std::get_if<hir::MoneyConst>(&ctx.out.exprs[step].node);
    if (constant == nullptr || constant->minor <= 0) return wrong_rounding(ctx, value, span);
    value = coerce(ctx, value, ctx.types.get({.sort = Sort::Amount, .currency = type.currency}));
    return make(ctx, hir::Round{value, *mode, quantum_of(constant->minor)}, money, span);
  }
  if (type.sort == Sort::Amount)
    return make(ctx, hir::Round{value, *mode, quantum_of(1)}, money, span);
  if (type.sort == Sort::Decimal)
    return make(ctx, hir::Round{value, *mode, quantum_of(1)}, ctx.types.get(Sort::Int), span);
  return wrong_rounding(ctx, value, span);
}

}  // namespace phep::check
