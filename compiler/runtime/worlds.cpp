// Worlds: an answer that met pending calendar groups is worked out under every combination of their
// alternatives.
//
// More groups may be met in some combination; then the combinations grow, until all groups met are
// combined. Equal answers collapse. A status that is a breach in some worlds only is
// possibly_violated.
#include "compiler/runtime/question.h"

namespace phep::runtime {

namespace {

struct Worlds {
  uint32_t count = 1;   // combinations
  uint32_t groups = 0;  // of the groups met
  uint32_t group[kMaxGroups];
  uint32_t stride[kMaxGroups];
  uint32_t alternatives[kMaxGroups];
};

Value ask_once(Evaluation& ctx, const Question& question);
bool combine(Evaluation& ctx, uint64_t met, Worlds* worlds);
void enter(Evaluation& ctx, const Worlds& worlds, uint32_t combination);
void leave(Evaluation& ctx, const Worlds& worlds);
uint64_t deciding_groups(const Question& question, const Worlds& worlds, const Value* outcomes);
Value collapse(Evaluation& ctx, const Question& question, const Value* outcomes, uint32_t count);
Value collapse_status(const Value* outcomes, uint32_t count);
Value collapse_bounded(const Value* outcomes, uint32_t count);
Value alternatives_of(Evaluation& ctx, Kind kind, const Value* outcomes, uint32_t count);
uint32_t row_of(uint64_t status);

}  // namespace

Value project(Evaluation& ctx, const Question& question, const Value* registers) {
  const Value& v = registers[question.value];
  if (question.aspect != Aspect::Value) {
    return aspect_of(ctx, norm_of(v), question.aspect, question.row);
  }
  if (question.present == kNone) return v;
  return select(ctx, question.kind, registers[question.present], v, absent());
}

Value ask(Evaluation& ctx, const Question& question) {
  Value v = ask_once(ctx, question);
  char* const before = ctx.arena->begin;
  uint64_t met = v.groups;
  if (met == 0 || ctx.failure != PHEP_OK) return v;
  Worlds worlds;
  Value outcomes[kMaxWorlds];
  for (uint64_t covered = 0; covered != met;) {
    covered = met;
    ctx.arena->begin = before;
    if (!combine(ctx, covered, &worlds)) return known(0);
    for (uint32_t i = 0; i < worlds.count && ctx.failure == PHEP_OK; ++i) {
      const Level level = enter_level(ctx);
      enter(ctx, worlds, i);
      outcomes[i] = ask_once(ctx, question);
      met |= outcomes[i].groups;
      leave_level(ctx, level);
      release(ctx, level.mark, outcomes[i]);
    }
    leave(ctx, worlds);
    if (ctx.failure != PHEP_OK) return known(0);
  }
  v = collapse(ctx, question, outcomes, worlds.count);
  v.groups = deciding_groups(question, worlds, outcomes);
  release(ctx, before, v);
  return v;
}

namespace {

// In the world and with the fillings of this moment.
Value ask_once(Evaluation& ctx, const Question& question) {
  char* const before = ctx.arena->begin;
  const bool keeps = ctx.marks == nullptr;  // what was worked out stands until its level is left
  const auto zone = static_cast<int32_t>(question.decision->zone) * 15;
  const Value law_date = as_of_day(ctx, zone);
  Value v = known(0);
  ++ctx.completion;
  if (question.function != kNone) {
    const Value given[] = {law_date, known(question.index)};
    const Value norm = call(ctx, question.function, {given, 2, {nullptr, nullptr, 0}, nullptr});
    if (ctx.failure == PHEP_OK) v = aspect_of(ctx, norm_of(norm), question.aspect, question.row);
  } else if (keeps) {
    KeptFrame& kept = ctx.kept[question.decision->entry];
    run_again(ctx, question.decision->entry, kept, question.open);
    return ctx.failure == PHEP_OK ? project(ctx, question, kept.registers) : v;
  } else {
    const Frame frame = open_frame(ctx, question.decision->entry);
    if (frame.registers != nullptr) {
      frame.registers[0] = law_date;
      run_frame(ctx, frame, question.needed);
      if (ctx.failure == PHEP_OK) v = project(ctx, question, frame.registers);
    }
    --ctx.depth;
  }
  if (!keeps) release(ctx, before, v);
  return v;
}

bool combine(Evaluation& ctx, uint64_t met, Worlds* worlds) {
  const auto* const groups = items<PendingGroup>(ctx.image, ctx.image->groups);
  *worlds = Worlds{};
  for (uint32_t g = 0; g < kMaxGroups; ++g) {
    if ((met >> g & 1) == 0) continue;
    worlds->group[worlds->groups] = g;
    worlds->stride[worlds->groups] = worlds->count;
    worlds->alternatives[worlds->groups] = groups[g].alternatives;
    ++worlds->groups;
    worlds->count *= groups[g].alternatives;
    if (worlds->count > kMaxWorlds) {
      ctx.failure = PHEP_LIMIT;
      return false;
    }
  }
  return true;
}

uint32_t digit(const Worlds& worlds, uint32_t combination, uint32_t i) {
  return combination / worlds.stride[i] % worlds.alternatives[i];
}

void enter(Evaluation& ctx, const Worlds& worlds, uint32_t combination) {
  ctx.elsewhere = true;
  for (uint32_t i = 0; i < worlds.groups; ++i) {
    ctx.world[worlds.group[i]] = static_cast<uint8_t>(digit(worlds, combination, i));
  }
}

void leave(Evaluation& ctx, const Worlds& worlds) {
  ctx.elsewhere = false;
  for (uint32_t i = 0; i < worlds.groups; ++i) ctx.world[worlds.group[i]] = 0;
}

// The groups of which a change alone changes the outcome somewhere.
uint64_t deciding_groups(const Question& question, const Worlds& worlds, const Value* outcomes) {
  uint64_t deciding = 0;
  for (uint32_t i = 0; i < worlds.groups; ++i) {
    for (uint32_t n = 0; n < worlds.count; ++n) {
      const uint32_t plain = n - digit(worlds, n, i) * worlds.stride[i];
      if (n != plain && !same_outcome(question.kind, outcomes[n], outcomes[plain])) {
        deciding |= uint64_t{1} << worlds.group[i];
      }
    }
  }
  return deciding;
}

// Unknown or in error in some world is so in all: strict, like any operator on them.
Value collapse(Evaluation& ctx, const Question& question, const Value* outcomes, uint32_t count) {
  bool same = true;
  bool bounded = false;
  bool settled = true;
  Strict strict(ctx);
  for (uint32_t i = 0; i < count; ++i) {
    const Value& v = outcomes[i];
    same = same && same_outcome(question.kind, outcomes[0], v);
    bounded = bounded || v.bound != Bound::Exact;
    if (is_unknown(v) || is_error(v)) {
      settled = false;
      strict.take(v);
    }
  }
  if (!settled) return strict.settled(false);
  if (question.aspect == Aspect::Status) return collapse_status(outcomes, count);
  if (same) return outcomes[0];
  if (bounded) return collapse_bounded(outcomes, count);
  return alternatives_of(ctx, question.kind, outcomes, count);
}

// A breach in some worlds only is a possible one; else the later row of the table stands.
Value collapse_status(const Value* outcomes, uint32_t count) {
  Value status = outcomes[0];
  uint32_t breaches = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t s = outcomes[i].lo;
    if (s == PHEP_VIOLATED || s == PHEP_LATE) ++breaches;
    const uint64_t details = status.hi & outcomes[i].hi;
    if (row_of(s) > row_of(status.lo) || (row_of(s) == row_of(status.lo) && s > status.lo)) {
      status = outcomes[i];
    }
    status.hi = details;
  }
  if (breaches != 0 && breaches != count) status = known(PHEP_POSSIBLY_VIOLATED);
  return status;
}

// Where some world runs past the calendar, all that is certain is the weakest bound.
Value collapse_bounded(const Value* outcomes, uint32_t count) {
  Value weakest = known(0);
  for (uint32_t i = 0; i < count; ++i) {
    if (outcomes[i].bound != Bound::Exact) weakest = outcomes[i];
  }
  for (uint32_t i = 0; i < count; ++i) {
    const Value& v = outcomes[i];
    if (v.state != State::Known) continue;
    const bool weaker = weakest.bound == Bound::AtLeast ? signed_of(v) < signed_of(weakest)
                                                        : signed_of(v) > signed_of(weakest);
    if (weaker) weakest.lo = v.lo;
  }
  return weakest;
}

Value alternatives_of(Evaluation& ctx, Kind kind, const Value* outcomes, uint32_t count) {
  auto* const list = push_array<Value>(ctx, count);
  if (list == nullptr) return known(0);
  uint32_t length = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const auto before = [&](const Value& a, const Value& b) {
      if (a.state != b.state) return a.state == State::Absent;
      return a.state == State::Known && compare_payloads(kind, a, b) < 0;
    };
    uint32_t at = 0;
    while (at < length && before(list[at], outcomes[i])) ++at;
    if (at < length && same_outcome(kind, list[at], outcomes[i])) continue;
    for (uint32_t j = length; j > at; --j) list[j] = list[j - 1];
    list[at] = outcomes[i];
    ++length;
  }
  Value v = known(reinterpret_cast<uintptr_t>(list), length);
  v.state = State::OneOf;
  return v;
}

// The row of the status table that gives a status; not_applicable stands in two, of which the later
// counts.
uint32_t row_of(uint64_t status) {
  switch (static_cast<phep_norm_status>(status)) {
    case PHEP_UPCOMING: return 1;
    case PHEP_NOT_IN_FORCE: return 2;
    case PHEP_NOT_APPLICABLE: return 3;
    case PHEP_EXEMPT: return 4;
    case PHEP_FULFILLED:
    case PHEP_LATE:
    case PHEP_MET:
    case PHEP_GRANTED:
    case PHEP_AVAILABLE: return 5;
    case PHEP_DEFERRED: return 6;
    case PHEP_PENDING:
    case PHEP_NOT_GRANTED:
    case PHEP_NOT_AVAILABLE: return 7;
    case PHEP_VIOLATED: return 8;
    case PHEP_POSSIBLY_VIOLATED:
    case PHEP_UNDETERMINED:
    case PHEP_OPEN:
    case PHEP_NORM_ERROR: break;
  }
  return 9;
}

}  // namespace

}  // namespace phep::runtime
