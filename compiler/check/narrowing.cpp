// What a condition says about optionals: `exists x and x < y` may compare, since x exists there.
#include "compiler/check/body.h"

#include <algorithm>
#include <type_traits>

namespace phep::check {
namespace {

void put(std::string& key, std::uint64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void put(std::string& key, DefId id) {
  put(key, std::uint64_t{id.file.index} << 32U | id.index);
}

// What distinguishes a node beside its kind and its operands' numbers.
struct KeyOf {
  Context& ctx;
  std::string& key;

  void operand(hir::ExprId id) { put(key, id.exists() ? value_number(ctx, id) : 0); }
  void operands(const std::vector<hir::ExprId>& ids) {
    put(key, ids.size());
    for (const hir::ExprId id : ids) operand(id);
  }

  void operator()(const hir::ErrorExpr& /*node*/) {}
  void operator()(const hir::BoolConst& node) { put(key, node.value ? 1 : 0); }
  void operator()(const hir::IntConst& node) { put(key, static_cast<std::uint64_t>(node.value)); }
  void operator()(const hir::DecimalConst& node) { key += node.units; }
  void operator()(const hir::MoneyConst& node) { put(key, static_cast<std::uint64_t>(node.minor)); }
  void operator()(const hir::DateConst& node) { put(key, static_cast<std::uint32_t>(node.days)); }
  void operator()(const hir::InstantConst& node) { put(key, static_cast<std::uint64_t>(node.ms)); }
  void operator()(const hir::DurationConst& node) {
    put(key, static_cast<std::uint64_t>(node.amount));
    put(key, static_cast<std::uint64_t>(node.unit));
  }
  void operator()(const hir::TextConst& node) { key += node.value; }
  void operator()(const hir::EnumConst& node) { put(key, node.member); }
  void operator()(const hir::SetConst& node) { put(key, node.members); }
  void operator()(const hir::NullConst& /*node*/) {}
  void operator()(const hir::LocalRef& node) { put(key, node.local.index); }
  void operator()(const hir::FieldRef& node) {
    operand(node.record);
    put(key, node.field);
  }
  void operator()(const hir::AsOf& /*node*/) {}
  void operator()(const hir::LawDate& /*node*/) {}
  void operator()(const hir::Trigger& /*node*/) {}
  void operator()(const hir::ReadingRef& node) { put(key, node.reading); }
  void operator()(const hir::ReadingIs& node) {
    put(key, node.reading);
    put(key, node.option);
  }
  void operator()(const hir::Not& node) { operand(node.operand); }
  void operator()(const hir::And& node) { operands(node.operands); }
  void operator()(const hir::Or& node) { operands(node.operands); }
  void operator()(const hir::Compare& node) {
    put(key, static_cast<std::uint64_t>(node.op));
    operand(node.left);
    operand(node.right);
  }
  void operator()(const hir::SetHas& node) {
    operand(node.member);
    operand(node.set);
  }
  void operator()(const hir::Exists& node) { operand(node.value); }
  void operator()(const hir::Unwrap& node) { operand(node.value); }
  void operator()(const hir::Wrap& node) { operand(node.value); }
  void operator()(const hir::IfAbsent& node) {
    operand(node.value);
    operand(node.otherwise);
  }
  void operator()(const hir::If& node) {
    operand(node.condition);
    operand(node.then_value);
    operand(node.else_value);
  }
  void operator()(const hir::Arith& node) {
    put(key, static_cast<std::uint64_t>(node.op));
    operand(node.left);
    operand(node.right);
  }
  void operator()(const hir::Negate& node) { operand(node.operand); }
  void operator()(const hir::Widen& node) { operand(node.operand); }
  void operator()(const hir::Round& node) {
    operand(node.operand);
    put(key, static_cast<std::uint64_t>(node.mode));
    key += node.quantum;
  }
  void operator()(const hir::ShiftDate& node) {
    operand(node.date);
    operand(node.duration);
    put(key, node.backward ? 1 : 0);
    for (const hir::CountedReading& one : node.readings) put(key, one.reading);
    if (node.times.exists()) operand(node.times);
  }
  void operator()(const hir::Occurrences& node) {
    operand(node.from);
    operand(node.period);
    operand(node.moment);
  }
  void operator()(const hir::LocalDay& node) { operand(node.instant); }
  void operator()(const hir::DayStart& node) { operand(node.date); }
  void operator()(const hir::Counted& node) {
    operands(node.extensions);
    operand(node.duration);
    operand(node.anchor);
    put(key, (node.backward ? 1U : 0U) | (node.rolls ? 2U : 0U) | node.ways << 2);
    put(key, node.calendar);
    for (const hir::CountedReading& one : node.readings) put(key, one.reading);
  }
  void operator()(const hir::Quantify& node) {
    put(key, static_cast<std::uint64_t>(node.kind));
    put(key, static_cast<std::uint64_t>(node.at_least));
    put(key, node.variable.index);
    operand(node.list);
    operand(node.where);
    operand(node.body);
  }
  void operator()(const hir::MakeRange& node) {
    operand(node.lower);
    operand(node.upper);
  }
  void operator()(const hir::RangeEnd& node) {
    operand(node.range);
    put(key, node.upper ? 1 : 0);
  }
  void operator()(const hir::Moment& node) {
    put(key, node.variable.index);
    operand(node.list);
    operand(node.dated);
    operand(node.where);
    operand(node.body);
    operand(node.reaches);
  }
  void operator()(const hir::CallRule& node) {
    put(key, node.rule);
    operands(node.args);
  }
  void operator()(const hir::CallNorm& node) {
    put(key, node.norm);
    operands(node.args);
  }
  void operator()(const hir::NormIs& node) {
    operand(node.norm);
    put(key, node.statuses);
  }
  void operator()(const hir::NormGet& node) {
    operand(node.norm);
    put(key, static_cast<std::uint64_t>(node.member));
  }
};

using Numbers = std::vector<std::uint32_t>;

void gather(Context& ctx, hir::ExprId id, bool truth, Numbers& out);

// What every operand says.
void gather_common(Context& ctx, const std::vector<hir::ExprId>& operands, bool truth,
                   Numbers& out) {
  Numbers common;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Numbers one;
    gather(ctx, operands[i], truth, one);
    if (i == 0) {
      common = std::move(one);
    } else {
      std::erase_if(common,
                    [&](std::uint32_t n) { return std::ranges::find(one, n) == one.end(); });
    }
    if (common.empty()) return;
  }
  out.insert(out.end(), common.begin(), common.end());
}

void gather(Context& ctx, hir::ExprId id, bool truth, Numbers& out) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* exists = std::get_if<hir::Exists>(&node)) {
    if (truth) out.push_back(value_number(ctx, exists->value));
  } else if (const auto* negated = std::get_if<hir::Not>(&node)) {
    gather(ctx, negated->operand, !truth, out);
  } else if (const auto* both = std::get_if<hir::And>(&node)) {
    if (!truth) return gather_common(ctx, both->operands, truth, out);
    for (const hir::ExprId operand : both->operands) gather(ctx, operand, truth, out);
  } else if (const auto* either = std::get_if<hir::Or>(&node)) {
    if (truth) return gather_common(ctx, either->operands, truth, out);
    for (const hir::ExprId operand : either->operands) gather(ctx, operand, truth, out);
  }
}

}  // namespace

