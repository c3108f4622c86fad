// One evaluation of a policy image: its tables, its facts, its memory, and the small operations all
// ops share.
#pragma once

#include "compiler/runtime/facts.h"
#include "compiler/runtime/image.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "compiler/runtime/value.h"

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

inline constexpr uint32_t kMaxDepth = 64;      // of calls; lowering refuses deeper ones
inline constexpr uint32_t kMaxGroups = 64;     // pending calendar groups of one image
inline constexpr uint32_t kMaxWorlds = 64;     // combinations of their alternatives
inline constexpr uint32_t kMaxRegions = 1024;  // of combinations that have one outcome

// Sections of the image that evaluation touches at every step.
struct Tables {
  const Function* functions;
  const Inst* insts;
  const uint32_t* operands;
  const Const* constants;
  const Slot* slots;
  const Struct* structs;
  const NormSpec* norm_specs;
};

struct KeptFrame;
struct Change;

struct Evaluation {
  const Header* image;
  const phep_options* options;
  Arena* arena;
  Tables tables;
  Facts facts;
  uint32_t words;             // of a set of leaves; 0 when all is known
  int32_t zone;               // minutes east of UTC, of as_of's day
  uint8_t world[kMaxGroups];  // the alternative of each pending group
  bool elsewhere;             // in another world than that of the first pass, perhaps
  uint64_t* marks;            // certificate words while bits are recorded, else null
  uint32_t mark_count;
  uint32_t depth;
  uint64_t steps;
  KeptFrame* kept;      // by function (see kept.h); null where nothing will be asked again
  bool first_pass;      // functions that are called are kept
  uint32_t keeps;       // grows whenever memory of a call came to be kept
  uint64_t completion;  // grows with every completion, and with every world of it
  Change* changes;      // of kept frames, the last first
  int failure;  // PHEP_OK until a limit is hit; then results mean nothing and everything unwinds
};

Evaluation begin(const Header* image, const phep_options* options, Arena& arena);

// Memory below the arena's front, not zeroed; null and a failure when there is none.
void* push(Evaluation& ctx, size_t bytes);
template <class T>
T* push_array(Evaluation& ctx, size_t count) {
  return static_cast<T*>(push(ctx, count * sizeof(T)));
}

// Gives back everything pushed since `mark` (an arena front); what `keep` points to moves down
// first.
void release(Evaluation& ctx, char* mark, Value& keep);

// The union of two sets of leaves; null is the empty set.
const uint64_t* unite(Evaluation& ctx, const uint64_t* a, const uint64_t* b);
const uint64_t* singleton(Evaluation& ctx, uint32_t leaf);

// Sets the certificate bits that a guard's outcome asks for.
void mark(Evaluation& ctx, uint32_t bit, const Value& guard);

// Strict operators: gathers operands; error > unknown > known. Only where an unknown operand may
// itself become an error, and perhaps a lesser one, is the outcome unknown: what is known here
// holds in every completion. A bounded instant counts as the error calendar_exhausted: whoever can
// do with a bound asks before.
class Strict {
 public:
  explicit Strict(Evaluation& ctx) : ctx_(ctx) {}
  Strict& take(const Value& operand);
  bool known_so_far() const { return !error_ && !unknown_; }
  // The outcome when not all are known; an unknown one may fail if the operator can.
  Value settled(bool operator_can_fail) const;
  uint64_t groups() const { return groups_; }

 private:
  Evaluation& ctx_;
  Value least_error_ = known(0);
  const uint64_t* leaves_ = nullptr;
  uint64_t groups_ = 0;
  bool error_ = false;
  bool unknown_ = false;
  bool may_fail_ = false;
};

// Choices: the value that all still possible branches share, else unknown. Steps are taken in order
// until one certainly holds.
class Choice {
 public:
  Choice(Evaluation& ctx, Kind kind) : ctx_(ctx), kind_(kind) {}
  // If `guard` holds the choice is `outcome`, else it goes on.
  void step(const Value& guard, const Value& outcome);
  void otherwise(const Value& outcome);
  bool closed() const { return closed_; }
  void close() { closed_ = true; }
  Value result() const;

 private:
  void add(const Value& outcome);

  Evaluation& ctx_;
  Kind kind_;
  Value shared_ = known(0);
  const uint64_t* leaves_ = nullptr;
  uint64_t groups_ = 0;
  bool any_ = false;
  bool several_ = false;
  bool may_fail_ = false;
  bool closed_ = false;
};

inline Value not_of(const Value& a) {
  Value v = a;
  if (v.state == State::Known) v.lo = v.lo == 0 ? 1 : 0;
  return v;
}
// false > unknown > error > true, and mirrored. What is known on both sides, the usual case, is
// told in place.
Value and_of_unsettled(Evaluation& ctx, const Value& a, const Value& b);
inline Value and_of(Evaluation& ctx, const Value& a, const Value& b) {
  const bool settled = a.state == State::Known && b.state == State::Known;
  if (!settled) return and_of_unsettled(ctx, a, b);
  return with_groups(known_bool(a.lo != 0 && b.lo != 0), a.groups | b.groups);
}
inline Value or_of(Evaluation& ctx, const Value& a, const Value& b) {
  const bool settled = a.state == State::Known && b.state == State::Known;
  if (!settled) return not_of(and_of_unsettled(ctx, not_of(a), not_of(b)));
  return with_groups(known_bool(a.lo != 0 || b.lo != 0), a.groups | b.groups);
}
Value select(Evaluation& ctx, Kind kind, const Value& condition, const Value& a, const Value& b);
// Decides between bounded instants where the bounds suffice.
Value compare_values(Evaluation& ctx, Kind kind, Compare op, const Value& a, const Value& b);

}  // namespace phep::runtime
