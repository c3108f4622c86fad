#include "compiler/runtime/facts.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/evaluation.h"

namespace phep::runtime {

namespace {

constexpr uint32_t kHead = 8;  // size and layout of a root struct
constexpr uint32_t kNoLeaf = kNone;

template <class T>
T read(const unsigned char* at) {
  T value;
  __builtin_memcpy(&value, at, sizeof(T));
  return value;
}

bool bit(const Struct& structure, const unsigned char* at, uint32_t word_offset, uint32_t index) {
  const size_t head = structure.root != 0 ? kHead : 0;
  const auto word = read<uint64_t>(at + head + (size_t{word_offset} + index / 64) * 8);
  return (word >> (index % 64) & 1) != 0;
}
bool is_known(const Struct& structure, const Slot& slot, const unsigned char* at) {
  return bit(structure, at, 0, slot.bit);
}
bool is_null(const Struct& structure, const Slot& slot, const unsigned char* at) {
  return (slot.flags & kOptional) != 0 && !bit(structure, at, structure.words, slot.bit);
}

phep_list list_at(const Slot& slot, const unsigned char* at) {
  return read<phep_list>(at + slot.offset);
}
const unsigned char* items_of(const phep_list& list) {
  return reinterpret_cast<const unsigned char*>(static_cast<uintptr_t>(list.items.slot));
}

// How many elements are there to visit: none of an unknown or absent list.
uint32_t visible_length(const Struct& structure, const Slot& slot, const unsigned char* at) {
  if (!is_known(structure, slot, at) || is_null(structure, slot, at)) return 0;
  return list_at(slot, at).length;
}

Const payload(const Slot& slot, const unsigned char* at);
bool check_struct(const Header* image, const Struct& structure, const unsigned char* at,
                  uint64_t* unknown);
bool check_value(const Header* image, const Slot& slot, const unsigned char* at);
const unsigned char* locate(const Evaluation& ctx, const Struct& structure, uint64_t index);
uint32_t find_leaf(const Facts& facts, uint32_t slot, uint64_t index);
Value gap_in(const Evaluation& ctx);

}  // namespace

int check_facts(const Header* image, uint32_t structure, const void* root,
                uint32_t* unknown_leaves) {
  uint64_t unknown = 0;
  const Struct& shape = items<Struct>(image, image->structs)[structure];
  if (!check_struct(image, shape, static_cast<const unsigned char*>(root), &unknown)) {
    return PHEP_BAD_FACTS;
  }
  *unknown_leaves = static_cast<uint32_t>(unknown);
  return unknown > PHEP_MAX_LEAVES ? PHEP_LIMIT : PHEP_OK;
}

int find_leaves(Evaluation& ctx, const Decision& decision, uint32_t count) {
  auto* const leaves = push_array<Leaf>(ctx, count);
  auto* const fillings = push_array<Filling>(ctx, count);
  const uint32_t words = (count + 63) / 64;
  auto* const filled = push_array<uint64_t>(ctx, words);
  if (ctx.failure != PHEP_OK) return ctx.failure;
  // Structs in order of their slots, so that leaves come out sorted. Each round takes the next one.
  const uint32_t* const lists = ctx.tables.operands + decision.lists.first;
  uint32_t found = 0;
  for (int64_t last = -1; found < count;) {
    uint32_t next = kNone;
    for (uint32_t i = 0; i <= decision.lists.count; ++i) {
      const uint32_t structure = i == 0 ? decision.structure : ctx.tables.slots[lists[i - 1]].type;
      const uint32_t first = ctx.tables.structs[structure].slots.first;
      if (first > last && (next == kNone || first < ctx.tables.structs[next].slots.first)) {
        next = structure;
      }
    }
    if (next == kNone) break;
    const Struct& structure = ctx.tables.structs[next];
    last = structure.slots.first;
    for (uint32_t s = 0; s < structure.slots.count; ++s) {
      const uint32_t slot = structure.slots.first + s;
      const Slot& place = ctx.tables.slots[slot];
      for (Elements e(ctx.image, next, ctx.facts.root); e.valid() && found < count; e.next()) {
        if (is_known(structure, place, e.at())) continue;
        if (e.ordinal() > 0xFFFF || slot > 0xFFFF) return PHEP_LIMIT;
        if ((place.flags & kOptional) != 0 && found + 1 < count) {
          leaves[found++] = {e.index(), slot, e.ordinal(), true};
        }
        leaves[found++] = {e.index(), slot, e.ordinal(), false};
      }
    }
  }
  for (uint32_t i = 0; i < found; ++i) fillings[i] = {{0, 0}, false};
  __builtin_memset(filled, 0, size_t{words} * 8);
  ctx.facts.leaves = leaves;
  ctx.facts.fillings = fillings;
  ctx.facts.filled = filled;
  ctx.facts.leaf_count = found;
  ctx.words = (found + 63) / 64;
  return PHEP_OK;
}

void give_facts(Evaluation& ctx, uint32_t structure, const void* root) {
  ctx.facts.root = static_cast<const unsigned char*>(root);
  ctx.facts.structure = ctx.tables.structs + structure;
}

Value load(Evaluation& ctx, uint32_t slot, uint64_t index) {
  const Slot& place = ctx.tables.slots[slot];
  const Struct& structure = ctx.tables.structs[place.structure];
  const unsigned char* const at = locate(ctx, structure, index);
  if (at == nullptr) return gap_in(ctx);
  if (is_known(structure, place, at)) {
    if (is_null(structure, place, at)) return known(0);
    const Const value = payload(place, at);
    return known(value.lo, value.hi);
  }
  uint32_t leaf = find_leaf(ctx.facts, slot, index);
  if (leaf == kNoLeaf) return gap_in(ctx);
  const uint64_t* leaves = nullptr;
  if ((place.flags & kOptional) != 0) {
    const Filling& presence = ctx.facts.fillings[leaf];
    if (presence.set && presence.value.lo == 0) return known(0);
    if (!presence.set) leaves = singleton(ctx, leaf);
    ++leaf;
  }
  const Filling& filling = ctx.facts.fillings[leaf];
  if (!filling.set) leaves = unite(ctx, leaves, singleton(ctx, leaf));
  return leaves == nullptr ? known(filling.value.lo, filling.value.hi) : unknown(leaves);
}

Value present(Evaluation& ctx, uint32_t slot, uint64_t index) {
  const Slot& place = ctx.tables.slots[slot];
  if ((place.flags & kOptional) == 0) return known_bool(true);
  const Struct& structure = ctx.tables.structs[place.structure];
  const unsigned char* const at = locate(ctx, structure, index);
  if (at == nullptr) return gap_in(ctx);
  if (is_known(structure, place, at)) return known_bool(!is_null(structure, place, at));
  const uint32_t leaf = find_leaf(ctx.facts, slot, index);
  if (leaf == kNoLeaf) return gap_in(ctx);
  const Filling& filling = ctx.facts.fillings[leaf];
  return filling.set ? known_bool(filling.value.lo != 0) : unknown(singleton(ctx, leaf));
}

Value list_length(Evaluation& ctx, uint32_t slot, uint64_t index) {
  const Slot& place = ctx.tables.slots[slot];
  const Struct& structure = ctx.tables.structs[place.structure];
  const unsigned char* const at = locate(ctx, structure, index);
  if (at == nullptr) return gap_in(ctx);
  if (is_known(structure, place, at)) return known(visible_length(structure, place, at));
  return load(ctx, slot, index);  // a list is a leaf that is never filled, unless as absent
}

uint32_t representative_count(const Evaluation& ctx, const Leaf& leaf) {
  if (leaf.presence) return 2;
  const Slot& slot = ctx.tables.slots[leaf.slot];
  if (slot.is_list != 0) return 0;
  if ((slot.flags & kFinite) != 0 && slot.representatives.count > 0) {
    return slot.representatives.count;
  }
  if (slot.kind == Kind::Bool) return 2;
  if (slot.kind != Kind::Enum) return 0;
  return items<EnumTable>(ctx.image, ctx.image->enums)[slot.type].members.count;
}

Const representative(const Evaluation& ctx, const Leaf& leaf, uint32_t i) {
  const Slot& slot = ctx.tables.slots[leaf.slot];
  const bool listed = (slot.flags & kFinite) != 0 && slot.representatives.count > 0;
  if (leaf.presence || !listed) return {i, 0};
  return ctx.tables.constants[slot.representatives.first + i];
}

bool is_judgment(const Evaluation& ctx, const Leaf& leaf) {
  return (ctx.tables.slots[leaf.slot].flags & kJudgment) != 0;
}

uint32_t leaf_path(const Evaluation& ctx, const Leaf& leaf, char* out, uint32_t capacity) {
  // Slots from the root's list down to the leaf's own, with the element taken at each.
  uint32_t slots[Elements::kDepth + 1];
  uint32_t depth = 0;
  slots[0] = leaf.slot;
  for (;;) {
    const Struct& holder = ctx.tables.structs[ctx.tables.slots[slots[depth]].structure];
    if (holder.root != 0 || depth == Elements::kDepth) break;
    slots[++depth] = holder.list_slot;
  }
  uint32_t length = 0;
  const auto put = [&](char c) {
    if (length < capacity) out[length] = c;
    ++length;
  };
  for (uint32_t level = depth + 1; level-- > 0;) {
    const String path = string_at(ctx.image, ctx.tables.slots[slots[level]].path);
    for (uint32_t i = 0; i < path.length; ++i) put(path.data[i]);
    if (level == 0) break;
    const auto element = static_cast<uint32_t>(leaf.index >> (16 * (level - 1)) & 0xFFFF);
    put('/');
    uint32_t scale = 1;
    while (element / scale >= 10) scale *= 10;
    for (; scale > 0; scale /= 10) put(static_cast<char>('0' + element / scale % 10));
  }
  return length;
}

Elements::Elements(const Header* image, uint32_t structure, const void* root) : image_(image) {
  const auto* const structs = runtime::items<Struct>(image, image->structs);
  const auto* const slots = runtime::items<Slot>(image, image->slots);
  uint32_t up[kDepth + 1] = {structure};
  while (structs[up[depth_]].root == 0 && depth_ < kDepth) {
    up[depth_ + 1] = slots[structs[up[depth_]].list_slot].structure;
    ++depth_;
  }
  for (uint32_t level = 0; level <= depth_; ++level) {
    chain_[level] = up[depth_ - level];
    i_[level] = 0;
    length_[level] = 0;  // of a list inside one that is empty, none is ever entered
  }
  at_[0] = static_cast<const unsigned char*>(root);
  i_[0] = 0;
  length_[0] = 1;
  valid_ = depth_ == 0 || enter(1) || advance();
}

void Elements::next() {
  ++ordinal_;
  valid_ = depth_ != 0 && advance();
}

uint64_t Elements::index() const {
  uint64_t index = 0;
  for (uint32_t level = 1; level <= depth_; ++level) index = index << 16 | i_[level];
  return index;
}

// Goes to the first element at `level` and below it; false if there is none under this owner.
bool Elements::enter(uint32_t level) {
  const auto* const structs = runtime::items<Struct>(image_, image_->structs);
  const Struct& structure = structs[chain_[level]];
  const Slot& list = runtime::items<Slot>(image_, image_->slots)[structure.list_slot];
  i_[level] = 0;
  length_[level] = visible_length(structs[chain_[level - 1]], list, at_[level - 1]);
  if (length_[level] == 0) return false;
  at_[level] = items_of(list_at(list, at_[level - 1]));
  return level == depth_ || enter(level + 1);
}

// Goes to the next element in order, from the innermost level outward.
bool Elements::advance() {
  const auto* const structs = runtime::items<Struct>(image_, image_->structs);
  for (uint32_t level = depth_; level > 0; --level) {
    while (i_[level] + 1 < length_[level]) {
      ++i_[level];
      at_[level] += structs[chain_[level]].size;
      if (level == depth_ || enter(level + 1)) return true;
    }
  }
  return false;
}

namespace {

Const payload(const Slot& slot, const unsigned char* at) {
  const unsigned char* const field = at + slot.offset;
  switch (slot.kind) {
    case Kind::Bool: return {read<uint8_t>(field), 0};
    case Kind::Enum:
    case Kind::Date: return {static_cast<uint64_t>(int64_t{read<int32_t>(field)}), 0};
    case Kind::Int:
    case Kind::Money:
    case Kind::Instant:
    case Kind::Set: return {read<uint64_t>(field), 0};
    case Kind::Decimal:
    case Kind::Amount:
    case Kind::Duration: return {read<uint64_t>(field), read<uint64_t>(field + 8)};
    case Kind::Text: {
      const auto text = read<phep_text>(field);
      return {text.data.slot, text.length};
    }
    case Kind::Norm: break;
  }
  return {0, 0};
}

// One struct and the elements of its lists. Nesting is as deep as the image's structs.
bool check_struct(const Header* image, const Struct& structure, const unsigned char* at,
                  uint64_t* unknown) {
  const auto* const slots = items<Slot>(image, image->slots) + structure.slots.first;
  for (uint32_t s = 0; s < structure.slots.count; ++s) {
    const Slot& slot = slots[s];
    if (!is_known(structure, slot, at)) {
      *unknown += (slot.flags & kOptional) != 0 ? 2 : 1;
      continue;
    }
    if (is_null(structure, slot, at)) continue;
    if (slot.is_list == 0) {
      if (!check_value(image, slot, at)) return false;
      continue;
    }
    const phep_list list = list_at(slot, at);
    if (list.length == 0) continue;
    if (list.items.slot == 0 || list.length > slot.hi) return false;
    const Struct& element = items<Struct>(image, image->structs)[slot.type];
    for (uint32_t i = 0; i < list.length; ++i) {
      const unsigned char* const item = items_of(list) + size_t{i} * element.size;
      if (!check_struct(image, element, item, unknown)) return false;
    }
  }
  return true;
}

bool check_value(const Header* image, const Slot& slot, const unsigned char* at) {
  const Const value = payload(slot, at);
  const auto number = static_cast<int64_t>(value.lo);
  if ((slot.flags & kRanged) != 0 && (number < slot.lo || number > slot.hi)) return false;
  const auto members = [&] {
    return items<EnumTable>(image, image->enums)[slot.type].members.count;
  };
  switch (slot.kind) {
    case Kind::Bool: return value.lo <= 1;
    case Kind::Enum: return value.lo < members();
    case Kind::Set: return members() >= 64 || value.lo >> members() == 0;
    case Kind::Date: return is_date(number);
    case Kind::Instant: return is_instant(number);
    case Kind::Decimal:
    case Kind::Amount: return is_decimal({value.lo, value.hi});
    case Kind::Duration: return number >= 0 && value.hi <= static_cast<uint64_t>(Unit::Years);
    case Kind::Text: return value.lo != 0 || value.hi == 0;
    case Kind::Int:
    case Kind::Money: return true;
    case Kind::Norm: break;
  }
  return false;
}

// The struct that an index names, or null; of facts of another decision, too. Lists were checked;
// indices come from quantifiers.
const unsigned char* locate(const Evaluation& ctx, const Struct& structure, uint64_t index) {
  if (structure.root != 0) return &structure == ctx.facts.structure ? ctx.facts.root : nullptr;
  const Slot& list = ctx.tables.slots[structure.list_slot];
  const Struct& owner = ctx.tables.structs[list.structure];
  const unsigned char* const at = locate(ctx, owner, index >> 16);
  const auto i = static_cast<uint32_t>(index & 0xFFFF);
  if (at == nullptr || i >= visible_length(owner, list, at)) return nullptr;
  return items_of(list_at(list, at)) + size_t{i} * structure.size;
}

// The first leaf of a slot (of an optional: its presence), by bisection.
uint32_t find_leaf(const Facts& facts, uint32_t slot, uint64_t index) {
  uint32_t low = 0;
  uint32_t high = facts.leaf_count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const Leaf& leaf = facts.leaves[middle];
    const bool before = leaf.slot != slot ? leaf.slot < slot : leaf.index < index;
    if (before) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == facts.leaf_count) return kNoLeaf;
  const Leaf& leaf = facts.leaves[low];
  return leaf.slot == slot && leaf.index == index ? low : kNoLeaf;
}

Value gap_in(const Evaluation&) {
  return error(PHEP_E_GAP, 0);
}

}  // namespace

}  // namespace phep::runtime
