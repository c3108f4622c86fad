#include "compiler/runtime/norm_answer.h"

namespace phep::runtime {

namespace {

phep_value to_abi(Answering& answering, const Answered& answered);
phep_value between(Answering& answering, const Question& question, const Answered& answered);
void put_limitation(Answering& answering, Question& question, const NormValue& norm,
                    phep_sanction& out);
Answered settle_aspect(Answering& answering, Question& question, const NormValue& norm,
                       Aspect aspect, Wanted wanted);
Value binds_of(Answering& answering, Question& question, const NormValue& norm,
               const Answered& status);
Value applies_of(Answering& answering, Question& question, const NormValue& norm,
                 const Answered& status, uint32_t row);
void put_status(const Answered& status, phep_norm& out);
void put_since(const NormValue& norm, phep_norm& out);
void put_due(Answering& answering, const Answered& due, phep_norm& out);
void put_sanctions(Answering& answering, Question& question, const NormValue& norm,
                   const Answered& status, char* out);

void put_missing(const Answered& answered, phep_norm& out) {
  out.missing_first = answered.missing_first;
  out.missing_count = answered.missing_count;
  if (answered.inexact) out.flags |= PHEP_N_INEXACT;
}

constexpr Kind kind_of(Aspect aspect) {
  switch (aspect) {
    case Aspect::Binds:
    case Aspect::Excused:
    case Aspect::Applies:
    case Aspect::Barred: return Kind::Bool;
    case Aspect::Limit:
    case Aspect::Due:
    case Aspect::Until: return Kind::Instant;
    case Aspect::Value:
    case Aspect::Status:
    case Aspect::By:
    case Aspect::Bearers:
    case Aspect::From:
    case Aspect::To: break;
  }
  return Kind::Int;
}

}  // namespace

Answered settle(Answering& answering, const Question& question, const Value& first, Wanted wanted) {
  Evaluation& ctx = answering.ctx;
  Question asked = question;
  Value outcome = first;
  if ((first.groups != 0 || is_unknown(first)) && asked.function == kNone) {
    asked.needed = slice(ctx, asked.decision->entry, asked.value, asked.present);
    if (ctx.failure == PHEP_OK) {
      asked.open = open_among(ctx, ctx.kept[asked.decision->entry], asked.needed);
    }
    if (ctx.failure != PHEP_OK) return {known(0), 0, 0, 0, false, false};
  }
  if (first.groups != 0) outcome = ask(ctx, asked);
  if (ctx.failure != PHEP_OK || !is_unknown(outcome)) return {outcome, 0, 0, 0, false, false};
  MissingLeaves* const missing = wanted == Wanted::WithMissing ? &answering.missing : nullptr;
  return complete(ctx, asked, outcome, missing);
}

phep_value answer(Answering& answering, const Question& question, const Value& first,
                  Wanted wanted) {
  const Answered answered = settle(answering, question, first, wanted);
  const bool open = is_unknown(answered.value) && question.kind == Kind::Money &&
                    first.groups == 0 && answering.ctx.failure == PHEP_OK;
  return open ? between(answering, question, answered) : to_abi(answering, answered);
}

[[gnu::weak]] void answer_norm(Answering& answering, Question question, const NormValue& norm,
                               char* out) {
  phep_norm result{};
  const NormSpec& spec = *norm.spec;
  const Answered status =
      settle_aspect(answering, question, norm, Aspect::Status, Wanted::WithMissing);
  const Value binds = binds_of(answering, question, norm, status);
  put_status(status, result);
  if (is_true(binds)) result.flags |= PHEP_N_BINDS;
  if (binds.state != State::Known) result.flags |= PHEP_N_BINDS_UNKNOWN;
  if (status.value.state == State::Known)
    result.awaiting = static_cast<uint32_t>(status.value.groups);

  // A deadline that the status names is part of the answer, so what it misses is asked for.
  const bool named = result.status == PHEP_PENDING || result.status == PHEP_VIOLATED;
  const Answered due = settle_aspect(answering, question, norm, Aspect::Due,
                                     named ? Wanted::WithMissing : Wanted::ValueAlone);
  put_due(answering, due, result);
  if (named && is_unknown(due.value)) put_missing(due, result);

  const bool is_act = static_cast<Kind>(spec.done_kind) != Kind::Bool;
  const bool has_done = spec.done != kNone;
  if (result.status != PHEP_NORM_ERROR && has_done && is_act && is_true(norm.done_by) &&
      is_exact(norm.done)) {
    result.flags |= PHEP_N_DONE;
    if (static_cast<Kind>(spec.done_kind) == Kind::Date) result.flags |= PHEP_N_DONE_DAY;
    result.done = signed_of(norm.done);
  }
  if (result.status == PHEP_LATE) {
    const Answered by = settle_aspect(answering, question, norm, Aspect::By, Wanted::ValueAlone);
    if (is_exact(by.value)) {
      result.flags |= PHEP_N_BY;
      result.by_ms = signed_of(by.value);
    }
    const Value excused =
        settle_aspect(answering, question, norm, Aspect::Excused, Wanted::ValueAlone).value;
    if (is_true(excused)) result.flags |= PHEP_N_EXCUSED;
    if (excused.state != State::Known) result.flags |= PHEP_N_EXCUSED_UNKNOWN;
  }
  if (spec.bearers != kNone) {
    const Value bearers =
        settle_aspect(answering, question, norm, Aspect::Bearers, Wanted::ValueAlone).value;
    if (bearers.state == State::Known) result.bearers = bearers.lo;
    if (bearers.state != State::Known) result.flags |= PHEP_N_BEARERS_UNKNOWN;
  } else {
    // No fact decides: all that are written are bound.
    const Header* const image = answering.ctx.image;
    const NormText& text = items<NormText>(image, image->norm_texts)[spec.text];
    result.bearers = (uint64_t{1} << text.bearers.count / 3) - 1;
  }
  if (result.status == PHEP_VIOLATED) put_since(norm, result);
  if (result.status == PHEP_DEFERRED) {
    const Answered until =
        settle_aspect(answering, question, norm, Aspect::Until, Wanted::ValueAlone);
    if (is_exact(until.value)) {
      result.flags |= PHEP_N_UNTIL;
      result.until = signed_of(until.value);
    }
  }
  __builtin_memcpy(out, &result, sizeof result);
  put_sanctions(answering, question, norm, status, out + sizeof result);
}

namespace {

phep_value to_abi(Answering& answering, const Answered& answered) {
  const Value& v = answered.value;
  phep_value out{PHEP_KNOWN, 0, v.lo, v.hi};
  switch (v.state) {
    case State::Known:
      if (v.bound != Bound::Exact) {  // a bare value has no way to say "or later"
        out = {PHEP_ERROR, 0, PHEP_E_CALENDAR_EXHAUSTED, v.hi & 0xFFFF'FFFF};
      }
      return out;
    case State::Error: out.tag = PHEP_ERROR; return out;
    case State::Absent: return {PHEP_ABSENT, 0, 0, 0};
    case State::Unknown:
      return {PHEP_UNKNOWN, answered.inexact ? 1U : 0U, answered.missing_first,
              answered.missing_count};
    case State::OneOf: break;
  }
  Evaluation& ctx = answering.ctx;
  const auto count = static_cast<size_t>(v.hi);
  auto* const alternatives = push_array<phep_value>(ctx, count);
  answering.keeps = true;
  if (alternatives == nullptr) return out;
  const auto* const values = reinterpret_cast<const Value*>(static_cast<uintptr_t>(v.lo));
  for (size_t i = 0; i < count; ++i) {
    alternatives[i] = to_abi(answering, {values[i], 0, 0, 0, false, false});
  }
  return {PHEP_ONE_OF, static_cast<uint32_t>(v.groups), reinterpret_cast<uintptr_t>(alternatives),
          count};
}

// An unknown sum of money, with the ends that are known of it. That it is not below zero says
// nothing.
phep_value between(Answering& answering, const Question& question, const Answered& answered) {
  const Ends ends = ends_of(answering.ctx, question);
  phep_bounds bounds{0, 0, answered.missing_first, answered.missing_count, 0, 0};
  if (ends.has_least && to_int64(ends.least, &bounds.least) && bounds.least > 0) {
    bounds.flags |= PHEP_B_LEAST;
  }
  if (ends.has_most && to_int64(ends.most, &bounds.most)) bounds.flags |= PHEP_B_MOST;
  if (bounds.flags == 0) return to_abi(answering, answered);
  if (answered.inexact) bounds.flags |= PHEP_B_INEXACT;
  if ((bounds.flags & PHEP_B_LEAST) == 0) bounds.least = 0;
  auto* const kept = static_cast<phep_bounds*>(push(answering.ctx, sizeof(phep_bounds)));
  if (kept == nullptr) return to_abi(answering, answered);
  *kept = bounds;
  answering.keeps = true;
  return {PHEP_BETWEEN, 0, reinterpret_cast<uintptr_t>(kept), 0};
}

Answered settle_aspect(Answering& answering, Question& question, const NormValue& norm,
                       Aspect aspect, Wanted wanted) {
  question.aspect = aspect;
  question.kind = kind_of(aspect);
  const Value first = aspect_of(answering.ctx, norm, aspect, question.row);
  return settle(answering, question, first, wanted);
}

// Are all of these statuses in the mask? Unknown if only some are.
Value all_in(uint32_t statuses, uint32_t mask) {
  if ((statuses & ~mask) == 0) return known_bool(true);
  if ((statuses & mask) == 0) return known_bool(false);
  return unknown(nullptr);
}

// What binds hangs on, the status hangs on too: where all completions have a status, they tell it.
Value binds_of(Answering& answering, Question& question, const NormValue& norm,
               const Answered& status) {
  constexpr uint32_t kFree =
      1U << PHEP_UPCOMING | 1U << PHEP_NOT_IN_FORCE | 1U << PHEP_NOT_APPLICABLE | 1U << PHEP_EXEMPT;
  if (is_unknown(norm.binds) && norm.binds.groups == 0 && status.statuses != 0) {
    return all_in(status.statuses, ~kFree);
  }
  return settle_aspect(answering, question, norm, Aspect::Binds, Wanted::ValueAlone).value;
}

// So it is with a sanction without a guard of its own.
Value applies_of(Answering& answering, Question& question, const NormValue& norm,
                 const Answered& status, uint32_t row) {
  const uint32_t* const words =
      answering.ctx.tables.operands + norm.spec->sanctions.first + size_t{kSanctionRegisters} * row;
  const Value first = aspect_of(answering.ctx, norm, Aspect::Applies, row);
  const bool plain = words[0] == kNone && first.groups == 0;
  if (is_unknown(first) && plain && status.statuses != 0) {
    return all_in(status.statuses, breaches_on(words[4]));
  }
  return settle_aspect(answering, question, norm, Aspect::Applies, Wanted::ValueAlone).value;
}

void put_status(const Answered& status, phep_norm& out) {
  const Value& v = status.value;
  if (is_error(v)) {
    out.status = PHEP_NORM_ERROR;
    out.done = static_cast<int64_t>(v.lo);
    out.by_ms = static_cast<int64_t>(v.hi);
    return;
  }
  if (is_unknown(v)) {
    out.status = status.only_judgments && status.missing_count != 0 ? PHEP_OPEN : PHEP_UNDETERMINED;
    put_missing(status, out);
    return;
  }
  out.status = static_cast<int32_t>(v.lo);
  const bool evidenced =
      out.status == PHEP_FULFILLED || out.status == PHEP_LATE || out.status == PHEP_MET;
  if (out.status == PHEP_EXEMPT || evidenced) out.why = v.hi & ~kNoTrigger;
  if (out.status != PHEP_NOT_APPLICABLE) return;
  if ((v.hi & kNoTrigger) != 0) out.flags |= PHEP_N_NO_TRIGGER;
  if ((v.hi & kEnded) != 0) out.flags |= PHEP_N_ENDED;
}

// A duty is violated since its deadline, a prohibition since the conduct; a state has no such
// moment.
void put_since(const NormValue& norm, phep_norm& out) {
  const bool prohibition = norm.spec->norm == NormKind::Prohibition;
  const bool event = norm.spec->norm == NormKind::EventDuty;
  const bool deadline = event && (out.flags & PHEP_N_DUE) != 0;
  const bool conduct = prohibition && norm.spec->trigger != kNone && is_exact(norm.began);
  if (!deadline && !conduct) return;
  out.flags |= PHEP_N_SINCE;
  out.since = deadline ? out.due_min : signed_of(norm.began);
}

void put_due(Answering& answering, const Answered& due, phep_norm& out) {
  const Value& v = due.value;
  if (v.state == State::Known) {
    out.due_min = signed_of(v);
    out.due_max = signed_of(v);
    out.flags |= v.bound == Bound::Exact     ? PHEP_N_DUE
                 : v.bound == Bound::AtLeast ? PHEP_N_DUE_FROM
                                             : PHEP_N_DUE_UP_TO;
    if (v.bound != Bound::Exact) out.awaiting = static_cast<uint32_t>(v.hi >> 32);
    return;
  }
  if (v.state != State::OneOf) return;
  answering.keeps = true;
  const auto* const values = reinterpret_cast<const Value*>(static_cast<uintptr_t>(v.lo));
  auto* const alternatives = push_array<int64_t>(answering.ctx, static_cast<size_t>(v.hi));
  if (alternatives == nullptr) return;
  for (uint64_t i = 0; i < v.hi; ++i) {
    if (values[i].state != State::Known) continue;  // no deadline at all in that world
    alternatives[out.alternative_count++] = signed_of(values[i]);
  }
  if (out.alternative_count == 0) return;
  out.flags |= PHEP_N_DUE_ONE_OF;
  out.due_min = alternatives[0];
  out.due_max = alternatives[out.alternative_count - 1];
  out.alternatives.slot = reinterpret_cast<uintptr_t>(alternatives);
  out.awaiting |= static_cast<uint32_t>(v.groups);
}

void put_sanctions(Answering& answering, Question& question, const NormValue& norm,
                   const Answered& status, char* out) {
  const NormSpec& spec = *norm.spec;
  const Header* const image = answering.ctx.image;
  const NormText& text = items<NormText>(image, image->norm_texts)[spec.text];
  const uint32_t* const words = operands_at(image, text.sanctions.first);
  for (uint32_t i = 0; i < spec.sanctions.count / kSanctionRegisters; ++i) {
    question.row = i;
    const auto amounts = static_cast<Kind>(words[size_t{kSanctionTexts} * i + 2]);
    const Value applies = applies_of(answering, question, norm, status, i);
    phep_sanction sanction{};
    sanction.applies = is_true(applies) ? 1 : is_false(applies) ? 0 : 2;
    // Nobody is asked for the amount of a sanction that does not apply.
    const Wanted wanted = sanction.applies == 0 ? Wanted::ValueAlone : Wanted::WithMissing;
    constexpr Aspect kEnds[] = {Aspect::From, Aspect::To};
    for (const Aspect aspect : kEnds) {
      question.aspect = aspect;
      question.kind = amounts;
      const Value first = aspect_of(answering.ctx, norm, aspect, i);
      (aspect == Aspect::From ? sanction.from : sanction.to) =
          answer(answering, question, first, wanted);
    }
    if (sanction.applies != 0) put_limitation(answering, question, norm, sanction);
    __builtin_memcpy(out + size_t{i} * sizeof sanction, &sanction, sizeof sanction);
  }
}

// Until when it may be imposed, and whether that has passed.
void put_limitation(Answering& answering, Question& question, const NormValue& norm,
                    phep_sanction& out) {
  if (aspect_of(answering.ctx, norm, Aspect::Limit, question.row).state == State::Absent) return;
  const Value barred =
      settle_aspect(answering, question, norm, Aspect::Barred, Wanted::ValueAlone).value;
  if (is_true(barred)) out.flags |= PHEP_S_BARRED;
  if (barred.state != State::Known) out.flags |= PHEP_S_BARRED_UNKNOWN;
  const Value limit =
      settle_aspect(answering, question, norm, Aspect::Limit, Wanted::ValueAlone).value;
  if (!is_exact(limit)) return;
  out.flags |= PHEP_S_LIMITED;
  out.limit = signed_of(limit);
}

}  // namespace

}  // namespace phep::runtime
