#include "compiler/testing/blame.h"

#include "compiler/decision/mark_text.h"
#include "compiler/decision/measure.h"
#include "compiler/testing/bench.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostFacts = 24;

const hir::Def* definition(const Program& program, const std::string& qualified) {
  for (const auto& [file, module] : program.modules)
    for (const hir::Def& def : module->defs)
      if (def.qualified == qualified) return &def;
  return nullptr;
}

// The leaves that the decision reads and that stand in the facts, or could.
void facts_of(const Bench& bench, const decision::Decision& decision, const std::string& facts,
              Blame& out) {
  const Json json = Json::parse(facts, nullptr, false);
  for (const decision::SlotId id : decision::needed_slots(bench.lowered, decision)) {
    if (out.facts.size() >= kMostFacts) break;
    const decision::Slot& slot = bench.lowered.slots[id];
    const decision::Struct& root = bench.lowered.structs[decision.facts];
    if (std::ranges::find(root.slots, id) == root.slots.end()) continue;  // of a list's elements
    const Json::json_pointer at(slot.path);
    out.facts.emplace_back(slot.path, json.contains(at) ? json[at].dump() : "?");
  }
}

}  // namespace

Blame blame_of(const Bench& bench, std::uint32_t index, std::string_view name,
               const std::string& facts, const Json& answer) {
  const decision::Decision& decision = bench.lowered.decisions[index];
  Blame out{.definition = decision.name, .at = {}, .cites = {}, .held = {}, .facts = {}};
  for (const decision::NormOutput& output : decision.norms) {
    const decision::NormSpec& spec = bench.lowered.norms[output.norm];
    if (!name.starts_with(output.key) && decision.norms.size() > 1) continue;
    out.definition = spec.symbol;
    out.cites = spec.cites;
    break;
  }
  const hir::Def* def = definition(bench.program, out.definition);
  if (def != nullptr) {
    out.at = def->name_span;
    if (const auto* rule = std::get_if<hir::Rule>(&def->node))
      for (const hir::Cite& cite : rule->authority.cites)
        out.cites.push_back(to_source(cite.written, bench.program.names));
  }
  const std::string bits = answer.value("certificate", Json::object()).value("bits", std::string());
  const std::vector<std::string>& names = bench.lowered.certificate_bits;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i].starts_with(out.definition + ".") && (decision::mark_at(bits, i) & 1U) != 0)
      out.held.push_back(names[i].substr(out.definition.size() + 1));
  facts_of(bench, decision, facts, out);
  return out;
}

}  // namespace phep::testing
