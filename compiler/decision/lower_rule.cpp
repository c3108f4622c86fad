// Rules: one function for each place a rule is called with; its cases and exceptions are one
// Choose.
#include "compiler/base/check.h"
#include "compiler/decision/lowering.h"
#include "compiler/diagnostics/kinds/lowering.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace phep::decision {

// The value of a rule at these arguments. A rule of optional type is called twice: once for the
// presence, once for the value. So is one that gives a range: once for each end.
Value Lowering::call_rule(Frame& frame, hir::DefId id, const std::vector<Thing>& args) {
  const auto& rule = std::get<hir::Rule>(def(id).node);
  if (rule.by_judgment) return judgment(frame, id, args);
  Value out;
  const auto call = [&](Part part, Kind kind) {
    const Instance instance = rule_instance(id, args, part);
    if (!instance.function.exists()) return zero(frame, kind, false).value;
    return emit_call(frame, instance, law_date(frame), args, kind);
  };
  if (types_.is_optional(rule.result)) out.present = call(Part::Presence, Kind::Bool);
  if (types_.is(rule.result, hir::Sort::Range)) out.upper = call(Part::Upper, kind_of(rule.result));
  out.value = call(Part::Value, kind_of(rule.result));
  return out;
}

Value Lowering::judgment(Frame& frame, hir::DefId id, const std::vector<Thing>& args) {
  const hir::Def& declared = def(id);
  const auto& rule = std::get<hir::Rule>(declared.node);
  const auto* place = args.size() == 1 ? std::get_if<Place>(args.data()) : nullptr;
  SlotId slot;
  if (place != nullptr)
    slot = layout_.find(place->structure, place->path + "/$judgments/" + text(declared.name));
  if (!slot.exists()) {
    refuse(diag::JudgmentParameters, declared.name_span, text(declared.name));
    return zero(frame, kind_of(rule.result), types_.is_optional(rule.result));
  }
  return load(frame, slot, place->index);
}

Frame Lowering::frame_of(hir::DefId id) const {
  const hir::Def& declared = def(id);
  Frame frame{.module = &module_of(id), .symbol = declared.qualified};
  if (const auto* rule = std::get_if<hir::Rule>(&declared.node)) {
    frame.zone_minutes = zone_of(rule->calendar);
    if (rule->list.exists()) frame.symbol = def(rule->list).qualified;  // what answers speak of
  }
  if (const auto* norm = std::get_if<hir::Norm>(&declared.node))
    frame.zone_minutes = zone_of(norm->calendar);
  if (const auto* decision = std::get_if<hir::Decision>(&declared.node))
    frame.zone_minutes = zone_of(decision->calendar);
  frame.builder.parameter(Kind::Date);
  return frame;
}

std::string Lowering::instance_key(const hir::Def& def, const std::vector<Thing>& args,
                                   std::string_view part) const {
  std::string key = decision_ + "|" + def.qualified + "|" + std::string(part);
  for (const Thing& arg : args) {
    if (const auto* scalar = std::get_if<Value>(&arg)) {
      key += scalar->present.exists() ? "|?" : "|=";
    } else if (const auto* place = std::get_if<Place>(&arg)) {
      key += "|" + std::to_string(place->structure.index) + place->path;
      if (place->index.exists()) key += "[]";
    } else {
      const auto& list = std::get<ListPlace>(arg);
      key += "|list " + std::to_string(list.slot.index);
      if (list.index.exists()) key += "[]";
    }
  }
  return key;
}

// Gives the parameters their places; scalars and indices of elements become parameters of the
// function, in the order in which emit_call passes them. A scalar for an optional parameter is
// passed as it is: what it cannot lack is not asked for.
std::vector<Thing> Lowering::bind_parameters(Frame& frame, const std::vector<hir::LocalId>& params,
                                             const std::vector<Thing>& args) {
  PHEP_CHECK(params.size() == args.size(), "a call with another number of arguments");
  FunctionBuilder& b = frame.builder;
  std::vector<Thing> bound;
  for (std::size_t i = 0; i < params.size(); ++i) {
    const hir::Local& local = frame.module->locals[params[i]];
    Thing own = args[i];
    if (auto* scalar = std::get_if<Value>(&own)) {
      if (scalar->present.exists()) scalar->present = b.parameter(Kind::Bool);
      const Kind kind = kind_of(local.type);
      PHEP_CHECK(kind != Kind::Norm, "a norm as an argument: the checker lets none through");
      scalar->value = b.parameter(kind);
    } else if (auto* place = std::get_if<Place>(&own)) {
      if (place->index.exists()) place->index = b.parameter(Kind::Int);
    } else {
      auto& list = std::get<ListPlace>(own);
      if (list.index.exists()) list.index = b.parameter(Kind::Int);
    }
    frame.locals.emplace(params[i], own);
    bound.push_back(own);
  }
  return bound;
}

