#include "compiler/codegen/function.h"

// Constants, facts, logic, comparisons, selection.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

Value FunctionLowering::lower(const ConstInst& inst, Kind kind) {
  return constant(kind, inst.value, inst.text);
}

// An absent optional loads as zero.
Value FunctionLowering::lower(const LoadInst& inst, Kind /*kind*/) {
  const Slot& slot = e_.program.slots[inst.slot];
  llvm::Value* index = inst.index.exists() ? value(inst.index).lo : nullptr;
  Value loaded = load_field(slot, index == nullptr ? place_.facts : element(slot.structure, index));
  if (slot.optional) loaded = select(present_bit(slot, index), loaded, zero(slot.kind));
  if (index != nullptr) loaded.error = value(inst.index).error;
  return loaded;
}

Value FunctionLowering::lower(const PresentInst& inst, Kind kind) {
  const Slot& slot = e_.program.slots[inst.slot];
  if (!inst.index.exists()) return make(kind, present_bit(slot, nullptr));
  const Value& index = value(inst.index);
  return make(kind, present_bit(slot, index.lo), index.error);
}

Value FunctionLowering::lower(const ListLengthInst& inst, Kind kind) {
  if (!inst.index.exists()) return make(kind, length_of(inst.list, nullptr));
  const Value& index = value(inst.index);
  return make(kind, length_of(inst.list, index.lo), index.error);
}

llvm::Value* FunctionLowering::present_bit(const Slot& slot, llvm::Value* index) {
  if (!slot.optional) return i1(true);
  const Struct& structure = e_.program.structs[slot.structure];
  llvm::Value* base = structure.root ? place_.facts : element(slot.structure, index);
  const std::uint32_t at = (structure.root ? 8 : 0) + 8 * structure.words + slot.bit / 64 * 8;
  return bit(b_.CreateLoad(b_.getInt64Ty(), address(base, at)), slot.bit % 64);
}

Value FunctionLowering::lower(const ReadingInst& inst, Kind kind) {
  llvm::Value* at = address(frame_field(kFrameReadings), inst.reading.index * 4);
  return make(kind, b_.CreateZExt(b_.CreateLoad(b_.getInt32Ty(), at), b_.getInt64Ty()));
}

// false dominates, then error, then true.
Value FunctionLowering::lower(const AndInst& inst, Kind kind) {
  const Value& a = value(inst.a);
  const Value& b = value(inst.b);
  if (e_.flipped(Sabotage::AndToOr))
    return make(kind, b_.CreateOr(a.lo, b.lo), any(a.error, b.error));
  llvm::Value* a_false = b_.CreateAnd(b_.CreateNot(a.error), b_.CreateNot(a.lo));
  llvm::Value* b_false = b_.CreateAnd(b_.CreateNot(b.error), b_.CreateNot(b.lo));
  llvm::Value* error =
      b_.CreateAnd(any(a.error, b.error), b_.CreateNot(b_.CreateOr(a_false, b_false)));
  return make(kind, b_.CreateAnd(b_.CreateNot(a_false), b_.CreateNot(b_false)), error);
}

// true dominates, then error, then false.
Value FunctionLowering::lower(const OrInst& inst, Kind kind) {
  const Value& a = value(inst.a);
  const Value& b = value(inst.b);
  if (e_.flipped(Sabotage::OrToAnd))
    return make(kind, b_.CreateAnd(a.lo, b.lo), any(a.error, b.error));
  llvm::Value* a_true = b_.CreateAnd(b_.CreateNot(a.error), a.lo);
  llvm::Value* b_true = b_.CreateAnd(b_.CreateNot(b.error), b.lo);
  llvm::Value* settled = b_.CreateOr(a_true, b_true);
  return make(kind, settled, b_.CreateAnd(any(a.error, b.error), b_.CreateNot(settled)));
}

Value FunctionLowering::lower(const NotInst& inst, Kind kind) {
  const Value& a = value(inst.a);
  return make(kind, e_.flipped(Sabotage::NotDropped) ? a.lo : b_.CreateNot(a.lo), a.error);
}

Value FunctionLowering::lower(const CompareInst& inst, Kind kind) {
  const Value& a = value(inst.a);
  const Value& b = value(inst.b);
  const auto result = [&]() -> llvm::Value* {
    switch (inst.op) {
      case Compare::Eq: return equals(a, b);
      case Compare::Ne: return b_.CreateNot(equals(a, b));
      case Compare::Lt:
        return e_.flipped(Sabotage::LessToLessEqual) ? b_.CreateNot(less(b, a)) : less(a, b);
      case Compare::Le: return b_.CreateNot(less(b, a));
      case Compare::Gt: return less(b, a);
      case Compare::Ge:
        return e_.flipped(Sabotage::GreaterEqualToGreater) ? less(b, a) : b_.CreateNot(less(a, b));
    }
    PHEP_UNREACHABLE();
  };
  return make(kind, result(), any(a.error, b.error));
}

Value FunctionLowering::lower(const SetHasInst& inst, Kind kind) {
  const Value& member = value(inst.member);
  const Value& set = value(inst.set);
  llvm::Value* position = b_.CreateAnd(member.lo, i64(63));
  llvm::Value* has = b_.CreateTrunc(b_.CreateLShr(set.lo, position), b_.getInt1Ty());
  return make(kind, has, any(member.error, set.error));
}

Value FunctionLowering::lower(const SelectInst& inst, Kind /*kind*/) {
  const Value& condition = value(inst.condition);
  const bool swapped = e_.flipped(Sabotage::ArmsSwapped);
  Value chosen = select(condition.lo, value(swapped ? inst.else_value : inst.then_value),
                        value(swapped ? inst.then_value : inst.else_value));
  chosen.error = any(condition.error, chosen.error);
  return chosen;
}

