// One piece of rows decided: its lines, and what was refused in it. Private to this room.
#pragma once

#include "compiler/batch/stream.h"

namespace phep::batch {

struct Answers {
  std::string lines;
  std::vector<Refusal> refusals;
  std::uint64_t rows = 0;  // that were looked at
  bool finding = false, indefinite = false;
  bool stopped = false;  // at the last of `refusals`
  std::optional<Failure> failure;
};

// Decides the rows of a piece in order; `table` is null for NDJSON.
void answer(const Plan& plan, const Table* table, const Decide& decide, const Piece& piece,
            Answers& out);

}  // namespace phep::batch
