// Invariants inside one function: registers, kinds, slots, calls.
#include "compiler/base/one_of.h"
#include "compiler/decision/operands.h"
#include "compiler/decision/print.h"
#include "compiler/decision/verify.h"

#include <fmt/format.h>

#include <optional>
#include <type_traits>

namespace phep::decision {
namespace {

class FunctionVerifier {
 public:
  FunctionVerifier(const Program& program, FunctionId id, std::vector<Violation>& found)
      : program_(program), id_(id), function_(program.functions[id]), found_(found) {}
  void run();

 private:
  void fail(Invariant invariant, std::string what) {
    const std::string place =
        at_ < function_.insts.size()
            ? fmt::format("%{} = {}", self().index, print_inst(function_.insts[at_]))
            : "its end";
    found_.push_back({invariant, fmt::format("f{} {}, {}: {}", id_.index, function_.symbol, place,
                                             std::move(what))});
  }
  [[nodiscard]] Reg self() const {
    return {static_cast<std::uint32_t>(function_.parameters.size() + at_)};
  }
  // The kind of an operand; reports and gives nothing where it is none, or not yet there.
  std::optional<Kind> kind(Reg reg, bool required = true);
  void want(Reg reg, Kind wanted, bool required = true);
  void want_result(Kind kind, Kind wanted) {
    if (kind != wanted) fail(Invariant::OperandKind, "the result has another kind");
  }
  bool number(Kind kind) const {
    return kind == Kind::Int || kind == Kind::Decimal || kind == Kind::Money ||
           kind == Kind::Amount;
  }
  void slot(SlotId id, Reg index, bool list);
  bool callee(FunctionId id);
  void body(FunctionId id, const QuantifyInst& node, Kind result);
  void bit(std::uint32_t bit) {
    if (bit >= program_.certificate_bits.size()) fail(Invariant::CertificateBit, "no such bit");
  }
  void zone(std::int32_t minutes) {
    if (minutes < 0 || minutes > 15 * 255 || minutes % 15 != 0) fail(Invariant::Zone, "bad zone");
  }
  template <class Node>
  void inst(const Node& n, Kind result);
  void constant(const ConstInst& n, Kind result);
  void arith(const ArithInst& n, Kind result);
  void quantify(const QuantifyInst& n, Kind result);
  void choose(const ChooseInst& n, Kind result);
  void norm(const NormSpec& spec);

