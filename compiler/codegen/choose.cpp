#include "compiler/codegen/function.h"
#include "compiler/codegen/lanes.h"
#include "compiler/codegen/narrowing.h"

// Rules: cases with exceptions. Straight lines of selects; the order of nodes never shows.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

Narrowing narrowing_of(const ChooseInst& inst) {
  const auto count = static_cast<std::uint32_t>(inst.nodes.size());
  Narrowing result{std::vector<std::vector<std::uint32_t>>(count), {}};
  std::vector<std::size_t> waiting(count, 0);  // for so many exceptions
  for (std::uint32_t i = 0; i < count; ++i) {
    if (inst.nodes[i].parents != ChooseNode::Parents::Nodes) continue;
    for (const std::uint32_t target : inst.nodes[i].targets) {
      result.exceptions[target].push_back(i);
      ++waiting[target];
    }
  }
  // What waits for nothing comes in turn, and after it at once what waited for it alone.
  std::vector<std::uint32_t> ready;
  for (std::uint32_t i = count; i-- > 0;) {
    if (waiting[i] == 0) ready.push_back(i);
  }
  while (!ready.empty()) {
    const std::uint32_t next = ready.back();
    ready.pop_back();
    result.order.push_back(next);
    const ChooseNode& node = inst.nodes[next];
    if (node.parents != ChooseNode::Parents::Nodes) continue;
    for (const std::uint32_t target : node.targets) {
      if (--waiting[target] == 0) ready.push_back(target);
    }
  }
  PHEP_CHECK(result.order.size() == count, "exceptions have no cycles");
  return result;
}

Value FunctionLowering::lower(const ChooseInst& inst, Kind kind) {
  // What is flipped elsewhere is to be flipped in rules of many cases, too.
  if (e_.sabotage == Sabotage::None || e_.flipped(Sabotage::LaneLost))
    if (const auto plan = lanes_of(e_.program, source_, inst)) return in_lanes(*plan);
  conclusion_kind_ = inst.picks == Picks::All ? Kind::Enum : kind;
  std::vector<std::uint32_t> whole;
  std::vector<std::uint32_t> cases;
  for (std::uint32_t i = 0; i < inst.nodes.size(); ++i) {
    const ChooseNode& node = inst.nodes[i];
    if (node.parents == ChooseNode::Parents::Case) cases.push_back(i);
    if (node.parents == ChooseNode::Parents::Whole) whole.push_back(i);
  }
  const Narrowing narrowing = narrowing_of(inst);
  std::vector<Outcome> found(inst.nodes.size());
  Outcome result = none();
  constexpr unsigned kTermsAtOnce = 4;
  unsigned terms = 0;
  for (const std::uint32_t i : narrowing.order) {
    const ChooseNode& node = inst.nodes[i];
    demand(node.guard);
    demand(node.conclusion);
    breathe();
    const Value& guard = value(node.guard);
    mark_slow(guard.error);
    if (i != 0 || !e_.flipped(Sabotage::CertificateBitLost)) mark(node.bit, guard.lo);
    const bool ignored = e_.flipped(Sabotage::ExceptionIgnored);
    found[i] = conclude(node, ignored ? none() : agreed(narrowing.exceptions[i], found));
    // The order of a union does not show. Now and then it is frozen: else all of its terms would
    // be put together in the end, and wait on the stack until then.
    if (inst.picks == Picks::All && node.parents == ChooseNode::Parents::Case) {
      result = united(result, kept(found[i]));
      if (++terms % kTermsAtOnce == 0) result.value.lo = b_.CreateFreeze(result.value.lo);
    }
  }

  const Outcome excepted = agreed(whole, found);
  for (const std::uint32_t i : cases) {
    breathe();
    switch (inst.picks) {
      case Picks::Agree: result = agree(result, kept(found[i])); break;
      case Picks::All: break;  // is done
      case Picks::Highest:
      case Picks::Lowest: result = extreme(inst.picks, result, kept(found[i])); break;
    }
  }
  return with_fallback(inst, kind, excepted, result);
}

// What a node concludes when its guard holds: what its exceptions agree on (if they lift it:
// nothing), else its own conclusion.
FunctionLowering::Outcome FunctionLowering::conclude(const ChooseNode& node,
                                                     const Outcome& excepted) {
  const bool lifts = !node.conclusion.exists();
  const Value own = lifts ? zero(conclusion_kind_) : value(node.conclusion);
  llvm::Value* lifted_away = b_.CreateAnd(b_.CreateAnd(excepted.concludes, excepted.lifted),
                                          b_.CreateNot(excepted.value.error));
  Outcome result;
  result.value = select(excepted.concludes, excepted.value, own);
  result.lifted = b_.CreateAnd(b_.CreateNot(excepted.concludes), i1(lifts));
  result.concludes = b_.CreateAnd(value(node.guard).lo, b_.CreateNot(lifted_away));
  return result;
}

