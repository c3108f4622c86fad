// Arrow columns made by hand, each buffer exactly as large as it must be, so that every byte that
// is read beyond it is seen: by a sanitizer, or by the system.
#pragma once

#include "compiler/runtime/phep_abi.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace phep::tests {

#ifdef __SANITIZE_ADDRESS__
using Bytes = std::unique_ptr<char[]>;
inline Bytes bytes_of(std::size_t size) {
  return std::make_unique<char[]>(size);
}
#else
// Whole pages.
struct Unmap {
  std::size_t before, size;
  void operator()(char* at) const { munmap(at - before, size); }
};
using Bytes = std::unique_ptr<char[], Unmap>;
// Bytes that end where a page begins that nobody may touch.
inline Bytes bytes_of(std::size_t size) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t usable = (size + page - 1) / page * page;
  void* const base =
      mmap(nullptr, usable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) std::abort();
  mprotect(static_cast<char*>(base) + usable, page, PROT_NONE);
  return {static_cast<char*>(base) + (usable - size), Unmap{usable - size, usable + page}};
}
#endif

// One column with what belongs to it. It must stay where it is.
struct Made {
  ArrowSchema schema{};
  ArrowArray array{};
  std::string format, name;
  std::vector<Bytes> memory;
  std::vector<const void*> buffers;
  std::vector<std::unique_ptr<Made>> children;
  std::unique_ptr<Made> dictionary;
  std::vector<ArrowSchema*> schema_children;
  std::vector<ArrowArray*> array_children;

  const void* keep(const void* bytes, std::size_t size) {
    memory.push_back(bytes_of(size));
    if (size != 0) std::memcpy(memory.back().get(), bytes, size);
    return memory.back().get();
  }
  // Points the two structs at everything, once it is complete.
  void close() {
    schema.format = format.c_str();
    schema.name = name.c_str();
    schema.flags = ARROW_FLAG_NULLABLE;
    array.buffers = buffers.data();
    array.n_buffers = static_cast<std::int64_t>(buffers.size());
    for (const auto& child : children) {
      child->close();
      schema_children.push_back(&child->schema);
      array_children.push_back(&child->array);
    }
    schema.n_children = array.n_children = static_cast<std::int64_t>(children.size());
    schema.children = schema_children.data();
    array.children = array_children.data();
    if (dictionary != nullptr) {
      dictionary->close();
      schema.dictionary = &dictionary->schema;
      array.dictionary = &dictionary->array;
    }
    // Whoever releases what was only lent is found out.
    schema.release = [](ArrowSchema*) { std::abort(); };
    array.release = [](ArrowArray*) { std::abort(); };
  }
};

// A column of `n` rows behind `offset` others; `valid` holds one entry a row, or nothing.
inline std::unique_ptr<Made> begin_column(std::string name, std::string format, std::int64_t n,
                                          const std::vector<bool>& valid, std::int64_t offset,
                                          bool count_nulls) {
  auto made = std::make_unique<Made>();
  made->name = std::move(name);
  made->format = std::move(format);
  made->array.length = n;
  made->array.offset = offset;
  made->buffers.push_back(nullptr);
  if (valid.empty()) return made;
  std::vector<unsigned char> bits(static_cast<std::size_t>((offset + n + 7) / 8), 0);
  std::int64_t nulls = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(offset + i);
    if (valid[static_cast<std::size_t>(i)])
      bits[at / 8] = static_cast<unsigned char>(bits[at / 8] | 1U << (at % 8));
    else
      ++nulls;
  }
  made->array.null_count = count_nulls ? nulls : -1;
  made->buffers[0] = made->keep(bits.data(), bits.size());
  return made;
}

template <class T>
std::unique_ptr<Made> fixed(std::string name, std::string format, const std::vector<T>& values,
                            const std::vector<bool>& valid, std::int64_t offset = 0,
                            bool count_nulls = true) {
  const auto n = static_cast<std::int64_t>(values.size());
  auto made = begin_column(std::move(name), std::move(format), n, valid, offset, count_nulls);
  std::vector<T> all(static_cast<std::size_t>(offset));
  all.insert(all.end(), values.begin(), values.end());
  made->buffers.push_back(made->keep(all.data(), all.size() * sizeof(T)));
  return made;
}

inline std::unique_ptr<Made> bits(std::string name, const std::vector<bool>& values,
                                  const std::vector<bool>& valid, std::int64_t offset = 0,
                                  bool count_nulls = true) {
  const auto n = static_cast<std::int64_t>(values.size());
  auto made = begin_column(std::move(name), "b", n, valid, offset, count_nulls);
  std::vector<unsigned char> packed(static_cast<std::size_t>((offset + n + 7) / 8), 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t at = static_cast<std::size_t>(offset) + i;
    if (values[i]) packed[at / 8] = static_cast<unsigned char>(packed[at / 8] | 1U << (at % 8));
  }
  made->buffers.push_back(made->keep(packed.data(), packed.size()));
  return made;
}

// Offsets of 32 or 64 bits, behind `offset` empty rows.
inline const void* offsets(Made& made, const std::vector<std::size_t>& sizes, bool wide,
                           std::int64_t offset) {
  std::vector<std::int64_t> all(static_cast<std::size_t>(offset) + 1, 0);
  for (const std::size_t size : sizes) all.push_back(all.back() + static_cast<std::int64_t>(size));
  if (wide) return made.keep(all.data(), all.size() * 8);
  const std::vector<std::int32_t> narrow(all.begin(), all.end());
  return made.keep(narrow.data(), narrow.size() * 4);
}

inline std::unique_ptr<Made> texts(std::string name, const std::vector<std::string>& values,
                                   const std::vector<bool>& valid, bool wide = false,
                                   std::int64_t offset = 0, bool count_nulls = true) {
  const auto n = static_cast<std::int64_t>(values.size());
  auto made = begin_column(std::move(name), wide ? "U" : "u", n, valid, offset, count_nulls);
  std::vector<std::size_t> sizes;
  std::string all;
  for (const std::string& value : values) {
    sizes.push_back(value.size());
    all += value;
  }
  made->buffers.push_back(offsets(*made, sizes, wide, offset));
  made->buffers.push_back(made->keep(all.data(), all.size()));
  return made;
}

inline std::unique_ptr<Made> list(std::string name, const std::vector<std::size_t>& sizes,
                                  std::unique_ptr<Made> items, const std::vector<bool>& valid,
                                  bool wide = false, std::int64_t offset = 0,
                                  bool count_nulls = true) {
  const auto n = static_cast<std::int64_t>(sizes.size());
  auto made = begin_column(std::move(name), wide ? "+L" : "+l", n, valid, offset, count_nulls);
  made->buffers.push_back(offsets(*made, sizes, wide, offset));
  made->children.push_back(std::move(items));
  return made;
}

inline std::unique_ptr<Made> structure(std::string name, std::int64_t n,
                                       std::vector<std::unique_ptr<Made>> children,
                                       const std::vector<bool>& valid = {},
                                       std::int64_t offset = 0) {
  auto made = begin_column(std::move(name), "+s", n, valid, offset, true);
  made->children = std::move(children);
  return made;
}

}  // namespace phep::tests
