#include "compiler/codegen/slices.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <bit>

// Constants, facts, logic, arithmetic and times of 64 rows.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

SliceLowering::SliceLowering(Emission& emission, SlicePlace place)
    : e_(emission),
      place_(place),
      b_(emission.context(), llvm::InstSimplifyFolder(emission.module.getDataLayout())),
      u_(emission.context(), llvm::InstSimplifyFolder(emission.module.getDataLayout())) {
  u_.SetInsertPoint(place.before);
  b_.SetInsertPoint(place.loop);
  slow_ = all(false);
}

unsigned SliceLowering::piece() const {
  return place_.level >= 4 ? 64 : place_.level == 3 ? 32 : 16;
}

std::vector<Slice> SliceLowering::run(FunctionId function, std::span<const Slice> parameters) {
  const Function& source = e_.program.functions[function];
  Frame frame{&source, {parameters.begin(), parameters.end()}};
  frame.regs.reserve(parameters.size() + source.insts.size());
  for (const Inst& inst : source.insts) {
    frame.regs.push_back(
        std::visit([&](const auto& node) { return lower(frame, node, inst.kind); }, inst.node));
  }
  return frame.regs;
}

void SliceLowering::mark_slow(Mask mask) {
  slow_ = b_.CreateOr(slow_, mask);
}

// ---- instructions ----

Slice SliceLowering::lower(const Frame& /*f*/, const ConstInst& inst, Kind kind) {
  if (kind == Kind::Bool) return boolean(all(inst.value.lo != 0), all(false));
  const auto word = std::bit_cast<std::int64_t>(inst.value.lo);
  Slice made{.kind = kind, .error = all(false)};
  if (kind == Kind::Enum) {
    made.members.assign(static_cast<std::size_t>(word) + 1, all(false));
    made.members.back() = all(true);
  } else if (kind == Kind::Set) {
    const auto size = static_cast<unsigned>(std::bit_width(inst.value.lo));
    for (unsigned i = 0; i < size; ++i) made.members.push_back(all((inst.value.lo >> i & 1) != 0));
  } else {
    made.scalar = i64(word);
  }
  return made;
}

Slice SliceLowering::lower(const Frame& /*f*/, const AsOfInst& /*inst*/, Kind kind) {
  return number(kind, as_of, all(false));
}

Slice SliceLowering::lower(const Frame& /*f*/, const AsOfDayInst& inst, Kind kind) {
  Slice day = as_of_day(inst.zone_minutes);
  day.kind = kind;
  return day;
}

Slice SliceLowering::as_of_day(std::int32_t zone_minutes) {
  const Slice now = number(Kind::Instant, as_of, all(false));
  return checked_day(Kind::Date, overridden(local_day(now, zone_minutes)), all(false));
}

Slice SliceLowering::lower(const Frame& f, const LawDayInst& inst, Kind kind) {
  Slice day = local_day(number(Kind::Instant, as_of, all(false)), inst.zone_minutes);
  Mask error = all(false);
  if (inst.value.exists()) {
    const Slice& from = f.at(inst.value);
    Slice own = inst.of == Kind::Date ? from : local_day(from, inst.zone_minutes);
    if (inst.present.exists()) {
      const Slice& there = f.at(inst.present);
      error = b_.CreateOr(there.error, b_.CreateAnd(there.mask, from.error));
      own = select(there.mask, own, day);
    } else {
      error = from.error;
    }
    day = own;
  }
  return checked_day(kind, overridden(day), error);
}

// An absent optional loads as zero.
Slice SliceLowering::lower(const Frame& /*f*/, const LoadInst& inst, Kind kind) {
  const Slice& loaded = facts.at(inst.slot);
  if (!e_.program.slots[inst.slot].optional) return loaded;
  return select(present.at(inst.slot), loaded, zero(kind));
}

Slice SliceLowering::lower(const Frame& /*f*/, const PresentInst& inst, Kind /*kind*/) {
  const bool optional = e_.program.slots[inst.slot].optional;
  return boolean(optional ? present.at(inst.slot) : all(true), all(false));
}

Slice SliceLowering::lower(const Frame& /*f*/, const ReadingInst& inst, Kind kind) {
  llvm::Value* chosen =
      u_.CreateLoad(u_.getInt32Ty(),
                    u_.CreateConstInBoundsGEP1_32(u_.getInt32Ty(), readings, inst.reading.index));
  Slice made{.kind = kind, .error = all(false)};
  for (std::uint32_t i = 0; i < e_.program.readings[inst.reading].options.size(); ++i)
    made.members.push_back(widen(u_.CreateICmpEQ(chosen, u_.getInt32(i))));
  return made;
}

