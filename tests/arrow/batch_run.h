// Running a batch of shop.phep: memory that is counted, and what comes out as JSON.
#pragma once

#include "compiler/runtime/entry.h"
#include "tests/arrow/column.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

namespace phep::tests {

using Json = nlohmann::json;
using MadeList = std::vector<std::unique_ptr<Made>>;

inline int passed = 0, failed = 0;
inline void is(bool good, const std::string& what) {
  ++(good ? passed : failed);
  if (!good) std::printf("%s\n", what.c_str());
}

// ---- memory that is counted ----

struct Counted {
  std::map<void*, std::size_t> live;
  long calls = 0, fail_at = -1;
  std::size_t bytes = 0;

  static constexpr std::size_t kBehind = 32;  // bytes that nobody may write
  static void* allocate(void* self, std::size_t size) {
    auto& counted = *static_cast<Counted*>(self);
    if (++counted.calls == counted.fail_at) return nullptr;
    void* const memory = std::aligned_alloc(64, (size + kBehind + 63) / 64 * 64);
    std::memset(memory, 0xA5, size + kBehind);
    counted.live.emplace(memory, size);
    counted.bytes += size;
    return memory;
  }
  static void release(void* self, void* memory, std::size_t size) {
    auto& counted = *static_cast<Counted*>(self);
    const auto found = counted.live.find(memory);
    // Given back twice, never given, another size, or written beyond.
    if (found == counted.live.end() || found->second != size) std::abort();
    for (std::size_t i = 0; i < kBehind; ++i)
      if (static_cast<unsigned char*>(memory)[size + i] != 0xA5) std::abort();
    counted.live.erase(found);
    counted.bytes -= size;
    std::free(memory);
  }
  phep_allocator allocator() { return {this, &allocate, &release}; }
};

// ---- the policy ----

struct Policy {
  const runtime::Header* image;
  int (*batch)(const ArrowSchema*, const ArrowArray*, const phep_options*, const phep_allocator*,
               ArrowSchema*, ArrowArray*, phep_problem*, void*, std::size_t);
  runtime::CleanPath clean = nullptr;
  phep_options options{};
  std::vector<char> arena = std::vector<char>(std::size_t{4} << 20U);
};

struct Outcome {
  int status = 0;
  phep_problem problem{};
  std::string at;
  ArrowSchema schema{};
  ArrowArray array{};
};

// By the interpreter under sanitizers, or by the library.
inline Outcome run(Policy& policy, const Made& rows, Counted& counted, bool library,
                   std::size_t arena = std::size_t{4} << 20U) {
  Outcome out;
  const phep_allocator allocator = counted.allocator();
  out.status = library
                   ? policy.batch(&rows.schema, &rows.array, &policy.options, &allocator,
                                  &out.schema, &out.array, &out.problem, policy.arena.data(), arena)
                   : phep_entry_batch(policy.image, 0, nullptr, nullptr, &rows.schema, &rows.array,
                                      &policy.options, &allocator, &out.schema, &out.array,
                                      &out.problem, policy.arena.data(), arena);
  if (out.problem.at_length != 0) out.at.assign(out.problem.at.ptr, out.problem.at_length);
  return out;
}
inline void release(Outcome& out) {
  if (out.array.release != nullptr) out.array.release(&out.array);
  if (out.schema.release != nullptr) out.schema.release(&out.schema);
}

// ---- reading what came out ----

inline bool bit(const void* bits, std::int64_t at) {
  return (static_cast<const unsigned char*>(bits)[at / 8] >> (at % 8) & 1) != 0;
}
inline bool is_null(const ArrowArray& array, std::int64_t i) {
  return array.buffers[0] != nullptr && !bit(array.buffers[0], i);
}
inline std::string text(const ArrowArray& array, std::int64_t i) {
  const auto* const at = static_cast<const std::int32_t*>(array.buffers[1]);
  return {static_cast<const char*>(array.buffers[2]) + at[i],
          static_cast<std::size_t>(at[i + 1] - at[i])};
}
inline Json cell(const ArrowSchema& schema, const ArrowArray& array, std::int64_t i) {
  if (is_null(array, i)) return nullptr;
  const std::string format = schema.format;
  const void* const data = array.buffers[1];
  if (schema.dictionary != nullptr)
    return text(*array.dictionary, static_cast<const std::int32_t*>(data)[i]);
  if (format == "b") return bit(data, i);
  if (format == "u") return text(array, i);
  if (format == "l" || format == "tsm:UTC") return static_cast<const std::int64_t*>(data)[i];
  if (format == "L") return static_cast<const std::uint64_t*>(data)[i];
  if (format == "tdD") return static_cast<const std::int32_t*>(data)[i];
  if (format == "d:38,9") return static_cast<const std::int64_t*>(data)[2 * i];
  if (format == "+l") {
    Json out = Json::array();
    const auto* const at = static_cast<const std::int32_t*>(data);
    for (std::int32_t k = at[i]; k < at[i + 1]; ++k)
      out.push_back(cell(*schema.children[0], *array.children[0], k));
    return out;
  }
  return "?" + format;
}
inline Json table(const Outcome& out) {
  Json rows = Json::array();
  for (std::int64_t i = 0; i < out.array.length; ++i) {
    Json row = Json::object();
    for (std::int64_t c = 0; c < out.array.n_children; ++c)
      row[out.schema.children[c]->name] = cell(*out.schema.children[c], *out.array.children[c], i);
    rows.push_back(std::move(row));
  }
  return rows;
}

// The same facts as columns in one of 64 spellings and as JSON.
void compare_spelling(Policy& policy, int number);
// Columns that are wrong, and hostile ones.
void wrong_columns(Policy& policy);
// Whose memory is whose, and memory that fails.
void memory(Policy& policy);
// Random columns by a library's kernel and row by row.
void compare_kernel(Policy& policy, const std::string& name, runtime::Kernel kernel);
void kernel_memory(Policy& policy, runtime::Kernel kernel);

}  // namespace phep::tests
