// The bytes of a WebAssembly module: its sections, and the instructions of a function body. Private
// to this room. Knows what LLVM writes, and refuses the rest.
#pragma once

#include "compiler/base/result.h"

#include <cstdint>
#include <span>
#include <vector>

namespace phep::codegen {

using Bytes = std::vector<std::uint8_t>;

// Reads front to back. Past the end everything is zero, and `ok` stays false.
class WasmReader {
 public:
  explicit WasmReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool done() const { return at_ == bytes_.size(); }
  [[nodiscard]] std::size_t at() const { return at_; }
  std::uint8_t byte();
  std::uint32_t u32();
  void skip_number();  // of any width
  std::span<const std::uint8_t> take(std::size_t count);

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

struct WasmSection {
  std::uint8_t id;
  std::span<const std::uint8_t> bytes;
};

// The opcodes that meters are made of, and those that they look for.
enum WasmOpcode : std::uint8_t {
  kWasmLoop = 0x03,
  kWasmIf = 0x04,
  kWasmEnd = 0x0B,
  kWasmReturn = 0x0F,
  kWasmCall = 0x10,
  kWasmCallIndirect = 0x11,
  kWasmLocalGet = 0x20,
  kWasmLocalSet = 0x21,
  kWasmLocalTee = 0x22,
  kWasmGlobalGet = 0x23,
  kWasmGlobalSet = 0x24,
  kWasmI32Const = 0x41,
  kWasmI64Const = 0x42,
  kWasmI64Eqz = 0x50,
  kWasmI64Sub = 0x7D,
};

// One instruction. `index` is the function of a call, else 0.
struct WasmInst {
  std::uint8_t opcode = 0;
  std::uint32_t index = 0;
};

// In their order. A failure if the bytes are no module.
Result<std::vector<WasmSection>> wasm_sections(std::span<const std::uint8_t> module);

// The next instruction with all that belongs to it. False for one that is not known.
bool read_inst(WasmReader& in, WasmInst& inst);

void put_u32(Bytes& out, std::uint32_t number);
void put_i64(Bytes& out, std::int64_t number);
void put_bytes(Bytes& out, std::span<const std::uint8_t> bytes);
// With the length before it.
void put_counted(Bytes& out, std::span<const std::uint8_t> bytes);

}  // namespace phep::codegen
