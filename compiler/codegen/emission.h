// What the lowering of one module shares. Private to this room.
#pragma once

#include "compiler/base/result.h"
#include "compiler/codegen/codegen.h"
#include "compiler/codegen/lowered.h"
#include "compiler/codegen/values.h"
#include "compiler/runtime/deadline.h"
#include "compiler/runtime/image.h"

#include <llvm/IR/Module.h>

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace phep::codegen {

class DebugLines;

enum class Sabotage {
  None,
#define PHEP_SABOTAGE(name, text) name,
#include "compiler/codegen/sabotage.def"
#undef PHEP_SABOTAGE
};

// The ends of one fixed term: a byte for each day on which it may begin, how many days after that
// day, less `least`, it ends; kOpenDay where the clean path does not know.
inline constexpr std::uint8_t kOpenDay = 255;
struct DayTable {
  std::int32_t first = 0;  // the first of these days
  std::uint32_t days = 0;
  std::int64_t least = 0;
  std::int32_t zone = 0;  // minutes east of UTC
  llvm::GlobalVariable* bytes = nullptr;
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
  // By calendar, flags, kind of anchor, count and unit.
  std::map<std::tuple<std::uint32_t, std::uint32_t, decision::Kind, std::int64_t, decision::Unit>,
           std::optional<DayTable>>
      day_tables{};
  DebugLines* debug = nullptr;  // where code is to say which lines it comes from
  std::string failure;          // the first thing that could not be lowered

  [[nodiscard]] llvm::LLVMContext& context() const { return module.getContext(); }
  [[nodiscard]] bool flipped(Sabotage row) const { return sabotage == row; }
};

// The frame: what every function of one decision shares, on the stack of its clean path.
enum FrameField : unsigned {
  kFrameAsOf,      // i64
  kFrameLawDate,   // i64: the override, or INT32_MIN
  kFrameZone,      // i64: minutes east of UTC of the decision's days
  kFrameSlow,      // i8: runtime::kAllLeft once some marked or written value was an error, and
                   // runtime::kNormsLeft once the record of a norm is left open
  kFrameArena,     // ptr to runtime::Arena
  kFrameReadings,  // [i32]: chosen members
  kFrameMarks,     // [i64]: the certificate (marks.cpp)
};

// A word of the certificate holds two bits a mark, of *true* and of *unknown*.
inline constexpr std::uint32_t kMarksInWord = 32;

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

// The table of a term that is not in hours and not extended, made once; none where ends lie too far
// apart, or nowhere.
std::optional<DayTable> day_table(Emission& emission, const runtime::DeadlineQuery& query);

// The exported entry points around the clean paths.
void lower_exports(Emission& emission, const LoweringChoices& choices);
std::vector<std::string> export_names(const decision::Program& program, bool policy_symbols,
                                      bool decision_symbols, bool columns);

// In WebAssembly the runtime calls clean paths by the number of their decision, so that a module
// needs neither a table of functions nor an indirect call.
inline constexpr const char* kCleanDispatch = "phep_clean_of";

std::string clean_name(const decision::Decision& decision);

// The byte offset of a norm's sanction rows after its record, and the size of both.
std::uint32_t norm_record_size(const decision::NormSpec& spec);

// A function of compiler/runtime/clean.h, declared on first use.
llvm::FunctionCallee ground(Emission& emission, const char* name, llvm::Type* result,
                            std::initializer_list<llvm::Type*> parameters);

}  // namespace phep::codegen
