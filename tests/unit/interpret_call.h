// One call of decide(), in memory and with a result that are full of something else.
#pragma once

#include "compiler/runtime/sections.h"
#include "tests/support/image_builder.h"

#include <cstring>
#include <functional>
#include <vector>

namespace phep::tests {

// What generated code would do. A CleanPath has no state of its own.
inline std::function<int(char* result, Arena& arena)> clean;
inline const void* clean_facts;  // that it was last asked about
inline int run_clean(const void* facts, const phep_options*, void* result, Arena* arena) {
  clean_facts = facts;
  return clean(static_cast<char*>(result), *arena);
}

struct Call {
  const Header* header;
  phep_options options{sizeof(phep_options), 0, 1'772'000'000'000, PHEP_NO_DATE, 0, {}};
  CleanPath path = nullptr;
  int filler = 0x7f;
  std::size_t room = 1 << 20;
  std::vector<std::uint64_t> result{}, memory{};

  const Decision& decision() const {
    return runtime::items<Decision>(header, header->decisions)[0];
  }
  Arena prepare() {
    result.assign((decision().result_size + 7) / 8, 0);
    std::memset(result.data(), filler, result.size() * 8);
    const std::uint32_t head[] = {decision().result_size, decision().layout};
    std::memcpy(result.data(), head, sizeof head);
    memory.assign(room / 8 + 1, 0);
    std::memset(memory.data(), filler, memory.size() * 8);
    char* const begin = reinterpret_cast<char*>(memory.data());
    return {begin, begin + room, false};
  }
  int operator()(const void* facts) {
    Arena arena = prepare();
    return decide(header, 0, path, facts, &options, result.data(), arena);
  }
  AtOnce at_once(const void* facts) {
    Arena arena = prepare();
    return decide_at_once(header, 0, path, facts, &options, result.data(), arena);
  }
  template <class T>
  T& at(std::uint32_t offset) {
    return *reinterpret_cast<T*>(reinterpret_cast<char*>(result.data()) + offset);
  }
  phep_result_head& head() { return at<phep_result_head>(0); }
  const NormOutput& row(std::uint32_t i) const {
    return runtime::items<NormOutput>(header, header->norm_outputs)[i];
  }
  phep_value& output(std::uint32_t i) {
    return at<phep_value>(runtime::items<Output>(header, header->outputs)[i].offset);
  }
  phep_norm& norm(std::uint32_t i) { return at<phep_norm>(row(i).offset); }
  phep_norm_array& norms(std::uint32_t i) { return at<phep_norm_array>(row(i).offset); }
  const phep_norm& record(std::uint32_t i, std::uint32_t n) {
    return *reinterpret_cast<const phep_norm*>(static_cast<const char*>(norms(i).items.ptr) +
                                               std::size_t{n} * norms(i).stride);
  }
  std::vector<std::uint32_t> missing(std::uint64_t first, std::uint64_t count) {
    const std::uint32_t* const all = head().missing.ptr;
    return {all + first, all + first + count};
  }
  std::uint64_t& certificate(std::uint32_t word) {
    return at<std::uint64_t>(decision().certificate_offset + 8 * word);
  }
};

}  // namespace phep::tests
