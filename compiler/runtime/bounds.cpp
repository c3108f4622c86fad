// Between which two ends does a number lie that unknown facts leave open?
//
// One walk over the straight lines of the first pass: each register of a number gets the ends that
// its operands' ends give it. Ends of operators are computed by the operators themselves, at the
// corners of what their operands may be: they are monotone in each operand. So what is said holds
// in every completion in which the number is a value, and both ends are attained where each unknown
// number is read once. A fact's own ends are those of its declared range.
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/question.h"

namespace phep::runtime {

namespace {

// What is asked of a frame: a register, or of the norm in it a figure of a sanction row.
struct Wanted {
  uint32_t reg = 0;
  Kind kind = Kind::Int;
  uint32_t row = 0;
  bool upper = false;
};

constexpr uint32_t kMostRegisters = 8192;  // of one function; larger ones are left open

constexpr bool is_number(Kind kind) {
  return kind == Kind::Int || kind == Kind::Money || kind == Kind::Decimal || kind == Kind::Amount;
}
constexpr bool is_wide_kind(Kind kind) {
  return kind == Kind::Decimal || kind == Kind::Amount;
}
Value value_of(Kind kind, Wide number) {
  return is_wide_kind(kind) ? known_wide(number) : known(number.lo);
}
Wide number_of(Kind kind, const Value& v) {
  return is_wide_kind(kind) ? wide_of(v) : wide(signed_of(v));
}

Ends point(Wide number) {
  return {number, number, true, true};
}
bool is_point(const Ends& e) {
  return e.has_least && e.has_most && e.least == e.most;
}
Ends hull(const Ends& a, const Ends& b) {
  Ends out = a;
  out.has_least = a.has_least && b.has_least;
  out.has_most = a.has_most && b.has_most;
  if (compare(b.least, a.least) < 0) out.least = b.least;
  if (compare(b.most, a.most) > 0) out.most = b.most;
  return out;
}
Ends swapped(const Ends& e) {
  return {e.most, e.least, e.has_most, e.has_least};
}

// The walk over one frame, whose registers the first pass has filled.
class Walk {
 public:
  Walk(Evaluation& ctx, const Frame& frame, Ends* ends) : ctx_(ctx), frame_(frame), ends_(ends) {}
  void run();
  Ends at(uint32_t reg, Kind kind) const;
  Ends of_call(const Inst& inst, const Wanted& wanted) const;

 private:
  Ends of(const Inst& inst) const;
  Ends loaded(const Inst& inst) const;
  Ends arith(const Inst& op, const Inst& source) const;
  Ends corners(const Inst& op, const Inst& source, const Ends& a, const Ends& b) const;
  Ends product(const Inst& op, const Inst& source, Ends a, Ends b) const;
  Ends extreme(const Inst& source, const Ends& a, const Ends& b) const;
  Ends rounded(const Inst& inst) const;
  Ends selected(const Inst& inst) const;
  Ends chosen(const Inst& inst) const;
  bool corner(const Inst& op, const Inst& source, Wide a, Wide b, Wide* out) const;
  const Inst* producer(uint32_t reg) const;

