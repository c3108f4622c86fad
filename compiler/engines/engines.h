// Engines: the same decision taken by the interpreter, by code in memory, by a shared library and
// by WebAssembly.
//
// All read the same JSON facts and give the same bytes, or one of them is wrong.
#pragma once

#include "compiler/base/result.h"
#include "compiler/codegen/kept_code.h"
#include "compiler/decision/decision.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::engines {

struct CaseOptions {
  std::int64_t as_of = 0;                // UTC milliseconds
  std::optional<std::int32_t> law_date;  // overrides every law date
  std::vector<std::int32_t> readings;    // by Program.readings; -1 or left out: the default
  bool certificate = true;
};

// Which way decided; Unreported where an engine does not tell.
enum class Path { Unreported, Generated, Interpreted };

struct RunResult {
  int status = 0;      // phep_status
  std::string output;  // canonical JSON, of the answer or of what is wrong with the facts
  Path path = Path::Unreported;
  std::uint64_t steps =
      0;  // that the interpreter counted in one evaluation; 0 on the generated path
};

// Holds one program, made once and run many times. Not for two threads at once.
class Engine {
 public:
  virtual ~Engine() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;

  // Decides one case. `decision` is an index of Program.decisions. A failure is the engine's (a
  // trap, no memory), never the facts': those are a status.
  Result<RunResult> run(std::uint32_t decision, std::string_view facts_json,
                        const CaseOptions& options);

  // The same for many cases: appends what `run` would give as output, and returns the status alone.
  virtual Result<int> answer(std::uint32_t decision, std::string_view facts_json,
                             const CaseOptions& options, std::string& out) = 0;

  // An engine over the same code that another thread may use. This one must outlive nothing of it.
  virtual Result<std::unique_ptr<Engine>> twin() const = 0;

 private:
  // Adds what the engine knows of the case that it has just answered: its path, its steps.
  virtual void add_account(std::uint32_t /*decision*/, std::string_view /*facts_json*/,
                           const CaseOptions& /*options*/, RunResult& /*result*/) {}
};

struct EngineOptions {
  int sabotage = 0;      // see codegen::EmitOptions
  bool shipped = false;  // exactly what `phep build` makes, and in memory code as good, instead of
                         // what is made fast
  codegen::KeptCode* kept = nullptr;  // code that was made before
};

// `image` is decision::encode(program) and is copied. An engine that this machine lacks is a
// failure.
Result<std::unique_ptr<Engine>> make_interpreter(const decision::Program& program,
                                                 std::span<const std::uint8_t> image);
Result<std::unique_ptr<Engine>> make_jit(const decision::Program& program,
                                         std::span<const std::uint8_t> image,
                                         const EngineOptions& options);
Result<std::unique_ptr<Engine>> make_native(const decision::Program& program,
                                            std::span<const std::uint8_t> image,
                                            const EngineOptions& options);
Result<std::unique_ptr<Engine>> make_wasm(const decision::Program& program,
                                          std::span<const std::uint8_t> image,
                                          const EngineOptions& options);

// interp, jit, native or wasm.
Result<std::unique_ptr<Engine>> make_engine(std::string_view name, const decision::Program& program,
                                            std::span<const std::uint8_t> image,
                                            const EngineOptions& options);

}  // namespace phep::engines
