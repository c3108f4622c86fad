// A program from its text to the engines that decide by it.
#pragma once

#include "compiler/base/result.h"
#include "compiler/decision/decision.h"
#include "compiler/testing/run.h"
#include "compiler/workspace/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace phep::tests {

struct Loaded {
  decision::Program program;
  std::vector<testing::Engine> engines;

  // The index of a decision, or a failure that names it.
  [[nodiscard]] Result<std::uint32_t> decision(const std::string& name) const;
};

// Every decision of a single file. What is wrong with it is the failure, as a person would see it.
Result<Loaded> load(const std::string& text, const testing::MakeEngines& make_engines);

}  // namespace phep::tests
