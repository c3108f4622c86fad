// Expectations: what a target must be.
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/tests.h"
#include "compiler/check/types.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>

namespace phep::check {
namespace {

// The JSON pointers of facts, or plain words.
enum class NamesAre : std::uint8_t { Facts, Words };

// `secret`, or `vn.x.secret` for what a special law or an election adds; "" for anything else.
std::string word_of(const Context& ctx, ast::ExprId id) {
  const ast::ExprNode& node = ctx.expr(id).node;
  if (const auto* name = std::get_if<ast::NameRef>(&node)) return std::string(ctx.text(name->name));
  const auto* member = std::get_if<ast::Member>(&node);
  if (member == nullptr) return {};
  const std::string head = word_of(ctx, member->base);
  return head.empty() ? head : head + "." + std::string(ctx.text(member->field.name));
}

void add_names(Frame& frame, const Target& target, const ast::Pattern& pattern, NamesAre what,
               hir::Expectation& out) {
  Context& ctx = frame.body.ctx;
  for (const ast::ExprId arg : pattern.args) {
    if (what == NamesAre::Facts) {
      if (auto pointer = pointer_of(frame, target, arg)) out.names.push_back(std::move(*pointer));
    } else if (std::string word = word_of(ctx, arg); !word.empty()) {
      out.names.push_back(std::move(word));
    } else {
      ctx.report(diag::FactNotWritten, ctx.expr(arg).span);
    }
  }
}

// A bare name that only one exemption ends in stands for that one.
void complete_names(std::vector<std::string>& names, const std::vector<std::string>& known) {
  for (std::string& name : names) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto ends = [&](const std::string& one) { return one.ends_with("." + name); };
    if (std::ranges::count_if(known, ends) == 1) name = *std::ranges::find_if(known, ends);
  }
}

// A misspelt word would make an expectation that nothing can meet.
void check_words(Context& ctx, const ast::Pattern& pattern, const std::vector<std::string>& words) {
  std::string choice;
  for (const std::string& word : words) choice += (choice.empty() ? "" : ", ") + word;
  const std::vector<std::string_view> candidates(words.begin(), words.end());
  for (const ast::ExprId arg : pattern.args) {
    std::vector<std::string> word_or_whole{word_of(ctx, arg)};
    complete_names(word_or_whole, words);
    const std::string& word = word_or_whole.front();
    if (word.empty() || std::ranges::find(words, word) != words.end()) continue;
    const Span span = ctx.expr(arg).span;
    if (words.empty()) {
      ctx.report(diag::UnknownWord, span, word, Argument("không có từ nào", "none"));
      continue;
    }
    suggest(ctx, ctx.report(diag::UnknownWord, span, word, choice), span, word, candidates);
  }
}

// Those of the norm, and those that special law adds wherever this module can see it.
std::vector<std::string> exemptions_of(const Context& ctx, TypeId type) {
  const DefId norm = ctx.types[type].def;
  std::vector<std::string> out;
  for (const hir::Exemption& one : ctx.as<hir::Norm>(norm)->exemptions)
    out.emplace_back(ctx.text(one.label));
  const auto gather = [&](const hir::Module& module) {
    for (const hir::Def& def : module.defs)
      if (const auto* special = std::get_if<hir::Special>(&def.node);
          special != nullptr && special->of == norm)
        for (const hir::Exemption& one : special->exemptions)
          out.push_back(hir::special_label(module, ctx.text(one.label)));
    for (const hir::Def& def : module.defs)
      if (const auto* rule = std::get_if<hir::Rule>(&def.node);
          rule != nullptr && !rule->disapplies.empty())
        out.push_back(def.qualified);
  };
  gather(ctx.out);
  for (const auto& [file, checked] : ctx.closure) gather(checked->module);
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> error_kinds() {
  return {"overflow",
          "needs_rounding",
          "division_by_zero",
          "date_out_of_range",
          "calendar_exhausted",
          "conflict",
          "gap"};
}

bool status_pattern(Frame& frame, const Target& target, const ast::Pattern& pattern,
                    hir::Expectation& out) {
  Context& ctx = frame.body.ctx;
  const ast::Ident& word = pattern.word.parts[0];
  const auto status = status_word(ctx.text(word.name));
  if (!status || pattern.word.parts.size() > 1) {
    report_unknown_status(ctx, pattern.word);
    return false;
  }
  out.kind = hir::ExpectKind::Status;
  out.status = *status;
  out.has_args = pattern.has_args;
  const std::string_view name = [&] {
    for (const std::string_view text :
         {"exempt", "not_applicable", "error", "undetermined", "open"})
      if (status_word(text) == status) return text;
    return std::string_view();
  }();
  if (!name.empty()) {
    const bool facts = name == "undetermined" || name == "open";
    add_names(frame, target, pattern, facts ? NamesAre::Facts : NamesAre::Words, out);
    if (name == "exempt") {
      const std::vector<std::string> known = exemptions_of(ctx, target.type);
      complete_names(out.names, known);
      check_words(ctx, pattern, known);
    }
    if (name == "not_applicable") check_words(ctx, pattern, {"no_trigger"});
    if (name == "error") check_words(ctx, pattern, error_kinds());
    return true;
  }
  const bool late = status == status_word("late");
  for (const ast::ExprId arg : pattern.args) {
    const TypeId instant = ctx.types.get(Sort::Instant);
    const bool date = written_date(ctx, arg).has_value();
    const TypeId wanted =
        late ? ctx.types.get(Sort::Duration) : (date ? ctx.types.get(Sort::Date) : instant);
    if (auto value = constant_of(frame, arg, wanted)) out.values.push_back(std::move(*value));
  }
  return true;
}

// `f(x) == a..b`: both ends.
bool range_is(Frame& frame, ast::ExprId id, TypeId type, hir::Expectation& out) {
  Context& ctx = frame.body.ctx;
  const auto* range = std::get_if<ast::Range>(&ctx.expr(id).node);
  if (range == nullptr || range->below) {
    ctx.report(diag::FactNotWritten, ctx.expr(id).span);
    return false;
  }
  out.kind = hir::ExpectKind::Value;
  out.member = hir::TargetMember::Range;
  const TypeId element = ctx.types[type].element;
  for (const ast::ExprId end : {range->lo, range->hi})
    if (auto value = constant_of(frame, end, element)) out.values.push_back(std::move(*value));
  return out.values.size() == 2;
}

void value_is(Frame& frame, ast::ExprId id, TypeId type, hir::Expectation& out, bool& whole) {
  Context& ctx = frame.body.ctx;
  if (ctx.types.is(type, Sort::Range)) {
    whole = range_is(frame, id, type, out);
    return;
  }
  if (std::holds_alternative<ast::NullLiteral>(ctx.expr(id).node)) {
    out.kind = hir::ExpectKind::Absent;
    return;
  }
  if (std::holds_alternative<ast::UnknownLiteral>(ctx.expr(id).node)) {
    out.kind = hir::ExpectKind::Unknown;
    return;
  }
  out.kind = hir::ExpectKind::Value;
  auto value = constant_of(frame, id, ctx.types.without_optional(type));
  whole = value.has_value();
  if (value) out.values.push_back(std::move(*value));
}

bool value_pattern(Frame& frame, const Target& target, const ast::Pattern& pattern,
                   hir::Expectation& out) {
  Context& ctx = frame.body.ctx;
  const TypeId type = ctx.types.without_optional(target.type);
  const ast::Ident& word = pattern.word.parts[0];
  const std::string_view text = ctx.text(word.name);
  out.has_args = pattern.has_args;
  const bool may_name =
      text == "unknown" || text == "error" || text == "lỗi" || text == "undecided";
  if (!may_name && !bare_word(ctx, pattern)) return false;
  if (text == "null") {
    out.kind = hir::ExpectKind::Absent;
  } else if (text == "unknown") {
    out.kind = hir::ExpectKind::Unknown;
    add_names(frame, target, pattern, NamesAre::Facts, out);
  } else if (text == "error" || text == "lỗi") {
    out.kind = hir::ExpectKind::IsError;
    add_names(frame, target, pattern, NamesAre::Words, out);
    check_words(ctx, pattern, error_kinds());
  } else if (text == "undecided") {
    out.kind = hir::ExpectKind::Undecided;
    for (const ast::ExprId one : pattern.among)
      if (auto value = constant_of(frame, one, type)) out.values.push_back(std::move(*value));
    for (const ast::Ident& group : pattern.awaiting) out.names.emplace_back(ctx.text(group.name));
  } else if (ctx.types.is(type, Sort::Bool) && (text == "true" || text == "false")) {
    out.kind = hir::ExpectKind::Value;
    out.values.push_back({hir::BoolConst{text == "true"}, type, word.span});
  } else if (ctx.types.is(type, Sort::Enum)) {
    out.kind = hir::ExpectKind::Value;
    const auto member = member_of(ctx, ctx.types[type].def, pattern.word.parts.back());
    if (!member) return false;
    out.values.push_back({hir::EnumConst{*member}, type, word.span});
  } else {
    if (!ctx.types.is(type, Sort::Error))
      ctx.report(diag::IsNeedsWord, pattern.word.span, type_text(ctx, type));
    return false;
  }
  return true;
}

bool apply_pattern(Frame& frame, Target& target, const ast::Pattern& pattern) {
  if (!pattern.word.exists() || !pattern.word.parts[0].exists()) return false;
  return frame.body.ctx.types.is(target.type, Sort::Norm)
             ? status_pattern(frame, target, pattern, target.expectation)
             : value_pattern(frame, target, pattern, target.expectation);
}

std::optional<hir::Expectation> finish(Target target, bool whole) {
  if (!whole) return std::nullopt;
  return std::move(target.expectation);
}

// Whether less and greater mean something between what is found and what is written.
bool has_order(Context& ctx, TypeId found, ast::ExprId left, ast::ExprId right) {
  const ast::ExprNode& written = ctx.expr(right).node;
  if (std::holds_alternative<ast::NullLiteral>(written)) {
    ctx.report(diag::NullNotComparable, ctx.expr(right).span);
    return false;
  }
  if (std::holds_alternative<ast::UnknownLiteral>(written)) {
    ctx.report(diag::NotOrdered, ctx.expr(right).span, "unknown");
    return false;
  }
  const TypeId type = ctx.types.without_optional(found);
  if (is_ordered(ctx, type)) return true;
  Diagnostic& said = ctx.report(diag::NotOrdered, ctx.expr(left).span, type_text(ctx, type));
  if (ctx.types.is(type, Sort::Enum)) note_declared(ctx, said, ctx.types[type].def);
  return false;
}

std::optional<hir::Expectation> compared(Frame& frame, ast::ExprId left, ast::BinaryOp op,
                                         ast::ExprId right) {
  auto target = target_of(frame, left);
  if (!target) return std::nullopt;
  Context& ctx = frame.body.ctx;
  if (ctx.types.is(target->type, Sort::Norm)) {
    ctx.report(diag::CannotCompare, ctx.expr(left).span, "`" + type_text(ctx, target->type) + "`",
               Argument("một giá trị; hãy hỏi tình trạng, như `is fulfilled`",
                        "a value; ask its status, as `is fulfilled`"));
    return std::nullopt;
  }
  const bool equality = op == ast::BinaryOp::Eq || op == ast::BinaryOp::Ne;
  if (!equality && !has_order(ctx, target->type, left, right)) return std::nullopt;
  bool whole = true;
  target->expectation.op =
      static_cast<hir::CompareOp>(static_cast<int>(op) - static_cast<int>(ast::BinaryOp::Eq));
  value_is(frame, right, target->type, target->expectation, whole);
  if (target->expectation.kind != hir::ExpectKind::Value)
    target->expectation.negated = op == ast::BinaryOp::Ne;
  return finish(std::move(*target), whole);
}

}  // namespace

std::optional<hir::Expectation> expectation_of(Frame& frame, ast::ExprId id) {
  Context& ctx = frame.body.ctx;
  const ast::Expr& expr = ctx.expr(id);
  if (const auto* is = std::get_if<ast::Is>(&expr.node)) {
    auto target = target_of(frame, is->value);
    if (!target) return std::nullopt;
    target->expectation.negated = is->negated;
    target->expectation.span = expr.span;
    const bool whole = apply_pattern(frame, *target, is->pattern);
    return finish(std::move(*target), whole);
  }
  if (const auto* binary = std::get_if<ast::Binary>(&expr.node);
      binary != nullptr && binary->op >= ast::BinaryOp::Eq && binary->op <= ast::BinaryOp::Ge) {
    auto out = compared(frame, binary->left, binary->op, binary->right);
    if (out) out->span = expr.span;
    return out;
  }
  if (const auto* unary = std::get_if<ast::Unary>(&expr.node);
      unary != nullptr && unary->op == ast::UnaryOp::Not) {
    auto out = expectation_of(frame, unary->operand);
    if (out) out->negated = !out->negated;
    return out;
  }
  if (const auto* exists = std::get_if<ast::Exists>(&expr.node)) {
    auto target = target_of(frame, exists->value);
    if (!target) return std::nullopt;
    target->expectation.kind = hir::ExpectKind::Absent;
    target->expectation.negated = true;
    return finish(std::move(*target), true);
  }
  auto target = target_of(frame, id);
  if (!target) return std::nullopt;
  const TypeId bool_type = ctx.types.get(Sort::Bool);
  if (target->type != bool_type) {
    if (!ctx.types.is(target->type, Sort::Error))
      ctx.report(diag::TypeMismatch, expr.span, "bool", type_text(ctx, target->type));
    return std::nullopt;
  }
  target->expectation.kind = hir::ExpectKind::Value;
  target->expectation.values.push_back({hir::BoolConst{true}, bool_type, expr.span});
  return finish(std::move(*target), true);
}

std::optional<hir::Expectation> cell_expectation(Frame& frame, ast::ExprId column,
                                                 const ast::Cell& cell) {
  Context& ctx = frame.body.ctx;
  if (cell.kind == ast::CellKind::Compare) {
    auto out = compared(frame, column, cell.op, cell.value);
    if (out) out->span = cell.span;
    return out;
  }
  auto target = target_of(frame, column);
  if (!target) return std::nullopt;
  target->expectation.span = cell.span;
  if (cell.kind == ast::CellKind::Is) {
    target->expectation.negated = cell.negated;
    const bool whole = apply_pattern(frame, *target, cell.pattern);
    return finish(std::move(*target), whole);
  }
  // A bare word in a norm's column is its status.
  if (const auto* word = std::get_if<ast::NameRef>(&ctx.expr(cell.value).node);
      word != nullptr && ctx.types.is(target->type, Sort::Norm)) {
    ast::Pattern pattern;
    pattern.word = {{{word->name, cell.span}}, cell.span};
    const bool whole = status_pattern(frame, *target, pattern, target->expectation);
    return finish(std::move(*target), whole);
  }
  bool whole = true;
  value_is(frame, cell.value, target->type, target->expectation, whole);
  return finish(std::move(*target), whole);
}

}  // namespace phep::check
