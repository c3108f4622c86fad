// From values to the structs of an answer: phep_value, phep_norm and its phep_sanction rows.
#pragma once

#include "compiler/runtime/question.h"

namespace phep::runtime {

// What one call gathers while it answers.
struct Answering {
  Evaluation& ctx;
  char* result;
  MissingLeaves missing;
  bool keeps = false;  // set when the result came to point to pushed memory
};

enum class Wanted : uint8_t { WithMissing, ValueAlone };

// The first outcome of a question, settled over worlds and completions as far as it goes.
Answered settle(Answering& answering, const Question& question, const Value& first, Wanted wanted);

// The same as a phep_value.
phep_value answer(Answering& answering, const Question& question, const Value& first,
                  Wanted wanted);

// Writes a phep_norm and its sanctions at `out`. `norm` is of the first pass.
void answer_norm(Answering& answering, Question question, const NormValue& norm, char* out);

}  // namespace phep::runtime
