// The runtime's face: decide a case over a policy image, from typed facts or from JSON text.
//
// Freestanding: no heap, no exceptions, no globals that change, no libc beyond
// memcpy/memset/memmove/memcmp (which the wasm build brings itself). Compiled three times: into
// phep, to native bitcode, to wasm bitcode.
#pragma once

#include "compiler/runtime/image.h"
#include "compiler/runtime/phep_abi.h"

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

// Generated code of one decision: facts, options, result, arena → what it leaves to the
// interpreter. Writes every output, norm and certificate word that it decides; leaves nothing
// half-written that the slow path does not overwrite. The arena serves norms `for each` element;
// where all is left the caller restores it.
enum Left : int {
  kNothingLeft = 0,
  kAllLeft = 1,
  kNormsLeft = 2,  // those whose record has the status kLeftOpen; none of their bits is set
};
inline constexpr int32_t kLeftOpen = -1;
struct Arena;
using CleanPath = int (*)(const void* facts, const phep_options* options, void* result,
                          Arena* arena);

// Where JSON facts are wrong. `pointer` is a JSON pointer in the arena.
enum class FactsError : uint32_t {
  None,
  Syntax,
  BadUtf8,
  LoneSurrogate,
  DuplicateKey,
  UnknownKey,
  WrongType,
  OutOfRange,
  TooLong,
  NotAMember,
  NullNotAllowed,
  BadDate,
  BadInstant,
  BadMoney,
  BadDecimal,
  Depth,
  TooLarge,
  TrailingText,
  MissingKey,
  AbsentWithValue,
};
struct FactsProblem {
  FactsError error;
  uint32_t offset;      // byte in the JSON text
  const char* pointer;  // JSON pointer of the value, UTF-8
  uint32_t pointer_length;
  uint32_t slot;  // slot the value was for, or kNone
};

// Memory of one call: handed out front to back, never freed. `failed` stays set after the first
// refusal.
struct Arena {
  char* begin;
  char* end;
  bool failed;
};
void* allocate(Arena& arena,
               size_t bytes);  // 16-aligned, zeroed; null (and failed) when it does not fit

// Reads JSON facts into the typed struct of the decision, allocated in the arena. Returns a
// phep_status. A known fact has its known bit, and its present bit unless it is null. Missing keys
// of a closed record are known as not done, unless the object says "$partial": true. Determinations
// (determination.h) are read when `determinations` says at which moment; without it a judgment is a
// plain value.
struct Determinations;
int read_facts(const Header* image, uint32_t decision, const char* json, size_t length,
               Arena& arena, void** facts, FactsProblem* problem,
               Determinations* determinations = nullptr);

// The same into the caller's struct, whose size and layout are set. Determinations are as of the
// options' moment. Of an unfinished struct nothing may be used.
int read_into(const Header* image, uint32_t decision, const char* json, size_t length,
              const phep_options* options, void* facts, Arena& arena, FactsProblem* problem);

// Decides typed facts. `clean` may be null: then the interpreter decides. `result` is a NAME_result
// with its head's size and layout set. The result's pointers lead into the arena. Returns a
// phep_status.
int decide(const Header* image, uint32_t decision, CleanPath clean, const void* facts,
           const phep_options* options, void* result, Arena& arena);

// The same of those parts of the answer alone that may hang on some of these readings (bit i: the
// i-th of the decision's). The other parts, and the certificate, mean nothing.
inline constexpr uint64_t kWholeAnswer = ~uint64_t{0};
int decide_parts(const Header* image, uint32_t decision, CleanPath clean, const void* facts,
                 const phep_options* options, void* result, Arena& arena, uint64_t readings);

// The same where nothing but the clean path is needed. NotReady: the arguments are wrong, or of an
// earlier build, or ask for the slow path; Open: the clean path leaves the case to decide();
// NormsOpen: it leaves some norms to decide_norms().
enum class AtOnce : uint8_t { NotReady, Open, NormsOpen, Decided };
AtOnce decide_at_once(const Header* image, uint32_t decision, CleanPath clean, const void* facts,
                      const phep_options* options, void* result, Arena& arena);
int decide_norms(const Header* image, uint32_t decision, const void* facts,
                 const phep_options* options, void* result, Arena& arena,
                 uint64_t readings = kWholeAnswer);

// Writes the canonical JSON of an answer; needs the facts for list lengths and text values.
// *written is the whole length even when it exceeds `capacity` (then PHEP_SMALL_ARENA, and nothing
// useful is in `out`). `rests_on` has bit i when the answer rests on the i-th of the decision's
// readings (see decide_json). Of the determinations those that matter are told.
struct Determination;
int write_result(const Header* image, uint32_t decision, const void* facts,
                 const phep_options* options, const void* result, uint64_t rests_on, char* out,
                 size_t capacity, size_t* written, const Determination* determinations = nullptr);

// JSON in, canonical JSON out. Also finds the readings the answer rests on, by deciding again with
// each changed alone. On PHEP_BAD_FACTS `out` holds {"error":{"at":pointer,"code":…,"offset":n}}.
int decide_json(const Header* image, uint32_t decision, CleanPath clean, const char* json,
                size_t length, const phep_options* options, char* out, size_t capacity,
                size_t* written, Arena& arena, FactsProblem* problem);

// The index of the decision with this qualified name, or kNone.
uint32_t find_decision(const Header* image, const char* name, size_t length);

// Checks a foreign image: magic, version, every offset, index and range inside its section. Only a
// verified image may be given to the functions above.
bool verify_image(const void* bytes, size_t size);

}  // namespace phep::runtime
