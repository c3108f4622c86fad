// What importers read of a checked module beside its words: the types that its bodies turned out to
// have, and which definitions there are.
#include "compiler/check/check.h"
#include "compiler/check/passes.h"

namespace phep::check {
namespace {

class Face {
 public:
  explicit Face(const hir::Module& module) : module_(module) {}

  void of(const hir::Def& def) {
    add(std::uint64_t{def.node.index()});
    add(def.name);
    std::visit([this](const auto& node) { (*this)(node); }, def.node);
  }
  void add(std::uint64_t value) {
    for (int i = 0; i < 8; ++i, value >>= 8U) value_ = (value_ ^ (value & 255U)) * 1099511628211ULL;
  }
  void add(Name name) { add(std::uint64_t{name.index}); }
  void add(hir::DefId def) {
    add(std::uint64_t{def.file.index});
    add(std::uint64_t{def.index});
  }
  void type(hir::TypeId type) { add(std::uint64_t{type.index}); }
  void type_of(hir::ExprId expr) {
    add(std::uint64_t{expr.exists()});
    if (expr.exists()) type(module_.exprs[expr].type);
  }
  void params(const std::vector<hir::LocalId>& params) {
    add(std::uint64_t{params.size()});
    for (const hir::LocalId param : params) {
      add(module_.locals[param].name);
      type(module_.locals[param].type);
    }
  }

  void operator()(const hir::Rule& rule) {
    params(rule.params);
    type(rule.result);
    add(rule.list);
    for (const hir::RuleNode& node : rule.nodes) add(node.label);
  }
  void operator()(const hir::Norm& norm) {
    params(norm.params);
    type_of(norm.trigger);
    type_of(norm.outcome_value);
    type_of(norm.due);
    add(norm.occurrences);
    add(norm.breach_of);
    add(std::uint64_t{norm.occurrence.exists()});
    add(static_cast<std::uint64_t>(norm.at_most));
    add(std::uint64_t{norm.dated_breach});
    add(static_cast<std::uint64_t>(norm.kind));
    for (const hir::Exemption& one : norm.exemptions) add(one.label);
    for (const hir::Deferral& one : norm.deferrals) add(one.label);
    for (const hir::Sanction& one : norm.sanctions) {
      add(one.label);
      add(static_cast<std::uint64_t>(one.kind));
      type_of(one.from);
      type_of(one.to);
    }
  }
  void operator()(const hir::Decision& decision) {
    params(decision.params);
    for (const hir::Output& one : decision.outputs) {
      add(one.name);
      type_of(one.value);
    }
    for (const hir::NormUse& one : decision.norms) add(one.norm);
  }
  void operator()(const hir::Special& special) {
    add(special.of);
    for (const hir::Exemption& one : special.exemptions) add(one.label);
  }
  void operator()(const hir::Enum& list) {
    add(list.items);
    add(list.since);
  }
  void operator()(const hir::Instrument& instrument) {
    add(instrument.supposed);
    for (const hir::DefId scope : instrument.scopes) add(scope);
  }
  void operator()(const hir::Party& party) {
    for (const hir::Holding& one : party.held) {
      add(one.rule);
      add(one.through);
    }
  }
  void operator()(const hir::Action& action) { add(action.within); }
  void operator()(const hir::Record& record) {
    for (const hir::Field& field : record.fields) type(field.type);
  }
  // The others are what their words say.
  template <class Other>
  void operator()(const Other& /*node*/) {}

  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  const hir::Module& module_;
  std::uint64_t value_ = 14695981039346656037ULL;
};

}  // namespace

std::uint64_t face_of(const hir::Module& module, const hir::Def& def) {
  Face face(module);
  face.of(def);
  return face.value();
}

std::uint64_t face_of(const Checked& checked) {
  Face face(checked.module);
  for (const hir::Def& def : checked.module.defs) face.of(def);
  return face.value();
}

}  // namespace phep::check
