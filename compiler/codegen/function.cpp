#include "compiler/codegen/function.h"

#include "compiler/codegen/debug_lines.h"
#include "compiler/codegen/waiting.h"
#include "compiler/decision/operands.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"

#include <algorithm>
#include <cstddef>

namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

Kind kind_of(const Function& function, Reg reg) {
  if (reg.index < function.parameters.size()) return function.parameters[reg.index].kind;
  return function.insts[reg.index - function.parameters.size()].kind;
}

}  // namespace

llvm::Function* declare(Emission& emission, FunctionId id) {
  llvm::Function*& made = emission.functions[id.index];
  if (made != nullptr) return made;
  llvm::LLVMContext& context = emission.context();
  const Function& source = emission.program.functions[id];
  const Kind result = kind_of(source, source.result);
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  std::vector<llvm::Type*> parameters = {pointer, pointer};
  if (result == Kind::Norm) parameters.push_back(pointer);
  for (const Parameter& parameter : source.parameters)
    append_types(context, parameter.kind, parameters);
  llvm::Type* returned = llvm::Type::getInt1Ty(context);
  if (result != Kind::Norm) {
    std::vector<llvm::Type*> fields;
    append_types(context, result, fields);
    returned = llvm::StructType::get(context, fields);
  }
  made = llvm::Function::Create(llvm::FunctionType::get(returned, parameters, false),
                                llvm::GlobalValue::InternalLinkage,
                                source.symbol + "." + std::to_string(id.index), emission.module);
  made->setDoesNotThrow();
  made->setDSOLocal(true);
  if (emission.debug != nullptr) emission.debug->describe(made, source.symbol);
  for (unsigned i = 0; i < 2; ++i) made->addParamAttr(i, llvm::Attribute::NoAlias);
  made->addParamAttr(0, llvm::Attribute::ReadOnly);
  if (result == Kind::Norm) made->addParamAttr(2, llvm::Attribute::NoAlias);
  return made;
}

FunctionLowering::FunctionLowering(Emission& emission, const Function& source, Place place,
                                   llvm::Value* record)
    : e_(emission),
      source_(source),
      place_(place),
      record_(record),
      b_(emission.context(), llvm::InstSimplifyFolder(emission.module.getDataLayout())),
      giant_(is_giant(source)) {
  records_.resize(source.parameters.size() + source.insts.size());
  b_.SetCurrentDebugLocation(DebugLines::start(place.function));
  if (record != nullptr) place_record(source.result, record);
}

void FunctionLowering::run(llvm::BasicBlock* block, std::span<const Value> parameters) {
  b_.SetInsertPoint(block);
  regs_.assign(parameters.begin(), parameters.end());
  PHEP_CHECK(parameters.size() == source_.parameters.size(), "a call gives every parameter");
  regs_.resize(source_.parameters.size() + source_.insts.size());
  if (e_.debug != nullptr) lines_ = e_.debug->of(place_.function, e_.program, source_);
  waits_ = waiting_in(e_.program, source_);
  for (std::size_t i = 0; i < source_.insts.size(); ++i)
    if (!waits_[i]) lower_inst(i);
  b_.SetCurrentDebugLocation(DebugLines::start(place_.function));
}

void FunctionLowering::lower_inst(std::size_t i) {
  const Inst& inst = source_.insts[i];
  breathe();
  const auto reg = static_cast<std::uint32_t>(source_.parameters.size() + i);
  current_ = Reg{reg};
  if (!lines_.empty()) b_.SetCurrentDebugLocation(lines_[i]);
  Value made = std::visit([&](const auto& node) { return lower(node, inst.kind); }, inst.node);
  regs_[reg] = std::move(made);
}

// Without recursion: a chain of conditions may be long.
void FunctionLowering::demand(Reg reg) {
  const auto parameters = static_cast<std::uint32_t>(source_.parameters.size());
  const auto is_missing = [&](Reg one) {
    return one.exists() && one.index >= parameters && regs_[one.index].lo == nullptr;
  };
  std::vector<Reg> open;
  if (is_missing(reg)) open.push_back(reg);
  while (!open.empty()) {
    const Reg next = open.back();
    const std::size_t before = open.size();
    const std::size_t i = next.index - parameters;
    each_operand(source_.insts[i], [&](const Reg& operand) {
      if (is_missing(operand)) open.push_back(operand);
    });
    if (open.size() != before) continue;
    open.pop_back();
    if (is_missing(next)) lower_inst(i);
  }
}

bool is_giant(const Function& function) {
  constexpr std::size_t kManyInstructions = 1500;
  constexpr std::size_t kManyCases = 160;
  if (function.insts.size() > kManyInstructions) return true;
  return std::ranges::any_of(function.insts, [](const Inst& inst) {
    const auto* choose = std::get_if<ChooseInst>(&inst.node);
    return choose != nullptr && choose->nodes.size() > kManyCases;
  });
}

