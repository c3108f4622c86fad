// Deciding the rows of Arrow columns.
#include "compiler/runtime/batch_answer.h"
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

}  // namespace

extern "C" int phep_entry_batch(const Header* image, uint32_t decision, CleanPath clean,
                                const ArrowSchema* schema, const ArrowArray* array,
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
  const Answer answer{image,   &decided,    rows.facts,
                      options, rows.result, reinterpret_cast<const phep_result_head*>(rows.result),
                      0,       nullptr};
  char* const mark = arena.begin;
  int status = PHEP_OK;
  for (int64_t i = 0; i < array->length && !answers.out.failed; ++i) {
    arena.begin = mark;
    arena.failed = false;
    clear(*rows.columns, rows.facts);
    status = read_columns(image, *rows.columns, i, rows.facts, arena, &found);
    if (status == PHEP_OK) {
      found = {};
      status = decide(image, decision, clean, rows.facts, options, rows.result, arena);
    }
    if (status == PHEP_OK) {
      append_answer(answers, answer);
    } else if (status == PHEP_BAD_FACTS || status == PHEP_LIMIT) {
      append_refusal(answers, status, found);
      status = PHEP_OK;
    } else {
      break;
    }
  }
  if (status != PHEP_OK) {
    abandon(answers.out, answers.columns, answers.count);
    return status;
  }
  if (!finish(answers.out, answers.columns, answers.count, array->length, out_schema, out))
    return PHEP_SMALL_ARENA;
  return PHEP_OK;
}
