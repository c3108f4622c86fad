#include "compiler/runtime/interpret.h"

#include "compiler/runtime/decimal.h"
#include "compiler/runtime/kept.h"

namespace phep::runtime {

namespace {

Value constant(const Evaluation& ctx, const Inst& inst);
Value reading(const Evaluation& ctx, const Inst& inst);
uint64_t element_index(const Frame& frame, uint32_t reg);
Value set_has(Evaluation& ctx, const Value& member, const Value& set);
Value to_decimal(Evaluation& ctx, const Value& a);
Value marked(Evaluation& ctx, const Value& guard, uint32_t bit);
Value done_of(Evaluation& ctx, const Frame& frame, const Inst& inst, const NormValue& norm);

}  // namespace

Frame open_frame(Evaluation& ctx, uint32_t function) {
  const Function& callee = ctx.tables.functions[function];
  char* const before = ctx.arena->begin;
  if (ctx.depth >= kMaxDepth && ctx.failure == PHEP_OK) ctx.failure = PHEP_LIMIT;
  ++ctx.depth;
  Value* const registers =
      ctx.failure != PHEP_OK
          ? nullptr
          : push_array<Value>(ctx, size_t{callee.parameters} + callee.insts.count);
  return {&callee, registers, before, ctx.keeps, nullptr};
}

void run_frame(Evaluation& ctx, const Frame& frame, const uint64_t* needed) {
  const Inst* const insts = ctx.tables.insts + frame.function->insts.first;
  const uint32_t parameters = frame.function->parameters;
  for (uint32_t i = 0; i < frame.function->insts.count; ++i) {
    if (ctx.failure != PHEP_OK) return;
    const uint32_t reg = parameters + i;
    if (needed != nullptr && (needed[reg / 64] >> (reg % 64) & 1) == 0) continue;
    ++ctx.steps;
    frame.registers[reg] = evaluate(ctx, frame, insts[i]);
  }
}

Value close_frame(Evaluation& ctx, const Frame& frame) {
  --ctx.depth;
  if (ctx.failure != PHEP_OK) return known(0);
  Value result = frame.registers[frame.function->result];
  const uint32_t parameters = frame.function->parameters;
  if (frame.function->result >= parameters) {
    const uint32_t inst = frame.function->insts.first + frame.function->result - parameters;
    if (ctx.tables.insts[inst].kind == Kind::Norm) return result;
  }
  if (ctx.keeps == frame.keeps) release(ctx, frame.mark, result);
  return result;
}

Value call(Evaluation& ctx, uint32_t function, const Arguments& arguments) {
  KeptFrame* const kept = kept_frame(ctx, function, arguments);
  if (kept != nullptr && kept->registers != nullptr) return recall(ctx, function, *kept, arguments);
  Frame frame = open_frame(ctx, function);
  if (frame.registers != nullptr) {
    const uint32_t count = arguments.given_count + arguments.captures.count;
    for (uint32_t i = 0; i < count; ++i) frame.registers[i] = argument(arguments, i);
    frame.kept = kept;
    run_frame(ctx, frame);
    if (kept != nullptr) keep(ctx, frame);
  }
  return close_frame(ctx, frame);
}

Value evaluate(Evaluation& ctx, const Frame& frame, const Inst& inst) {
  const Value* const r = frame.registers;
  const uint32_t symbol = frame.function->symbol;
  const auto zone = static_cast<int32_t>(inst.b);
  switch (inst.op) {
    case Op::Const: return constant(ctx, inst);
    case Op::AsOf: return known_signed(ctx.options->as_of);
    case Op::AsOfDay: return as_of_day(ctx, static_cast<int32_t>(inst.a));
    case Op::LawDay: return law_day(ctx, frame, inst);
    case Op::Load: return load(ctx, inst.a, element_index(frame, inst.b));
    case Op::Present: return present(ctx, inst.a, element_index(frame, inst.b));
    case Op::ListLength: return list_length(ctx, inst.a, element_index(frame, inst.b));
    case Op::Reading: return reading(ctx, inst);
    case Op::And: return and_of(ctx, r[inst.a], r[inst.b]);
    case Op::Or: return or_of(ctx, r[inst.a], r[inst.b]);
    case Op::Not: return not_of(r[inst.a]);
    case Op::Compare:
      return compare_values(ctx, static_cast<Kind>(inst.c), static_cast<Compare>(inst.aux),
                            r[inst.a], r[inst.b]);
    case Op::SetHas: return set_has(ctx, r[inst.a], r[inst.b]);
    case Op::InForce: return in_force(ctx, frame, inst);
    case Op::Arith: return arithmetic(ctx, frame, inst);
    case Op::Neg: return negate(ctx, frame, inst);
    case Op::ToDecimal: return to_decimal(ctx, r[inst.a]);
    case Op::Round: return round_value(ctx, frame, inst);
    case Op::ShiftDate: return shift(ctx, frame, inst);
    case Op::Occurrences: return occurrences(ctx, frame, inst);
    case Op::DayStart: return day_start_of(ctx, r[inst.a], zone, symbol);
    case Op::DayEnd: return day_end_of(ctx, r[inst.a], zone, symbol);
    case Op::LocalDay: return local_day_of(ctx, r[inst.a], zone, symbol);
    case Op::Deadline: return deadline(ctx, frame, inst);
    case Op::Select: return select(ctx, inst.kind, r[inst.a], r[inst.b], r[inst.c]);
    case Op::Call:
      return call(
          ctx, inst.a,
          {nullptr, 0, {&frame, ctx.tables.operands + inst.b, inst.c}, site(ctx, frame, inst)});
    case Op::Quantify: return quantify(ctx, frame, inst);
    case Op::Choose: return choose(ctx, frame, inst);
    case Op::Norm: return norm(ctx, frame, inst);
    case Op::NormIs: return norm_is(norm_of(r[inst.a]), inst.b);
    case Op::NormDue: return norm_of(r[inst.a]).due;
    case Op::NormHasDue: return norm_of(r[inst.a]).has_due;
    case Op::NormDone: return done_of(ctx, frame, inst, norm_of(r[inst.a]));
    case Op::NormHasDone: return norm_of(r[inst.a]).done_by;
    case Op::Mark: return marked(ctx, r[inst.a], inst.b);
  }
  return error(PHEP_E_GAP, symbol);  // verify_image lets no other op in
}

namespace {

Value constant(const Evaluation& ctx, const Inst& inst) {
  const Const& value = ctx.tables.constants[inst.a];
  if (inst.kind != Kind::Text) return known(value.lo, value.hi);
  const String text = string_at(ctx.image, static_cast<uint32_t>(value.lo));
  return known(reinterpret_cast<uintptr_t>(text.data), text.length);
}

Value reading(const Evaluation& ctx, const Inst& inst) {
  const phep_options& options = *ctx.options;
  const int32_t chosen = inst.a < options.reading_count ? options.readings.ptr[inst.a] : -1;
  if (chosen >= 0) return known_signed(chosen);
  return known(items<ReadingTable>(ctx.image, ctx.image->readings)[inst.a].default_member);
}

// Indices are made by quantifiers and `for each` alone, so they are always known.
uint64_t element_index(const Frame& frame, uint32_t reg) {
  return reg == kNone ? 0 : frame.registers[reg].lo;
}

Value set_has(Evaluation& ctx, const Value& member, const Value& set) {
  Strict strict(ctx);
  if (!strict.take(member).take(set).known_so_far()) return strict.settled(false);
  const bool has = member.lo < 64 && (set.lo >> member.lo & 1) != 0;
  return with_groups(known_bool(has), strict.groups());
}

Value to_decimal(Evaluation& ctx, const Value& a) {
  Strict strict(ctx);
  if (!strict.take(a).known_so_far()) return strict.settled(false);
  return with_groups(known_wide(decimal_from(signed_of(a))), strict.groups());
}

Value marked(Evaluation& ctx, const Value& guard, uint32_t bit) {
  mark(ctx, bit, guard);
  return guard;
}

// `.done` as an instant is the end of the day if a day was given.
Value done_of(Evaluation& ctx, const Frame& frame, const Inst& inst, const NormValue& norm) {
  if (inst.kind != Kind::Instant || norm.spec->done_kind != static_cast<uint8_t>(Kind::Date)) {
    return norm.done;
  }
  const Value end = day_end_of(ctx, norm.done, norm.spec->zone * 15, frame.function->symbol);
  return select(ctx, Kind::Instant, norm.done_by, end, known(0));
}

}  // namespace

}  // namespace phep::runtime
