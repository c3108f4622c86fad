#include "compiler/codegen/function.h"

#include <algorithm>

// Certificate bits. Most of them say "this provision is in force, and the facts are such": a rule
// that is asked for the law of several days sets the same bits under several dates. So bits that
// hang on the same force are put together first, by the facts alone, which optimisation then shares
// among the days, and each day costs one selection.
namespace phep::codegen {

namespace {

// Splits a conjunction into what says that law is in force, and the rest.
void split(llvm::Value* condition, const llvm::SmallPtrSetImpl<llvm::Value*>& force,
           std::vector<llvm::Value*>& dated, std::vector<llvm::Value*>& facts) {
  auto* both = llvm::dyn_cast<llvm::BinaryOperator>(condition);
  if (both != nullptr && both->getOpcode() == llvm::Instruction::And) {
    split(both->getOperand(0), force, dated, facts);
    split(both->getOperand(1), force, dated, facts);
    return;
  }
  std::vector<llvm::Value*>& side = force.contains(condition) ? dated : facts;
  if (std::ranges::find(side, condition) == side.end()) side.push_back(condition);
}

}  // namespace

void FunctionLowering::mark(std::uint32_t bit, llvm::Value* condition) {
  if (bit == runtime::kNone) return;
  if (b_.GetInsertBlock() != marking_) write_marks();
  marking_ = b_.GetInsertBlock();
  Mark mark{2 * bit, {}, {}};  // the bit of *true*; *unknown* is never set on the clean path
  split(condition, force_, mark.dated, mark.facts);
  marks_.push_back(std::move(mark));
}

void FunctionLowering::write_marks() {
  if (marks_.empty()) return;
  const llvm::IRBuilderBase::InsertPointGuard back(b_);
  if (llvm::Instruction* end = marking_->getTerminator(); end != nullptr)
    b_.SetInsertPoint(end);
  else
    b_.SetInsertPoint(marking_);
  const auto all = [&](const std::vector<llvm::Value*>& conditions) {
    llvm::Value* holds = i1(true);
    for (llvm::Value* condition : conditions) holds = b_.CreateAnd(holds, condition);
    return holds;
  };
  llvm::Value* base = frame_field(kFrameMarks);
  while (!marks_.empty()) {
    const std::uint32_t word = marks_.front().position / 64;
    const std::vector<llvm::Value*> dated = marks_.front().dated;
    llvm::Value* bits = i64(0);
    std::erase_if(marks_, [&](const Mark& mark) {
      if (mark.position / 64 != word || mark.dated != dated) return false;
      llvm::Value* set = b_.CreateZExt(all(mark.facts), b_.getInt64Ty());
      bits = b_.CreateOr(bits, b_.CreateShl(set, mark.position % 64));
      return true;
    });
    bits = b_.CreateSelect(all(dated), bits, i64(0));
    llvm::Value* at = address(base, word * 8);
    b_.CreateStore(b_.CreateOr(b_.CreateLoad(b_.getInt64Ty(), at), bits), at);
  }
}

}  // namespace phep::codegen
