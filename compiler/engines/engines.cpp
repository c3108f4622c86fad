#include "compiler/engines/engines.h"

namespace phep::engines {

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
