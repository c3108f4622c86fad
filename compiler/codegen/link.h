// In-process LLD: objects → shared library or WebAssembly module. Private to this room.
#pragma once

#include "compiler/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::codegen {

struct LinkInput {
  std::string_view name;  // file name in a private directory
  std::span<const char> bytes;
};

// An ELF shared library without a C library, exporting the symbols of default visibility. Other
// symbols and debug information are kept where `debug` says so.
Result<std::vector<std::uint8_t>> link_shared(std::span<const LinkInput> inputs,
                                              const std::string& soname,
                                              const std::vector<std::string>& exports, bool debug);

// A WebAssembly module without imports, exporting its memory, __heap_base and `exports`. With
// `memory` bytes, whole pages, it has exactly those; else its host may grow it, to 2 GiB.
Result<std::vector<std::uint8_t>> link_wasm(std::span<const LinkInput> inputs,
                                            const std::vector<std::string>& exports,
                                            std::uint64_t memory = 0);

// One relocatable WebAssembly object of several.
Result<std::vector<std::uint8_t>> join_wasm(std::span<const LinkInput> inputs);

}  // namespace phep::codegen
