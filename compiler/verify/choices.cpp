// Rules: cases, exceptions of exceptions, picks, a default and gaps, as runtime/choose.cpp has them
// on known guards.
#include "compiler/base/check.h"
#include "compiler/verify/function.h"

namespace phep::verify {

using decision::ChooseNode;
using decision::Picks;

namespace {

// What nodes that meet make together; exactly one of nothing, lifted, error and value.
struct Meeting {
  expr lifted, error, clash, concluded;
  Term value;  // of the first that concludes
};

struct Outcome {
  expr nothing, lifted, error;
  Term value;
  [[nodiscard]] expr concludes(const Logic& logic) const {
    return logic.negate(logic.any({nothing, lifted, error}));
  }
};

}  // namespace

Term Function::one(const decision::ChooseInst& inst, Kind kind) {
  const Kind sort = inst.picks == Picks::All ? Kind::Enum : kind;
  const auto empty = [&] {
    return Meeting{logic_.no(), logic_.no(), logic_.no(), logic_.no(), e_.blank(sort)};
  };
  // Adds a node to those it meets, all of which must agree.
  const auto join = [&](Meeting& meeting, const Outcome& node) {
    const expr concludes = node.concludes(logic_);
    const expr differs =
        logic_.any({logic_.all({logic_.both(concludes, meeting.concluded),
                                logic_.negate(e_.same(meeting.value, node.value))}),
                    logic_.any({logic_.both(concludes, meeting.lifted),
                                logic_.both(node.lifted, meeting.concluded)})});
    meeting.clash = logic_.either(meeting.clash, differs);
    meeting.value = e_.choose(meeting.concluded, meeting.value, node.value);
    meeting.concluded = logic_.either(meeting.concluded, concludes);
    meeting.lifted = logic_.either(meeting.lifted, node.lifted);
    meeting.error = logic_.either(meeting.error, node.error);
  };
  // An error first, then a conflict, then what they share.
  const auto agree = [&](const Meeting& meeting) {
    const expr error = logic_.either(meeting.error, meeting.clash);
    const expr sound = logic_.negate(error);
    return Outcome{
        logic_.both(sound, logic_.negate(logic_.either(meeting.lifted, meeting.concluded))),
        logic_.both(sound, meeting.lifted), error, meeting.value};
  };

  const std::size_t count = inst.nodes.size();
  std::vector<Meeting> exceptions(count, empty());
  Meeting whole = empty();
  Meeting cases = empty();
  ChoiceSeen seen{function_.symbol, {}, logic_.no(), logic_.no()};
  std::vector<Outcome> outcomes(count,
                                Outcome{logic_.yes(), logic_.no(), logic_.no(), e_.blank(sort)});
  std::vector<expr> fires(count, logic_.no());
  expr conflict = logic_.no();
  const auto guard_of = [&](const ChooseNode& node) {
    return node.guard.exists() ? at(node.guard) : e_.truth(logic_.yes());
  };
  for (std::size_t i = count; i-- > 0;) {
    const ChooseNode& node = inst.nodes[i];
    const Term guard = guard_of(node);
    const expr holds = logic_.both(guard.value, logic_.negate(guard.fails));
    const Outcome narrowed = agree(exceptions[i]);
    conflict = logic_.either(
        conflict,
        logic_.both(holds, logic_.both(exceptions[i].clash, logic_.negate(exceptions[i].error))));
    fires[i] = logic_.both(holds, narrowed.nothing);
    Outcome& out = outcomes[i];
    out.nothing =
        logic_.all({logic_.negate(guard.fails),
                    logic_.any({logic_.negate(guard.value), logic_.both(holds, narrowed.lifted)})});
    out.error = logic_.either(guard.fails, logic_.both(holds, narrowed.error));
    if (!node.conclusion.exists()) {
      out.lifted = fires[i];
      out.value = narrowed.value;
    } else {
      const Term& own = at(node.conclusion);
      out.value = e_.choose(fires[i], own, narrowed.value);
      out.error = logic_.either(out.error, logic_.both(fires[i], own.fails));
      out.value.fails = logic_.no();
    }
    if (node.parents == ChooseNode::Parents::Whole) {
      join(whole, out);
    } else if (node.parents == ChooseNode::Parents::Case) {
      out.nothing = logic_.either(out.nothing, out.lifted);  // a lifted case concludes nothing
      out.lifted = logic_.no();
      join(cases, out);
    } else {
      for (const std::uint32_t target : node.targets) join(exceptions[target], out);
    }
  }

  // What the cases make: agreeing, the extreme, or all.
  const bool agreeing = inst.picks == Picks::Agree;
  Term picked = cases.value;
  picked.kind = kind;
  if (inst.picks == Picks::All) {
    picked = e_.blank(Kind::Set);
    for (std::int64_t m = 0; m < 64; ++m) {
      expr has = logic_.no();
      for (std::size_t i = 0; i < count; ++i)
        if (inst.nodes[i].parents == ChooseNode::Parents::Case)
          has = logic_.either(has,
                              logic_.all({outcomes[i].concludes(logic_),
                                          logic_.same(outcomes[i].value.value, logic_.number(m))}));
      picked.bits.push_back(has);
    }
  } else if (!agreeing) {
    expr any = logic_.no();
    for (std::size_t i = count; i-- > 0;) {
      if (inst.nodes[i].parents != ChooseNode::Parents::Case) continue;
      const Outcome& out = outcomes[i];
      const expr better = inst.picks == Picks::Highest ? e_.order(kind, picked, out.value, true)
                                                       : e_.order(kind, out.value, picked, true);
      const expr takes =
          logic_.all({out.concludes(logic_), logic_.either(logic_.negate(any), better)});
      picked = e_.choose(takes, out.value, picked);
      any = logic_.either(any, out.concludes(logic_));
    }
  }
  const Outcome excepted = agree(whole);
  const expr cases_fail = agreeing ? logic_.either(cases.error, cases.clash) : cases.error;
  const expr cases_silent = logic_.all({logic_.negate(cases_fail), logic_.negate(cases.concluded)});
  const expr open = logic_.either(excepted.lifted, logic_.both(excepted.nothing, cases_silent));

  Term fallback = e_.blank(kind);
  if (inst.fallback.exists())
    fallback = at(inst.fallback);
  else if (inst.picks != Picks::All)
    fallback = e_.error(kind);
  Term excepted_value = excepted.value;
  if (inst.picks == Picks::All) {
    excepted_value = e_.blank(Kind::Set);
    for (std::int64_t m = 0; m < 64; ++m)
      excepted_value.bits.push_back(logic_.same(excepted.value.value, logic_.number(m)));
  }
  Term out = e_.choose(open, fallback, e_.choose(excepted.nothing, picked, excepted_value));
  out.kind = kind;
  out.fails = logic_.any({excepted.error, logic_.both(excepted.nothing, cases_fail),
                          logic_.both(open, fallback.fails)});

  // What proofs ask of the choice.
  if (!inst.fallback.exists() && inst.picks != Picks::All) seen.gap = open;
  conflict = logic_.either(conflict, logic_.both(whole.clash, logic_.negate(whole.error)));
  if (agreeing)
    conflict = logic_.either(
        conflict,
        logic_.both(excepted.nothing, logic_.both(cases.clash, logic_.negate(cases.error))));
  seen.conflict = conflict;
  for (std::size_t i = 0; i < count; ++i) {
    const ChooseNode& node = inst.nodes[i];
    const Term guard = guard_of(node);
    const expr holds = logic_.both(guard.value, logic_.negate(guard.fails));
    expr chosen = fires[i];
    if (node.parents == ChooseNode::Parents::Case) {
      chosen = logic_.both(
          chosen,
          logic_.negate(logic_.any({excepted.error, excepted.lifted, excepted.concludes(logic_)})));
      if (!agreeing && inst.picks != Picks::All)
        chosen = logic_.both(chosen, e_.equal(kind, outcomes[i].value, picked));
    } else if (node.parents == ChooseNode::Parents::Nodes) {
      expr narrows = logic_.no();
      for (const std::uint32_t target : node.targets) {
        const Term of = guard_of(inst.nodes[target]);
        narrows = logic_.either(narrows, logic_.both(of.value, logic_.negate(of.fails)));
      }
      chosen = logic_.both(chosen, narrows);
    }
    seen.nodes.push_back({node.name, node.parents == ChooseNode::Parents::Case, holds, chosen});
  }
  e_.choices_.push_back(std::move(seen));
  return out;
}

}  // namespace phep::verify
