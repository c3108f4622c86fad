#include "compiler/codegen/function.h"

// Certificate bits. While a function decides, it holds the words that it sets bits of; when it is
// done it adds them to those of the frame. So a bit costs a shift and an `or` of registers, also
// where functions are not made part of their caller.
namespace phep::codegen {

using decision::Kind;

namespace {

// Only the bits of *true* are ever set on the clean path, which are the even ones.
constexpr std::uint32_t kBitsOfOne = 2;
// Bits put into a word at once: put together all in the end, they would wait on the stack.
constexpr unsigned kBitsAtOnce = 4;

}  // namespace

void FunctionLowering::mark(std::uint32_t bit, llvm::Value* condition) {
  if (bit == runtime::kNone || is_never(condition)) return;
  llvm::Value* word = marks_of(bit / kMarksInWord);
  llvm::Value* set =
      b_.CreateShl(b_.CreateZExt(condition, b_.getInt64Ty()), kBitsOfOne * (bit % kMarksInWord));
  llvm::Value* all = b_.CreateOr(b_.CreateLoad(b_.getInt64Ty(), word), set);
  if (++marked_ % kBitsAtOnce == 0) all = b_.CreateFreeze(all);
  b_.CreateStore(all, word);
}

// The word of this function, empty when it begins.
llvm::Value* FunctionLowering::marks_of(std::uint32_t word) {
  llvm::AllocaInst*& own = marks_[word];
  if (own == nullptr) {
    own = scratch(b_.getInt64Ty(), "marks");
    Builder after(own->getParent(), std::next(own->getIterator()),
                  llvm::InstSimplifyFolder(e_.module.getDataLayout()));
    after.CreateStore(i64(0), own);
  }
  return own;
}

void FunctionLowering::keep_marks() {
  for (const auto& [word, own] : marks_) {
    llvm::Value* at = address(frame_field(kFrameMarks), word * 8);
    llvm::Value* set = b_.CreateLoad(b_.getInt64Ty(), own);
    b_.CreateStore(b_.CreateOr(b_.CreateLoad(b_.getInt64Ty(), at), set), at);
  }
}

void FunctionLowering::clear_marks(std::uint32_t words) {
  b_.CreateMemSet(frame_field(kFrameMarks), b_.getInt8(0), words * 8, llvm::Align(8));
}

void FunctionLowering::write_marks(llvm::Value* into, std::uint32_t words) {
  keep_marks();
  b_.CreateMemCpy(into, llvm::Align(8), frame_field(kFrameMarks), llvm::Align(8), words * 8);
}

}  // namespace phep::codegen
