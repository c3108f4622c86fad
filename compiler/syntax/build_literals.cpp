#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/builder.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace phep::syntax {
namespace {

int digits(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Days since 1970-01-01 of "2026-03-01", or nothing if there is no such day.
std::optional<std::int32_t> days_of(std::string_view text) {
  const std::chrono::year_month_day day{
      std::chrono::year{digits(text.substr(0, 4))},
      std::chrono::month{static_cast<unsigned>(digits(text.substr(5, 2)))},
      std::chrono::day{static_cast<unsigned>(digits(text.substr(8, 2)))}};
  if (!day.ok() || digits(text.substr(0, 4)) == 0) return std::nullopt;
  return static_cast<std::int32_t>(std::chrono::sys_days{day}.time_since_epoch().count());
}

std::string without_underscores(std::string_view text) {
  std::string out(text);
  std::erase(out, '_');
  return out;
}

std::optional<ast::Unit> unit_of(PhepParser::UnitContext* cst) {
  if (cst == nullptr || cst->exception != nullptr) return std::nullopt;
  switch (cst->getStart()->getType()) {
    case PhepParser::KW_HOURS: return ast::Unit::Hours;
    case PhepParser::KW_DAYS: return ast::Unit::Days;
    case PhepParser::KW_WORKING_DAYS: return ast::Unit::WorkingDays;
    case PhepParser::KW_WEEKS: return ast::Unit::Weeks;
    case PhepParser::KW_MONTHS: return ast::Unit::Months;
    case PhepParser::KW_QUARTERS: return ast::Unit::Quarters;
    default: return ast::Unit::Years;
  }
}

}  // namespace

// literal : INT unit? | DECIMAL | PERCENT | MONEY | STRING | DATE | INSTANT | CITATION
//         | KW_TRUE | KW_FALSE | KW_NULL | KW_UNKNOWN
ast::ExprId Builder::literal(PhepParser::LiteralContext* cst) {
  const Span at = span(cst);
  antlr4::Token* token = cst->getStart();
  if (cst->exception != nullptr || broken(token)) return missing(at);
  switch (token->getType()) {
    case PhepParser::KW_TRUE: return make(at, ast::BoolLiteral{true});
    case PhepParser::KW_FALSE: return make(at, ast::BoolLiteral{false});
    case PhepParser::KW_NULL: return make(at, ast::NullLiteral{});
    case PhepParser::KW_UNKNOWN: return make(at, ast::UnknownLiteral{});
    case PhepParser::STRING: return make(at, ast::TextLiteral{unescape(text(token), token)});
    case PhepParser::DATE: return date(token, at);
    case PhepParser::INSTANT: return instant(token, at);
    case PhepParser::CITATION: {
      const Name enclosing = instrument_;
      auto cited = citation(token);
      instrument_ = enclosing;
      return cited ? make(at, ast::CitationLiteral{std::move(*cited)}) : missing(at);
    }
    default: {
      Rule* unit = cst->children.size() > 1 ? as_rule(cst->children[1]) : nullptr;
      return number(token, static_cast<PhepParser::UnitContext*>(unit), at);
    }
  }
}

// INT unit?, DECIMAL, PERCENT, MONEY
ast::ExprId Builder::number(antlr4::Token* token, PhepParser::UnitContext* unit, Span at) {
  if (broken(token)) return missing(at);
  const std::string_view spelled = text(token);
  switch (token->getType()) {
    case PhepParser::INT: {
      const auto value = integer(token);
      if (!value) return missing(at);
      if (const auto measure = unit_of(unit))
        return make(at, ast::DurationLiteral{*value, *measure});
      return make(at, ast::IntLiteral{*value});
    }
    case PhepParser::DECIMAL: return make(at, ast::DecimalLiteral{without_underscores(spelled)});
    case PhepParser::PERCENT:
      return make(at,
                  ast::PercentLiteral{without_underscores(spelled.substr(0, spelled.size() - 1))});
    case PhepParser::MONEY: {
      const auto number_end = spelled.find_first_not_of("0123456789_.");
      const Span whole = span(token);
      const ast::Ident currency = {names_.intern(spelled.substr(spelled.size() - 3)),
                                   {whole.file, whole.end - 3, whole.end}};
      return make(at,
                  ast::MoneyLiteral{without_underscores(spelled.substr(0, number_end)), currency});
    }
    default: return missing(at);
  }
}

// DATE
ast::ExprId Builder::date(antlr4::Token* token, Span at) {
  if (broken(token)) return missing(at);
  if (const auto days = days_of(text(token))) return make(at, ast::DateLiteral{*days});
  reports_.report(diag::NoSuchDate, at, text(token));
  return missing(at);
}

// INSTANT: 2026-03-01T08:00+07:00, seconds and milliseconds optional, 24:00 allowed
ast::ExprId Builder::instant(antlr4::Token* token, Span at) {
  const std::string_view spelled = text(token);
  const auto days = days_of(spelled);
  if (!days) {
    reports_.report(diag::NoSuchDate, at, spelled.substr(0, 10));
    return missing(at);
  }
  const auto zone = spelled.find_first_of("Z+-", 11);
  const std::string_view clock = spelled.substr(11, zone - 11);
  const int hour = digits(clock.substr(0, 2));
  const int minute = digits(clock.substr(3, 2));
  const int second = clock.size() > 5 ? digits(clock.substr(6, 2)) : 0;
  int milli = 0;
  if (clock.size() > 8) {
    std::string fraction(clock.substr(9));
    fraction.resize(3, '0');
    milli = digits(fraction);
  }
  int offset = 0;
  bool known_offset = true;
  if (spelled[zone] != 'Z') {
    const int hours = digits(spelled.substr(zone + 1, 2));
    const int minutes = digits(spelled.substr(zone + 4, 2));
    known_offset = hours <= 23 && minutes <= 59;
    offset = (spelled[zone] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  const bool midnight = hour == 24 && minute == 0 && second == 0 && milli == 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 59 || !known_offset) {
    reports_.report(diag::NoSuchTime, at, spelled.substr(11));
    return missing(at);
  }
  const std::int64_t local =
      ((std::int64_t{*days} * 24 + hour) * 60 + minute) * 60'000 + second * 1'000 + milli;
  return make(at, ast::InstantLiteral{local - std::int64_t{offset} * 60'000,
                                      static_cast<std::int16_t>(offset)});
}

// typeRef : path typeArgs? QUESTION? ((typeRange typeMax? | typeMax) QUESTION?)?
ast::TypeId Builder::type(PhepParser::TypeRefContext* cst) {
  ast::Type out;
  out.span = span(cst);
  if (cst == nullptr || cst->exception != nullptr)
    return put(module_.types, free_.types, made_.types, std::move(out));
  out.name = path(cst->path());
  if (auto* args = cst->typeArgs())
    for (auto* arg : args->typeRef()) out.args.push_back(type(arg));
  // typeRange : typeBound DOTDOT typeBound? | DOTDOT typeBound
  if (auto* range = cst->typeRange()) {
    out.has_range = true;
    auto* dots = range->DOTDOT();
    for (auto* bound : range->typeBound()) {
      const bool lower = dots == nullptr ||
                         bound->getStart()->getTokenIndex() < dots->getSymbol()->getTokenIndex();
      (lower ? out.lo : out.hi) = type_bound(bound);
    }
  }
  // typeMax : KW_MAX INT
  if (auto* most = cst->typeMax(); most != nullptr && most->INT() != nullptr)
    out.max_count = integer(most->INT()->getSymbol());
  out.optional = !cst->QUESTION().empty();
  return put(module_.types, free_.types, made_.types, std::move(out));
}

// typeBound : MINUS? (INT unit? | DECIMAL | PERCENT | MONEY | DATE)
ast::ExprId Builder::type_bound(PhepParser::TypeBoundContext* cst) {
  const Span at = span(cst);
  if (cst->exception != nullptr || cst->children.empty()) return missing(at);
  const bool negative = cst->MINUS() != nullptr;
  auto* leaf = dynamic_cast<Terminal*>(cst->children[negative ? 1 : 0]);
  if (leaf == nullptr) return missing(at);
  antlr4::Token* token = leaf->getSymbol();
  const ast::ExprId value = token->getType() == PhepParser::DATE
                                ? date(token, span(token))
                                : number(token, cst->unit(), span(token));
  return negative ? make(at, ast::Unary{ast::UnaryOp::Negate, value}, {value}) : value;
}

}  // namespace phep::syntax
