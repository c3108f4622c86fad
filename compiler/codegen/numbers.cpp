#include "compiler/codegen/function.h"

#include <array>

// Arithmetic and rounding. What fits 64 bits, and sums of decimals, are lowered in place; exact
// products, quotients and roundings are the runtime's (compiler/runtime/clean.h).
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

Rounding flipped_rounding(Rounding mode) {
  return mode == Rounding::Down ? Rounding::Up : Rounding::Down;
}

}  // namespace

Value FunctionLowering::lower(const ArithInst& original, Kind kind) {
  ArithInst inst = original;
  if (e_.flipped(Sabotage::AddToSubtract) && inst.op == Arith::Add) inst.op = Arith::Sub;
  const Value& a = value(inst.a);
  const Value& b = value(inst.b);
  if (inst.op == Arith::Min || inst.op == Arith::Max) return extreme_of(inst.op, kind, a, b);
  if (is_wide(kind) && inst.op <= Arith::Sub)
    return wide_arith(inst.op, promoted(kind, a), promoted(kind, b));
  if (!is_wide(kind) && inst.op <= Arith::Mul) return narrow_arith(inst, kind);
  const auto [a_lo, a_hi] = words_of(a);
  const auto [b_lo, b_hi] = words_of(b);
  const std::array<llvm::Value*, 5> arguments = {arith_code(inst, kind), a_lo, a_hi, b_lo, b_hi};
  return wide_call("phep_clean_arith", kind, arguments, any(a.error, b.error));
}

Value FunctionLowering::extreme_of(Arith op, Kind kind, const Value& left, const Value& right) {
  const Value a = promoted(kind, left);
  const Value b = promoted(kind, right);
  Value chosen = select(op == Arith::Min ? less(a, b) : b_.CreateNot(less(a, b)), a, b);
  chosen.error = any(a.error, b.error);
  return chosen;
}

// An operand of a wide operation: ints become decimals, money an amount.
Value FunctionLowering::promoted(Kind kind, const Value& operand) {
  if (!is_wide(kind) || is_wide(operand.kind)) return operand;
  const std::array<llvm::Value*, 1> arguments = {operand.lo};
  return wide_call("phep_clean_decimal", kind, arguments, operand.error);
}

// 64-bit operands: LLVM's overflow intrinsics. On wasm32 the checked product needs no support
// library only below 64 bits, so there the runtime multiplies.
Value FunctionLowering::narrow_arith(const ArithInst& inst, Kind kind) {
  const Value& a = value(inst.a);
  const Value& b = value(inst.b);
  llvm::Value* error = any(a.error, b.error);
  if (inst.cannot_fail) return make(kind, unchecked(inst.op, a.lo, b.lo), error);
  if (inst.op == Arith::Mul && e_.module.getDataLayout().getPointerSize() == 4) {
    const std::array<llvm::Value*, 5> arguments = {arith_code(inst, kind), a.lo, i64(0), b.lo,
                                                   i64(0)};
    return wide_call("phep_clean_arith", kind, arguments, error);
  }
  const llvm::Intrinsic::ID id = inst.op == Arith::Add   ? llvm::Intrinsic::sadd_with_overflow
                                 : inst.op == Arith::Sub ? llvm::Intrinsic::ssub_with_overflow
                                                         : llvm::Intrinsic::smul_with_overflow;
  llvm::Value* pair = b_.CreateBinaryIntrinsic(id, a.lo, b.lo);
  llvm::Value* overflow = b_.CreateExtractValue(pair, 1);
  return make(kind, b_.CreateExtractValue(pair, 0), any(overflow, error));
}

llvm::Value* FunctionLowering::unchecked(Arith op, llvm::Value* a, llvm::Value* b) {
  if (op == Arith::Add) return b_.CreateAdd(a, b);
  return op == Arith::Sub ? b_.CreateSub(a, b) : b_.CreateMul(a, b);
}

// |x| < 10^38 on both sides, so that 128 bits hold the sum.
Value FunctionLowering::wide_arith(Arith op, const Value& a, const Value& b) {
  llvm::Value* sum = op == Arith::Add ? b_.CreateAdd(a.lo, b.lo) : b_.CreateSub(a.lo, b.lo);
  return in_decimal_range(a.kind, sum, any(a.error, b.error));
}

Value FunctionLowering::in_decimal_range(Kind kind, llvm::Value* wide, llvm::Value* error) {
  llvm::APInt limit(128, "100000000000000000000000000000000000000", 10);  // 10^38 counts of 10^-9
  llvm::Value* above = b_.CreateICmpSGE(wide, llvm::ConstantInt::get(e_.context(), limit));
  llvm::Value* below = b_.CreateICmpSLE(wide, llvm::ConstantInt::get(e_.context(), -limit));
  return make(kind, wide, any(error, any(above, below)));
}

