// A WebAssembly module as the checker sees it, read by wabt. Private to this room. Plain C++17:
// wabt's headers are no later C++.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace phep::inspect {

// What the checker must tell apart.
enum class What : std::uint8_t {
  Other,
  Block,
  Loop,
  If,
  Else,
  End,
  Br,
  BrIf,
  BrTable,
  Return,
  Unreachable,
  Call,
  CallIndirect,
  LocalGet,
  LocalSet,
  LocalTee,
  GlobalGet,
  GlobalSet,
  I32Const,
  I64Const,
  I64Sub,
  I64Eqz,
  MemoryGrow,
  Float
};

struct WasmInstruction {
  What what = What::Other;
  std::uint32_t offset = 0;           // byte in the file
  std::uint64_t value = 0;            // what is named: an index, a depth, a constant
  std::vector<std::uint32_t> depths;  // of a br_table
  const char* name = "";              // of its opcode
};

struct WasmFunction {
  std::uint32_t offset = 0;
  std::uint32_t parameters = 0;
  std::vector<bool> wide_results;  // one a result: i64, else i32
  std::vector<WasmInstruction> body;
};

struct WasmExport {
  std::string name;
  bool function = false;
  bool global = false;
  std::uint32_t index = 0;
};

struct WasmPart {
  std::string name;  // of the section
  std::uint64_t bytes = 0;
};

struct WasmData {
  std::uint64_t address = 0;
  std::vector<std::uint8_t> bytes;
};

struct WasmModule {
  std::string invalid;  // why it is none, or empty
  std::vector<WasmPart> parts;
  std::vector<std::string> imports;
  std::vector<WasmFunction> functions;  // without imported ones
  std::vector<bool> mutable_globals;
  std::vector<WasmExport> exports;
  std::vector<WasmData> data;
  std::uint32_t memories = 0;
  std::uint64_t least_pages = 0;
  std::uint64_t most_pages = 0;
  bool memory_bounded = false;
  bool starts = false;  // has a function that runs by itself
};

// Reads and validates.
WasmModule read_wasm(const std::uint8_t* bytes, std::size_t size);

}  // namespace phep::inspect
