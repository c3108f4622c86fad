#include "tests/generated/completions.h"

#include "tests/generated/facts_writer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace phep::tests {
namespace {

using Json = nlohmann::json;

constexpr int kSamples = 6;

// What an output or norm came to; of a norm, its status.
Json outcome_of(const Json& part) {
  return part.is_object() && part.contains("status") ? part["status"] : part;
}

// Does an answer for complete facts keep what an answer with gaps has settled? A norm's times may
// be missing from the settled answer, whose status does not hang on them, and its exemptions are
// those known so far.
bool keeps(const Json& decided, const Json& settled) {
  if (outcome_of(decided) != outcome_of(settled)) return false;
  if (!settled.is_object() || !settled.contains("status")) return true;
  for (const char* key : {"due", "by_ms", "until"})
    if (settled.contains(key) && (!decided.contains(key) || decided[key] != settled[key]))
      return false;
  const Json why = decided.value("why", Json::array());
  for (const Json& name : settled.value("why", Json::array()))
    if (std::ranges::find(why, name) == why.end()) return false;
  return true;
}

// Pointers that an output or norm still asks for; nothing if it is settled.
std::optional<std::vector<std::string>> asked(const Json& part) {
  const Json* list = nullptr;
  if (part.is_object() && part.contains("$unknown")) list = &part["$unknown"];
  if (part.is_object() && part.contains("status") &&
      (part["status"] == "undetermined" || part["status"] == "open"))
    list = &part["missing"];
  if (list == nullptr) return std::nullopt;
  return list->get<std::vector<std::string>>();
}

std::optional<std::vector<Json>> members(const std::string& pointer) {
  static const std::map<std::string, std::vector<Json>> kLeaves = {
      {"/a", {true, false}},       {"/b", {true, false}},
      {"/c", {true, false}},       {"/level", {"low", "mid", "high"}},
      {"/mark", {"red", "green"}}, {"/$judgments/weighed", {true, false}}};
  const auto found = kLeaves.find(pointer);
  return found == kLeaves.end() ? std::nullopt : std::optional(found->second);
}

// All outcomes of one part over the combinations of `leaves`, by the leaves' values in order.
std::map<std::vector<Json>, Json> table_of(const std::vector<std::string>& leaves, const Json& base,
                                           const std::function<Json(const Json&)>& outcome) {
  std::map<std::vector<Json>, Json> table;
  std::vector<std::size_t> place(leaves.size(), 0);
  for (;;) {
    Json facts = base;
    std::vector<Json> key;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      key.push_back(members(leaves[i])->at(place[i]));
      facts[Json::json_pointer(leaves[i])] = key.back();
    }
    table[key] = outcome(facts);
    std::size_t i = 0;
    while (i < place.size() && ++place[i] == members(leaves[i])->size()) place[i++] = 0;
    if (i == place.size()) return table;
  }
}

// Is there a pair of rows that differ in leaf `i` alone and in their outcome?
bool matters(const std::map<std::vector<Json>, Json>& table, std::size_t i) {
  for (const auto& [key, outcome] : table)
    for (const auto& [other, other_outcome] : table) {
      bool alone = true;
      for (std::size_t j = 0; j < key.size(); ++j)
        alone = alone && ((key[j] == other[j]) == (j != i));
      if (alone && outcome != other_outcome) return true;
    }
  return false;
}

}  // namespace

std::vector<std::string> refuted(const GeneratedProgram& program, const Json& facts,
                                 const Json& answer, const Decide& decide, Random& random,
                                 std::uint64_t& checked) {
  std::vector<std::string> out;
  std::vector<std::pair<Json, Json>> samples;
  for (int i = 0; i < kSamples; ++i) {
    Json whole = complete(program, facts, random);
    Json decided = decide(whole);
    samples.emplace_back(std::move(whole), std::move(decided));
  }
  for (const char* section : {"outputs", "norms"}) {
    const Json parts = answer.value(section, Json::object());
    for (const auto& [name, part] : parts.items()) {
      const auto missing = asked(part);
      if (!missing) {
        ++checked;
        for (const auto& [whole, decided] : samples)
          if (decided.contains(section) && decided[section].contains(name) &&
              !keeps(decided[section][name], part))
            out.push_back(name + " was settled as " + part.dump() + " but " + whole.dump() +
                          " gives " + decided[section][name].dump());
        continue;
      }
      const bool exact = !part.value("$inexact", false);
      bool small = exact && !missing->empty() && missing->size() <= 4;
      for (const std::string& leaf : *missing) small = small && members(leaf).has_value();
      if (!small) continue;
      ++checked;
      const Json& base = samples[0].first;
      const auto table = table_of(*missing, base, [&](const Json& whole) {
        const Json decided = decide(whole);
        return outcome_of(decided.at(section).at(name));
      });
      for (std::size_t i = 0; i < missing->size(); ++i)
        if (!matters(table, i))
          out.push_back(name + " asks for " + (*missing)[i] + ", which changes nothing beside " +
                        base.dump());
    }
  }
  return out;
}

}  // namespace phep::tests