  const Program& program_;
  FunctionId id_;
  const Function& function_;
  std::vector<Violation>& found_;
  std::size_t at_ = 0;
};

void FunctionVerifier::run() {
  if (function_.parameters.empty() || function_.parameters[0].kind != Kind::Date)
    fail(Invariant::FunctionShape, "the first parameter is not the law date");
  for (const Parameter& parameter : function_.parameters)
    if (parameter.kind == Kind::Norm) fail(Invariant::FunctionShape, "a norm as a parameter");
  for (; at_ < function_.insts.size(); ++at_) {
    const Inst& each = function_.insts[at_];
    const bool asks =
        std::holds_alternative<NormInst>(each.node) || std::holds_alternative<CallInst>(each.node);
    if (each.kind == Kind::Norm && !asks)
      fail(Invariant::OperandKind, "only a norm and a call of one give a norm");
    std::visit([&](const auto& node) { inst(node, each.kind); }, each.node);
  }
  if (!function_.result.exists()) {
    fail(Invariant::FunctionShape, "no result");
  } else {
    kind(function_.result);
  }
}

std::optional<Kind> FunctionVerifier::kind(Reg reg, bool required) {
  if (!reg.exists()) {
    if (required) fail(Invariant::OperandMissing, "an operand is missing");
    return std::nullopt;
  }
  const std::size_t parameters = function_.parameters.size();
  if (reg.index >= parameters + at_) {
    fail(Invariant::RegisterOrder, fmt::format("%{} is not there yet", reg.index));
    return std::nullopt;
  }
  return reg.index < parameters ? function_.parameters[reg.index].kind
                                : function_.insts[reg.index - parameters].kind;
}

void FunctionVerifier::want(Reg reg, Kind wanted, bool required) {
  const auto found = kind(reg, required);
  if (found && *found != wanted)
    fail(Invariant::OperandKind, fmt::format("%{} has another kind", reg.index));
}

void FunctionVerifier::slot(SlotId id, Reg index, bool list) {
  if (id.index >= program_.slots.size()) return fail(Invariant::SlotUse, "no such slot");
  const Slot& slot = program_.slots[id];
  if (slot.is_list != list) fail(Invariant::SlotUse, "a list is read as a value, or the reverse");
  if (slot.structure.index >= program_.structs.size()) return;
  if (program_.structs[slot.structure].root == index.exists())
    fail(Invariant::SlotUse, "an index where none belongs, or none where one does");
  want(index, Kind::Int, false);
}

bool FunctionVerifier::callee(FunctionId id) {
  if (id.index < id_.index) return true;
  fail(Invariant::CallOrder, "a call to a function that does not stand before this one");
  return false;
}

void FunctionVerifier::body(FunctionId id, const QuantifyInst& node, Kind result) {
  if (!id.exists() || !callee(id)) return;
  const Function& made = program_.functions[id];
  bool fits = made.parameters.size() == node.captures.size() + 2 &&
              made.parameters[0].kind == Kind::Date && made.parameters[1].kind == Kind::Int;
  for (std::size_t i = 0; fits && i < node.captures.size(); ++i)
    if (const auto given = kind(node.captures[i])) fits = made.parameters[i + 2].kind == *given;
  const std::size_t parameters = made.parameters.size();
  const std::size_t registers = parameters + made.insts.size();
  if (fits && made.result.index < registers)
    fits = result == (made.result.index < parameters
                          ? made.parameters[made.result.index].kind
                          : made.insts[made.result.index - parameters].kind);
  if (!fits) fail(Invariant::QuantifierBody, fmt::format("f{} is no such body", id.index));
}

void FunctionVerifier::constant(const ConstInst& n, Kind result) {
  const auto value = static_cast<std::int64_t>(n.value.lo);
  bool good = true;
  switch (result) {
    case Kind::Bool: good = n.value.lo <= 1 && n.value.hi == 0; break;
    case Kind::Date: good = value >= -719'162 && value <= 2'932'896 && n.value.hi == 0; break;
    case Kind::Duration: good = n.value.hi <= static_cast<std::uint64_t>(Unit::Years); break;
    case Kind::Int:
    case Kind::Money:
    case Kind::Instant:
    case Kind::Set: good = n.value.hi == 0; break;
    case Kind::Enum: good = value >= 0 && n.value.hi == 0; break;
    case Kind::Text: good = n.value == Payload{}; break;
    case Kind::Norm: good = false; break;
    case Kind::Decimal:
    case Kind::Amount: break;
  }
  if (!good) fail(Invariant::ConstantRange, "not a value of its kind");
}

void FunctionVerifier::arith(const ArithInst& n, Kind result) {
  want(n.a, n.kind_a);
  want(n.b, n.kind_b);
  const bool picks = n.op == Arith::Min || n.op == Arith::Max;
  const bool figures = number(n.kind_a) && number(n.kind_b) && number(result);
  const bool same = n.kind_a == n.kind_b && n.kind_a == result;
  const bool moments = result == Kind::Date || result == Kind::Instant;
  if (!(figures || (picks && same && moments))) fail(Invariant::OperandKind, "no such arithmetic");
}

void FunctionVerifier::quantify(const QuantifyInst& n, Kind result) {
  slot(n.list, n.list_index, true);
  body(n.predicate, n, Kind::Bool);
  const bool folds = n.quantifier > Quantifier::Count;
  if (folds != n.value.exists())
    fail(Invariant::QuantifierBody, "sum, min and max have a value, the others have none");
  if (folds) {
    body(n.value, n, result);
  } else {
    want_result(result, n.quantifier == Quantifier::Count ? Kind::Int : Kind::Bool);
  }
}

void FunctionVerifier::choose(const ChooseInst& n, Kind result) {
  const Kind concluded = n.picks == Picks::All ? Kind::Enum : result;
  if (n.picks == Picks::All) want_result(result, Kind::Set);
  want(n.fallback, result, false);
  for (std::size_t i = 0; i < n.nodes.size(); ++i) {
    const ChooseNode& node = n.nodes[i];
    want(node.guard, Kind::Bool);
    want(node.conclusion, concluded, false);
    if (node.bit != kNoBit) bit(node.bit);
    bool before = true;
    for (const std::uint32_t target : node.targets) before &= target < i;
    const bool has_targets = node.parents == ChooseNode::Parents::Nodes;
    if (!before || has_targets == node.targets.empty())
      fail(Invariant::ChooseTargets, fmt::format("`{}` excepts what is not before it", node.name));
  }
}

void FunctionVerifier::norm(const NormSpec& spec) {
  want(spec.trigger_present, Kind::Bool, false);
  want(spec.trigger, spec.trigger_kind, false);
  want(spec.in_force, Kind::Bool, false);
  want(spec.applies, Kind::Bool, false);
  bit(spec.bit);
  for (const NormExempt& row : spec.exempts) {
    want(row.guard, Kind::Bool);
    bit(row.bit);
  }
  for (const NormDeferral& row : spec.deferrals) {
    want(row.guard, Kind::Bool);
    want(row.end, Kind::Instant);
    bit(row.bit);
  }
  want(spec.done_present, Kind::Bool, false);
  want(spec.done, spec.done_kind, false);
  want(spec.due_present, Kind::Bool, false);
  want(spec.due, Kind::Instant, false);
  want(spec.due_exclusive, Kind::Bool, false);
  for (const NormEvidence& row : spec.evidence) {
    want(row.guard, Kind::Bool);
    bit(row.bit);
  }
  want(spec.excused, Kind::Bool, false);
  want(spec.bearers, Kind::Int, false);
  want(spec.available, Kind::Bool, false);
  want(spec.silence_counts, Kind::Bool, false);
  const bool moment = spec.done_kind == Kind::Date || spec.done_kind == Kind::Instant;
  if (!moment && spec.done_kind != Kind::Bool)
    fail(Invariant::OperandKind, "`done` is neither a moment nor a condition");
  if (spec.trigger_kind != Kind::Date && spec.trigger_kind != Kind::Instant)
    fail(Invariant::OperandKind, "the trigger is no moment");
  for (const NormSanction& row : spec.sanctions) {
    want(row.applies, Kind::Bool);
    want(row.from, row.amounts, false);
    want(row.to, row.amounts, false);
    want(row.limit, Kind::Instant, false);
    bit(row.bit);
  }
  zone(spec.zone_minutes);
}

template <class Node>
void FunctionVerifier::inst(const Node& n, Kind result) {
  const auto bools = [&](Reg a) {
    want(a, Kind::Bool);
    want_result(result, Kind::Bool);
  };
  if constexpr (kOneOf<Node, ConstInst>) {
    constant(n, result);
  } else if constexpr (kOneOf<Node, AsOfInst>) {
    want_result(result, Kind::Instant);
  } else if constexpr (kOneOf<Node, AsOfDayInst>) {
    zone(n.zone_minutes);
    want_result(result, Kind::Date);
  } else if constexpr (kOneOf<Node, LawDayInst>) {
    zone(n.zone_minutes);
    want(n.present, Kind::Bool, false);
    want(n.value, n.of);
    if (n.of != Kind::Date && n.of != Kind::Instant)
      fail(Invariant::OperandKind, "the law day of what is no moment");
    want_result(result, Kind::Date);
  } else if constexpr (kOneOf<Node, LoadInst>) {
    slot(n.slot, n.index, false);
    if (n.slot.index < program_.slots.size()) want_result(result, program_.slots[n.slot].kind);
  } else if constexpr (kOneOf<Node, PresentInst>) {
    slot(n.slot, n.index, false);
    want_result(result, Kind::Bool);
  } else if constexpr (kOneOf<Node, ListLengthInst>) {
    slot(n.list, n.index, true);
    want_result(result, Kind::Int);
  } else if constexpr (kOneOf<Node, ReadingInst>) {
    if (n.reading.index >= program_.readings.size())
      fail(Invariant::ReadingListed, "no such reading");
    want_result(result, Kind::Enum);
  } else if constexpr (kOneOf<Node, AndInst, OrInst>) {
    want(n.a, Kind::Bool);
    bools(n.b);
  } else if constexpr (kOneOf<Node, NotInst>) {
    bools(n.a);
  } else if constexpr (kOneOf<Node, MarkInst>) {
    bools(n.a);
    bit(n.bit);
  } else if constexpr (kOneOf<Node, CompareInst>) {
    want(n.a, n.of);
    want(n.b, n.of);
    if (n.of == Kind::Norm) fail(Invariant::OperandKind, "norms do not compare");
    want_result(result, Kind::Bool);
  } else if constexpr (kOneOf<Node, SetHasInst>) {
    want(n.member, Kind::Enum);
    want(n.set, Kind::Set);
    want_result(result, Kind::Bool);
  } else if constexpr (kOneOf<Node, InForceInst>) {
    want(n.date, Kind::Date);
    want_result(result, Kind::Bool);
  } else if constexpr (kOneOf<Node, ArithInst>) {
    arith(n, result);
  } else if constexpr (kOneOf<Node, NegInst>) {
    want(n.a, result);
    if (!number(result) && result != Kind::Duration)
      fail(Invariant::OperandKind, "the opposite of no number");
  } else if constexpr (kOneOf<Node, ToDecimalInst>) {
    want(n.a, result == Kind::Amount ? Kind::Money : Kind::Int);
    if (result != Kind::Amount) want_result(result, Kind::Decimal);
  } else if constexpr (kOneOf<Node, RoundInst>) {
    const auto from = kind(n.a);
    if (from && *from != Kind::Decimal && *from != Kind::Amount)
      fail(Invariant::OperandKind, "rounding of what has no places");
    if (!number(result)) fail(Invariant::OperandKind, "rounding to no number");
    if (n.quantum == Payload{}) fail(Invariant::ConstantRange, "rounding to multiples of nothing");
  } else if constexpr (kOneOf<Node, ShiftDateInst>) {
    want(n.date, result);
    want(n.duration, Kind::Duration);
    want(n.times, Kind::Int, false);
    if (result != Kind::Date) want_result(result, Kind::Instant);
  } else if constexpr (kOneOf<Node, OccurrencesInst>) {
    zone(n.zone_minutes);
    want(n.from, Kind::Date);
    want(n.period, Kind::Duration);
    want(n.moment, Kind::Instant);
    want_result(result, Kind::Int);
  } else if constexpr (kOneOf<Node, DayStartInst, DayEndInst>) {
    zone(n.zone_minutes);
    want(n.date, Kind::Date);
    want_result(result, Kind::Instant);
  } else if constexpr (kOneOf<Node, LocalDayInst>) {
    zone(n.zone_minutes);
    want(n.instant, Kind::Instant);
    want_result(result, Kind::Date);
  } else if constexpr (kOneOf<Node, DeadlineInst>) {
    want(n.anchor, n.anchor_kind);
    if (n.anchor_kind != Kind::Date && n.anchor_kind != Kind::Instant)
      fail(Invariant::OperandKind, "a term from what is no moment");
    want(n.duration, Kind::Duration);
    want(n.extension, Kind::Duration, false);
    for (const Reg more : n.more) want(more, Kind::Duration);
    if (n.more.size() > runtime::kMaxExtensions)
      fail(Invariant::OperandMissing, "more extensions than an engine holds");
    if (n.calendar.index >= program_.calendars.size())
      fail(Invariant::CalendarShape, "no such calendar");
    constexpr std::uint32_t kWays = runtime::kTwoWorkingDays | runtime::kFirstOfMarch |
                                    runtime::kRollBack | runtime::kNextHour |
                                    runtime::kHoursHoldDays;
    if ((n.ways & ~kWays) != 0) fail(Invariant::ConstantRange, "no such way of counting");
    want_result(result, Kind::Instant);
  } else if constexpr (kOneOf<Node, SelectInst>) {
    want(n.condition, Kind::Bool);
    want(n.then_value, result);
    want(n.else_value, result);
  } else if constexpr (kOneOf<Node, CallInst>) {
    if (!callee(n.function)) return;
    const Function& made = program_.functions[n.function];
    if (n.args.size() != made.parameters.size())
      return fail(Invariant::CallArguments, "another number of arguments");
    for (std::size_t i = 0; i < n.args.size(); ++i) {
      const auto given = kind(n.args[i]);
      if (given && *given != made.parameters[i].kind)
        fail(Invariant::CallArguments, fmt::format("argument {} has another kind", i));
    }
    const std::size_t parameters = made.parameters.size();
    if (made.result.exists() && made.result.index < parameters + made.insts.size()) {
      want_result(result, made.result.index < parameters
                              ? made.parameters[made.result.index].kind
                              : made.insts[made.result.index - parameters].kind);
    } else {
      fail(Invariant::FunctionShape, "a call to a function without a result");
    }
  } else if constexpr (kOneOf<Node, QuantifyInst>) {
    quantify(n, result);
  } else if constexpr (kOneOf<Node, ChooseInst>) {
    choose(n, result);
  } else if constexpr (kOneOf<Node, NormInst>) {
    want_result(result, Kind::Norm);
    if (n.norm.index >= program_.norms.size()) return fail(Invariant::NormHome, "no such norm");
    if (program_.norms[n.norm].function != id_)
      fail(Invariant::NormHome, "the norm is at home in another function");
    norm(program_.norms[n.norm]);
  } else if constexpr (kOneOf<Node, NormIsInst, NormHasDueInst, NormHasDoneInst>) {
    want(n.norm, Kind::Norm);
    want_result(result, Kind::Bool);
  } else {
    static_assert(kOneOf<Node, NormDueInst, NormDoneInst>, "an instruction nobody verifies");
    want(n.norm, Kind::Norm);
    want_result(result, Kind::Instant);
  }
}

}  // namespace

void verify_function(const Program& program, FunctionId id, std::vector<Violation>& found) {
  FunctionVerifier(program, id, found).run();
}

}  // namespace phep::decision
