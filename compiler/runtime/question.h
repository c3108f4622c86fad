// Questions that an answer consists of: one output, or one aspect of one norm; how each is
// evaluated on what is known, in every world that it meets, and on all completions of what is
// unknown.
#pragma once

#include "compiler/runtime/kept.h"

#include <stdint.h>

namespace phep::runtime {

struct Question {
  const Decision* decision;
  uint32_t function;  // of one element: (law date, index) → norm; kNone: registers of the entry
  uint64_t index;
  uint32_t present;  // register or kNone
  uint32_t value;
  Aspect aspect;
  uint32_t row;            // of sanctions
  Kind kind;               // of the outcome
  const uint64_t* needed;  // registers of the entry that the question hangs on
  OpenRegisters open;      // those of them that completions change
};

// A bit for each register of a function: none of them; and those that lead to one that is there.
uint64_t* no_registers(Evaluation& ctx, uint32_t function);
void add_what_leads_to(Evaluation& ctx, uint32_t function, uint64_t* needed);

// The registers of a function that lead to `value` and `present` (or kNone).
const uint64_t* slice(Evaluation& ctx, uint32_t function, uint32_t value, uint32_t present);

// What the entry's registers say to a question that is about one of its registers.
Value project(Evaluation& ctx, const Question& question, const Value* registers);

// The outcome on the facts as they are filled now: known, unknown, an error, absent, or one of
// several when pending calendar groups decide. `groups` is then the groups that make a difference.
Value ask(Evaluation& ctx, const Question& question);

// Leaves that an answer misses, as they go into missing[]. They are kept at the arena's far end
// until finish().
class MissingLeaves {
 public:
  explicit MissingLeaves(Arena& arena) : end_(arena.end) {}
  void add(Evaluation& ctx, uint32_t leaf);
  uint32_t count() const { return count_; }
  // Moves them into one array, in order, and gives the far end back.
  const uint32_t* finish(Evaluation& ctx);

 private:
  char* end_;
  uint32_t count_ = 0;
};

struct Answered {
  Value value;
  uint32_t
      statuses;  // of a status left unknown though all completions are known: 1 << each; else 0
  uint32_t missing_first;
  uint32_t missing_count;
  bool inexact;
  bool only_judgments;
};

// Settles a question whose first outcome is unknown on all combinations of representatives of the
// finite leaves in its S. `missing` may be null: then nothing is listed, and the first disagreement
// ends it.
Answered complete(Evaluation& ctx, const Question& question, const Value& first,
                  MissingLeaves* missing);

// Between which ends an unknown number lies, in minor units or 10^-9; without an end it is open
// there.
struct Ends {
  Wide least = kWideZero;
  Wide most = kWideZero;
  bool has_least = false;
  bool has_most = false;
};
Ends ends_of(Evaluation& ctx, const Question& question);

}  // namespace phep::runtime
