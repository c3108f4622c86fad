#include "compiler/runtime/kept.h"

namespace phep::runtime {

// One register of a kept frame, as it was.
struct Change {
  Change* before;
  Value* place;
  Value value;
  OpenRegister* open;  // null: of an argument
  OpenRegister was;
};

namespace {

constexpr uint32_t kMostArguments = 2;  // of calls kept for all: the law date, and an index

constexpr bool is_plain(const Value& v) {
  return is_exact(v) && v.groups == 0;
}

// What a register hangs on: a norm on what any part of it does.
class Ties {
 public:
  explicit Ties(Evaluation& ctx) : ctx_(ctx) {}
  void add(const Value& v) {
    groups_ = groups_ || v.groups != 0;
    if (is_unknown(v)) leaves_ = unite(ctx_, leaves_, v.leaves);
  }
  void add(const NormValue& norm);
  bool any() const { return groups_ || leaves_ != nullptr; }
  OpenRegister of(uint32_t reg) const { return {reg, groups_, leaves_}; }

 private:
  Evaluation& ctx_;
  const uint64_t* leaves_ = nullptr;
  bool groups_ = false;
};

void Ties::add(const NormValue& norm) {
  const Value* const parts[] = {&norm.status,  &norm.binds,   &norm.has_due, &norm.due,
                                &norm.done_by, &norm.done,    &norm.by,      &norm.until,
                                &norm.excused, &norm.bearers, &norm.began};
  for (const Value* const part : parts) add(*part);
  const uint32_t rows = norm.spec->sanctions.count / kSanctionRegisters;
  for (uint32_t i = 0; i < rows * kSanctionValues; ++i) add(norm.sanctions[i]);
}

bool are_plain(const Arguments& arguments) {
  const uint32_t count = arguments.given_count + arguments.captures.count;
  if (count == 0 || count > kMostArguments) return false;
  for (uint32_t i = 0; i < count; ++i) {
    if (!is_plain(argument(arguments, i))) return false;
  }
  return true;
}

bool is_called_with(const Evaluation& ctx, uint32_t function, const KeptFrame& kept,
                    const Arguments& arguments) {
  for (uint32_t i = 0; i < ctx.tables.functions[function].parameters; ++i) {
    const Value& one = argument(arguments, i);
    if (kept.registers[i].lo != one.lo || kept.registers[i].hi != one.hi) return false;
  }
  return true;
}

KeptFrame** sites_of(Evaluation& ctx, uint32_t function) {
  const uint32_t count = ctx.tables.functions[function].insts.count;
  auto** const sites = push_array<KeptFrame*>(ctx, count);
  if (sites != nullptr) __builtin_memset(sites, 0, count * sizeof(KeptFrame*));
  return sites;
}

void change(Evaluation& ctx, Value* place, const Value& value, OpenRegister* open = nullptr) {
  auto* const made = static_cast<Change*>(push(ctx, sizeof(Change)));
  if (made == nullptr) return;
  *made = {ctx.changes, place, *place, open, open == nullptr ? OpenRegister{} : *open};
  ctx.changes = made;
  ++ctx.keeps;
  *place = value;
}

Ties ties_of(Evaluation& ctx, const Inst& inst, const Value& v) {
  Ties ties(ctx);
  if (inst.kind == Kind::Norm) {
    ties.add(norm_of(v));
  } else {
    ties.add(v);
  }
  return ties;
}

bool is_changed(const Evaluation& ctx, const OpenRegister& open) {
  if (open.groups && ctx.elsewhere) return true;
  if (open.leaves == nullptr) return false;
  for (uint32_t i = 0; i < ctx.words; ++i) {
    if ((open.leaves[i] & ctx.facts.filled[i]) != 0) return true;
  }
  return false;
}

}  // namespace

void keep_first_pass(Evaluation& ctx) {
  const uint32_t functions = ctx.image->functions.count;
  ctx.kept = push_array<KeptFrame>(ctx, functions);
  if (ctx.kept != nullptr) __builtin_memset(ctx.kept, 0, functions * sizeof(KeptFrame));
}

KeptFrame* kept_frame(Evaluation& ctx, uint32_t function, const Arguments& arguments) {
  // While bits are recorded outside of the first pass, other worlds are to leave theirs.
  if (ctx.kept == nullptr || (!ctx.first_pass && ctx.marks != nullptr)) return nullptr;
  if (arguments.site != nullptr && *arguments.site != nullptr) return *arguments.site;
  KeptFrame& shared = ctx.kept[function];
  const bool plain = are_plain(arguments);
  if (plain && shared.registers != nullptr && is_called_with(ctx, function, shared, arguments)) {
    return &shared;
  }
  if (!ctx.first_pass) return nullptr;
  if (plain && shared.registers == nullptr) return begin_kept(ctx, function);
  if (arguments.site == nullptr) return nullptr;
  auto* const own = push_array<KeptFrame>(ctx, 1);
  if (own == nullptr) return nullptr;
  *own = {};
  own->sites = sites_of(ctx, function);
  *arguments.site = own;
  return own;
}

KeptFrame** site(const Evaluation& ctx, const Frame& frame, const Inst& inst) {
  if (frame.kept == nullptr || frame.kept->sites == nullptr) return nullptr;
  return frame.kept->sites + (&inst - (ctx.tables.insts + frame.function->insts.first));
}

KeptFrame* begin_kept(Evaluation& ctx, uint32_t function) {
  ctx.kept[function].sites = sites_of(ctx, function);
  return ctx.kept + function;
}

void keep(Evaluation& ctx, const Frame& frame, const uint64_t* needed) {
  if (ctx.failure != PHEP_OK) return;  // registers may be unset
  KeptFrame& kept = *frame.kept;
  const Function& f = *frame.function;
  const Inst* const insts = ctx.tables.insts + f.insts.first;
  const auto is_there = [&](uint32_t reg) {
    return needed == nullptr || (needed[reg / 64] >> (reg % 64) & 1) != 0;
  };
  char* const before = ctx.arena->begin;
  uint32_t count = 0;
  for (uint32_t i = 0; i < f.insts.count; ++i) {
    if (!is_there(f.parameters + i)) continue;
    count += ties_of(ctx, insts[i], frame.registers[f.parameters + i]).any() ? 1 : 0;
  }
  ctx.arena->begin = before;
  auto* const open = push_array<OpenRegister>(ctx, count);
  if (open == nullptr) return;
  kept = {frame.registers, kept.sites, open, 0, nullptr, 0};
  for (uint32_t i = 0; i < f.insts.count; ++i) {
    const uint32_t reg = f.parameters + i;
    if (!is_there(reg)) continue;
    const Ties ties = ties_of(ctx, insts[i], frame.registers[reg]);
    if (!ties.any()) continue;
    if (reg == f.result) kept.result = open + kept.open_count;
    open[kept.open_count++] = ties.of(reg);
  }
  ++ctx.keeps;
}

void forget_above(Evaluation& ctx, const char* mark) {
  if (ctx.kept == nullptr) return;
  for (uint32_t i = 0; i < ctx.image->functions.count; ++i) {
    if (reinterpret_cast<const char*>(ctx.kept[i].registers) >= mark) ctx.kept[i] = KeptFrame{};
  }
}

Value recall(Evaluation& ctx, uint32_t function, KeptFrame& kept, const Arguments& arguments) {
  const Function& f = ctx.tables.functions[function];
  if (f.result < f.parameters) return argument(arguments, f.result);
  if (!ctx.first_pass && kept.completion != ctx.completion) {
    kept.completion = ctx.completion;
    if (kept.result != nullptr && is_changed(ctx, *kept.result)) {
      const bool shared = &kept == ctx.kept + function;  // always called with the same
      for (uint32_t i = 0; i < f.parameters && !shared; ++i) {
        change(ctx, kept.registers + i, argument(arguments, i));
      }
      run_again(ctx, function, kept, {nullptr, kept.open_count});
    }
  }
  return kept.registers[f.result];
}

OpenRegisters open_among(Evaluation& ctx, const KeptFrame& kept, const uint64_t* needed) {
  auto* const open = push_array<uint32_t>(ctx, kept.open_count);
  OpenRegisters among{open, 0};
  if (open == nullptr) return among;
  for (uint32_t i = 0; i < kept.open_count; ++i) {
    const uint32_t reg = kept.open[i].reg;
    if ((needed[reg / 64] >> (reg % 64) & 1) != 0) open[among.count++] = i;
  }
  return among;
}

void run_again(Evaluation& ctx, uint32_t function, KeptFrame& kept, const OpenRegisters& open) {
  const Function& f = ctx.tables.functions[function];
  const Inst* const insts = ctx.tables.insts + f.insts.first;
  const Frame frame{&f, kept.registers, ctx.arena->begin, ctx.keeps, &kept};
  for (uint32_t i = 0; i < open.count && ctx.failure == PHEP_OK; ++i) {
    OpenRegister& one = kept.open[open.all == nullptr ? i : open.all[i]];
    if (!is_changed(ctx, one)) continue;
    ++ctx.steps;
    const Inst& inst = insts[one.reg - f.parameters];
    const Value v = evaluate(ctx, frame, inst);
    change(ctx, kept.registers + one.reg, v, &one);
    if (ctx.failure != PHEP_OK) return;
    one = ties_of(ctx, inst, v).of(one.reg);
  }
}

Level enter_level(const Evaluation& ctx) {
  return {ctx.arena->begin, ctx.changes};
}

void leave_level(Evaluation& ctx, const Level& level) {
  for (; ctx.changes != level.changes; ctx.changes = ctx.changes->before) {
    const Change& change = *ctx.changes;
    *change.place = change.value;
    if (change.open != nullptr) *change.open = change.was;
  }
}

}  // namespace phep::runtime
