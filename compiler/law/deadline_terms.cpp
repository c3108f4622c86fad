#include "compiler/law/deadline_terms.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace phep::law {
namespace {

constexpr int kDeepest = 64;  // calls are no deeper
constexpr std::int64_t kDayLength = 86'400'000;
constexpr std::int64_t kVietnamZone = 7 * 3'600'000;

struct Call;

// An expression of some module; inside a rule, with what the rule was called with.
struct Place {
  const hir::Module* module;
  hir::ExprId expr;
  std::shared_ptr<const Call> call{};

  [[nodiscard]] const hir::Expr& node() const { return module->exprs[expr]; }
  [[nodiscard]] Place at(hir::ExprId other) const { return {module, other, call}; }
  // What a name stands for, a let's or a parameter's; none: it is open.
  [[nodiscard]] std::optional<Place> named(const hir::LocalRef& name) const;
};
struct Call {
  std::vector<Place> args;
};

std::optional<Place> Place::named(const hir::LocalRef& name) const {
  const hir::Local& local = module->locals[name.local];
  if (local.value.exists()) return at(local.value);
  if (call == nullptr || local.parameter >= call->args.size()) return std::nullopt;
  return call->args[local.parameter];
}

class Terms {
 public:
  // `trigger` is that of the norm; none: it has none.
  Terms(const Register& law, std::optional<Place> trigger) : law_(law), trigger_(trigger) {}

  void due(Place at, int depth = 0);
  DeadlineTerms take() { return std::move(out_); }

 private:
  // The expressions that may be the value of this one; none if it is one itself.
  [[nodiscard]] std::vector<Place> branches(Place at) const;
  void counted(Place at, const hir::Counted& node);
  void lengths(Place at, std::vector<DeadlineTerm>& out, const DeadlineTerm& like, int depth) const;
  [[nodiscard]] Place seen_through(Place at) const;
  [[nodiscard]] std::optional<std::int32_t> fixed_day(Place at) const;
  [[nodiscard]] std::optional<std::int32_t> earliest_day(Place at, int depth = 0) const;

