// Deciding the rows of Arrow columns.
#include "compiler/runtime/batch_answer.h"
#include "compiler/runtime/columns.h"
#include "compiler/runtime/entry.h"

using namespace phep::runtime;  // NOLINT: these are the runtime's own C names

namespace {

struct Rows {
  const Columns* columns;
  char* facts;
  char* result;
};

// The facts struct and the result struct that every row uses again.
bool begin_rows(const Header* image, const Decision& decided, Arena& arena, Rows* rows) {
  const Struct& structure = items<Struct>(image, image->structs)[decided.structure];
  rows->facts = static_cast<char*>(allocate(arena, structure.size));
  rows->result = static_cast<char*>(allocate(arena, decided.result_size));
  if (rows->facts == nullptr || rows->result == nullptr) return false;
  const uint32_t facts_head[] = {structure.size, structure.layout};
  const uint32_t result_head[] = {decided.result_size, decided.layout};
  __builtin_memcpy(rows->facts, facts_head, sizeof facts_head);
  __builtin_memcpy(rows->result, result_head, sizeof result_head);
  return true;
}

// Nothing of a row is known before it is read. Lists of the row before are forgotten with their
// memory.
void clear(const Columns& columns, char* facts) {
  const Struct& structure = *columns.structure;
  const size_t bytes = columns.has_lists ? structure.size - 8 : size_t{structure.words} * 16;
  __builtin_memset(facts + 8, 0, bytes);
}

void tell(const ColumnProblem& found, phep_problem* problem) {
  if (problem == nullptr) return;
  *problem = {};
  problem->code = static_cast<uint32_t>(found.error);
  problem->at.slot = reinterpret_cast<uintptr_t>(found.pointer.data);
  problem->at_length = found.pointer.length;
}

// Below so many rows it is not worth asking the processor what it can.
constexpr int64_t kLeastRows = 64;

// One batch being decided.
struct Batch {
  const Header* image;
  uint32_t decision;
  CleanPath clean;
  const phep_options* options;
  Rows rows;
  AnswerColumns& answers;
  Arena& arena;
  char* mark;  // where the arena begins for each row
};

// A row by itself. Returns a phep_status of the whole batch.
int decide_row(Batch& batch, int64_t row) {
  const Decision& decided = items<Decision>(batch.image, batch.image->decisions)[batch.decision];
  const Rows& rows = batch.rows;
  ColumnProblem found{};
  batch.arena.begin = batch.mark;
  batch.arena.failed = false;
  clear(*rows.columns, rows.facts);
  int status = read_columns(batch.image, *rows.columns, row, rows.facts, batch.arena, &found);
  if (status == PHEP_OK) {
    found = {};
    status = decide(batch.image, batch.decision, batch.clean, rows.facts, batch.options,
                    rows.result, batch.arena);
  }
  if (status == PHEP_OK) {
    append_answer(batch.answers,
                  {batch.image, &decided, rows.facts, batch.options, rows.result,
                   reinterpret_cast<const phep_result_head*>(rows.result), 0, nullptr});
  } else if (status == PHEP_BAD_FACTS || status == PHEP_LIMIT) {
    append_refusal(batch.answers, status, found);
    status = PHEP_OK;
  }
  return status;
}

// The first row from `from` on that a kernel left, or `count`.
uint32_t next_special(const uint64_t* special, uint32_t from, uint32_t count) {
  for (uint32_t group = from / kGroupRows; group * kGroupRows < count; ++group) {
    uint64_t bits = special[group];
    if (group == from / kGroupRows) bits &= ~uint64_t{0} << (from % kGroupRows);
    if (bits == 0) continue;
    const uint32_t row = group * kGroupRows + static_cast<uint32_t>(__builtin_ctzll(bits));
    return row < count ? row : count;
  }
  return count;
}

// Blocks by the kernel, and between its rows those that it left, in order.
int decide_blocks(Batch& batch, KernelRun& run, int64_t length) {
  const Decision& decided = items<Decision>(batch.image, batch.image->decisions)[batch.decision];
  int status = PHEP_OK;
  for (int64_t row = 0; row < length && status == PHEP_OK && !batch.answers.out.failed;) {
    // Of the last block the rows that fill no group are by themselves.
    const int64_t left = length - row;
    auto count = static_cast<uint32_t>(left < int64_t{kBlockRows} ? left : int64_t{kBlockRows});
    if (count > kGroupRows) count -= count % kGroupRows;
    batch.arena.begin = batch.mark;
    batch.arena.failed = false;
    run_kernel(batch.image, run, row, count, batch.arena);
    uint32_t weighed = run.lacking == nullptr ? count : 0;  // of the rows that lack one fact
    for (uint32_t at = 0; at < count && status == PHEP_OK;) {
      const uint32_t end = next_special(run.special, at, count);
      append_block(batch.image, decided, run, batch.answers, at, end - at);
      at = end + 1;
      if (end == count) break;
      if (end >= weighed) weighed = decide_lacking(batch.image, decided, run, end, count);
      if (const LackingRow* const found = settled_row(run, end))
        append_lacking(batch.image, decided, run, batch.answers, *found);
      else
        status = decide_row(batch, row + end);
    }
    row += count;
  }
  return status;
}

}  // namespace

extern "C" int phep_entry_batch(const Header* image, uint32_t decision, CleanPath clean,
                                Kernel kernel, const ArrowSchema* schema, const ArrowArray* array,
                                const phep_options* options, const phep_allocator* allocator,
                                ArrowSchema* out_schema, ArrowArray* out, phep_problem* problem,
                                void* memory, size_t memory_size) {
  if (problem != nullptr) *problem = {};
  if (schema == nullptr || array == nullptr || options == nullptr || allocator == nullptr ||
      allocator->allocate == nullptr || allocator->release == nullptr || out_schema == nullptr ||
      out == nullptr || (memory == nullptr && memory_size != 0) ||
      options->size != sizeof(phep_options))
    return PHEP_BAD_ARGUMENT;
  *out_schema = {};
  *out = {};
  char* const begin = static_cast<char*>(memory);
  Arena arena{begin, begin + memory_size, false};
  const Decision& decided = items<Decision>(image, image->decisions)[decision];
  ColumnProblem found{};
  Rows rows{};
  const int bound = bind_columns(image, decision, schema, array, arena, &rows.columns, &found);
  if (bound != PHEP_OK) {
    tell(found, problem);
    return bound;
  }
  AnswerColumns answers{};
  if (!begin_rows(image, decided, arena, &rows) ||
      !begin_answers(image, decision, allocator, arena, &answers))
    return PHEP_SMALL_ARENA;
  Batch batch{image, decision, clean, options, rows, answers, arena, arena.begin};
  KernelRun run{};
  int status = PHEP_OK;
  if (array->length >= kLeastRows && begin_kernel(image, decided, *rows.columns, options, kernel,
                                                  array->length, answers, arena, &run)) {
    batch.mark = arena.begin;
    for (uint32_t i = 0; i < answers.count; ++i)
      reserve(answers.out, answers.columns[i], array->length);
    status = decide_blocks(batch, run, array->length);
  } else {
    for (int64_t i = 0; i < array->length && status == PHEP_OK && !answers.out.failed; ++i)
      status = decide_row(batch, i);
  }
  if (status != PHEP_OK) {
    abandon(answers.out, answers.columns, answers.count);
    return status;
  }
  if (!finish(answers.out, answers.columns, answers.count, array->length, out_schema, out))
    return PHEP_SMALL_ARENA;
  return PHEP_OK;
}
