// Functions and instructions of the image, one row of compiler/runtime/image.h each.
#include "compiler/base/check.h"
#include "compiler/base/one_of.h"
#include "compiler/decision/image_writer.h"

#include <type_traits>

namespace phep::decision {
namespace {

using runtime::Op;

std::uint32_t word(std::int32_t value) {
  return static_cast<std::uint32_t>(value);
}

template <class T>
std::uint32_t number(T value) {
  return static_cast<std::uint32_t>(value);
}

}  // namespace

runtime::Function ImageWriter::function(const Function& function) {
  runtime::Function out{};
  std::vector<runtime::Inst> made;
  for (const Inst& each : function.insts) made.push_back(inst(each));
  out.insts = {static_cast<std::uint32_t>(insts_.size()), static_cast<std::uint32_t>(made.size())};
  insts_.insert(insts_.end(), made.begin(), made.end());
  out.parameters = static_cast<std::uint32_t>(function.parameters.size());
  out.result = function.result.index;
  out.symbol = symbol(function.symbol);
  out.bound = static_cast<std::uint32_t>(function.bound);
  return out;
}

runtime::Inst ImageWriter::inst(const Inst& source) {
  runtime::Inst out{Op::Const, source.kind, 0, 0, 0, 0};
  const auto set = [&](Op op, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0) {
    out.op = op;
    out.a = a;
    out.b = b;
    out.c = c;
  };
  const auto visitor = [&](const auto& n) {
    using Node = std::decay_t<decltype(n)>;
    if constexpr (kOneOf<Node, ConstInst>) {
      const bool text = source.kind == Kind::Text;
      set(Op::Const, constant(text ? Payload{string(n.text), 0} : n.value));
    } else if constexpr (kOneOf<Node, AsOfInst>) {
      set(Op::AsOf);
    } else if constexpr (kOneOf<Node, AsOfDayInst>) {
      set(Op::AsOfDay, word(n.zone_minutes));
    } else if constexpr (kOneOf<Node, LawDayInst>) {
      set(Op::LawDay, n.present.index, n.value.index, number(n.of));
      out.aux = static_cast<std::uint8_t>(n.zone_minutes / 15);
    } else if constexpr (kOneOf<Node, LoadInst>) {
      set(Op::Load, n.slot.index, n.index.index);
    } else if constexpr (kOneOf<Node, PresentInst>) {
      set(Op::Present, n.slot.index, n.index.index);
    } else if constexpr (kOneOf<Node, ListLengthInst>) {
      set(Op::ListLength, n.list.index, n.index.index);
    } else if constexpr (kOneOf<Node, ReadingInst>) {
      set(Op::Reading, n.reading.index);
    } else if constexpr (kOneOf<Node, AndInst>) {
      set(Op::And, n.a.index, n.b.index);
    } else if constexpr (kOneOf<Node, OrInst>) {
      set(Op::Or, n.a.index, n.b.index);
    } else if constexpr (kOneOf<Node, NotInst>) {
      set(Op::Not, n.a.index);
    } else if constexpr (kOneOf<Node, CompareInst>) {
      set(Op::Compare, n.a.index, n.b.index, number(n.of));
      out.aux = static_cast<std::uint8_t>(n.op);
    } else if constexpr (kOneOf<Node, SetHasInst>) {
      set(Op::SetHas, n.member.index, n.set.index);
    } else if constexpr (kOneOf<Node, InForceInst>) {
      std::vector<std::uint32_t> bounds;
      for (const auto& [from, until] : n.intervals) {
        bounds.push_back(word(from));
        bounds.push_back(word(until));
      }
      const runtime::Range at = operands(bounds);
      set(Op::InForce, n.date.index, at.first, at.count);
    } else if constexpr (kOneOf<Node, ArithInst>) {
      const std::uint32_t flags = n.cannot_fail ? number(runtime::kCannotFail) : 0;
      set(Op::Arith, n.a.index, n.b.index, number(n.kind_a) | number(n.kind_b) << 8 | flags);
      out.aux = static_cast<std::uint8_t>(n.op);
    } else if constexpr (kOneOf<Node, NegInst>) {
      set(Op::Neg, n.a.index);
    } else if constexpr (kOneOf<Node, ToDecimalInst>) {
      set(Op::ToDecimal, n.a.index);
    } else if constexpr (kOneOf<Node, RoundInst>) {
      set(Op::Round, n.a.index, constant(n.quantum));
      out.aux = static_cast<std::uint8_t>(n.mode);
    } else if constexpr (kOneOf<Node, ShiftDateInst>) {
      set(Op::ShiftDate, n.date.index, n.duration.index, n.times.exists() ? n.times.index + 1 : 0);
      out.aux = n.first_of_march ? 1 : 0;
    } else if constexpr (kOneOf<Node, OccurrencesInst>) {
      set(Op::Occurrences, n.from.index, n.period.index, n.moment.index);
      out.aux = static_cast<std::uint8_t>(n.zone_minutes / 15);
    } else if constexpr (kOneOf<Node, DayStartInst>) {
      set(Op::DayStart, n.date.index, word(n.zone_minutes));
    } else if constexpr (kOneOf<Node, DayEndInst>) {
      set(Op::DayEnd, n.date.index, word(n.zone_minutes));
    } else if constexpr (kOneOf<Node, LocalDayInst>) {
      set(Op::LocalDay, n.instant.index, word(n.zone_minutes));
    } else if constexpr (kOneOf<Node, DeadlineInst>) {
      std::uint32_t flags = n.ways;
      if (n.backward) flags |= runtime::kBackward;
      if (n.no_roll) flags |= runtime::kNoRoll;
      std::vector<std::uint32_t> args = {n.anchor.index,    number(n.anchor_kind), n.duration.index,
                                         n.extension.index, n.calendar.index,      flags};
      for (const Reg more : n.more) args.push_back(more.index);
      set(Op::Deadline, operands(args).first, number(n.more.size()));
    } else if constexpr (kOneOf<Node, SelectInst>) {
      set(Op::Select, n.condition.index, n.then_value.index, n.else_value.index);
    } else if constexpr (kOneOf<Node, CallInst>) {
      std::vector<std::uint32_t> args;
      for (const Reg arg : n.args) args.push_back(arg.index);
      const runtime::Range at = operands(args);
      set(Op::Call, n.function.index, at.first, at.count);
    } else if constexpr (kOneOf<Node, QuantifyInst>) {
      std::vector<std::uint32_t> args = {n.list.index, n.list_index.index, n.predicate.index,
                                         n.value.index, static_cast<std::uint32_t>(n.n)};
      for (const Reg capture : n.captures) args.push_back(capture.index);
      set(Op::Quantify, operands(args).first, number(n.captures.size()),
          n.cannot_fail ? runtime::kCannotFail : 0U);
      out.aux = static_cast<std::uint8_t>(n.quantifier);
    } else if constexpr (kOneOf<Node, ChooseInst>) {
      choose(n, out);
    } else if constexpr (kOneOf<Node, NormInst>) {
      set(Op::Norm, n.norm.index);
    } else if constexpr (kOneOf<Node, NormIsInst>) {
      set(Op::NormIs, n.norm.index, n.statuses);
    } else if constexpr (kOneOf<Node, NormDueInst>) {
      set(Op::NormDue, n.norm.index);
    } else if constexpr (kOneOf<Node, NormHasDueInst>) {
      set(Op::NormHasDue, n.norm.index);
    } else if constexpr (kOneOf<Node, NormDoneInst>) {
      set(Op::NormDone, n.norm.index);
    } else if constexpr (kOneOf<Node, NormHasDoneInst>) {
      set(Op::NormHasDone, n.norm.index);
    } else {
      static_assert(kOneOf<Node, MarkInst>, "an instruction that has no place in the image");
      set(Op::Mark, n.a.index, n.bit);
    }
  };
  std::visit(visitor, source.node);
  return out;
}

void ImageWriter::choose(const ChooseInst& node, runtime::Inst& out) {
  std::vector<std::uint32_t> head = {number(node.picks), node.fallback.index, 0};
  for (const ChooseNode& each : node.nodes) {
    std::uint32_t parents = 0;
    switch (each.parents) {
      case ChooseNode::Parents::Case: break;
      case ChooseNode::Parents::Whole: parents = 1; break;
      case ChooseNode::Parents::Nodes: {
        std::vector<std::uint32_t> targets = {number(each.targets.size())};
        targets.insert(targets.end(), each.targets.begin(), each.targets.end());
        parents = operands(targets).first + 2;
        break;
      }
    }
    const std::uint32_t conclusion =
        each.conclusion.exists() ? each.conclusion.index : runtime::kLifted;
    head.insert(head.end(), {each.guard.index, conclusion, each.bit, symbol(each.name), parents});
  }
  out.op = Op::Choose;
  out.a = operands(head).first;
  out.b = number(node.nodes.size());
}

}  // namespace phep::decision
