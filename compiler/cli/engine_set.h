// The engines that a command was asked for, as the test runner takes them.
#pragma once

#include "compiler/batch/stream.h"
#include "compiler/codegen/kept_code.h"
#include "compiler/testing/run.h"

#include <memory>
#include <optional>
#include <string>

namespace phep::cli {

// `which`: interp, jit, native, wasm, or all. Nothing for another word. `sabotage` flips one
// lowering of generated code (0: none), so that the suite can show that it would notice. `kept` is
// asked for code that was made before, if it is there.
std::optional<testing::MakeEngines> engine_set(const std::string& which, int sabotage,
                                               std::shared_ptr<codegen::KeptCode> kept = nullptr);

// The interpreter alone, which answers and counts nothing.
testing::MakeEngines quick_interpreter();

// The same for a stream of cases of the program's first decision: `threads` ways to decide, each
// for one thread. Where several engines are asked for each case is decided by all, and the stream
// fails where they differ.
Result<std::vector<batch::Decide>> batch_deciders(const std::string& which,
                                                  const decision::Program& program,
                                                  std::span<const std::uint8_t> image,
                                                  unsigned threads,
                                                  const testing::CaseOptions& options);

}  // namespace phep::cli
