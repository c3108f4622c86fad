#include "compiler/codegen/slices.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"

#include <llvm/Analysis/VectorUtils.h>
#include <llvm/IR/InlineAsm.h>

#include <algorithm>
#include <bit>

// Values of 64 rows: made, compared, selected, and turned into the numbers that results are.
namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

Slice SliceLowering::boolean(Mask mask, Mask error) {
  return {.kind = Kind::Bool, .mask = mask, .error = error};
}

Slice SliceLowering::number(Kind kind, llvm::Value* scalar, Mask error) {
  return {.kind = kind, .scalar = scalar, .error = error};
}

Slice SliceLowering::zero(Kind kind) {
  switch (kind) {
    case Kind::Bool: return boolean(all(false), all(false));
    case Kind::Enum: return {.kind = kind, .members = {all(true)}, .error = all(false)};
    case Kind::Set: return {.kind = kind, .error = all(false)};
    default: return number(kind, i64(0), all(false));
  }
}

llvm::ConstantInt* SliceLowering::i64(std::int64_t value) {
  return b_.getInt64(static_cast<std::uint64_t>(value));
}

SliceLowering::Mask SliceLowering::all(bool value) {
  return i64(value ? -1 : 0);
}

SliceLowering::Mask SliceLowering::widen(llvm::Value* bit) {
  return u_.CreateSExt(bit, u_.getInt64Ty());
}

bool SliceLowering::is_zero(const llvm::Value* value) {
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(value);
  return constant != nullptr && constant->isZero();
}

SliceLowering::Mask SliceLowering::gather(std::span<llvm::Value* const> pieces) {
  Mask made = all(false);
  for (unsigned i = 0; i < pieces.size(); ++i) {
    llvm::Value* bits =
        b_.CreateZExt(b_.CreateBitCast(pieces[i], b_.getIntNTy(piece())), b_.getInt64Ty());
    made = b_.CreateOr(made, i == 0 ? bits : b_.CreateShl(bits, std::uint64_t{i} * piece()));
  }
  return made;
}

// LLVM 19 turns selections whose masks are made of each other round and round, and never ends: what
// a mask is made of is kept from it.
SliceLowering::Mask SliceLowering::opaque(Mask mask) {
  if (!llvm::isa<llvm::BinaryOperator>(mask)) return mask;
  llvm::FunctionType* type = llvm::FunctionType::get(u_.getInt64Ty(), {u_.getInt64Ty()}, false);
  llvm::CallInst* same = b_.CreateCall(type, llvm::InlineAsm::get(type, "", "=r,0", false), {mask});
  same->setDoesNotThrow();
  same->setDoesNotAccessMemory();
  return same;
}

// Before x86-64-v4 a word of bits is no mask of a selection: each lane asks for its own bit.
llvm::Value* SliceLowering::spread(Mask mask, unsigned at, unsigned bits) {
  const unsigned rows = piece();
  if (place_.level >= 4)
    return b_.CreateBitCast(opaque(mask), llvm::FixedVectorType::get(b_.getInt1Ty(), rows));
  llvm::Type* lane = b_.getIntNTy(bits);
  llvm::Value* part = at == 0 ? mask : b_.CreateLShr(mask, std::uint64_t{at} * rows);
  llvm::Value* everywhere = b_.CreateVectorSplat(rows, b_.CreateTrunc(part, lane));
  std::vector<llvm::Constant*> own;
  for (unsigned i = 0; i < rows; ++i)
    own.push_back(llvm::ConstantInt::get(lane, std::uint64_t{1} << i));
  llvm::Value* bit = llvm::ConstantVector::get(own);
  return b_.CreateICmpEQ(b_.CreateAnd(everywhere, bit), bit);
}

SliceLowering::Mask SliceLowering::choose(Mask condition, Mask a, Mask b) {
  if (a == b) return a;
  return b_.CreateOr(b_.CreateAnd(condition, a), b_.CreateAnd(b_.CreateNot(condition), b));
}