Reg Lowering::emit_call(Frame& frame, const Instance& instance, Reg law_date,
                        const std::vector<Thing>& args, Kind kind) {
  CallInst call{instance.function, {law_date}};
  const auto pass = [&](Reg reg) {
    if (reg.exists()) call.args.push_back(reg);
  };
  for (const Thing& arg : args) {
    if (const auto* scalar = std::get_if<Value>(&arg)) {
      pass(scalar->present);
      pass(scalar->value);
    } else if (const auto* place = std::get_if<Place>(&arg)) {
      pass(place->index);
    } else {
      pass(std::get<ListPlace>(arg).index);
    }
  }
  frame.calls = std::max(frame.calls, instance.depth);
  const Reg result = frame.builder.emit(std::move(call), kind);
  if (marks_[instance.function.index]) frame.builder.keep(result);
  return result;
}

// False where calls nest too deep to go on; the entry says so once it is finished. Only special law
// can lead back to what it adds to, for the checker sees one module at a time.
bool Lowering::enter(hir::DefId id, const std::string& key) {
  if (open_.contains(key)) {
    PHEP_CHECK(!specials_.empty() || !elections_.empty(),
               "a rule that calls itself: the checker lets none through");
    refuse(diag::SpecialCycle, def(target_).name_span, decision_, def(id).qualified);
    return false;
  }
  check_outside(id);
  if (open_.size() >= kMaxDepth) {
    too_deep_ = true;
    return false;
  }
  open_.insert(key);
  lowered_.reached.insert(id);
  return true;
}

Instance Lowering::leave(const std::string& key, Frame& frame, Function function, NormId norm) {
  open_.erase(key);
  const Instance made{.function = add_function(std::move(function), frame.builder.marks()),
                      .norm = norm,
                      .depth = frame.calls + 1};
  instances_.emplace(key, made);
  return made;
}

Instance Lowering::rule_instance(hir::DefId id, const std::vector<Thing>& args, Part part) {
  const hir::Def& declared = def(id);
  constexpr std::array<std::string_view, 3> kParts = {"value", "presence", "upper"};
  const std::string key = instance_key(declared, args, kParts.at(static_cast<std::size_t>(part)));
  if (const auto found = instances_.find(key); found != instances_.end()) return found->second;
  if (!enter(id, key)) return {};

  Frame frame = frame_of(id);
  frame.law_date = Reg{0};
  const auto& rule = std::get<hir::Rule>(declared.node);
  bind_parameters(frame, rule.params, args);
  Value result = rule_value(frame, id);
  if (part == Part::Presence) result = with_presence(frame, result);
  const Reg wanted = part == Part::Value   ? result.value
                     : part == Part::Upper ? result.upper
                                           : result.present;
  Function made = frame.builder.finish(declared.qualified, wanted, {}, nullptr);
  return leave(key, frame, std::move(made), {});
}

Value Lowering::rule_value(Frame& frame, hir::DefId id) {
  const auto& rule = std::get<hir::Rule>(def(id).node);
  if (!specials(id).empty()) return choose(frame, id);
  const bool plain_body =
      rule.body.exists() && rule.authority.force.clauses.empty() && !is_changed(rule.authority);
  if (plain_body) return value(frame, rule.body);
  if (!rule.body.exists() && rule.nodes.empty() && rule.fallback.exists())
    return value(frame, rule.fallback);
  return choose(frame, id);
}

// ---- force and guards ---------------------------------------------------------------------------

Reg Lowering::both(Frame& frame, Reg a, Reg b) {
  if (!a.exists()) return b;
  if (!b.exists()) return a;
  return frame.builder.emit(AndInst{a, b}, Kind::Bool);
}

