// The interpreter as the engine of tests: no generated code, so no LLVM.
#pragma once

#include "compiler/testing/run.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace phep::ide {

// What was decided since somebody last looked.
struct Decided {
  std::uint32_t decision;
  int status;  // phep_status
  std::string output;
};
using DecidedLog = std::shared_ptr<std::vector<Decided>>;

// Makes the one engine; everything that it decides is appended to the log, with its certificate.
testing::MakeEngines interpreter(DecidedLog log);

}  // namespace phep::ide
