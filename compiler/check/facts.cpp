// Facts of tests: records, lists and values as they are written, never computed.
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/tests.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>
#include <unordered_set>

namespace phep::check {
namespace {

using Kind = hir::FactValue::Kind;

bool is_constant(const hir::ExprNode& node) {
  return std::holds_alternative<hir::BoolConst>(node) ||
         std::holds_alternative<hir::IntConst>(node) ||
         std::holds_alternative<hir::DecimalConst>(node) ||
         std::holds_alternative<hir::MoneyConst>(node) ||
         std::holds_alternative<hir::DateConst>(node) ||
         std::holds_alternative<hir::InstantConst>(node) ||
         std::holds_alternative<hir::DurationConst>(node) ||
         std::holds_alternative<hir::TextConst>(node) ||
         std::holds_alternative<hir::EnumConst>(node) ||
         std::holds_alternative<hir::SetConst>(node);
}

hir::FactValue unknown() {
  return {};
}

hir::FactRecord record_of(Frame& frame, const ast::RecordLiteral& literal, TypeId wanted,
                          Span span) {
  Context& ctx = frame.body.ctx;
  hir::FactRecord out;
  out.partial = literal.rest_unknown;
  const DefId record = resolve<hir::Record>(ctx, literal.type, {"dữ kiện", "a record"});
  if (!record.exists()) return out;
  out.record = record;
  if (wanted.exists() && ctx.types[wanted].def != record) {
    const TypeId found = ctx.types.get({.sort = Sort::Record, .def = record});
    ctx.report(diag::TypeMismatch, span, type_text(ctx, wanted), type_text(ctx, found));
    return out;
  }
  const auto& positions = field_positions(ctx, record);
  std::unordered_set<Name> seen;
  for (const ast::FieldValue& written : literal.fields) {
    if (!written.field.exists()) continue;
    if (!seen.insert(written.field.name).second)
      ctx.report(diag::DuplicateField, written.field.span, ctx.text(written.field.name));
    const auto found = positions.find(written.field.name);
    if (found == positions.end()) {
      auto& diagnostic = ctx.report(diag::UnknownField, written.field.span,
                                    ctx.text(ctx.def(record).name), ctx.text(written.field.name));
      note_declared(ctx, diagnostic, record);
      std::vector<std::string_view> candidates;
      for (const auto& field : ctx.as<hir::Record>(record)->fields)
        candidates.push_back(ctx.text(field.name));
      suggest(ctx, diagnostic, written.field.span, ctx.text(written.field.name), candidates);
      continue;
    }
    note_name(ctx, written.field.span, {record, hir::SymbolPart::Field, found->second});
    const hir::Field field = ctx.as<hir::Record>(record)->fields[found->second];
    out.fields.push_back(
        {field.name,
         {fact_of(frame, written.value, field.type, field.lo, field.hi, ctx.text(field.name))}});
  }
  return out;
}

hir::FactValue list_of(Frame& frame, const ast::ListLiteral& literal, TypeId wanted, Span span) {
  Context& ctx = frame.body.ctx;
  hir::FactValue out;
  out.kind = Kind::List;
  const hir::Type type = ctx.types[wanted];
  if (literal.items.size() > type.max)
    ctx.report(diag::ValueOutOfRange, span, type_text(ctx, wanted));
  for (const ast::ExprId item : literal.items) {
    hir::FactValue element = fact_of(frame, item, type.element, {}, {}, "");
    if (element.kind == Kind::Record) out.records.push_back(std::move(element.records[0]));
    const bool plain = !ctx.types.is(type.element, Sort::Record);
    if (plain && element.kind == Kind::Unknown &&
        std::holds_alternative<ast::UnknownLiteral>(ctx.expr(item).node))
      ctx.report(diag::FactNotWritten, ctx.expr(item).span);  // lists are complete as given
    if (element.kind == Kind::Constant) out.values.push_back(std::move(element.constant));
  }
  return out;
}

void add_judgments(Frame& frame, Name binding, hir::FactValue& value) {
  if (value.kind != Kind::Record) return;
  for (const Judgment& judgment : frame.judgments)
    if (judgment.of == binding)
      value.records[0].judgments.push_back({judgment.rule, {judgment.value}, judgment.by});
}

std::optional<std::int64_t> magnitude(const hir::ExprNode& node) {
  if (const auto* number = std::get_if<hir::IntConst>(&node)) return number->value;
  if (const auto* money = std::get_if<hir::MoneyConst>(&node)) return money->minor;
  if (const auto* date = std::get_if<hir::DateConst>(&node)) return date->days;
  return std::nullopt;
}

}  // namespace

const Binding* Frame::find(Name name) const {
  const auto found = std::ranges::find(bindings, name, &Binding::name);
  return found == bindings.end() ? nullptr : &*found;
}

hir::FactValue fact_of(Frame& frame, ast::ExprId id, TypeId wanted, std::optional<std::int64_t> lo,
                       std::optional<std::int64_t> hi, std::string_view name) {
  Context& ctx = frame.body.ctx;
  if (!id.exists()) return unknown();
  const ast::Expr& expr = ctx.expr(id);
  if (std::holds_alternative<ast::UnknownLiteral>(expr.node)) return unknown();
  if (const auto* ref = std::get_if<ast::NameRef>(&expr.node)) {
    if (const Binding* binding = frame.find(ref->name)) {
      frame.used.push_back(ref->name);
      const ast::ExprId value = binding->value;
      // A name stands for what was written before it; so names never lead in a circle.
      std::vector<Binding> later(frame.bindings.begin() + (binding - frame.bindings.data()),
                                 frame.bindings.end());
      frame.bindings.resize(frame.bindings.size() - later.size());
      hir::FactValue out = fact_of(frame, value, wanted, lo, hi, name);
      frame.bindings.insert(frame.bindings.end(), later.begin(), later.end());
      add_judgments(frame, ref->name, out);
      return out;
    }
  }
  const TypeId inner = wanted.exists() ? ctx.types.without_optional(wanted) : wanted;
  const Sort sort = wanted.exists() ? ctx.types[inner].sort : Sort::Error;
  if (const auto* record = std::get_if<ast::RecordLiteral>(&expr.node)) {
    if (wanted.exists() && sort != Sort::Record && sort != Sort::Error) {
      ctx.report(diag::TypeMismatch, expr.span, type_text(ctx, wanted), dotted(ctx, record->type));
      return unknown();
    }
    hir::FactValue out;
    out.kind = Kind::Record;
    out.records.push_back(
        record_of(frame, *record, sort == Sort::Record ? inner : TypeId{}, expr.span));
    return out.records[0].record.exists() ? out : unknown();
  }
  if (!wanted.exists() || sort == Sort::Error) return unknown();
  hir::FactValue out;
  if (std::holds_alternative<ast::NullLiteral>(expr.node) && ctx.types.is_optional(wanted)) {
    out.kind = Kind::Null;
    return out;
  }
  if (const auto* list = std::get_if<ast::ListLiteral>(&expr.node)) {
    if (sort == Sort::List) return list_of(frame, *list, inner, expr.span);
    ctx.report(diag::TypeMismatch, expr.span, type_text(ctx, wanted),
               Argument("một danh sách", "a list"));
    return unknown();
  }
  auto constant = constant_of(frame, id, inner);
  if (!constant) return unknown();
  const auto value = magnitude(constant->node);
  if (value && ((lo && *value < *lo) || (hi && *value > *hi)))
    ctx.report(diag::ValueOutOfRange, expr.span, name);
  out.kind = Kind::Constant;
  out.constant = std::move(*constant);
  return out;
}

std::optional<hir::Expr> constant_of(Frame& frame, ast::ExprId id, TypeId wanted) {
  Context& ctx = frame.body.ctx;
  if (const auto* ref = std::get_if<ast::NameRef>(&ctx.expr(id).node))
    if (const Binding* binding = frame.find(ref->name)) {
      frame.used.push_back(ref->name);
      if (!binding->value.exists()) return std::nullopt;
      if (!std::holds_alternative<ast::NameRef>(ctx.expr(binding->value).node))
        return constant_of(frame, binding->value, wanted);
      id = binding->value;
    }
  const hir::ExprId value = check_as(frame.body, id, wanted);
  if (is_error(ctx, value)) return std::nullopt;
  const hir::Expr& constant = ctx.out.exprs[value];
  if (!is_constant(constant.node)) {
    ctx.report(diag::FactNotWritten, ctx.expr(id).span);
    return std::nullopt;
  }
  return constant;
}

}  // namespace phep::check