  const Register& law_;
  std::optional<Place> trigger_;
  DeadlineTerms out_;
};

std::vector<Place> Terms::branches(Place at) const {
  const hir::ExprNode& node = at.node().node;
  if (const auto* choice = std::get_if<hir::If>(&node))
    return {at.at(choice->then_value), at.at(choice->else_value)};
  if (const auto* choice = std::get_if<hir::IfAbsent>(&node))
    return {at.at(choice->value), at.at(choice->otherwise)};
  if (const auto* inner = std::get_if<hir::Wrap>(&node)) return {at.at(inner->value)};
  if (const auto* inner = std::get_if<hir::Unwrap>(&node)) return {at.at(inner->value)};
  if (const auto* arith = std::get_if<hir::Arith>(&node);
      arith != nullptr && (arith->op == hir::ArithOp::Min || arith->op == hir::ArithOp::Max))
    return {at.at(arith->left), at.at(arith->right)};
  if (const auto* local = std::get_if<hir::LocalRef>(&node))
    if (const std::optional<Place> value = at.named(*local)) return {*value};
  if (const auto* call = std::get_if<hir::CallRule>(&node)) {
    std::vector<Place> out;
    const hir::Module* module = law_.modules.at(call->rule.file);
    const auto* rule = std::get_if<hir::Rule>(&module->defs.at(call->rule.index).node);
    if (rule == nullptr) return out;
    const auto given = std::make_shared<Call>();
    for (const hir::ExprId arg : call->args) given->args.push_back(at.at(arg));
    if (rule->body.exists()) out.push_back({module, rule->body, given});
    if (rule->fallback.exists()) out.push_back({module, rule->fallback, given});
    for (const hir::RuleNode& one : rule->nodes)
      if (one.value.exists()) out.push_back({module, one.value, given});
    return out;
  }
  return {};
}

void Terms::due(Place at, int depth) {
  const hir::ExprNode& node = at.node().node;
  if (depth > kDeepest || std::holds_alternative<hir::NullConst>(node)) return;
  if (const auto* one = std::get_if<hir::Counted>(&node)) return counted(at, *one);
  const std::vector<Place> inner = branches(at);
  for (const Place& one : inner) due(one, depth + 1);
  if (inner.empty()) out_.written = true;
}

// What an anchor is, behind the conversions around it and the names given to it.
Place Terms::seen_through(Place at) const {
  for (;;) {
    const hir::ExprNode& node = at.node().node;
    if (const auto* inner = std::get_if<hir::LocalDay>(&node)) {
      at.expr = inner->instant;
    } else if (const auto* start = std::get_if<hir::DayStart>(&node)) {
      at.expr = start->date;
    } else if (const auto* wrap = std::get_if<hir::Wrap>(&node)) {
      at.expr = wrap->value;
    } else if (const auto* bare = std::get_if<hir::Unwrap>(&node)) {
      at.expr = bare->value;
    } else if (const auto* local = std::get_if<hir::LocalRef>(&node)) {
      std::optional<Place> value = at.named(*local);
      if (!value) return at;
      at = *std::move(value);
    } else {
      return at;
    }
  }
}

void Terms::counted(Place at, const hir::Counted& node) {
  DeadlineTerm like;
  like.backward = node.backward;
  like.calendar = node.calendar;
  like.extended = !node.extensions.empty();
  // Backward an end stays where it is, but where the law or a reading says else.
  bool back = (node.ways & hir::kRollsBack) != 0;
  for (const hir::CountedReading& reading : node.readings)
    for (const std::uint32_t ways : reading.ways) back = back || (ways & hir::kRollsBack) != 0;
  like.rolls = node.rolls && (!node.backward || back);
  const Place anchor = seen_through(at.at(node.anchor));
  const auto* periods = std::get_if<hir::ShiftDate>(&anchor.node().node);
  if (periods != nullptr && periods->times.exists()) {
    // A recurring duty: its end stands `periods` after their first day, and the term is none.
    const Place first = anchor.at(periods->date);
    like.recurs = true;
    like.from_day = fixed_day(first);
    if (!like.from_day) like.not_before = earliest_day(first);
    return lengths(anchor.at(periods->duration), out_.counted, like, 0);
  }
  like.from_trigger = std::holds_alternative<hir::Trigger>(anchor.node().node);
  like.from_day = fixed_day(anchor);
  if (!like.from_day) like.not_before = earliest_day(anchor);
  lengths(at.at(node.duration), out_.counted, like, 0);
}

std::optional<std::int32_t> Terms::fixed_day(Place at) const {
  const hir::ExprNode& node = seen_through(at).node().node;
  if (std::holds_alternative<hir::Trigger>(node))
    return trigger_ ? fixed_day(*trigger_) : std::nullopt;
  if (const auto* date = std::get_if<hir::DateConst>(&node)) return date->days;
  if (const auto* moment = std::get_if<hir::InstantConst>(&node))
    return static_cast<std::int32_t>((moment->ms + kVietnamZone) / kDayLength);
  return std::nullopt;
}

// The day before which a moment cannot lie, where the text says one: `max(x, 2026-01-01)`.
std::optional<std::int32_t> Terms::earliest_day(Place at, int depth) const {
  if (depth > kDeepest) return std::nullopt;
  if (const auto day = fixed_day(at)) return day;
  const Place bare = seen_through(at);
  const auto* arith = std::get_if<hir::Arith>(&bare.node().node);
  if (arith != nullptr && arith->op == hir::ArithOp::Max) {
    const auto left = earliest_day(bare.at(arith->left), depth + 1);
    const auto right = earliest_day(bare.at(arith->right), depth + 1);
    return left && right ? std::max(left, right) : left ? left : right;
  }
  std::optional<std::int32_t> out;
  for (const Place& one : branches(bare)) {
    const auto day = earliest_day(one, depth + 1);
    if (!day) return std::nullopt;
    out = out ? std::min(*out, *day) : *day;
  }
  return out;
}

void Terms::lengths(Place at, std::vector<DeadlineTerm>& out, const DeadlineTerm& like,
                    int depth) const {
  const auto* length = std::get_if<hir::DurationConst>(&at.node().node);
  const std::vector<Place> inner = depth > kDeepest ? std::vector<Place>() : branches(at);
  for (const Place& one : inner) lengths(one, out, like, depth + 1);
  if (!inner.empty()) return;
  DeadlineTerm term = like;
  if (length != nullptr) {
    term.count = length->amount;
    term.unit = length->unit;
  }
  out.push_back(term);
}

}  // namespace

DeadlineTerms deadline_terms(const Register& law, FileId file, const hir::Norm& norm) {
  if (!norm.due.exists() || norm.due_by_judgment) return {};
  const hir::Module* const module = law.modules.at(file);
  std::optional<Place> trigger;
  if (norm.trigger.exists()) trigger = Place{module, norm.trigger};
  Terms terms(law, trigger);
  terms.due({module, norm.due});
  return terms.take();
}

}  // namespace phep::law
