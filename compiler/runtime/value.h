// A three-valued value: what a register holds while some facts are unknown.
//
// An unknown value carries S, the unknown leaves it hangs on, as a bit set over the unknown leaves
// of this call; every value carries G, the pending calendar groups that were met on the way. Both
// may be larger than needed, never smaller. Sets of leaves are shared and never changed once made.
#pragma once

#include "compiler/runtime/image.h"
#include "compiler/runtime/sections.h"
#include "compiler/runtime/wide.h"

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

enum class State : uint8_t {
  Known,
  Unknown,  // `leaves` says of what
  Error,    // lo: phep_error_kind, hi: symbol
  Absent,   // of answers only, never of registers: an optional without a value
  OneOf,    // of answers only: lo points to `hi` values, ascending; `groups` decide among them
};

// Past its data a calendar gives an instant that is only bounded: hi is then the symbol to blame,
// and in the high half the year awaited.
enum class Bound : uint8_t { Exact, AtLeast, AtMost };

struct Value {
  uint64_t lo;
  uint64_t hi;  // zero where the kind does not use it
  uint64_t groups;
  const uint64_t* leaves;
  State state;
  Bound bound;
  bool may_fail;  // Unknown: some completion may make it an error
};

constexpr Value known(uint64_t lo, uint64_t hi = 0) {
  return {lo, hi, 0, nullptr, State::Known, Bound::Exact, false};
}
constexpr Value known_signed(int64_t value) {
  return known(static_cast<uint64_t>(value));
}
constexpr Value known_bool(bool value) {
  return known(value ? 1 : 0);
}
constexpr Value known_wide(Wide value) {
  return known(value.lo, value.hi);
}
constexpr Value error(int kind, uint32_t symbol) {
  return {static_cast<uint64_t>(kind), symbol, 0, nullptr, State::Error, Bound::Exact, false};
}
constexpr Value absent() {
  return {0, 0, 0, nullptr, State::Absent, Bound::Exact, false};
}
constexpr Value unknown(const uint64_t* leaves) {
  return {0, 0, 0, leaves, State::Unknown, Bound::Exact, false};
}

constexpr bool is_exact(const Value& v) {
  return v.state == State::Known && v.bound == Bound::Exact;
}
constexpr bool is_unknown(const Value& v) {
  return v.state == State::Unknown;
}
constexpr bool is_error(const Value& v) {
  return v.state == State::Error;
}
constexpr bool is_true(const Value& v) {
  return v.state == State::Known && v.lo != 0;
}
constexpr bool is_false(const Value& v) {
  return v.state == State::Known && v.lo == 0;
}
constexpr int64_t signed_of(const Value& v) {
  return static_cast<int64_t>(v.lo);
}
constexpr Wide wide_of(const Value& v) {
  return {v.lo, v.hi};
}
inline String text_of(const Value& v) {
  return {reinterpret_cast<const char*>(static_cast<uintptr_t>(v.lo)), static_cast<uint32_t>(v.hi)};
}

constexpr Value with_groups(Value v, uint64_t groups) {
  v.groups |= groups;
  return v;
}

// Of two errors the result is the least by (kind, qualified name); symbols are sorted by qualified
// name.
constexpr bool precedes(const Value& a, const Value& b) {
  return a.lo != b.lo ? a.lo < b.lo : a.hi < b.hi;
}

// -1, 0, 1 by the order of the kind: numbers and times by size, enums and sets by bits, durations
// (of one unit) by count, text by bytes.
int compare_payloads(Kind kind, const Value& a, const Value& b);

// The same known value, the same error, the same bound, or both absent; never true of unknown ones.
bool same_outcome(Kind kind, const Value& a, const Value& b);

}  // namespace phep::runtime
