// The column kernel of a decision: generated code that decides 64 rows at a time, where every
// needed fact of a row is known and nothing is an error. A truth value is a word, a bit a row; an
// enum that is computed is a word a member; numbers and times are lanes. It has no certificate and
// no arena.
//
// What is not such a row is decided by itself, by the row path: that is the meaning of both.
#pragma once

#include <stdint.h>

namespace phep::runtime {

inline constexpr uint32_t kGroupRows = 64;

// How a column stands before a kernel, and what it writes.
enum class Lane : uint32_t {
  Bits,     // a bit a row, lowest first
  Byte,     // uint8_t: members of an enum
  Word,     // int32_t
  Double,   // int64_t
  Present,  // a bit a row: whether an optional fact or output is there
};

// What a kernel takes and gives. {slot, Lane} of each input; then the Lane of each output of the
// decision, each that may be absent followed by Present; then for each output a bit an input that
// it may hang on, in whole words.
struct KernelPlan {
  uint32_t inputs;
  uint32_t results;
  uint32_t words[1];
};

// What is the same for every row. `readings` has the chosen member of each.
struct KernelOptions {
  int64_t as_of;
  int64_t law_date;  // PHEP_NO_DATE: none
  const int32_t* readings;
};

// `level`: 2, 3 or 4, of x86-64. Buffers hold whole groups. The bit of each row whose results mean
// nothing is set in `slow`; those that are set stay. Returns its plan; without groups it does no
// more.
using Kernel = const KernelPlan* (*)(uint32_t level, const void* const* inputs,
                                     void* const* results, const KernelOptions* options,
                                     uint64_t* slow, uint64_t groups);

}  // namespace phep::runtime
