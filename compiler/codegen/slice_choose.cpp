#include "compiler/codegen/narrowing.h"
#include "compiler/codegen/slices.h"

// Rules of 64 rows: as in choose.cpp, on words of bits.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

Slice SliceLowering::lower(const Frame& f, const ChooseInst& inst, Kind kind) {
  conclusion_kind_ = inst.picks == Picks::All ? Kind::Enum : kind;
  std::vector<std::uint32_t> whole;
  std::vector<std::uint32_t> cases;
  for (std::uint32_t i = 0; i < inst.nodes.size(); ++i) {
    const ChooseNode& node = inst.nodes[i];
    mark_slow(f.at(node.guard).error);
    if (node.parents == ChooseNode::Parents::Case) cases.push_back(i);
    if (node.parents == ChooseNode::Parents::Whole) whole.push_back(i);
  }
  const Narrowing narrowing = narrowing_of(inst);
  std::vector<Outcome> found(inst.nodes.size());
  const auto agreed = [&](std::span<const std::uint32_t> nodes) {
    Outcome result = none();
    for (const std::uint32_t i : nodes) result = agree(result, found[i]);
    return result;
  };
  for (const std::uint32_t i : narrowing.order) {
    const ChooseNode& node = inst.nodes[i];
    const Outcome excepted = agreed(narrowing.exceptions[i]);
    const bool lifts = !node.conclusion.exists();
    Mask lifted_away = b_.CreateAnd(b_.CreateAnd(excepted.concludes, excepted.lifted),
                                    b_.CreateNot(excepted.value.error));
    found[i].value = select(excepted.concludes, excepted.value,
                            lifts ? zero(conclusion_kind_) : f.at(node.conclusion));
    found[i].lifted = b_.CreateAnd(b_.CreateNot(excepted.concludes), all(lifts));
    found[i].concludes = b_.CreateAnd(f.at(node.guard).mask, b_.CreateNot(lifted_away));
  }
  const Outcome excepted = agreed(whole);
  Outcome result = none();
  if (inst.picks == Picks::All) result.value = zero(Kind::Set);
  for (const std::uint32_t i : cases) {
    switch (inst.picks) {
      case Picks::Agree: result = agree(result, kept(found[i])); break;
      case Picks::All: result = united(result, kept(found[i])); break;
      case Picks::Highest:
      case Picks::Lowest: result = extreme(inst.picks, result, kept(found[i])); break;
    }
  }
  return with_fallback(f, inst, kind, excepted, result);
}

SliceLowering::Outcome SliceLowering::none() {
  return {all(false), all(false), zero(conclusion_kind_)};
}

SliceLowering::Outcome SliceLowering::agree(const Outcome& so_far, const Outcome& next) {
  if (is_zero(next.concludes)) return so_far;
  if (is_zero(so_far.concludes)) return next;
  Mask both = b_.CreateAnd(so_far.concludes, next.concludes);
  Mask same_sort = b_.CreateNot(b_.CreateXor(so_far.lifted, next.lifted));
  Mask same = b_.CreateAnd(same_sort, b_.CreateOr(next.lifted, equals(so_far.value, next.value)));
  Outcome result;
  result.value = select(so_far.concludes, so_far.value, next.value);
  result.value.error = b_.CreateOr(b_.CreateOr(b_.CreateAnd(so_far.concludes, so_far.value.error),
                                               b_.CreateAnd(next.concludes, next.value.error)),
                                   b_.CreateAnd(both, b_.CreateNot(same)));
  result.lifted = choose(so_far.concludes, so_far.lifted, next.lifted);
  result.concludes = b_.CreateOr(so_far.concludes, next.concludes);
  return result;
}

SliceLowering::Outcome SliceLowering::extreme(Picks picks, const Outcome& so_far,
                                              const Outcome& next) {
  if (is_zero(so_far.concludes)) return next;
  Mask beyond =
      picks == Picks::Highest ? less(so_far.value, next.value) : less(next.value, so_far.value);
  Mask takes = b_.CreateAnd(next.concludes, b_.CreateOr(b_.CreateNot(so_far.concludes), beyond));
  Outcome result;
  result.value = select(takes, next.value, so_far.value);
  result.value.error = b_.CreateOr(b_.CreateAnd(so_far.concludes, so_far.value.error),
                                   b_.CreateAnd(next.concludes, next.value.error));
  result.lifted = all(false);
  result.concludes = b_.CreateOr(so_far.concludes, next.concludes);
  return result;
}

// Picks::All: the set of members concluded. `so_far` starts as the empty set.
SliceLowering::Outcome SliceLowering::united(const Outcome& so_far, const Outcome& next) {
  Outcome result = so_far;
  const std::vector<Mask> added = members(next.value);
  for (std::uint32_t i = 0; i < added.size(); ++i) {
    if (result.value.members.size() <= i) result.value.members.push_back(all(false));
    result.value.members[i] =
        b_.CreateOr(result.value.members[i], b_.CreateAnd(next.concludes, added[i]));
  }
  result.value.error =
      b_.CreateOr(so_far.value.error, b_.CreateAnd(next.concludes, next.value.error));
  result.concludes = b_.CreateOr(so_far.concludes, next.concludes);
  return result;
}

Slice SliceLowering::with_fallback(const Frame& f, const ChooseInst& inst, Kind kind,
                                   const Outcome& excepted, const Outcome& cases) {
  Slice fallback = zero(kind);
  if (inst.fallback.exists()) {
    fallback = f.at(inst.fallback);
  } else if (inst.picks != Picks::All) {
    fallback.error = all(true);
  }
  Slice special = excepted.value;
  if (inst.picks == Picks::All) {
    special.members = members(special);
    special.lanes.clear();
    special.kind = Kind::Set;
  }
  Slice under_exception = select(excepted.lifted, fallback, special);
  // A disagreement among exceptions is an error even where the first of them lifts.
  under_exception.error = b_.CreateOr(special.error, b_.CreateAnd(excepted.lifted, fallback.error));
  const Slice ordinary = select(cases.concludes, cases.value, fallback);
  return select(excepted.concludes, under_exception, ordinary);
}

SliceLowering::Outcome SliceLowering::kept(const Outcome& outcome) {
  Outcome result = outcome;
  result.concludes = b_.CreateAnd(outcome.concludes,
                                  b_.CreateOr(b_.CreateNot(outcome.lifted), outcome.value.error));
  result.lifted = all(false);
  return result;
}

}  // namespace phep::codegen
