#include "compiler/inspect/wasm_module.h"

#include <cstring>
#include <wabt/binary-reader-nop.h>
#include <wabt/binary-reader.h>
#include <wabt/error-formatter.h>
#include <wabt/interp/binary-reader-interp.h>
#include <wabt/interp/interp.h>

namespace phep::inspect {

namespace {

What what_of(wabt::Opcode opcode) {
  switch (opcode) {
    case wabt::Opcode::Block: return What::Block;
    case wabt::Opcode::Loop: return What::Loop;
    case wabt::Opcode::If: return What::If;
    case wabt::Opcode::Else: return What::Else;
    case wabt::Opcode::End: return What::End;
    case wabt::Opcode::Br: return What::Br;
    case wabt::Opcode::BrIf: return What::BrIf;
    case wabt::Opcode::BrTable: return What::BrTable;
    case wabt::Opcode::Return: return What::Return;
    case wabt::Opcode::Unreachable: return What::Unreachable;
    case wabt::Opcode::Call: return What::Call;
    case wabt::Opcode::CallIndirect:
    case wabt::Opcode::CallRef:
    case wabt::Opcode::ReturnCall:
    case wabt::Opcode::ReturnCallIndirect: return What::CallIndirect;
    case wabt::Opcode::LocalGet: return What::LocalGet;
    case wabt::Opcode::LocalSet: return What::LocalSet;
    case wabt::Opcode::LocalTee: return What::LocalTee;
    case wabt::Opcode::GlobalGet: return What::GlobalGet;
    case wabt::Opcode::GlobalSet: return What::GlobalSet;
    case wabt::Opcode::I32Const: return What::I32Const;
    case wabt::Opcode::I64Const: return What::I64Const;
    case wabt::Opcode::I64Sub: return What::I64Sub;
    case wabt::Opcode::I64Eqz: return What::I64Eqz;
    case wabt::Opcode::MemoryGrow: return What::MemoryGrow;
    default: break;
  }
  const char* const name = opcode.GetName();
  return std::strstr(name, "f32") != nullptr || std::strstr(name, "f64") != nullptr ? What::Float
                                                                                    : What::Other;
}

class Reader final : public wabt::BinaryReaderNop {
 public:
  explicit Reader(WasmModule& module) : module_(module) {}

  bool OnError(const wabt::Error& error) override {
    if (module_.invalid.empty()) module_.invalid = error.message;
    return true;
  }
  wabt::Result BeginSection(wabt::Index, wabt::BinarySection section, wabt::Offset size) override {
    module_.parts.push_back({wabt::GetSectionName(section), size});
    return wabt::Result::Ok;
  }
  wabt::Result OnFuncType(wabt::Index, wabt::Index parameters, wabt::Type*, wabt::Index count,
                          wabt::Type* results) override {
    WasmFunction shape;
    shape.parameters = parameters;
    for (wabt::Index i = 0; i < count; ++i)
      shape.wide_results.push_back(results[i] == wabt::Type::I64);
    types_.push_back(shape);
    return wabt::Result::Ok;
  }
  wabt::Result OnImport(wabt::Index, wabt::ExternalKind, std::string_view module,
                        std::string_view field) override {
    module_.imports.push_back(std::string(module) + "." + std::string(field));
    return wabt::Result::Ok;
  }
  wabt::Result OnFunction(wabt::Index, wabt::Index type) override {
    module_.functions.push_back(type < types_.size() ? types_[type] : WasmFunction());
    return wabt::Result::Ok;
  }
  wabt::Result OnMemory(wabt::Index, const wabt::Limits* limits) override {
    ++module_.memories;
    module_.least_pages = limits->initial;
    module_.most_pages = limits->max;
    module_.memory_bounded = limits->has_max;
    return wabt::Result::Ok;
  }
  wabt::Result BeginGlobal(wabt::Index, wabt::Type, bool changes) override {
    module_.mutable_globals.push_back(changes);
    return wabt::Result::Ok;
  }
  wabt::Result OnExport(wabt::Index, wabt::ExternalKind kind, wabt::Index index,
                        std::string_view name) override {
    module_.exports.push_back({std::string(name), kind == wabt::ExternalKind::Func,
                               kind == wabt::ExternalKind::Global, index});
    return wabt::Result::Ok;
  }
  wabt::Result OnStartFunction(wabt::Index) override {
    module_.starts = true;
    return wabt::Result::Ok;
  }

