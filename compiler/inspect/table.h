// The decision table that an artefact carries. Private to this room.
#pragma once

#include "compiler/runtime/image.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace phep::inspect {

// The first sound table of these bytes, moved where it is aligned; empty if there is none.
std::vector<std::uint64_t> find_table(std::span<const std::uint8_t> bytes);

inline const runtime::Header* header_of(const std::vector<std::uint64_t>& table) {
  return reinterpret_cast<const runtime::Header*>(table.data());
}

// Steps of one first pass of each decision at most, from the instructions alone: whatever bounds
// the table states are not read. Saturates at 2^64-1.
std::vector<std::uint64_t> recomputed_bounds(const runtime::Header* image);

std::string text_at(const runtime::Header* image, std::uint32_t string);

}  // namespace phep::inspect
