// What the first pass made of each function, kept for the questions that it left open. They are
// asked again on many completions, and then only what hangs on a leaf that was filled is worked out
// anew.
//
// What is known, and met no pending calendar group, holds in every completion that goes on from
// there; what is unknown stays as it is until one of the leaves it hangs on is filled. So the
// registers of a frame are worked on in place: a level is entered with each leaf that is filled,
// and when it is left all its changes are taken back.
#pragma once

#include "compiler/runtime/interpret.h"

#include <stdint.h>

namespace phep::runtime {

// A register that some completion, or some world, may change, and what it hangs on now.
struct OpenRegister {
  uint32_t reg;
  bool groups;             // it met pending calendar groups
  const uint64_t* leaves;  // null: none
};

// A call of the first pass.
struct KeptFrame {
  Value* registers;   // null: there was none yet
  KeptFrame** sites;  // by instruction, what it called; null where that is kept for all who call it
  OpenRegister* open;
  uint32_t open_count;
  const OpenRegister* result;  // null: it is settled
  uint64_t completion;         // that asked last
};

// Room for the frames of a first pass; none is kept without it.
void keep_first_pass(Evaluation& ctx);

// Where a call is kept, or in the first pass will be; null: nowhere. The first call of a function
// with one argument or two, that are known, is kept for all who call it so; others by the
// instruction that calls.
KeptFrame* kept_frame(Evaluation& ctx, uint32_t function, const Arguments& arguments);
KeptFrame** site(const Evaluation& ctx, const Frame& frame, const Inst& inst);

// Keeps a frame that the first pass runs: to be called before, and after. With `needed` only those
// registers were worked out.
KeptFrame* begin_kept(Evaluation& ctx, uint32_t function);
void keep(Evaluation& ctx, const Frame& frame, const uint64_t* needed = nullptr);

// Lets go of the frames that lie above a front of the arena.
void forget_above(Evaluation& ctx, const char* mark);

// The result of a kept call in the completion of this moment.
Value recall(Evaluation& ctx, uint32_t function, KeptFrame& kept, const Arguments& arguments);

// The open registers among those with a bit in `needed`, as indices; and how to work them out in
// the completion of this moment.
struct OpenRegisters {
  const uint32_t* all;
  uint32_t count;
};
OpenRegisters open_among(Evaluation& ctx, const KeptFrame& kept, const uint64_t* needed);
void run_again(Evaluation& ctx, uint32_t function, KeptFrame& kept, const OpenRegisters& open);

// What was changed since a level was entered is as it was when it is left. Then its memory, from
// `mark` on, may be given back.
struct Level {
  char* mark;
  Change* changes;
};
Level enter_level(const Evaluation& ctx);
void leave_level(Evaluation& ctx, const Level& level);

}  // namespace phep::runtime
