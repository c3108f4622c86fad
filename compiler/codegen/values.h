// How values of the Decision IR look as LLVM values. Private to this room.
#pragma once

#include "compiler/decision/decision.h"

#include <llvm/Analysis/InstSimplifyFolder.h>
#include <llvm/IR/IRBuilder.h>

namespace phep::codegen {

using Builder = llvm::IRBuilder<llvm::InstSimplifyFolder>;
using decision::Kind;

// One register. `lo` is i1 for Bool; i128 for Decimal and Amount; ptr for Text and Norm; else i64.
// `hi` is i64: the unit of a Duration, the length of a Text; else null. `error` (i1) is true where
// the ground meaning is an error or the value depends on what the clean path does not decide; then
// the payload means nothing.
struct Value {
  Kind kind = Kind::Bool;
  llvm::Value* lo = nullptr;
  llvm::Value* hi = nullptr;
  llvm::Value* error = nullptr;
  decision::NormId norm;  // which norm's record a Norm points to
};

constexpr bool has_hi(Kind kind) {
  return kind == Kind::Duration || kind == Kind::Text;
}
constexpr bool is_wide(Kind kind) {
  return kind == Kind::Decimal || kind == Kind::Amount;
}

llvm::Type* payload_type(llvm::LLVMContext& context, Kind kind);

// Types of a value passed or returned: payload words, then the error bit.
void append_types(llvm::LLVMContext& context, Kind kind, std::vector<llvm::Type*>& types);

}  // namespace phep::codegen
