// Quantifiers: a list of the facts, and one function for what is asked of an element.
#include "compiler/base/check.h"
#include "compiler/decision/lowering.h"

#include <algorithm>

namespace phep::decision {
namespace {

Quantifier quantifier(hir::QuantifierKind kind) {
  switch (kind) {
    case hir::QuantifierKind::Some: return Quantifier::Some;
    case hir::QuantifierKind::All: return Quantifier::All;
    case hir::QuantifierKind::AtLeast: return Quantifier::AtLeast;
    case hir::QuantifierKind::Count: return Quantifier::Count;
    case hir::QuantifierKind::Sum: return Quantifier::Sum;
    case hir::QuantifierKind::Min: return Quantifier::Min;
    case hir::QuantifierKind::Max: return Quantifier::Max;
  }
  PHEP_UNREACHABLE();
}

}  // namespace

// A function over the elements of a list: `ask` says what of the element that `variable` is.
Lowering::Body Lowering::element_body(Frame& frame, hir::LocalId variable, const ListPlace& list,
                                      const Ask& ask, const std::vector<Reg>& captures) {
  Frame body{.module = frame.module,
             .symbol = frame.symbol,
             .zone_minutes = frame.zone_minutes,
             .parent = &frame};
  body.builder.parameter(Kind::Date);
  const Reg index = body.builder.parameter(Kind::Int);
  for (const Reg capture : captures) import(body, capture);
  const StructId element = lowered_.program.slots[list.slot].element;
  const hir::TypeId type = frame.module->locals[variable].type;
  if (!element.exists()) {  // the layout has said why
    body.locals.emplace(variable, zero(body, kind_of(type), false));
  } else if (types_.is(type, hir::Sort::Record)) {
    body.locals.emplace(variable, Place{element, "", index, types_[type].def});
  } else {
    body.locals.emplace(variable, load(body, layout_.find(element, ""), index));
  }

  const Reg result = ask(body);
  frame.calls = std::max(frame.calls, body.calls + 1);
  const bool marks = body.builder.marks();
  return {body.builder.finish(body.symbol, result, {}, nullptr), marks, body.captures};
}

// What an element must fulfil: of sum, min and max only `where`, for they range over `body`.
Reg Lowering::quantifier_condition(Frame& body, const hir::Quantify& node) {
  const Reg where = node.where.exists() ? plain(body, node.where) : Reg{};
  const bool asks = node.kind <= hir::QuantifierKind::Count && node.body.exists();
  const Reg asked = asks ? plain(body, node.body) : Reg{};
  if (node.kind == hir::QuantifierKind::All && where.exists()) {
    if (!asked.exists()) return body.builder.constant(Kind::Bool, 1);
    const Reg out = body.builder.emit(NotInst{where}, Kind::Bool);
    return body.builder.emit(OrInst{out, asked}, Kind::Bool);
  }
  const Reg result = both(body, where, asked);
  return result.exists() ? result : body.builder.constant(Kind::Bool, 1);
}

FunctionId Lowering::add_function(Function function, bool marks) {
  const FunctionId made = lowered_.program.functions.add(std::move(function));
  marks_.resize(made.index + 1, false);
  marks_[made.index] = marks;
  return made;
}

Value Lowering::quantify(Frame& frame, const hir::Quantify& node, const hir::Expr& expr) {
  const Thing base = thing(frame, node.list);
  const auto* list = std::get_if<ListPlace>(&base);
  PHEP_CHECK(list != nullptr, "a quantifier over what is no list in the facts");
  const bool folds = node.kind > hir::QuantifierKind::Count;
  const bool asks = node.where.exists() || (!folds && node.body.exists());
  Ask condition, value;
  if (asks) condition = [&](Frame& body) { return quantifier_condition(body, node); };
  if (folds) value = [&](Frame& body) { return plain(body, node.body); };
  return over(frame, *list, node.variable,
              {quantifier(node.kind), node.at_least, kind_of(expr.type), condition, value});
}

// One question over the elements of a list; of min and max a pair with its presence.
Value Lowering::over(Frame& frame, const ListPlace& list, hir::LocalId variable, const Fold& fold) {
  std::optional<Body> condition, folded;
  if (fold.condition) condition = element_body(frame, variable, list, fold.condition, {});
  if (fold.value)
    folded = element_body(frame, variable, list, fold.value,
                          condition ? condition->captures : std::vector<Reg>{});
  // Condition and value get the same captures, in the same order.
  if (condition && folded && folded->captures != condition->captures)
    condition = element_body(frame, variable, list, fold.condition, folded->captures);

  QuantifyInst inst{.quantifier = fold.quantifier,
                    .list = list.slot,
                    .list_index = list.index,
                    .predicate = {},
                    .value = {},
                    .n = fold.n,
                    .captures = folded      ? folded->captures
                                : condition ? condition->captures
                                            : std::vector<Reg>{}};
  const bool marks = (condition && condition->marks) || (folded && folded->marks);
  const bool asks = condition.has_value();
  if (condition) inst.predicate = add_function(std::move(condition->function), condition->marks);
  if (folded) inst.value = add_function(std::move(folded->function), folded->marks);

  Value out;
  const bool extreme = fold.quantifier == Quantifier::Min || fold.quantifier == Quantifier::Max;
  if (extreme && asks) {
    QuantifyInst some = inst;
    some.quantifier = Quantifier::Some;
    some.value = {};
    some.n = 0;
    out.present = frame.builder.emit(some, Kind::Bool);
  } else if (extreme) {
    const Reg length = frame.builder.emit(ListLengthInst{list.slot, list.index}, Kind::Int);
    const Reg none = frame.builder.constant(Kind::Int, 0);
    out.present = frame.builder.emit(CompareInst{Compare::Gt, length, none, Kind::Int}, Kind::Bool);
  }
  out.value = frame.builder.emit(inst, fold.kind);
  if (marks) frame.builder.keep(out.value);
  return out;
}

// The least date of an element by which enough has come together: of each element, those dated no
// later are summed up. Steps grow with the square of the list's maximum, and the bound says so.
Value Lowering::moment(Frame& frame, const hir::Moment& node, const hir::Expr& expr) {
  const Thing base = thing(frame, node.list);
  const auto* list = std::get_if<ListPlace>(&base);
  PHEP_CHECK(list != nullptr, "a moment over what is no list in the facts");
  const Reg wanted = plain(frame, node.reaches);
  const Kind dates = kind_of(expr.type);
  const auto where = [&](Frame& body) {
    return node.where.exists() ? plain(body, node.where) : Reg{};
  };
  const Ask dated = [&](Frame& body) { return plain(body, node.dated); };
  const Ask reached = [&](Frame& body) {
    const Reg here = where(body);
    const Reg by = dated(body);
    const Ask counts = [&](Frame& inner) {
      const Reg there = where(inner);
      const Reg then = dated(inner);
      const Reg in_time =
          inner.builder.emit(CompareInst{Compare::Le, then, import(inner, by), dates}, Kind::Bool);
      return both(inner, there, in_time);
    };
    Fold total{Quantifier::Count, 0, Kind::Int, counts, {}};
    if (node.body.exists()) {
      total.quantifier = Quantifier::Sum;
      total.kind = kind_of(frame.module->exprs[node.body].type);
      total.value = [&](Frame& inner) { return plain(inner, node.body); };
    }
    const ListPlace same{list->slot, import(body, list->index)};
    const Reg sum = over(body, same, node.variable, total).value;
    const Reg enough = body.builder.emit(
        CompareInst{Compare::Ge, sum, import(body, wanted), total.kind}, Kind::Bool);
    return both(body, here, enough);
  };
  return over(frame, *list, node.variable, {Quantifier::Min, 0, dates, reached, dated});
}

}  // namespace phep::decision
