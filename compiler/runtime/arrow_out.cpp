#include "compiler/runtime/arrow_out.h"

#include "compiler/runtime/byte_order.h"

namespace phep::runtime {

namespace {

// What an array or a schema owns besides its children: itself, and at most three buffers.
struct Owned {
  phep_allocator allocator;
  size_t size;  // of the block that begins with this
  Growing buffers[3];
  const void* buffer_list[3];
};

constexpr size_t kFirst = 1024;

void* take(const Columnar& out, size_t bytes) {
  return out.allocator->allocate(out.allocator->context, bytes);
}
void give_back(const phep_allocator& allocator, void* memory, size_t bytes) {
  if (memory != nullptr) allocator.release(allocator.context, memory, bytes);
}

// Room for `more` bytes at the end. What `reserve` did not make is zeroed.
char* room(Columnar& out, Growing& growing, size_t more) {
  if (out.failed) return nullptr;
  if (growing.capacity - growing.size < more) {
    size_t capacity = growing.capacity == 0 ? kFirst : growing.capacity * 2;
    while (capacity - growing.size < more) capacity *= 2;
    auto* const bytes = static_cast<char*>(take(out, capacity));
    if (bytes == nullptr) {
      out.failed = true;
      return nullptr;
    }
    if (growing.size != 0) __builtin_memcpy(bytes, growing.bytes, growing.size);
    __builtin_memset(bytes + growing.size, 0, capacity - growing.size);
    give_back(*out.allocator, growing.bytes, growing.capacity);
    growing.bytes = bytes;
    growing.capacity = capacity;
  }
  char* const at = growing.bytes + growing.size;
  growing.size += more;
  return at;
}

void set_bit(Columnar& out, Growing& bits, int64_t at, bool value) {
  const bool fresh = static_cast<size_t>(at >> 3) == bits.size;
  if (out.failed || (fresh && room(out, bits, 1) == nullptr)) return;
  if (value) bits.bytes[at >> 3] |= static_cast<char>(1U << (at & 7));
}

// The first `count` of some bits are set. There were none.
void set_all(Columnar& out, Growing& bits, int64_t count) {
  const auto whole = static_cast<size_t>(count / 8);
  char* const at = room(out, bits, static_cast<size_t>((count + 7) / 8));
  if (at == nullptr) return;
  __builtin_memset(at, 0xFF, whole);
  if (count % 8 != 0) at[whole] = static_cast<char>((1U << (count % 8)) - 1);
}

// Bits behind the first `at`: of words from `first` on, turned round by `flip`; without words
// zeros, or ones by `flip`.
void put_bits(Columnar& out, Growing& bits, int64_t at, const uint64_t* words, uint64_t flip,
              uint32_t first, uint32_t count) {
  const auto size = static_cast<size_t>((at + count + 7) / 8);
  if (size > bits.size) room(out, bits, size - bits.size);
  if (out.failed || (words == nullptr && flip == 0)) return;
  while (count != 0) {
    const auto shift = static_cast<uint32_t>(at & 7);
    const uint32_t most = 64 - shift;
    const uint32_t taken = count < most ? count : most;
    uint64_t word = 0;
    if (words != nullptr) {
      word = words[first / 64] >> (first % 64);
      if (first % 64 + taken > 64) word |= words[first / 64 + 1] << (64 - first % 64);
    }
    word ^= flip;
    if (taken < 64) word &= (uint64_t{1} << taken) - 1;
    char* const to = bits.bytes + (at >> 3);
    const uint32_t bytes = (shift + taken + 7) / 8;
    uint64_t there = 0;
    __builtin_memcpy(&there, to, bytes);
    there |= little_endian(word << shift);
    __builtin_memcpy(to, &there, bytes);
    at += taken;
    first += taken;
    count -= taken;
  }
}

// Which rows have a value is written down from the first on that has none.
void put_valid(Columnar& out, Column& column, bool value) {
  if (value && column.nulls == 0) return;
  if (column.nulls == 0) set_all(out, column.valid, column.length);
  set_bit(out, column.valid, column.length, value);
}

void put_all_valid(Columnar& out, Column& column, uint32_t count) {
  if (column.nulls != 0)
    put_bits(out, column.valid, column.length, nullptr, ~uint64_t{0}, 0, count);
}

// Those of `present`, or all.
void put_some_valid(Columnar& out, Column& column, const uint64_t* present, uint32_t first,
                    uint32_t count) {
  uint32_t lacking = 0;
  for (uint32_t i = first; present != nullptr && i < first + count; ++i)
    lacking += static_cast<uint32_t>(~present[i / 64] >> (i % 64) & 1);
  if (lacking == 0) return put_all_valid(out, column, count);
  if (column.nulls == 0) set_all(out, column.valid, column.length);
  put_bits(out, column.valid, column.length, present, 0, first, count);
  column.nulls += lacking;
}

template <class T>
void put(Columnar& out, Growing& data, T value) {
  char* const at = room(out, data, sizeof value);
  if (at != nullptr) __builtin_memcpy(at, &value, sizeof value);
}

// An offset behind the last element; the first is written before it.
void put_offset(Columnar& out, Column& column, size_t value) {
  if (value > INT32_MAX) out.failed = true;
  if (column.data.size == 0) put(out, column.data, int32_t{0});
  put(out, column.data, static_cast<int32_t>(value));
}

// The same offset `count` times.
void put_offsets(Columnar& out, Column& column, size_t value, uint32_t count) {
  if (count == 0) return;
  put_offset(out, column, value);
  char* const at = room(out, column.data, size_t{count - 1} * 4);
  if (at == nullptr) return;
  const auto offset = static_cast<int32_t>(value);
  if (offset == 0) {
    __builtin_memset(at, 0, size_t{count - 1} * 4);
    return;
  }
  for (uint32_t i = 0; i + 1 < count; ++i) __builtin_memcpy(at + size_t{i} * 4, &offset, 4);
}

size_t end_of(const Column& column) {
  return column.shape == Shape::Text ? column.text.size : static_cast<size_t>(column.items->length);
}

void drop(const phep_allocator& allocator, Growing& growing) {
  give_back(allocator, growing.bytes, growing.capacity);
  growing = {};
}

void release_array(ArrowArray* array) {
  for (int64_t i = 0; i < array->n_children; ++i) {
    ArrowArray* const child = array->children[i];
    if (child->release != nullptr) child->release(child);
  }
  if (array->dictionary != nullptr && array->dictionary->release != nullptr)
    array->dictionary->release(array->dictionary);
  auto* const owned = static_cast<Owned*>(array->private_data);
  array->release = nullptr;
  for (Growing& buffer : owned->buffers) drop(owned->allocator, buffer);
  const phep_allocator allocator = owned->allocator;
  give_back(allocator, owned, owned->size);
}

void release_schema(ArrowSchema* schema) {
  for (int64_t i = 0; i < schema->n_children; ++i) {
    ArrowSchema* const child = schema->children[i];
    if (child->release != nullptr) child->release(child);
  }
  if (schema->dictionary != nullptr && schema->dictionary->release != nullptr)
    schema->dictionary->release(schema->dictionary);
  auto* const owned = static_cast<Owned*>(schema->private_data);
  schema->release = nullptr;
  const phep_allocator allocator = owned->allocator;
  give_back(allocator, owned, owned->size);
}

// A block for what something owns, with room for `children` children (structs and pointers to them)
// and `extra` bytes; `array` says of what.
template <class T>
bool begin(Columnar& out, T* made, int64_t children, bool dictionary, size_t extra) {
  const size_t count = static_cast<size_t>(children);
  const size_t size =
      sizeof(Owned) + count * (sizeof(T*) + sizeof(T)) + (dictionary ? sizeof(T) : 0) + extra;
  *made = {};
  char* const block = static_cast<char*>(take(out, size));
  if (block == nullptr) {
    out.failed = true;
    return false;
  }
  __builtin_memset(block, 0, size);
  auto* const owned = reinterpret_cast<Owned*>(block);
  owned->allocator = *out.allocator;
  owned->size = size;
  made->private_data = owned;
  made->n_children = children;
  char* at = block + sizeof(Owned);
  T* const structs = reinterpret_cast<T*>(at);
  at += count * sizeof(T);
  if (dictionary) {
    made->dictionary = reinterpret_cast<T*>(at);
    at += sizeof(T);
  }
  if (count != 0) {
    made->children = reinterpret_cast<T**>(at);
    for (size_t i = 0; i < count; ++i) made->children[i] = structs + i;
  }
  return true;
}

// The bytes behind everything else in a block.
template <class T>
char* extra_of(const T& made, bool dictionary) {
  return static_cast<char*>(made.private_data) + sizeof(Owned) +
         static_cast<size_t>(made.n_children) * (sizeof(T*) + sizeof(T)) +
         (dictionary ? sizeof(T) : 0);
}

uint32_t length_of(const char* text) {
  uint32_t length = 0;
  while (text[length] != 0) ++length;
  return length;
}

bool finish_schema(Columnar& out, const Column& column, ArrowSchema* made) {
  const bool words = column.shape == Shape::Words;
  const uint32_t suffix = length_of(column.suffix);
  if (!begin(out, made, column.shape == Shape::List ? 1 : 0, words,
             size_t{column.name.length} + suffix + 1))
    return false;
  char* const name = extra_of(*made, words);
  if (column.name.length != 0) __builtin_memcpy(name, column.name.data, column.name.length);
  __builtin_memcpy(name + column.name.length, column.suffix, suffix);
  made->name = name;
  made->format = column.format;
  made->flags = ARROW_FLAG_NULLABLE;
  made->release = &release_schema;
  if (column.shape == Shape::List) return finish_schema(out, *column.items, made->children[0]);
  if (!words) return true;
  if (!begin(out, made->dictionary, 0, false, 1)) return false;
  made->dictionary->name = extra_of(*made->dictionary, false);
  made->dictionary->format = "u";
  made->dictionary->flags = ARROW_FLAG_NULLABLE;
  made->dictionary->release = &release_schema;
  return true;
}

// Takes the buffers over.
void own(ArrowArray* made, Growing& a, Growing* b, Growing* c) {
  auto* const owned = static_cast<Owned*>(made->private_data);
  Growing* const all[] = {&a, b, c};
  made->n_buffers = c != nullptr ? 3 : b != nullptr ? 2 : 1;
  for (int64_t i = 0; i < made->n_buffers; ++i) {
    owned->buffers[i] = *all[i];
    owned->buffer_list[i] = all[i]->bytes;
    *all[i] = {};
  }
  made->buffers = owned->buffer_list;
  made->release = &release_array;
}

bool finish_words(Columnar& out, const Column& column, ArrowArray* made) {
  Column words{};
  words.shape = Shape::Text;
  for (uint32_t i = 0; i < column.word_count; ++i)
    append_text(out, words, column.word(column.words_of, i));
  if (words.data.size == 0) put(out, words.data, int32_t{0});
  room(out, words.text, 1);
  if (out.failed || !begin(out, made, 0, false, 0)) {
    abandon(out, &words, 1);
    return false;
  }
  made->length = words.length;
  drop(*out.allocator, words.valid);
  own(made, words.valid, &words.data, &words.text);
  return true;
}

bool finish_array(Columnar& out, Column& column, ArrowArray* made) {
  const bool words = column.shape == Shape::Words;
  if (column.shape == Shape::Text || column.shape == Shape::List) {
    if (column.data.size == 0) put(out, column.data, int32_t{0});
    if (column.shape == Shape::Text) room(out, column.text, 1);
  } else {
    put(out, column.data, uint64_t{0});  // never null, and whole words may be read
  }
  if (out.failed || !begin(out, made, column.shape == Shape::List ? 1 : 0, words, 0)) return false;
  made->length = column.length;
  made->null_count = column.nulls;
  if (column.nulls == 0) drop(*out.allocator, column.valid);
  own(made, column.valid, &column.data, column.shape == Shape::Text ? &column.text : nullptr);
  if (column.shape == Shape::List) return finish_array(out, *column.items, made->children[0]);
  return !words || finish_words(out, column, made->dictionary);
}

void abandon_one(const Columnar& out, Column& column) {
  drop(*out.allocator, column.valid);
  drop(*out.allocator, column.data);
  drop(*out.allocator, column.text);
  if (column.items != nullptr) abandon_one(out, *column.items);
}

}  // namespace

void append_null(Columnar& out, Column& column) {
  append_nulls(out, column, 1);
}

void append_nulls(Columnar& out, Column& column, uint32_t count) {
  if (count == 0) return;
  if (column.nulls == 0) set_all(out, column.valid, column.length);
  put_bits(out, column.valid, column.length, nullptr, 0, 0, count);
  column.nulls += count;
  if (column.shape == Shape::Bits) {
    put_bits(out, column.data, column.length, nullptr, 0, 0, count);
  } else if (column.shape == Shape::Text || column.shape == Shape::List) {
    put_offsets(out, column, end_of(column), count);
  } else {
    const size_t bytes = size_t{count} * column.width;
    char* const at = room(out, column.data, bytes);
    if (at != nullptr) __builtin_memset(at, 0, bytes);
  }
  column.length += count;
}

void append_empty_lists(Columnar& out, Column& column, uint32_t count) {
  put_all_valid(out, column, count);
  put_offsets(out, column, end_of(column), count);
  column.length += count;
}

void append_bits(Columnar& out, Column& column, const uint64_t* bits, const uint64_t* present,
                 uint32_t first, uint32_t count) {
  put_some_valid(out, column, present, first, count);
  put_bits(out, column.data, column.length, bits, 0, first, count);
  column.length += count;
}

void append_bits_not(Columnar& out, Column& column, const uint64_t* bits, uint32_t first,
                     uint32_t count) {
  put_all_valid(out, column, count);
  put_bits(out, column.data, column.length, bits, ~uint64_t{0}, first, count);
  column.length += count;
}

void append_written(Columnar& out, Column& column, const uint64_t* present, uint32_t first,
                    uint32_t count) {
  put_some_valid(out, column, present, first, count);
  column.data.size += size_t{count} * column.width;
  column.length += count;
}

void reserve(Columnar& out, Column& column, int64_t rows) {
  const auto whole = static_cast<size_t>(rows + 63) / 64 * 64;
  size_t bytes = whole * column.width + 8;
  if (column.shape == Shape::Bits) bytes = whole / 8 + 8;
  if (column.shape == Shape::Text || column.shape == Shape::List) bytes = (whole + 1) * 4;
  if (out.failed) return;
  column.data.bytes = static_cast<char*>(take(out, bytes));
  if (column.data.bytes == nullptr) {
    out.failed = true;
    return;
  }
  column.data.capacity = bytes;
  if (column.shape == Shape::Bits) __builtin_memset(column.data.bytes, 0, bytes);
}

void append_bit(Columnar& out, Column& column, bool value) {
  put_valid(out, column, true);
  set_bit(out, column.data, column.length, value);
  ++column.length;
}

void append_fixed(Columnar& out, Column& column, const void* value) {
  put_valid(out, column, true);
  char* const at = room(out, column.data, column.width);
  if (at != nullptr) __builtin_memcpy(at, value, column.width);
  ++column.length;
}

void append_text(Columnar& out, Column& column, String value) {
  char* const at = append_room(out, column, value.length);
  if (at != nullptr && value.length != 0) __builtin_memcpy(at, value.data, value.length);
}

char* append_room(Columnar& out, Column& column, uint32_t length) {
  put_valid(out, column, true);
  char* const at = room(out, column.text, length);
  put_offset(out, column, column.text.size);
  ++column.length;
  return at;
}

void append_list(Columnar& out, Column& column) {
  put_valid(out, column, true);
  put_offset(out, column, static_cast<size_t>(column.items->length));
  ++column.length;
}

void abandon(const Columnar& out, Column* columns, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) abandon_one(out, columns[i]);
}

bool finish(Columnar& out, Column* columns, uint32_t count, int64_t length, ArrowSchema* schema,
            ArrowArray* array) {
  *schema = {};
  *array = {};
  if (!out.failed && begin(out, array, count, false, 0)) {
    Growing none{};
    own(array, none, nullptr, nullptr);
    array->length = length;
    for (uint32_t i = 0; i < count && !out.failed; ++i)
      finish_array(out, columns[i], array->children[i]);
  }
  if (!out.failed && begin(out, schema, count, false, 1)) {
    schema->format = "+s";
    schema->name = extra_of(*schema, false);
    schema->release = &release_schema;
    for (uint32_t i = 0; i < count && !out.failed; ++i)
      finish_schema(out, columns[i], schema->children[i]);
  }
  if (!out.failed) return true;
  abandon(out, columns, count);
  if (array->release != nullptr) array->release(array);
  if (schema->release != nullptr) schema->release(schema);
  *schema = {};
  *array = {};
  return false;
}

}  // namespace phep::runtime
