#include "compiler/check/literals.h"

#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/types.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <limits>

namespace phep::check {
namespace {

constexpr std::size_t kWholeDigits = 29;  // |x| < 10^29
constexpr std::size_t kMoneyDigits = 18;  // minor units fit 64 bits

std::string without_leading_zeros(std::string text) {
  const auto first = text.find_first_not_of('0');
  return first == std::string::npos ? "0" : text.substr(first);
}

}  // namespace

std::optional<std::int64_t> minor_units(Context& ctx, std::string_view digits, int minor,
                                        Span span) {
  const auto point = digits.find('.');
  const std::string whole(digits.substr(0, point));
  std::string part(point == std::string_view::npos ? std::string_view() : digits.substr(point + 1));
  while (part.size() > static_cast<std::size_t>(minor) && part.back() == '0') part.pop_back();
  if (part.size() > static_cast<std::size_t>(minor)) {
    ctx.report(diag::TooManyPlaces, span, std::int64_t{minor});
    return std::nullopt;
  }
  part.resize(static_cast<std::size_t>(minor), '0');
  const std::string all = without_leading_zeros(whole + part);
  if (all.size() > kMoneyDigits) {
    ctx.report(diag::NumberTooBig, span);
    return std::nullopt;
  }
  return std::stoll(all);
}

std::optional<std::string> nano_units(Context& ctx, std::string_view digits, int shift, Span span) {
  const auto point = digits.find('.');
  std::string whole(digits.substr(0, point));
  std::string part(point == std::string_view::npos ? std::string_view() : digits.substr(point + 1));
  for (int i = 0; i < shift; ++i) {
    part.insert(part.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  while (part.size() > kDecimalPlaces && part.back() == '0') part.pop_back();
  if (part.size() > kDecimalPlaces) {
    ctx.report(diag::TooManyPlaces, span, std::int64_t{kDecimalPlaces});
    return std::nullopt;
  }
  whole = without_leading_zeros(whole);
  if (whole.size() > kWholeDigits) {
    ctx.report(diag::NumberTooBig, span);
    return std::nullopt;
  }
  part.resize(kDecimalPlaces, '0');
  return without_leading_zeros(whole + part);
}

std::optional<std::int64_t> written_int(const Context& ctx, ast::ExprId id) {
  if (!id.exists()) return std::nullopt;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto& node = ctx.expr(id).node;
  if (const auto* literal = std::get_if<ast::IntLiteral>(&node))
    return literal->value <= kMost ? std::optional(static_cast<std::int64_t>(literal->value))
                                   : std::nullopt;
  const auto* unary = std::get_if<ast::Unary>(&node);
  if (unary == nullptr || unary->op != ast::UnaryOp::Negate) return std::nullopt;
  const auto* literal = std::get_if<ast::IntLiteral>(&ctx.expr(unary->operand).node);
  if (literal == nullptr || literal->value > kMost + 1) return std::nullopt;
  return static_cast<std::int64_t>(~literal->value + 1);
}

std::optional<std::int32_t> written_date(const Context& ctx, ast::ExprId id) {
  if (!id.exists()) return std::nullopt;
  const auto* literal = std::get_if<ast::DateLiteral>(&ctx.expr(id).node);
  return literal == nullptr ? std::nullopt : std::optional(literal->days);
}

std::optional<std::int32_t> need_date(Context& ctx, ast::ExprId id) {
  if (!id.exists()) return std::nullopt;
  const auto days = written_date(ctx, id);
  if (!days && !std::holds_alternative<ast::Missing>(ctx.expr(id).node))
    ctx.report(diag::NeedsWrittenDate, ctx.expr(id).span);
  return days;
}

std::string date_text(std::int32_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

}  // namespace phep::check
