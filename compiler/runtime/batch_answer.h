// The columns of a decision's answers, and one answer as a row of them.
#pragma once

#include "compiler/runtime/answer.h"
#include "compiler/runtime/arrow_in.h"
#include "compiler/runtime/arrow_out.h"

namespace phep::runtime {

// For each output its value, whether it is known to be absent (of outputs that may be) and the kind
// of its error; for each norm its status, whether it binds and when it is due; then what is
// missing, and what was wrong with the row's facts. A norm of each element or occurrence has lists.
struct AnswerColumns {
  Columnar out;
  Column* columns;
  uint32_t count;
};

// False if the arena is too small. Nothing is taken from the allocator yet.
bool begin_answers(const Header* image, uint32_t decision, const phep_allocator* allocator,
                   Arena& arena, AnswerColumns* answers);

void append_answer(AnswerColumns& answers, const Answer& answer);

// A row whose facts were refused: everything else is null. `status` is a phep_status.
void append_refusal(AnswerColumns& answers, int status, const ColumnProblem& problem);

}  // namespace phep::runtime
