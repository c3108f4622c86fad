#include "compiler/codegen/kernel.h"

#include "compiler/codegen/shell.h"
#include "compiler/codegen/slices.h"
#include "compiler/decision/measure.h"
#include "compiler/runtime/kernel.h"

#include <algorithm>
#include <cstddef>

// The shell of a column kernel: a loop over groups of rows for each level of x86-64, and the
// function that chooses among them and tells the plan.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds
using runtime::Lane;

namespace {

static_assert(kSliceRows == runtime::kGroupRows);

Lane lane_of(const Slot& slot) {
  switch (slot.kind) {
    case Kind::Bool: return Lane::Bits;
    case Kind::Enum: return Lane::Byte;
    case Kind::Date: return Lane::Word;
    case Kind::Int:
    case Kind::Money: {
      const bool narrow = slot.ranged && slot.lo >= INT32_MIN && slot.hi <= INT32_MAX;
      return narrow ? Lane::Word : Lane::Double;
    }
    default: return Lane::Double;
  }
}

Lane lane_of(const Output& output) {
  switch (output.kind) {
    case Kind::Bool: return Lane::Bits;
    case Kind::Enum:
    case Kind::Date: return Lane::Word;
    default: return Lane::Double;
  }
}

struct Column {
  SlotId slot;
  Lane lane;
};

// What the kernel reads, by slot.
std::vector<Column> columns_of(const Program& program, const Decision& decision) {
  std::vector<Column> columns;
  for (const SlotId id : needed_slots(program, decision)) {
    columns.push_back({id, lane_of(program.slots[id])});
    if (program.slots[id].optional) columns.push_back({id, Lane::Present});
  }
  return columns;
}

std::vector<Lane> results_of(const Decision& decision) {
  std::vector<Lane> lanes;
  for (const Output& output : decision.outputs) {
    lanes.push_back(lane_of(output));
    if (output.present.exists()) lanes.push_back(Lane::Present);
  }
  return lanes;
}

// One level's loop while it is being written.
class KernelLoop {
 public:
  KernelLoop(Emission& emission, const Decision& decision, llvm::Function* function,
             unsigned level);
  void write();

 private:
  llvm::Value* place(llvm::Argument* pointers, std::size_t index, Lane lane);
  void read_column(const Column& column, std::size_t index);
  void write_output(const Output& output, const std::vector<Slice>& regs, std::size_t& index);
  void store(llvm::Value* value, llvm::Value* at);

