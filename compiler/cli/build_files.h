// What `phep build` writes: the files of each target around the compiled code. Private to this
// room.
#pragma once

#include "compiler/base/result.h"
#include "compiler/codegen/codegen.h"
#include "compiler/decision/decision.h"
#include "compiler/export/package.h"

#include <string>
#include <utility>
#include <vector>

namespace phep::cli {

struct BuildFiles {
  std::vector<exports::PackageFile> files;                 // paths from the folder of the results
  std::vector<std::pair<std::string, std::string>> links;  // symbolic: path, what it leads to
};

enum class Emit { Library, Object };

struct NativeExtras {
  const codegen::SourceLines* lines = nullptr;              // that debuggers are told of
  codegen::Sanitizer sanitizer = codegen::Sanitizer::None;  // of objects
};

// A library or module, or an object, and a header, ABI and layout for each decision.
Result<BuildFiles> native_files(const decision::Program& program, const std::string& stem,
                                Emit emit, const NativeExtras& extras);
Result<BuildFiles> wasm_files(const decision::Program& program, const std::string& stem, Emit emit);

// A package for C and C++.
Result<BuildFiles> c_files(const decision::Program& program,
                           const exports::PackageIdentity& identity);

// A wheel for Python.
Result<BuildFiles> python_files(const decision::Program& program,
                                const exports::PackageIdentity& identity);

Result<BuildFiles> postgres_files(const decision::Program& program,
                                  const exports::PackageIdentity& identity,
                                  const std::vector<std::string>& earlier);

// conformance.jsonl of each decision, by the interpreter.
Result<std::vector<std::string>> package_vectors(const decision::Program& program,
                                                 std::uint64_t count);

}  // namespace phep::cli