void FunctionLowering::breathe() {
  constexpr unsigned kStepsPerBlock = 32;
  if (!giant_ || ++since_break_ < kStepsPerBlock) return;
  since_break_ = 0;
  llvm::BasicBlock* next = llvm::BasicBlock::Create(e_.context(), "", place_.function);
  b_.CreateBr(next);
  b_.SetInsertPoint(next);
}

const Value& FunctionLowering::value(Reg reg) const {
  PHEP_CHECK(reg.index < regs_.size() && regs_[reg.index].lo != nullptr,
             "a register is used after it is made");
  return regs_[reg.index];
}

void FunctionLowering::place_record(Reg reg, llvm::Value* record) {
  PHEP_CHECK(reg.index < records_.size(), "a register of this function");
  records_[reg.index] = record;
}

llvm::Value* FunctionLowering::frame_field(FrameField field) {
  return b_.CreateStructGEP(e_.frame, place_.frame, field);
}

void FunctionLowering::mark_slow(llvm::Value* condition) {
  leave(condition, runtime::kAllLeft);
}

void FunctionLowering::leave(llvm::Value* condition, runtime::Left what) {
  if (is_never(condition)) return;
  llvm::Value* at = frame_field(kFrameSlow);
  llvm::Value* more = b_.CreateSelect(condition, b_.getInt8(what), b_.getInt8(0));
  b_.CreateStore(b_.CreateOr(b_.CreateLoad(b_.getInt8Ty(), at), more), at);
}

llvm::Value* FunctionLowering::slow() {
  llvm::Value* so_far = b_.CreateLoad(b_.getInt8Ty(), frame_field(kFrameSlow));
  return b_.CreateIsNotNull(b_.CreateAnd(so_far, b_.getInt8(runtime::kAllLeft)));
}

llvm::Value* FunctionLowering::left() {
  llvm::Value* so_far = b_.CreateLoad(b_.getInt8Ty(), frame_field(kFrameSlow));
  return b_.CreateZExt(b_.CreateSelect(slow(), b_.getInt8(runtime::kAllLeft), so_far),
                       b_.getInt32Ty());
}

// A record that the interpreter is to write.
void FunctionLowering::leave_open(const Value& norm) {
  if (is_never(norm.error)) return;
  llvm::Value* at = address(norm.lo, offsetof(phep_norm, status));
  llvm::Value* status = b_.CreateLoad(b_.getInt32Ty(), at);
  llvm::Value* open = i32(static_cast<std::uint32_t>(runtime::kLeftOpen));
  b_.CreateStore(b_.CreateSelect(norm.error, open, status), at);
  leave(norm.error, runtime::kNormsLeft);
}

llvm::Value* FunctionLowering::address(llvm::Value* base, std::uint32_t offset) {
  return offset == 0 ? base : b_.CreateConstInBoundsGEP1_32(b_.getInt8Ty(), base, offset);
}

llvm::Value* FunctionLowering::element(StructId structure, llvm::Value* index) {
  const Struct& shape = e_.program.structs[structure];
  const Struct& owner = e_.program.structs[e_.program.slots[shape.list_slot].structure];
  // An index is i for a list of the root struct, and (index of the owner) << 16 | i inside an
  // element.
  llvm::Value* owner_index = owner.root ? nullptr : b_.CreateLShr(index, 16);
  llvm::Value* own_index = owner.root ? index : b_.CreateAnd(index, i64(0xFFFF));
  llvm::Value* header = list_header(shape.list_slot, owner_index);
  llvm::Value* items = b_.CreateLoad(b_.getPtrTy(), header);
  return b_.CreateInBoundsGEP(b_.getInt8Ty(), items, b_.CreateMul(own_index, i64(shape.size)));
}

llvm::Value* FunctionLowering::list_header(SlotId list, llvm::Value* index) {
  const Slot& slot = e_.program.slots[list];
  const Struct& owner = e_.program.structs[slot.structure];
  return address(owner.root ? place_.facts : element(slot.structure, index), slot.offset);
}

Value FunctionLowering::load_field(const Slot& slot, llvm::Value* base) {
  llvm::Value* at = address(base, slot.offset);
  switch (slot.kind) {
    case Kind::Bool: return make(Kind::Bool, b_.CreateIsNotNull(b_.CreateLoad(b_.getInt8Ty(), at)));
    case Kind::Enum:
    case Kind::Date:
      return make(slot.kind, b_.CreateSExt(b_.CreateLoad(b_.getInt32Ty(), at), b_.getInt64Ty()));
    case Kind::Int:
    case Kind::Money:
    case Kind::Instant:
    case Kind::Set: return make(slot.kind, b_.CreateLoad(b_.getInt64Ty(), at));
    case Kind::Decimal:
    case Kind::Amount:
      return make(slot.kind, from_words(b_.CreateLoad(b_.getInt64Ty(), at),
                                        b_.CreateLoad(b_.getInt64Ty(), address(at, 8))));
    case Kind::Duration:
      return make(slot.kind, b_.CreateLoad(b_.getInt64Ty(), at), nullptr,
                  b_.CreateLoad(b_.getInt64Ty(), address(at, 8)));
    case Kind::Text:
      return make(slot.kind, b_.CreateLoad(b_.getPtrTy(), at), nullptr,
                  b_.CreateZExt(b_.CreateLoad(b_.getInt32Ty(), address(at, 8)), b_.getInt64Ty()));
    case Kind::Norm: PHEP_UNREACHABLE();
  }
  PHEP_UNREACHABLE();
}

