#include "compiler/codegen/wasm_code.h"

namespace phep::codegen {

namespace {

constexpr std::size_t kModuleHead = 8;  // magic and version

// What stands after an opcode.
enum class Rest : std::uint8_t { Nothing, Number, TwoNumbers, Four, Eight, Table, Types, Unknown };

Rest rest_of(std::uint8_t opcode) {
  if (opcode >= 0x02 && opcode <= 0x04) return Rest::Number;  // a block's type
  if (opcode == 0x0C || opcode == 0x0D) return Rest::Number;
  if (opcode == 0x0E) return Rest::Table;
  if (opcode == kWasmCall) return Rest::Number;
  if (opcode == kWasmCallIndirect) return Rest::TwoNumbers;
  if (opcode == 0x1C) return Rest::Types;
  if (opcode >= 0x20 && opcode <= 0x26) return Rest::Number;
  if (opcode >= 0x28 && opcode <= 0x3E) return Rest::TwoNumbers;  // alignment and offset
  if (opcode >= 0x3F && opcode <= 0x42) return Rest::Number;
  if (opcode == 0x43) return Rest::Four;
  if (opcode == 0x44) return Rest::Eight;
  if (opcode >= 0x45 && opcode <= 0xC4) return Rest::Nothing;
  const bool bare = opcode <= 0x01 || opcode == 0x05 || opcode == kWasmEnd ||
                    opcode == kWasmReturn || opcode == 0x1A || opcode == 0x1B;
  return bare ? Rest::Nothing : Rest::Unknown;
}

}  // namespace

std::uint8_t WasmReader::byte() {
  if (at_ >= bytes_.size()) {
    ok_ = false;
    return 0;
  }
  return bytes_[at_++];
}

std::uint32_t WasmReader::u32() {
  std::uint32_t number = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    const std::uint8_t part = byte();
    number |= static_cast<std::uint32_t>(part & 0x7FU) << shift;
    if ((part & 0x80U) == 0) return number;
  }
  ok_ = false;
  return 0;
}

void WasmReader::skip_number() {
  while (ok_ && (byte() & 0x80U) != 0) {
  }
}

std::span<const std::uint8_t> WasmReader::take(std::size_t count) {
  if (count > bytes_.size() - at_) {
    ok_ = false;
    return {};
  }
  const auto taken = bytes_.subspan(at_, count);
  at_ += count;
  return taken;
}

Result<std::vector<WasmSection>> wasm_sections(std::span<const std::uint8_t> module) {
  WasmReader in(module);
  in.take(kModuleHead);
  std::vector<WasmSection> sections;
  while (in.ok() && !in.done()) {
    const std::uint8_t id = in.byte();
    const std::uint32_t size = in.u32();
    sections.push_back({id, in.take(size)});
  }
  if (!in.ok()) return std::unexpected(Failure{"not a WebAssembly module"});
  return sections;
}

bool read_inst(WasmReader& in, WasmInst& inst) {
  inst.opcode = in.byte();
  inst.index = 0;
  switch (rest_of(inst.opcode)) {
    case Rest::Nothing: break;
    case Rest::Number:
      if (inst.opcode == kWasmCall)
        inst.index = in.u32();
      else
        in.skip_number();
      break;
    case Rest::TwoNumbers:
      in.skip_number();
      in.skip_number();
      break;
    case Rest::Four: in.take(4); break;
    case Rest::Eight: in.take(8); break;
    case Rest::Table:
      for (std::uint64_t left = std::uint64_t{in.u32()} + 1; left != 0 && in.ok(); --left)
        in.skip_number();
      break;
    case Rest::Types: in.take(in.u32()); break;
    case Rest::Unknown: return false;
  }
  return in.ok();
}

void put_u32(Bytes& out, std::uint32_t number) {
  while (number >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(number | 0x80U));
    number >>= 7U;
  }
  out.push_back(static_cast<std::uint8_t>(number));
}

void put_i64(Bytes& out, std::int64_t number) {
  for (;;) {
    const auto part = static_cast<std::uint8_t>(number & 0x7F);
    number >>= 7;
    const bool last = (number == 0 && (part & 0x40U) == 0) || (number == -1 && (part & 0x40U) != 0);
    out.push_back(last ? part : static_cast<std::uint8_t>(part | 0x80U));
    if (last) return;
  }
}

void put_bytes(Bytes& out, std::span<const std::uint8_t> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void put_counted(Bytes& out, std::span<const std::uint8_t> bytes) {
  put_u32(out, static_cast<std::uint32_t>(bytes.size()));
  put_bytes(out, bytes);
}

}  // namespace phep::codegen
