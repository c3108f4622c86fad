// Deciding a case: the first pass over the entry, then each output and norm of the answer, question
// by question.
#include "compiler/runtime/date.h"
#include "compiler/runtime/norm_answer.h"
#include "compiler/runtime/question.h"
#include "compiler/runtime/runtime.h"

#ifdef __wasm__
// The clean path of a decision by its number, in the module that this is linked into: a module has
// no table of functions.
extern "C" int phep_clean_of(uint32_t decision, const void* facts, const phep_options* options,
                             void* result, phep::runtime::Arena* arena);
#endif

namespace phep::runtime {

namespace {

inline int run_clean(CleanPath clean, uint32_t decision, const void* facts,
                     const phep_options* options, void* result, Arena& arena) {
#ifdef __wasm__
  (void)clean;
  return phep_clean_of(decision, facts, options, result, &arena);
#else
  (void)decision;
  return clean(facts, options, result, &arena);
#endif
}

bool is_ready(const Header* image, const Decision& decided, const void* facts,
              const phep_options& options, const void* result);
int check_arguments(const Header* image, uint32_t decision, const void* facts,
                    const phep_options* options, const void* result);
bool are_given(const Header* image, uint32_t decision, const void* facts,
               const phep_options* options, const void* result);
bool are_options(const phep_options& options);
bool is_of_layout(const Decision& decided, const void* result);
bool is_present(const Struct& structure, const void* facts);
void begin_result(void* result, uint32_t path);
bool is_earlier(const Header* image, const Struct& structure, const void* facts);
const void* adopted(const Header* image, const Struct& structure, const void* facts, Arena& arena);
bool readings_are_valid(const Header* image, const phep_options& options);
int decide_slowly(const Header* image, const Decision& decided, const void* facts,
                  const phep_options* options, void* result, Arena& arena, uint64_t readings);
// What the interpreter is to answer.
struct Asked {
  uint64_t readings;  // only what may hang on some of these
  bool open_norms;    // only norms that the clean path left open
  bool of(const Output& output) const {
    return !open_norms && (readings == kWholeAnswer || (output.readings & readings) != 0);
  }
  bool of(const NormOutput& output, const char* result) const;
  bool is_all() const { return readings == kWholeAnswer && !open_norms; }
};
int interpret(Evaluation& ctx, const Decision& decision, void* result, const Asked& asked);
uint64_t* begin_marks(Evaluation& ctx, const Decision& decision, const char* certificate);
const uint64_t* leads_to(Evaluation& ctx, const Decision& decision, const char* result,
                         const Asked& asked);
bool is_open(const NormOutput& output, const char* result);
void answer_outputs(Answering& answering, const Decision& decision, const Value* registers,
                    const Asked& asked);
void answer_norms(Answering& answering, const Decision& decision, const Value* registers,
                  const Asked& asked);
void answer_each(Answering& answering, const NormOutput& output, Question question);
void answer_occurrences(Answering& answering, const NormOutput& output, Question question,
                        const Value& first);
Value call_first(Evaluation& ctx, uint32_t function, const Value* given);
uint32_t unknown_list(const Evaluation& ctx, uint32_t slot);

}  // namespace

int decide(const Header* image, uint32_t decision, CleanPath clean, const void* facts,
           const phep_options* options, void* result, Arena& arena) {
  return decide_parts(image, decision, clean, facts, options, result, arena, kWholeAnswer);
}

int decide_parts(const Header* image, uint32_t decision, CleanPath clean, const void* facts,
                 const phep_options* options, void* result, Arena& arena, uint64_t readings) {
  const int refused = check_arguments(image, decision, facts, options, result);
  if (refused != PHEP_OK) return refused;
  const Decision& decided = items<Decision>(image, image->decisions)[decision];
  facts = adopted(image, items<Struct>(image, image->structs)[decided.structure], facts, arena);
  if (facts == nullptr) return PHEP_SMALL_ARENA;
  char* const before = arena.begin;
  if (clean != nullptr && (options->flags & PHEP_SLOW_PATH) == 0) {
    begin_result(result, 1);
    const int left = run_clean(clean, decision, facts, options, result, arena);
    if (left == kNothingLeft) return PHEP_OK;
    if (left == kNormsLeft)
      return decide_norms(image, decision, facts, options, result, arena, readings);
    arena.begin = before;
    arena.failed = false;
  }
  begin_result(result, 2);
  return decide_slowly(image, decided, facts, options, result, arena, readings);
}

AtOnce decide_at_once(const Header* image, uint32_t decision, CleanPath clean, const void* facts,
                      const phep_options* options, void* result, Arena& arena) {
  if (clean == nullptr || !are_given(image, decision, facts, options, result))
    return AtOnce::NotReady;
  const Decision& decided = items<Decision>(image, image->decisions)[decision];
  if (!is_ready(image, decided, facts, *options, result)) return AtOnce::NotReady;
  begin_result(result, 1);
  const int left = run_clean(clean, decision, facts, options, result, arena);
  if (left == kNothingLeft) return AtOnce::Decided;
  return left == kNormsLeft ? AtOnce::NormsOpen : AtOnce::Open;
}

// The clean path has looked at the facts, and knows all that the decision reads.
int decide_norms(const Header* image, uint32_t decision, const void* facts,
                 const phep_options* options, void* result, Arena& arena, uint64_t readings) {
  const Decision& decided = items<Decision>(image, image->decisions)[decision];
  Evaluation ctx = begin(image, options, arena);
  ctx.zone = static_cast<int32_t>(decided.zone) * 15;
  give_facts(ctx, decided.structure, facts);
  begin_result(result, 3);
  return interpret(ctx, decided, result, {readings, true});
}

uint32_t find_decision(const Header* image, const char* name, size_t length) {
  const auto* const decisions = items<Decision>(image, image->decisions);
  for (uint32_t i = 0; i < image->decisions.count; ++i) {
    const String candidate = string_at(image, decisions[i].name);
    if (candidate.length == length && __builtin_memcmp(candidate.data, name, length) == 0) {
      return i;
    }
  }
  return kNone;
}

namespace {

// By the interpreter. Kept apart, so that the clean path does not pay for its frame.
[[gnu::noinline]] int decide_slowly(const Header* image, const Decision& decided, const void* facts,
                                    const phep_options* options, void* result, Arena& arena,
                                    uint64_t readings) {
  uint32_t unknown_leaves = 0;
  const int bad = check_facts(image, decided.structure, facts, &unknown_leaves);
  if (bad != PHEP_OK) return bad;
  Evaluation ctx = begin(image, options, arena);
  ctx.zone = static_cast<int32_t>(decided.zone) * 15;
  give_facts(ctx, decided.structure, facts);
  if (unknown_leaves != 0) {
    const int found = find_leaves(ctx, decided, unknown_leaves);
    if (found != PHEP_OK) return found;
  }
  return interpret(ctx, decided, result, {readings, false});
}

// What a caller of this very build gives, who leaves the readings to their defaults or to the clean
// path, which looks at them itself.
bool is_ready(const Header* image, const Decision& decided, const void* facts,
              const phep_options& options, const void* result) {
  return are_options(options) && (options.flags & PHEP_SLOW_PATH) == 0 &&
         (options.reading_count == 0 || image->readings.count != 0) &&
         is_of_layout(decided, result) &&
         is_present(items<Struct>(image, image->structs)[decided.structure], facts);
}

int check_arguments(const Header* image, uint32_t decision, const void* facts,
                    const phep_options* options, const void* result) {
  if (!are_given(image, decision, facts, options, result)) return PHEP_BAD_ARGUMENT;
  const Decision& decided = items<Decision>(image, image->decisions)[decision];
  const Struct& structure = items<Struct>(image, image->structs)[decided.structure];
  const bool ok = are_options(*options) && is_of_layout(decided, result) &&
                  (is_present(structure, facts) || is_earlier(image, structure, facts)) &&
                  (options->reading_count == 0 || readings_are_valid(image, *options));
  return ok ? PHEP_OK : PHEP_BAD_ARGUMENT;
}

bool are_given(const Header* image, uint32_t decision, const void* facts,
               const phep_options* options, const void* result) {
  return image != nullptr && facts != nullptr && options != nullptr && result != nullptr &&
         decision < image->decisions.count;
}

bool are_options(const phep_options& options) {
  constexpr uint32_t kFlags = PHEP_WITH_CERTIFICATE | PHEP_SLOW_PATH;
  return options.size == sizeof(phep_options) && (options.flags & ~kFlags) == 0 &&
         is_instant(options.as_of) &&
         (options.law_date == PHEP_NO_DATE || is_date(options.law_date));
}

bool is_of_layout(const Decision& decided, const void* result) {
  const auto* const head = static_cast<const phep_result_head*>(result);
  return head->size == decided.result_size && head->layout == decided.layout;
}

bool is_present(const Struct& structure, const void* facts) {
  uint32_t head[2];
  __builtin_memcpy(head, facts, sizeof head);
  return head[0] == structure.size && head[1] == structure.layout;
}

void begin_result(void* result, uint32_t path) {
  auto* const head = static_cast<phep_result_head*>(result);
  head->path = path;
  head->missing_count = 0;
  head->steps = 0;
  head->missing.slot = 0;
}

// Whether a caller of an earlier build gives these facts.
bool is_earlier(const Header* image, const Struct& structure, const void* facts) {
  uint32_t head[2];
  __builtin_memcpy(head, facts, sizeof head);
  const uint32_t* const earlier = operands_at(image, structure.earlier.first);
  for (uint32_t i = 0; i < structure.earlier.count; i += 2) {
    if (head[0] == earlier[i] && head[1] == earlier[i + 1]) return true;
  }
  return false;
}

// Facts of an earlier caller as the present struct: what came later is unknown. Null where the
// arena has no room for that.
const void* adopted(const Header* image, const Struct& structure, const void* facts, Arena& arena) {
  if (is_present(structure, facts)) return facts;
  uint32_t head[2];
  __builtin_memcpy(head, facts, sizeof head);
  auto* const now = static_cast<unsigned char*>(allocate(arena, structure.size));
  if (now == nullptr) return nullptr;
  __builtin_memcpy(now, facts, head[0]);
  const Slot* const slots = items<Slot>(image, image->slots) + structure.slots.first;
  for (uint32_t i = 0; i < structure.slots.count; ++i) {
    if (slots[i].offset < head[0]) continue;
    unsigned char& bits = now[8 + slots[i].bit / 8];  // little-endian words
    bits = static_cast<unsigned char>(bits & ~(1U << (slots[i].bit % 8)));
  }
  head[0] = structure.size;
  head[1] = structure.layout;
  __builtin_memcpy(now, head, sizeof head);
  return now;
}

bool readings_are_valid(const Header* image, const phep_options& options) {
  if (options.reading_count > image->readings.count) return false;
  if (options.reading_count != 0 && options.readings.slot == 0) return false;
  const auto* const readings = items<ReadingTable>(image, image->readings);
  for (uint32_t i = 0; i < options.reading_count; ++i) {
    const int32_t chosen = options.readings.ptr[i];
    if (chosen < -1 || chosen >= static_cast<int32_t>(readings[i].members.count)) return false;
  }
  return true;
}

// The first pass evaluates once what is asked and what that hangs on, and records the certificate's
// bits; then each question that it left open is settled by itself.
int interpret(Evaluation& ctx, const Decision& decision, void* result, const Asked& asked) {
  auto* const bytes = static_cast<char*>(result);
  if (!asked.open_norms)
    __builtin_memset(bytes + sizeof(phep_result_head), 0,
                     decision.result_size - sizeof(phep_result_head));
  const uint64_t* const needed = asked.is_all() ? nullptr : leads_to(ctx, decision, bytes, asked);
  char* const certificate = bytes + decision.certificate_offset;
  ctx.marks = begin_marks(ctx, decision, certificate);
  if (ctx.failure != PHEP_OK) return ctx.failure;

  Answering answering{ctx, bytes, MissingLeaves(*ctx.arena), false};
  if (ctx.words != 0 || ctx.image->groups.count != 0) keep_first_pass(ctx);
  ctx.first_pass = true;
  Frame frame = open_frame(ctx, decision.entry);
  if (frame.registers != nullptr) {
    frame.registers[0] = as_of_day(ctx, ctx.zone);
    if (ctx.kept != nullptr) frame.kept = begin_kept(ctx, decision.entry);
    run_frame(ctx, frame, needed);
    if (frame.kept != nullptr) keep(ctx, frame, needed);
  }
  ctx.first_pass = false;
  --ctx.depth;
  if (ctx.failure == PHEP_OK) answer_outputs(answering, decision, frame.registers, asked);
  if (ctx.failure == PHEP_OK) answer_norms(answering, decision, frame.registers, asked);
  if (ctx.failure != PHEP_OK) return ctx.failure;

  __builtin_memcpy(certificate, ctx.marks, size_t{decision.certificate_words} * 8);
  auto* const head = static_cast<phep_result_head*>(result);
  head->missing_count = answering.missing.count();
  const uint32_t* const missing = answering.missing.finish(ctx);
  head->missing.slot = reinterpret_cast<uintptr_t>(missing);
  head->steps = ctx.steps;
  return ctx.failure;
}

// The certificate's bits so far. Its words may be followed by others' fields, so bits gather in
// aligned memory first.
uint64_t* begin_marks(Evaluation& ctx, const Decision& decision, const char* certificate) {
  auto* const marks = push_array<uint64_t>(ctx, decision.certificate_words);
  if (marks == nullptr) return nullptr;
  __builtin_memcpy(marks, certificate, size_t{decision.certificate_words} * 8);
  ctx.mark_count = decision.certificate_words * 32;
  return marks;
}

// The registers of the entry that what is asked hangs on.
const uint64_t* leads_to(Evaluation& ctx, const Decision& decision, const char* result,
                         const Asked& asked) {
  uint64_t* const needed = no_registers(ctx, decision.entry);
  if (needed == nullptr) return nullptr;
  const auto need = [&](uint32_t reg) {
    if (reg != kNone) needed[reg / 64] |= uint64_t{1} << (reg % 64);
  };
  const auto* const outputs = items<Output>(ctx.image, ctx.image->outputs) + decision.outputs.first;
  for (uint32_t i = 0; i < decision.outputs.count; ++i) {
    if (!asked.of(outputs[i])) continue;
    need(outputs[i].present);
    need(outputs[i].value);
  }
  const auto* const norms =
      items<NormOutput>(ctx.image, ctx.image->norm_outputs) + decision.norms.first;
  for (uint32_t i = 0; i < decision.norms.count; ++i) {
    if (asked.of(norms[i], result)) need(norms[i].value);
  }
  add_what_leads_to(ctx, decision.entry, needed);
  return needed;
}

bool Asked::of(const NormOutput& output, const char* result) const {
  if (readings != kWholeAnswer && (output.readings & readings) == 0) return false;
  return !open_norms || is_open(output, result);
}

// Of several records all are worked out again where one is open.
bool is_open(const NormOutput& output, const char* result) {
  const char* const place = result + output.offset;
  if (output.list == kNone && output.most == 0)
    return reinterpret_cast<const phep_norm*>(place)->status == kLeftOpen;
  phep_norm_array array;
  __builtin_memcpy(&array, place, sizeof array);
  const auto* record = static_cast<const char*>(array.items.ptr);
  for (uint32_t i = 0; i < array.length; ++i, record += array.stride) {
    if (reinterpret_cast<const phep_norm*>(record)->status == kLeftOpen) return true;
  }
  return false;
}

void answer_outputs(Answering& answering, const Decision& decision, const Value* registers,
                    const Asked& asked) {
  Evaluation& ctx = answering.ctx;
  const auto* const outputs = items<Output>(ctx.image, ctx.image->outputs) + decision.outputs.first;
  for (uint32_t i = 0; i < decision.outputs.count && ctx.failure == PHEP_OK; ++i) {
    const Output& output = outputs[i];
    if (!asked.of(output)) continue;
    Question question{&decision,     kNone, 0,           output.present, output.value,
                      Aspect::Value, 0,     output.kind, nullptr,        {}};
    const Value first = project(ctx, question, registers);
    const phep_value value = answer(answering, question, first, Wanted::WithMissing);
    __builtin_memcpy(answering.result + output.offset, &value, sizeof value);
  }
}

void answer_norms(Answering& answering, const Decision& decision, const Value* registers,
                  const Asked& asked) {
  Evaluation& ctx = answering.ctx;
  const auto* const outputs =
      items<NormOutput>(ctx.image, ctx.image->norm_outputs) + decision.norms.first;
  for (uint32_t i = 0; i < decision.norms.count && ctx.failure == PHEP_OK; ++i) {
    const NormOutput& output = outputs[i];
    if (!asked.of(output, answering.result)) continue;
    Question question{&decision,      kNone, 0,         kNone,   output.value,
                      Aspect::Status, 0,     Kind::Int, nullptr, {}};
    if (output.most != 0) {
      answer_occurrences(answering, output, question, registers[output.value]);
    } else if (output.list != kNone) {
      question.function = output.function;
      answer_each(answering, output, question);
    } else {
      answer_norm(answering, question, norm_of(registers[output.value]),
                  answering.result + output.offset);
    }
  }
}

// Bytes of one record of several.
uint32_t stride_of(const NormSpec& spec) {
  const uint32_t rows = spec.sanctions.count / kSanctionRegisters;
  return static_cast<uint32_t>(sizeof(phep_norm) + rows * sizeof(phep_sanction));
}

// One result an element. The function that gives it runs once for the first pass, in a frame of its
// own.
void answer_each(Answering& answering, const NormOutput& output, Question question) {
  Evaluation& ctx = answering.ctx;
  const Slot& list = ctx.tables.slots[output.list];
  phep_norm_array array{};
  array.stride = stride_of(ctx.tables.norm_specs[output.spec]);
  const uint32_t unknown = unknown_list(ctx, output.list);
  if (unknown != kNone) {
    array.length = PHEP_UNKNOWN_LIST;
    array.stride = answering.missing.count();
    answering.missing.add(ctx, unknown);
    __builtin_memcpy(answering.result + output.offset, &array, sizeof array);
    return;
  }
  for (Elements e(ctx.image, list.type, ctx.facts.root); e.valid(); e.next()) ++array.length;
  auto* const results = static_cast<char*>(push(ctx, size_t{array.length} * array.stride));
  if (results == nullptr) return;
  __builtin_memset(results, 0, size_t{array.length} * array.stride);
  array.items.slot = reinterpret_cast<uintptr_t>(results);
  __builtin_memcpy(answering.result + output.offset, &array, sizeof array);
  for (Elements e(ctx.image, list.type, ctx.facts.root); e.valid(); e.next()) {
    question.index = e.index();
    char* const before = ctx.arena->begin;
    answering.keeps = false;
    const Value given[] = {as_of_day(ctx, ctx.zone), known(e.index())};
    const Value norm = call_first(ctx, output.function, given);
    if (ctx.failure != PHEP_OK) return;
    answer_norm(answering, question, norm_of(norm), results + size_t{e.ordinal()} * array.stride);
    if (ctx.failure != PHEP_OK) return;
    forget_above(ctx, before);
    if (!answering.keeps) ctx.arena->begin = before;
  }
}

// The norm of one element, or of one occurrence.
Value call_first(Evaluation& ctx, uint32_t function, const Value* given) {
  ctx.first_pass = true;
  const Value norm = call(ctx, function, {given, 2, {nullptr, nullptr, 0}, nullptr});
  ctx.first_pass = false;
  return norm;
}

// How many occurrences the answer holds. Where worlds differ it holds the most: in the others the
// last are still to come. Where the number is unknown or an error the first tells why.
uint64_t count_of(Answering& answering, Question question, const Value& first) {
  question.aspect = Aspect::Value;
  question.function = kNone;
  question.kind = Kind::Int;
  const Value count = settle(answering, question, first, Wanted::ValueAlone).value;
  if (count.state == State::Known) return count.lo;
  if (count.state != State::OneOf) return 1;
  const auto* const values = reinterpret_cast<const Value*>(static_cast<uintptr_t>(count.lo));
  uint64_t most = 0;
  for (uint64_t i = 0; i < count.hi; ++i) {
    if (values[i].state == State::Known && values[i].lo > most) most = values[i].lo;
  }
  return most;
}

// One result for each time that a recurring duty has come up.
void answer_occurrences(Answering& answering, const NormOutput& output, Question question,
                        const Value& first) {
  Evaluation& ctx = answering.ctx;
  const uint64_t count = count_of(answering, question, first);
  if (ctx.failure != PHEP_OK) return;
  if (count > output.most) {
    ctx.failure = PHEP_LIMIT;
    return;
  }
  phep_norm_array array{};
  array.length = static_cast<uint32_t>(count);
  array.stride = stride_of(ctx.tables.norm_specs[output.spec]);
  auto* const results = static_cast<char*>(push(ctx, size_t{array.length} * array.stride));
  if (results == nullptr) return;
  __builtin_memset(results, 0, size_t{array.length} * array.stride);
  array.items.slot = reinterpret_cast<uintptr_t>(results);
  __builtin_memcpy(answering.result + output.offset, &array, sizeof array);
  question.function = output.function;
  for (uint32_t i = 0; i < array.length; ++i) {
    question.index = i + 1;
    char* const before = ctx.arena->begin;
    answering.keeps = false;
    const Value given[] = {as_of_day(ctx, ctx.zone), known(question.index)};
    const Value norm = call_first(ctx, output.function, given);
    if (ctx.failure != PHEP_OK) return;
    answer_norm(answering, question, norm_of(norm), results + size_t{i} * array.stride);
    if (ctx.failure != PHEP_OK) return;
    forget_above(ctx, before);
    if (!answering.keeps) ctx.arena->begin = before;
  }
}

// The leaf of a list that is unknown as a whole, or kNone.
uint32_t unknown_list(const Evaluation& ctx, uint32_t slot) {
  for (uint32_t i = 0; i < ctx.facts.leaf_count; ++i) {
    const Leaf& leaf = ctx.facts.leaves[i];
    if (leaf.slot == slot && !leaf.presence) return i;
  }
  return kNone;
}

}  // namespace

}  // namespace phep::runtime