SliceLowering::Mask SliceLowering::member(const Slice& value, std::uint32_t index) {
  if (value.lanes.empty()) return index < value.members.size() ? value.members[index] : all(false);
  if (index >= value.count) return all(false);
  const auto [at, fresh] = tests_.try_emplace({value.lanes[0], index}, nullptr);
  if (!fresh) return at->second;
  std::vector<llvm::Value*> pieces;
  for (llvm::Value* lanes : value.lanes)
    pieces.push_back(
        b_.CreateICmpEQ(lanes, llvm::ConstantInt::get(lanes->getType(), std::uint64_t{index})));
  return at->second = gather(pieces);
}

std::vector<SliceLowering::Mask> SliceLowering::members(const Slice& value) {
  if (value.lanes.empty()) return value.members;
  std::vector<Mask> made;
  for (std::uint32_t i = 0; i < value.count; ++i) made.push_back(member(value, i));
  return made;
}

// Whether an enum's value is in a constant set: neighbours are one comparison.
SliceLowering::Mask SliceLowering::has(const Slice& enumeration, std::uint64_t set) {
  Mask found = all(false);
  if (enumeration.lanes.empty()) {
    for (std::uint32_t i = 0; i < enumeration.members.size() && i < 64; ++i)
      if ((set >> i & 1) != 0) found = b_.CreateOr(found, enumeration.members[i]);
    return found;
  }
  while (set != 0) {
    const auto first = static_cast<unsigned>(std::countr_zero(set));
    const auto count = static_cast<unsigned>(std::countr_one(set >> first));
    if (count == 1) {
      found = b_.CreateOr(found, member(enumeration, first));
    } else {
      std::vector<llvm::Value*> pieces;
      for (llvm::Value* lanes : enumeration.lanes) {
        llvm::Type* type = lanes->getType();
        llvm::Value* above =
            b_.CreateSub(lanes, llvm::ConstantInt::get(type, std::uint64_t{first}));
        pieces.push_back(
            b_.CreateICmpULE(above, llvm::ConstantInt::get(type, std::uint64_t{count} - 1)));
      }
      found = b_.CreateOr(found, gather(pieces));
    }
    if (first + count >= 64) break;
    set &= ~((((std::uint64_t{1} << count) - 1)) << first);
  }
  return found;
}

SliceLowering::Mask SliceLowering::equals(const Slice& a, const Slice& b) {
  if (a.kind == Kind::Bool) return b_.CreateNot(b_.CreateXor(a.mask, b.mask));
  if (a.kind == Kind::Enum) {
    // The one of fewer members says which are looked at: a constant has one.
    const bool a_first =
        !a.lanes.empty() || (b.lanes.empty() && a.members.size() > b.members.size());
    const std::vector<Mask> own = members(a_first ? b : a);
    const Slice& other = a_first ? a : b;
    Mask same = all(false);
    for (std::uint32_t i = 0; i < own.size(); ++i)
      if (!is_zero(own[i])) same = b_.CreateOr(same, b_.CreateAnd(own[i], member(other, i)));
    return same;
  }
  if (a.kind == Kind::Set) {
    Mask differs = all(false);
    for (std::uint32_t i = 0; i < std::max(a.members.size(), b.members.size()); ++i)
      differs = b_.CreateOr(differs, b_.CreateXor(member(a, i), member(b, i)));
    return b_.CreateNot(differs);
  }
  return compare(llvm::CmpInst::ICMP_EQ, a, b);
}

SliceLowering::Mask SliceLowering::less(const Slice& a, const Slice& b) {
  if (a.kind == Kind::Bool) return b_.CreateAnd(b_.CreateNot(a.mask), b.mask);
  if (a.kind == Kind::Enum || a.kind == Kind::Set) {
    // Sets are numbers of a bit a member: the highest that differs decides.
    const std::vector<Mask> x = members(a);
    const std::vector<Mask> y = members(b);
    const std::size_t size = std::max(x.size(), y.size());
    const auto at = [&](const std::vector<Mask>& of, std::size_t i) {
      return i < of.size() ? of[i] : all(false);
    };
    Mask below = all(false);
    if (a.kind == Kind::Enum) {
      Mask above = all(false);  // the other is a later member
      for (std::size_t i = size; i-- > 0;) {
        below = b_.CreateOr(below, b_.CreateAnd(at(x, i), above));
        above = b_.CreateOr(above, at(y, i));
      }
      return below;
    }
    for (std::size_t i = 0; i < size; ++i) {
      Mask differs = b_.CreateXor(at(x, i), at(y, i));
      below = choose(differs, at(y, i), below);
    }
    return below;
  }
  return compare(llvm::CmpInst::ICMP_SLT, a, b);
}

