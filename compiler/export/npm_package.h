// An npm package around a WebAssembly module: what `phep build --target npm` writes.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/wording.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace phep::exports {

struct NpmParts {
  const decision::Program& program;
  const decision::Decision& decision;
  const explain::Wording& wording;
  std::span<const std::uint8_t> wasm;
  std::uint64_t memory;        // bytes that the module is given
  const std::string& vectors;  // conformance.jsonl
};

// Paths inside the package and their bytes, in byte order of paths.
std::vector<std::pair<std::string, std::string>> npm_package(const NpmParts& parts);

}  // namespace phep::exports
