// Conditions that no facts meet, cases that say the same or the contrary, members that no case
// covers. What needs more than one condition's own text is a solver's work.
#include "compiler/diagnostics/kinds/coverage.h"

#include "compiler/check/decls.h"
#include "compiler/check/place_text.h"
#include "compiler/diagnostics/kinds/notes.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace phep::check {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMostRowsCompared = 400;  // each with each: a check must stay near linear
constexpr std::size_t kNamedMembers = 3;  // of those that no case covers: more would drown the line

// What a conjunction leaves possible for one value.
struct Possible {
  std::int64_t lo = kLowest, hi = kHighest;
  std::set<std::int64_t> not_these;  // neither end is among them

  [[nodiscard]] bool empty() const { return lo > hi; }
  void settle_ends() {
    while (lo < hi && not_these.contains(lo)) ++lo;
    while (lo < hi && not_these.contains(hi)) --hi;
    if (lo == hi && not_these.contains(lo)) lo = 1, hi = 0;
  }
};

std::optional<std::int64_t> constant(const Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* number = std::get_if<hir::IntConst>(&node)) return number->value;
  if (const auto* money = std::get_if<hir::MoneyConst>(&node)) return money->minor;
  if (const auto* date = std::get_if<hir::DateConst>(&node)) return date->days;
  if (const auto* instant = std::get_if<hir::InstantConst>(&node)) return instant->ms;
  if (const auto* member = std::get_if<hir::EnumConst>(&node)) return member->member;
  return std::nullopt;
}

hir::CompareOp mirrored(hir::CompareOp op) {
  switch (op) {
    case hir::CompareOp::Eq:
    case hir::CompareOp::Ne: return op;
    case hir::CompareOp::Lt: return hir::CompareOp::Gt;
    case hir::CompareOp::Le: return hir::CompareOp::Ge;
    case hir::CompareOp::Gt: return hir::CompareOp::Lt;
    case hir::CompareOp::Ge: return hir::CompareOp::Le;
  }
  PHEP_UNREACHABLE();
}

void narrow(Possible& possible, hir::CompareOp op, std::int64_t c) {
  const auto at_least = [&](std::int64_t bound) { possible.lo = std::max(possible.lo, bound); };
  const auto at_most = [&](std::int64_t bound) { possible.hi = std::min(possible.hi, bound); };
  switch (op) {
    case hir::CompareOp::Eq:
      at_least(c);
      at_most(c);
      break;
    case hir::CompareOp::Ne: possible.not_these.insert(c); break;
    case hir::CompareOp::Lt: at_most(c == kLowest ? c : c - 1); break;
    case hir::CompareOp::Le: at_most(c); break;
    case hir::CompareOp::Gt: at_least(c == kHighest ? c : c + 1); break;
    case hir::CompareOp::Ge: at_least(c); break;
  }
  possible.settle_ends();
}

// A comparison of one asked value with a constant, the value on the left.
struct Limit {
  hir::ExprId value;
  hir::CompareOp op;
  std::int64_t constant;
};

std::optional<Limit> limit_of(const Context& ctx, hir::ExprId id) {
  const auto* compare = std::get_if<hir::Compare>(&ctx.out.exprs[id].node);
  if (compare == nullptr) return std::nullopt;
  if (const auto c = constant(ctx, compare->right); c && !constant(ctx, compare->left))
    return Limit{compare->left, compare->op, *c};
  if (const auto c = constant(ctx, compare->left); c && !constant(ctx, compare->right))
    return Limit{compare->right, mirrored(compare->op), *c};
  return std::nullopt;
}