// True at the law date where every clause has an interval that holds it. Does not exist where the
// thing is always in force.
Reg Lowering::force(Frame& frame, const hir::Force& force) {
  Reg all;
  for (const auto& clause : force.clauses) {
    const Reg day = law_date(frame);
    Reg any;
    bool always = false;
    std::vector<std::array<std::int32_t, 2>> fixed;
    for (const hir::ForceInterval& interval : clause) {
      const bool moving = interval.from.expr.exists() || interval.until.expr.exists();
      if (!moving) {
        fixed.push_back({interval.from.days, interval.until.days});
        always |= interval.from.days == hir::kAlways && interval.until.days == hir::kForever;
        continue;
      }
      const auto bound = [&](const hir::ForceBound& at, Compare op, std::int32_t open) -> Reg {
        if (!at.expr.exists() && at.days == open) return {};
        const Reg limit =
            at.expr.exists()
                ? plain(frame, at.expr)
                : frame.builder.constant(
                      Kind::Date, static_cast<std::uint64_t>(static_cast<std::int64_t>(at.days)));
        return frame.builder.emit(CompareInst{op, day, limit, Kind::Date}, Kind::Bool);
      };
      const Reg inside = both(frame, bound(interval.from, Compare::Ge, hir::kAlways),
                              bound(interval.until, Compare::Lt, hir::kForever));
      any = any.exists() ? frame.builder.emit(OrInst{any, inside}, Kind::Bool) : inside;
    }
    if (always) continue;
    std::ranges::sort(fixed);
    if (!fixed.empty() || !any.exists()) {
      const Reg inside = frame.builder.emit(InForceInst{day, std::move(fixed)}, Kind::Bool);
      any = any.exists() ? frame.builder.emit(OrInst{inside, any}, Kind::Bool) : inside;
    }
    all = both(frame, all, any);
  }
  return all;
}

// In force, and `also`, and `when`: always a register.
Reg Lowering::guard(Frame& frame, const hir::Authority& authority, hir::ExprId when, Reg also) {
  const Reg in_force = both(frame, also, lawful(frame, authority));
  const Reg all = both(frame, in_force, when.exists() ? plain(frame, when) : Reg{});
  return all.exists() ? all : frame.builder.constant(Kind::Bool, 1);
}

// ---- cases and exceptions -----------------------------------------------------------------------

// The rule's own, then those of special law.
std::vector<Lowering::RuleRow> Lowering::rows_of(hir::DefId id) const {
  const auto& rule = std::get<hir::Rule>(def(id).node);
  std::vector<RuleRow> rows;
  for (const hir::RuleNode& node : rule.nodes)
    rows.push_back({&node, nullptr, text(node.label), node.targets});
  const auto own = static_cast<std::uint32_t>(rows.size());
  for (const SpecialPart& part : specials(id)) {
    const auto first = static_cast<std::uint32_t>(rows.size());
    for (const hir::RuleNode& node : part.part->nodes) {
      std::vector<std::uint32_t> targets = node.targets;
      for (std::uint32_t& target : targets)
        if (target >= own) target += first - own;
      rows.push_back(
          {&node, &part, hir::special_label(*part.module, text(node.label)), std::move(targets)});
    }
  }
  return rows;
}

// A node after those it excepts, then by label: the order of writing must not show.
std::vector<std::uint32_t> Lowering::order_of(const std::vector<RuleRow>& rows) {
  const std::size_t count = rows.size();
  std::vector<std::uint32_t> level(count, 0);
  // Exceptions of exceptions nest a few levels; each round settles one.
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < count; ++i) {
      for (const std::uint32_t target : rows[i].targets) {
        if (level[i] > level.at(target)) continue;
        level[i] = level[target] + 1;
        PHEP_CHECK(level[i] <= count, "exceptions that except each other");
        changed = true;
      }
    }
  }
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t i) {
    return std::pair(level[i], std::string_view(rows[i].label));
  });
  return order;
}

