// A foreign image under examination: what the parts of verify_image share.
//
// Each check returns false at the first flaw. Order matters: sections first, then what only points
// into sections, then functions, whose checks may follow every index.
#pragma once

#include "compiler/runtime/image.h"
#include "compiler/runtime/sections.h"

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

struct Suspect {
  const Header* image;

  template <class T>
  const T& at(Section section, uint32_t index) const {
    return items<T>(image, section)[index];
  }
  uint32_t operand(uint32_t index) const { return at<uint32_t>(image->operands, index); }
  bool is_string(uint32_t index) const { return index < image->strings.count; }
  bool is_string_or_none(uint32_t index) const { return index == kNone || is_string(index); }
};

constexpr bool is_inside(uint64_t first, uint64_t count, uint64_t size) {
  return first <= size && count <= size - first;
}
constexpr bool is_inside(Range range, Section section) {
  return is_inside(range.first, range.count, section.count);
}
constexpr bool is_inside(Range range, Section section, uint32_t width) {
  return is_inside(range, section) && range.count % width == 0;
}

// Whether every section lies behind the header and within `size` bytes.
bool sections_fit(const Header& header, size_t size);

// Facts, enums, readings, calendars.
bool verify_facts(const Suspect& s);
bool verify_calendars(const Suspect& s);
// Functions with their instructions, and norms.
bool verify_functions(const Suspect& s);
bool verify_norms(const Suspect& s);
// Decisions: what they export, and that their results have room for it.
bool verify_decisions(const Suspect& s);

// The norm that a register of a function holds: of its Norm instruction, or of a function it calls.
// Else kNone.
uint32_t norm_spec_of(const Suspect& s, const Function& function, uint32_t reg);

}  // namespace phep::runtime