// The index lives on the stack: a PHI that does not yet know its second value would be folded to
// its first.
FunctionLowering::Loop FunctionLowering::begin_loop(llvm::Value* length) {
  llvm::LLVMContext& context = e_.context();
  Loop loop{llvm::BasicBlock::Create(context, "each", place_.function),
            llvm::BasicBlock::Create(context, "done", place_.function),
            scratch(b_.getInt64Ty(), "index"), nullptr, length};
  b_.CreateStore(i64(0), loop.slot);
  b_.CreateCondBr(b_.CreateIsNull(length), loop.done, loop.head);
  b_.SetInsertPoint(loop.head);
  loop.index = b_.CreateLoad(b_.getInt64Ty(), loop.slot);
  return loop;
}

void FunctionLowering::end_loop(const Loop& loop) {
  llvm::Value* next = b_.CreateAdd(loop.index, i64(1));
  b_.CreateStore(next, loop.slot);
  b_.CreateCondBr(b_.CreateICmpULT(next, loop.length), loop.head, loop.done);
  b_.SetInsertPoint(loop.done);
}

Value FunctionLowering::call(FunctionId callee, std::span<const Value> arguments,
                             llvm::Value* record) {
  const Function& target = e_.program.functions[callee];
  const Kind kind = kind_of(target, target.result);
  std::vector<llvm::Value*> values = {place_.facts, place_.frame};
  if (kind == Kind::Norm) values.push_back(record);
  PHEP_CHECK(arguments.size() == target.parameters.size(), "a call gives every parameter");
  for (const Value& argument : arguments) {
    values.push_back(argument.lo);
    if (has_hi(argument.kind)) values.push_back(argument.hi);
    values.push_back(argument.error);
  }
  llvm::CallInst* result = b_.CreateCall(declare(e_, callee), values);
  result->setDoesNotThrow();
  if (kind == Kind::Norm) {
    Value norm = make(kind, record, result);
    norm.norm = norm_of(e_.program, callee);
    return norm;
  }
  llvm::Value* hi = has_hi(kind) ? b_.CreateExtractValue(result, 1) : nullptr;
  return make(kind, b_.CreateExtractValue(result, 0),
              b_.CreateExtractValue(result, has_hi(kind) ? 2 : 1), hi);
}

Value FunctionLowering::lower(const CallInst& inst, Kind kind) {
  std::vector<Value> arguments;
  for (const Reg reg : inst.args) arguments.push_back(value(reg));
  llvm::Value* record =
      kind == Kind::Norm ? record_for(current_, norm_of(e_.program, inst.function)) : nullptr;
  const Value called = call(inst.function, arguments, record);
  if (kind == Kind::Norm && !is_placed(current_)) mark_slow(called.error);
  return called;
}

NormId norm_of(const Program& program, FunctionId id) {
  const Function* function = &program.functions[id];
  for (;;) {
    PHEP_CHECK(function->result.index >= function->parameters.size(), "no parameter is a norm");
    const Inst& made = function->insts[function->result.index - function->parameters.size()];
    if (const auto* norm = std::get_if<NormInst>(&made.node)) return norm->norm;
    const auto* call = std::get_if<CallInst>(&made.node);
    PHEP_CHECK(call != nullptr, "a norm comes from its table or from a call");
    function = &program.functions[call->function];
  }
}

// A function's place in the module: facts, frame, the record of a norm, then the parameters.
void define(Emission& emission, FunctionId id) {
  const Function& source = emission.program.functions[id];
  llvm::Function* function = declare(emission, id);
  const bool norm = kind_of(source, source.result) == Kind::Norm;
  FunctionLowering lowering(emission, source, {function, function->getArg(0), function->getArg(1)},
                            norm ? function->getArg(2) : nullptr);
  std::vector<Value> parameters;
  unsigned next = norm ? 3 : 2;
  for (const Parameter& parameter : source.parameters) {
    Value value{parameter.kind, function->getArg(next++), nullptr, nullptr, {}};
    if (has_hi(parameter.kind)) value.hi = function->getArg(next++);
    value.error = function->getArg(next++);
    parameters.push_back(value);
  }
  lowering.run(llvm::BasicBlock::Create(emission.context(), "", function), parameters);
  Builder& b = lowering.builder();
  const Value& result = lowering.value(source.result);
  lowering.keep_marks();
  if (norm) {
    b.CreateRet(result.error);
    return;
  }
  llvm::Value* returned = llvm::PoisonValue::get(function->getReturnType());
  unsigned field = 0;
  returned = b.CreateInsertValue(returned, result.lo, field++);
  if (has_hi(result.kind)) returned = b.CreateInsertValue(returned, result.hi, field++);
  b.CreateRet(b.CreateInsertValue(returned, result.error, field));
}

}  // namespace phep::codegen