unsigned SliceLowering::bits_of(const Slice& number) const {
  if (!number.lanes.empty()) return number.lanes[0]->getType()->getScalarSizeInBits();
  if (const auto* known = llvm::dyn_cast<llvm::ConstantInt>(number.scalar))
    return known->getValue().isSignedIntN(32) ? 32 : 64;
  return number.kind == Kind::Date ? 32 : 64;  // or the row is slow
}

std::vector<llvm::Value*> SliceLowering::lanes_of(const Slice& number, unsigned bits) {
  llvm::Type* lane = b_.getIntNTy(bits);
  std::vector<llvm::Value*> made;
  if (number.scalar != nullptr) {
    llvm::Value* same = u_.CreateVectorSplat(piece(), u_.CreateTrunc(number.scalar, lane));
    made.assign(kSliceRows / piece(), same);
    return made;
  }
  for (llvm::Value* lanes : number.lanes)
    made.push_back(b_.CreateSExtOrTrunc(lanes, llvm::FixedVectorType::get(lane, piece())));
  return made;
}

SliceLowering::Mask SliceLowering::compare(llvm::CmpInst::Predicate predicate, const Slice& a,
                                           const Slice& b) {
  if (a.scalar != nullptr && b.scalar != nullptr)
    return widen(u_.CreateICmp(predicate, a.scalar, b.scalar));
  const unsigned bits = std::max(bits_of(a), bits_of(b));
  const std::vector<llvm::Value*> x = lanes_of(a, bits);
  const std::vector<llvm::Value*> y = lanes_of(b, bits);
  std::vector<llvm::Value*> pieces;
  for (std::size_t i = 0; i < x.size(); ++i) pieces.push_back(b_.CreateICmp(predicate, x[i], y[i]));
  return gather(pieces);
}

Slice SliceLowering::select(Mask condition, const Slice& a, const Slice& b) {
  Slice made{.kind = a.kind, .error = choose(condition, a.error, b.error)};
  if (a.kind == Kind::Bool) {
    made.mask = choose(condition, a.mask, b.mask);
  } else if (a.kind == Kind::Enum || a.kind == Kind::Set) {
    const std::vector<Mask> x = members(a);
    const std::vector<Mask> y = members(b);
    for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i)
      made.members.push_back(
          choose(condition, i < x.size() ? x[i] : all(false), i < y.size() ? y[i] : all(false)));
  } else if (a.scalar != nullptr && a.scalar == b.scalar) {
    made.scalar = a.scalar;
  } else {
    const unsigned bits = std::max(bits_of(a), bits_of(b));
    const std::vector<llvm::Value*> x = lanes_of(a, bits);
    const std::vector<llvm::Value*> y = lanes_of(b, bits);
    for (unsigned i = 0; i < x.size(); ++i)
      made.lanes.push_back(b_.CreateSelect(spread(condition, i, bits), x[i], y[i]));
  }
  return made;
}

// ---- times ----

Slice SliceLowering::local_day(const Slice& instant, std::int32_t zone_minutes) {
  constexpr std::int64_t kFirstDay = runtime::kFirstDate;
  const std::int64_t zone = zone_minutes * runtime::kMinuteMs;
  return each(Kind::Date, instant, instant, 64, [&](Builder& at, llvm::Value* ms, llvm::Value*) {
    llvm::Type* type = ms->getType();
    const auto word = [&](std::int64_t value) { return llvm::ConstantInt::getSigned(type, value); };
    llvm::Value* elapsed = at.CreateAdd(ms, word(zone - kFirstDay * runtime::kDayMs));
    return at.CreateAdd(at.CreateUDiv(elapsed, word(runtime::kDayMs)), word(kFirstDay));
  });
}

Slice SliceLowering::overridden(const Slice& day) {
  llvm::Value* none = u_.CreateICmpEQ(law_date, i64(PHEP_NO_DATE));
  if (day.scalar != nullptr)
    return number(day.kind, u_.CreateSelect(none, day.scalar, law_date), day.error);
  return select(widen(none), day, number(day.kind, law_date, all(false)));
}

