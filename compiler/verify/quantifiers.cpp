// Lists, an element after another: as many as the encoder's options say.
#include "compiler/base/check.h"
#include "compiler/verify/function.h"

#include <algorithm>

namespace phep::verify {

using decision::Quantifier;

Term Function::one(const decision::QuantifyInst& inst, Kind kind) {
  const std::uint64_t owner = index_of(inst.list_index);
  const expr length = e_.length(inst.list, owner);
  const auto most = static_cast<std::uint64_t>(
      std::min<std::int64_t>(e_.program_.slots[inst.list].hi, e_.options_.elements));
  struct Element {
    expr counts, errs;  // the predicate holds; it is an error
    Term value;
  };
  std::vector<Element> elements;
  for (std::uint64_t i = 0; i < most; ++i) {
    const expr there = logic_.number(static_cast<std::int64_t>(i)) < length;
    std::vector<Term> args = {registers_.at(0),
                              e_.number(Kind::Int, static_cast<std::int64_t>(owner << 16U | i))};
    for (const decision::Reg capture : inst.captures) args.push_back(at(capture));
    Element made{there, logic_.no(), e_.blank(kind)};
    if (inst.predicate.exists()) {
      const Term asked = e_.call(inst.predicate, args);
      made.counts = logic_.both(there, logic_.both(asked.value, logic_.negate(asked.fails)));
      made.errs = logic_.both(there, asked.fails);
    }
    if (inst.value.exists()) made.value = e_.call(inst.value, args);
    elements.push_back(std::move(made));
  }

  const auto number = [&](const expr& when) {
    const expr one = logic_.number(1);
    return logic_.choose(when, one, logic_.number(0));
  };
  expr holds = logic_.number(0);
  expr errors = logic_.number(0);
  expr any_error = logic_.no();
  expr any_holds = logic_.no();
  for (const Element& element : elements) {
    holds = holds + number(element.counts);
    if (!element.errs.is_false()) errors = errors + number(element.errs);
    any_error = logic_.either(any_error, element.errs);
    any_holds = logic_.either(any_holds, element.counts);
  }
  Term out = e_.blank(kind);
  switch (inst.quantifier) {
    case Quantifier::Some:
      out.value = any_holds;
      out.fails = logic_.both(any_error, logic_.negate(any_holds));
      return out;
    case Quantifier::All: {
      expr any_fails = logic_.no();
      std::uint64_t i = 0;
      for (const Element& element : elements) {
        const expr there = logic_.number(static_cast<std::int64_t>(i++)) < length;
        any_fails = logic_.either(
            any_fails,
            logic_.both(there, logic_.negate(logic_.either(element.counts, element.errs))));
      }
      out.value = logic_.negate(any_fails);
      out.fails = logic_.both(any_error, out.value);
      return out;
    }
    case Quantifier::AtLeast: {
      const expr wanted = logic_.number(inst.n);
      out.value = wanted <= holds;
      out.fails = logic_.both(any_error, logic_.all({holds < wanted, wanted <= holds + errors}));
      return out;
    }
    case Quantifier::Count:
      out.value = holds;
      out.fails = any_error;
      return out;
    case Quantifier::Sum:
    case Quantifier::Min:
    case Quantifier::Max: break;
  }
  if (inst.quantifier == Quantifier::Sum) {
    for (const Element& element : elements)
      out.value = out.value + logic_.choose(element.counts, element.value.value, logic_.number(0));
    if (!inst.cannot_fail) out = in_range(std::move(out), kind);
  } else {
    expr any = logic_.no();
    for (const Element& element : elements) {
      Term value = element.value;
      value.ways.clear();
      const expr better = inst.quantifier == Quantifier::Min ? e_.order(kind, value, out, true)
                                                             : e_.order(kind, out, value, true);
      out = e_.choose(logic_.both(element.counts, logic_.either(logic_.negate(any), better)), value,
                      out);
      any = logic_.either(any, element.counts);
    }
    out.fails = logic_.no();
    out.from = logic_.no();
    out.upto = logic_.no();
  }
  out.fails = logic_.either(out.fails, any_error);
  for (const Element& element : elements) {
    const Term exact = e_.bounded(element.value);
    out.fails = logic_.either(out.fails, logic_.both(element.counts, exact.fails));
  }
  return out;
}

}  // namespace phep::verify