  Emission& e_;
  const Decision& decision_;
  llvm::Function* function_;
  llvm::BasicBlock* before_;
  llvm::BasicBlock* loop_;
  SliceLowering body_;
  Builder& b_;
  Builder& u_;
  llvm::PHINode* group_ = nullptr;
};

KernelLoop::KernelLoop(Emission& emission, const Decision& decision, llvm::Function* function,
                       unsigned level)
    : e_(emission),
      decision_(decision),
      function_(function),
      before_(llvm::BasicBlock::Create(emission.context(), "", function)),
      loop_(llvm::BasicBlock::Create(emission.context(), "group", function)),
      body_(emission, {function, before_, loop_, level}),
      b_(body_.inside()),
      u_(body_.before()) {}

// Where the group's part of a column is.
llvm::Value* KernelLoop::place(llvm::Argument* pointers, std::size_t index, Lane lane) {
  const std::uint64_t bytes = lane == Lane::Bits || lane == Lane::Present ? kSliceRows / 8
                              : lane == Lane::Byte                        ? kSliceRows
                              : lane == Lane::Word                        ? kSliceRows * 4
                                                                          : kSliceRows * 8;
  llvm::Value* column = u_.CreateLoad(
      u_.getPtrTy(),
      u_.CreateConstInBoundsGEP1_64(u_.getPtrTy(), pointers, static_cast<std::uint64_t>(index)));
  return b_.CreateInBoundsGEP(b_.getInt8Ty(), column, b_.CreateMul(group_, b_.getInt64(bytes)));
}

void KernelLoop::read_column(const Column& column, std::size_t index) {
  llvm::Value* at = place(function_->getArg(0), index, column.lane);
  const Slot& slot = e_.program.slots[column.slot];
  llvm::Value* none = b_.getInt64(0);
  if (column.lane == Lane::Bits || column.lane == Lane::Present) {
    llvm::Value* word = b_.CreateAlignedLoad(b_.getInt64Ty(), at, llvm::Align(1));
    if (column.lane == Lane::Present)
      body_.present[column.slot] = word;
    else
      body_.facts[column.slot] = {.kind = slot.kind, .mask = word, .error = none};
    return;
  }
  const unsigned bits = column.lane == Lane::Byte ? 8 : column.lane == Lane::Word ? 32 : 64;
  llvm::Type* type = llvm::FixedVectorType::get(b_.getIntNTy(bits), body_.piece());
  Slice loaded{.kind = slot.kind, .error = none};
  for (unsigned row = 0; row < kSliceRows; row += body_.piece())
    loaded.lanes.push_back(b_.CreateAlignedLoad(
        type, b_.CreateConstInBoundsGEP1_64(b_.getInt8Ty(), at, std::uint64_t{row} * bits / 8),
        llvm::Align(1)));
  if (slot.kind == Kind::Enum)
    loaded.count = static_cast<std::uint32_t>(e_.program.enums[slot.enumeration].members.size());
  if (slot.kind == Kind::Set)
    loaded = body_.set_of(loaded.lanes, e_.program.enums[slot.enumeration].members.size());
  body_.facts[column.slot] = loaded;
}

void KernelLoop::store(llvm::Value* value, llvm::Value* at) {
  b_.CreateAlignedStore(value, at, llvm::Align(1));
}

void KernelLoop::write_output(const Output& output, const std::vector<Slice>& regs,
                              std::size_t& index) {
  const Slice& value = regs[output.value.index];
  llvm::Value* present = nullptr;
  Slice stored = value;
  llvm::Value* error = value.error;
  if (output.present.exists()) {
    body_.mark_slow(regs[output.present.index].error);
    present = regs[output.present.index].mask;
    error = b_.CreateAnd(present, error);
    stored = body_.select(present, value, body_.zero(value.kind));
  }
  body_.mark_slow(error);
  const Lane lane = lane_of(output);
  llvm::Value* at = place(function_->getArg(1), index++, lane);
  if (lane == Lane::Bits) {
    store(stored.mask, at);
  } else if (output.kind == Kind::Enum) {
    store(b_.CreateZExt(body_.index_bytes(stored),
                        llvm::FixedVectorType::get(b_.getInt32Ty(), kSliceRows)),
          at);
  } else if (output.kind == Kind::Set) {
    const auto size = e_.program.enums[output.enumeration].members.size();
    store(body_.set_words(stored, static_cast<std::uint32_t>(size)), at);
  } else {
    const unsigned bits = lane == Lane::Word ? 32 : 64;
    std::uint64_t offset = 0;
    for (llvm::Value* lanes : body_.lanes_of(stored, bits)) {
      store(lanes, b_.CreateConstInBoundsGEP1_64(b_.getInt8Ty(), at, offset));
      offset += std::uint64_t{body_.piece()} * bits / 8;
    }
  }
  if (present != nullptr) store(present, place(function_->getArg(1), index++, Lane::Present));
}

void KernelLoop::write() {
  group_ = b_.CreatePHI(b_.getInt64Ty(), 2, "group");
  // Both of its values are told at once: a PHI that has but one would be folded to it.
  auto* next = llvm::BinaryOperator::CreateAdd(group_, b_.getInt64(1), "next", loop_);
  group_->addIncoming(b_.getInt64(0), before_);
  group_->addIncoming(next, loop_);
  llvm::Argument* options = function_->getArg(2);
  const auto option = [&](llvm::Type* type, std::size_t offset) {
    return u_.CreateLoad(type, u_.CreateConstInBoundsGEP1_64(u_.getInt8Ty(), options, offset));
  };
  body_.as_of = option(u_.getInt64Ty(), offsetof(runtime::KernelOptions, as_of));
  body_.law_date = option(u_.getInt64Ty(), offsetof(runtime::KernelOptions, law_date));
  body_.readings = option(u_.getPtrTy(), offsetof(runtime::KernelOptions, readings));
  const std::vector<Column> columns = columns_of(e_.program, decision_);
  for (std::size_t i = 0; i < columns.size(); ++i) read_column(columns[i], i);

  const std::vector<Slice> parameters = {body_.as_of_day(decision_.zone_minutes)};
  const std::vector<Slice> regs = body_.run(decision_.entry, parameters);
  std::size_t index = 0;
  for (const Output& output : decision_.outputs) write_output(output, regs, index);

  llvm::Value* slow = b_.CreateInBoundsGEP(b_.getInt64Ty(), function_->getArg(3), group_);
  b_.CreateStore(b_.CreateOr(b_.CreateLoad(b_.getInt64Ty(), slow), body_.slow()), slow);
  llvm::BasicBlock* done = llvm::BasicBlock::Create(e_.context(), "done", function_);
  b_.CreateCondBr(b_.CreateICmpULT(next, function_->getArg(4)), loop_, done);
  u_.CreateBr(loop_);
  b_.SetInsertPoint(done);
  b_.CreateRetVoid();
}

llvm::Function* level_function(Emission& emission, const Decision& decision, unsigned level) {
  llvm::LLVMContext& context = emission.context();
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  llvm::Function* made = llvm::Function::Create(
      llvm::FunctionType::get(llvm::Type::getVoidTy(context),
                              {pointer, pointer, pointer, pointer, llvm::Type::getInt64Ty(context)},
                              false),
      llvm::GlobalValue::InternalLinkage,
      decision.export_name + "_columns_v" + std::to_string(level), emission.module);
  made->setDoesNotThrow();
  made->addFnAttr(llvm::Attribute::NoInline);
  for (unsigned i = 0; i < 4; ++i) made->addParamAttr(i, llvm::Attribute::NoAlias);
  if (level > 2) {
    made->addFnAttr("target-cpu", "x86-64-v" + std::to_string(level));
    made->addFnAttr("target-features", "-lzcnt");  // nobody asked the processor for it
  }
  KernelLoop(emission, decision, made, level).write();
  return made;
}

// The number of a slot in the image: there they stand in the order of the program.
std::vector<std::uint32_t> plan_words(const Emission& emission, const Decision& decision) {
  const std::vector<Column> columns = columns_of(emission.program, decision);
  const std::vector<Lane> results = results_of(decision);
  std::vector<std::uint32_t> words = {static_cast<std::uint32_t>(columns.size()),
                                      static_cast<std::uint32_t>(results.size())};
  for (const Column& column : columns) {
    words.push_back(column.slot.index);
    words.push_back(static_cast<std::uint32_t>(column.lane));
  }
  for (const Lane lane : results) words.push_back(static_cast<std::uint32_t>(lane));
  for (const std::vector<SlotId>& slots : slots_of_outputs(emission.program, decision)) {
    std::vector<std::uint32_t> hangs((columns.size() + 31) / 32);
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (std::ranges::binary_search(slots, columns[i].slot)) hangs[i / 32] |= 1U << (i % 32);
    words.insert(words.end(), hangs.begin(), hangs.end());
  }
  return words;
}

}  // namespace

