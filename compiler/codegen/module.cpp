#include "compiler/codegen/debug_lines.h"
#include "compiler/codegen/function.h"
#include "compiler/codegen/kernel.h"
#include "compiler/codegen/shell.h"
#include "compiler/decision/measure.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/phep_abi.h"

#include <llvm/IR/MDBuilder.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <map>
#include <optional>

// The shells: each decision's clean path around its entry function, and the exported names.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

// Beyond this many unknown leaves the call ends in PHEP_LIMIT, so where facts may have more, all
// must be known.
constexpr std::uint64_t kLeavesAlwaysAllowed = PHEP_MAX_LEAVES;

// Beyond this many instructions in all, functions are not merged into one that grows without bound.
constexpr std::size_t kLargeProgram = 6000;

// A decision of at most so many, calls written out, is one function: what its rules and norms have
// in common is then decided once.
constexpr std::uint64_t kMostWrittenOut = 4000;

// The clean path of one decision while it is being written.
class CleanPath {
 public:
  CleanPath(Emission& emission, const Decision& decision);
  void write();

 private:
  void check_known(const Struct& structure, llvm::Value* base);
  void check_values(const Struct& structure, llvm::Value* base);
  void check_elements(const Slot& list, llvm::Value* base);
  static bool zero_passes(const Slot& slot);
  [[nodiscard]] std::optional<unsigned> bits_of(const Slot& slot) const;
  llvm::Value* is_bad(const Slot& slot, const Value& value);
  llvm::Value* is_bad_list(const Slot& slot, llvm::Value* at);
  llvm::Value* holds_value(const Struct& structure, const Slot& slot, llvm::Value* base);
  void open_frame();
  void fill_readings();
  void leave_if(llvm::Value* condition);
  void close_frame();
  llvm::Value* outside(llvm::Value* value, std::int64_t lo, std::int64_t hi);

  Emission& e_;
  const Decision& decision_;
  const runtime::Decision& where_;
  llvm::Function* function_;
  FunctionLowering body_;
  Builder& b_;
  std::vector<bool> needed_;  // by slot
  llvm::BasicBlock* slow_;
  llvm::Value* facts_;
  llvm::Value* options_;
  llvm::Value* result_;
};

llvm::Function* shell(Emission& emission, const std::string& name,
                      std::span<llvm::Type* const> types) {
  llvm::Type* status = llvm::Type::getInt32Ty(emission.context());
  llvm::Function* made =
      llvm::Function::Create(llvm::FunctionType::get(status, {types.data(), types.size()}, false),
                             llvm::GlobalValue::ExternalLinkage, name, emission.module);
  made->setDoesNotThrow();
  return made;
}

llvm::Function* clean_function(Emission& emission, const Decision& decision) {
  llvm::Type* pointer = llvm::PointerType::getUnqual(emission.context());
  llvm::Function* made =
      shell(emission, clean_name(decision), std::vector<llvm::Type*>(4, pointer));
  made->setVisibility(llvm::GlobalValue::HiddenVisibility);
  made->setDSOLocal(true);
  if (emission.debug != nullptr) emission.debug->describe(made, decision.name);
  for (unsigned i = 0; i < 4; ++i) made->addParamAttr(i, llvm::Attribute::NoAlias);
  made->addParamAttr(0, llvm::Attribute::ReadOnly);
  made->addParamAttr(1, llvm::Attribute::ReadOnly);
  return made;
}

// The slots that the decision reads, and the lists around them: an element is there only if its
// list is.
std::vector<bool> slots_to_know(const Program& program, const Decision& decision) {
  std::vector<bool> known(program.slots.size(), false);
  for (SlotId slot : needed_slots(program, decision)) {
    while (slot.exists() && !known[slot.index]) {
      known[slot.index] = true;
      slot = program.structs[program.slots[slot].structure].list_slot;
    }
  }
  return known;
}

// Whether the calls of every decision may be written out in their places.
bool fits_written_out(const Program& program) {
  const std::vector<std::uint64_t> sizes = written_out(program);
  return std::ranges::all_of(program.decisions, [&](const Decision& decision) {
    std::uint64_t size = sizes[decision.entry.index];
    for (const NormOutput& norm : decision.norms)
      if (norm.function.exists()) size += sizes[norm.function.index];
    return size <= kMostWrittenOut;
  });
}

