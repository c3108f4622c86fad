#include "compiler/law/deadline_terms.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace phep::law {
namespace {

constexpr int kDeepest = 64;  // calls are no deeper
constexpr std::int64_t kDayLength = 86'400'000;
constexpr std::int64_t kVietnamZone = 7 * 3'600'000;

// An expression of some module.
struct Place {
  const hir::Module* module;
  hir::ExprId expr;

  [[nodiscard]] const hir::Expr& node() const { return module->exprs[expr]; }
  [[nodiscard]] Place at(hir::ExprId other) const { return {module, other}; }
};

class Terms {
 public:
  explicit Terms(const Register& law) : law_(law) {}

  void due(Place at, int depth = 0);
  DeadlineTerms take() { return std::move(out_); }

 private:
  // The expressions that may be the value of this one; none if it is one itself.
  [[nodiscard]] std::vector<Place> branches(Place at) const;
  void counted(Place at, const hir::Counted& node);
  void lengths(Place at, std::vector<DeadlineTerm>& out, const DeadlineTerm& like, int depth) const;
  [[nodiscard]] Place seen_through(Place at) const;

  const Register& law_;
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
    if (const hir::ExprId value = at.module->locals[local->local].value; value.exists())
      return {at.at(value)};
  if (const auto* call = std::get_if<hir::CallRule>(&node)) {
    std::vector<Place> out;
    const hir::Module* module = law_.modules.at(call->rule.file);
    const auto* rule = std::get_if<hir::Rule>(&module->defs.at(call->rule.index).node);
    if (rule == nullptr) return out;
    if (rule->body.exists()) out.push_back({module, rule->body});
    if (rule->fallback.exists()) out.push_back({module, rule->fallback});
    for (const hir::RuleNode& one : rule->nodes)
      if (one.value.exists()) out.push_back({module, one.value});
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

// What an anchor is, behind the conversions around it.
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
  const hir::ExprNode& anchor = seen_through(at.at(node.anchor)).node().node;
  like.from_trigger = std::holds_alternative<hir::Trigger>(anchor);
  if (const auto* date = std::get_if<hir::DateConst>(&anchor)) like.from_day = date->days;
  if (const auto* moment = std::get_if<hir::InstantConst>(&anchor))
    like.from_day = static_cast<std::int32_t>((moment->ms + kVietnamZone) / kDayLength);
  lengths(at.at(node.duration), out_.counted, like, 0);
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
  Terms terms(law);
  terms.due({law.modules.at(file), norm.due});
  return terms.take();
}

}  // namespace phep::law
