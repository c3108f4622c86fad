// The runtime as it travels inside the compiler: bitcode and objects of both targets. Private to
// this room.
#pragma once

#include <string_view>

namespace phep::codegen {

struct EmbeddedRuntime {
  std::string_view bitcode;  // the whole runtime
  std::string_view ground;   // the part of it that generated code inlines, as bitcode
  std::string_view object;   // the whole runtime, compiled
  std::string_view support;  // memcpy and its kin
  // What stands in for parts of the runtime (parts.h).
  std::string_view without_norms, without_lists, without_numbers, without_times, without_judgments;
};

EmbeddedRuntime native_runtime();
EmbeddedRuntime wasm_runtime();

}  // namespace phep::codegen