std::size_t instructions(const Program& program) {
  std::size_t count = 0;
  for (const Function& function : program.functions) count += function.insts.size();
  return count;
}

}  // namespace

std::string clean_name(const Decision& decision) {
  return decision.export_name + "_clean";
}

bool lower_program(Emission& emission) {
  llvm::LLVMContext& context = emission.context();
  const Program& program = emission.program;
  llvm::Type* word = llvm::Type::getInt64Ty(context);
  llvm::Type* half = llvm::Type::getInt32Ty(context);
  const std::size_t mark_words =
      (program.certificate_bits.size() + kMarksInWord - 1) / kMarksInWord;
  emission.frame = llvm::StructType::create(
      context,
      {word, word, word, llvm::Type::getInt8Ty(context), llvm::PointerType::getUnqual(context),
       llvm::ArrayType::get(half, program.readings.size()), llvm::ArrayType::get(word, mark_words)},
      "frame");
  emission.functions.assign(program.functions.size(), nullptr);
  std::vector<bool> defined(program.functions.size(), false);
  const bool large = instructions(program) > kLargeProgram;
  const bool one_function = fits_written_out(program);
  for (const Decision& decision : program.decisions) {
    for (const FunctionId id : reached_functions(program, decision)) {
      if (defined[id.index] || id == decision.entry) continue;
      defined[id.index] = true;
      define(emission, id);
      llvm::Function* made = emission.functions[id.index];
      const std::size_t size = program.functions[id].insts.size();
      const bool giant = is_giant(program.functions[id]);
      if (giant) made->addFnAttr(llvm::Attribute::OptimizeNone);
      if (giant || (large && size > 32)) {
        made->addFnAttr(llvm::Attribute::NoInline);
      } else if (one_function) {
        made->addFnAttr(llvm::Attribute::AlwaysInline);
      }
    }
    CleanPath(emission, decision).write();
  }
  return emission.failure.empty();
}

std::vector<std::string> export_names(const Program& program, bool policy_symbols,
                                      bool decision_symbols, bool columns) {
  std::vector<std::string> names;
  if (policy_symbols) names = {"phep_abi_version", "phep_image"};
  for (const Decision& decision : program.decisions) {
    names.push_back(decision.export_name + "_decide");
    names.push_back(decision.export_name + "_decide_json");
    names.push_back(decision.export_name + "_read");
    if (columns) names.push_back(decision.export_name + "_batch");
    if (columns && has_kernel(program, decision)) names.push_back(kernel_name(decision));
    if (!decision_symbols) continue;
    names.push_back(decision.export_name + "_abi_version");
    names.push_back(decision.export_name + "_image");
  }
  return names;
}

llvm::FunctionCallee ground(Emission& emission, const char* name, llvm::Type* result,
                            std::initializer_list<llvm::Type*> parameters) {
  llvm::FunctionCallee callee = emission.module.getOrInsertFunction(
      name, llvm::FunctionType::get(result, {parameters.begin(), parameters.size()}, false));
  if (auto* function = llvm::dyn_cast<llvm::Function>(callee.getCallee()))
    function->setDoesNotThrow();
  return callee;
}

namespace {

// Where the image has this decision.
std::uint32_t number_of(const Emission& emission, const Decision& decision) {
  const auto* decisions = section<runtime::Decision>(emission.image, emission.image->decisions);
  return static_cast<std::uint32_t>(&image_decision(emission, decision) - decisions);
}

// int phep_clean_of(uint32_t decision, facts, options, result, arena), as runtime/decide.cpp calls
// it.
void dispatch_by_number(Emission& emission) {
  Builder b(emission.context(), llvm::InstSimplifyFolder(emission.module.getDataLayout()));
  std::vector<llvm::Type*> types(5, b.getPtrTy());
  types[0] = b.getInt32Ty();
  llvm::Function* made = shell(emission, kCleanDispatch, types);
  made->setVisibility(llvm::GlobalValue::HiddenVisibility);
  made->setDSOLocal(true);
  llvm::BasicBlock* entry = llvm::BasicBlock::Create(emission.context(), "", made);
  llvm::BasicBlock* none = llvm::BasicBlock::Create(emission.context(), "none", made);
  b.SetInsertPoint(none);
  b.CreateRet(b.getInt32(1));  // by the interpreter
  b.SetInsertPoint(entry);
  llvm::SwitchInst* choice = b.CreateSwitch(made->getArg(0), none);
  for (const Decision& decision : emission.program.decisions) {
    llvm::BasicBlock* block = llvm::BasicBlock::Create(emission.context(), "", made);
    choice->addCase(b.getInt32(number_of(emission, decision)), block);
    b.SetInsertPoint(block);
    llvm::CallInst* call =
        b.CreateCall(emission.module.getFunction(clean_name(decision)),
                     {made->getArg(1), made->getArg(2), made->getArg(3), made->getArg(4)});
    call->setDoesNotThrow();
    b.CreateRet(call);
    b.SetInsertPoint(entry);
  }
}

}  // namespace