Possible declared(const Context& ctx, hir::ExprId value) {
  Possible out;
  const hir::Type& type = ctx.types[type_at(ctx, value)];
  if (const auto* members = type.sort == Sort::Enum ? ctx.as<hir::Enum>(type.def) : nullptr;
      members != nullptr && !members->members.empty()) {
    out.lo = 0;
    out.hi = static_cast<std::int64_t>(members->members.size()) - 1;
    return out;
  }
  const hir::ExprId whole = widened(ctx, value);
  const auto* ref = std::get_if<hir::FieldRef>(&ctx.out.exprs[whole].node);
  if (ref == nullptr) return out;
  const DefId record = ctx.types[type_at(ctx, ref->record)].def;
  const hir::Field& field = ctx.as<hir::Record>(record)->fields[ref->field];
  out.lo = field.lo.value_or(kLowest);
  out.hi = field.hi.value_or(kHighest);
  return out;
}

bool contradictory(Context& ctx, const std::vector<hir::ExprId>& operands) {
  std::map<std::uint32_t, Possible> possible;
  for (const hir::ExprId operand : operands) {
    const auto limit = limit_of(ctx, operand);
    if (!limit) continue;
    auto [entry, fresh] = possible.try_emplace(value_number(ctx, limit->value));
    if (fresh) entry->second = declared(ctx, limit->value);
    narrow(entry->second, limit->op, limit->constant);
    if (entry->second.empty()) return true;
  }
  return false;
}

// Whether a limit holds for every, or for no, declared value.
std::optional<bool> settled_limit(const Context& ctx, const Limit& limit) {
  const Possible before = declared(ctx, limit.value);
  if (before.lo == kLowest && before.hi == kHighest) return std::nullopt;
  Possible after = before;
  narrow(after, limit.op, limit.constant);
  if (after.empty()) return false;
  return std::nullopt;
}

}  // namespace

std::optional<bool> settled(Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* value = std::get_if<hir::BoolConst>(&node)) return value->value;
  if (const auto* negated = std::get_if<hir::Not>(&node)) {
    const auto inner = settled(ctx, negated->operand);
    return inner ? std::optional(!*inner) : std::nullopt;
  }
  if (const auto* both = std::get_if<hir::And>(&node)) {
    bool all = true;
    for (const hir::ExprId operand : both->operands) {
      const auto one = settled(ctx, operand);
      if (one == false) return false;
      all = all && one == true;
    }
    if (all) return true;
    return contradictory(ctx, both->operands) ? std::optional(false) : std::nullopt;
  }
  if (const auto* either = std::get_if<hir::Or>(&node)) {
    bool none = true;
    for (const hir::ExprId operand : either->operands) {
      const auto one = settled(ctx, operand);
      if (one == true) return true;
      none = none && one == false;
    }
    return none ? std::optional(false) : std::nullopt;
  }
  if (const auto* compare = std::get_if<hir::Compare>(&node)) {
    const auto left = constant(ctx, compare->left);
    const auto right = constant(ctx, compare->right);
    if (left && right) {
      Possible possible{*left, *left, {}};
      narrow(possible, compare->op, *right);
      return !possible.empty();
    }
  }
  if (const auto limit = limit_of(ctx, id)) return settled_limit(ctx, *limit);
  return std::nullopt;
}

void check_never(Context& ctx, hir::ExprId when, std::string_view what, Span span) {
  if (when.exists() && settled(ctx, when) == false) ctx.report(diag::NeverApplies, span, what);
}

