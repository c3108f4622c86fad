// The meaning of the Decision IR: what each instruction makes of three-valued operands.
//
// This is the definition of the language. Every instruction of a function is evaluated, in order;
// errors and unknowns are values. On operands that are all known it is the ground meaning that
// generated code repeats.
#pragma once

#include "compiler/runtime/evaluation.h"

#include <stdint.h>

namespace phep::runtime {

// One call of a function: its registers, and where the arena stood before.
struct Frame {
  const Function* function;
  Value* registers;  // null after a failure
  char* mark;
  uint32_t keeps;   // of the evaluation, then
  KeptFrame* kept;  // null: it is not kept
};

// Opens a frame with unset registers, runs it, closes it with its result. Kind::Norm results live
// in the frame: close_frame then keeps the frame's memory, as where a call inside was kept.
Frame open_frame(Evaluation& ctx, uint32_t function);
// With `needed` (a bit for each register) only those instructions run.
void run_frame(Evaluation& ctx, const Frame& frame, const uint64_t* needed = nullptr);
Value close_frame(Evaluation& ctx, const Frame& frame);

// One instruction, its operands being there.
Value evaluate(Evaluation& ctx, const Frame& frame, const Inst& inst);

// Calls a function with captured registers of another frame after the first `given` parameters.
struct Captures {
  const Frame* from;
  const uint32_t* registers;
  uint32_t count;
};
struct Arguments {
  const Value* given;
  uint32_t given_count;
  Captures captures;
  KeptFrame** site;  // where the calling frame keeps what this very instruction calls; may be null
};
inline const Value& argument(const Arguments& arguments, uint32_t i) {
  if (i < arguments.given_count) return arguments.given[i];
  const Captures& captures = arguments.captures;
  return captures.from->registers[captures.registers[i - arguments.given_count]];
}
Value call(Evaluation& ctx, uint32_t function, const Arguments& arguments);

// Ops that fill more than a few lines, one file each.
Value choose(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value quantify(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value arithmetic(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value negate(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value round_value(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value law_day(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value shift(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value occurrences(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value deadline(Evaluation& ctx, const Frame& frame, const Inst& inst);
Value in_force(Evaluation& ctx, const Frame& frame, const Inst& inst);
// The later of two instants, bounded ones too; and the milliseconds from one to another.
Value later_of(Evaluation& ctx, const Value& a, const Value& b);
Value between(Evaluation& ctx, const Value& from, const Value& to);
Value norm(Evaluation& ctx, const Frame& frame, const Inst& inst);

// as_of's local day, or the law date that overrides every other.
Value as_of_day(const Evaluation& ctx, int32_t zone);
Value day_start_of(Evaluation& ctx, const Value& date, int32_t zone, uint32_t symbol);
Value day_end_of(Evaluation& ctx, const Value& date, int32_t zone, uint32_t symbol);
Value local_day_of(Evaluation& ctx, const Value& instant, int32_t zone, uint32_t symbol);

// A norm's table, worked out (Kind::Norm values point to it). The instants are set only with what
// they need.
struct NormValue {
  const NormSpec* spec;
  Value status;   // lo: phep_norm_status; hi: mask of the exemptions or the evidence known to be
                  // true, or kNoTrigger, or kEnded
  Value binds;    // bool
  Value has_due;  // bool
  Value due;      // U: the later of due and the end of a true deferral
  Value done_by;  // bool: done by as_of
  Value done;     // instant or date, by spec->done_kind
  Value by;       // milliseconds, if late
  Value until;    // end of the latest true deferral
  Value excused;  // bool: being late is
  Value bearers;  // int: mask of who is bound
  Value began;    // the trigger as an instant
  uint32_t possible;  // statuses that the table may still give: 1 << phep_norm_status
  Value* sanctions;   // kSanctionValues each: applies (bool), from, to, end of the limitation
};
inline constexpr uint32_t kSanctionValues = 4;
inline constexpr uint64_t kNoTrigger = uint64_t{1} << 63;
inline constexpr uint64_t kEnded = uint64_t{1} << 62;  // both under NOT_APPLICABLE alone

inline const NormValue& norm_of(const Value& v) {
  return *reinterpret_cast<const NormValue*>(static_cast<uintptr_t>(v.lo));
}
// Is the status one of a mask? Known as soon as all statuses that are still possible agree.
Value norm_is(const NormValue& norm, uint32_t mask);

// The statuses on which a sanction row stands: 0 any breach, 1 late, 2 violated.
constexpr uint32_t breaches_on(uint32_t on) {
  const uint32_t late = 1U << PHEP_LATE;
  const uint32_t violated = 1U << PHEP_VIOLATED;
  return on == 1 ? late : on == 2 ? violated : late | violated;
}

// What an answer asks of a norm, as a value of its own.
enum class Aspect : uint8_t {
  Value,
  Status,
  Binds,
  Due,
  By,
  Until,
  Excused,
  Bearers,
  Applies,
  From,
  To,
  Limit,
  Barred
};
Value aspect_of(Evaluation& ctx, const NormValue& norm, Aspect aspect, uint32_t row);

}  // namespace phep::runtime
