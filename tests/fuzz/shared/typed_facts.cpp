#include "tests/fuzz/shared/typed_facts.h"

#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/sections.h"

#include <algorithm>
#include <cstring>

namespace phep::fuzz {

using namespace runtime;

namespace {

constexpr std::uint32_t kRootHead = 8;  // bytes before known[]

template <class T>
void put(char* field, T value) {
  std::memcpy(field, &value, sizeof value);
}

void set_bit(char* words, std::uint32_t bit, bool truth) {
  auto word = std::uint64_t{0};
  char* const at = words + std::size_t{bit / 64} * 8;
  std::memcpy(&word, at, sizeof word);
  const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
  put(at, truth ? word | mask : word & ~mask);
}

}  // namespace

TypedFacts::TypedFacts(const Header* image, std::uint32_t structure)
    : image_(image),
      structure_(items<Struct>(image, image->structs)[structure]),
      size_(structure_.size),
      root_(std::make_unique<char[]>(size_)) {
  clear();
}

void TypedFacts::clear() {
  memory_.clear();
  in_json_ = true;
  std::memset(root_.get(), 0, size_);
  put(root_.get(), structure_.size);
  put(root_.get() + 4, structure_.layout);
}

void TypedFacts::fill(Bytes& in) {
  fill_struct(structure_, root_.get(), in);
}

char* TypedFacts::memory(std::size_t size) {
  memory_.push_back(std::make_unique<char[]>(size));
  return memory_.back().get();
}

// A byte says how many facts; of each, which one, and whether it is known and present.
void TypedFacts::fill_struct(const Struct& structure, char* base, Bytes& in) {
  const auto* const slots = items<Slot>(image_, image_->slots) + structure.slots.first;
  char* const known = base + (structure.root != 0 ? kRootHead : 0);
  for (int left = in.take<std::uint8_t>() % 24; left >= 0 && !in.empty(); --left) {
    const Slot& slot = slots[in.take<std::uint8_t>() % structure.slots.count];
    const auto how = in.take<std::uint8_t>();
    const bool is_known = how % 8 != 0, is_present = how % 4 != 1;
    set_bit(known, slot.bit, is_known);
    set_bit(known + std::size_t{structure.words} * 8, slot.bit, is_present);
    const bool needs_presence = (slot.flags & kOptional) == 0;
    if (needs_presence && !is_present) in_json_ = false;         // it is there all the same
    if (structure.node == kNone && !is_known) in_json_ = false;  // an element that is no object
    fill_value(slot, base + slot.offset, in);
  }
}

void TypedFacts::fill_value(const Slot& slot, char* field, Bytes& in) {
  if (slot.is_list != 0) return fill_list(slot, field, in);
  switch (slot.kind) {
    case Kind::Bool: {
      const auto byte = in.take<std::uint8_t>();
      return put(field, static_cast<std::uint8_t>(byte < 0xF0 ? byte % 2 : byte));
    }
    case Kind::Enum: return put(field, std::int32_t{in.take<std::int8_t>()});
    case Kind::Date: {
      const auto days = in.take<std::int16_t>();
      return put(field, days % 16 == 15 ? in.take<std::int32_t>() : 20'500 + days / 16);
    }
    case Kind::Instant: {
      constexpr std::int64_t kStep = 300'000;  // five minutes
      const auto steps = in.take<std::int16_t>();
      return put(field,
                 steps % 16 == 15 ? in.take<std::int64_t>() : 1'772'000'000'000 + steps * kStep);
    }
    case Kind::Int:
    case Kind::Money: {
      const auto number = in.take<std::int16_t>();
      return put(field, number % 16 == 15 ? in.take<std::int64_t>() : std::int64_t{number});
    }
    case Kind::Set: return put(field, std::uint64_t{in.take<std::uint8_t>()});
    case Kind::Decimal:
    case Kind::Amount: {
      const auto low = in.take<std::int64_t>();
      const auto high = in.take<std::int8_t>();
      put(field, low);
      return put(field + 8, high == 0 ? std::int64_t{low < 0 ? -1 : 0} : std::int64_t{high});
    }
    case Kind::Duration:
      put(field, std::int64_t{in.take<std::int16_t>()});
      return put(field + 8, std::uint64_t{in.take<std::uint8_t>()} % 9);
    case Kind::Text: return fill_text(field, in);
    case Kind::Norm: broken("a fact is no norm");
  }
}

void TypedFacts::fill_text(char* field, Bytes& in) {
  const auto length = static_cast<std::uint32_t>(in.take<std::uint8_t>() % 64);
  const bool nowhere = in.take<std::uint8_t>() == 0;
  const std::string_view text = in.text(length);
  phep_text out{};
  out.length = nowhere ? length : static_cast<std::uint32_t>(text.size());
  if (!nowhere) {
    char* const bytes = memory(text.size());
    std::ranges::copy(text, bytes);
    out.data.ptr = bytes;
  }
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
  if (nowhere || !printable) in_json_ = false;
  put(field, out);
}

void TypedFacts::fill_list(const Slot& slot, char* field, Bytes& in) {
  const Struct& element = items<Struct>(image_, image_->structs)[slot.type];
  const auto length = static_cast<std::uint32_t>(in.take<std::uint8_t>() %
                                                 (std::min<std::int64_t>(slot.hi, 30) + 2));
  phep_list out{};
  out.length = length;
  if (in.take<std::uint8_t>() == 0 || length == 0) {
    in_json_ = in_json_ && length == 0;
  } else {
    char* const elements = memory(std::size_t{length} * element.size);
    for (std::uint32_t i = 0; i < length; ++i)
      fill_struct(element, elements + std::size_t{i} * element.size, in);
    out.items.ptr = elements;
  }
  if (length > slot.hi || (element.node == kNone && length != 0)) in_json_ = false;
  put(field, out);
}

}  // namespace phep::fuzz