namespace {

bool same_force(const hir::Force& a, const hir::Force& b) {
  const auto days = [](const hir::Force& force) {
    std::vector<std::int32_t> out;
    for (const auto& clause : force.clauses)
      for (const auto& one : clause) {
        out.push_back(one.from.days);
        out.push_back(one.until.days);
      }
    return out;
  };
  return a.clauses.size() == b.clauses.size() && days(a) == days(b);
}

// Collision rules of the module say which of two cases stands.
bool has_collision(const Context& ctx) {
  return std::ranges::any_of(ctx.out.defs, [](const hir::Def& def) {
    return std::holds_alternative<hir::Collision>(def.node);
  });
}

// Cases with one and the same condition: they repeat each other, or they clash.
void check_same_conditions(Context& ctx, const hir::Rule& rule) {
  std::map<std::uint32_t, std::size_t> first;
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    const hir::RuleNode& node = rule.nodes[i];
    if (node.parents != hir::Parents::Case || !node.value.exists()) continue;
    if (node.when.exists() && is_error(ctx, node.when)) continue;
    const std::uint32_t guard = node.when.exists() ? value_number(ctx, node.when) : 0;
    const auto [entry, fresh] = first.emplace(guard, i);
    if (fresh) continue;
    const hir::RuleNode& other = rule.nodes[entry->second];
    if (!same_force(node.authority.force, other.authority.force)) continue;
    if (node.turn != 0 && node.turn == other.turn) {
      ctx.report(diag::NeverApplies, node.span, ctx.text(node.label))
          .note(diag::DeclaredHere, other.span, ctx.text(other.label));
      continue;
    }
    const bool same = value_number(ctx, node.value) == value_number(ctx, other.value);
    const bool constants =
        same || (constant(ctx, node.value) && constant(ctx, other.value)) ||
        (std::holds_alternative<hir::BoolConst>(ctx.out.exprs[node.value].node) &&
         std::holds_alternative<hir::BoolConst>(ctx.out.exprs[other.value].node));
    if (!constants || (!same && (rule.picks != hir::Picks::Agree || has_collision(ctx)))) continue;
    auto& diagnostic =
        same ? ctx.report(diag::CasesRepeat, node.span, ctx.text(other.label), ctx.text(node.label))
             : ctx.report(diag::CasesConflict, node.span, ctx.text(other.label),
                          ctx.text(node.label));
    diagnostic.note(diag::DeclaredHere, other.span, ctx.text(other.label));
  }
}

// What a row asks, as limits of single values; nothing if it asks something else, too.
bool limits_of(const Context& ctx, hir::ExprId id, std::vector<Limit>& out) {
  if (!id.exists()) return true;
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto* both = std::get_if<hir::And>(&node))
    return std::ranges::all_of(both->operands,
                               [&](hir::ExprId one) { return limits_of(ctx, one, out); });
  if (const auto limit = limit_of(ctx, id)) {
    out.push_back(*limit);
    return true;
  }
  if (std::holds_alternative<hir::Exists>(node)) return true;
  if (const auto* compare = std::get_if<hir::Compare>(&node);
      compare != nullptr && compare->op == hir::CompareOp::Eq)
    if (const auto* truth = std::get_if<hir::BoolConst>(&ctx.out.exprs[compare->right].node)) {
      out.push_back({compare->left, hir::CompareOp::Eq, truth->value ? 1 : 0});
      return true;
    }
  const auto* negated = std::get_if<hir::Not>(&node);
  const hir::ExprId fact = negated != nullptr ? negated->operand : id;
  if (!std::holds_alternative<hir::FieldRef>(ctx.out.exprs[fact].node)) return false;
  out.push_back({fact, hir::CompareOp::Eq, negated != nullptr ? 0 : 1});
  return true;
}

// A value that is possible, as the author would write it.
std::string example(const Context& ctx, hir::ExprId value, const Possible& possible) {
  std::int64_t at = possible.lo != kLowest ? possible.lo : std::min<std::int64_t>(possible.hi, 0);
  while (at < possible.hi && possible.not_these.contains(at)) ++at;
  const hir::Type& type = ctx.types[type_at(ctx, value)];
  std::string text = std::to_string(at);
  if (type.sort == Sort::Bool) text = at != 0 ? "true" : "false";
  if (const auto* members = type.sort == Sort::Enum ? ctx.as<hir::Enum>(type.def) : nullptr;
      members != nullptr && at >= 0 && static_cast<std::size_t>(at) < members->members.size())
    text = ctx.text(members->members[static_cast<std::size_t>(at)].name);
  if (type.sort == Sort::Date || type.sort == Sort::Instant) text = "…";
  return "`" + place_text(ctx, widened(ctx, value)) + "` = " + text;
}

