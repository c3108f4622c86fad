#include "compiler/codegen/debug_lines.h"
#include "compiler/codegen/function.h"
#include "compiler/codegen/shell.h"
#include "compiler/decision/measure.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"

#include <llvm/IR/MDBuilder.h>

#include <bit>
#include <cstddef>
#include <map>
#include <optional>

// What stands around a decision's entry function: facts are looked at, readings are chosen, the
// answer is written; where something is for the interpreter, it returns 1.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

// Beyond this many unknown leaves the call ends in PHEP_LIMIT, so where facts may have more, all
// must be known.
constexpr std::uint64_t kLeavesAlwaysAllowed = PHEP_MAX_LEAVES;

// The clean path of one decision while it is being written.
class CleanPath {
 public:
  CleanPath(Emission& emission, const Decision& decision);
  void write();

 private:
  void check_known(const Struct& structure, llvm::Value* base);
  void check_values(const Struct& structure, llvm::Value* base);
  void check_elements(const Slot& list, llvm::Value* base);
  static bool zero_passes(const Slot& slot);
  [[nodiscard]] std::optional<unsigned> bits_of(const Slot& slot) const;
  llvm::Value* is_bad(const Slot& slot, const Value& value);
  llvm::Value* is_bad_list(const Slot& slot, llvm::Value* at);
  llvm::Value* holds_value(const Struct& structure, const Slot& slot, llvm::Value* base);
  void open_frame();
  void fill_readings();
  void leave_if(llvm::Value* condition);
  void close_frame();
  llvm::Value* outside(llvm::Value* value, std::int64_t lo, std::int64_t hi);

  Emission& e_;
  const Decision& decision_;
  const runtime::Decision& where_;
  llvm::Function* function_;
  FunctionLowering body_;
  Builder& b_;
  std::vector<bool> needed_;  // by slot
  llvm::BasicBlock* slow_;
  llvm::Value* facts_;
  llvm::Value* options_;
  llvm::Value* result_;
};

llvm::Function* clean_function(Emission& emission, const Decision& decision) {
  llvm::Type* pointer = llvm::PointerType::getUnqual(emission.context());
  llvm::Function* made =
      shell(emission, clean_name(decision), std::vector<llvm::Type*>(4, pointer));
  made->setVisibility(llvm::GlobalValue::HiddenVisibility);
  made->setDSOLocal(true);
  if (emission.debug != nullptr) emission.debug->describe(made, decision.name);
  for (unsigned i = 0; i < 4; ++i) made->addParamAttr(i, llvm::Attribute::NoAlias);
  made->addParamAttr(0, llvm::Attribute::ReadOnly);
  made->addParamAttr(1, llvm::Attribute::ReadOnly);
  return made;
}

// The slots that the decision reads, and the lists around them: an element is there only if its
// list is.
std::vector<bool> slots_to_know(const Program& program, const Decision& decision) {
  std::vector<bool> known(program.slots.size(), false);
  for (SlotId slot : needed_slots(program, decision)) {
    while (slot.exists() && !known[slot.index]) {
      known[slot.index] = true;
      slot = program.structs[program.slots[slot].structure].list_slot;
    }
  }
  return known;
}

