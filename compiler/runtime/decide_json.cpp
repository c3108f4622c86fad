// JSON in, canonical JSON out; and the readings that an answer rests on.
#include "compiler/runtime/determination.h"
#include "compiler/runtime/json_print.h"
#include "compiler/runtime/runtime.h"
#include "compiler/runtime/same_answer.h"

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

int decide_into(const Call& call, const phep_options& options, void** result,
                uint64_t readings = kWholeAnswer);
int write_into(const Call& call, const phep_options& options, const void* result, Text* text);
int find_rests_on(const Call& call, const phep_options& options, const void* result,
                  uint64_t* rests_on);
int weigh_determinations(const Call& call, const phep_options& options, const void* result,
                         const Determinations& determinations);
int changes_answer(const Call& call, const phep_options& options, const void* result,
                   uint64_t readings, Text* usual, bool* changes);
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

int decide_into(const Call& call, const phep_options& options, void** result, uint64_t readings) {
  const Decision& decision = items<Decision>(call.image, call.image->decisions)[call.decision];
  auto* const head = static_cast<phep_result_head*>(allocate(call.arena, decision.result_size));
  if (head == nullptr) return PHEP_SMALL_ARENA;
  head->size = decision.result_size;
  head->layout = decision.layout;
  *result = head;
  return decide_parts(call.image, call.decision, call.clean, call.facts, &options, head, call.arena,
                      readings);
}

int write_into(const Call& call, const phep_options& options, const void* result, Text* text) {
  Arena& arena = call.arena;
  *text = {arena.begin, 0};
  const auto room = static_cast<size_t>(arena.end - arena.begin);
  const int status = write_result(call.image, call.decision, call.facts, &options, result, 0,
                                  arena.begin, room, &text->length);
  if (status == PHEP_OK) arena.begin += text->length;
  return status;
}

// An answer rests on a reading when some other member of it alone makes another answer. Answers are
// compared as canonical JSON without certificates, which name the readings themselves; mostly their
// values tell.
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
      status = changes_answer(call, varied, result, uint64_t{1} << i, &usual, &changes);
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
    status = changes_answer(call, plain, result, kWholeAnswer, &usual, &one->matters);
    *one->known ^= one->mask;
  }
  call.arena.begin = before;
  return status;
}

// Decides once more what may hang on these readings, with options that write no certificate, and
// compares with `result`. Where the values do not tell, texts do: `usual` is that of `result`, made
// when it is first asked for; it does not say which readings were chosen.
int changes_answer(const Call& call, const phep_options& options, const void* result,
                   uint64_t readings, Text* usual, bool* changes) {
  const Decision& decision = items<Decision>(call.image, call.image->decisions)[call.decision];
  // Notes are read out of the certificate, which only a whole answer has.
  const bool notes = call.image->notes.count != 0;
  char* before = call.arena.begin;
  void* again = nullptr;
  int status = decide_into(call, options, &again, notes ? kWholeAnswer : readings);
  Likeness like = Likeness::Same;
  if (status == PHEP_OK) like = likeness(call.image, decision, result, again, readings);
  if (notes && like == Likeness::Same && !same_certificate(decision, result, again))
    like = Likeness::Unsure;
  call.arena.begin = before;
  *changes = like == Likeness::Other;
  if (like != Likeness::Unsure || status != PHEP_OK) return status;

  if (usual->data == nullptr) status = write_into(call, options, result, usual);
  before = call.arena.begin;
  Text text{};
  if (status == PHEP_OK) status = decide_into(call, options, &again);
  if (status == PHEP_OK) status = write_into(call, options, again, &text);
  if (status == PHEP_OK)
    *changes =
        text.length != usual->length || __builtin_memcmp(text.data, usual->data, text.length) != 0;
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
