#include "compiler/codegen/function.h"

// Certificate bits. Most of them say "this provision is in force, and the facts are such": a rule
// that is asked for the law of several days sets the same bits under several dates. So bits that
// hang on the same force are put together first, by the facts alone, which optimisation then shares
// among the days, and each day costs one selection.
namespace phep::codegen {

namespace {

// Conjunctions of more parts than this are left as they are: somebody may write one of any size.
constexpr std::size_t kMostParts = 16;

// The parts of a conjunction, each once; none where they are too many.
std::vector<llvm::Value*> parts_of(llvm::Value* condition) {
  std::vector<llvm::Value*> parts;
  std::vector<llvm::Value*> open = {condition};
  llvm::SmallPtrSet<llvm::Value*, 2 * kMostParts> seen;
  while (!open.empty()) {
    llvm::Value* one = open.back();
    open.pop_back();
    if (!seen.insert(one).second) continue;
    if (seen.size() > 2 * kMostParts) return {};
    auto* both = llvm::dyn_cast<llvm::BinaryOperator>(one);
    if (both != nullptr && both->getOpcode() == llvm::Instruction::And) {
      open.push_back(both->getOperand(1));
      open.push_back(both->getOperand(0));
    } else {
      parts.push_back(one);
    }
  }
  return parts;
}

}  // namespace

void FunctionLowering::mark(std::uint32_t bit, llvm::Value* condition) {
  if (bit == runtime::kNone) return;
  if (b_.GetInsertBlock() != marking_) write_marks();
  marking_ = b_.GetInsertBlock();
  Mark mark{2 * bit, {}, {}};  // the bit of *true*; *unknown* is never set on the clean path
  for (llvm::Value* part : parts_of(condition))
    (force_.contains(part) ? mark.dated : mark.facts).push_back(part);
  if (mark.dated.empty()) mark.facts = {condition};
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
