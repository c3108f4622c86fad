// JSON in, canonical JSON out; and the readings that an answer rests on.
#include "compiler/runtime/determination.h"
#include "compiler/runtime/json_print.h"
#include "compiler/runtime/runtime.h"

namespace phep::runtime {

namespace {

// One JSON call: what stays the same while readings vary.
struct Call {
  const Header* image;
  uint32_t decision;
  CleanPath clean;
  const void* facts;
  Arena& arena;
};

struct Text {
  char* data;
  size_t length;
};

int decide_into(const Call& call, const phep_options& options, void** result);
int write_into(const Call& call, const phep_options& options, const void* result, Text* text);
int find_rests_on(const Call& call, const phep_options& options, const void* result,
                  uint64_t* rests_on);
int weigh_determinations(const Call& call, const phep_options& options, const void* result,
                         const Determinations& determinations);
int changes_answer(const Call& call, const phep_options& options, const void* result, Text* usual,
                   bool* changes);
bool same_bytes(const Call& call, const void* a, const void* b);
int write_problem(const FactsProblem& problem, char* out, size_t capacity, size_t* written);

}  // namespace

int decide_json(const Header* image, uint32_t decision, CleanPath clean, const char* json,
                size_t length, const phep_options* options, char* out, size_t capacity,
                size_t* written, Arena& arena, FactsProblem* problem) {
  if (image == nullptr || json == nullptr || options == nullptr || written == nullptr ||
      (out == nullptr && capacity != 0) || decision >= image->decisions.count) {
    return PHEP_BAD_ARGUMENT;
  }
  *written = 0;
  FactsProblem unasked{};
  FactsProblem& found = problem != nullptr ? *problem : unasked;
  void* facts = nullptr;
  const int32_t zone =
      static_cast<int32_t>(items<Decision>(image, image->decisions)[decision].zone) * 15;
  Determinations determinations{options->as_of, zone, nullptr, 0};
  const int read =
      read_facts(image, decision, json, length, arena, &facts, &found, &determinations);
  if (read == PHEP_BAD_FACTS) return write_problem(found, out, capacity, written);
  if (read != PHEP_OK) return read;
  const Call call{image, decision, clean, facts, arena};
  void* result = nullptr;
  const int decided = decide_into(call, *options, &result);
  if (decided != PHEP_OK) return decided;
  uint64_t rests_on = 0;
  const int compared = find_rests_on(call, *options, result, &rests_on);
  if (compared != PHEP_OK) return compared;
  const int weighed = weigh_determinations(call, *options, result, determinations);
  if (weighed != PHEP_OK) return weighed;
  return write_result(image, decision, facts, options, result, rests_on, out, capacity, written,
                      determinations.first);
}

namespace {

int decide_into(const Call& call, const phep_options& options, void** result) {
  const Decision& decision = items<Decision>(call.image, call.image->decisions)[call.decision];
  auto* const head = static_cast<phep_result_head*>(allocate(call.arena, decision.result_size));
  if (head == nullptr) return PHEP_SMALL_ARENA;
  head->size = decision.result_size;
  head->layout = decision.layout;
  *result = head;
  return decide(call.image, call.decision, call.clean, call.facts, &options, head, call.arena);
}

int write_into(const Call& call, const phep_options& options, const void* result, Text* text) {
  char nothing = 0;
  *text = {nullptr, 0};
  const int measured = write_result(call.image, call.decision, call.facts, &options, result, 0,
                                    &nothing, 0, &text->length);
  if (measured != PHEP_SMALL_ARENA) return measured;
  text->data = static_cast<char*>(allocate(call.arena, text->length));
  if (text->data == nullptr) return PHEP_SMALL_ARENA;
  size_t written = 0;
  return write_result(call.image, call.decision, call.facts, &options, result, 0, text->data,
                      text->length, &written);
}

// An answer rests on a reading when some other member of it alone makes another answer. Answers are
// compared as canonical JSON without certificates, which name the readings themselves; equal bytes
// of two results save the writing.
int find_rests_on(const Call& call, const phep_options& options, const void* result,
                  uint64_t* rests_on) {
  const Decision& decision = items<Decision>(call.image, call.image->decisions)[call.decision];
  if (decision.readings.count == 0) return PHEP_OK;
  const auto* const readings = items<ReadingTable>(call.image, call.image->readings);
  const uint32_t* const used = operands_at(call.image, decision.readings.first);
  const uint32_t all = call.image->readings.count;
  char* const before = call.arena.begin;
  auto* const chosen = static_cast<int32_t*>(allocate(call.arena, size_t{4} * all));
  if (chosen == nullptr) return PHEP_SMALL_ARENA;
  for (uint32_t i = 0; i < all; ++i) {
    chosen[i] = i < options.reading_count ? options.readings.ptr[i] : -1;
    if (chosen[i] < 0) chosen[i] = static_cast<int32_t>(readings[i].default_member);
  }
  phep_options varied = options;
  varied.flags &= ~uint32_t{PHEP_WITH_CERTIFICATE};
  varied.reading_count = all;
  varied.readings.slot = reinterpret_cast<uintptr_t>(chosen);
  Text usual{};
  int status = PHEP_OK;
  for (uint32_t i = 0; i < decision.readings.count && i < 64 && status == PHEP_OK; ++i) {
    const uint32_t reading = used[i];
    if (readings[reading].draft != 0) continue;  // what is supposed is said anyway
    const int32_t own = chosen[reading];
    bool changes = false;
    const auto members = static_cast<int32_t>(readings[reading].members.count);
    for (int32_t m = 0; m < members && !changes && status == PHEP_OK; ++m) {
      if (m == own) continue;
      chosen[reading] = m;
      status = changes_answer(call, varied, result, &usual, &changes);
    }
    chosen[reading] = own;
    if (changes) *rests_on |= uint64_t{1} << i;
  }
  call.arena.begin = before;
  return status;
}

// A determination matters when the answer without it is another; one that does not hold, when the
// answer with it would be.
int weigh_determinations(const Call& call, const phep_options& options, const void* result,
                         const Determinations& determinations) {
  if (determinations.first == nullptr) return PHEP_OK;
  char* const before = call.arena.begin;
  phep_options plain = options;
  plain.flags &= ~uint32_t{PHEP_WITH_CERTIFICATE};
  Text usual{};
  int status = write_into(call, plain, result, &usual);
  for (Determination* one = determinations.first; one != nullptr && status == PHEP_OK;
       one = one->next) {
    *one->known ^= one->mask;
    status = changes_answer(call, plain, result, &usual, &one->matters);
    *one->known ^= one->mask;
  }
  call.arena.begin = before;
  return status;
}

// Generated code points into nothing but the facts, so its equal bytes are equal answers. The
// certificate may differ, unless its bits are read out as notes.
bool same_bytes(const Call& call, const void* a, const void* b) {
  const Decision& decision = items<Decision>(call.image, call.image->decisions)[call.decision];
  const auto* const left = static_cast<const char*>(a);
  const auto* const right = static_cast<const char*>(b);
  if (static_cast<const phep_result_head*>(a)->path != 1 ||
      static_cast<const phep_result_head*>(b)->path != 1)
    return false;
  const size_t from = sizeof(phep_result_head);
  const size_t marks = decision.certificate_offset;
  const size_t after = marks + size_t{decision.certificate_words} * 8;
  const size_t words = size_t{decision.certificate_words} * 8;
  if (call.image->notes.count != 0 && __builtin_memcmp(left + marks, right + marks, words) != 0)
    return false;
  return __builtin_memcmp(left + from, right + from, marks - from) == 0 &&
         __builtin_memcmp(left + after, right + after, decision.result_size - after) == 0;
}

// Decides once more, with options that write no certificate, and compares with `result`. `usual` is
// the text of that, made when bytes first do not tell: it does not say which readings were chosen.
int changes_answer(const Call& call, const phep_options& options, const void* result, Text* usual,
                   bool* changes) {
  *changes = false;
  if (usual->data == nullptr && static_cast<const phep_result_head*>(result)->path != 1) {
    const int written = write_into(call, options, result, usual);
    if (written != PHEP_OK) return written;
  }
  char* before = call.arena.begin;
  void* again = nullptr;
  int status = decide_into(call, options, &again);
  const bool same = status != PHEP_OK || same_bytes(call, result, again);
  if (!same && usual->data == nullptr) {
    call.arena.begin = before;
    status = write_into(call, options, result, usual);
    before = call.arena.begin;
    if (status == PHEP_OK) status = decide_into(call, options, &again);
  }
  Text text{};
  if (!same && status == PHEP_OK) status = write_into(call, options, again, &text);
  if (!same && status == PHEP_OK) {
    *changes =
        text.length != usual->length || __builtin_memcmp(text.data, usual->data, text.length) != 0;
  }
  call.arena.begin = before;
  return status;
}

int write_problem(const FactsProblem& problem, char* out, size_t capacity, size_t* written) {
  Writer writer{out, capacity, 0};
  put_problem(writer, problem);
  *written = writer.length;
  return writer.length <= capacity ? PHEP_BAD_FACTS : PHEP_SMALL_ARENA;
}

}  // namespace

}  // namespace phep::runtime
