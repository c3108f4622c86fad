#include "compiler/codegen/meter.h"

#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <array>
#include <map>

namespace phep::codegen {

namespace {

enum SectionId : std::uint8_t {
  kTypes = 1,
  kImports = 2,
  kFunctions = 3,
  kGlobals = 6,
  kExports = 7,
  kCode = 10
};
constexpr std::uint8_t kI32 = 0x7F;
constexpr std::uint8_t kI64 = 0x7E;
constexpr std::uint8_t kNoType = 0x40;      // of a block
constexpr std::uint32_t kStackPointer = 0;  // the global that the linker makes first

struct Signature {
  std::uint32_t parameters;
  std::span<const std::uint8_t> results;
};

struct WasmFunction {
  std::uint32_t type = 0;
  std::uint32_t locals = 0;                    // parameters and locals
  std::uint32_t groups = 0;                    // of declared locals
  std::span<const std::uint8_t> declarations;  // these groups
  std::span<const std::uint8_t> body;          // the instructions
  bool loops = false;
  std::vector<std::uint32_t> calls;
  bool recursive = false;  // may call itself, by whatever way
  bool may_run_out = false;
};

class Metering {
 public:
  explicit Metering(std::uint64_t limit) : limit_(limit) {}
  Result<Bytes> run(std::span<const std::uint8_t> module);

 private:
  Result<bool> read();
  bool read_types(WasmReader in);
  bool read_globals(WasmReader in);
  bool read_code(WasmReader in);
  bool read_body(WasmFunction& code, WasmReader in);
  void find_recursion();
  void find_run_outs();
  Result<bool> wrap_exports(WasmReader in);
  [[nodiscard]] Bytes function_section() const;
  [[nodiscard]] Bytes global_section() const;
  [[nodiscard]] Bytes code_section() const;
  [[nodiscard]] Bytes body(const WasmFunction& code) const;
  [[nodiscard]] Bytes entry(std::uint32_t inner) const;
  void put_meter(Bytes& out, const WasmFunction& code) const;
  void put_leave(Bytes& out, const WasmFunction& code) const;
  void put_test(Bytes& out, const WasmFunction& code) const;