// Facts in which both rows hold; empty if there are none, or if that takes more than limits to say.
std::string meeting(Context& ctx, const hir::RuleNode& a, const hir::RuleNode& b) {
  std::vector<Limit> limits;
  if (!limits_of(ctx, a.when, limits) || !limits_of(ctx, b.when, limits)) return {};
  std::vector<std::pair<hir::ExprId, Possible>> values;
  std::map<std::uint32_t, std::size_t> position;
  for (const Limit& limit : limits) {
    const auto [entry, fresh] = position.emplace(value_number(ctx, limit.value), values.size());
    if (fresh) values.emplace_back(limit.value, declared(ctx, limit.value));
    narrow(values[entry->second].second, limit.op, limit.constant);
  }
  std::string text;
  for (const auto& [value, possible] : values) {
    if (possible.empty()) return {};
    text += (text.empty() ? "" : ", ") + example(ctx, value, possible);
  }
  return text;
}

// Rows of a table that meet and conclude differently, where they have to agree.
void check_rows_meet(Context& ctx, const hir::Rule& rule) {
  if (rule.picks != hir::Picks::Agree || rule.nodes.size() > kMostRowsCompared) return;
  for (const hir::RuleNode& node : rule.nodes)
    if (node.parents == hir::Parents::Nodes) return;  // an exception may part them
  for (std::size_t j = 0; j < rule.nodes.size(); ++j) {
    const hir::RuleNode& b = rule.nodes[j];
    if (b.table == 0 || b.turn != 0 || !b.value.exists()) continue;
    for (std::size_t i = 0; i < j; ++i) {
      const hir::RuleNode& a = rule.nodes[i];
      if (a.table != b.table || !a.value.exists() || is_error(ctx, a.value) ||
          is_error(ctx, b.value) || value_number(ctx, a.value) == value_number(ctx, b.value))
        continue;
      if (a.when.exists() && b.when.exists() &&
          value_number(ctx, a.when) == value_number(ctx, b.when))
        continue;                                                       // told as a conflict
      if (!same_force(a.authority.force, b.authority.force)) continue;  // perhaps never together
      if (const std::string where = meeting(ctx, a, b); !where.empty())
        ctx.report(diag::RowsOverlap, b.span, ctx.text(a.label), ctx.text(b.label), where)
            .note(diag::DeclaredHere, a.span, ctx.text(a.label));
    }
  }
}

// The members of x for which a condition may hold.
class Admitted {
 public:
  Admitted(Context& ctx, std::uint32_t x, std::size_t members)
      : ctx_(ctx), x_(x), members_(members) {}

  std::vector<bool> of(hir::ExprId id) {
    const hir::ExprNode& node = ctx_.out.exprs[id].node;
    if (const auto* compare = std::get_if<hir::Compare>(&node)) {
      const auto limit = limit_of(ctx_, id);
      if (limit && value_number(ctx_, limit->value) == x_ && compare->op == hir::CompareOp::Eq)
        return only(static_cast<std::size_t>(limit->constant));
      return all();
    }
    if (const auto* has = std::get_if<hir::SetHas>(&node)) {
      const auto* set = std::get_if<hir::SetConst>(&ctx_.out.exprs[has->set].node);
      if (set == nullptr || value_number(ctx_, has->member) != x_) return all();
      std::vector<bool> out(members_, false);
      for (std::size_t i = 0; i < members_ && i < 64; ++i) out[i] = (set->members >> i & 1U) != 0;
      return out;
    }
    if (const auto* both = std::get_if<hir::And>(&node)) {
      std::vector<bool> out = all();
      for (const hir::ExprId operand : both->operands) {
        const auto one = of(operand);
        for (std::size_t i = 0; i < members_; ++i) out[i] = out[i] && one[i];
      }
      return out;
    }
    if (const auto* either = std::get_if<hir::Or>(&node)) {
      std::vector<bool> out(members_, false);
      for (const hir::ExprId operand : either->operands) {
        const auto one = of(operand);
        for (std::size_t i = 0; i < members_; ++i) out[i] = out[i] || one[i];
      }
      return out;
    }
    return all();
  }

