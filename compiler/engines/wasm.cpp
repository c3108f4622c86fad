#include "compiler/codegen/codegen.h"
#include "compiler/engines/in_process.h"
#include "compiler/engines/wasm_instance.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>

// The WebAssembly module that `phep build` makes, in wabt's interpreter.
namespace phep::engines {

namespace {

// Places of one call in the module's memory, from __heap_base on.
struct Places {
  std::uint32_t options, readings, written, json, out, arena;
  std::uint64_t end;
};

// What instances are made of.
struct Module {
  std::vector<std::uint8_t> bytes;
  std::vector<std::string> functions;  // by decision
};

class Wasm final : public Engine {
 public:
  Wasm(std::shared_ptr<const Module> module, std::unique_ptr<WasmInstance> instance,
       std::vector<int> decisions)
      : module_(std::move(module)),
        instance_(std::move(instance)),
        decisions_(std::move(decisions)),
        base_(instance_->global("__heap_base")) {}

  static Result<std::unique_ptr<Engine>> of(std::shared_ptr<const Module> module);

  [[nodiscard]] std::string_view name() const override { return "wasm"; }

  [[nodiscard]] Result<std::unique_ptr<Engine>> twin() const override { return of(module_); }

  Result<int> answer(std::uint32_t decision, std::string_view facts_json,
                     const CaseOptions& options, std::string& output) override {
    for (;;) {
      const Places at = places(facts_json.size(), options.readings.size());
      if (at.end > kMost || !instance_->reserve(at.end)) {
        return std::unexpected(Failure{"a case needs more memory than WebAssembly has"});
      }
      put_arguments(at, facts_json, options);
      std::uint32_t status = 0;
      std::string error;
      const bool ran =
          instance_->call(decisions_.at(decision),
                          {at.json, static_cast<std::uint32_t>(facts_json.size()), at.options,
                           at.out, out_size_, at.written, at.arena, arena_size_},
                          &status, &error);
      if (!ran) return std::unexpected(Failure{error});
      std::uint32_t written = 0;
      std::memcpy(&written, instance_->memory() + at.written, sizeof written);
      const bool fits = written <= out_size_;
      if (status == PHEP_SMALL_ARENA) {
        (fits ? arena_size_ : out_size_) *= 2;
        continue;
      }
      if (fits) output.append(reinterpret_cast<const char*>(instance_->memory()) + at.out, written);
      return static_cast<int>(status);
    }
  }

 private:
  static constexpr std::uint64_t kMost = std::uint64_t{1} << 31;

  [[nodiscard]] Places places(std::size_t json_size, std::size_t readings) const {
    std::uint64_t next = base_;
    const auto take = [&](std::uint64_t size) {
      const std::uint64_t at = (next + 15) & ~std::uint64_t{15};
      next = at + size;
      return static_cast<std::uint32_t>(at);
    };
    Places at{};
    at.options = take(sizeof(phep_options));
    at.readings = take(readings * 4);
    at.written = take(4);
    at.json = take(json_size);
    at.out = take(out_size_);
    at.arena = take(arena_size_);
    at.end = next;
    return at;
  }

  void put_arguments(const Places& at, std::string_view facts_json, const CaseOptions& options) {
    phep_options chosen = options_of(options);
    chosen.readings.slot = options.readings.empty() ? 0 : at.readings;
    std::uint8_t* memory = instance_->memory();
    std::memcpy(memory + at.options, &chosen, sizeof chosen);
    std::ranges::copy(std::as_bytes(std::span(options.readings)),
                      reinterpret_cast<std::byte*>(memory) + at.readings);
    std::memset(memory + at.written, 0, 4);
    std::ranges::copy(facts_json, memory + at.json);
  }

  std::shared_ptr<const Module> module_;
  std::unique_ptr<WasmInstance> instance_;
  std::vector<int> decisions_;
  std::uint32_t base_;
  std::uint32_t out_size_ = 64U << 10;
  std::uint32_t arena_size_ = 1U << 20;
};

Result<std::unique_ptr<Engine>> Wasm::of(std::shared_ptr<const Module> module) {
  std::string error;
  auto instance = WasmInstance::load(module->bytes.data(), module->bytes.size(), &error);
  if (instance == nullptr) return std::unexpected(Failure{"cannot load the wasm engine: " + error});
  std::vector<int> decisions;
  for (const std::string& function : module->functions) {
    decisions.push_back(instance->function(function));
    if (decisions.back() < 0) return std::unexpected(Failure{"the module lacks " + function});
  }
  return std::make_unique<Wasm>(std::move(module), std::move(instance), std::move(decisions));
}

}  // namespace

Result<std::unique_ptr<Engine>> make_wasm(const decision::Program& program,
                                          std::span<const std::uint8_t> image,
                                          const EngineOptions& options) {
  codegen::EmitOptions emit;
  emit.sabotage = options.sabotage;
  emit.kept = options.kept;
  if (!options.shipped) {
    emit.optimise = 1;
    emit.runtime = codegen::RuntimeLink::Prebuilt;
  }
  auto artifact = codegen::emit(program, image, codegen::Target::Wasm, emit);
  if (!artifact) return std::unexpected(artifact.error());
  Module module{std::move(artifact->bytes), {}};
  for (const decision::Decision& decision : program.decisions)
    module.functions.push_back(decision.export_name + "_decide_json");
  return Wasm::of(std::make_shared<const Module>(std::move(module)));
}

}  // namespace phep::engines