CleanPath::CleanPath(Emission& emission, const Decision& decision)
    : e_(emission),
      decision_(decision),
      where_(image_decision(emission, decision)),
      function_(clean_function(emission, decision)),
      body_(emission, emission.program.functions[decision.entry],
            {function_, function_->getArg(0), nullptr}, nullptr),
      b_(body_.builder()),
      needed_(slots_to_know(emission.program, decision)),
      slow_(nullptr),
      facts_(function_->getArg(0)),
      options_(function_->getArg(1)),
      result_(function_->getArg(2)) {
  std::uint64_t leaves = 0;
  const auto add = [&](const Struct& structure, std::uint64_t copies) {
    leaves += copies * 2 * structure.slots.size();
  };
  const Struct& root = e_.program.structs[decision.facts];
  add(root, 1);
  for (const SlotId list : decision.lists) {
    const Slot& slot = e_.program.slots[list];
    const bool nested = !e_.program.structs[slot.structure].root;
    add(e_.program.structs[slot.element],
        nested ? kLeavesAlwaysAllowed : static_cast<std::uint64_t>(slot.hi));
  }
  if (leaves <= kLeavesAlwaysAllowed) return;
  const auto need = [&](const Struct& structure) {
    for (const SlotId slot : structure.slots) needed_[slot.index] = true;
  };
  need(root);
  for (const SlotId list : decision.lists) need(e_.program.structs[e_.program.slots[list].element]);
}

void CleanPath::write() {
  llvm::LLVMContext& context = e_.context();
  llvm::BasicBlock* entry = llvm::BasicBlock::Create(context, "", function_);
  slow_ = llvm::BasicBlock::Create(context, "slow", function_);
  b_.SetInsertPoint(slow_);
  b_.CreateRet(b_.getInt32(1));
  b_.SetInsertPoint(entry);
  body_.set_frame(b_.CreateAlloca(e_.frame, nullptr, "frame"));

  const Struct& root = e_.program.structs[decision_.facts];
  check_known(root, facts_);
  if (is_giant(e_.program.functions[decision_.entry])) {
    function_->addFnAttr(llvm::Attribute::OptimizeNone);
    function_->addFnAttr(llvm::Attribute::NoInline);
  }
  open_frame();
  check_values(root, facts_);
  leave_if(body_.slow());
  for (const SlotId id : root.slots) {
    const Slot& slot = e_.program.slots[id];
    if (slot.is_list) check_elements(slot, facts_);
  }
  leave_if(body_.slow());
  fill_readings();

  const Value today = body_.as_of_day(decision_.zone_minutes);
  for (const NormOutput& norm : decision_.norms) {
    if (!norm.function.exists())
      body_.place_record(norm.value, body_.address(result_, norm_offset(e_, where_, norm)));
  }
  const std::vector<Value> parameters = {today};
  body_.run(b_.GetInsertBlock(), parameters);
  for (const Output& output : decision_.outputs) {
    body_.write_output(body_.address(result_, output_offset(e_, where_, output)), output);
  }
  for (const NormOutput& norm : decision_.norms) {
    if (!norm.function.exists()) {
      body_.leave_open(body_.value(norm.value));
    } else {
      body_.write_norm_array(body_.address(result_, norm_offset(e_, where_, norm)), norm, today.lo);
    }
  }
  close_frame();
}

// One mask test a word: every needed leaf is known.
void CleanPath::check_known(const Struct& structure, llvm::Value* base) {
  llvm::Value* unknown = b_.getInt64(0);
  for (std::uint32_t word = 0; word < structure.words; ++word) {
    std::uint64_t mask = 0;
    for (const SlotId id : structure.slots) {
      const Slot& slot = e_.program.slots[id];
      if (needed_[id.index] && slot.bit / 64 == word) mask |= std::uint64_t{1} << (slot.bit % 64);
    }
    if (mask == 0) continue;
    llvm::Value* known =
        b_.CreateLoad(b_.getInt64Ty(), body_.address(base, (structure.root ? 8 : 0) + word * 8));
    unknown = b_.CreateOr(unknown, b_.CreateAnd(b_.CreateNot(known), b_.getInt64(mask)));
  }
  leave_if(b_.CreateIsNotNull(unknown));
}