  std::uint64_t limit_;
  std::map<std::uint8_t, std::span<const std::uint8_t>> sections_;
  std::vector<Signature> types_;
  std::vector<WasmFunction> functions_;
  std::span<const std::uint8_t> globals_;  // without their number
  std::uint32_t meter_ = 0;                // the global that counts; before it all others
  Bytes exports_;
  std::vector<std::uint32_t> wrapped_;  // inner functions of the entries, which follow all others
};

void put_op(Bytes& out, WasmOpcode opcode, std::uint32_t index) {
  out.push_back(opcode);
  put_u32(out, index);
}

}  // namespace

Result<Bytes> metered(std::span<const std::uint8_t> module, std::uint64_t limit) {
  return Metering(limit).run(module);
}

namespace {

Result<Bytes> Metering::run(std::span<const std::uint8_t> module) {
  const auto sections = wasm_sections(module);
  if (!sections) return std::unexpected(sections.error());
  for (const WasmSection& section : *sections)
    if (section.id != 0) sections_[section.id] = section.bytes;
  if (const auto sound = read(); !sound) return std::unexpected(sound.error());
  find_recursion();
  find_run_outs();
  if (const auto made = wrap_exports(WasmReader(sections_[kExports])); !made)
    return std::unexpected(made.error());
  const std::map<std::uint8_t, Bytes> changed = {{kFunctions, function_section()},
                                                 {kGlobals, global_section()},
                                                 {kExports, exports_},
                                                 {kCode, code_section()}};
  Bytes out(module.begin(), module.begin() + 8);
  for (const WasmSection& section : *sections) {
    out.push_back(section.id);
    const auto found = changed.find(section.id);
    put_counted(
        out, found == changed.end() ? section.bytes : std::span<const std::uint8_t>(found->second));
  }
  return out;
}

Result<bool> Metering::read() {
  if (sections_.contains(kImports))
    return std::unexpected(Failure{"a module with imports cannot be metered"});
  WasmReader functions(sections_[kFunctions]);
  functions_.resize(std::min<std::size_t>(functions.u32(), sections_[kFunctions].size()));
  for (WasmFunction& code : functions_) code.type = functions.u32();
  const bool sound =
      read_types(WasmReader(sections_[kTypes])) && functions.ok() &&
      std::ranges::all_of(functions_,
                          [&](const WasmFunction& code) { return code.type < types_.size(); }) &&
      read_globals(WasmReader(sections_[kGlobals])) && read_code(WasmReader(sections_[kCode]));
  if (!sound) return std::unexpected(Failure{"the module has what cannot be metered"});
  return true;
}

bool Metering::read_types(WasmReader in) {
  for (std::uint32_t left = in.u32(); left != 0 && in.ok(); --left) {
    if (in.byte() != 0x60) return false;
    const auto parameters = in.take(in.u32());
    const auto results = in.take(in.u32());
    if (std::ranges::any_of(results,
                            [](std::uint8_t type) { return type != kI32 && type != kI64; }))
      return false;
    types_.push_back({static_cast<std::uint32_t>(parameters.size()), results});
  }
  return in.ok();
}

// The stack pointer is the first global: a mutable i32.
bool Metering::read_globals(WasmReader in) {
  meter_ = in.u32();
  const std::size_t first = in.at();
  const bool pointer = in.byte() == kI32 && in.byte() == 1;
  globals_ = sections_[kGlobals].subspan(std::min(first, sections_[kGlobals].size()));
  return in.ok() && meter_ != 0 && pointer;
}

bool Metering::read_code(WasmReader in) {
  if (in.u32() != functions_.size()) return false;
  for (WasmFunction& code : functions_)
    if (!read_body(code, WasmReader(in.take(in.u32())))) return false;
  return in.ok();
}

// locals, then instructions up to the last `end`
bool Metering::read_body(WasmFunction& code, WasmReader in) {
  code.groups = in.u32();
  code.locals = types_[code.type].parameters;
  const std::size_t first = in.at();
  WasmReader declarations = in;
  for (std::uint32_t left = code.groups; left != 0 && in.ok(); --left) {
    code.locals += in.u32();
    in.byte();
  }
  code.declarations = declarations.take(in.at() - first);
  WasmReader rest = in;
  const std::size_t begin = in.at();
  WasmInst inst;
  while (!in.done()) {
    if (!read_inst(in, inst) || inst.opcode == kWasmCallIndirect) return false;
    if (inst.opcode == kWasmLoop) code.loops = true;
    if (inst.opcode != kWasmCall) continue;
    if (inst.index >= functions_.size()) return false;
    code.calls.push_back(inst.index);
  }
  code.body = rest.take(in.at() - begin);
  return in.ok() && inst.opcode == kWasmEnd;
}

// What is left when functions that call nobody, and functions that nobody calls, are taken away
// again and again: those on a cycle of calls, and those between two cycles.
void Metering::find_recursion() {
  for (WasmFunction& code : functions_) code.recursive = true;
  const auto thin = [&](const auto& ends) {
    bool changed = false;
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      if (!functions_[i].recursive || !ends(i)) continue;
      functions_[i].recursive = false;
      changed = true;
    }
    return changed;
  };
  const auto calls_none = [&](std::uint32_t i) {
    return std::ranges::none_of(functions_[i].calls,
                                [&](std::uint32_t to) { return functions_[to].recursive; });
  };
  while (thin(calls_none)) {
  }
  for (bool changed = true; changed;) {
    std::vector<bool> called(functions_.size(), false);
    for (const WasmFunction& code : functions_)
      if (code.recursive)
        for (const std::uint32_t to : code.calls) called[to] = true;
    changed = thin([&](std::uint32_t i) { return !called[i]; });
  }
}

void Metering::find_run_outs() {
  for (WasmFunction& code : functions_) code.may_run_out = code.loops || code.recursive;
  for (bool changed = true; changed;) {
    changed = false;
    for (WasmFunction& code : functions_) {
      if (code.may_run_out) continue;
      code.may_run_out = std::ranges::any_of(
          code.calls, [&](std::uint32_t to) { return functions_[to].may_run_out; });
      changed |= code.may_run_out;
    }
  }
}

// An exported function that may run out is entered through one that sets the meter.
Result<bool> Metering::wrap_exports(WasmReader in) {
  const std::uint32_t count = in.u32();
  put_u32(exports_, count);
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    put_counted(exports_, in.take(in.u32()));
    const std::uint8_t kind = in.byte();
    std::uint32_t index = in.u32();
    if (kind == 0 && index < functions_.size() && functions_[index].may_run_out) {
      const auto results = types_[functions_[index].type].results;
      if (results.size() != 1 || results[0] != kI32)
        return std::unexpected(Failure{"an exported function cannot say that it ran out"});
      wrapped_.push_back(index);
      index = static_cast<std::uint32_t>(functions_.size() + wrapped_.size() - 1);
    }
    exports_.push_back(kind);
    put_u32(exports_, index);
  }
  if (!in.ok()) return std::unexpected(Failure{"the module's exports are malformed"});
  return true;
}