// false dominates, then error, then true.
Slice SliceLowering::lower(const Frame& f, const AndInst& inst, Kind /*kind*/) {
  const Slice& a = f.at(inst.a);
  const Slice& b = f.at(inst.b);
  if (is_zero(a.error) && is_zero(b.error))
    return boolean(b_.CreateAnd(a.mask, b.mask), all(false));
  Mask a_false = b_.CreateNot(b_.CreateOr(a.error, a.mask));
  Mask b_false = b_.CreateNot(b_.CreateOr(b.error, b.mask));
  Mask settled = b_.CreateOr(a_false, b_false);
  return boolean(b_.CreateNot(settled),
                 b_.CreateAnd(b_.CreateOr(a.error, b.error), b_.CreateNot(settled)));
}

// true dominates, then error, then false.
Slice SliceLowering::lower(const Frame& f, const OrInst& inst, Kind /*kind*/) {
  const Slice& a = f.at(inst.a);
  const Slice& b = f.at(inst.b);
  Mask a_true = b_.CreateAnd(b_.CreateNot(a.error), a.mask);
  Mask b_true = b_.CreateAnd(b_.CreateNot(b.error), b.mask);
  Mask settled = b_.CreateOr(a_true, b_true);
  return boolean(settled, b_.CreateAnd(b_.CreateOr(a.error, b.error), b_.CreateNot(settled)));
}

Slice SliceLowering::lower(const Frame& f, const NotInst& inst, Kind /*kind*/) {
  const Slice& a = f.at(inst.a);
  return boolean(b_.CreateNot(a.mask), a.error);
}

Slice SliceLowering::lower(const Frame& f, const CompareInst& inst, Kind /*kind*/) {
  const Slice& a = f.at(inst.a);
  const Slice& b = f.at(inst.b);
  const auto result = [&]() -> Mask {
    switch (inst.op) {
      case Compare::Eq: return equals(a, b);
      case Compare::Ne: return b_.CreateNot(equals(a, b));
      case Compare::Lt: return less(a, b);
      case Compare::Le: return b_.CreateNot(less(b, a));
      case Compare::Gt: return less(b, a);
      case Compare::Ge: return b_.CreateNot(less(a, b));
    }
    PHEP_UNREACHABLE();
  };
  return boolean(result(), b_.CreateOr(a.error, b.error));
}

Slice SliceLowering::lower(const Frame& f, const SetHasInst& inst, Kind /*kind*/) {
  const Slice& wanted = f.at(inst.member);
  const Slice& set = f.at(inst.set);
  Mask error = b_.CreateOr(wanted.error, set.error);
  std::uint64_t constant = 0;
  bool fixed = set.members.size() <= 64;
  for (std::size_t i = 0; i < set.members.size() && fixed; ++i) {
    const auto* known = llvm::dyn_cast<llvm::ConstantInt>(set.members[i]);
    fixed = known != nullptr && (known->isZero() || known->isMinusOne());
    if (fixed && !known->isZero()) constant |= std::uint64_t{1} << i;
  }
  if (fixed) return boolean(has(wanted, constant), error);
  Mask found = all(false);
  for (std::uint32_t i = 0; i < set.members.size(); ++i)
    found = b_.CreateOr(found, b_.CreateAnd(set.members[i], member(wanted, i)));
  return boolean(found, error);
}

Slice SliceLowering::lower(const Frame& f, const InForceInst& inst, Kind /*kind*/) {
  const Slice& date = f.at(inst.date);
  Mask inside = all(false);
  for (const auto& [from, until] : inst.intervals) {
    const auto at = [&](std::int32_t day) { return number(Kind::Date, i64(day), all(false)); };
    Mask after = from == INT32_MIN ? all(true) : b_.CreateNot(less(date, at(from)));
    Mask before = until == INT32_MAX ? all(true) : less(date, at(until));
    inside = b_.CreateOr(inside, b_.CreateAnd(after, before));
  }
  return boolean(inside, date.error);
}