// The checks of the runtime's own reader of typed facts: branch-free. A value that is unknown or
// null need not be looked at, but mostly is zero and passes: where zero is a value of the type, the
// bits are not asked, and a stray value there merely leaves the case to the slow path, which does.
// Values of which there are a power of two are put together, and only the bits beyond are asked.
void CleanPath::check_values(const Struct& structure, llvm::Value* base) {
  llvm::Value* bad = b_.getFalse();
  std::map<unsigned, llvm::Value*> together;  // by how many bits a value has
  for (const SlotId id : structure.slots) {
    const Slot& slot = e_.program.slots[id];
    llvm::Value* at = body_.address(base, slot.offset);
    if (const auto bits = bits_of(slot)) {
      llvm::Value* value =
          slot.kind == Kind::Bool
              ? b_.CreateZExt(b_.CreateLoad(b_.getInt8Ty(), at), b_.getInt64Ty())
              : b_.CreateSub(body_.load_field(slot, base).lo,
                             b_.getInt64(slot.ranged ? static_cast<std::uint64_t>(slot.lo) : 0));
      llvm::Value*& all = together.try_emplace(*bits, b_.getInt64(0)).first->second;
      all = b_.CreateOr(all, value);
      continue;
    }
    llvm::Value* wrong =
        slot.is_list ? is_bad_list(slot, at) : is_bad(slot, body_.load_field(slot, base));
    if (wrong == nullptr) continue;
    if (!zero_passes(slot)) wrong = b_.CreateAnd(holds_value(structure, slot, base), wrong);
    bad = b_.CreateOr(bad, wrong);
  }
  for (const auto& [bits, all] : together)
    bad = b_.CreateOr(bad, b_.CreateIsNotNull(b_.CreateLShr(all, bits)));
  body_.mark_slow(bad);
}

bool CleanPath::zero_passes(const Slot& slot) {
  return !slot.is_list && (!slot.ranged || (slot.lo <= 0 && slot.hi >= 0));
}

// How many bits count from the least value to the greatest, where every count of that many is a
// value, and the value that stands for nothing is one.
std::optional<unsigned> CleanPath::bits_of(const Slot& slot) const {
  if (!zero_passes(slot)) return std::nullopt;
  std::uint64_t most = 0;
  if (slot.kind == Kind::Bool)
    most = 1;
  else if (slot.kind == Kind::Enum && !slot.ranged)
    most = e_.program.enums[slot.enumeration].members.size() - 1;
  else if ((slot.kind == Kind::Int || slot.kind == Kind::Money) && slot.ranged)
    most = static_cast<std::uint64_t>(slot.hi) - static_cast<std::uint64_t>(slot.lo);
  else
    return std::nullopt;
  if (!std::has_single_bit(most + 1)) return std::nullopt;
  return static_cast<unsigned>(std::countr_zero(most + 1));
}

llvm::Value* CleanPath::is_bad_list(const Slot& slot, llvm::Value* at) {
  llvm::Value* length =
      b_.CreateLoad(b_.getInt32Ty(), body_.address(at, offsetof(phep_list, length)));
  llvm::Value* lost =
      b_.CreateAnd(b_.CreateIsNull(b_.CreateLoad(b_.getPtrTy(), at)), b_.CreateIsNotNull(length));
  return b_.CreateOr(lost,
                     b_.CreateICmpUGT(length, b_.getInt32(static_cast<std::uint32_t>(slot.hi))));
}

// The elements of one list, and of the lists inside them: what is needed is known, what is there is
// in range.
void CleanPath::check_elements(const Slot& list, llvm::Value* base) {
  const Struct& owner = e_.program.structs[list.structure];
  const Struct& element = e_.program.structs[list.element];
  llvm::Value* at = body_.address(base, list.offset);
  llvm::Value* length =
      b_.CreateZExt(b_.CreateLoad(b_.getInt32Ty(), body_.address(at, offsetof(phep_list, length))),
                    b_.getInt64Ty());
  length = b_.CreateSelect(holds_value(owner, list, base), length, b_.getInt64(0));
  llvm::Value* items = b_.CreateLoad(b_.getPtrTy(), at);
  const FunctionLowering::Loop loop = body_.begin_loop(length);
  llvm::Value* item = b_.CreateInBoundsGEP(b_.getInt8Ty(), items,
                                           b_.CreateMul(loop.index, b_.getInt64(element.size)));
  check_known(element, item);
  check_values(element, item);
  for (const SlotId id : element.slots) {
    const Slot& slot = e_.program.slots[id];
    if (!slot.is_list) continue;
    leave_if(body_.slow());  // a bad length must not be walked
    check_elements(slot, item);
  }
  body_.end_loop(loop);
}

