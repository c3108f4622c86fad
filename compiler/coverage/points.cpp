#include "compiler/coverage/points.h"

#include "compiler/base/check.h"
#include "compiler/hir/children.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/expect.h"

#include <algorithm>
#include <set>

namespace phep::coverage {
namespace {

class Planner {
 public:
  Planner(const Modules& modules, const hir::TypeStore& types, const Interner& names, FileId file,
          Plan& out)
      : modules_(modules), types_(types), names_(names), module_(*modules.at(file)), out_(out) {}

  void run() {
    for (std::uint32_t i = 0; i < module_.defs.size(); ++i) {
      id_ = {module_.file, i};
      const hir::Def& def = module_.defs[i];
      def_ = &def;
      home_ = home_of(def);
      symbol_ = def.qualified;
      conditions_ = 0;
      seen_.clear();
      if (const auto* one = std::get_if<hir::Norm>(&def.node)) norm(*one);
      if (const auto* one = std::get_if<hir::Rule>(&def.node)) rule(*one);
      if (const auto* one = std::get_if<hir::Special>(&def.node)) special(*one);
    }
  }

 private:
  // A hidden rule stands at the name of what it was made for.
  const hir::Def* home_of(const hir::Def& def) const {
    for (const hir::Def& other : module_.defs)
      if (&other != &def && other.span != def.span && other.span.begin <= def.span.begin &&
          other.span.end >= def.span.end)
        return &other;
    return &def;
  }

  [[nodiscard]] bool own(Span at) const {
    return at.file == home_->span.file && at.begin >= home_->span.begin &&
           at.end <= home_->span.end && at.begin < at.end;
  }
  [[nodiscard]] Span place(hir::ExprId id) const {
    return id.exists() && own(module_.exprs[id].span) ? module_.exprs[id].span : def_->name_span;
  }
  [[nodiscard]] std::vector<std::string> cites(const hir::Authority* own_authority) const {
    std::vector<std::string> out;
    const hir::Authority* by = own_authority;
    if (by == nullptr || by->cites.empty()) {
      const hir::Def& def = *home_;
      if (const auto* norm = std::get_if<hir::Norm>(&def.node)) by = &norm->authority;
      if (const auto* rule = std::get_if<hir::Rule>(&def.node)) by = &rule->authority;
      if (const auto* part = std::get_if<hir::Special>(&def.node)) by = &part->authority;
    }
    if (by != nullptr)
      for (const hir::Cite& cite : by->cites) out.push_back(to_source(cite.written, names_));
    return out;
  }
  void point(Measure measure, std::string key, Span at, std::string outcome) {
    out_.points.push_back({measure, std::move(key), id_, at, std::move(outcome), cites(by_)});
  }
  [[nodiscard]] std::string text(Name name) const { return std::string(names_.text(name)); }

  // A clause that certificates have a bit of.
  void part(const std::string& name, Span at, bool guarded) {
    point(Measure::Cases, name + "=true", at, "true");
    if (guarded) point(Measure::Cases, name + "=false", at, "false");
  }

  // ---- conditions
  void condition(hir::ExprId id) {
    if (!id.exists() || !seen_.insert(id).second) return;
    if (std::holds_alternative<hir::BoolConst>(module_.exprs[id].node)) return;
    std::vector<hir::ExprId> leaves;
    leaves_of(id, leaves);
    const bool here = std::ranges::any_of(
        leaves, [&](hir::ExprId leaf) { return own(module_.exprs[leaf].span); });
    if (!here) return;  // it is written elsewhere
    const std::string name = symbol_ + " " + std::to_string(++conditions_);
    out_.probes.emplace(std::pair(module_.file, id), name);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const Span at = module_.exprs[leaves[i]].span;
      if (!own(at)) continue;  // a condition that an instrument puts on all its norms
      const std::string leaf = name + "?" + std::to_string(i + 1);
      point(Measure::Conditions, leaf + ".alone_true=true", at, "decides, true");
      point(Measure::Conditions, leaf + ".alone_false=true", at, "decides, false");
    }
    for (const hir::ExprId leaf : leaves) inside(leaf);
  }
  // As lowering numbers them.
  void leaves_of(hir::ExprId id, std::vector<hir::ExprId>& out) const {
    const hir::ExprNode& node = module_.exprs[id].node;
    if (const auto* all = std::get_if<hir::And>(&node)) {
      for (const hir::ExprId one : all->operands) leaves_of(one, out);
    } else if (const auto* any = std::get_if<hir::Or>(&node)) {
      for (const hir::ExprId one : any->operands) leaves_of(one, out);
    } else if (const auto* no = std::get_if<hir::Not>(&node)) {
      leaves_of(no->operand, out);
    } else {
      out.push_back(id);
    }
  }
  // Conditions of `if … else` within an expression.
  void inside(hir::ExprId id) {
    if (!id.exists()) return;
    const hir::ExprNode& node = module_.exprs[id].node;
    if (const auto* choice = std::get_if<hir::If>(&node)) condition(choice->condition);
    if (const auto* local = std::get_if<hir::LocalRef>(&node)) {
      const hir::ExprId value = module_.locals[local->local].value;
      if (value.exists() && seen_.insert(value).second) inside(value);
    }
    hir::each_child(node, [&](hir::ExprId child) { inside(child); });
  }
  void value(hir::ExprId id) {
    if (!id.exists()) return;
    if (types_.is(module_.exprs[id].type, hir::Sort::Bool))
      condition(id);
    else
      inside(id);
  }