Slice SliceLowering::lower(const Frame& f, const ArithInst& inst, Kind kind) {
  const Slice& a = f.at(inst.a);
  const Slice& b = f.at(inst.b);
  Mask error = b_.CreateOr(a.error, b.error);
  if (inst.op == Arith::Min || inst.op == Arith::Max) {
    Mask first = inst.op == Arith::Min ? less(a, b) : b_.CreateNot(less(a, b));
    Slice chosen = select(first, a, b);
    chosen.error = error;
    return chosen;
  }
  const llvm::Intrinsic::ID id = inst.op == Arith::Add   ? llvm::Intrinsic::sadd_with_overflow
                                 : inst.op == Arith::Sub ? llvm::Intrinsic::ssub_with_overflow
                                                         : llvm::Intrinsic::smul_with_overflow;
  std::vector<llvm::Value*> overflow;
  Slice made = each(kind, a, b, 64, [&](Builder& at, llvm::Value* x, llvm::Value* y) {
    if (inst.cannot_fail) {
      return inst.op == Arith::Add   ? at.CreateAdd(x, y)
             : inst.op == Arith::Sub ? at.CreateSub(x, y)
                                     : at.CreateMul(x, y);
    }
    llvm::Value* pair = at.CreateBinaryIntrinsic(id, x, y);
    overflow.push_back(at.CreateExtractValue(pair, 1));
    return at.CreateExtractValue(pair, 0);
  });
  made.error = error;
  if (!overflow.empty())
    made.error = b_.CreateOr(error, made.scalar != nullptr ? widen(overflow[0]) : gather(overflow));
  return made;
}

Slice SliceLowering::lower(const Frame& f, const NegInst& inst, Kind kind) {
  const Slice& a = f.at(inst.a);
  const Slice nothing = number(kind, i64(0), all(false));
  Slice made = each(kind, nothing, a, 64, [](Builder& at, llvm::Value* zero, llvm::Value* x) {
    return at.CreateSub(zero, x);
  });
  made.error = b_.CreateOr(a.error, equals(a, number(kind, i64(INT64_MIN), all(false))));
  return made;
}

Slice SliceLowering::lower(const Frame& f, const DayStartInst& inst, Kind /*kind*/) {
  const Slice& date = f.at(inst.date);
  const std::int64_t zone = inst.zone_minutes * runtime::kMinuteMs;
  return checked_instant(each(Kind::Instant, date, date, 64,
                              [&](Builder& at, llvm::Value* day, llvm::Value*) {
                                llvm::Type* type = day->getType();
                                return at.CreateSub(at.CreateMul(day, llvm::ConstantInt::getSigned(
                                                                          type, runtime::kDayMs)),
                                                    llvm::ConstantInt::getSigned(type, zone));
                              }),
                         date.error);
}

Slice SliceLowering::lower(const Frame& f, const DayEndInst& inst, Kind /*kind*/) {
  const Slice& date = f.at(inst.date);
  const std::int64_t zone = inst.zone_minutes * runtime::kMinuteMs;
  return checked_instant(
      each(Kind::Instant, date, date, 64,
           [&](Builder& at, llvm::Value* day, llvm::Value*) {
             llvm::Type* type = day->getType();
             return at.CreateAdd(
                 at.CreateMul(day, llvm::ConstantInt::getSigned(type, runtime::kDayMs)),
                 llvm::ConstantInt::getSigned(type, runtime::kDayMs - zone));
           }),
      date.error);
}

Slice SliceLowering::lower(const Frame& f, const LocalDayInst& inst, Kind kind) {
  const Slice& instant = f.at(inst.instant);
  return checked_day(kind, local_day(instant, inst.zone_minutes), instant.error);
}

Slice SliceLowering::lower(const Frame& f, const SelectInst& inst, Kind /*kind*/) {
  const Slice& condition = f.at(inst.condition);
  Slice chosen = select(condition.mask, f.at(inst.then_value), f.at(inst.else_value));
  chosen.error = b_.CreateOr(condition.error, chosen.error);
  return chosen;
}

// A function of the same arguments is worked out once: rows' facts are the same throughout.
Slice SliceLowering::lower(const Frame& f, const CallInst& inst, Kind /*kind*/) {
  std::pair<std::uint32_t, std::vector<llvm::Value*>> key{inst.function.index, {}};
  std::vector<Slice> arguments;
  for (const Reg reg : inst.args) {
    arguments.push_back(f.at(reg));
    const Slice& argument = arguments.back();
    key.second.insert(key.second.end(), {argument.mask, argument.scalar, argument.error});
    key.second.insert(key.second.end(), argument.lanes.begin(), argument.lanes.end());
    key.second.insert(key.second.end(), argument.members.begin(), argument.members.end());
    key.second.push_back(nullptr);
  }
  if (const auto found = calls_.find(key); found != calls_.end()) return found->second;
  const Kind kind = conclusion_kind_;
  std::vector<Slice> regs = run(inst.function, arguments);
  conclusion_kind_ = kind;
  const Slice& result = regs[e_.program.functions[inst.function].result.index];
  return calls_.emplace(std::move(key), result).first->second;
}

Slice SliceLowering::lower(const Frame& f, const MarkInst& inst, Kind /*kind*/) {
  mark_slow(f.at(inst.a).error);
  return f.at(inst.a);
}

}  // namespace phep::codegen