// Whether the typed value is out of its type, or null where any bits will do.
llvm::Value* CleanPath::is_bad(const Slot& slot, const Value& value) {
  llvm::Value* bad = nullptr;
  const auto also = [&](llvm::Value* condition) {
    bad = bad == nullptr ? condition : b_.CreateOr(bad, condition);
  };
  const auto members = [&] {
    return static_cast<std::uint64_t>(e_.program.enums[slot.enumeration].members.size());
  };
  switch (slot.kind) {
    case Kind::Bool: break;  // put together
    case Kind::Enum: also(b_.CreateICmpUGE(value.lo, b_.getInt64(members()))); break;
    case Kind::Set:
      if (members() < 64) also(b_.CreateIsNotNull(b_.CreateLShr(value.lo, members())));
      break;
    case Kind::Date: also(outside(value.lo, runtime::kFirstDate, runtime::kLastDate)); break;
    case Kind::Instant:
      also(outside(value.lo, runtime::kFirstInstant, runtime::kLastInstant));
      break;
    case Kind::Decimal:
    case Kind::Amount: {
      const llvm::APInt limit(128, "100000000000000000000000000000000000000", 10);
      also(b_.CreateICmpSGE(value.lo, llvm::ConstantInt::get(e_.context(), limit)));
      also(b_.CreateICmpSLE(value.lo, llvm::ConstantInt::get(e_.context(), -limit)));
      break;
    }
    case Kind::Duration:
      also(b_.CreateICmpUGT(value.hi, b_.getInt64(static_cast<std::uint64_t>(Unit::Years))));
      break;
    case Kind::Text:
      also(b_.CreateAnd(b_.CreateIsNull(value.lo), b_.CreateIsNotNull(value.hi)));
      break;
    case Kind::Int:
    case Kind::Money: break;
    case Kind::Norm: PHEP_UNREACHABLE();
  }
  if (slot.ranged && !is_wide(slot.kind)) also(outside(value.lo, slot.lo, slot.hi));
  return bad;
}

// Whether the slot is known and not null.
llvm::Value* CleanPath::holds_value(const Struct& structure, const Slot& slot, llvm::Value* base) {
  const std::uint32_t head = structure.root ? 8 : 0;
  llvm::Value* known =
      b_.CreateLoad(b_.getInt64Ty(), body_.address(base, head + slot.bit / 64 * 8));
  llvm::Value* holds = b_.CreateTrunc(b_.CreateLShr(known, slot.bit % 64), b_.getInt1Ty());
  if (!slot.optional) return holds;
  llvm::Value* present = b_.CreateLoad(
      b_.getInt64Ty(), body_.address(base, head + structure.words * 8 + slot.bit / 64 * 8));
  return b_.CreateAnd(holds, b_.CreateTrunc(b_.CreateLShr(present, slot.bit % 64), b_.getInt1Ty()));
}

void CleanPath::open_frame() {
  const auto option = [&](std::size_t offset) {
    return body_.address(options_, static_cast<std::uint32_t>(offset));
  };
  b_.CreateStore(b_.CreateLoad(b_.getInt64Ty(), option(offsetof(phep_options, as_of))),
                 body_.frame_field(kFrameAsOf));
  llvm::Value* law_date = b_.CreateLoad(b_.getInt32Ty(), option(offsetof(phep_options, law_date)));
  b_.CreateStore(b_.CreateSExt(law_date, b_.getInt64Ty()), body_.frame_field(kFrameLawDate));
  b_.CreateStore(b_.getInt64(static_cast<std::uint64_t>(std::int64_t{decision_.zone_minutes})),
                 body_.frame_field(kFrameZone));
  b_.CreateStore(b_.getInt8(0), body_.frame_field(kFrameSlow));
  b_.CreateStore(function_->getArg(3), body_.frame_field(kFrameArena));
  body_.clear_marks(where_.certificate_words);
}