bool has_kernel(const Program& program, const Decision& decision) {
  return rows_because(program, decision).empty();
}

// const KernelPlan* NAME_columns(level, inputs, results, options, slow, groups)
llvm::Function* lower_kernel(Emission& emission, const Decision& decision) {
  if (!has_kernel(emission.program, decision)) return nullptr;
  llvm::LLVMContext& context = emission.context();
  Builder b(context, llvm::InstSimplifyFolder(emission.module.getDataLayout()));
  const std::vector<std::uint32_t> plan_of = plan_words(emission, decision);
  llvm::Constant* words =
      llvm::ConstantDataArray::get(context, llvm::ArrayRef<std::uint32_t>(plan_of));
  auto* plan = new llvm::GlobalVariable(emission.module, words->getType(), true,
                                        llvm::GlobalValue::InternalLinkage, words, "columns.plan");
  llvm::Function* made = llvm::Function::Create(
      llvm::FunctionType::get(
          b.getPtrTy(),
          {b.getInt32Ty(), b.getPtrTy(), b.getPtrTy(), b.getPtrTy(), b.getPtrTy(), b.getInt64Ty()},
          false),
      llvm::GlobalValue::ExternalLinkage, kernel_name(decision), emission.module);
  made->setDoesNotThrow();
  llvm::BasicBlock* entry = llvm::BasicBlock::Create(context, "", made);
  llvm::BasicBlock* run = llvm::BasicBlock::Create(context, "run", made);
  llvm::BasicBlock* done = llvm::BasicBlock::Create(context, "done", made);
  b.SetInsertPoint(done);
  b.CreateRet(plan);
  b.SetInsertPoint(entry);
  b.CreateCondBr(b.CreateIsNull(made->getArg(5)), done, run);
  llvm::SwitchInst* choice = nullptr;
  for (const unsigned level : {2U, 3U, 4U}) {
    llvm::BasicBlock* block = llvm::BasicBlock::Create(context, "", made);
    if (choice == nullptr) {
      b.SetInsertPoint(run);
      choice = b.CreateSwitch(made->getArg(0), block);
    } else {
      choice->addCase(b.getInt32(level), block);
    }
    b.SetInsertPoint(block);
    llvm::CallInst* call = b.CreateCall(
        level_function(emission, decision, level),
        {made->getArg(1), made->getArg(2), made->getArg(3), made->getArg(4), made->getArg(5)});
    call->setDoesNotThrow();
    b.CreateBr(done);
  }
  return made;
}

std::string kernel_name(const Decision& decision) {
  return decision.export_name + "_columns";
}

}  // namespace phep::codegen
