// The engines that a command was asked for, as the test runner takes them.
#pragma once

#include "compiler/testing/run.h"

#include <optional>
#include <string>

namespace phep::cli {

// `which`: interp, jit, native, wasm, or all. Nothing for another word. `sabotage` flips one
// lowering of generated code (0: none), so that the suite can show that it would notice.
std::optional<testing::MakeEngines> engine_set(const std::string& which, int sabotage);

}  // namespace phep::cli
