#include "compiler/export/package_model.h"

#include "compiler/base/hex.h"
#include "compiler/decision/print.h"
#include "compiler/export/c_names.h"
#include "compiler/export/places.h"
#include "compiler/runtime/phep_abi.h"

namespace phep::exports {

namespace {

using Json = nlohmann::json;
using decision::Kind;
using decision::Slot;

Json facts_of(const decision::Program& program, const decision::Decision& decision,
              const DecisionWords& words) {
  Json rows = Json::array();
  for (const decision::StructId id : facts_structs(program, decision)) {
    for (const Slot* slot : by_offset(program, program.structs[id])) {
      const std::string pointer = whole_pointer(program, *slot);
      const Words& said = words_of(words.facts, pointer);
      rows.push_back({{"pointer", pointer},
                      {"text", fact_text(program, *slot)},
                      {"vi", said.vi},
                      {"en", said.en}});
    }
  }
  return rows;
}

Json outputs_of(const decision::Program& program, const decision::Decision& decision,
                const DecisionWords& words) {
  Json rows = Json::array();
  for (const decision::Output& output : decision.outputs) {
    const Words& said = words_of(words.outputs, output.name);
    std::string text(decision::kind_word(output.kind));
    if (!output.currency.empty()) text += " " + output.currency;
    if (output.enumeration.exists()) text += " of " + program.enums[output.enumeration].name;
    rows.push_back({{"name", output.name}, {"text", text}, {"vi", said.vi}, {"en", said.en}});
  }
  return rows;
}

Json norms_of(const decision::Program& program, const decision::Decision& decision,
              const DecisionWords& words) {
  Json rows = Json::array();
  for (const decision::NormOutput& output : decision.norms) {
    const std::string& symbol = program.norms[output.norm].symbol;
    const Words& said = words_of(words.norms, symbol);
    std::string vi;
    std::string en;
    if (const auto cites = words.cites.find(symbol); cites != words.cites.end()) {
      for (const Words& cite : cites->second) {
        vi += (vi.empty() ? "" : "; ") + cite.vi;
        en += (en.empty() ? "" : "; ") + cite.en;
      }
    }
    rows.push_back({{"key", output.key},
                    {"vi", said.vi},
                    {"en", said.en},
                    {"cites_vi", vi},
                    {"cites_en", en}});
  }
  return rows;
}

Json readings_of(const decision::Program& program, const decision::Decision& decision,
                 const DecisionWords& words) {
  Json rows = Json::array();
  for (const decision::ReadingId id : decision.readings) {
    const decision::Reading& reading = program.readings[id];
    Json options = Json::array();
    for (const std::string& option : reading.options) {
      const Words& said = words_of(words.options, reading.name + "." + option);
      options.push_back({{"option", option}, {"vi", said.vi}, {"en", said.en}});
    }
    rows.push_back({{"reading", reading.name},
                    {"fallback", reading.options.at(reading.fallback)},
                    {"options", std::move(options)}});
  }
  return rows;
}

std::string kind_text(const decision::Program& program, const Slot& slot) {
  const auto members = [&] {
    std::string text;
    for (const std::string& member : program.enums[slot.enumeration].members)
      text += (text.empty() ? "" : ", ") + member;
    return text;
  };
  if (slot.is_list) return "list, at most " + std::to_string(slot.hi);
  switch (slot.kind) {
    case Kind::Money: return "minor units of " + slot.currency;
    case Kind::Amount: return "decimal, minor units of " + slot.currency;
    case Kind::Enum: return "one of " + members();
    case Kind::Set: return "set of " + members();
    default: return std::string(decision::kind_word(slot.kind));
  }
}

}  // namespace

Json package_model(const decision::Program& program, const PackageIdentity& identity) {
  Json model = {{"package", identity.name},
                {"version", identity.version},
                {"major", identity.version.substr(0, identity.version.find('.'))},
                {"minor", identity.version.substr(0, identity.version.rfind('.'))},
                {"abi", PHEP_ABI_VERSION},
                {"decisions", Json::array()}};
  model["release"] = hex(program.release);
  PHEP_CHECK(identity.words.size() == program.decisions.size(), "each decision has its words");
  for (std::size_t i = 0; i < program.decisions.size(); ++i) {
    const decision::Decision& decision = program.decisions[i];
    const DecisionWords& words = identity.words[i];
    model["decisions"].push_back({{"name", decision.export_name},
                                  {"qualified", decision.name},
                                  {"vi", words.decision.vi},
                                  {"en", words.decision.en},
                                  {"readme_facts", facts_of(program, decision, words)},
                                  {"readme_outputs", outputs_of(program, decision, words)},
                                  {"readme_norms", norms_of(program, decision, words)},
                                  {"readme_readings", readings_of(program, decision, words)}});
  }
  model["first"] = model["decisions"][0]["name"];
  return model;
}

std::string fact_text(const decision::Program& program, const Slot& slot) {
  std::string text = kind_text(program, slot);
  if (slot.ranged && !slot.is_list)
    text += ", " + std::to_string(slot.lo) + ".." + std::to_string(slot.hi);
  if (slot.optional) text += "; may be absent";
  if (slot.judgment) text += "; a human determination";
  return text;
}

std::string whole_pointer(const decision::Program& program, const Slot& slot) {
  const decision::Struct& owner = program.structs[slot.structure];
  if (owner.root) return slot.path;
  return whole_pointer(program, program.slots[owner.list_slot]) + "/*" + slot.path;
}

const Words& words_of(const std::map<std::string, Words>& all, const std::string& key) {
  static const Words kNone;
  const auto found = all.find(key);
  return found == all.end() ? kNone : found->second;
}

std::string literal(std::string_view text) {
  return Json(text).dump();
}

std::string package_name(std::string_view text) {
  return c_identifier(text);
}

}  // namespace phep::exports
