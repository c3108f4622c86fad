// Which result of which rule, norm or decision an expectation is about, and where its facts lie.
#include "compiler/check/names.h"
#include "compiler/check/tests.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/coverage.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/types.h"

#include <algorithm>

namespace phep::check {
namespace {

bool set_member(Frame& frame, Target& target, const std::vector<ast::Ident>& members,
                std::size_t from) {
  Context& ctx = frame.body.ctx;
  if (from == members.size()) return true;
  const ast::Ident& name = members[from];
  if (ctx.types.is(target.type, Sort::Range) && from + 1 == members.size()) {
    if (const auto upper = range_member(ctx.text(name.name))) {
      target.expectation.member =
          *upper ? hir::TargetMember::RangeTo : hir::TargetMember::RangeFrom;
      target.type = ctx.types[target.type].element;
      return true;
    }
  }
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
    if (side == "limitation" || side == "thời_hiệu") {
      target.expectation.member = hir::TargetMember::SanctionLimitation;
      target.type = instant;
      return true;
    }
    if (side == "time_barred" || side == "hết_thời_hiệu") {
      target.expectation.member = hir::TargetMember::SanctionBarred;
      target.type = ctx.types.get(Sort::Bool);
      return true;
    }
    if (side == "applies" || side == "áp_dụng") {
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
      case ResultMember::Since:
        target.expectation.member = hir::TargetMember::Since;
        target.type = instant;
        return true;
      case ResultMember::Binds:
        target.expectation.member = hir::TargetMember::Binds;
        target.type = ctx.types.get(Sort::Bool);
        return true;
      case ResultMember::By:
      case ResultMember::Missing:
      case ResultMember::Status:
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

// `costs(c).total.from`, `.to`: in the currency of the first fine that the decision's norms know.
bool set_exposure(Context& ctx, Target& target, const hir::Decision& decision,
                  const std::vector<ast::Ident>& members) {
  const auto upper =
      members.size() == 2 ? range_member(ctx.text(members[1].name)) : std::optional<bool>();
  if (!upper) {
    const ast::Ident& last = members.back();
    ctx.report(diag::UnknownResultMember, last.span, ctx.text(last.name));
    return false;
  }
  target.expectation.member =
      *upper ? hir::TargetMember::ExposureTo : hir::TargetMember::ExposureFrom;
  target.type = ctx.types.error();
  for (const hir::NormUse& use : decision.norms)
    for (const hir::Sanction& row : ctx.as<hir::Norm>(use.norm)->sanctions) {
      const hir::ExprId bound = row.from.exists() ? row.from : row.to;
      if (row.kind != hir::ConsequenceKind::Fine || !bound.exists()) continue;
      target.type = ctx.module(use.norm.file).exprs[bound].type;
      return true;
    }
  return true;
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
      if (use.list.exists() || use.occurrences.exists()) {
        ctx.report(diag::NotSupportedYet, name.span,
                   Argument("hỏi một phần tử của `for each`; hãy hỏi thẳng quy phạm",
                            "asking for one element of `for each`; ask the norm itself"));
        return false;
      }
      target.type = ctx.types.get({.sort = Sort::Norm, .def = use.norm});
      return set_member(frame, target, members, 1);
    }
  if (decision->exposure == name.name && name.exists())
    return set_exposure(ctx, target, *decision, members);
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

}  // namespace

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
  DefId def = resolve(
      ctx, call->callee, {"quy tắc, quy phạm hoặc quyết định", "a rule, a norm or a decision"},
      [](const hir::Def& found) {
        return std::holds_alternative<hir::Rule>(found.node) ||
               std::holds_alternative<hir::Norm>(found.node) ||
               std::holds_alternative<hir::Decision>(found.node) || is_closed_list(found);
      });
  if (!def.exists()) return std::nullopt;
  if (const auto* list =
          ctx.as<hir::Enum>(def)) {  // asked as the rule of its items, or of its days
    const bool since =
        members.size() == 1 && result_member(ctx.text(members[0].name)) == ResultMember::Since;
    def = since ? list->since : list->items;
    if (since) members.clear();
  }
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

namespace {

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

}  // namespace

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

}  // namespace phep::check