void lower_exports(Emission& emission, const LoweringChoices& choices) {
  llvm::LLVMContext& context = emission.context();
  Builder b(context, llvm::InstSimplifyFolder(emission.module.getDataLayout()));
  llvm::Type* pointer = b.getPtrTy();
  llvm::Type* size = emission.module.getDataLayout().getIntPtrType(context);
  const Decision* described = nullptr;
  // NAME_decide(a…) and the others put image, decision and the code that is called, the clean path
  // and the column kernel, before their arguments.
  const auto forward = [&](const std::string& name, const char* target,
                           std::vector<llvm::Type*> types, std::uint32_t decision,
                           std::initializer_list<llvm::Constant*> code) {
    llvm::Function* made = shell(emission, name, types);
    // The clean path may be written out here: lines are kept only inside what has a line itself.
    if (emission.debug != nullptr && code.size() != 0)
      emission.debug->describe(made, described->name);
    b.SetCurrentDebugLocation(DebugLines::start(made));
    std::vector<llvm::Value*> values = {emission.image_symbol, b.getInt32(decision)};
    std::vector<llvm::Type*> forwarded = {pointer, b.getInt32Ty()};
    for (llvm::Constant* each : code) {
      values.push_back(each);
      forwarded.push_back(pointer);
    }
    for (llvm::Argument& argument : made->args()) values.push_back(&argument);
    forwarded.insert(forwarded.end(), types.begin(), types.end());
    const auto callee = emission.module.getOrInsertFunction(
        target, llvm::FunctionType::get(b.getInt32Ty(), forwarded, false));
    b.SetInsertPoint(llvm::BasicBlock::Create(context, "", made));
    llvm::CallInst* call = b.CreateCall(callee, values);
    call->setDoesNotThrow();
    b.CreateRet(call);
  };
  const bool wasm = llvm::Triple(emission.module.getTargetTriple()).isWasm();
  if (wasm) dispatch_by_number(emission);
  for (const Decision& decision : emission.program.decisions) {
    described = &decision;
    const std::uint32_t index = number_of(emission, decision);
    llvm::Constant* clean = emission.module.getFunction(clean_name(decision));
    // Any but null: the number says which.
    if (wasm) clean = llvm::ConstantExpr::getIntToPtr(b.getInt32(1), b.getPtrTy());
    forward(decision.export_name + "_decide", "phep_entry_decide",
            {pointer, pointer, pointer, pointer, size}, index, {clean});
    forward(decision.export_name + "_decide_json", "phep_entry_decide_json",
            {pointer, size, pointer, pointer, size, pointer, pointer, size}, index, {clean});
    forward(decision.export_name + "_read", "phep_entry_read",
            {pointer, size, pointer, pointer, pointer, pointer, size}, index, {});
    if (!choices.columns) continue;
    llvm::Constant* kernel = lower_kernel(emission, decision);
    if (kernel == nullptr) kernel = llvm::ConstantPointerNull::get(b.getPtrTy());
    forward(decision.export_name + "_batch", "phep_entry_batch",
            {pointer, pointer, pointer, pointer, pointer, pointer, pointer, pointer, size}, index,
            {clean, kernel});
  }
  b.SetCurrentDebugLocation({});
  const auto give = [&](const std::string& name, llvm::Type* type, llvm::Value* value) {
    llvm::Function* made =
        llvm::Function::Create(llvm::FunctionType::get(type, {}, false),
                               llvm::GlobalValue::ExternalLinkage, name, emission.module);
    made->setDoesNotThrow();
    b.SetInsertPoint(llvm::BasicBlock::Create(context, "", made));
    b.CreateRet(value);
  };
  const auto give_both = [&](const std::string& of) {
    give(of + "_abi_version", b.getInt32Ty(), b.getInt32(PHEP_ABI_VERSION));
    give(of + "_image", pointer, emission.image_symbol);
  };
  if (choices.policy_symbols) give_both("phep");
  if (!choices.decision_symbols) return;
  for (const Decision& decision : emission.program.decisions) give_both(decision.export_name);
}