Bytes Metering::function_section() const {
  Bytes out;
  put_u32(out, static_cast<std::uint32_t>(functions_.size() + wrapped_.size()));
  for (const WasmFunction& code : functions_) put_u32(out, code.type);
  for (const std::uint32_t inner : wrapped_) put_u32(out, functions_[inner].type);
  return out;
}

Bytes Metering::global_section() const {
  Bytes out;
  put_u32(out, meter_ + 1);
  put_bytes(out, globals_);
  put_bytes(out, std::array<std::uint8_t, 5>{kI64, 1, kWasmI64Const, 0, kWasmEnd});
  return out;
}

Bytes Metering::code_section() const {
  Bytes out;
  put_u32(out, static_cast<std::uint32_t>(functions_.size() + wrapped_.size()));
  for (const WasmFunction& code : functions_) put_counted(out, body(code));
  for (const std::uint32_t inner : wrapped_) put_counted(out, entry(inner));
  return out;
}

Bytes Metering::body(const WasmFunction& code) const {
  Bytes out;
  const bool counts = code.loops || code.recursive;
  put_u32(out, code.groups + (counts ? 1 : 0));
  put_bytes(out, code.declarations);
  if (counts) {
    put_u32(out, 1);  // the last local: what the meter shows
    out.push_back(kI64);
  }
  if (code.recursive) put_meter(out, code);
  WasmReader in(code.body);
  WasmInst inst;
  while (!in.done()) {
    const std::size_t begin = in.at();
    read_inst(in, inst);
    put_bytes(out, code.body.subspan(begin, in.at() - begin));
    if (inst.opcode == kWasmLoop) put_meter(out, code);
    if (inst.opcode == kWasmCall && functions_[inst.index].may_run_out) put_test(out, code);
  }
  return out;
}

void Metering::put_meter(Bytes& out, const WasmFunction& code) const {
  put_op(out, kWasmGlobalGet, meter_);
  put_op(out, kWasmI64Const, 1);
  out.push_back(kWasmI64Sub);
  put_op(out, kWasmLocalTee, code.locals);
  put_op(out, kWasmGlobalSet, meter_);
  put_op(out, kWasmLocalGet, code.locals);
  put_leave(out, code);
}

void Metering::put_test(Bytes& out, const WasmFunction& code) const {
  put_op(out, kWasmGlobalGet, meter_);
  put_leave(out, code);
}

// Leaves the function, with zeros, if what is on the stack is zero.
void Metering::put_leave(Bytes& out, const WasmFunction& code) const {
  put_bytes(out, std::array<std::uint8_t, 3>{kWasmI64Eqz, kWasmIf, kNoType});
  for (const std::uint8_t type : types_[code.type].results) {
    const std::uint8_t zero = type == kI64 ? kWasmI64Const : kWasmI32Const;
    put_bytes(out, std::array<std::uint8_t, 2>{zero, 0});
  }
  put_bytes(out, std::array<std::uint8_t, 2>{kWasmReturn, kWasmEnd});
}

Bytes Metering::entry(std::uint32_t inner) const {
  const std::uint32_t parameters = types_[functions_[inner].type].parameters;
  const std::uint32_t stack = parameters;
  const std::uint32_t status = parameters + 1;
  Bytes out;
  put_bytes(out, std::array<std::uint8_t, 3>{1, 2, kI32});
  out.push_back(kWasmI64Const);
  put_i64(out, static_cast<std::int64_t>(limit_));
  put_op(out, kWasmGlobalSet, meter_);
  put_op(out, kWasmGlobalGet, kStackPointer);
  put_op(out, kWasmLocalSet, stack);
  for (std::uint32_t i = 0; i < parameters; ++i) put_op(out, kWasmLocalGet, i);
  put_op(out, kWasmCall, inner);
  put_op(out, kWasmLocalSet, status);
  put_op(out, kWasmGlobalGet, meter_);
  put_bytes(out, std::array<std::uint8_t, 3>{kWasmI64Eqz, kWasmIf, kNoType});
  put_op(out, kWasmLocalGet, stack);
  put_op(out, kWasmGlobalSet, kStackPointer);
  put_op(out, kWasmI32Const, PHEP_LIMIT);
  put_bytes(out, std::array<std::uint8_t, 2>{kWasmReturn, kWasmEnd});
  put_op(out, kWasmLocalGet, status);
  out.push_back(kWasmEnd);
  return out;
}

}  // namespace

}  // namespace phep::codegen
