// What the lowering of one module shares. Private to this room.
#pragma once

#include "compiler/base/result.h"
#include "compiler/codegen/codegen.h"
#include "compiler/codegen/values.h"
#include "compiler/runtime/image.h"

#include <llvm/IR/Module.h>

#include <string>
#include <vector>

namespace phep::codegen {

enum class Sabotage {
  None,
#define PHEP_SABOTAGE(name, text) name,
#include "compiler/codegen/sabotage.def"
#undef PHEP_SABOTAGE
};

// One module being made. Dies with the call of emit or of Jit::create.
struct Emission {
  llvm::Module& module;
  const decision::Program& program;
  const runtime::Header* image;
  Sabotage sabotage = Sabotage::None;

  llvm::Constant* image_symbol = nullptr;  // the image, where generated code finds it
  llvm::StructType* frame = nullptr;
  std::vector<llvm::Function*> functions;  // by FunctionId
  std::string failure;                     // the first thing that could not be lowered

  [[nodiscard]] llvm::LLVMContext& context() const { return module.getContext(); }
  [[nodiscard]] bool flipped(Sabotage row) const { return sabotage == row; }
};

// The frame: what every function of one decision shares, on the stack of its clean path.
enum FrameField : unsigned {
  kFrameAsOf,      // i64
  kFrameLawDate,   // i64: the override, or INT32_MIN
  kFrameZone,      // i64: minutes east of UTC of the decision's days
  kFrameSlow,      // i8: 1 once some marked or written value was an error
  kFrameArena,     // ptr to runtime::Arena
  kFrameReadings,  // [i32]: chosen members
  kFrameMarks,     // [i64]: certificate words
};

// Whether a function is so long, or decides between so many cases, that it is cut into short blocks
// and not optimised: instruction selection and many passes take more than linear time in such code.
bool is_giant(const decision::Function& function);

// Items of a section of the image.
template <class T>
const T* section(const runtime::Header* image, runtime::Section where) {
  return reinterpret_cast<const T*>(reinterpret_cast<const char*>(image) + where.offset);
}

// Fills the module: every function the decisions reach and NAME.clean for each decision. False,
// with `failure` set, when something cannot be lowered.
bool lower_program(Emission& emission);

// The exported entry points around the clean paths.
void lower_exports(Emission& emission, bool policy_symbols);
std::vector<std::string> export_names(const decision::Program& program);

std::string clean_name(const decision::Decision& decision);

// The byte offset of a norm's sanction rows after its record, and the size of both.
std::uint32_t norm_record_size(const decision::NormSpec& spec);

// A function of compiler/runtime/clean.h, declared on first use.
llvm::FunctionCallee ground(Emission& emission, const char* name, llvm::Type* result,
                            std::initializer_list<llvm::Type*> parameters);

}  // namespace phep::codegen
