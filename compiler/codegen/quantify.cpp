#include "compiler/codegen/function.h"

// Quantifiers, the only loops: one evaluation of predicate and value an element, everything else by
// selects.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

// Accumulators of one loop, on the stack until the optimiser finds registers for them.
struct FunctionLowering::Tally {
  Kind kind;              // of the values
  llvm::Value* holds;     // i64: elements for which the predicate is true
  llvm::Value* errors;    // i64: elements for which it is an error
  llvm::Value* total;     // the sum or the extreme of the values taken
  llvm::Value* total_hi;  // its high word, where its kind has one
  llvm::Value* failed;    // i1: an error among the values taken
};

Value FunctionLowering::lower(const QuantifyInst& inst, Kind kind) {
  llvm::Type* word = b_.getInt64Ty();
  const Kind value_kind = inst.value.exists() ? kind : Kind::Int;
  const Tally tally{value_kind,
                    scratch(word, "holds"),
                    scratch(word, "errors"),
                    scratch(payload_type(e_.context(), value_kind), "total"),
                    has_hi(value_kind) ? scratch(word, "total_hi") : nullptr,
                    scratch(b_.getInt1Ty(), "failed")};
  b_.CreateStore(i64(0), tally.holds);
  b_.CreateStore(i64(0), tally.errors);
  b_.CreateStore(i1(false), tally.failed);
  store_total(tally, zero(value_kind));

  llvm::Value* owner = inst.list_index.exists() ? value(inst.list_index).lo : nullptr;
  const Loop loop = begin_loop(length_of(inst.list, owner));
  llvm::Value* index = loop.index;
  if (owner != nullptr) index = b_.CreateOr(b_.CreateShl(owner, 16), index);
  std::vector<Value> arguments = {value(Reg{0}), make(Kind::Int, index)};
  for (const Reg captured : inst.captures) arguments.push_back(value(captured));
  count_element(inst, tally, arguments);
  end_loop(loop);

  Value result = quantified(inst, kind, tally, loop.length);
  if (owner != nullptr) result.error = any(result.error, value(inst.list_index).error);
  return result;
}

void FunctionLowering::count_element(const QuantifyInst& inst, const Tally& tally,
                                     std::span<const Value> arguments) {
  llvm::Type* word = b_.getInt64Ty();
  Value chosen = make(Kind::Bool, i1(true));
  if (inst.predicate.exists()) chosen = call(inst.predicate, arguments, nullptr);
  llvm::Value* is_true = b_.CreateAnd(chosen.lo, b_.CreateNot(chosen.error));
  llvm::Value* holds = b_.CreateLoad(word, tally.holds);
  b_.CreateStore(b_.CreateAdd(holds, b_.CreateZExt(is_true, word)), tally.holds);
  llvm::Value* errors = b_.CreateLoad(word, tally.errors);
  b_.CreateStore(b_.CreateAdd(errors, b_.CreateZExt(chosen.error, word)), tally.errors);
  if (!inst.value.exists()) return;
  const Value element = call(inst.value, arguments, nullptr);
  llvm::Value* taken = e_.flipped(Sabotage::FilterIgnored) ? i1(true) : is_true;
  const Value total = load_total(tally);
  const Value next = accumulated(inst.quantifier, total, element, b_.CreateIsNull(holds));
  store_total(tally, select(taken, next, total));
  llvm::Value* failed = b_.CreateLoad(b_.getInt1Ty(), tally.failed);
  b_.CreateStore(any(failed, when(taken, any(element.error, next.error))), tally.failed);
}

Value FunctionLowering::quantified(const QuantifyInst& inst, Kind kind, const Tally& tally,
                                   llvm::Value* length) {
  llvm::Value* count = b_.CreateLoad(b_.getInt64Ty(), tally.holds);
  llvm::Value* errors = b_.CreateLoad(b_.getInt64Ty(), tally.errors);
  llvm::Value* some_error = b_.CreateIsNotNull(errors);
  switch (inst.quantifier) {
    case Quantifier::Some: {
      llvm::Value* found = b_.CreateIsNotNull(count);
      return make(kind, found, b_.CreateAnd(some_error, b_.CreateNot(found)));
    }
    case Quantifier::All: {
      // false wherever one is neither true nor an error.
      llvm::Value* refuted = b_.CreateICmpULT(b_.CreateAdd(count, errors), length);
      return make(kind, b_.CreateNot(refuted), b_.CreateAnd(some_error, b_.CreateNot(refuted)));
    }
    case Quantifier::AtLeast: {
      const std::int64_t n = inst.n + (e_.flipped(Sabotage::AtLeastOneMore) ? 1 : 0);
      llvm::Value* enough = b_.CreateICmpSGE(count, i64(n));
      llvm::Value* possible = b_.CreateICmpSGE(b_.CreateAdd(count, errors), i64(n));
      return make(kind, enough, b_.CreateAnd(possible, b_.CreateNot(enough)));
    }
    case Quantifier::Count: return make(kind, count, some_error);
    case Quantifier::Sum:
    case Quantifier::Min:
    case Quantifier::Max: {
      Value total = load_total(tally);
      total.error = any(some_error, b_.CreateLoad(b_.getInt1Ty(), tally.failed));
      return total;
    }
  }
  PHEP_UNREACHABLE();
}

Value FunctionLowering::load_total(const Tally& tally) {
  llvm::Value* hi =
      tally.total_hi == nullptr ? nullptr : b_.CreateLoad(b_.getInt64Ty(), tally.total_hi);
  return make(tally.kind, b_.CreateLoad(payload_type(e_.context(), tally.kind), tally.total),
              nullptr, hi);
}

void FunctionLowering::store_total(const Tally& tally, const Value& total) {
  b_.CreateStore(total.lo, tally.total);
  if (tally.total_hi != nullptr) b_.CreateStore(total.hi, tally.total_hi);
}

// A sum that leaves its type on the way may come back: only the interpreter, which counts exactly,
// knows. So a partial sum out of range leaves the clean path.
Value FunctionLowering::accumulated(Quantifier quantifier, const Value& so_far,
                                    const Value& element, llvm::Value* first) {
  if (quantifier != Quantifier::Sum) {
    llvm::Value* beyond =
        quantifier == Quantifier::Min ? less(element, so_far) : less(so_far, element);
    Value extreme = select(b_.CreateOr(first, beyond), element, so_far);
    extreme.error = i1(false);  // the caller counts those of all elements taken
    return extreme;
  }
  if (is_wide(so_far.kind))
    return in_decimal_range(so_far.kind, b_.CreateAdd(so_far.lo, element.lo), i1(false));
  llvm::Value* pair =
      b_.CreateBinaryIntrinsic(llvm::Intrinsic::sadd_with_overflow, so_far.lo, element.lo);
  return make(so_far.kind, b_.CreateExtractValue(pair, 0), b_.CreateExtractValue(pair, 1),
              so_far.hi);
}

llvm::Value* FunctionLowering::length_of(SlotId list, llvm::Value* index) {
  const Slot& slot = e_.program.slots[list];
  llvm::Value* length = b_.CreateZExt(
      b_.CreateLoad(b_.getInt32Ty(), address(list_header(list, index), 8)), b_.getInt64Ty());
  return slot.optional ? b_.CreateSelect(present_bit(slot, index), length, i64(0)) : length;
}

}  // namespace phep::codegen
