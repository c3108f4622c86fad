// Lowering of the Decision IR for 64 rows at a time: truth values are words of a bit a row, members
// of computed enums and sets a word each, numbers and times lanes. What is the same for all rows is
// worked out once, before the loop. Private to this room.
#pragma once

#include "compiler/codegen/emission.h"

#include <map>
#include <span>

namespace phep::codegen {

inline constexpr unsigned kSliceRows = 64;

// A register of 64 rows. Which fields are set says how it stands:
//   Bool          mask
//   Enum          members (a word each; what is beyond them is none), or lanes with `count`
//   Set           members
//   other kinds   scalar (the same in all rows, i64), or lanes
struct Slice {
  Kind kind = Kind::Bool;
  llvm::Value* mask = nullptr;
  llvm::Value* scalar = nullptr;
  std::vector<llvm::Value*> lanes{};  // pieces of `SliceLowering::piece()` rows each
  std::uint32_t count = 0;            // members of an enum in lanes
  std::vector<llvm::Value*> members{};
  llvm::Value* error = nullptr;  // mask
};

// The function's two places: before the loop, and inside it.
struct SlicePlace {
  llvm::Function* function;
  llvm::BasicBlock* before;
  llvm::BasicBlock* loop;
  unsigned level;  // of x86-64: 2, 3 or 4
};

class SliceLowering {
 public:
  SliceLowering(Emission& emission, SlicePlace place);

  // What the rows and the options give, set before `run`.
  std::map<decision::SlotId, Slice> facts;
  std::map<decision::SlotId, llvm::Value*> present;
  llvm::Value* as_of = nullptr;     // i64
  llvm::Value* law_date = nullptr;  // i64
  llvm::Value* readings = nullptr;  // ptr to i32

  // The registers of a function on these parameters.
  std::vector<Slice> run(decision::FunctionId function, std::span<const Slice> parameters);
  Slice as_of_day(std::int32_t zone_minutes);
  void mark_slow(llvm::Value* mask);
  [[nodiscard]] llvm::Value* slow() const { return slow_; }

  [[nodiscard]] unsigned piece() const;  // rows in a piece of lanes
  Builder& inside() { return b_; }
  Builder& before() { return u_; }

  // For results.
  Slice select(llvm::Value* condition, const Slice& a, const Slice& b);
  llvm::Value* index_bytes(const Slice& member);                 // <64 x i8>
  llvm::Value* set_words(const Slice& set, std::uint32_t size);  // <64 x i64>
  std::vector<llvm::Value*> lanes_of(const Slice& number, unsigned bits);
  Slice zero(Kind kind);
  // A set in lanes of a bit a member, as members.
  Slice set_of(std::span<llvm::Value* const> lanes, std::size_t size);

 private:
  using Reg = decision::Reg;
  using Mask = llvm::Value*;
  struct Frame {
    const decision::Function* source;
    std::vector<Slice> regs;
    const Slice& at(Reg reg) const { return regs[reg.index]; }
  };
  struct Outcome {
    Mask concludes;
    Mask lifted;
    Slice value;
  };

  Slice lower(const Frame& f, const decision::ConstInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::AsOfInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::AsOfDayInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::LawDayInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::LoadInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::PresentInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::ReadingInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::AndInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::OrInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::NotInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::CompareInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::SetHasInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::InForceInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::ArithInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::NegInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::DayStartInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::DayEndInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::LocalDayInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::SelectInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::CallInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::ChooseInst& inst, Kind kind);
  Slice lower(const Frame& f, const decision::MarkInst& inst, Kind kind);
  template <class Other>
  Slice lower(const Frame&, const Other&, Kind) {
    throw InternalBug("this instruction has no slices");
  }

  // Choose (slice_choose.cpp).
  Outcome none();
  Outcome agree(const Outcome& so_far, const Outcome& next);
  Outcome extreme(decision::Picks picks, const Outcome& so_far, const Outcome& next);
  Outcome united(const Outcome& so_far, const Outcome& next);
  Outcome kept(const Outcome& outcome);
  Slice with_fallback(const Frame& f, const decision::ChooseInst& inst, Kind kind,
                      const Outcome& excepted, const Outcome& cases);

  // Building blocks.
  Mask all(bool value);
  Mask widen(llvm::Value* bit);                                // i1 before the loop → mask
  Mask gather(std::span<llvm::Value* const> pieces);           // <n x i1> each → mask
  Mask opaque(Mask mask);                                      // the same to a machine
  llvm::Value* spread(Mask mask, unsigned at, unsigned bits);  // → <n x i1> of piece `at`
  Mask choose(Mask condition, Mask a, Mask b);
  Mask member(const Slice& value, std::uint32_t index);
  std::vector<Mask> members(const Slice& value);
  Mask has(const Slice& enumeration, std::uint64_t set);
  Mask equals(const Slice& a, const Slice& b);
  Mask less(const Slice& a, const Slice& b);
  Mask compare(llvm::CmpInst::Predicate predicate, const Slice& a, const Slice& b);
  template <class Make>
  Slice each(Kind kind, const Slice& a, const Slice& b, unsigned bits, Make make);
  Slice boolean(Mask mask, Mask error);
  Slice number(Kind kind, llvm::Value* scalar, Mask error);
  Slice local_day(const Slice& instant, std::int32_t zone_minutes);
  Slice overridden(const Slice& day);
  Slice checked_day(Kind kind, const Slice& day, Mask error);
  Slice checked_instant(const Slice& instant, Mask error);
  Mask outside(const Slice& value, std::int64_t lo, std::int64_t hi);
  unsigned bits_of(const Slice& number) const;
  llvm::Value* transposed(std::span<const Mask> masks);  // at most 8 → <64 x i8>
  static bool is_zero(const llvm::Value* value);
  llvm::ConstantInt* i64(std::int64_t value);

  Emission& e_;
  SlicePlace place_;
  Builder b_;
  Builder u_;
  Mask slow_;
  std::map<std::pair<llvm::Value*, std::uint32_t>, Mask> tests_;
  // Calls with the same arguments are one.
  std::map<std::pair<std::uint32_t, std::vector<llvm::Value*>>, Slice> calls_;
  Kind conclusion_kind_ = Kind::Bool;
};

// make(builder, x, y) on lanes of so many bits, or on scalars.
template <class Make>
Slice SliceLowering::each(Kind kind, const Slice& a, const Slice& b, unsigned bits, Make make) {
  Slice made{.kind = kind, .error = all(false)};
  if (a.scalar != nullptr && b.scalar != nullptr) {
    made.scalar = make(u_, a.scalar, b.scalar);
    return made;
  }
  const std::vector<llvm::Value*> x = lanes_of(a, bits);
  const std::vector<llvm::Value*> y = lanes_of(b, bits);
  for (std::size_t i = 0; i < x.size(); ++i) made.lanes.push_back(make(b_, x[i], y[i]));
  return made;
}

}  // namespace phep::codegen
