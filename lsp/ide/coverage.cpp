#include "lsp/ide/coverage.h"

#include "compiler/base/name_order.h"
#include "compiler/decision/mark_text.h"
#include "compiler/explain/certificate.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <set>

namespace phep::ide {
namespace {

// Follows calls from an entry and collects the bits on the way.
struct Reached {
  const decision::Program& program;
  std::set<std::uint32_t> functions{}, bits{};

  void bit(std::uint32_t number) {
    if (number != decision::kNoBit) bits.insert(number);
  }
  void norm(const decision::NormSpec& spec) {
    bit(spec.bit);
    for (const auto& one : spec.exempts) bit(one.bit);
    for (const auto& one : spec.deferrals) bit(one.bit);
    for (const auto& one : spec.evidence) bit(one.bit);
    for (const auto& one : spec.sanctions) bit(one.bit);
  }
  void function(decision::FunctionId id) {
    if (!id.exists() || !functions.insert(id.index).second) return;
    for (const decision::Inst& inst : program.functions[id].insts) {
      if (const auto* call = std::get_if<decision::CallInst>(&inst.node)) function(call->function);
      if (const auto* each = std::get_if<decision::QuantifyInst>(&inst.node)) {
        function(each->predicate);
        function(each->value);
      }
      if (const auto* choose = std::get_if<decision::ChooseInst>(&inst.node))
        for (const auto& node : choose->nodes) bit(node.bit);
      if (const auto* mark = std::get_if<decision::MarkInst>(&inst.node)) bit(mark->bit);
      if (const auto* made = std::get_if<decision::NormInst>(&inst.node))
        norm(program.norms[made->norm]);
    }
  }
};

struct PlaceLister {
  const Interner& names;
  std::string of, prefix;
  std::map<std::string, NamedPlace>& out;

  void row(std::string_view kind, const ast::Ident& label, Span span, bool guarded) const {
    if (label.exists())
      out.emplace(of + std::string(kind) + prefix + std::string(names.text(label.name)),
                  NamedPlace{span, guarded});
  }
  void operator()(const ast::Rule& rule) const {
    for (const ast::RuleNode& one : rule.nodes) row(".", one.label, one.span, true);
    for (const ast::RuleTable& table : rule.tables)
      for (const ast::CaseRow& one : table.rows) row(".", one.node.label, one.node.span, true);
  }
  void operator()(const ast::Norm& norm) const {
    for (const ast::Exemption& one : norm.exemptions) row(".exempt.", one.label, one.span, true);
    for (const ast::Deferral& one : norm.deferrals) row(".deferred.", one.label, one.span, true);
    for (const ast::Evidence& one : norm.evidence) row(".met.", one.label, one.span, true);
    for (const ast::Sanction& one : norm.sanctions) row(".sanction.", one.label, one.span, true);
  }
  template <class Other>
  void operator()(const Other& /*node*/) const {}
};

}  // namespace

std::vector<std::uint32_t> reached_bits(const decision::Program& program, std::uint32_t decision) {
  Reached reach{program};
  const decision::Decision& from = program.decisions[decision];
  reach.function(from.entry);
  for (const decision::NormOutput& norm : from.norms) {
    reach.function(norm.function);
    if (norm.norm.exists()) reach.norm(program.norms[norm.norm]);
  }
  return {reach.bits.begin(), reach.bits.end()};
}

std::map<std::string, NamedPlace> named_places(const CaseBench::Member& member,
                                               const CaseBench& bench) {
  std::map<std::string, NamedPlace> out;
  const hir::Module& module = member.checked->module;
  for (const ast::DeclId id : member.parsed->module.order) {
    const ast::Decl& decl = member.parsed->module.decls[id];
    const auto def = std::ranges::find_if(module.defs, [&](const hir::Def& one) {
      return one.span.begin == decl.span.begin && one.span.file == decl.span.file &&
             !std::holds_alternative<std::monostate>(one.node);
    });
    if (def == module.defs.end()) continue;
    PlaceLister lister{bench.lexicon().names, def->qualified, "", out};
    if (const auto* special = std::get_if<hir::Special>(&def->node)) {
      lister.of = bench.def(special->of).qualified;
      lister.prefix = hir::special_label(module, "");
    } else if (std::holds_alternative<hir::Rule>(def->node) ||
               std::holds_alternative<hir::Norm>(def->node)) {
      out.emplace(def->qualified, NamedPlace{def->name_span, false});
    }
    std::visit(lister, decl.node);
  }
  return out;
}

void Coverage::add(const CaseBench& bench, const std::vector<Decided>& decided) {
  for (const Decided& one : decided) {
    if (one.status != PHEP_OK) continue;
    const auto certificate = explain::read_certificate(one.output);
    if (!certificate) continue;
    for (const std::uint32_t bit : reached_bits(bench.program(), one.decision)) {
      Seen& seen = seen_[bench.program().certificate_bits.at(bit)];
      const unsigned mark = decision::mark_at(certificate->bits, bit);
      ++seen.asked;
      if ((mark & 1U) != 0) ++seen.yes;
      if (mark == 0) ++seen.no;
    }
  }
}

std::map<FileId, std::vector<Coverage::Part>> Coverage::parts(const CaseBench& bench) const {
  std::map<FileId, std::vector<Part>> out;
  const auto& reached = bench.program().certificate_bits;
  for (const CaseBench::Member& member : bench.members()) {
    std::vector<Part> parts;
    for (const auto& [name, place] : named_places(member, bench)) {
      if (!std::ranges::binary_search(reached, name, comes_before)) continue;
      const auto found = seen_.find(name);
      parts.push_back({place.span, place.guarded, found == seen_.end() ? Seen{} : found->second});
    }
    std::ranges::sort(parts, {}, [](const Part& part) { return part.span.begin; });
    if (!parts.empty()) out.emplace(member.file, std::move(parts));
  }
  return out;
}

std::vector<Covered> covered(const hir::Module& module, const std::vector<Coverage::Part>& parts) {
  std::vector<Covered> out;
  for (const hir::Def& def : module.defs) {
    Covered one{def.name_span};
    for (const Coverage::Part& part : parts) {
      if (part.span.file != def.span.file || part.span.begin < def.span.begin ||
          part.span.end > def.span.end)
        continue;
      one.of += part.guarded ? 2 : 1;
      one.seen += part.guarded ? (part.seen.yes != 0 ? 1U : 0U) + (part.seen.no != 0 ? 1U : 0U)
                               : (part.seen.asked != 0 ? 1U : 0U);
    }
    if (one.of != 0) out.push_back(one);
  }
  std::ranges::sort(out, {}, [](const Covered& one) { return one.at.begin; });
  return out;
}

}  // namespace phep::ide
