#include "compiler/base/check.h"
#include "compiler/syntax/printer.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace phep::syntax {
namespace {

std::string date_text(std::int32_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days}}};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

std::string instant_text(const ast::InstantLiteral& node) {
  const std::int64_t local = node.unix_ms + std::int64_t{node.offset_minutes} * 60'000;
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t days = local >= 0 ? local / kDay : -((-local + kDay - 1) / kDay);
  const auto in_day = static_cast<int>(local - days * kDay);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%03d%c%02d:%02d", in_day / 3'600'000,
                in_day / 60'000 % 60, in_day / 1'000 % 60, in_day % 1'000,
                node.offset_minutes < 0 ? '-' : '+', std::abs(node.offset_minutes) / 60,
                std::abs(node.offset_minutes) % 60);
  return date_text(static_cast<std::int32_t>(days)) + text.data();
}

std::string_view word(ast::QuantifierKind kind) {
  switch (kind) {
    case ast::QuantifierKind::Some: return "some";
    case ast::QuantifierKind::All: return "all";
    case ast::QuantifierKind::AtLeast: return "at_least";
    case ast::QuantifierKind::Count: return "count";
    case ast::QuantifierKind::Sum: return "sum";
    case ast::QuantifierKind::Min: return "min_of";
    case ast::QuantifierKind::Max: return "max_of";
    case ast::QuantifierKind::Filter: return "filter";
  }
  PHEP_UNREACHABLE();
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

std::string_view word(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::Or: return "or";
    case ast::BinaryOp::And: return "and";
    case ast::BinaryOp::Eq: return "==";
    case ast::BinaryOp::Ne: return "!=";
    case ast::BinaryOp::Lt: return "<";
    case ast::BinaryOp::Le: return "<=";
    case ast::BinaryOp::Gt: return ">";
    case ast::BinaryOp::Ge: return ">=";
    case ast::BinaryOp::Add: return "+";
    case ast::BinaryOp::Sub: return "-";
    case ast::BinaryOp::Mul: return "*";
    case ast::BinaryOp::Div: return "/";
  }
  PHEP_UNREACHABLE();
}

std::string_view word(ast::Unit unit) {
  switch (unit) {
    case ast::Unit::Hours: return "hours";
    case ast::Unit::Days: return "days";
    case ast::Unit::WorkingDays: return "working_days";
    case ast::Unit::Weeks: return "weeks";
    case ast::Unit::Months: return "months";
    case ast::Unit::Quarters: return "quarters";
    case ast::Unit::Years: return "years";
  }
  PHEP_UNREACHABLE();
}

struct Printer::Shown {
  const Printer& p;

  std::string operator()(const ast::Missing&) const { return "<missing>"; }
  std::string operator()(const ast::NullLiteral&) const { return "null"; }
  std::string operator()(const ast::UnknownLiteral&) const { return "unknown"; }
  std::string operator()(const ast::BoolLiteral& n) const { return n.value ? "true" : "false"; }
  std::string operator()(const ast::IntLiteral& n) const { return std::to_string(n.value); }
  std::string operator()(const ast::DecimalLiteral& n) const { return n.digits; }
  std::string operator()(const ast::PercentLiteral& n) const { return n.digits + "%"; }
  std::string operator()(const ast::MoneyLiteral& n) const {
    return "(money " + n.digits + " " + p.text(n.currency) + ")";
  }
  std::string operator()(const ast::TextLiteral& n) const { return in_quotes(n.value); }
  std::string operator()(const ast::DateLiteral& n) const { return date_text(n.days); }
  std::string operator()(const ast::InstantLiteral& n) const { return instant_text(n); }
  std::string operator()(const ast::DurationLiteral& n) const {
    return "(" + std::string(word(n.unit)) + " " + std::to_string(n.amount) + ")";
  }
  std::string operator()(const ast::CitationLiteral& n) const {
    return to_source(n.citation, p.names_);
  }
  std::string operator()(const ast::NameRef& n) const { return std::string(p.names_.text(n.name)); }
  std::string operator()(const ast::Member& n) const {
    return p.expr(n.base) + "." + p.text(n.field);
  }
  std::string operator()(const ast::Call& n) const {
    return "(call " + p.text(n.callee) + p.list(n.args) + ")";
  }
  std::string operator()(const ast::MinMax& n) const {
    return std::string(n.greatest ? "(max" : "(min") + p.list(n.args) + ")";
  }
  std::string operator()(const ast::Clock& n) const {
    switch (n.kind) {
      case ast::ClockKind::Trigger: return "<trigger>";
      case ast::ClockKind::AsOf: return "<as_of>";
      case ast::ClockKind::LawDate: return "<law_date>";
    }
    PHEP_UNREACHABLE();
  }
  std::string operator()(const ast::Unary& n) const {
    return std::string(n.op == ast::UnaryOp::Not ? "(not " : "(neg ") + p.expr(n.operand) + ")";
  }
  std::string operator()(const ast::Binary& n) const {
    return "(" + std::string(word(n.op)) + " " + p.expr(n.left) + " " + p.expr(n.right) + ")";
  }
  std::string operator()(const ast::In& n) const {
    return std::string(n.negated ? "(not_in " : "(in ") + p.expr(n.value) + " " + p.expr(n.set) +
           ")";
  }
  std::string operator()(const ast::Range& n) const {
    return std::string(n.below ? "(below " : "(range ") + p.expr(n.lo) + " " + p.expr(n.hi) + ")";
  }
  std::string operator()(const ast::Is& n) const {
    return std::string(n.negated ? "(is_not " : "(is ") + p.expr(n.value) + " " +
           p.pattern(n.pattern) + ")";
  }
  std::string operator()(const ast::Exists& n) const { return "(exists " + p.expr(n.value) + ")"; }
  std::string operator()(const ast::IfAbsent& n) const {
    return "(if_absent " + p.expr(n.value) + " " + p.expr(n.otherwise) + ")";
  }
  std::string operator()(const ast::If& n) const {
    return "(if " + p.expr(n.condition) + " " + p.expr(n.then_value) + " " + p.expr(n.else_value) +
           ")";
  }
  std::string operator()(const ast::Rounded& n) const {
    std::string out = "(rounded " + p.text(n.mode) + " " + p.expr(n.value);
    if (n.places) out += " places " + std::to_string(*n.places);
    if (n.step.exists()) out += " step " + p.expr(n.step);
    return out + ")";
  }
  std::string operator()(const ast::Counted& n) const {
    return std::string(n.direction == ast::Direction::After ? "(after " : "(before ") +
           p.expr(n.term) + " " + p.expr(n.anchor) + ")";
  }
  std::string operator()(const ast::Quantifier& n) const {
    std::string out = "(" + std::string(word(n.kind));
    if (n.at_least.exists()) out += " " + p.expr(n.at_least);
    if (n.variable.exists()) out += " " + p.text(n.variable);
    out += " in " + p.expr(n.list);
    if (n.where.exists()) out += " where " + p.expr(n.where);
    if (n.body.exists()) out += " : " + p.expr(n.body);
    return out + ")";
  }
  std::string operator()(const ast::Within& n) const {
    return std::string(n.negated ? "(not_within " : "(within ") + p.expr(n.value) +
           (n.direction == ast::Direction::After ? " after " : " before ") + p.expr(n.term) + " " +
           p.expr(n.anchor) + ")";
  }
  std::string operator()(const ast::Moment& n) const {
    std::string out =
        "(moment " + p.text(n.variable) + " in " + p.expr(n.list) + " dated " + p.expr(n.dated);
    if (n.where.exists()) out += " where " + p.expr(n.where);
    if (n.body.exists()) out += " : " + p.expr(n.body);
    return out + " reaches " + p.expr(n.reaches) + ")";
  }
  std::string operator()(const ast::RecordLiteral& n) const {
    std::string out = "(record " + p.text(n.type);
    for (const ast::FieldValue& value : n.fields)
      out += " (" + p.text(value.field) + " " + p.expr(value.value) + ")";
    return out + (n.rest_unknown ? " (rest unknown))" : ")");
  }
  std::string operator()(const ast::SetLiteral& n) const {
    return "(set" + p.list(n.members) + ")";
  }
  std::string operator()(const ast::ListLiteral& n) const {
    return "(list" + p.list(n.items) + ")";
  }
};

