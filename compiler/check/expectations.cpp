// Expectations: which result of which target is meant, and what it must be.
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/tests.h"
#include "compiler/check/words.h"

#include <algorithm>

namespace phep::check {
namespace {

// The target of an expectation, before anything is asked of it.
struct Target {
  hir::Expectation expectation;
  TypeId type;  // of what is asked about: a norm, or a value
  std::vector<ast::ExprId> args;
};

bool set_member(Frame& frame, Target& target, const std::vector<ast::Ident>& members,
                std::size_t from) {
  Context& ctx = frame.body.ctx;
  if (from == members.size()) return true;
  const ast::Ident& name = members[from];
  if (!ctx.types.is(target.type, Sort::Norm)) {
    if (!ctx.types.is(target.type, Sort::Error))
      ctx.report(diag::NoFields, name.span, type_text(ctx, target.type), ctx.text(name.name));
    return false;
  }
  const auto member = result_member(ctx.text(name.name));
  const TypeId instant = ctx.types.optional(ctx.types.get(Sort::Instant));
  if (member == ResultMember::Sanction && from + 3 == members.size()) {
    const DefId norm = ctx.types[target.type].def;
    const ast::Ident& label = members[from + 1];
    const auto& rows = ctx.as<hir::Norm>(norm)->sanctions;
    const auto row = std::ranges::find(rows, label.name, &hir::Sanction::label);
    const std::string_view side = ctx.text(members[from + 2].name);
    if (row == rows.end()) {
      ctx.report(diag::UnknownLabel, label.span, ctx.text(label.name));
      return false;
    }
    target.expectation.sanction = label.name;
    if (side == "applies" || side == "áp dụng") {
      target.expectation.member = hir::TargetMember::SanctionApplies;
      target.type = ctx.types.get(Sort::Bool);
      return true;
    }
    const hir::ExprId bound = side == "from" || side == "từ" ? row->from : row->to;
    if ((side != "from" && side != "từ" && side != "to" && side != "tới") || !bound.exists()) {
      ctx.report(diag::UnknownResultMember, members[from + 2].span, side);
      return false;
    }
    target.expectation.member = side == "from" || side == "từ" ? hir::TargetMember::SanctionFrom
                                                               : hir::TargetMember::SanctionTo;
    target.type = ctx.module(norm.file).exprs[bound].type;
    return true;
  }
  if (from + 1 == members.size() && member) {
    switch (*member) {
      case ResultMember::Due:
      case ResultMember::Done:
      case ResultMember::Until:
        target.expectation.member = *member == ResultMember::Due    ? hir::TargetMember::Due
                                    : *member == ResultMember::Done ? hir::TargetMember::Done
                                                                    : hir::TargetMember::Until;
        target.type = instant;
        return true;
      case ResultMember::Binds:
        target.expectation.member = hir::TargetMember::Binds;
        target.type = ctx.types.get(Sort::Bool);
        return true;
      case ResultMember::By:
      case ResultMember::Missing:
      case ResultMember::Status:
      case ResultMember::Since:
      case ResultMember::Why:
      case ResultMember::Amount:
      case ResultMember::Sanction:
        ctx.report(diag::NotSupportedYet, name.span,
                   Argument("hỏi `." + std::string(ctx.text(name.name)) +
                                "`; viết tình trạng với đối số, như `is late(2 hours)`",
                            "asking for `." + std::string(ctx.text(name.name)) +
                                "`; write the status with its argument, as `is late(2 hours)`"));
        return false;
    }
  }
  suggest(ctx, ctx.report(diag::UnknownResultMember, name.span, ctx.text(name.name)), name.span,
          ctx.text(name.name), result_members());
  return false;
}

// `breach_report(b).severity`, `breach_report(b).notify_authority.due`
bool set_output(Frame& frame, Target& target, const std::vector<ast::Ident>& members) {
  Context& ctx = frame.body.ctx;
  const DefId id = target.expectation.target;
  const auto* decision = ctx.as<hir::Decision>(id);
  if (members.empty()) return false;
  const ast::Ident& name = members[0];
  target.expectation.output = name.name;
  for (const hir::Output& output : decision->outputs)
    if (output.name == name.name) {
      target.type = ctx.module(id.file).exprs[output.value].type;
      return set_member(frame, target, members, 1);
    }
  for (const hir::NormUse& use : decision->norms)
    if (ctx.def(use.norm).name == name.name) {
      target.type = ctx.types.get({.sort = Sort::Norm, .def = use.norm});
      return set_member(frame, target, members, 1);
    }
  std::vector<std::string_view> candidates;
  for (const hir::Output& output : decision->outputs) candidates.push_back(ctx.text(output.name));
  for (const hir::NormUse& use : decision->norms)
    candidates.push_back(ctx.text(ctx.def(use.norm).name));
  auto& diagnostic =
      ctx.report(diag::UnknownOutput, name.span, ctx.text(ctx.def(id).name), ctx.text(name.name));
  suggest(ctx, diagnostic, name.span, ctx.text(name.name), candidates);
  return false;
}

std::vector<hir::LocalId> parameters_of(const Context& ctx, DefId id) {
  if (const auto* rule = ctx.as<hir::Rule>(id)) return rule->params;
  if (const auto* norm = ctx.as<hir::Norm>(id)) return norm->params;
  return ctx.as<hir::Decision>(id)->params;
}

// A call of a rule, norm or decision, with the members after it.
std::optional<Target> target_of(Frame& frame, ast::ExprId id) {
  Context& ctx = frame.body.ctx;
  std::vector<ast::Ident> members;
  const ast::Expr* expr = &ctx.expr(id);
  while (const auto* member = std::get_if<ast::Member>(&expr->node)) {
    members.push_back(member->field);
    expr = &ctx.expr(member->base);
  }
  std::ranges::reverse(members);
  const auto* call = std::get_if<ast::Call>(&expr->node);
  if (call == nullptr) {
    if (!std::holds_alternative<ast::Missing>(expr->node))
      ctx.report(diag::NotATarget, ctx.expr(id).span);
    return std::nullopt;
  }
  Target target;
  target.args = call->args;
  target.expectation.span = ctx.expr(id).span;
  const DefId def = resolve(ctx, call->callee,
                            {"quy tắc, quy phạm hoặc quyết định", "a rule, a norm or a decision"},
                            [](const hir::Def& found) {
                              return std::holds_alternative<hir::Rule>(found.node) ||
                                     std::holds_alternative<hir::Norm>(found.node) ||
                                     std::holds_alternative<hir::Decision>(found.node);
                            });
  if (!def.exists()) return std::nullopt;
  target.expectation.target = def;
  const auto params = parameters_of(ctx, def);
  if (params.size() != call->args.size()) {
    auto& diagnostic = ctx.report(
        diag::WrongNumberOfArguments, expr->span, dotted(ctx, call->callee),
        static_cast<std::int64_t>(params.size()), static_cast<std::int64_t>(call->args.size()));
    note_declared(ctx, diagnostic, def);
    return std::nullopt;
  }
  for (std::size_t i = 0; i < params.size(); ++i) {
    const hir::Local param = ctx.module(def.file).locals[params[i]];
    target.expectation.args.push_back(
        fact_of(frame, call->args[i], param.type, {}, {}, ctx.text(param.name)));
  }
  if (ctx.as<hir::Decision>(def) != nullptr) {
    if (members.empty()) ctx.report(diag::NotATarget, ctx.expr(id).span);
    return set_output(frame, target, members) ? std::optional(std::move(target)) : std::nullopt;
  }
  const auto* rule = ctx.as<hir::Rule>(def);
  target.type = rule != nullptr ? rule->result : ctx.types.get({.sort = Sort::Norm, .def = def});
  return set_member(frame, target, members, 0) ? std::optional(std::move(target)) : std::nullopt;
}

// ---- JSON pointers of facts --------------------------------------------------------------------

// Where a name of the test stands inside a fact that is given, as a pointer from that fact.
std::optional<std::string> pointer_inside(const Frame& frame, ast::ExprId fact, Name name,
                                          int depth) {
  const Context& ctx = frame.body.ctx;
  if (!fact.exists() || depth > 16) return std::nullopt;
  const ast::ExprNode& node = ctx.expr(fact).node;
  if (const auto* ref = std::get_if<ast::NameRef>(&node)) {
    if (ref->name == name) return std::string();
    const Binding* binding = frame.find(ref->name);
    return binding == nullptr ? std::nullopt
                              : pointer_inside(frame, binding->value, name, depth + 1);
  }
  if (const auto* record = std::get_if<ast::RecordLiteral>(&node))
    for (const ast::FieldValue& field : record->fields)
      if (const auto inner = pointer_inside(frame, field.value, name, depth + 1))
        return "/" + std::string(ctx.text(field.field.name)) + *inner;
  if (const auto* list = std::get_if<ast::ListLiteral>(&node))
    for (std::size_t i = 0; i < list->items.size(); ++i)
      if (const auto inner = pointer_inside(frame, list->items[i], name, depth + 1))
        return "/" + std::to_string(i) + *inner;
  return std::nullopt;
}

// `b.state_secret` → "/state_secret"; `told_promptly(b)` → "/$judgments/told_promptly".
std::optional<std::string> pointer_of(Frame& frame, const Target& target, ast::ExprId id) {
  Context& ctx = frame.body.ctx;
  std::string path;
  ast::ExprId at = id;
  if (const auto* call = std::get_if<ast::Call>(&ctx.expr(at).node);
      call && call->args.size() == 1) {
    const DefId rule = resolve<hir::Rule>(ctx, call->callee, {"một nhận định", "a judgment"});
    if (!rule.exists()) return std::nullopt;
    if (!ctx.as<hir::Rule>(rule)->by_judgment) {
      ctx.report(diag::NotAJudgment, call->callee.span, dotted(ctx, call->callee));
      return std::nullopt;
    }
    path = "/$judgments/" + std::string(ctx.text(ctx.def(rule).name));
    at = call->args[0];
  }
  while (const auto* member = std::get_if<ast::Member>(&ctx.expr(at).node)) {
    path = "/" + std::string(ctx.text(member->field.name)) + path;
    at = member->base;
  }
  const auto* root = std::get_if<ast::NameRef>(&ctx.expr(at).node);
  const auto params = parameters_of(ctx, target.expectation.target);
  const hir::Module& home = ctx.module(target.expectation.target.file);
  const bool alone = params.size() == 1 && ctx.types.is(home.locals[params[0]].type, Sort::Record);
  for (std::size_t i = 0; root != nullptr && i < target.args.size(); ++i)
    if (const auto inside = pointer_inside(frame, target.args[i], root->name, 0)) {
      const std::string head =
          alone ? "" : "/" + std::string(ctx.text(home.locals[params[i]].name));
      return head + *inside + path;
    }
  ctx.report(diag::NotInFacts, ctx.expr(id).span,
             root == nullptr ? std::string("…") : std::string(ctx.text(root->name)) + path);
  return std::nullopt;
}

// ---- what it must be ---------------------------------------------------------------------------

// The JSON pointers of facts, or plain words.
enum class NamesAre : std::uint8_t { Facts, Words };

void add_names(Frame& frame, const Target& target, const ast::Pattern& pattern, NamesAre what,
               hir::Expectation& out) {
  Context& ctx = frame.body.ctx;
  for (const ast::ExprId arg : pattern.args) {
    if (what == NamesAre::Facts) {
      if (auto pointer = pointer_of(frame, target, arg)) out.names.push_back(std::move(*pointer));
    } else if (const auto* name = std::get_if<ast::NameRef>(&ctx.expr(arg).node)) {
      out.names.emplace_back(ctx.text(name->name));
    } else {
      ctx.report(diag::FactNotWritten, ctx.expr(arg).span);
    }
  }
}

// A misspelt word would make an expectation that nothing can meet.
void check_words(Context& ctx, const ast::Pattern& pattern,
                 const std::vector<std::string_view>& words) {
  std::string choice;
  for (const std::string_view word : words)
    choice += (choice.empty() ? "" : ", ") + std::string(word);
  for (const ast::ExprId arg : pattern.args) {
    const auto* name = std::get_if<ast::NameRef>(&ctx.expr(arg).node);
    if (name == nullptr || std::ranges::find(words, ctx.text(name->name)) != words.end()) continue;
    const Span span = ctx.expr(arg).span;
    suggest(ctx, ctx.report(diag::UnknownWord, span, ctx.text(name->name), choice), span,
            ctx.text(name->name), words);
  }
}

std::vector<std::string_view> exemptions_of(const Context& ctx, TypeId norm) {
  std::vector<std::string_view> out;
  for (const hir::Exemption& one : ctx.as<hir::Norm>(ctx.types[norm].def)->exemptions)
    out.push_back(ctx.text(one.label));
  return out;
}

std::vector<std::string_view> error_kinds() {
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
    suggest(ctx, ctx.report(diag::UnknownStatus, word.span, ctx.text(word.name)), word.span,
            ctx.text(word.name), status_words());
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
    if (name == "exempt") check_words(ctx, pattern, exemptions_of(ctx, target.type));
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

void value_is(Frame& frame, ast::ExprId id, TypeId type, hir::Expectation& out, bool& whole) {
  Context& ctx = frame.body.ctx;
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

std::optional<hir::Expectation> compared(Frame& frame, ast::ExprId left, ast::BinaryOp op,
                                         ast::ExprId right) {
  auto target = target_of(frame, left);
  if (!target) return std::nullopt;
  Context& ctx = frame.body.ctx;
  if (ctx.types.is(target->type, Sort::Norm)) {
    ctx.report(diag::CannotCompare, ctx.expr(left).span, type_text(ctx, target->type), "…");
    return std::nullopt;
  }
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
