#include "compiler/codegen/function.h"
#include "compiler/codegen/shell.h"
#include "compiler/runtime/phep_abi.h"

#include <cstddef>

// The clean path's result struct: its head, outputs, norms, and certificate words.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

std::string_view text_at(const runtime::Header* image, std::uint32_t index) {
  const runtime::Range range = section<runtime::Range>(image, image->strings)[index];
  return {section<char>(image, image->bytes) + range.first, range.count};
}

}  // namespace

const runtime::Decision& image_decision(const Emission& emission, const Decision& decision) {
  const auto* all = section<runtime::Decision>(emission.image, emission.image->decisions);
  for (std::uint32_t i = 0; i < emission.image->decisions.count; ++i) {
    if (text_at(emission.image, all[i].name) == decision.name) return all[i];
  }
  throw InternalBug("a decision of the program is not in its image");
}

std::uint32_t output_offset(const Emission& emission, const runtime::Decision& where,
                            const Output& output) {
  const auto* all =
      section<runtime::Output>(emission.image, emission.image->outputs) + where.outputs.first;
  for (std::uint32_t i = 0; i < where.outputs.count; ++i) {
    if (text_at(emission.image, all[i].name) == output.name) return all[i].offset;
  }
  throw InternalBug("an output of the program is not in its image");
}

std::uint32_t norm_offset(const Emission& emission, const runtime::Decision& where,
                          const NormOutput& output) {
  const auto* all = section<runtime::NormOutput>(emission.image, emission.image->norm_outputs) +
                    where.norms.first;
  for (std::uint32_t i = 0; i < where.norms.count; ++i) {
    const bool same_list = all[i].list == output.list.index;
    if (same_list && text_at(emission.image, all[i].key) == output.key) return all[i].offset;
  }
  throw InternalBug("a norm of the program is not in its image");
}

std::uint32_t norm_record_size(const NormSpec& spec) {
  return static_cast<std::uint32_t>(sizeof(phep_norm) +
                                    spec.sanctions.size() * sizeof(phep_sanction));
}

void FunctionLowering::store_value(llvm::Value* at, const Value& stored) {
  const auto [lo, hi] = words_of(stored);
  llvm::Type* word = b_.getInt64Ty();
  llvm::Value* first = lo;
  if (first->getType()->isPointerTy()) first = b_.CreatePtrToInt(first, word);
  if (first->getType()->isIntegerTy(1)) first = b_.CreateZExt(first, word);
  b_.CreateStore(i32(0), address(at, offsetof(phep_value, aux)));
  b_.CreateStore(first, address(at, offsetof(phep_value, a)));
  b_.CreateStore(hi, address(at, offsetof(phep_value, b)));
}

void FunctionLowering::write_output(llvm::Value* at, const Output& output) {
  const Value& stored = value(output.value);
  llvm::Value* present = i1(true);
  if (output.present.exists()) {
    mark_slow(value(output.present).error);
    present = value(output.present).lo;
  }
  mark_slow(when(present, stored.error));
  store_value(at, select(present, stored, zero(stored.kind)));
  b_.CreateStore(b_.CreateSelect(present, i32(PHEP_KNOWN), i32(PHEP_ABSENT)), at);
}

// One record an element, in the caller's arena. Without memory for them the slow path decides (and
// says so).
void FunctionLowering::write_norm_array(llvm::Value* at, const NormOutput& output,
                                        llvm::Value* law_date) {
  const bool recurs = output.most != 0;
  if (!recurs && !e_.program.structs[e_.program.slots[output.list].structure].root) {
    mark_slow(
        i1(true));  // elements of elements are counted across their lists: the interpreter's work
    return;
  }
  const std::uint32_t stride = norm_record_size(e_.program.norms[output.norm]);
  llvm::Value* length = recurs ? value(output.value).lo : length_of(output.list, nullptr);
  if (recurs) {
    llvm::Value* few =
        b_.CreateICmpULE(length, i64(static_cast<std::int64_t>(runtime::kMaxOccurrences)));
    llvm::Value* error = value(output.value).error;
    mark_slow(any(error, b_.CreateNot(few)));
    length = b_.CreateSelect(any(error, b_.CreateNot(few)), i64(0), length);
  }
  const auto allocate =
      ground(e_, "phep_clean_allocate", b_.getPtrTy(), {b_.getPtrTy(), b_.getInt64Ty()});
  llvm::Value* arena = b_.CreateLoad(b_.getPtrTy(), frame_field(kFrameArena));
  llvm::Value* items = b_.CreateCall(allocate, {arena, b_.CreateMul(length, i64(stride))});
  llvm::Value* missing = b_.CreateIsNull(items);
  mark_slow(missing);
  b_.CreateStore(
      b_.CreateZExt(b_.CreatePtrToInt(items, e_.module.getDataLayout().getIntPtrType(e_.context())),
                    b_.getInt64Ty()),
      at);
  b_.CreateStore(b_.CreateTrunc(length, b_.getInt32Ty()),
                 address(at, offsetof(phep_norm_array, length)));
  b_.CreateStore(i32(stride), address(at, offsetof(phep_norm_array, stride)));

  const Loop loop = begin_loop(b_.CreateSelect(missing, i64(0), length));
  llvm::Value* record =
      b_.CreateInBoundsGEP(b_.getInt8Ty(), items, b_.CreateMul(loop.index, i64(stride)));
  llvm::Value* index = recurs ? b_.CreateAdd(loop.index, i64(1)) : loop.index;
  const Value arguments[] = {make(Kind::Date, law_date), make(Kind::Int, index)};
  leave_open(call(output.function, arguments, record));
  end_loop(loop);
}

}  // namespace phep::codegen
