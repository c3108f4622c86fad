// The one reader of facts: a JSON text, walked along the image's table of objects, into typed
// structs.
//
// Keys are first expected in the order of declaration, then in the order of bytes, so that a text
// written by a program costs one comparison a key.
#include "compiler/runtime/determination.h"
#include "compiler/runtime/json_plain.h"
#include "compiler/runtime/json_scan.h"
#include "compiler/runtime/json_values.h"
#include "compiler/runtime/runtime.h"
#include "compiler/runtime/sections.h"

namespace phep::runtime {

namespace {

// The struct being filled.
struct Target {
  const Struct* structure;
  char* base;
  char* known;  // words of the known bits; those of the present bits follow
};

// An object being read: its keys and which of them were there.
struct Object {
  static constexpr uint32_t kSeenWords = 16;
  const ObjectNode* node;
  const KeyNode* keys;
  uint64_t* seen;
  uint32_t last;     // index of the key read last, or kNone
  bool partial;      // "$partial": true was there
  bool partial_set;  // "$partial" was there
  uint64_t seen_small[kSeenWords];
};

const Struct& facts_of(const Header* image, uint32_t decision);
int read_text_into(Reader& in, const Struct& structure, size_t length, char* base);
bool read_object(Reader& in, const Target& target, uint32_t node, const Subject& subject);
bool begin_object(Reader& in, Object& object, uint32_t node);
uint32_t expected(const Object& object);
uint32_t plain_key(const Reader& in, const Object& object);
bool take_plain_members(Reader& in, const Target& target, Object& object);
bool read_key(Reader& in, Object& object, const Subject& subject, uint32_t* key);
bool take_key(Reader& in, String key);
bool find_key(const Reader& in, const Object& object, String name, uint32_t* key);
bool read_partial(Reader& in, Object& object, const Subject& subject, const char* where);
bool read_member(Reader& in, const Target& target, const KeyNode& key, const Subject& subject);
bool read_slot(Reader& in, const Target& target, uint32_t index, const Subject& subject);
bool read_judgment(Reader& in, const Target& target, const Slot& slot, const Subject& subject);
bool read_list(Reader& in, const Slot& slot, const Subject& subject, char* field);
bool read_element(Reader& in, const Struct& structure, const Subject& subject, char* base);
char* grow(Reader& in, char* elements, uint32_t count, uint32_t capacity, uint32_t size);
void leave_undone(const Reader& in, const Target& target, const Object& object);
void leave_object_undone(const Reader& in, const Target& target, uint32_t node);
void leave_slot_undone(const Reader& in, const Target& target, uint32_t index);
void set_bits(const Target& target, uint32_t bit, bool present);

Target target_of(const Struct& structure, char* base) {
  return {&structure, base, base + (structure.root != 0 ? 8 : 0)};
}

}  // namespace

int read_facts(const Header* image, uint32_t decision, const char* json, size_t length,
               Arena& arena, void** facts, FactsProblem* problem, Determinations* determinations) {
  if (image == nullptr || (json == nullptr && length != 0) || facts == nullptr ||
      problem == nullptr || decision >= image->decisions.count) {
    return PHEP_BAD_ARGUMENT;
  }
  const Struct& structure = facts_of(image, decision);
  char* const base = static_cast<char*>(allocate(arena, structure.size));
  if (base == nullptr) return PHEP_SMALL_ARENA;
  __builtin_memcpy(base, &structure.size, 4);
  __builtin_memcpy(base + 4, &structure.layout, 4);
  Reader in{json, json, json, image, arena, problem, determinations};
  const int status = read_text_into(in, structure, length, base);
  if (status == PHEP_OK) *facts = base;
  return status;
}

int read_into(const Header* image, uint32_t decision, const char* json, size_t length,
              const phep_options* options, void* facts, Arena& arena, FactsProblem* problem) {
  if (image == nullptr || (json == nullptr && length != 0) || facts == nullptr ||
      options == nullptr || options->size != sizeof(phep_options) ||
      decision >= image->decisions.count) {
    return PHEP_BAD_ARGUMENT;
  }
  const Struct& structure = facts_of(image, decision);
  uint32_t head[2];
  __builtin_memcpy(head, facts, sizeof head);
  if (head[0] != structure.size || head[1] != structure.layout) return PHEP_BAD_ARGUMENT;
  char* const base = static_cast<char*>(facts);
  __builtin_memset(base + sizeof head, 0, structure.size - sizeof head);
  const int32_t zone =
      static_cast<int32_t>(items<Decision>(image, image->decisions)[decision].zone) * 15;
  Determinations determinations{options->as_of, zone, nullptr, 0};
  Reader in{json, json, json, image, arena, problem, &determinations};
  return read_text_into(in, structure, length, base);
}

namespace {

const Struct& facts_of(const Header* image, uint32_t decision) {
  return items<Struct>(
      image, image->structs)[items<Decision>(image, image->decisions)[decision].structure];
}

// Reads the text at hand into a zeroed struct.
int read_text_into(Reader& in, const Struct& structure, size_t length, char* base) {
  *in.problem = {FactsError::None, 0, nullptr, 0, kNone};
  const Subject root{nullptr, kNone, 1};
  if (length > PHEP_MAX_JSON) {
    fail(in, FactsError::TooLarge, root, in.begin);
    return in.status;
  }
  if (length != 0) in.end = in.begin + length;
  skip_space(in);
  if (!read_object(in, target_of(structure, base), structure.node, root)) return in.status;
  skip_space(in);
  if (in.at != in.end) {
    fail(in, FactsError::TrailingText, root, in.at);
    return in.status;
  }
  return PHEP_OK;
}

bool read_object(Reader& in, const Target& target, uint32_t node, const Subject& subject) {
  if (!next_is(in, '{')) return fail_type(in, subject);
  if (subject.depth > kDepthMax) return fail(in, FactsError::Depth, subject, in.at);
  ++in.at;
  Object object;
  if (!begin_object(in, object, node)) return false;
  skip_space(in);
  bool closed = next_is(in, '}');
  if (closed) ++in.at;
  while (!closed) {
    if (take_plain_members(in, target, object)) break;
    uint32_t key = kNone;
    if (!read_key(in, object, subject, &key)) return false;
    if (key != kNone) {
      const String name = string_at(in.image, object.keys[key].key);
      const Place place{subject.place, name, 0};
      const Subject member{&place, object.keys[key].slot, subject.depth + 1};
      if (!expect(in, ':', member)) return false;
      skip_space(in);
      if (!read_member(in, target, object.keys[key], member)) return false;
    }
    closed = at_close(in, '}', subject);
    if (in.status != PHEP_OK) return false;
  }
  if (object.node->closed != 0 && !object.partial) leave_undone(in, target, object);
  return true;
}

bool begin_object(Reader& in, Object& object, uint32_t node) {
  object.node = &items<ObjectNode>(in.image, in.image->objects)[node];
  const uint32_t count = object.node->keys.count;
  object.keys = items<KeyNode>(in.image, in.image->keys) + object.node->keys.first;
  object.last = kNone;
  object.partial = false;
  object.partial_set = false;
  const uint32_t words = (count + 63) / 64;
  object.seen = object.seen_small;
  if (words > Object::kSeenWords) {
    object.seen = static_cast<uint64_t*>(allocate(in.arena, words * sizeof(uint64_t)));
    if (object.seen == nullptr) {
      in.status = PHEP_SMALL_ARENA;
      return false;
    }
  }
  for (uint32_t i = 0; i < words; ++i) object.seen[i] = 0;
  return true;
}

// The key that a text in the order of declaration has next, or kNone.
uint32_t expected(const Object& object) {
  return object.last == kNone ? object.node->first : object.keys[object.last].next;
}

// The key at hand, if it is one of the next few in the order of declaration and needs no reading;
// else kNone. `in.at` stays.
uint32_t plain_key(const Reader& in, const Object& object) {
  constexpr int kMostLeftOut = 16;
  const auto left = static_cast<uint64_t>(in.end - in.at);
  if (left < 2 || *in.at != '"') return kNone;
  uint32_t key = expected(object);
  for (int i = 0; i <= kMostLeftOut && key != kNone; ++i, key = object.keys[key].next) {
    const String name = string_at(in.image, object.keys[key].key);
    if (left < uint64_t{name.length} + 4 || in.at[name.length + 1] != '"' ||
        in.at[name.length + 2] != ':' || !same_bytes(in.at + 1, name.data, name.length))
      continue;
    return (object.seen[key / 64] >> (key % 64) & 1) == 0 ? key : kNone;
  }
  return kNone;
}

// Takes members as long as they come in the order of declaration, each with a plain value and
// little space; true when that was all and the object is closed. What stops it is still to be read.
bool take_plain_members(Reader& in, const Target& target, Object& object) {
  const auto* const slots = items<Slot>(in.image, in.image->slots);
  for (;;) {
    const uint32_t key = plain_key(in, object);
    if (key == kNone) return false;
    const KeyNode& node = object.keys[key];
    if (node.object != kNone || node.slot == kNone) return false;
    const Slot& slot = slots[node.slot];
    if (slot.is_list != 0) return false;
    const char* at = in.at + string_at(in.image, node.key).length + 3;
    if (*at == ' ') ++at;
    const bool absent =
        (slot.flags & kOptional) != 0 && in.end - at >= 4 && __builtin_memcmp(at, "null", 4) == 0;
    at = absent ? at + 4 : take_plain(in, slot, at, target.base + slot.offset);
    if (at == nullptr || at == in.end || (*at != ',' && *at != '}')) return false;
    set_bits(target, slot.bit, !absent);
    object.seen[key / 64] |= uint64_t{1} << (key % 64);
    object.last = key;
    in.at = at + 1;
    if (*at == '}') return true;
    skip_space(in);
  }
}

// Reads a key and the space after it. *key stays kNone for "$partial", whose value is read too.
bool read_key(Reader& in, Object& object, const Subject& subject, uint32_t* key) {
  const char* const where = in.at;
  if (!next_is(in, '"')) return fail(in, FactsError::Syntax, subject, in.at);
  const uint32_t count = object.node->keys.count;
  const uint32_t declared = expected(object);
  const uint32_t sorted = object.last + 1;  // the first key after kNone
  uint32_t found = kNone;
  if (declared != kNone && take_key(in, string_at(in.image, object.keys[declared].key))) {
    found = declared;
  } else if (sorted < count && take_key(in, string_at(in.image, object.keys[sorted].key))) {
    found = sorted;
  } else {
    String name{};
    if (!read_string(in, subject, &name)) return false;
    if (!find_key(in, object, name, &found)) {
      const bool is_partial = equal(name, {"$partial", 8});
      if (is_partial && object.node->closed != 0) return read_partial(in, object, subject, where);
      const Place place{subject.place, name, 0};
      return fail(in, FactsError::UnknownKey, {&place, kNone, subject.depth + 1}, where);
    }
  }
  const uint64_t bit = uint64_t{1} << (found % 64);
  if ((object.seen[found / 64] & bit) != 0) {
    const Place place{subject.place, string_at(in.image, object.keys[found].key), 0};
    return fail(in, FactsError::DuplicateKey, {&place, object.keys[found].slot, subject.depth + 1},
                where);
  }
  object.seen[found / 64] |= bit;
  object.last = found;
  skip_space(in);
  *key = found;
  return true;
}

// Takes `"key"` if it stands there without escapes.
bool take_key(Reader& in, String key) {
  if (static_cast<uint64_t>(in.end - in.at) < uint64_t{key.length} + 2) return false;
  const char* const text = in.at + 1;
  if (text[key.length] != '"' || !same_bytes(text, key.data, key.length)) return false;
  in.at = text + key.length + 1;
  return true;
}

bool find_key(const Reader& in, const Object& object, String name, uint32_t* key) {
  uint32_t low = 0;
  uint32_t high = object.node->keys.count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const int order = compare(string_at(in.image, object.keys[middle].key), name);
    if (order == 0) {
      *key = middle;
      return true;
    }
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return false;
}

bool read_partial(Reader& in, Object& object, const Subject& subject, const char* where) {
  const Place place{subject.place, {"$partial", 8}, 0};
  const Subject member{&place, kNone, subject.depth + 1};
  if (object.partial_set) return fail(in, FactsError::DuplicateKey, member, where);
  object.partial_set = true;
  skip_space(in);
  if (!expect(in, ':', member)) return false;
  skip_space(in);
  object.partial = take_literal(in, "true");
  return object.partial || take_literal(in, "false") || fail_type(in, member);
}

bool read_member(Reader& in, const Target& target, const KeyNode& key, const Subject& subject) {
  if (key.object == kNone) return read_slot(in, target, key.slot, subject);
  if (key.slot != kNone) {  // a record that may be absent: the slot is its presence
    const Slot& slot = items<Slot>(in.image, in.image->slots)[key.slot];
    const bool absent = (slot.flags & kOptional) != 0 && take_literal(in, "null");
    set_bits(target, slot.bit, !absent);
    if (absent) return true;
  }
  return read_object(in, target, key.object, subject);
}

bool read_slot(Reader& in, const Target& target, uint32_t index, const Subject& subject) {
  const Slot& slot = items<Slot>(in.image, in.image->slots)[index];
  if (is_determination(in, slot)) return read_judgment(in, target, slot, subject);
  const bool absent = (slot.flags & kOptional) != 0 && take_literal(in, "null");
  if (!absent) {
    char* const field = target.base + slot.offset;
    if (slot.is_list != 0 ? !read_list(in, slot, subject, field)
                          : !read_value(in, slot, subject, field)) {
      return false;
    }
  }
  set_bits(target, slot.bit, !absent);
  return true;
}

bool read_judgment(Reader& in, const Target& target, const Slot& slot, const Subject& subject) {
  uint64_t* const word = reinterpret_cast<uint64_t*>(target.known) + slot.bit / 64;
  const uint64_t mask = uint64_t{1} << (slot.bit % 64);
  Determined found{};
  if (!read_determination(in, slot, subject, target.base + slot.offset, word, mask, &found)) {
    return false;
  }
  set_bits(target, slot.bit, !found.absent);
  if (!found.known) *word &= ~mask;
  return true;
}

bool read_list(Reader& in, const Slot& slot, const Subject& subject, char* field) {
  if (!next_is(in, '[')) return fail_type(in, subject);
  if (subject.depth > kDepthMax) return fail(in, FactsError::Depth, subject, in.at);
  const char* const open = in.at++;
  const Struct& structure = items<Struct>(in.image, in.image->structs)[slot.type];
  const uint32_t size = structure.size;
  char* elements = nullptr;
  uint32_t count = 0;
  uint32_t capacity = 0;
  skip_space(in);
  bool closed = next_is(in, ']');
  if (closed) ++in.at;
  while (!closed) {
    if (count >= slot.hi) return fail(in, FactsError::TooLong, subject, open);
    if (count == capacity) {
      capacity = capacity == 0 ? 4 : capacity * 2;
      elements = grow(in, elements, count, capacity, size);
      if (elements == nullptr) return false;
    }
    const Place place{subject.place, {nullptr, 0}, count};
    const Subject element{&place, subject.slot, subject.depth + 1};
    if (!read_element(in, structure, element, elements + size_t{count} * size)) return false;
    ++count;
    closed = at_close(in, ']', subject);
    if (in.status != PHEP_OK) return false;
  }
  phep_list list{};
  list.items.slot = reinterpret_cast<uintptr_t>(elements);  // all eight bytes on every target
  list.length = count;
  __builtin_memcpy(field, &list, sizeof list);
  return true;
}

bool read_element(Reader& in, const Struct& structure, const Subject& subject, char* base) {
  const Target target = target_of(structure, base);
  if (structure.node == kNone) {
    return read_slot(in, target, structure.slots.first,
                     {subject.place, structure.slots.first, subject.depth});
  }
  return read_object(in, target, structure.node, subject);
}

// Room for `capacity` elements: in place when nothing was handed out since, else a copy.
char* grow(Reader& in, char* elements, uint32_t count, uint32_t capacity, uint32_t size) {
  const size_t used = size_t{count} * size;
  if (elements != nullptr && elements + used == in.arena.begin &&
      allocate(in.arena, size_t{capacity - count} * size) == elements + used) {
    return elements;
  }
  char* const room = static_cast<char*>(allocate(in.arena, size_t{capacity} * size));
  if (room == nullptr) {
    in.status = PHEP_SMALL_ARENA;
  } else if (elements != nullptr) {
    __builtin_memcpy(room, elements, used);
    move_determinations(in.determinations, elements, used, room);
  }
  return room;
}

// Of a closed record, what is not said was not done.
void leave_undone(const Reader& in, const Target& target, const Object& object) {
  for (uint32_t i = 0; i < object.node->keys.count; ++i) {
    if ((object.seen[i / 64] >> (i % 64) & 1) != 0) continue;
    const KeyNode& key = object.keys[i];
    if (key.slot != kNone) leave_slot_undone(in, target, key.slot);
    if (key.object != kNone) leave_object_undone(in, target, key.object);
  }
}

void leave_object_undone(const Reader& in, const Target& target, uint32_t node) {
  const ObjectNode& object = items<ObjectNode>(in.image, in.image->objects)[node];
  if (object.closed == 0) return;
  const KeyNode* const keys = items<KeyNode>(in.image, in.image->keys) + object.keys.first;
  for (uint32_t i = 0; i < object.keys.count; ++i) {
    if (keys[i].slot != kNone) leave_slot_undone(in, target, keys[i].slot);
    if (keys[i].object != kNone) leave_object_undone(in, target, keys[i].object);
  }
}

// Absent, false, the empty set, the empty list: the struct is zeroed, so the bits say it all. A
// number or a text has no such value and stays unknown.
void leave_slot_undone(const Reader& in, const Target& target, uint32_t index) {
  const Slot& slot = items<Slot>(in.image, in.image->slots)[index];
  const bool optional = (slot.flags & kOptional) != 0;
  if (!optional && slot.is_list == 0 && slot.kind != Kind::Bool && slot.kind != Kind::Set) return;
  set_bits(target, slot.bit, !optional);
}

void set_bits(const Target& target, uint32_t bit, bool present) {
  uint64_t* const known = reinterpret_cast<uint64_t*>(target.known);
  const uint64_t mask = uint64_t{1} << (bit % 64);
  known[bit / 64] |= mask;
  if (present) known[target.structure->words + bit / 64] |= mask;
}

}  // namespace

}  // namespace phep::runtime
