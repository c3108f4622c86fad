#include "compiler/engines/engines.h"

namespace phep::engines {

Result<RunResult> Engine::run(std::uint32_t decision, std::string_view facts_json,
                              const CaseOptions& options) {
  RunResult result;
  const auto status = answer(decision, facts_json, options, result.output);
  if (!status) return std::unexpected(status.error());
  result.status = *status;
  add_account(decision, facts_json, options, result);
  return result;
}

Result<std::unique_ptr<Engine>> make_engine(std::string_view name, const decision::Program& program,
                                            std::span<const std::uint8_t> image,
                                            const EngineOptions& options) {
  if (name == "interp") return make_interpreter(program, image);
  if (name == "jit") return make_jit(program, image, options);
  if (name == "native") return make_native(program, image, options);
  if (name == "wasm") return make_wasm(program, image, options);
  return std::unexpected(Failure{"no such engine: " + std::string(name)});
}

}  // namespace phep::engines
