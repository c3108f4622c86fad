// Memory for batches that is used again: blocks that were given back, by size.
#pragma once

#include "phep_abi.h"
#include <cstdlib>
#include <unordered_map>
#include <vector>

namespace phep::engines {

class Pool {
 public:
  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    for (auto& [size, blocks] : free_)
      for (void* const block : blocks) std::free(block);
  }
  phep_allocator allocator() {
    return {this,
            [](void* self, std::size_t size) -> void* {
              std::vector<void*>& blocks = static_cast<Pool*>(self)->free_[size];
              if (blocks.empty()) return std::aligned_alloc(64, (size + 63) / 64 * 64);
              void* const block = blocks.back();
              blocks.pop_back();
              return block;
            },
            [](void* self, void* memory, std::size_t size) {
              static_cast<Pool*>(self)->free_[size].push_back(memory);
            }};
  }

 private:
  std::unordered_map<std::size_t, std::vector<void*>> free_;
};

}  // namespace phep::engines