  Evaluation& ctx_;
  const Frame& frame_;
  Ends* ends_;
};

Kind left_kind(const Inst& inst) {
  return static_cast<Kind>(inst.c & 0xFF);
}
Kind right_kind(const Inst& inst) {
  return static_cast<Kind>(inst.c >> 8 & 0xFF);
}

void Walk::run() {
  const Inst* const insts = ctx_.tables.insts + frame_.function->insts.first;
  for (uint32_t i = 0; i < frame_.function->insts.count && ctx_.failure == PHEP_OK; ++i) {
    const uint32_t reg = frame_.function->parameters + i;
    ends_[reg] = Ends{};
    if (is_number(insts[i].kind) && is_unknown(frame_.registers[reg])) ends_[reg] = of(insts[i]);
  }
}

Ends Walk::at(uint32_t reg, Kind kind) const {
  const Value& v = frame_.registers[reg];
  if (is_exact(v)) return point(number_of(kind, v));
  return is_unknown(v) ? ends_[reg] : Ends{};
}

const Inst* Walk::producer(uint32_t reg) const {
  const uint32_t parameters = frame_.function->parameters;
  return reg < parameters ? nullptr
                          : ctx_.tables.insts + frame_.function->insts.first + reg - parameters;
}

Ends Walk::of(const Inst& inst) const {
  switch (inst.op) {
    case Op::Load: return loaded(inst);
    case Op::Arith: return arith(inst, inst);
    case Op::Neg: {
      const Ends a = swapped(at(inst.a, inst.kind));
      return {negated(a.least), negated(a.most), a.has_least, a.has_most};
    }
    case Op::ToDecimal: {
      const Ends a = at(inst.a, Kind::Int);
      int64_t least = 0;
      int64_t most = 0;
      to_int64(a.least, &least);
      to_int64(a.most, &most);
      return {decimal_from(least), decimal_from(most), a.has_least, a.has_most};
    }
    case Op::Round: return rounded(inst);
    case Op::Select: return selected(inst);
    case Op::Call: return of_call(inst, {});
    case Op::Choose: return chosen(inst);
    default: return {};
  }
}

// Open ends of a range are the ends of the numbers there are.
Ends Walk::loaded(const Inst& inst) const {
  const Slot& slot = ctx_.tables.slots[inst.a];
  if ((slot.flags & kRanged) == 0) return {};
  return {wide(slot.lo), wide(slot.hi), slot.lo != INT64_MIN, slot.hi != INT64_MAX};
}

// Evaluates `op` with the operands of `source` (itself, or the product that a rounding looks
// through) set to the two numbers. False where that is an error.
bool Walk::corner(const Inst& op, const Inst& source, Wide a, Wide b, Wide* out) const {
  Value* const r = frame_.registers;
  const Value left = r[source.a];
  const Value right = r[source.b];
  r[source.a] = value_of(left_kind(source), a);
  if (source.b != source.a) r[source.b] = value_of(right_kind(source), b);
  const Value v = op.op == Op::Round ? round_value(ctx_, frame_, op) : arithmetic(ctx_, frame_, op);
  r[source.a] = left;
  r[source.b] = right;
  if (!is_exact(v)) return false;
  *out = number_of(op.kind, v);
  return true;
}

Ends Walk::arith(const Inst& op, const Inst& source) const {
  if (!is_number(left_kind(source)) || !is_number(right_kind(source))) return {};
  const Ends a = at(source.a, left_kind(source));
  const Ends b = at(source.b, right_kind(source));
  switch (static_cast<Arith>(source.aux)) {
    case Arith::Add: return corners(op, source, a, b);
    case Arith::Sub: return corners(op, source, a, swapped(b));
    case Arith::Mul: return product(op, source, a, b);
    case Arith::Div: {
      const bool positive = b.has_least && !is_negative(b.least) && !is_zero(b.least);
      return positive && is_point(b) ? corners(op, source, a, b) : Ends{};
    }
    case Arith::Min:
    case Arith::Max: return extreme(source, a, b);
  }
  return {};
}

// The lower end lies where both operands are at their first end, the upper one where both are at
// their second.
Ends Walk::corners(const Inst& op, const Inst& source, const Ends& a, const Ends& b) const {
  Ends out;
  out.has_least = a.has_least && b.has_least && corner(op, source, a.least, b.least, &out.least);
  out.has_most = a.has_most && b.has_most && corner(op, source, a.most, b.most, &out.most);
  return out;
}

Ends Walk::product(const Inst& op, const Inst& source, Ends a, Ends b) const {
  const auto negative = [](const Ends& e) { return is_point(e) && is_negative(e.least); };
  const auto sure = [](const Ends& e) { return e.has_least && !is_negative(e.least); };
  if (negative(b)) return corners(op, source, swapped(a), b);
  if (negative(a)) return corners(op, source, a, swapped(b));
  if (is_point(a) || is_point(b) || (sure(a) && sure(b))) return corners(op, source, a, b);
  if (!a.has_least || !a.has_most || !b.has_least || !b.has_most) return {};
  Ends out{};
  const Ends ways[] = {a, swapped(a)};
  bool first = true;
  for (const Ends& way : ways) {
    const Ends found = corners(op, source, way, b);
    if (!found.has_least || !found.has_most) return {};
    const Wide numbers[] = {found.least, found.most};
    for (const Wide number : numbers) {
      out = first ? point(number) : hull(out, point(number));
      first = false;
    }
  }
  return out;
}

// Operands of min and max are widened to one kind.
Ends Walk::extreme(const Inst& source, const Ends& a, const Ends& b) const {
  const auto widened = [&](const Ends& e, Kind kind) {
    if (!is_wide_kind(source.kind) || is_wide_kind(kind)) return e;
    int64_t least = 0;
    int64_t most = 0;
    to_int64(e.least, &least);
    to_int64(e.most, &most);
    return Ends{decimal_from(least), decimal_from(most), e.has_least, e.has_most};
  };
  const bool max = static_cast<Arith>(source.aux) == Arith::Max;
  Ends x = widened(a, left_kind(source));
  Ends y = widened(b, right_kind(source));
  if (!max) {
    x = swapped(x);
    y = swapped(y);
  }
  // Of a maximum: the lower end is that of the operand that has the higher one, the upper end needs
  // both. A minimum mirrors it.
  const auto beats = [&](Wide p, Wide q) { return max ? compare(p, q) > 0 : compare(p, q) < 0; };
  Ends out{};
  out.has_least = x.has_least || y.has_least;
  const bool second = y.has_least && (!x.has_least || beats(y.least, x.least));
  out.least = second ? y.least : x.least;
  out.has_most = x.has_most && y.has_most;
  out.most = beats(y.most, x.most) ? y.most : x.most;
  return max ? out : swapped(out);
}

Ends Walk::rounded(const Inst& inst) const {
  const Inst* const source = producer(inst.a);
  if (source != nullptr && source->op == Op::Arith && is_wide_kind(source->kind)) {
    const auto op = static_cast<Arith>(source->aux);
    if (op == Arith::Mul || op == Arith::Div) return arith(inst, *source);
  }
  const Ends a = at(inst.a, Kind::Decimal);
  Value* const r = frame_.registers;
  const Value kept = r[inst.a];
  Ends out{};
  const auto end = [&](bool known_end, Wide number, Wide* into) {
    if (!known_end) return false;
    r[inst.a] = known_wide(number);
    const Value v = round_value(ctx_, frame_, inst);
    r[inst.a] = kept;
    *into = number_of(inst.kind, v);
    return is_exact(v);
  };
  out.has_least = end(a.has_least, a.least, &out.least);
  out.has_most = end(a.has_most, a.most, &out.most);
  return out;
}

Ends Walk::selected(const Inst& inst) const {
  const Value& condition = frame_.registers[inst.a];
  if (condition.state == State::Known) {
    return at(condition.lo != 0 ? inst.b : inst.c, inst.kind);
  }
  if (!is_unknown(condition)) return {};
  return hull(at(inst.b, inst.kind), at(inst.c, inst.kind));
}

// Whatever may be concluded, and the default. A case that holds for certain, and that nothing
// excepts, holds the highest (the lowest) from its own side.
Ends Walk::chosen(const Inst& inst) const {
  const uint32_t* const words = ctx_.tables.operands + inst.a;
  const auto picks = static_cast<Picks>(words[0]);
  if (picks == Picks::All) return {};
  bool any = false;
  bool excepted = false;
  Ends out{};
  Ends sure{};
  const auto add_one = [&](const Ends& one) {
    out = any ? hull(out, one) : one;
    any = true;
  };
  for (uint32_t i = 0; i < inst.b; ++i) {
    const uint32_t* const node = words + 3 + size_t{5} * i;
    const Value guard = node[0] == kNone ? known_bool(true) : frame_.registers[node[0]];
    if (is_false(guard)) continue;
    excepted = excepted || node[4] != 0;
    if (node[1] == kLifted) continue;
    const Ends one = at(node[1], inst.kind);
    add_one(one);
    if (!is_true(guard) || node[4] != 0) continue;
    const bool more = one.has_least && (!sure.has_least || compare(one.least, sure.least) > 0);
    const bool less = one.has_most && (!sure.has_most || compare(one.most, sure.most) < 0);
    if (more) sure.least = one.least;
    if (less) sure.most = one.most;
    sure.has_least = sure.has_least || one.has_least;
    sure.has_most = sure.has_most || one.has_most;
  }
  if (words[1] != kNone) add_one(at(words[1], inst.kind));
  if (excepted) return out;
  if (picks == Picks::Highest && sure.has_least) {
    out.least = sure.least;
    out.has_least = true;
  }
  if (picks == Picks::Lowest && sure.has_most) {
    out.most = sure.most;
    out.has_most = true;
  }
  return out;
}

Ends ends_in(Evaluation& ctx, const Frame& frame, Ends* ends, const Wanted& wanted);

Ends Walk::of_call(const Inst& inst, const Wanted& wanted) const {
  const uint32_t* const args = ctx_.tables.operands + inst.b;
  char* const before = ctx_.arena->begin;
  const Function& callee = ctx_.tables.functions[inst.a];
  const uint32_t registers = callee.parameters + callee.insts.count;
  Ends out{};
  auto* const ends = registers > kMostRegisters ? nullptr : push_array<Ends>(ctx_, registers);
  if (ends != nullptr) {
    const Frame frame = open_frame(ctx_, inst.a);
    if (frame.registers != nullptr) {
      for (uint32_t i = 0; i < inst.c; ++i) {
        frame.registers[i] = frame_.registers[args[i]];
        ends[i] = ends_[args[i]];
      }
      run_frame(ctx_, frame);
      Wanted inner = wanted;
      inner.reg = callee.result;
      if (ctx_.failure == PHEP_OK) out = ends_in(ctx_, frame, ends, inner);
    }
    --ctx_.depth;
  }
  ctx_.arena->begin = before;
  return out;
}

// What is wanted of a frame whose registers are filled; `ends` has those of its parameters.
Ends ends_in(Evaluation& ctx, const Frame& frame, Ends* ends, const Wanted& wanted) {
  Walk walk(ctx, frame, ends);
  walk.run();
  if (ctx.failure != PHEP_OK) return {};
  const uint32_t parameters = frame.function->parameters;
  if (wanted.reg < parameters) return walk.at(wanted.reg, wanted.kind);
  const Inst& inst = ctx.tables.insts[frame.function->insts.first + wanted.reg - parameters];
  if (inst.kind != Kind::Norm) return walk.at(wanted.reg, wanted.kind);
  if (inst.op == Op::Call) return walk.of_call(inst, wanted);
  if (inst.op != Op::Norm) return {};
  const NormSpec& spec = ctx.tables.norm_specs[inst.a];
  const uint32_t* const row =
      ctx.tables.operands + spec.sanctions.first + size_t{kSanctionRegisters} * wanted.row;
  const uint32_t reg = row[wanted.upper ? 2 : 1];
  return reg == kNone ? Ends{} : walk.at(reg, wanted.kind);
}

}  // namespace

[[gnu::weak]] Ends ends_of(Evaluation& ctx, const Question& question) {
  const bool each = question.function != kNone;
  const uint32_t function = each ? question.function : question.decision->entry;
  const Function& f = ctx.tables.functions[function];
  const uint32_t registers = f.parameters + f.insts.count;
  if (registers > kMostRegisters) return {};
  char* const before = ctx.arena->begin;
  uint64_t* const marks = ctx.marks;
  ctx.marks = nullptr;  // bits are of the first pass
  KeptFrame* const kept = ctx.kept;
  ctx.kept = nullptr;  // the walk goes through frames of its own
  Ends out{};
  auto* const ends = push_array<Ends>(ctx, registers);
  if (ends != nullptr) {
    for (uint32_t i = 0; i < f.parameters; ++i) ends[i] = Ends{};
    const Frame frame = open_frame(ctx, function);
    if (frame.registers != nullptr) {
      const auto zone = static_cast<int32_t>(question.decision->zone) * 15;
      frame.registers[0] = as_of_day(ctx, zone);
      if (each) frame.registers[1] = known(question.index);
      run_frame(ctx, frame);
      const Wanted wanted{each ? f.result : question.value, question.kind, question.row,
                          question.aspect == Aspect::To};
      if (ctx.failure == PHEP_OK) out = ends_in(ctx, frame, ends, wanted);
    }
    --ctx.depth;
  }
  ctx.marks = marks;
  ctx.kept = kept;
  ctx.arena->begin = before;
  return out;
}

}  // namespace phep::runtime