Value Lowering::choose(Frame& frame, hir::DefId id) {
  const hir::Def& declared = def(id);
  const auto& rule = std::get<hir::Rule>(declared.node);
  FunctionBuilder& b = frame.builder;
  const bool optional_result = types_.is_optional(rule.result);
  const bool range = types_.is(rule.result, hir::Sort::Range);
  const Kind kind = kind_of(rule.result);
  PHEP_CHECK(kind != Kind::Norm, "a rule that chooses norms: the checker lets none through");

  const std::vector<RuleRow> rows = rows_of(id);
  const std::vector<std::uint32_t> order = order_of(rows);
  std::vector<std::uint32_t> position(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) position[order[i]] = i;

  ChooseInst by_value{.picks = static_cast<Picks>(rule.picks), .fallback = {}, .nodes = {}};
  ChooseInst by_presence = by_value;
  ChooseInst by_upper = by_value;
  // Alternatives that are absent must agree: each has the zero of its kind.
  const auto conclusion = [&](hir::ExprId concluded) -> Value {
    Value out = value(frame, concluded);
    if (!optional_result) return out;
    const ConstInst* known = out.present.exists() ? b.as_constant(out.present) : nullptr;
    const bool may_lack = out.present.exists() && (known == nullptr || known->value.lo == 0);
    PHEP_CHECK(!may_lack || rule.picks == hir::Picks::Agree,
               "the highest of what may be absent: the checker lets none through");
    out = with_presence(frame, out);
    const Reg nothing = b.constant(b.kind(out.value), 0);
    out.value = b.emit(SelectInst{out.present, out.value, nothing}, b.kind(out.value));
    return out;
  };
  const auto add = [&](ChooseNode node, hir::ExprId concluded) {
    const Value out = concluded.exists() ? conclusion(concluded) : Value{};
    node.conclusion = out.value;
    by_value.nodes.push_back(node);
    node.conclusion = out.upper;
    if (range) by_upper.nodes.push_back(node);
    node.conclusion = out.present;
    if (optional_result) by_presence.nodes.push_back(std::move(node));
  };

  const Reg rule_force = lawful(frame, rule.authority);
  const std::vector<Reg> in_turn = guards_in_turn(frame, rule, rule_force);
  const std::uint32_t shift = rule.body.exists() ? 1 : 0;
  if (rule.body.exists()) {  // a rule in one expression: one case
    add({.guard = guard(frame, {}, {}, rule_force),
         .conclusion = {},
         .bit = bit(declared.qualified),
         .name = declared.qualified,
         .parents = ChooseNode::Parents::Case,
         .targets = {}},
        rule.body);
  }
  for (const std::uint32_t i : order) {
    const RuleRow& row = rows[i];
    const hir::RuleNode& node = *row.node;
    const std::string name = declared.qualified + "." + row.label;
    std::vector<std::uint32_t> targets;
    for (const std::uint32_t target : row.targets) targets.push_back(position.at(target) + shift);
    std::ranges::sort(targets);
    const Guest here(frame, rule.params, row.part);
    const Reg own_force = row.part == nullptr
                              ? rule_force
                              : both(frame, rule_force, lawful(frame, row.part->part->authority));
    const Reg holds =
        node.turn != 0 ? in_turn.at(i) : guard(frame, node.authority, node.when, own_force);
    if (row.part != nullptr)
      remark(
          frame, holds,
          {.does = "special", .by = row.label, .of = declared.qualified, .on = declared.qualified});
    if (rule.list.exists())
      remark(frame, holds,
             {.does = "lists",
              .by = node.authority.cites.empty()
                        ? def(rule.list).qualified
                        : to_source(node.authority.cites.front().written, names_),
              .of = row.label,
              .on = def(rule.list).qualified});
    add({.guard = holds,
         .conclusion = {},
         .bit = bit(name),
         .name = name,
         .parents = static_cast<ChooseNode::Parents>(node.parents),
         .targets = std::move(targets)},
        node.value);
  }
  if (rule.fallback.exists()) {
    const Value fallback = conclusion(rule.fallback);
    by_value.fallback = fallback.value;
    by_upper.fallback = fallback.upper;
    by_presence.fallback = fallback.present;
  }

  if (rule.picks == hir::Picks::Agree && !range)
    settle_collisions(frame, id, rows, by_value, by_presence);

  Value out;
  const bool marks = !by_value.nodes.empty();
  if (optional_result) {
    out.present = b.emit(std::move(by_presence), Kind::Bool);
    if (marks) b.keep(out.present);
  }
  const ChooseInst lower = range ? by_value : ChooseInst{};
  out.value = b.emit(std::move(by_value), kind);
  if (marks) b.keep(out.value);
  return range ? range_chosen(frame, out.value, lower, std::move(by_upper)) : out;
}

}  // namespace phep::decision
