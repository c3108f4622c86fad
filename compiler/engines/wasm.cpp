#include "compiler/codegen/codegen.h"
#include "compiler/engines/in_process.h"
#include "compiler/engines/wasm_instance.h"

#include <cstring>

// The WebAssembly module that `phep build` makes, in wabt's interpreter.
namespace phep::engines {

namespace {

// Places of one call in the module's memory, from __heap_base on.
struct Places {
  std::uint32_t options, readings, written, json, out, arena;
  std::uint64_t end;
};

class Wasm final : public Engine {
 public:
  Wasm(std::unique_ptr<WasmInstance> instance, std::vector<int> decisions)
      : instance_(std::move(instance)),
        decisions_(std::move(decisions)),
        base_(instance_->global("__heap_base")) {}

  [[nodiscard]] std::string_view name() const override { return "wasm"; }

  Result<RunResult> run(std::uint32_t decision, std::string_view facts_json,
                        const CaseOptions& options) override {
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
      RunResult result;
      result.status = static_cast<int>(status);
      if (fits)
        result.output.assign(reinterpret_cast<const char*>(instance_->memory()) + at.out, written);
      return result;
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
    std::memcpy(memory + at.readings, options.readings.data(), options.readings.size() * 4);
    std::memset(memory + at.written, 0, 4);
    std::memcpy(memory + at.json, facts_json.data(), facts_json.size());
  }

  std::unique_ptr<WasmInstance> instance_;
  std::vector<int> decisions_;
  std::uint32_t base_;
  std::uint32_t out_size_ = 64U << 10;
  std::uint32_t arena_size_ = 1U << 20;
};

}  // namespace

Result<std::unique_ptr<Engine>> make_wasm(const decision::Program& program,
                                          std::span<const std::uint8_t> image,
                                          const EngineOptions& options) {
  codegen::EmitOptions emit;
  emit.sabotage = options.sabotage;
  if (!options.shipped) {
    emit.optimise = 1;
    emit.runtime = codegen::RuntimeLink::Prebuilt;
  }
  const auto artifact = codegen::emit(program, image, codegen::Target::Wasm, emit);
  if (!artifact) return std::unexpected(artifact.error());
  std::string error;
  auto instance = WasmInstance::load(artifact->bytes.data(), artifact->bytes.size(), &error);
  if (instance == nullptr) return std::unexpected(Failure{"cannot load the wasm engine: " + error});
  std::vector<int> decisions;
  for (const decision::Decision& decision : program.decisions) {
    decisions.push_back(instance->function(decision.export_name + "_decide_json"));
    if (decisions.back() < 0) {
      return std::unexpected(Failure{"the module lacks " + decision.export_name + "_decide_json"});
    }
  }
  return std::make_unique<Wasm>(std::move(instance), std::move(decisions));
}

}  // namespace phep::engines
