#include "compiler/codegen/target.h"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Linker/Linker.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Transforms/IPO/Internalize.h>

#include <mutex>
#include <set>

namespace phep::codegen {

namespace {

// Level 1: LLVM's own takes twenty times as long, most of it over long conditions.
constexpr const char* kQuickPasses = "function(sroa,early-cse,simplifycfg)";

void register_targets();
llvm::CodeGenOptLevel codegen_level(int optimise);

}  // namespace

Result<std::unique_ptr<llvm::TargetMachine>> machine_for(Machine machine, int optimise) {
  register_targets();
  const bool wasm = machine == Machine::Wasm;
  const std::string triple = wasm ? "wasm32-unknown-unknown" : "x86_64-pc-linux-gnu";
  std::string error;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, error);
  if (target == nullptr)
    return std::unexpected(Failure{"no code generator for " + triple + ": " + error});
  llvm::TargetOptions options;
  options.FunctionSections = true;
  options.DataSections = true;
  std::unique_ptr<llvm::TargetMachine> made(target->createTargetMachine(
      triple, wasm ? "generic" : "x86-64-v2", "", options,
      wasm ? llvm::Reloc::Static : llvm::Reloc::PIC_, std::nullopt, codegen_level(optimise)));
  if (made == nullptr)
    return std::unexpected(Failure{"cannot make a code generator for " + triple});
  if (optimise <= 1) made->setFastISel(optimise == 0);
  return made;
}

void optimise(llvm::Module& module, llvm::TargetMachine& machine, int level) {
  if (level <= 0) return;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  // Passes honour `optnone` only where somebody asks them to.
  llvm::PassInstrumentationCallbacks callbacks;
  callbacks.registerShouldRunOptionalPassCallback([](llvm::StringRef, llvm::Any unit) {
    const auto* function = llvm::any_cast<const llvm::Function*>(&unit);
    return function == nullptr || !(*function)->hasOptNone();
  });
  llvm::PassBuilder builder(&machine, llvm::PipelineTuningOptions(), std::nullopt, &callbacks);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  if (level == 1) {
    llvm::ModulePassManager quick;
    llvm::cantFail(builder.parsePassPipeline(quick, kQuickPasses));
    quick.run(module, modules);
    return;
  }
  const auto full = level == 2 ? llvm::OptimizationLevel::O2 : llvm::OptimizationLevel::O3;
  builder.buildPerModuleDefaultPipeline(full).run(module, modules);
}

Result<std::vector<std::uint8_t>> object_of(llvm::Module& module, llvm::TargetMachine& machine) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::ObjectFile)) {
    return std::unexpected(Failure{"the target cannot write object files"});
  }
  passes.run(module);
  return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

Result<bool> link_runtime(llvm::Module& module, std::string_view bitcode,
                          const std::vector<std::string>& exports) {
  auto parsed = llvm::parseBitcodeFile(
      llvm::MemoryBufferRef(llvm::StringRef(bitcode.data(), bitcode.size()), "runtime"),
      module.getContext());
  if (!parsed) {
    return std::unexpected(
        Failure{"the embedded runtime is unreadable: " + llvm::toString(parsed.takeError())});
  }
  if (llvm::Linker::linkModules(module, std::move(*parsed), llvm::Linker::LinkOnlyNeeded)) {
    return std::unexpected(Failure{"the embedded runtime does not link"});
  }
  const std::set<std::string> kept(exports.begin(), exports.end());
  llvm::internalizeModule(
      module, [&](const llvm::GlobalValue& value) { return kept.contains(value.getName().str()); });
  return true;
}

namespace {

void register_targets() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser();  // the runtime asks the processor what it can
    LLVMInitializeWebAssemblyTargetInfo();
    LLVMInitializeWebAssemblyTarget();
    LLVMInitializeWebAssemblyTargetMC();
    LLVMInitializeWebAssemblyAsmPrinter();
  });
}

llvm::CodeGenOptLevel codegen_level(int optimise) {
  if (optimise <= 0) return llvm::CodeGenOptLevel::None;
  if (optimise == 1) return llvm::CodeGenOptLevel::Less;
  return llvm::CodeGenOptLevel::Default;
}

}  // namespace

}  // namespace phep::codegen
