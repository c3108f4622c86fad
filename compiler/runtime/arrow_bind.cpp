// Which column is which fact.
#include "compiler/runtime/arrow_in.h"
#include "compiler/runtime/json_values.h"

namespace phep::runtime {

namespace {

constexpr int kDeepest = 16;  // nested columns

// What binding works on: one struct of facts, and the columns found for it so far.
struct Binding {
  const Header* image;
  Arena& arena;
  ColumnProblem* problem;
  const Struct* structure;
  const Source** found;  // by slot of the struct: its column
  Source** absent;       // and its companion
  int depth;
};

template <class T>
T* make(Arena& arena, size_t count = 1) {
  return static_cast<T*>(allocate(arena, count * sizeof(T)));
}

String text_of(const char* text) {
  uint32_t length = 0;
  while (text[length] != 0 && length < 4096) ++length;
  return {text, length};
}

int refuse(Binding& binding, FactsError error, String path) {
  char* const pointer = make<char>(binding.arena, size_t{path.length} + 1);
  if (pointer == nullptr) return PHEP_SMALL_ARENA;
  pointer[0] = '/';
  for (uint32_t i = 0; i < path.length; ++i)
    pointer[i + 1] = path.data[i] == '.' ? '/' : path.data[i];
  *binding.problem = {error, nullptr, {pointer, path.length + 1}};
  return PHEP_BAD_FACTS;
}

// "owner" and "name" as "owner.name".
bool join(Arena& arena, String a, String b, String* out) {
  if (a.length == 0) {
    *out = b;
    return true;
  }
  char* const joined = make<char>(arena, size_t{a.length} + b.length + 1);
  if (joined == nullptr) return false;
  __builtin_memcpy(joined, a.data, a.length);
  joined[a.length] = '.';
  __builtin_memcpy(joined + a.length + 1, b.data, b.length);
  *out = {joined, a.length + b.length + 1};
  return true;
}

// "owner.name" is the path "/owner/name".
bool is_path(String name, String path) {
  if (path.length != name.length + 1) return false;
  for (uint32_t i = 0; i < name.length; ++i) {
    const char c = name.data[i] == '.' ? '/' : name.data[i];
    if (path.data[i + 1] != c) return false;
  }
  return true;
}

const Slot* find_slot(const Binding& binding, String name) {
  const Slot* const slots = items<Slot>(binding.image, binding.image->slots);
  for (uint32_t i = 0; i < binding.structure->slots.count; ++i) {
    const Slot& slot = slots[binding.structure->slots.first + i];
    if (is_path(name, string_at(binding.image, slot.path))) return &slot;
  }
  return nullptr;
}

// Whether facts stand below this name.
bool is_record(const Binding& binding, String name) {
  const Slot* const slots = items<Slot>(binding.image, binding.image->slots);
  for (uint32_t i = 0; i < binding.structure->slots.count; ++i) {
    const String path = string_at(binding.image, slots[binding.structure->slots.first + i].path);
    if (path.length > name.length + 1 && path.data[name.length + 1] == '/' &&
        is_path(name, {path.data, name.length + 1}))
      return true;
  }
  return false;
}

uint32_t digits(const char*& at) {
  uint32_t value = 0;
  while (*at >= '0' && *at <= '9' && value < 1000) value = value * 10 + uint32_t(*at++ - '0');
  return value;
}

bool read_number_format(const char* format, Source* out) {
  constexpr char kSigned[] = "csil";
  constexpr char kUnsigned[] = "CSIL";
  if (format[0] == 0 || format[1] != 0) return false;
  for (uint32_t i = 0; i < 4; ++i) {
    if (format[0] != kSigned[i] && format[0] != kUnsigned[i]) continue;
    out->spelling = format[0] == kSigned[i] ? Spelling::Signed : Spelling::Unsigned;
    out->index_signed = out->spelling == Spelling::Signed;
    out->width = static_cast<uint8_t>(1U << i);
    return true;
  }
  return false;
}

bool read_format(const char* format, Source* out) {
  if (read_number_format(format, out)) return true;
  const auto is = [&](const char* word) {
    uint32_t i = 0;
    while (word[i] != 0 && format[i] == word[i]) ++i;
    return word[i] == 0 && format[i] == 0;
  };
  const auto be = [&](Spelling spelling, uint8_t width) {
    out->spelling = spelling;
    out->width = width;
    return true;
  };
  if (is("b")) return be(Spelling::Bits, 0);
  if (is("f")) return be(Spelling::Float, 4);
  if (is("g")) return be(Spelling::Float, 8);
  if (is("u")) return be(Spelling::Text32, 0);
  if (is("U")) return be(Spelling::Text64, 0);
  if (is("+l")) return be(Spelling::List32, 0);
  if (is("+L")) return be(Spelling::List64, 0);
  if (is("+s")) return be(Spelling::Struct, 0);
  if (is("tdD")) return be(Spelling::Days, 4);
  if (is("tdm")) return be(Spelling::DayMs, 8);
  if (format[0] == 't' && format[1] == 's' && format[2] != 0 && format[3] == ':') {
    if (format[4] == 0) return false;  // without a zone nobody knows the moment
    out->per_ms = format[2] == 's'   ? -1000
                  : format[2] == 'm' ? 1
                  : format[2] == 'u' ? 1000
                                     : 1'000'000;
    const bool unit = format[2] == 's' || format[2] == 'm' || format[2] == 'u' || format[2] == 'n';
    return unit && be(Spelling::Moment, 8);
  }
  if (format[0] != 'd' || format[1] != ':') return false;
  const char* at = format + 2;
  digits(at);
  if (*at != ',') return false;
  ++at;
  const uint32_t scale = digits(at);
  const bool plain =
      *at == 0 || (at[0] == ',' && at[1] == '1' && at[2] == '2' && at[3] == '8' && at[4] == 0);
  if (!plain || scale > 38) return false;
  out->scale = static_cast<uint8_t>(scale);
  return be(Spelling::Decimal128, 16);
}

bool suits(const Slot& slot, const Source& source) {
  const Source& shown = source.words != nullptr ? *source.words : source;
  const Spelling s = shown.spelling;
  const bool text = s == Spelling::Text32 || s == Spelling::Text64;
  const bool list = (s == Spelling::List32 || s == Spelling::List64) && source.words == nullptr;
  const bool number = s == Spelling::Signed || s == Spelling::Unsigned || s == Spelling::Float;
  if (slot.is_list != 0) return list;
  if (source.words != nullptr && !text) return false;
  switch (slot.kind) {
    case Kind::Bool: return s == Spelling::Bits;
    case Kind::Int: return number;
    case Kind::Money: return number || (s == Spelling::Decimal128 && shown.scale == 0);
    case Kind::Decimal:
    case Kind::Amount:
      return s == Spelling::Signed || s == Spelling::Unsigned || s == Spelling::Decimal128;
    case Kind::Date: return s == Spelling::Days || s == Spelling::DayMs;
    case Kind::Instant: return s == Spelling::Moment;
    case Kind::Duration:
    case Kind::Text:
    case Kind::Enum: return text;
    case Kind::Set: return list || s == Spelling::Unsigned;
    case Kind::Norm: break;
  }
  return false;
}

// The buffers that a spelling needs are there, and the array is one that may be read.
bool has_buffers(const ArrowArray& array, const Source& source) {
  const bool text = source.spelling == Spelling::Text32 || source.spelling == Spelling::Text64;
  const int64_t wanted = source.spelling == Spelling::Struct ? 1
                         : text && source.words == nullptr   ? 3
                                                             : 2;
  if (array.release == nullptr || array.length < 0 || array.offset < 0 || array.null_count < -1 ||
      array.length > INT64_MAX / 32 - array.offset || array.n_buffers != wanted ||
      array.buffers == nullptr)
    return false;
  if (array.null_count > 0 && array.buffers[0] == nullptr) return false;
  if (array.length == 0 || wanted == 1) return true;
  return array.buffers[1] != nullptr;
}

int bind_members(Binding& binding, Source& source, uint32_t type, String path);
int close_columns(Binding& binding, Columns* out);
int bind_list(Binding& binding, const ArrowSchema& schema, const ArrowArray& array, Source& source,
              String path);
int bind_struct(Binding& binding, const ArrowSchema& schema, const ArrowArray& array,
                const Source* around, int64_t first, int64_t rows, String prefix);

// Reads a column's format and buffers; what it means is the caller's business. `rows` of it are
// needed from `first` on.
int open_column(Binding& binding, const ArrowSchema& schema, const ArrowArray& array, int64_t first,
                int64_t rows, String path, Source* out) {
  const bool released = schema.release == nullptr || array.release == nullptr;
  if (schema.format == nullptr || released || !read_format(schema.format, out))
    return refuse(binding, FactsError::WrongType, path);
  if ((schema.dictionary != nullptr) != (array.dictionary != nullptr))
    return refuse(binding, FactsError::WrongType, path);
  if (schema.dictionary != nullptr) {
    const bool whole = out->spelling == Spelling::Signed || out->spelling == Spelling::Unsigned;
    Source* const words = make<Source>(binding.arena);
    if (words == nullptr) return PHEP_SMALL_ARENA;
    if (!whole || schema.dictionary->dictionary != nullptr)
      return refuse(binding, FactsError::WrongType, path);
    const int bad = open_column(binding, *schema.dictionary, *array.dictionary, 0,
                                array.dictionary->length, path, words);
    if (bad != PHEP_OK) return bad;
    out->words = words;
    out->word_count = array.dictionary->length;
  }
  if (!has_buffers(array, *out) || rows > array.length - first)
    return refuse(binding, FactsError::WrongType, path);
  out->array = &array;
  out->first = array.offset + first;
  out->valid = array.null_count == 0 ? nullptr : static_cast<const uint8_t*>(array.buffers[0]);
  if (array.n_buffers > 1) out->data = array.buffers[1];
  if (array.n_buffers > 2) out->bytes = static_cast<const char*>(array.buffers[2]);
  return PHEP_OK;
}

int bind_column(Binding& binding, const ArrowSchema& schema, const ArrowArray& array,
                const Source* around, int64_t first, int64_t rows, String prefix) {
  String name{};
  if (schema.name == nullptr || !join(binding.arena, prefix, text_of(schema.name), &name))
    return schema.name == nullptr ? refuse(binding, FactsError::UnknownKey, prefix)
                                  : PHEP_SMALL_ARENA;
  Source* const source = make<Source>(binding.arena);
  if (source == nullptr) return PHEP_SMALL_ARENA;
  const int bad = open_column(binding, schema, array, first, rows, name, source);
  if (bad != PHEP_OK) return bad;
  source->around = around;
  const Source* const inside = source->valid == nullptr ? around : source;
  const Slot* slot = find_slot(binding, name);
  if (slot == nullptr && source->spelling == Spelling::Struct && is_record(binding, name)) {
    if (binding.depth >= kDeepest) return refuse(binding, FactsError::Depth, name);
    ++binding.depth;
    const int inner = bind_struct(binding, schema, array, inside, source->first, rows, name);
    --binding.depth;
    return inner;
  }
  constexpr String kAbsent = literal("_absent");
  if (slot == nullptr && name.length > kAbsent.length &&
      equal({name.data + name.length - kAbsent.length, kAbsent.length}, kAbsent)) {
    slot = find_slot(binding, {name.data, name.length - kAbsent.length});
    if (slot != nullptr && (slot->flags & kOptional) != 0) {
      if (source->spelling != Spelling::Bits) return refuse(binding, FactsError::WrongType, name);
      Source*& taken = binding.absent[slot->bit];
      if (taken != nullptr) return refuse(binding, FactsError::DuplicateKey, name);
      source->slot = slot;
      taken = source;
      return PHEP_OK;
    }
    slot = nullptr;
  }
  if (slot == nullptr) return refuse(binding, FactsError::UnknownKey, name);
  source->slot = slot;
  if (!suits(*slot, *source)) return refuse(binding, FactsError::WrongType, name);
  const Source*& taken = binding.found[slot->bit];
  if (taken != nullptr) return refuse(binding, FactsError::DuplicateKey, name);
  taken = source;
  if (source->words != nullptr && slot->kind == Kind::Enum)
    return bind_members(binding, *source, slot->type, name);
  if (source->spelling == Spelling::List32 || source->spelling == Spelling::List64)
    return bind_list(binding, schema, array, *source, name);
  return PHEP_OK;
}

// Which member each word of a dictionary is.
int bind_members(Binding& binding, Source& source, uint32_t type, String path) {
  int32_t* const member = make<int32_t>(binding.arena, static_cast<size_t>(source.word_count) + 1);
  if (member == nullptr) return PHEP_SMALL_ARENA;
  for (int64_t i = 0; i < source.word_count; ++i) {
    String word{};
    uint32_t found = 0;
    member[i] = -1;
    if (!has_value(*source.words, i)) continue;
    if (!text_at(*source.words, i, &word)) return refuse(binding, FactsError::WrongType, path);
    if (find_member(binding.image, type, word, &found)) member[i] = static_cast<int32_t>(found);
  }
  source.member = member;
  return PHEP_OK;
}

int bind_list(Binding& binding, const ArrowSchema& schema, const ArrowArray& array, Source& source,
              String path) {
  if (schema.n_children != 1 || array.n_children != 1 || schema.children == nullptr ||
      array.children == nullptr || schema.children[0] == nullptr || array.children[0] == nullptr)
    return refuse(binding, FactsError::WrongType, path);
  Source* const element = make<Source>(binding.arena);
  if (element == nullptr) return PHEP_SMALL_ARENA;
  const ArrowArray& values = *array.children[0];
  if (values.length < 0) return refuse(binding, FactsError::WrongType, path);
  const int bad =
      open_column(binding, *schema.children[0], values, 0, values.length, path, element);
  if (bad != PHEP_OK) return bad;
  source.element = element;
  if (source.slot->is_list == 0) {  // a set
    const Source& shown = element->words != nullptr ? *element->words : *element;
    if (shown.spelling != Spelling::Text32 && shown.spelling != Spelling::Text64)
      return refuse(binding, FactsError::WrongType, path);
    return element->words == nullptr ? PHEP_OK
                                     : bind_members(binding, *element, source.slot->type, path);
  }
  const Struct& inner = items<Struct>(binding.image, binding.image->structs)[source.slot->type];
  Columns* const columns = make<Columns>(binding.arena);
  Binding below{binding.image, binding.arena, binding.problem,  &inner,
                nullptr,       nullptr,       binding.depth + 1};
  if (columns == nullptr) return PHEP_SMALL_ARENA;
  if (below.depth >= kDeepest) return refuse(binding, FactsError::Depth, path);
  below.found = make<const Source*>(binding.arena, size_t{inner.words} * 64);
  below.absent = make<Source*>(binding.arena, size_t{inner.words} * 64);
  if (below.found == nullptr || below.absent == nullptr) return PHEP_SMALL_ARENA;
  if (inner.node == kNone) {  // values
    const Slot& slot = items<Slot>(binding.image, binding.image->slots)[inner.slots.first];
    element->slot = &slot;
    if (!suits(slot, *element) || slot.kind == Kind::Set || slot.is_list != 0)
      return refuse(binding, FactsError::WrongType, path);
    below.found[slot.bit] = element;
    if (element->words != nullptr && slot.kind == Kind::Enum) {
      const int words = bind_members(binding, *element, slot.type, path);
      if (words != PHEP_OK) return words;
    }
  } else {
    if (element->spelling != Spelling::Struct) return refuse(binding, FactsError::WrongType, path);
    const int fields = bind_struct(below, *schema.children[0], values,
                                   element->valid == nullptr ? nullptr : element, values.offset,
                                   values.length, {nullptr, 0});
    if (fields != PHEP_OK) return fields;
  }
  const int closed = close_columns(below, columns);
  source.columns = columns;
  return closed;
}

// The children of a struct column. Their row 0 stands where the struct's does.
int bind_struct(Binding& binding, const ArrowSchema& schema, const ArrowArray& array,
                const Source* around, int64_t first, int64_t rows, String prefix) {
  if (schema.n_children != array.n_children || schema.n_children < 0 ||
      (schema.n_children > 0 && (schema.children == nullptr || array.children == nullptr)))
    return refuse(binding, FactsError::WrongType, prefix);
  for (int64_t i = 0; i < schema.n_children; ++i) {
    if (schema.children[i] == nullptr || array.children[i] == nullptr)
      return refuse(binding, FactsError::WrongType, prefix);
    const int bad =
        bind_column(binding, *schema.children[i], *array.children[i], around, first, rows, prefix);
    if (bad != PHEP_OK) return bad;
  }
  return PHEP_OK;
}

// Companions join their columns; one whose fact has no column stands for itself.
int close_columns(Binding& binding, Columns* out) {
  const Slot* const slots = items<Slot>(binding.image, binding.image->slots);
  const Source** const sources =
      make<const Source*>(binding.arena, size_t{binding.structure->slots.count} + 1);
  if (sources == nullptr) return PHEP_SMALL_ARENA;
  *out = {binding.structure, sources, 0, false};
  for (uint32_t i = 0; i < binding.structure->slots.count; ++i) {
    const Slot& slot = slots[binding.structure->slots.first + i];
    const Source* source = binding.found[slot.bit];
    Source* const companion = binding.absent[slot.bit];
    if (source == nullptr && companion == nullptr) continue;
    if (source == nullptr) source = companion;
    if (companion != nullptr) const_cast<Source*>(source)->absent = companion;
    out->has_lists |= slot.is_list != 0;
    sources[out->count++] = source;
  }
  return PHEP_OK;
}

}  // namespace

int bind_columns(const Header* image, uint32_t decision, const ArrowSchema* schema,
                 const ArrowArray* rows, Arena& arena, const Columns** out,
                 ColumnProblem* problem) {
  const Struct& root = items<Struct>(
      image, image->structs)[items<Decision>(image, image->decisions)[decision].structure];
  Binding binding{image, arena, problem, &root, nullptr, nullptr, 0};
  Columns* const columns = make<Columns>(arena);
  Source* const whole = make<Source>(arena);
  binding.found = make<const Source*>(arena, size_t{root.words} * 64);
  binding.absent = make<Source*>(arena, size_t{root.words} * 64);
  if (columns == nullptr || whole == nullptr || binding.found == nullptr ||
      binding.absent == nullptr)
    return PHEP_SMALL_ARENA;
  const int bad = open_column(binding, *schema, *rows, 0, rows->length, {nullptr, 0}, whole);
  if (bad != PHEP_OK) return bad;
  if (whole->spelling != Spelling::Struct)
    return refuse(binding, FactsError::WrongType, {nullptr, 0});
  const int bound = bind_struct(binding, *schema, *rows, whole->valid == nullptr ? nullptr : whole,
                                rows->offset, rows->length, {nullptr, 0});
  if (bound != PHEP_OK) return bound;
  *out = columns;
  return close_columns(binding, columns);
}

}  // namespace phep::runtime
