#include "compiler/codegen/values.h"

namespace phep::codegen {

llvm::Type* payload_type(llvm::LLVMContext& context, Kind kind) {
  switch (kind) {
    case Kind::Bool: return llvm::Type::getInt1Ty(context);
    case Kind::Decimal:
    case Kind::Amount: return llvm::Type::getInt128Ty(context);
    case Kind::Text:
    case Kind::Norm: return llvm::PointerType::getUnqual(context);
    case Kind::Int:
    case Kind::Money:
    case Kind::Date:
    case Kind::Instant:
    case Kind::Duration:
    case Kind::Enum:
    case Kind::Set: return llvm::Type::getInt64Ty(context);
  }
  PHEP_UNREACHABLE();
}

void append_types(llvm::LLVMContext& context, Kind kind, std::vector<llvm::Type*>& types) {
  types.push_back(payload_type(context, kind));
  if (has_hi(kind)) types.push_back(llvm::Type::getInt64Ty(context));
  types.push_back(llvm::Type::getInt1Ty(context));
}

}  // namespace phep::codegen