// The outcome on which several agree; a disagreement is an error (conflict).
FunctionLowering::Outcome FunctionLowering::agreed(std::span<const std::uint32_t> nodes,
                                                   std::span<const Outcome> found) {
  Outcome result = none();
  for (const std::uint32_t i : nodes) result = agree(result, found[i]);
  return result;
}

FunctionLowering::Outcome FunctionLowering::agree(const Outcome& so_far, const Outcome& next) {
  if (is_never(next.concludes)) return so_far;
  if (is_never(so_far.concludes)) return next;
  llvm::Value* both = b_.CreateAnd(so_far.concludes, next.concludes);
  llvm::Value* same_sort = b_.CreateICmpEQ(so_far.lifted, next.lifted);
  llvm::Value* same =
      b_.CreateAnd(same_sort, b_.CreateOr(next.lifted, equals(so_far.value, next.value)));
  Outcome result;
  result.value = select(so_far.concludes, so_far.value, next.value);
  result.value.error =
      any(any(when(so_far.concludes, so_far.value.error), when(next.concludes, next.value.error)),
          b_.CreateAnd(both, b_.CreateNot(same)));
  result.lifted = b_.CreateSelect(so_far.concludes, so_far.lifted, next.lifted);
  result.concludes = b_.CreateOr(so_far.concludes, next.concludes);
  return result;
}

FunctionLowering::Outcome FunctionLowering::extreme(Picks picks, const Outcome& so_far,
                                                    const Outcome& next) {
  if (is_never(so_far.concludes)) return next;
  const bool highest = (picks == Picks::Highest) != e_.flipped(Sabotage::HighestToLowest);
  llvm::Value* beyond = highest ? less(so_far.value, next.value) : less(next.value, so_far.value);
  llvm::Value* takes =
      b_.CreateAnd(next.concludes, b_.CreateOr(b_.CreateNot(so_far.concludes), beyond));
  Outcome result;
  result.value = select(takes, next.value, so_far.value);
  result.value.error =
      any(when(so_far.concludes, so_far.value.error), when(next.concludes, next.value.error));
  result.lifted = i1(false);
  result.concludes = b_.CreateOr(so_far.concludes, next.concludes);
  return result;
}

// Picks::All: the set of members concluded. `so_far` starts as the empty set.
FunctionLowering::Outcome FunctionLowering::united(const Outcome& so_far, const Outcome& next) {
  llvm::Value* member = b_.CreateShl(i64(1), b_.CreateAnd(next.value.lo, i64(63)));
  Outcome result = so_far;
  result.value.kind = Kind::Set;
  result.value.lo = b_.CreateOr(so_far.value.lo, b_.CreateSelect(next.concludes, member, i64(0)));
  result.value.error = any(so_far.value.error, when(next.concludes, next.value.error));
  result.concludes = b_.CreateOr(so_far.concludes, next.concludes);
  return result;
}

// An exception to the whole, if it concludes (lifted: the default); else what the cases conclude;
// else the default; else `gap`.
Value FunctionLowering::with_fallback(const ChooseInst& inst, Kind kind, const Outcome& excepted,
                                      const Outcome& cases) {
  Value fallback = zero(kind);
  if (inst.fallback.exists()) {
    fallback = value(inst.fallback);
  } else if (inst.picks != Picks::All) {
    fallback.error = i1(true);
  }
  Value special = excepted.value;
  if (inst.picks == Picks::All) {
    special.kind = Kind::Set;
    special.lo = b_.CreateShl(i64(1), b_.CreateAnd(special.lo, i64(63)));
  }
  llvm::Value* lifted = excepted.lifted;
  Value under_exception = special;
  under_exception.lo = b_.CreateSelect(lifted, fallback.lo, special.lo);
  if (has_hi(kind)) under_exception.hi = b_.CreateSelect(lifted, fallback.hi, special.hi);
  // A disagreement among exceptions is an error even where the first of them lifts.
  under_exception.error = any(special.error, when(lifted, fallback.error));
  // Where no case concludes, their union is empty anyway.
  const auto* nothing = llvm::dyn_cast<llvm::ConstantInt>(fallback.lo);
  const bool united = inst.picks == Picks::All && nothing != nullptr && nothing->isZero() &&
                      is_never(fallback.error);
  const Value ordinary = united ? cases.value : select(cases.concludes, cases.value, fallback);
  return select(excepted.concludes, under_exception, ordinary);
}

// A case that is lifted concludes nothing; a disagreement among what lifts it stays an error.
FunctionLowering::Outcome FunctionLowering::kept(const Outcome& outcome) {
  Outcome result = outcome;
  result.concludes = b_.CreateAnd(outcome.concludes,
                                  b_.CreateOr(b_.CreateNot(outcome.lifted), outcome.value.error));
  result.lifted = i1(false);
  return result;
}

FunctionLowering::Outcome FunctionLowering::none() {
  return {i1(false), i1(false), zero(conclusion_kind_)};
}

bool FunctionLowering::is_never(llvm::Value* condition) {
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(condition);
  return constant != nullptr && constant->isZero();
}

}  // namespace phep::codegen