  wabt::Result BeginFunctionBody(wabt::Index index, wabt::Offset) override {
    if (!module_.imports.empty() || index >= module_.functions.size()) return wabt::Result::Ok;
    inside_ = &module_.functions[index];
    inside_->offset = static_cast<std::uint32_t>(state->offset);
    return wabt::Result::Ok;
  }
  wabt::Result EndFunctionBody(wabt::Index) override {
    inside_ = nullptr;
    return wabt::Result::Ok;
  }
  wabt::Result OnOpcode(wabt::Opcode opcode) override {
    if (inside_ == nullptr) return wabt::Result::Ok;
    WasmInstruction made;
    made.what = what_of(opcode);
    made.offset = static_cast<std::uint32_t>(state->offset) - 1;
    made.name = opcode.GetName();
    inside_->body.push_back(made);
    return wabt::Result::Ok;
  }
  wabt::Result OnOpcodeIndex(wabt::Index value) override { return named(value); }
  wabt::Result OnOpcodeUint32(std::uint32_t value) override { return named(value); }
  wabt::Result OnOpcodeUint64(std::uint64_t value) override { return named(value); }
  wabt::Result OnBrTableExpr(wabt::Index count, wabt::Index* depths, wabt::Index other) override {
    if (inside_ == nullptr) return wabt::Result::Ok;
    inside_->body.back().depths.assign(depths, depths + count);
    inside_->body.back().depths.push_back(other);
    return wabt::Result::Ok;
  }

  wabt::Result BeginDataSegmentInitExpr(wabt::Index) override {
    placing_ = true;
    return wabt::Result::Ok;
  }
  wabt::Result EndDataSegmentInitExpr(wabt::Index) override {
    placing_ = false;
    return wabt::Result::Ok;
  }
  wabt::Result OnI32ConstExpr(std::uint32_t value) override {
    if (placing_) address_ = value;
    return wabt::Result::Ok;
  }
  wabt::Result OnDataSegmentData(wabt::Index, const void* bytes, wabt::Address size) override {
    const auto* const first = static_cast<const std::uint8_t*>(bytes);
    module_.data.push_back({address_, {first, first + size}});
    return wabt::Result::Ok;
  }

 private:
  wabt::Result named(std::uint64_t value) {
    if (inside_ != nullptr) inside_->body.back().value = value;
    return wabt::Result::Ok;
  }

  WasmModule& module_;
  std::vector<WasmFunction> types_;
  WasmFunction* inside_ = nullptr;
  bool placing_ = false;
  std::uint64_t address_ = 0;
};

}  // namespace

WasmModule read_wasm(const std::uint8_t* bytes, std::size_t size) {
  WasmModule module;
  const wabt::Features features;
  const wabt::ReadBinaryOptions options(features, nullptr, false, true, false);
  Reader reader(module);
  const wabt::Result read = wabt::ReadBinary(bytes, size, &reader, options);
  if (wabt::Failed(read) && module.invalid.empty()) module.invalid = "malformed";
  if (!module.invalid.empty() || !module.imports.empty()) return module;
  // What a type checker has to say, too.
  wabt::Errors errors;
  wabt::interp::ModuleDesc description;
  if (wabt::Failed(wabt::interp::ReadBinaryInterp("", bytes, size, options, &errors, &description)))
    module.invalid = errors.empty() ? "malformed" : errors.front().message;
  return module;
}

}  // namespace phep::inspect