 private:
  [[nodiscard]] std::vector<bool> all() const { return std::vector<bool>(members_, true); }
  [[nodiscard]] std::vector<bool> only(std::size_t member) const {
    std::vector<bool> out(members_, false);
    if (member < members_) out[member] = true;
    return out;
  }

  Context& ctx_;
  std::uint32_t x_;
  std::size_t members_;
};

// The first enum value that a condition compares with a member.
hir::ExprId asked_enum(const Context& ctx, hir::ExprId id) {
  const hir::ExprNode& node = ctx.out.exprs[id].node;
  if (const auto limit = limit_of(ctx, id); limit && sort_at(ctx, limit->value) == Sort::Enum)
    return limit->value;
  if (const auto* has = std::get_if<hir::SetHas>(&node))
    return std::holds_alternative<hir::SetConst>(ctx.out.exprs[has->set].node) ? has->member
                                                                               : hir::ExprId{};
  const auto* both = std::get_if<hir::And>(&node);
  const auto* either = std::get_if<hir::Or>(&node);
  if (both != nullptr || either != nullptr)
    for (const hir::ExprId operand : both != nullptr ? both->operands : either->operands)
      if (const hir::ExprId found = asked_enum(ctx, operand); found.exists()) return found;
  return {};
}

void check_members(Context& ctx, const hir::Rule& rule, std::string_view name, Span span) {
  if (rule.fallback.exists() || rule.body.exists() || rule.by_judgment ||
      rule.picks == hir::Picks::All)
    return;
  hir::ExprId asked;
  for (const hir::RuleNode& node : rule.nodes) {
    if (node.parents != hir::Parents::Case) continue;
    if (!node.when.exists() || is_error(ctx, node.when)) return;
    if (!asked.exists()) asked = asked_enum(ctx, node.when);
    if (!asked.exists()) return;
  }
  if (!asked.exists()) return;
  const hir::Enum* members = ctx.as<hir::Enum>(ctx.types[type_at(ctx, asked)].def);
  if (members == nullptr) return;
  // One case names one member as a rule; a bit set a case would make 10,000 cases slow.
  const std::size_t count = members->members.size();
  std::vector<bool> covered(count, false);
  const std::uint32_t x = value_number(ctx, asked);
  Admitted admitted(ctx, x, count);
  for (const hir::RuleNode& node : rule.nodes) {
    if (node.parents != hir::Parents::Case) continue;
    const auto limit = limit_of(ctx, node.when);
    if (limit && limit->op == hir::CompareOp::Eq && value_number(ctx, limit->value) == x) {
      covered[static_cast<std::size_t>(limit->constant)] = true;
      continue;
    }
    const auto one = admitted.of(node.when);
    if (std::ranges::find(one, false) == one.end()) return;  // may hold for any member
    for (std::size_t i = 0; i < count; ++i) covered[i] = covered[i] || one[i];
  }
  std::string missing;
  std::size_t open = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (covered[i]) continue;
    if (++open <= kNamedMembers)
      missing += (open == 1 ? "`" : ", `") + std::string(ctx.text(members->members[i].name)) + "`";
  }
  if (open > kNamedMembers) missing += ", …";
  if (open > 0) ctx.report(diag::UncoveredMembers, span, name, missing);
}

}  // namespace

void check_rule_coverage(Context& ctx, std::uint32_t index, Span name) {
  const auto& rule = std::get<hir::Rule>(ctx.out.defs[index].node);
  for (const hir::RuleNode& node : rule.nodes)
    check_never(ctx, node.when, ctx.text(node.label), node.span);
  check_same_conditions(ctx, rule);
  check_rows_meet(ctx, rule);
  check_members(ctx, rule, ctx.text(ctx.out.defs[index].name), name);
}

}  // namespace phep::check