Value FunctionLowering::lower(const NegInst& inst, Kind kind) {
  const Value& a = value(inst.a);
  if (is_wide(kind)) return make(kind, b_.CreateNeg(a.lo), a.error);
  llvm::Value* least = b_.CreateICmpEQ(a.lo, i64(INT64_MIN));
  return make(kind, b_.CreateNeg(a.lo), any(a.error, least), a.hi);
}

Value FunctionLowering::lower(const ToDecimalInst& inst, Kind kind) {
  const Value& a = value(inst.a);
  const std::array<llvm::Value*, 1> arguments = {a.lo};
  return wide_call("phep_clean_decimal", kind, arguments, a.error);
}

// Rounding that stands on a product or quotient rounds the exact one, once.
Value FunctionLowering::lower(const RoundInst& inst, Kind kind) {
  const Rounding mode =
      e_.flipped(Sabotage::RoundingMode) ? flipped_rounding(inst.mode) : inst.mode;
  llvm::Value* how = i64(static_cast<std::int64_t>(mode) | static_cast<std::int64_t>(kind) << 8);
  llvm::Value* quantum_lo = b_.getInt64(inst.quantum.lo);
  llvm::Value* quantum_hi = b_.getInt64(inst.quantum.hi);
  const Value& operand = value(inst.a);
  if (const ArithInst* product = product_of(inst.a)) {
    const Value& a = value(product->a);
    const Value& b = value(product->b);
    const auto [a_lo, a_hi] = words_of(a);
    const auto [b_lo, b_hi] = words_of(b);
    const std::array<llvm::Value*, 8> arguments = {
        how, arith_code(*product, operand.kind), a_lo, a_hi, b_lo, b_hi, quantum_lo, quantum_hi};
    return wide_call("phep_clean_round_product", kind, arguments, any(a.error, b.error));
  }
  const auto [lo, hi] = words_of(operand);
  const std::array<llvm::Value*, 5> arguments = {how, lo, hi, quantum_lo, quantum_hi};
  return wide_call("phep_clean_round", kind, arguments, operand.error);
}

const ArithInst* FunctionLowering::product_of(Reg reg) const {
  if (reg.index < source_.parameters.size()) return nullptr;
  const Inst& inst = source_.insts[reg.index - source_.parameters.size()];
  const auto* arith = std::get_if<ArithInst>(&inst.node);
  if (arith == nullptr || !is_wide(inst.kind)) return nullptr;
  return arith->op == Arith::Mul || arith->op == Arith::Div ? arith : nullptr;
}

// ---- building blocks
// -----------------------------------------------------------------------------------------

llvm::Value* FunctionLowering::arith_code(const ArithInst& inst, Kind kind) {
  return i64(static_cast<std::int64_t>(inst.op) | static_cast<std::int64_t>(kind) << 8 |
             static_cast<std::int64_t>(value(inst.a).kind) << 16 |
             static_cast<std::int64_t>(value(inst.b).kind) << 24);
}

std::pair<llvm::Value*, llvm::Value*> FunctionLowering::words_of(const Value& value) {
  if (!is_wide(value.kind)) return {value.lo, value.hi == nullptr ? i64(0) : value.hi};
  return {b_.CreateTrunc(value.lo, b_.getInt64Ty()),
          b_.CreateTrunc(b_.CreateLShr(value.lo, 64), b_.getInt64Ty())};
}

llvm::Value* FunctionLowering::from_words(llvm::Value* lo, llvm::Value* hi) {
  llvm::Type* wide = b_.getInt128Ty();
  return b_.CreateOr(b_.CreateZExt(lo, wide), b_.CreateShl(b_.CreateZExt(hi, wide), 64));
}

// Calls u32 name(arguments…, Const* out), which returns non-zero for an error.
Value FunctionLowering::wide_call(const char* name, Kind kind,
                                  std::span<llvm::Value* const> arguments, llvm::Value* error) {
  llvm::Value* out = scratch(llvm::ArrayType::get(b_.getInt64Ty(), 2), "wide");
  std::vector<llvm::Value*> values(arguments.begin(), arguments.end());
  values.push_back(out);
  std::vector<llvm::Type*> types;
  for (llvm::Value* argument : values) types.push_back(argument->getType());
  const auto callee =
      e_.module.getOrInsertFunction(name, llvm::FunctionType::get(b_.getInt32Ty(), types, false));
  llvm::CallInst* status = b_.CreateCall(callee, values);
  status->setDoesNotThrow();
  llvm::Value* lo = b_.CreateLoad(b_.getInt64Ty(), out);
  llvm::Value* failed = any(error, b_.CreateIsNotNull(status));
  if (!is_wide(kind) && !has_hi(kind)) return make(kind, lo, failed);
  llvm::Value* hi = b_.CreateLoad(b_.getInt64Ty(), address(out, 8));
  return is_wide(kind) ? make(kind, from_words(lo, hi), failed) : make(kind, lo, failed, hi);
}

}  // namespace phep::codegen
