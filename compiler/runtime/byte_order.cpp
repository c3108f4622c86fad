#include "compiler/runtime/byte_order.h"

#include "compiler/runtime/verify_image.h"

namespace phep::runtime {

namespace {

// So many numbers of so many bytes, one after another.
struct Run {
  uint32_t width;
  uint32_t count;
};

// What a struct of the table is made of: words of four bytes, if nothing else is said.
template <class T>
constexpr Run kRuns[] = {{4, sizeof(T) / 4}};
template <>
constexpr Run kRuns<Header>[] = {{1, 8}, {4, 2}, {1, 32}, {4, (sizeof(Header) - 48) / 4}};
template <>
constexpr Run kRuns<Inst>[] = {{2, 1}, {1, 2}, {4, 3}};
template <>
constexpr Run kRuns<NormSpec>[] = {{1, 4}, {4, (sizeof(NormSpec) - 4) / 4}};
template <>
constexpr Run kRuns<Slot>[] = {{1, 4}, {4, 5}, {8, 2}, {4, 2}};
template <>
constexpr Run kRuns<Output>[] = {{4, 1}, {1, 4}, {4, 4}, {8, 1}};
template <>
constexpr Run kRuns<NormOutput>[] = {{4, 8}, {8, 1}};
template <>
constexpr Run kRuns<Decision>[] = {{4, 16}, {8, 1}, {4, 2}};
template <>
constexpr Run kRuns<Const>[] = {{8, 2}};
template <>
constexpr Run kRuns<uint64_t>[] = {{8, 1}};

template <class T>
constexpr size_t bytes_of_runs() {
  size_t bytes = 0;
  for (const Run& run : kRuns<T>) bytes += size_t{run.width} * run.count;
  return bytes;
}

void reverse(char* at, uint32_t width) {
  for (uint32_t i = 0; i < width / 2; ++i) {
    const char byte = at[i];
    at[i] = at[width - 1 - i];
    at[width - 1 - i] = byte;
  }
}

template <class T>
void reverse_struct(char* at) {
  static_assert(bytes_of_runs<T>() == sizeof(T));
  for (const Run& run : kRuns<T>) {
    for (uint32_t i = 0; i < run.count; ++i, at += run.width) reverse(at, run.width);
  }
}

template <class T>
void reverse_section(char* table, Section section) {
  for (uint32_t i = 0; i < section.count; ++i)
    reverse_struct<T>(table + section.offset + i * sizeof(T));
}

}  // namespace

bool reverse_numbers(void* table, size_t size, ByteOrder now) {
  if (table == nullptr || size < sizeof(Header)) return false;
  Header h;
  __builtin_memcpy(&h, table, sizeof h);
  if (now == ByteOrder::Other) reverse_struct<Header>(reinterpret_cast<char*>(&h));
  if (h.size > size || !sections_fit(h, h.size)) return false;
  auto* const bytes = static_cast<char*>(table);
  reverse_section<Range>(bytes, h.strings);
  reverse_section<uint32_t>(bytes, h.symbols);
  reverse_section<Decision>(bytes, h.decisions);
  reverse_section<Struct>(bytes, h.structs);
  reverse_section<Slot>(bytes, h.slots);
  reverse_section<ObjectNode>(bytes, h.objects);
  reverse_section<KeyNode>(bytes, h.keys);
  reverse_section<EnumTable>(bytes, h.enums);
  reverse_section<ReadingTable>(bytes, h.readings);
  reverse_section<Calendar>(bytes, h.calendars);
  reverse_section<PendingAlternative>(bytes, h.alternatives);
  reverse_section<PendingGroup>(bytes, h.groups);
  reverse_section<uint64_t>(bytes, h.words);
  reverse_section<Function>(bytes, h.functions);
  reverse_section<Inst>(bytes, h.insts);
  reverse_section<uint32_t>(bytes, h.operands);
  reverse_section<Const>(bytes, h.constants);
  reverse_section<NormSpec>(bytes, h.norm_specs);
  reverse_section<NormText>(bytes, h.norm_texts);
  reverse_section<Output>(bytes, h.outputs);
  reverse_section<NormOutput>(bytes, h.norm_outputs);
  reverse_section<uint32_t>(bytes, h.certificate_names);
  reverse_section<Note>(bytes, h.notes);
  reverse_struct<Header>(bytes);
  return true;
}

}  // namespace phep::runtime
