#include "compiler/runtime/entry.h"

using namespace phep::runtime;  // NOLINT: these are the runtime's own C names

static_assert(static_cast<uint32_t>(FactsError::Syntax) == PHEP_P_SYNTAX);
static_assert(static_cast<uint32_t>(FactsError::NotAMember) == PHEP_P_NOT_A_MEMBER);
static_assert(static_cast<uint32_t>(FactsError::MissingKey) == PHEP_P_MISSING_KEY);

namespace {

// What is not decided at once. Kept apart, so that what is does not pay for its frame.
[[gnu::noinline, gnu::cold]] int decide_otherwise(const Header* image, uint32_t decision,
                                                  CleanPath clean, const void* facts,
                                                  const phep_options* options, void* result,
                                                  void* arena, size_t arena_size) {
  if (arena == nullptr && arena_size != 0) return PHEP_BAD_ARGUMENT;
  char* const begin = static_cast<char*>(arena);
  Arena memory{begin, begin + arena_size, false};
  return decide(image, decision, clean, facts, options, result, memory);
}

}  // namespace

extern "C" {

int phep_entry_decide(const Header* image, uint32_t decision, CleanPath clean, const void* facts,
                      const phep_options* options, void* result, void* arena, size_t arena_size) {
  if (arena != nullptr || arena_size == 0) {
    char* const begin = static_cast<char*>(arena);
    Arena memory{begin, begin + arena_size, false};
    const AtOnce at_once = decide_at_once(image, decision, clean, facts, options, result, memory);
    if (at_once == AtOnce::Decided) return PHEP_OK;
    if (at_once == AtOnce::NormsOpen)
      return decide_norms(image, decision, facts, options, result, memory);
    if (at_once == AtOnce::Open) clean = nullptr;  // it was tried
  }
  return decide_otherwise(image, decision, clean, facts, options, result, arena, arena_size);
}

int phep_entry_decide_json(const Header* image, uint32_t decision, CleanPath clean,
                           const char* json, size_t length, const phep_options* options, char* out,
                           size_t capacity, size_t* written, void* arena, size_t arena_size) {
  if (arena == nullptr && arena_size != 0) return PHEP_BAD_ARGUMENT;
  char* const begin = static_cast<char*>(arena);
  Arena memory{begin, begin + arena_size, false};
  FactsProblem problem{};
  return decide_json(image, decision, clean, json, length, options, out, capacity, written, memory,
                     &problem);
}

int phep_entry_read(const Header* image, uint32_t decision, const char* json, size_t length,
                    const phep_options* options, void* facts, phep_problem* problem, void* arena,
                    size_t arena_size) {
  if (arena == nullptr && arena_size != 0) return PHEP_BAD_ARGUMENT;
  char* const begin = static_cast<char*>(arena);
  Arena memory{begin, begin + arena_size, false};
  FactsProblem found{};
  const int status = read_into(image, decision, json, length, options, facts, memory, &found);
  if (problem != nullptr) {
    *problem = {};
    problem->code = static_cast<uint32_t>(found.error);
    problem->offset = found.offset;
    problem->at.slot = reinterpret_cast<uintptr_t>(found.pointer);
    problem->at_length = found.pointer_length;
  }
  return status;
}

}  // extern "C"