SliceLowering::Mask SliceLowering::outside(const Slice& value, std::int64_t lo, std::int64_t hi) {
  return b_.CreateOr(less(value, number(value.kind, i64(lo), all(false))),
                     less(number(value.kind, i64(hi), all(false)), value));
}

Slice SliceLowering::checked_day(Kind kind, const Slice& day, Mask error) {
  mark_slow(outside(day, runtime::kFirstDate, runtime::kLastDate));
  Slice made = day;
  made.kind = kind;
  made.error = error;
  return made;
}

Slice SliceLowering::checked_instant(const Slice& instant, Mask error) {
  Slice made = instant;
  made.error = b_.CreateOr(error, outside(instant, runtime::kFirstInstant, runtime::kLastInstant));
  return made;
}

// ---- results ----

// Bit `r` of word `j` becomes bit `j` of byte `r`: bytes change places, then the bits of each
// eight by eight.
llvm::Value* SliceLowering::transposed(std::span<const Mask> masks) {
  llvm::Type* words = llvm::FixedVectorType::get(b_.getInt64Ty(), 8);
  llvm::Type* bytes = llvm::FixedVectorType::get(b_.getInt8Ty(), 64);
  llvm::Value* x = llvm::Constant::getNullValue(words);
  for (std::uint64_t i = 0; i < masks.size(); ++i) x = b_.CreateInsertElement(x, masks[i], i);
  std::vector<int> order;
  for (int to = 0; to < 64; ++to) order.push_back(to % 8 * 8 + to / 8);
  x = b_.CreateBitCast(b_.CreateShuffleVector(b_.CreateBitCast(x, bytes), order), words);
  constexpr std::pair<std::uint64_t, std::uint64_t> kSwaps[] = {
      {7, 0x00AA00AA00AA00AA}, {14, 0x0000CCCC0000CCCC}, {28, 0x00000000F0F0F0F0}};
  for (const auto& [shift, mask] : kSwaps) {
    llvm::Value* t =
        b_.CreateAnd(b_.CreateXor(x, b_.CreateLShr(x, shift)), llvm::ConstantInt::get(words, mask));
    x = b_.CreateXor(b_.CreateXor(x, t), b_.CreateShl(t, shift));
  }
  return b_.CreateBitCast(x, bytes);
}

llvm::Value* SliceLowering::index_bytes(const Slice& value) {
  if (!value.lanes.empty()) {
    std::vector<llvm::Value*> pieces = value.lanes;
    return llvm::concatenateVectors(b_, pieces);
  }
  std::vector<Mask> bits;
  for (std::uint32_t i = 1; i < value.members.size(); ++i) {
    for (std::uint32_t k = 0; i >> k != 0; ++k) {
      if (bits.size() <= k) bits.push_back(all(false));
      if ((i >> k & 1) != 0) bits[k] = b_.CreateOr(bits[k], value.members[i]);
    }
  }
  return transposed(bits);
}

Slice SliceLowering::set_of(std::span<llvm::Value* const> lanes, std::size_t size) {
  Slice made{.kind = Kind::Set, .error = all(false)};
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<llvm::Value*> pieces;
    for (llvm::Value* piece : lanes) {
      llvm::Value* bit = llvm::ConstantInt::get(piece->getType(), std::uint64_t{1} << i);
      pieces.push_back(b_.CreateICmpEQ(b_.CreateAnd(piece, bit), bit));
    }
    made.members.push_back(gather(pieces));
  }
  return made;
}

llvm::Value* SliceLowering::set_words(const Slice& set, std::uint32_t size) {
  llvm::Type* type = llvm::FixedVectorType::get(b_.getInt64Ty(), kSliceRows);
  llvm::Value* made = nullptr;
  for (std::uint32_t first = 0; first < size || first == 0; first += 8) {
    std::vector<Mask> masks;
    for (std::uint32_t i = first; i < std::min(first + 8, size); ++i)
      masks.push_back(member(set, i));
    llvm::Value* part = b_.CreateZExt(transposed(masks), type);
    made = made == nullptr
               ? part
               : b_.CreateOr(made, b_.CreateShl(part, llvm::ConstantInt::get(type, first)));
  }
  return made;
}

}  // namespace phep::codegen
