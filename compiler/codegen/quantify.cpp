#include "compiler/codegen/function.h"

// Quantifiers, the only loops: one evaluation of predicate and value an element, everything else by
// selects.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

// Accumulators of one loop, on the stack until the optimiser finds registers for them.
struct Accumulators {
  llvm::Value* holds;   // i64: elements for which the predicate is true
  llvm::Value* errors;  // i64: elements for which it is an error
  llvm::Value* total;   // the sum (i128 or wider checks in the runtime), or the extreme
  llvm::Value* failed;  // i1: an error among the values taken
};

}  // namespace

Value FunctionLowering::lower(const QuantifyInst& inst, Kind kind) {
  llvm::Type* word = b_.getInt64Ty();
  const Value no_index = zero(Kind::Int);
  const Value& owner = inst.list_index.exists() ? value(inst.list_index) : no_index;
  const bool takes_values = inst.value.exists();
  const Kind value_kind = takes_values ? kind : Kind::Int;
  const Accumulators at{scratch(word, "holds"), scratch(word, "errors"),
                        scratch(payload_type(e_.context(), value_kind), "total"),
                        scratch(b_.getInt1Ty(), "failed")};
  b_.CreateStore(i64(0), at.holds);
  b_.CreateStore(i64(0), at.errors);
  b_.CreateStore(zero(value_kind).lo, at.total);
  b_.CreateStore(i1(false), at.failed);

  Loop loop = begin_loop(length_of(inst.list, inst.list_index.exists() ? owner.lo : nullptr));
  llvm::Value* index = loop.index;
  if (inst.list_index.exists()) index = b_.CreateOr(b_.CreateShl(owner.lo, 16), index);
  std::vector<Value> arguments = {value(Reg{0}), make(Kind::Int, index)};
  for (const Reg captured : inst.captures) arguments.push_back(value(captured));
  Value chosen = make(Kind::Bool, i1(true));
  if (inst.predicate.exists()) chosen = call(inst.predicate, arguments, nullptr);
  llvm::Value* is_true = b_.CreateAnd(chosen.lo, b_.CreateNot(chosen.error));
  llvm::Value* holds = b_.CreateLoad(word, at.holds);
  b_.CreateStore(b_.CreateAdd(holds, b_.CreateZExt(is_true, word)), at.holds);
  llvm::Value* errors = b_.CreateLoad(word, at.errors);
  b_.CreateStore(b_.CreateAdd(errors, b_.CreateZExt(chosen.error, word)), at.errors);
  if (takes_values) {
    const Value element = call(inst.value, arguments, nullptr);
    llvm::Value* taken = e_.flipped(Sabotage::FilterIgnored) ? i1(true) : is_true;
    llvm::Value* total = b_.CreateLoad(payload_type(e_.context(), value_kind), at.total);
    const Value next =
        accumulated(inst.quantifier, make(value_kind, total), element, b_.CreateIsNull(holds));
    b_.CreateStore(b_.CreateSelect(taken, next.lo, total), at.total);
    llvm::Value* failed = b_.CreateLoad(b_.getInt1Ty(), at.failed);
    b_.CreateStore(any(failed, when(taken, any(element.error, next.error))), at.failed);
  }
  end_loop(loop);

  llvm::Value* count = b_.CreateLoad(word, at.holds);
  llvm::Value* some_error = b_.CreateIsNotNull(b_.CreateLoad(word, at.errors));
  const auto finish = [&]() -> Value {
    switch (inst.quantifier) {
      case Quantifier::Some: {
        llvm::Value* found = b_.CreateIsNotNull(count);
        return make(kind, found, b_.CreateAnd(some_error, b_.CreateNot(found)));
      }
      case Quantifier::All: {
        // false wherever one is neither true nor an error.
        llvm::Value* settled = b_.CreateAdd(count, b_.CreateLoad(word, at.errors));
        llvm::Value* refuted = b_.CreateICmpULT(settled, loop.length);
        return make(kind, b_.CreateNot(refuted), b_.CreateAnd(some_error, b_.CreateNot(refuted)));
      }
      case Quantifier::AtLeast: {
        const std::int64_t n = inst.n + (e_.flipped(Sabotage::AtLeastOneMore) ? 1 : 0);
        llvm::Value* enough = b_.CreateICmpSGE(count, i64(n));
        llvm::Value* possible =
            b_.CreateICmpSGE(b_.CreateAdd(count, b_.CreateLoad(word, at.errors)), i64(n));
        return make(kind, enough, b_.CreateAnd(possible, b_.CreateNot(enough)));
      }
      case Quantifier::Count: return make(kind, count, some_error);
      case Quantifier::Sum:
      case Quantifier::Min:
      case Quantifier::Max: {
        llvm::Value* total = b_.CreateLoad(payload_type(e_.context(), value_kind), at.total);
        return make(kind, total, any(some_error, b_.CreateLoad(b_.getInt1Ty(), at.failed)));
      }
    }
    PHEP_UNREACHABLE();
  };
  Value result = finish();
  result.error = any(result.error, owner.error);
  return result;
}

// A sum that leaves its type on the way may come back: only the interpreter, which counts exactly,
// knows. So a partial sum out of range leaves the clean path.
Value FunctionLowering::accumulated(Quantifier quantifier, const Value& so_far,
                                    const Value& element, llvm::Value* first) {
  if (quantifier != Quantifier::Sum) {
    llvm::Value* beyond =
        quantifier == Quantifier::Min ? less(element, so_far) : less(so_far, element);
    return make(so_far.kind, b_.CreateSelect(b_.CreateOr(first, beyond), element.lo, so_far.lo));
  }
  if (is_wide(so_far.kind))
    return in_decimal_range(so_far.kind, b_.CreateAdd(so_far.lo, element.lo), i1(false));
  llvm::Value* pair =
      b_.CreateBinaryIntrinsic(llvm::Intrinsic::sadd_with_overflow, so_far.lo, element.lo);
  return make(so_far.kind, b_.CreateExtractValue(pair, 0), b_.CreateExtractValue(pair, 1));
}

llvm::Value* FunctionLowering::length_of(SlotId list, llvm::Value* index) {
  const Slot& slot = e_.program.slots[list];
  llvm::Value* length = b_.CreateZExt(
      b_.CreateLoad(b_.getInt32Ty(), address(list_header(list, index), 8)), b_.getInt64Ty());
  return slot.optional ? b_.CreateSelect(present_bit(slot, index), length, i64(0)) : length;
}

}  // namespace phep::codegen
