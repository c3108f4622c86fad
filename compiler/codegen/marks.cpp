#include "compiler/codegen/function.h"

// Certificate bits. While it decides, the clean path keeps a byte a bit: setting one costs a store,
// and optimisation joins what several days of the law say of the same provision. In the end the
// bytes become words. They lie in rows so that this is cheap: bit `p` of a word is byte `p / 8` of
// row `p % 8`, so the word is the rows shifted by their number and put together.
namespace phep::codegen {

namespace {

// Only the bits of *true* are ever set on the clean path, which are the even ones.
constexpr std::uint32_t kRows = 4;
constexpr std::uint32_t kRowBytes = 8;

// Where functions share the frame by its address, bytes are packed where they are; else they are
// values, and pass through memory that is all their own. Copying more than this would pay no more.
constexpr std::uint32_t kMostCopied = 64;  // words

// As many bits are put into their places one by one rather than by rows.
constexpr std::uint32_t kFew = 12;

std::uint32_t byte_of(std::uint32_t bit) {
  const std::uint32_t word = bit / kMarksInWord;
  const std::uint32_t place = bit % kMarksInWord;
  return word * kMarkBytes + place % kRows * kRowBytes + place / kRows;
}

}  // namespace

void FunctionLowering::mark(std::uint32_t bit, llvm::Value* condition) {
  if (bit == runtime::kNone) return;
  llvm::Value* at = address(frame_field(kFrameMarks), byte_of(bit));
  llvm::Value* set = b_.CreateZExt(condition, b_.getInt8Ty());
  b_.CreateStore(b_.CreateOr(b_.CreateLoad(b_.getInt8Ty(), at), set), at);
}

void FunctionLowering::clear_marks(std::uint32_t words) {
  b_.CreateMemSet(frame_field(kFrameMarks), b_.getInt8(0), words * kMarkBytes, llvm::Align(8));
}

void FunctionLowering::pack_marks(llvm::Value* into, std::uint32_t words) {
  llvm::Value* rows = frame_field(kFrameMarks);
  const auto bits = static_cast<std::uint32_t>(e_.program.certificate_bits.size());
  if (bits <= kFew && words == 1) {
    llvm::Value* packed = i64(0);
    for (std::uint32_t bit = 0; bit < bits; ++bit) {
      llvm::Value* set = b_.CreateLoad(b_.getInt8Ty(), address(rows, byte_of(bit)));
      packed = b_.CreateOr(packed, b_.CreateShl(b_.CreateZExt(set, b_.getInt64Ty()), 2 * bit));
    }
    b_.CreateStore(packed, into);
    return;
  }
  if (words <= kMostCopied && !giant_) {
    llvm::Value* own = scratch_bytes(words * kMarkBytes);
    for (std::uint32_t i = 0; i < words * kMarkBytes; ++i)
      b_.CreateStore(b_.CreateLoad(b_.getInt8Ty(), address(rows, i)), address(own, i));
    rows = own;
  }
  for (std::uint32_t word = 0; word < words; ++word) {
    llvm::Value* packed = i64(0);
    for (std::uint32_t row = 0; row < kRows; ++row) {
      // Volatile: taken as values, the bytes would be shifted into place one by one.
      llvm::Value* bytes =
          b_.CreateLoad(b_.getInt64Ty(), address(rows, word * kMarkBytes + row * kRowBytes), true);
      packed = b_.CreateOr(packed, b_.CreateShl(bytes, 2 * row));
    }
    b_.CreateStore(packed, address(into, word * 8));
  }
}

}  // namespace phep::codegen