  // ---- definitions
  void norm(const hir::Norm& node) {
    part(symbol_, def_->name_span, node.applies.exists() || !node.authority.force.clauses.empty());
    condition(node.applies);
    inside(node.trigger);
    for (const hir::Exemption& row : node.exemptions)
      clause(".exempt.", row.label, row.when, row.authority);
    for (const hir::Deferral& row : node.deferrals) {
      clause(".deferred.", row.label, row.when.exists() ? row.when : row.until, row.authority);
      condition(row.when);
    }
    for (const hir::Evidence& row : node.evidence)
      clause(".met.", row.label, row.when.exists() ? row.when : row.value, row.authority);
    by_ = nullptr;
    value(node.outcome_value);
    condition(node.excused);
    condition(node.available);
    inside(node.due);
    for (const hir::Sanction& row : node.sanctions) {
      clause(".sanction.", row.label,
             row.when.exists()   ? row.when
             : row.from.exists() ? row.from
                                 : row.to,
             row.authority);
      inside(row.from);
      inside(row.to);
      condition(row.when);
    }
    by_ = nullptr;
    if (node.due.exists() && !node.kept) {
      point(Measure::Boundaries, symbol_ + " due=last", place(node.due), "last day");
      point(Measure::Boundaries, symbol_ + " due=after", place(node.due), "day after");
    }
    statuses(node);
  }

  void clause(const char* kind, Name label, hir::ExprId when, const hir::Authority& authority) {
    by_ = &authority;
    if (label.exists()) part(symbol_ + kind + text(label), place(when), true);
    if (when.exists() && types_.is(module_.exprs[when].type, hir::Sort::Bool)) condition(when);
  }

  // The statuses that the norm's table leads to.
  void statuses(const hir::Norm& node) {
    std::vector<std::uint32_t> out;
    if (node.applies.exists()) out.push_back(PHEP_NOT_APPLICABLE);
    if (!node.authority.force.clauses.empty()) out.push_back(PHEP_NOT_IN_FORCE);
    if (!node.exemptions.empty()) out.push_back(PHEP_EXEMPT);
    if (!node.deferrals.empty()) out.push_back(PHEP_DEFERRED);
    const bool dated = node.due.exists() || node.due_by_judgment;
    switch (node.kind) {
      case hir::NormKind::Duty:
        if (node.outcome == hir::OutcomeKind::Met) {
          out.insert(out.end(), {PHEP_MET, PHEP_VIOLATED});
        } else {
          if (node.outcome == hir::OutcomeKind::Done) out.push_back(PHEP_FULFILLED);
          out.push_back(PHEP_PENDING);
          if (dated) out.insert(out.end(), {PHEP_LATE, PHEP_VIOLATED});
        }
        break;
      case hir::NormKind::Prohibition:
        out.insert(out.end(), {PHEP_FULFILLED, PHEP_VIOLATED});
        break;
      case hir::NormKind::Permission: out.push_back(PHEP_GRANTED); break;
      case hir::NormKind::Power: out.push_back(PHEP_AVAILABLE); break;
      case hir::NormKind::Encouragement: break;
    }
    for (const std::uint32_t status : out) {
      const std::string name(testing::status_word(status));
      point(Measure::Provisions, symbol_ + " is=" + name, def_->name_span, name);
    }
  }

  void node(const hir::RuleNode& row, const std::string& of, const std::string& prefix) {
    by_ = &row.authority;
    const bool guarded = row.when.exists() || row.turn != 0 || !row.authority.force.clauses.empty();
    if (row.label.exists() && own(row.span))
      part(of + "." + prefix + text(row.label), row.span, guarded);
    condition(row.when);
    value(row.value);
    by_ = nullptr;
  }
  void rule(const hir::Rule& one) {
    value(one.body);
    inside(one.fallback);
    const std::string of = one.list.exists() ? qualified(one.list) : symbol_;
    for (const hir::RuleNode& row : one.nodes) node(row, of, "");
  }
  void special(const hir::Special& one) {
    if (!one.of.exists()) return;
    const std::string of = qualified(one.of);
    const std::string prefix = hir::special_label(module_, "");
    for (const hir::RuleNode& row : one.nodes) node(row, of, prefix);
    const auto way_out = [&](const char* kind, Name label, hir::ExprId at, hir::ExprId when,
                             const hir::Authority& authority) {
      by_ = &authority;
      if (label.exists()) part(of + kind + prefix + text(label), place(at), true);
      condition(when);
      by_ = nullptr;
    };
    for (const hir::Exemption& row : one.exemptions)
      way_out(".exempt.", row.label, row.when, row.when, row.authority);
    for (const hir::Deferral& row : one.deferrals)
      way_out(".deferred.", row.label, row.until, row.when, row.authority);
  }
  [[nodiscard]] const std::string& qualified(hir::DefId id) const {
    return modules_.at(id.file)->defs[id.index].qualified;
  }

  const Modules& modules_;
  const hir::TypeStore& types_;
  const Interner& names_;
  const hir::Module& module_;
  Plan& out_;
  hir::DefId id_;
  const hir::Def* def_ = nullptr;
  const hir::Def* home_ = nullptr;
  std::string symbol_;
  std::uint32_t conditions_ = 0;
  std::set<hir::ExprId> seen_;
  const hir::Authority* by_ = nullptr;
};

}  // namespace

std::string_view word(Measure measure) {
  switch (measure) {
    case Measure::Cases: return "cases";
    case Measure::Conditions: return "conditions";
    case Measure::Boundaries: return "boundaries";
    case Measure::Provisions: return "provisions";
  }
  PHEP_UNREACHABLE();
}

Plan plan_of(const Modules& modules, const hir::TypeStore& types, const Interner& names,
             const std::vector<FileId>& files) {
  Plan out;
  for (const FileId file : files) Planner(modules, types, names, file, out).run();
  std::ranges::stable_sort(
      out.points, {}, [](const Point& point) { return std::pair(point.at.file, point.at.begin); });
  return out;
}

}  // namespace phep::coverage