std::string Printer::expr(ast::ExprId id) const {
  if (!id.exists()) return "<absent>";
  return std::visit(Shown{*this}, module_.exprs[id].node);
}

std::string Printer::text(const ast::Ident& ident) const {
  return ident.exists() ? std::string(names_.text(ident.name)) : "<missing>";
}

std::string Printer::text(const ast::Path& path) const {
  if (!path.exists()) return "<missing>";
  std::string out;
  for (const ast::Ident& part : path.parts) {
    if (!out.empty()) out += '.';
    out += text(part);
  }
  return out;
}

std::string Printer::text(const std::vector<ast::Path>& paths) const {
  std::string out;
  for (const ast::Path& path : paths) out += (out.empty() ? "" : ", ") + text(path);
  return out;
}

std::string Printer::text(const std::vector<Citation>& citations) const {
  std::string out;
  for (const Citation& citation : citations)
    out += (out.empty() ? "" : ", ") + (citation.path.empty()
                                            ? std::string(names_.text(citation.instrument))
                                            : to_source(citation, names_));
  return out;
}

// " a b c", so that an empty list adds nothing.
std::string Printer::list(const std::vector<ast::ExprId>& exprs) const {
  std::string out;
  for (const ast::ExprId id : exprs) out += " " + expr(id);
  return out;
}

std::string Printer::pattern(const ast::Pattern& pattern) const {
  std::string out = text(pattern.word);
  if (pattern.has_args)
    out += "(" + (pattern.args.empty() ? "" : list(pattern.args).substr(1)) + ")";
  if (pattern.has_among)
    out += " {" + (pattern.among.empty() ? "" : list(pattern.among).substr(1)) + "}";
  for (const ast::Ident& group : pattern.awaiting) out += " awaiting " + text(group);
  return out;
}

std::string Printer::type(ast::TypeId id) const {
  if (!id.exists()) return "<absent>";
  const ast::Type& node = module_.types[id];
  std::string out = text(node.name);
  if (!node.args.empty()) {
    std::string args;
    for (const ast::TypeId arg : node.args) args += (args.empty() ? "" : ", ") + type(arg);
    out += "<" + args + ">";
  }
  if (node.has_range)
    out += " " + (node.lo.exists() ? expr(node.lo) : "") + ".." +
           (node.hi.exists() ? expr(node.hi) : "");
  if (node.max_count) out += " max " + std::to_string(*node.max_count);
  return out + (node.optional ? "?" : "");
}

std::string Printer::params(const std::vector<ast::Param>& params) const {
  std::string out;
  for (const ast::Param& param : params)
    out += (out.empty() ? "" : ", ") + text(param.name) + ": " + type(param.type);
  return "(" + out + ")";
}

}  // namespace phep::syntax
