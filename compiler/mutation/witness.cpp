#include "compiler/mutation/witness.h"

#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/nearby.h"

#include <algorithm>

namespace phep::mutation {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostCases = 12;    // of a target, from which the search sets out
constexpr std::size_t kMostAsked = 1500;  // facts of one mutant

// What differs where no part that a case file names does.
constexpr const char* kWhole = "answer";

// The first part of two answers that differs, as case files name it.
struct Difference {
  std::string key;
  Json lawful, wrong;
};
std::optional<Difference> difference(const Json& a, const Json& b, const std::string& key) {
  if (a == b) return std::nullopt;
  if (a.is_object() && b.is_object() && !a.contains("$unknown") && !b.contains("$unknown")) {
    // What a norm is comes before when and why.
    if (a.contains("status") && b.contains("status") && a["status"] != b["status"])
      return Difference{key, a["status"], b["status"]};
    for (const auto& [name, value] : a.items()) {
      if (name == "why" || name == "cites") continue;  // told of something else that differs
      const Json other = b.contains(name) ? b[name] : Json();
      if (auto found = difference(value, other, key.empty() ? name : key + "." + name))
        return found;
    }
    for (const auto& [name, value] : b.items())
      if (!a.contains(name))
        return Difference{key.empty() ? name : key + "." + name, Json(), value};
  }
  return Difference{key, a, b};
}

std::optional<Difference> first_difference(const Json& lawful, const Json& wrong) {
  for (const char* section : {"norms", "outputs"})
    if (auto found = difference(lawful.value(section, Json::object()),
                                wrong.value(section, Json::object()), ""))
      return found;
  return difference(lawful.value("missing", Json::array()), wrong.value("missing", Json::array()),
                    "missing");
}

Witness witness_of(const testing::Target& target, const testing::Case& one,
                   const std::string& lawful, std::string_view wrong) {
  Witness out{.near = one.title,
              .decision = target.program.decisions[0].name,
              .facts = one.facts,
              .as_of = one.as_of,
              .law_date = one.law_date,
              .readings = one.readings,
              .key = kWhole,
              .lawful = lawful,
              .wrong = std::string(wrong)};
  const auto found =
      first_difference(Json::parse(lawful, nullptr, false), Json::parse(wrong, nullptr, false));
  if (found) {
    out.key = found->key;
    out.lawful = found->lawful.dump();
    out.wrong = found->wrong.dump();
  }
  return out;
}

class Search {
 public:
  Search(const testing::Ground& ground, const testing::Target& target,
         const decision::Program& wrong, const testing::Engine& engine)
      : target_(target), wrong_(wrong), engine_(engine) {
    auto engines = ground.make_engines(target.program, target.image);
    if (engines) lawful_ = std::move(engines->front());
  }

  std::optional<Witness> run() {
    if (!lawful_) return std::nullopt;
    std::set<std::int32_t> days = testing::days_of_force(target_.program);
    days.merge(testing::days_of_force(wrong_));
    std::optional<Witness> found;
    std::size_t from = 0, asked = 0;
    for (const testing::Case& one : target_.cases) {
      if (from++ >= kMostCases) break;
      const bool enough = each_near(target_.program, one, days, [&](const testing::Case& other) {
        found = ask(other);
        return found.has_value() || ++asked >= kMostAsked;
      });
      if (enough) break;
    }
    return found;
  }

 private:
  std::optional<Witness> ask(const testing::Case& one) {
    const testing::CaseOutcome lawful =
        lawful_->run(0, one.facts, testing::options_of(one, target_.program));
    if (lawful.status != PHEP_OK) return std::nullopt;
    const testing::CaseOutcome wrong = engine_.run(0, one.facts, testing::options_of(one, wrong_));
    if (wrong.output == lawful.output) return std::nullopt;
    Witness out = witness_of(target_, one, lawful.output, wrong.output);
    if (out.key == kWhole)
      return std::nullopt;  // no test can ask on which readings an answer rests
    return out;
  }

  const testing::Target& target_;
  const decision::Program& wrong_;
  const testing::Engine& engine_;
  std::optional<testing::Engine> lawful_;
};

}  // namespace

Witness posed(const testing::Target& target, const testing::Case& one, std::string_view wrong) {
  Witness out = witness_of(target, one, one.answer, wrong);
  out.posed = true;
  return out;
}

std::optional<Witness> find_witness(const testing::Ground& ground, const testing::Target& target,
                                    const decision::Program& wrong, const testing::Engine& engine) {
  return Search(ground, target, wrong, engine).run();
}

}  // namespace phep::mutation
