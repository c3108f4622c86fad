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

Lowering::Body Lowering::quantifier_body(Frame& frame, const hir::Quantify& node,
                                         const ListPlace& list, bool is_value,
                                         const std::vector<Reg>& captures) {
  Frame body{.module = frame.module,
             .symbol = frame.symbol,
             .zone_minutes = frame.zone_minutes,
             .parent = &frame};
  body.builder.parameter(Kind::Date);
  const Reg index = body.builder.parameter(Kind::Int);
  for (const Reg capture : captures) import(body, capture);
  const StructId element = lowered_.program.slots[list.slot].element;
  const hir::TypeId type = frame.module->locals[node.variable].type;
  if (!element.exists()) {  // the layout has said why
    body.locals.emplace(node.variable, zero(body, kind_of(type), false));
  } else if (types_.is(type, hir::Sort::Record)) {
    body.locals.emplace(node.variable, Place{element, "", index, types_[type].def});
  } else {
    body.locals.emplace(node.variable, load(body, layout_.find(element, ""), index));
  }

  const Reg result = is_value ? plain(body, node.body) : quantifier_condition(body, node);
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
  const Kind kind = kind_of(expr.type);
  PHEP_CHECK(list != nullptr, "a quantifier over what is no list in the facts");
  const bool folds = node.kind > hir::QuantifierKind::Count;
  const bool asks = node.where.exists() || (!folds && node.body.exists());
  std::optional<Body> condition, folded;
  if (asks) condition = quantifier_body(frame, node, *list, false, {});
  if (folds)
    folded =
        quantifier_body(frame, node, *list, true, asks ? condition->captures : std::vector<Reg>{});
  // Condition and value get the same captures, in the same order.
  if (asks && folds && folded->captures != condition->captures)
    condition = quantifier_body(frame, node, *list, false, folded->captures);

  QuantifyInst inst{.quantifier = quantifier(node.kind),
                    .list = list->slot,
                    .list_index = list->index,
                    .predicate = {},
                    .value = {},
                    .n = node.at_least,
                    .captures = folds  ? folded->captures
                                : asks ? condition->captures
                                       : std::vector<Reg>{}};
  const bool marks = (condition && condition->marks) || (folded && folded->marks);
  if (condition) inst.predicate = add_function(std::move(condition->function), condition->marks);
  if (folded) inst.value = add_function(std::move(folded->function), folded->marks);

  Value out;
  const bool extreme =
      node.kind == hir::QuantifierKind::Min || node.kind == hir::QuantifierKind::Max;
  if (extreme && asks) {
    QuantifyInst some = inst;
    some.quantifier = Quantifier::Some;
    some.value = {};
    some.n = 0;
    out.present = frame.builder.emit(some, Kind::Bool);
  } else if (extreme) {
    const Reg length = frame.builder.emit(ListLengthInst{list->slot, list->index}, Kind::Int);
    const Reg none = frame.builder.constant(Kind::Int, 0);
    out.present = frame.builder.emit(CompareInst{Compare::Gt, length, none, Kind::Int}, Kind::Bool);
  }
  out.value = frame.builder.emit(inst, kind);
  if (marks) frame.builder.keep(out.value);
  return out;
}

}  // namespace phep::decision