// A guard that is an error leaves neither bit, and only the interpreter knows an undecided one.
Value FunctionLowering::lower(const MarkInst& inst, Kind /*kind*/) {
  const Value& guard = value(inst.a);
  mark_slow(guard.error);
  mark(inst.bit, guard.lo);
  return guard;
}

// ---- building blocks
// -----------------------------------------------------------------------------------------

Value FunctionLowering::make(Kind kind, llvm::Value* lo, llvm::Value* error, llvm::Value* hi) {
  return {kind, lo, hi, error == nullptr ? i1(false) : error, {}};
}

Value FunctionLowering::zero(Kind kind) {
  llvm::Value* hi = has_hi(kind) ? i64(0) : nullptr;
  return make(kind, llvm::Constant::getNullValue(payload_type(e_.context(), kind)), nullptr, hi);
}

Value FunctionLowering::constant(Kind kind, const Payload& payload, const std::string& text) {
  switch (kind) {
    case Kind::Bool: return make(kind, i1(payload.lo != 0));
    case Kind::Decimal:
    case Kind::Amount:
      return make(kind, from_words(b_.getInt64(payload.lo), b_.getInt64(payload.hi)));
    case Kind::Duration:
      return make(kind, b_.getInt64(payload.lo), nullptr, b_.getInt64(payload.hi));
    case Kind::Text: {
      llvm::Constant* bytes = llvm::ConstantDataArray::getString(e_.context(), text, false);
      auto* global = new llvm::GlobalVariable(e_.module, bytes->getType(), true,
                                              llvm::GlobalValue::PrivateLinkage, bytes, "text");
      global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
      return make(kind, global, nullptr, i64(static_cast<std::int64_t>(text.size())));
    }
    case Kind::Int:
    case Kind::Money:
    case Kind::Date:
    case Kind::Instant:
    case Kind::Enum:
    case Kind::Set: return make(kind, b_.getInt64(payload.lo));
    case Kind::Norm: PHEP_UNREACHABLE();
  }
  PHEP_UNREACHABLE();
}

Value FunctionLowering::select(llvm::Value* condition, const Value& a, const Value& b) {
  Value chosen = a;
  chosen.lo = b_.CreateSelect(condition, a.lo, b.lo);
  if (has_hi(a.kind)) chosen.hi = b_.CreateSelect(condition, a.hi, b.hi);
  chosen.error = b_.CreateSelect(condition, a.error, b.error);
  return chosen;
}

llvm::ConstantInt* FunctionLowering::i64(std::int64_t value) {
  return b_.getInt64(static_cast<std::uint64_t>(value));
}
llvm::ConstantInt* FunctionLowering::i32(std::uint32_t value) {
  return b_.getInt32(value);
}
llvm::ConstantInt* FunctionLowering::i1(bool value) {
  return b_.getInt1(value);
}

llvm::Value* FunctionLowering::bit(llvm::Value* word, unsigned index) {
  return b_.CreateTrunc(b_.CreateLShr(word, index), b_.getInt1Ty());
}

llvm::AllocaInst* FunctionLowering::scratch(llvm::Type* type, const char* name) {
  llvm::BasicBlock& entry = place_.function->getEntryBlock();
  Builder at(&entry, entry.begin(), llvm::InstSimplifyFolder(e_.module.getDataLayout()));
  return at.CreateAlloca(type, nullptr, name);
}

llvm::Value* FunctionLowering::scratch_bytes(std::uint32_t size) {
  llvm::Value* slot = scratch(llvm::ArrayType::get(b_.getInt64Ty(), (size + 7) / 8), "record");
  return slot;
}

llvm::Value* FunctionLowering::equals(const Value& a, const Value& b) {
  if (a.kind == Kind::Text) {
    llvm::Type* word = b_.getInt64Ty();
    const auto same = ground(e_, "phep_clean_same_text", b_.getInt32Ty(),
                             {b_.getPtrTy(), word, b_.getPtrTy(), word});
    return b_.CreateIsNotNull(b_.CreateCall(same, {a.lo, a.hi, b.lo, b.hi}));
  }
  llvm::Value* same = b_.CreateICmpEQ(a.lo, b.lo);
  return a.kind == Kind::Duration ? b_.CreateAnd(same, b_.CreateICmpEQ(a.hi, b.hi)) : same;
}

// By the order of the kind: numbers and times by size, sets by bits, durations by unit and count.
llvm::Value* FunctionLowering::less(const Value& a, const Value& b) {
  switch (a.kind) {
    case Kind::Bool:
    case Kind::Enum:
    case Kind::Set: return b_.CreateICmpULT(a.lo, b.lo);
    case Kind::Duration: {
      llvm::Value* by_count =
          b_.CreateAnd(b_.CreateICmpEQ(a.hi, b.hi), b_.CreateICmpSLT(a.lo, b.lo));
      return b_.CreateOr(b_.CreateICmpULT(a.hi, b.hi), by_count);
    }
    case Kind::Text: {
      llvm::Type* word = b_.getInt64Ty();
      const auto order = ground(e_, "phep_clean_text_less", b_.getInt32Ty(),
                                {b_.getPtrTy(), word, b_.getPtrTy(), word});
      return b_.CreateIsNotNull(b_.CreateCall(order, {a.lo, a.hi, b.lo, b.hi}));
    }
    case Kind::Int:
    case Kind::Decimal:
    case Kind::Money:
    case Kind::Amount:
    case Kind::Date:
    case Kind::Instant: return b_.CreateICmpSLT(a.lo, b.lo);
    case Kind::Norm: PHEP_UNREACHABLE();
  }
  PHEP_UNREACHABLE();
}

}  // namespace phep::codegen