namespace {

CleanPath::CleanPath(Emission& emission, const Decision& decision)
    : e_(emission),
      decision_(decision),
      where_(image_decision(emission, decision)),
      function_(clean_function(emission, decision)),
      body_(emission, emission.program.functions[decision.entry],
            {function_, function_->getArg(0), nullptr}, nullptr),
      b_(body_.builder()),
      needed_(slots_to_know(emission.program, decision)),
      slow_(nullptr),
      facts_(function_->getArg(0)),
      options_(function_->getArg(1)),
      result_(function_->getArg(2)) {
  std::uint64_t leaves = 0;
  const auto add = [&](const Struct& structure, std::uint64_t copies) {
    leaves += copies * 2 * structure.slots.size();
  };
  const Struct& root = e_.program.structs[decision.facts];
  add(root, 1);
  for (const SlotId list : decision.lists) {
    const Slot& slot = e_.program.slots[list];
    const bool nested = !e_.program.structs[slot.structure].root;
    add(e_.program.structs[slot.element],
        nested ? kLeavesAlwaysAllowed : static_cast<std::uint64_t>(slot.hi));
  }
  if (leaves <= kLeavesAlwaysAllowed) return;
  const auto need = [&](const Struct& structure) {
    for (const SlotId slot : structure.slots) needed_[slot.index] = true;
  };
  need(root);
  for (const SlotId list : decision.lists) need(e_.program.structs[e_.program.slots[list].element]);
}

void CleanPath::write() {
  llvm::LLVMContext& context = e_.context();
  llvm::BasicBlock* entry = llvm::BasicBlock::Create(context, "", function_);
  slow_ = llvm::BasicBlock::Create(context, "slow", function_);
  b_.SetInsertPoint(slow_);
  b_.CreateRet(b_.getInt32(1));
  b_.SetInsertPoint(entry);
  body_.set_frame(b_.CreateAlloca(e_.frame, nullptr, "frame"));

  const Struct& root = e_.program.structs[decision_.facts];
  check_known(root, facts_);
  if (is_giant(e_.program.functions[decision_.entry])) {
    function_->addFnAttr(llvm::Attribute::OptimizeNone);
    function_->addFnAttr(llvm::Attribute::NoInline);
  }
  open_frame();
  check_values(root, facts_);
  leave_if(body_.slow());
  for (const SlotId id : root.slots) {
    const Slot& slot = e_.program.slots[id];
    if (slot.is_list) check_elements(slot, facts_);
  }
  leave_if(body_.slow());
  fill_readings();

  const Value today = body_.as_of_day(decision_.zone_minutes);
  for (const NormOutput& norm : decision_.norms) {
    if (!norm.function.exists())
      body_.place_record(norm.value, body_.address(result_, norm_offset(e_, where_, norm)));
  }
  const std::vector<Value> parameters = {today};
  body_.run(b_.GetInsertBlock(), parameters);
  for (const Output& output : decision_.outputs) {
    body_.write_output(body_.address(result_, output_offset(e_, where_, output)), output);
  }
  for (const NormOutput& norm : decision_.norms) {
    if (!norm.function.exists()) {
      body_.mark_slow(body_.value(norm.value).error);
    } else {
      body_.write_norm_array(body_.address(result_, norm_offset(e_, where_, norm)), norm, today.lo);
    }
  }
  close_frame();
}

// One mask test a word: every needed leaf is known.
void CleanPath::check_known(const Struct& structure, llvm::Value* base) {
  llvm::Value* unknown = b_.getInt64(0);
  for (std::uint32_t word = 0; word < structure.words; ++word) {
    std::uint64_t mask = 0;
    for (const SlotId id : structure.slots) {
      const Slot& slot = e_.program.slots[id];
      if (needed_[id.index] && slot.bit / 64 == word) mask |= std::uint64_t{1} << (slot.bit % 64);
    }
    if (mask == 0) continue;
    llvm::Value* known =
        b_.CreateLoad(b_.getInt64Ty(), body_.address(base, (structure.root ? 8 : 0) + word * 8));
    unknown = b_.CreateOr(unknown, b_.CreateAnd(b_.CreateNot(known), b_.getInt64(mask)));
  }
  leave_if(b_.CreateIsNotNull(unknown));
}

// The checks of the runtime's own reader of typed facts: branch-free. A value that is unknown or
// null need not be looked at, but mostly is zero and passes: where zero is a value of the type, the
// bits are not asked, and a stray value there merely leaves the case to the slow path, which does.
// Values of which there are a power of two are put together, and only the bits beyond are asked.
void CleanPath::check_values(const Struct& structure, llvm::Value* base) {
  llvm::Value* bad = b_.getFalse();
  std::map<unsigned, llvm::Value*> together;  // by how many bits a value has
  for (const SlotId id : structure.slots) {
    const Slot& slot = e_.program.slots[id];
    llvm::Value* at = body_.address(base, slot.offset);
    if (const auto bits = bits_of(slot)) {
      llvm::Value* value =
          slot.kind == Kind::Bool
              ? b_.CreateZExt(b_.CreateLoad(b_.getInt8Ty(), at), b_.getInt64Ty())
              : b_.CreateSub(body_.load_field(slot, base).lo,
                             b_.getInt64(slot.ranged ? static_cast<std::uint64_t>(slot.lo) : 0));
      llvm::Value*& all = together.try_emplace(*bits, b_.getInt64(0)).first->second;
      all = b_.CreateOr(all, value);
      continue;
    }
    llvm::Value* wrong =
        slot.is_list ? is_bad_list(slot, at) : is_bad(slot, body_.load_field(slot, base));
    if (wrong == nullptr) continue;
    if (!zero_passes(slot)) wrong = b_.CreateAnd(holds_value(structure, slot, base), wrong);
    bad = b_.CreateOr(bad, wrong);
  }
  for (const auto& [bits, all] : together)
    bad = b_.CreateOr(bad, b_.CreateIsNotNull(b_.CreateLShr(all, bits)));
  body_.mark_slow(bad);
}

bool CleanPath::zero_passes(const Slot& slot) {
  return !slot.is_list && (!slot.ranged || (slot.lo <= 0 && slot.hi >= 0));
}

// How many bits count from the least value to the greatest, where every count of that many is a
// value, and the value that stands for nothing is one.
std::optional<unsigned> CleanPath::bits_of(const Slot& slot) const {
  if (!zero_passes(slot)) return std::nullopt;
  std::uint64_t most = 0;
  if (slot.kind == Kind::Bool)
    most = 1;
  else if (slot.kind == Kind::Enum && !slot.ranged)
    most = e_.program.enums[slot.enumeration].members.size() - 1;
  else if ((slot.kind == Kind::Int || slot.kind == Kind::Money) && slot.ranged)
    most = static_cast<std::uint64_t>(slot.hi) - static_cast<std::uint64_t>(slot.lo);
  else
    return std::nullopt;
  if (!std::has_single_bit(most + 1)) return std::nullopt;
  return static_cast<unsigned>(std::countr_zero(most + 1));
}

llvm::Value* CleanPath::is_bad_list(const Slot& slot, llvm::Value* at) {
  llvm::Value* length =
      b_.CreateLoad(b_.getInt32Ty(), body_.address(at, offsetof(phep_list, length)));
  llvm::Value* lost =
      b_.CreateAnd(b_.CreateIsNull(b_.CreateLoad(b_.getPtrTy(), at)), b_.CreateIsNotNull(length));
  return b_.CreateOr(lost,
                     b_.CreateICmpUGT(length, b_.getInt32(static_cast<std::uint32_t>(slot.hi))));
}

// The elements of one list, and of the lists inside them: what is needed is known, what is there is
// in range.
void CleanPath::check_elements(const Slot& list, llvm::Value* base) {
  const Struct& owner = e_.program.structs[list.structure];
  const Struct& element = e_.program.structs[list.element];
  llvm::Value* at = body_.address(base, list.offset);
  llvm::Value* length =
      b_.CreateZExt(b_.CreateLoad(b_.getInt32Ty(), body_.address(at, offsetof(phep_list, length))),
                    b_.getInt64Ty());
  length = b_.CreateSelect(holds_value(owner, list, base), length, b_.getInt64(0));
  llvm::Value* items = b_.CreateLoad(b_.getPtrTy(), at);
  const FunctionLowering::Loop loop = body_.begin_loop(length);
  llvm::Value* item = b_.CreateInBoundsGEP(b_.getInt8Ty(), items,
                                           b_.CreateMul(loop.index, b_.getInt64(element.size)));
  check_known(element, item);
  check_values(element, item);
  for (const SlotId id : element.slots) {
    const Slot& slot = e_.program.slots[id];
    if (!slot.is_list) continue;
    leave_if(body_.slow());  // a bad length must not be walked
    check_elements(slot, item);
  }
  body_.end_loop(loop);
}

// Whether the typed value is out of its type, or null where any bits will do.
llvm::Value* CleanPath::is_bad(const Slot& slot, const Value& value) {
  llvm::Value* bad = nullptr;
  const auto also = [&](llvm::Value* condition) {
    bad = bad == nullptr ? condition : b_.CreateOr(bad, condition);
  };
  const auto members = [&] {
    return static_cast<std::uint64_t>(e_.program.enums[slot.enumeration].members.size());
  };
  switch (slot.kind) {
    case Kind::Bool: break;  // put together
    case Kind::Enum: also(b_.CreateICmpUGE(value.lo, b_.getInt64(members()))); break;
    case Kind::Set:
      if (members() < 64) also(b_.CreateIsNotNull(b_.CreateLShr(value.lo, members())));
      break;
    case Kind::Date: also(outside(value.lo, runtime::kFirstDate, runtime::kLastDate)); break;
    case Kind::Instant:
      also(outside(value.lo, runtime::kFirstInstant, runtime::kLastInstant));
      break;
    case Kind::Decimal:
    case Kind::Amount: {
      const llvm::APInt limit(128, "100000000000000000000000000000000000000", 10);
      also(b_.CreateICmpSGE(value.lo, llvm::ConstantInt::get(e_.context(), limit)));
      also(b_.CreateICmpSLE(value.lo, llvm::ConstantInt::get(e_.context(), -limit)));
      break;
    }
    case Kind::Duration:
      also(b_.CreateICmpUGT(value.hi, b_.getInt64(static_cast<std::uint64_t>(Unit::Years))));
      break;
    case Kind::Text:
      also(b_.CreateAnd(b_.CreateIsNull(value.lo), b_.CreateIsNotNull(value.hi)));
      break;
    case Kind::Int:
    case Kind::Money: break;
    case Kind::Norm: PHEP_UNREACHABLE();
  }
  if (slot.ranged && !is_wide(slot.kind)) also(outside(value.lo, slot.lo, slot.hi));
  return bad;
}

// Whether the slot is known and not null.
llvm::Value* CleanPath::holds_value(const Struct& structure, const Slot& slot, llvm::Value* base) {
  const std::uint32_t head = structure.root ? 8 : 0;
  llvm::Value* known =
      b_.CreateLoad(b_.getInt64Ty(), body_.address(base, head + slot.bit / 64 * 8));
  llvm::Value* holds = b_.CreateTrunc(b_.CreateLShr(known, slot.bit % 64), b_.getInt1Ty());
  if (!slot.optional) return holds;
  llvm::Value* present = b_.CreateLoad(
      b_.getInt64Ty(), body_.address(base, head + structure.words * 8 + slot.bit / 64 * 8));
  return b_.CreateAnd(holds, b_.CreateTrunc(b_.CreateLShr(present, slot.bit % 64), b_.getInt1Ty()));
}

void CleanPath::open_frame() {
  const auto option = [&](std::size_t offset) {
    return body_.address(options_, static_cast<std::uint32_t>(offset));
  };
  b_.CreateStore(b_.CreateLoad(b_.getInt64Ty(), option(offsetof(phep_options, as_of))),
                 body_.frame_field(kFrameAsOf));
  llvm::Value* law_date = b_.CreateLoad(b_.getInt32Ty(), option(offsetof(phep_options, law_date)));
  b_.CreateStore(b_.CreateSExt(law_date, b_.getInt64Ty()), body_.frame_field(kFrameLawDate));
  b_.CreateStore(b_.getInt64(static_cast<std::uint64_t>(std::int64_t{decision_.zone_minutes})),
                 body_.frame_field(kFrameZone));
  b_.CreateStore(b_.getInt8(0), body_.frame_field(kFrameSlow));
  b_.CreateStore(function_->getArg(3), body_.frame_field(kFrameArena));
  body_.clear_marks(where_.certificate_words);
}

// Defaults, or what the caller chose. The runtime writes to memory of its own: were the frame's
// address given away, every later call would seem to change the frame.
void CleanPath::fill_readings() {
  if (e_.program.readings.empty()) return;
  llvm::LLVMContext& context = e_.context();
  const auto size = static_cast<std::uint32_t>(4 * e_.program.readings.size());
  llvm::Value* chosen_readings = body_.scratch_bytes(size);
  llvm::Value* readings = body_.frame_field(kFrameReadings);
  std::uint32_t at = 0;
  for (const Reading& reading : e_.program.readings) {
    b_.CreateStore(b_.getInt32(reading.fallback), body_.address(readings, at));
    at += 4;
  }
  llvm::Value* count = b_.CreateLoad(
      b_.getInt32Ty(), body_.address(options_, offsetof(phep_options, reading_count)));
  llvm::BasicBlock* chosen = llvm::BasicBlock::Create(context, "chosen", function_);
  llvm::BasicBlock* taken = llvm::BasicBlock::Create(context, "taken", function_);
  llvm::BasicBlock* go_on = llvm::BasicBlock::Create(context, "", function_);
  b_.CreateCondBr(b_.CreateIsNull(count), go_on, chosen);
  b_.SetInsertPoint(chosen);
  for (at = 0; at < size; at += 4)
    b_.CreateStore(b_.CreateLoad(b_.getInt32Ty(), body_.address(readings, at)),
                   body_.address(chosen_readings, at));
  const auto read = ground(e_, "phep_clean_readings", b_.getInt32Ty(),
                           {b_.getPtrTy(), b_.getPtrTy(), b_.getPtrTy()});
  llvm::Value* bad = b_.CreateCall(read, {e_.image_symbol, options_, chosen_readings});
  b_.CreateCondBr(b_.CreateIsNull(bad), taken, slow_);
  b_.SetInsertPoint(taken);
  for (at = 0; at < size; at += 4)
    b_.CreateStore(b_.CreateLoad(b_.getInt32Ty(), body_.address(chosen_readings, at)),
                   body_.address(readings, at));
  b_.CreateBr(go_on);
  b_.SetInsertPoint(go_on);
}

void CleanPath::close_frame() {
  body_.write_marks(body_.address(result_, where_.certificate_offset), where_.certificate_words);
  b_.CreateRet(b_.CreateZExt(body_.slow(), b_.getInt32Ty()));
}

void CleanPath::leave_if(llvm::Value* condition) {
  if (const auto* known = llvm::dyn_cast<llvm::ConstantInt>(condition);
      known != nullptr && known->isZero())
    return;
  llvm::BasicBlock* go_on = llvm::BasicBlock::Create(e_.context(), "", function_);
  llvm::MDBuilder weights(e_.context());
  b_.CreateCondBr(condition, slow_, go_on, weights.createBranchWeights(1, 2000));
  b_.SetInsertPoint(go_on);
}

llvm::Value* CleanPath::outside(llvm::Value* value, std::int64_t lo, std::int64_t hi) {
  llvm::Value* offset = b_.CreateSub(value, b_.getInt64(static_cast<std::uint64_t>(lo)));
  const std::uint64_t width = static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo);
  return b_.CreateICmpUGT(offset, b_.getInt64(width));
}

}  // namespace

}  // namespace phep::codegen
