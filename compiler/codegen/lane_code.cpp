#include "compiler/codegen/function.h"
#include "compiler/codegen/lanes.h"

#include <bit>

// The code of lanes.h.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

constexpr std::uint64_t kEveryBit = ~std::uint64_t{0};

// Bits of a word that move the same way, by how far up they go: a word is put into another order by
// one shift each.
using Moves = std::map<int, std::uint64_t>;

}  // namespace

Value FunctionLowering::in_lanes(const LanePlan& plan) {
  // All tables of the rule in one constant, one behind another.
  std::vector<std::uint64_t> words;
  for (const Conjunctions* all : {&plan.cases, &plan.exceptions})
    for (const auto& [slot, table] : all->tables) {
      words.insert(words.end(), table.stay.begin(), table.stay.end());
      words.resize(words.size() + std::bit_ceil(table.stay.size()) - table.stay.size());
    }
  auto* constant = llvm::ConstantDataArray::get(e_.context(), words);
  auto* tables = new llvm::GlobalVariable(e_.module, constant->getType(), true,
                                          llvm::GlobalValue::PrivateLinkage, constant, "lanes");
  tables->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);

  std::size_t at = 0;
  llvm::Value* cases = lanes_that_hold(plan.cases, tables, at);
  llvm::Value* exceptions = lanes_that_hold(plan.exceptions, tables, at);
  if (e_.flipped(Sabotage::LaneLost)) cases = b_.CreateAnd(cases, b_.CreateSub(cases, i64(1)));
  mark_lanes(plan, cases, exceptions);
  return make(Kind::Set, b_.CreateAnd(cases, b_.CreateNot(exceptions)));
}

// `at` is where the tables of these begin, and afterwards where they end.
llvm::Value* FunctionLowering::lanes_that_hold(const Conjunctions& all, llvm::Value* tables,
                                               std::size_t& at) {
  llvm::Value* held = b_.getInt64(all.lanes);
  for (const auto& [slot, table] : all.tables) {
    // Facts were looked at before, so that a place is one of the table; the mask makes that so
    // whatever another thread writes meanwhile.
    const std::uint64_t size = std::bit_ceil(table.stay.size());
    llvm::Value* within = b_.CreateAnd(place_in(table, slot), b_.getInt64(size - 1));
    llvm::Value* own = address(tables, static_cast<std::uint32_t>(8 * at));
    held = b_.CreateAnd(
        held, b_.CreateLoad(b_.getInt64Ty(), b_.CreateInBoundsGEP(b_.getInt64Ty(), own, within)));
    at += size;
  }
  for (const Condition& condition : all.conditions) {
    demand(condition.holds);
    const Value& value = this->value(condition.holds);
    mark_slow(value.error);
    held = b_.CreateAnd(
        held, b_.CreateSelect(value.lo, b_.getInt64(kEveryBit), b_.getInt64(~condition.lanes)));
  }
  return held;
}

// Where the table of a fact has the word of its value.
llvm::Value* FunctionLowering::place_in(const LaneTable& table, SlotId id) {
  const Slot& slot = e_.program.slots[id];
  if (slot.kind == Kind::Bool)
    return b_.CreateZExt(b_.CreateLoad(b_.getInt8Ty(), address(place_.facts, slot.offset)),
                         b_.getInt64Ty());
  llvm::Value* fact = load_field(slot, place_.facts).lo;
  if (table.thresholds.empty()) return fact;
  // Without a sign, and in half a word where the range allows it, a comparison is two instructions.
  const bool narrow =
      slot.ranged &&
      static_cast<std::uint64_t>(slot.hi) - static_cast<std::uint64_t>(slot.lo) <= 0xFFFF'FFFFU;
  llvm::Value* from_least =
      narrow ? b_.CreateTrunc(b_.CreateSub(fact, i64(slot.lo)), b_.getInt32Ty()) : fact;
  llvm::Value* reached = i64(0);
  for (const std::int64_t threshold : table.thresholds) {
    llvm::Value* reaches = nullptr;
    if (!narrow) {
      reaches = b_.CreateICmpSGE(fact, i64(threshold));
    } else if (threshold <= slot.lo || threshold > slot.hi) {
      reaches = i1(threshold <= slot.lo);
    } else {
      reaches = b_.CreateICmpUGE(from_least, i32(static_cast<std::uint32_t>(threshold - slot.lo)));
    }
    reached = b_.CreateAdd(reached, b_.CreateZExt(reaches, b_.getInt64Ty()));
  }
  return reached;
}

// The guards that hold leave their bits in the certificate. Lanes are in the order of members, bits
// in that of names: mostly the same, so that few shifts put them in order, and then every bit takes
// two places.
void FunctionLowering::mark_lanes(const LanePlan& plan, llvm::Value* cases,
                                  llvm::Value* exceptions) {
  std::map<std::uint32_t, std::array<Moves, 2>> words;
  for (int lane = 0; lane < 64; ++lane) {
    const auto move = [&](std::uint32_t bit, std::size_t from) {
      if (bit == kNoBit) return;
      const int place = static_cast<int>(bit % kMarksInWord);
      words[bit / kMarksInWord][from][place - lane] |= std::uint64_t{1} << lane;
    };
    move(plan.case_bits[static_cast<std::size_t>(lane)], 0);
    move(plan.exception_bits[static_cast<std::size_t>(lane)], 1);
  }
  for (const auto& [word, moves] : words) {
    llvm::Value* set = i64(0);
    for (std::size_t from = 0; from < 2; ++from) {
      for (const auto& [up, lanes] : moves[from]) {
        llvm::Value* moved = b_.CreateAnd(from == 0 ? cases : exceptions, b_.getInt64(lanes));
        moved = up >= 0 ? b_.CreateShl(moved, i64(up)) : b_.CreateLShr(moved, i64(-up));
        set = b_.CreateOr(set, moved);
      }
    }
    for (unsigned step = kMarksInWord / 2; step != 0; step /= 2) {
      const std::uint64_t kept = kEveryBit / ((std::uint64_t{1} << step) + 1);
      set = b_.CreateAnd(b_.CreateOr(set, b_.CreateShl(set, step)), b_.getInt64(kept));
    }
    llvm::Value* own = marks_of(word);
    b_.CreateStore(b_.CreateOr(b_.CreateLoad(b_.getInt64Ty(), own), set), own);
  }
}

}  // namespace phep::codegen
