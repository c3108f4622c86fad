#include "compiler/cli/package_words.h"

#include "compiler/explain/fact_label.h"
#include "compiler/explain/labels.h"

#include <algorithm>
#include <set>

namespace phep::cli {
namespace {

using exports::DecisionWords;
using exports::Words;

std::string& in(Words& words, Language language) {
  return language == Language::Vietnamese ? words.vi : words.en;
}

// "/list/*/field" as a pointer to a first element.
std::string first_element(std::string pointer) {
  std::ranges::replace(pointer, '*', '0');
  return pointer;
}

// JSON pointers of all facts below a struct, elements of lists as "*".
void list_pointers(const decision::Program& program, decision::StructId structure,
                   const std::string& prefix, std::vector<std::string>& out) {
  for (const decision::SlotId id : program.structs[structure].slots) {
    const decision::Slot& slot = program.slots[id];
    out.push_back(prefix + slot.path);
    if (slot.is_list) list_pointers(program, slot.element, prefix + slot.path + "/*", out);
  }
}

std::set<decision::EnumId> enums_of(const decision::Program& program,
                                    const decision::Decision& decision) {
  std::set<decision::EnumId> all;
  for (const decision::Slot& slot : program.slots) all.insert(slot.enumeration);
  for (const decision::Output& output : decision.outputs) all.insert(output.enumeration);
  all.erase(decision::EnumId{});
  return all;
}

void say(DecisionWords& words, const decision::Program& program, const decision::Decision& decision,
         const explain::Labels& labels) {
  const Language language = labels.speech().language();
  in(words.decision, language) = labels.label(labels.def(labels.target()));
  std::vector<std::string> pointers;
  list_pointers(program, decision.facts, "", pointers);
  for (const std::string& pointer : pointers) {
    in(words.facts[pointer], language) =
        explain::field_label(labels.lexicon(), labels.target(), first_element(pointer), language);
  }
  for (const decision::Output& output : decision.outputs)
    in(words.outputs[output.name], language) = labels.output(output.name);
  for (const decision::NormOutput& output : decision.norms) {
    const std::string& symbol = program.norms[output.norm].symbol;
    const hir::Def* def = labels.find(symbol);
    if (def == nullptr) continue;
    in(words.norms[symbol], language) = labels.label(*def);
    const auto* norm = std::get_if<hir::Norm>(&def->node);
    if (norm == nullptr) continue;
    const std::vector<std::string> cites = labels.cites(norm->authority.cites);
    auto& rows = words.cites[symbol];
    rows.resize(std::max(rows.size(), cites.size()));
    for (std::size_t i = 0; i < cites.size(); ++i) in(rows[i], language) = cites[i];
  }
  for (const decision::EnumId id : enums_of(program, decision)) {
    const decision::EnumTable& table = program.enums[id];
    for (std::uint32_t i = 0; i < table.members.size(); ++i)
      in(words.members[table.name + "." + table.members[i]], language) =
          labels.member(table.name, i);
  }
  for (const decision::ReadingId id : decision.readings) {
    const decision::Reading& reading = program.readings[id];
    if (reading.draft) continue;
    for (std::uint32_t i = 0; i < reading.options.size(); ++i)
      in(words.options[reading.name + "." + reading.options[i]], language) =
          labels.option(reading.name, i);
  }
}

}  // namespace

std::vector<DecisionWords> package_words(Session& session, FileId file,
                                         const std::vector<hir::DefId>& decisions,
                                         const decision::Program& program) {
  const auto modules = session.workspace().modules(file);
  const explain::Lexicon lexicon{modules, session.workspace().types(), session.workspace().names()};
  std::vector<DecisionWords> all(program.decisions.size());
  for (const Language language : {Language::Vietnamese, Language::English}) {
    const explain::Speech speech(language);
    for (const hir::DefId id : decisions) {
      const explain::Labels labels(lexicon, id, speech);
      const std::string& name = labels.def(id).qualified;
      const auto found = std::ranges::find(program.decisions, name, &decision::Decision::name);
      PHEP_CHECK(found != program.decisions.end(), "a decision that was asked for was lowered");
      say(all[static_cast<std::size_t>(found - program.decisions.begin())], program, *found,
          labels);
    }
  }
  return all;
}

}  // namespace phep::cli
