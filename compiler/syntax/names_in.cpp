#include "compiler/syntax/names_in.h"

namespace phep::ast {
namespace {

class Names {
 public:
  explicit Names(const Module& module) : module_(module) {}

  void in(ExprId id) {
    if (id.exists()) std::visit([this](const auto& node) { at(node); }, module_.exprs[id].node);
  }
  std::vector<Name> take() { return std::move(out_); }

 private:
  void all(const std::vector<ExprId>& ids) {
    for (const ExprId id : ids) in(id);
  }
  void at(const Path& path) {
    if (path.exists() && path.parts[0].exists()) out_.push_back(path.parts[0].name);
  }

  void at(const Missing& /*n*/) {}
  void at(const NullLiteral& /*n*/) {}
  void at(const UnknownLiteral& /*n*/) {}
  void at(const BoolLiteral& /*n*/) {}
  void at(const IntLiteral& /*n*/) {}
  void at(const DecimalLiteral& /*n*/) {}
  void at(const PercentLiteral& /*n*/) {}
  void at(const MoneyLiteral& /*n*/) {}
  void at(const TextLiteral& /*n*/) {}
  void at(const DateLiteral& /*n*/) {}
  void at(const InstantLiteral& /*n*/) {}
  void at(const DurationLiteral& /*n*/) {}
  void at(const CitationLiteral& /*n*/) {}
  void at(const Clock& /*n*/) {}
  void at(const NameRef& n) { out_.push_back(n.name); }
  void at(const Member& n) { in(n.base); }
  void at(const Call& n) {
    at(n.callee);
    all(n.args);
  }
  void at(const MinMax& n) { all(n.args); }
  void at(const Unary& n) { in(n.operand); }
  void at(const Binary& n) {
    in(n.left);
    in(n.right);
  }
  void at(const In& n) {
    in(n.value);
    in(n.set);
  }
  void at(const Range& n) {
    in(n.lo);
    in(n.hi);
  }
  void at(const Is& n) {
    in(n.value);
    at(n.pattern.word);
    all(n.pattern.args);
    all(n.pattern.among);
  }
  void at(const Exists& n) { in(n.value); }
  void at(const IfAbsent& n) {
    in(n.value);
    in(n.otherwise);
  }
  void at(const If& n) {
    in(n.condition);
    in(n.then_value);
    in(n.else_value);
  }
  void at(const Rounded& n) {
    in(n.value);
    in(n.step);
  }
  void at(const Counted& n) {
    in(n.term);
    in(n.anchor);
  }
  void at(const Quantifier& n) {
    in(n.at_least);
    in(n.list);
    in(n.where);
    in(n.body);
  }
  void at(const Within& n) {
    in(n.value);
    in(n.term);
    in(n.anchor);
  }
  void at(const Moment& n) {
    in(n.list);
    in(n.dated);
    in(n.where);
    in(n.body);
    in(n.reaches);
  }
  void at(const RecordLiteral& n) {
    at(n.type);
    for (const FieldValue& field : n.fields) in(field.value);
  }
  void at(const SetLiteral& n) { all(n.members); }
  void at(const ListLiteral& n) { all(n.items); }

  const Module& module_;
  std::vector<Name> out_;
};

}  // namespace

std::vector<Name> names_in(const Module& module, ExprId expr) {
  Names names(module);
  names.in(expr);
  return names.take();
}

}  // namespace phep::ast