// Defaults, or what the caller chose. The runtime writes to memory of its own: were the frame's
// address given away, every later call would seem to change the frame.
void CleanPath::fill_readings() {
  if (e_.program.readings.empty()) return;
  llvm::LLVMContext& context = e_.context();
  const auto size = static_cast<std::uint32_t>(4 * e_.program.readings.size());
  llvm::Value* chosen_readings = body_.scratch_bytes(size);
  llvm::Value* readings = body_.frame_field(kFrameReadings);
  std::uint32_t at = 0;
  for (const Reading& reading : e_.program.readings) {
    b_.CreateStore(b_.getInt32(reading.fallback), body_.address(readings, at));
    at += 4;
  }
  llvm::Value* count = b_.CreateLoad(
      b_.getInt32Ty(), body_.address(options_, offsetof(phep_options, reading_count)));
  llvm::BasicBlock* chosen = llvm::BasicBlock::Create(context, "chosen", function_);
  llvm::BasicBlock* taken = llvm::BasicBlock::Create(context, "taken", function_);
  llvm::BasicBlock* go_on = llvm::BasicBlock::Create(context, "", function_);
  b_.CreateCondBr(b_.CreateIsNull(count), go_on, chosen);
  b_.SetInsertPoint(chosen);
  for (at = 0; at < size; at += 4)
    b_.CreateStore(b_.CreateLoad(b_.getInt32Ty(), body_.address(readings, at)),
                   body_.address(chosen_readings, at));
  const auto read = ground(e_, "phep_clean_readings", b_.getInt32Ty(),
                           {b_.getPtrTy(), b_.getPtrTy(), b_.getPtrTy()});
  llvm::Value* bad = b_.CreateCall(read, {e_.image_symbol, options_, chosen_readings});
  b_.CreateCondBr(b_.CreateIsNull(bad), taken, slow_);
  b_.SetInsertPoint(taken);
  for (at = 0; at < size; at += 4)
    b_.CreateStore(b_.CreateLoad(b_.getInt32Ty(), body_.address(chosen_readings, at)),
                   body_.address(readings, at));
  b_.CreateBr(go_on);
  b_.SetInsertPoint(go_on);
}

void CleanPath::close_frame() {
  body_.write_marks(body_.address(result_, where_.certificate_offset), where_.certificate_words);
  b_.CreateRet(body_.left());
}

void CleanPath::leave_if(llvm::Value* condition) {
  if (const auto* known = llvm::dyn_cast<llvm::ConstantInt>(condition);
      known != nullptr && known->isZero())
    return;
  llvm::BasicBlock* go_on = llvm::BasicBlock::Create(e_.context(), "", function_);
  llvm::MDBuilder weights(e_.context());
  b_.CreateCondBr(condition, slow_, go_on, weights.createBranchWeights(1, 2000));
  b_.SetInsertPoint(go_on);
}

llvm::Value* CleanPath::outside(llvm::Value* value, std::int64_t lo, std::int64_t hi) {
  llvm::Value* offset = b_.CreateSub(value, b_.getInt64(static_cast<std::uint64_t>(lo)));
  const std::uint64_t width = static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo);
  return b_.CreateICmpUGT(offset, b_.getInt64(width));
}

}  // namespace

std::string clean_name(const Decision& decision) {
  return decision.export_name + "_clean";
}

void lower_clean_path(Emission& emission, const Decision& decision) {
  CleanPath(emission, decision).write();
}

}  // namespace phep::codegen