std::uint32_t value_number(Context& ctx, hir::ExprId id) {
  if (ctx.numbers.size() <= id.index) ctx.numbers.resize(ctx.out.exprs.size(), 0);
  if (ctx.numbers[id.index] != 0) return ctx.numbers[id.index];
  const hir::Expr& expr = ctx.out.exprs[id];
  std::string key(1, static_cast<char>(expr.node.index()));
  put(key, expr.type.index);
  std::visit(KeyOf{ctx, key}, expr.node);
  const auto next = static_cast<std::uint32_t>(ctx.number_of.size() + 1);
  const std::uint32_t number = ctx.number_of.emplace(std::move(key), next).first->second;
  ctx.numbers[id.index] = number;
  return number;
}

std::vector<std::uint32_t> exist_when(Context& ctx, hir::ExprId condition, bool truth) {
  Numbers out;
  if (condition.exists()) gather(ctx, condition, truth, out);
  return out;
}

Assume::Assume(Body& body, hir::ExprId condition, bool truth)
    : body_(body), before_(body.known.size()) {
  const auto facts = exist_when(body.ctx, condition, truth);
  body.known.insert(body.known.end(), facts.begin(), facts.end());
}

hir::ExprId narrowed(Body& body, hir::ExprId id) {
  Context& ctx = body.ctx;
  const TypeId type = type_at(ctx, id);
  if (!ctx.types.is_optional(type) || body.known.empty()) return id;
  if (std::ranges::find(body.known, value_number(ctx, id)) == body.known.end()) return id;
  return make(ctx, hir::Unwrap{id}, ctx.types.without_optional(type), ctx.out.exprs[id].span);
}

hir::ExprId widened(const Context& ctx, hir::ExprId id) {
  const auto* unwrap = std::get_if<hir::Unwrap>(&ctx.out.exprs[id].node);
  return unwrap == nullptr ? id : unwrap->value;
}

}  // namespace phep::check
