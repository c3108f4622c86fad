#include "compiler/base/check.h"
#include "compiler/codegen/codegen.h"
#include "compiler/codegen/debug_lines.h"
#include "compiler/codegen/embedded.h"
#include "compiler/codegen/emission.h"
#include "compiler/codegen/link.h"
#include "compiler/codegen/lowered.h"
#include "compiler/codegen/meter.h"
#include "compiler/codegen/name_of_code.h"
#include "compiler/codegen/out_of_memory.h"
#include "compiler/codegen/parts.h"
#include "compiler/codegen/sanitise.h"
#include "compiler/codegen/target.h"
#include "compiler/runtime/meter.h"

#include <llvm/IR/Verifier.h>

namespace phep::codegen {

namespace {

std::span<const char> chars(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}
std::span<const char> chars(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The meter of a module: what its decision of most steps may take.
std::uint64_t meter_of(const decision::Program& program) {
  std::uint64_t most = 0;
  for (const decision::Decision& decision : program.decisions)
    most = std::max(most, decision.bound);
  return runtime::meter_limit(most);
}

Result<Artifact> made(const decision::Program& program, std::span<const std::uint8_t> image,
                      Target target, const EmitOptions& options) {
  const LlvmEndsWithoutMemory no_way_back;
  const bool wasm = target == Target::Wasm || target == Target::WasmObject;
  const bool relocatable = target == Target::NativeObject || target == Target::WasmObject;
  const EmbeddedRuntime embedded = wasm ? wasm_runtime() : native_runtime();
  auto machine = machine_for(wasm ? Machine::Wasm : Machine::Native, options.optimise);
  if (!machine) return std::unexpected(machine.error());
  llvm::LLVMContext context;
  auto module = lowered_module(context, **machine, program, image, options,
                               {ImagePlace::InModule, !relocatable, target != Target::Wasm, !wasm});
  if (!module) return std::unexpected(module.error());

  const std::vector<std::string> exports =
      export_names(program, !relocatable, target != Target::Wasm, !wasm);
  if (options.runtime == RuntimeLink::Whole) {
    // What the rest of the runtime calls stays to be seen.
    std::vector<std::string> kept = exports;
    if (wasm) kept.emplace_back(kCleanDispatch);
    if (auto linked = link_runtime(**module, embedded.ground, kept); !linked) {
      return std::unexpected(linked.error());
    }
    if (auto sound = verified(**module); !sound) return std::unexpected(sound.error());
  }
  optimise(**module, **machine, options.optimise);
  if (relocatable) {
    // One object for any linker holds the rest of the runtime too; it was optimised when Phép was
    // built.
    if (auto linked = link_runtime(**module, embedded.bitcode, exports); !linked) {
      return std::unexpected(linked.error());
    }
    if (!wasm) sanitise(**module, **machine, options.sanitizer);
    if (auto sound = verified(**module); !sound) return std::unexpected(sound.error());
  }
  auto object = object_of(**module, **machine);
  if (!object) return std::unexpected(object.error());
  if (target == Target::NativeObject) return Artifact{std::move(*object)};
  if (target == Target::WasmObject) {
    const std::vector<LinkInput> parts = {{"policy.o", chars(*object)},
                                          {"support.o", chars(embedded.support)}};
    auto joined = join_wasm(parts);
    if (!joined) return std::unexpected(joined.error());
    return Artifact{std::move(*joined)};
  }
  std::vector<LinkInput> inputs =
      stand_ins(embedded, reinterpret_cast<const runtime::Header*>(image.data()));
  inputs.insert(inputs.end(), {{"policy.o", chars(*object)},
                               {"support.o", chars(embedded.support)},
                               {"runtime.o", chars(embedded.object)}});
  auto linked = wasm ? link_wasm(inputs, exports, options.wasm_memory)
                     : link_shared(inputs, options.soname, exports, options.lines != nullptr);
  if (!linked) return std::unexpected(linked.error());
  if (!wasm) return Artifact{std::move(*linked)};
  auto module_with_meters = metered(*linked, meter_of(program));
  if (!module_with_meters) return std::unexpected(module_with_meters.error());
  return Artifact{std::move(*module_with_meters)};
}

std::string_view word(Target target) {
  switch (target) {
    case Target::NativeShared: return "native";
    case Target::NativeObject: return "native object";
    case Target::Wasm: return "wasm";
    case Target::WasmObject: return "wasm object";
  }
  PHEP_UNREACHABLE();
}

}  // namespace

Result<Artifact> emit(const decision::Program& program, std::span<const std::uint8_t> image,
                      Target target, const EmitOptions& options) {
  if (!may_be_kept(options)) return made(program, image, target, options);
  const std::string name = name_of_code(word(target), program, image, options);
  if (auto found = options.kept->find(name)) return Artifact{std::move(*found)};
  auto artifact = made(program, image, target, options);
  if (artifact) options.kept->keep(name, artifact->bytes);
  return artifact;
}

std::vector<std::string> sabotage_names() {
  return {
#define PHEP_SABOTAGE(name, text) text,
#include "compiler/codegen/sabotage.def"
#undef PHEP_SABOTAGE
  };
}

Result<std::unique_ptr<llvm::Module>> lowered_module(
    llvm::LLVMContext& context, llvm::TargetMachine& machine, const decision::Program& program,
    std::span<const std::uint8_t> image, const EmitOptions& options, LoweringChoices choices) {
  const std::vector<std::string> names = sabotage_names();
  if (options.sabotage < 0 || static_cast<std::size_t>(options.sabotage) > names.size()) {
    return std::unexpected(Failure{"no such sabotage: " + std::to_string(options.sabotage)});
  }
  PHEP_CHECK(image.size() >= sizeof(runtime::Header), "an encoded image has a header");
  auto module = std::make_unique<llvm::Module>("policy", context);
  module->setTargetTriple(machine.getTargetTriple().str());
  module->setDataLayout(machine.createDataLayout());
  module->setPICLevel(llvm::PICLevel::BigPIC);
  Emission emission{.module = *module,
                    .program = program,
                    .image = reinterpret_cast<const runtime::Header*>(image.data()),
                    .sabotage = static_cast<Sabotage>(options.sabotage),
                    .functions = {},
                    .failure = {}};
  llvm::Type* type = llvm::ArrayType::get(llvm::Type::getInt8Ty(context), image.size());
  llvm::Constant* bytes = nullptr;
  if (choices.image == ImagePlace::InModule) {
    bytes = llvm::ConstantDataArray::getRaw(
        llvm::StringRef(reinterpret_cast<const char*>(image.data()), image.size()), image.size(),
        llvm::Type::getInt8Ty(context));
  }
  auto* symbol = new llvm::GlobalVariable(
      *module, type, true,
      bytes == nullptr ? llvm::GlobalValue::ExternalLinkage : llvm::GlobalValue::InternalLinkage,
      bytes, kImageSymbol);
  symbol->setAlignment(llvm::Align(16));
  emission.image_symbol = symbol;
  std::optional<DebugLines> debug;
  if (options.lines != nullptr && !machine.getTargetTriple().isWasm())
    emission.debug = &debug.emplace(*module, *options.lines);
  if (!lower_program(emission))
    return std::unexpected(Failure{"cannot lower: " + emission.failure});
  if (choices.image == ImagePlace::InModule) lower_exports(emission, choices);
  if (debug) debug->finish();
  if (auto sound = verified(*module); !sound) return std::unexpected(sound.error());
  return module;
}

Result<bool> verified(const llvm::Module& module) {
  std::string said;
  llvm::raw_string_ostream log(said);
  if (llvm::verifyModule(module, &log)) {
    return std::unexpected(Failure{"generated code is malformed (a defect of Phép): " + said});
  }
  return true;
}

}  // namespace phep::codegen
