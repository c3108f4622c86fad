// A program of the repository with its machine code, made once.
#pragma once

#include "compiler/codegen/codegen.h"
#include "tests/fuzz/shared/programs.h"

#include <memory>
#include <string>

namespace phep::fuzz {

struct Compiled {
  const Executable& made;
  std::unique_ptr<codegen::Jit> code;

  [[nodiscard]] const runtime::Header* image() const {
    return reinterpret_cast<const runtime::Header*>(made.image.data());
  }
  // Of its first decision.
  [[nodiscard]] runtime::CleanPath clean() const { return code->clean(0); }
};
const Compiled& compiled(const std::string& path);

}  // namespace phep::fuzz
