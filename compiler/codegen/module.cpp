#include "compiler/codegen/debug_lines.h"
#include "compiler/codegen/function.h"
#include "compiler/codegen/kernel.h"
#include "compiler/codegen/shell.h"
#include "compiler/decision/measure.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <cstddef>

// A module: the functions of a program, the clean path of each decision, and the exported names.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

// Beyond this many instructions in all, functions are not merged into one that grows without bound.
constexpr std::size_t kLargeProgram = 6000;

// A decision of at most so many, calls written out, is one function: what its rules and norms have
// in common is then decided once.
constexpr std::uint64_t kMostWrittenOut = 4000;

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

llvm::Function* shell(Emission& emission, const std::string& name,
                      std::span<llvm::Type* const> types) {
  llvm::Type* status = llvm::Type::getInt32Ty(emission.context());
  llvm::Function* made =
      llvm::Function::Create(llvm::FunctionType::get(status, {types.data(), types.size()}, false),
                             llvm::GlobalValue::ExternalLinkage, name, emission.module);
  made->setDoesNotThrow();
  return made;
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
    lower_clean_path(emission, decision);
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

}  // namespace phep::codegen
