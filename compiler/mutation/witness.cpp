#include "compiler/mutation/witness.h"

#include "compiler/mutation/maker.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>

namespace phep::mutation {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostCases = 12;    // of a target, from which the search sets out
constexpr std::size_t kMostAsked = 1500;  // facts of one mutant

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
      if (auto found = difference(value, other, key.empty() ? name : key + "." + name)) return found;
    }
    for (const auto& [name, value] : b.items())
      if (!a.contains(name)) return Difference{key.empty() ? name : key + "." + name, Json(), value};
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

Witness witness_of(const testing::Target& target, const testing::Case& one, const std::string& lawful,
                   std::string_view wrong) {
  Witness out{.near = one.title,
              .decision = target.program.decisions[0].name,
              .facts = one.facts,
              .as_of = one.as_of,
              .law_date = one.law_date,
              .readings = one.readings,
              .key = "answer",
              .lawful = lawful,
              .wrong = std::string(wrong)};
  const auto found = first_difference(Json::parse(lawful, nullptr, false),
                                      Json::parse(wrong, nullptr, false));
  if (found) {
    out.key = found->key;
    out.lawful = found->lawful.dump();
    out.wrong = found->wrong.dump();
  }
  return out;
}

// ---- facts nearby -------------------------------------------------------------------------------

std::optional<std::int64_t> moment_of(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto text = value.get<std::string>();
  std::int64_t ms = 0;
  if (runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms) !=
      runtime::InstantStatus::Ok)
    return std::nullopt;
  return ms;
}

std::optional<std::int32_t> day_of(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto text = value.get<std::string>();
  std::int32_t day = 0;
  if (!runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &day))
    return std::nullopt;
  return day;
}

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

// The days at which law begins or ends in a program.
std::set<std::int32_t> days_of_force(const decision::Program& program) {
  std::set<std::int32_t> out;
  for (const decision::Function& function : program.functions)
    for (const decision::Inst& inst : function.insts)
      if (const auto* force = std::get_if<decision::InForceInst>(&inst.node))
        for (const auto& bounds : force->intervals)
          for (const std::int32_t bound : bounds)
            if (bound > -700'000 && bound < 2'900'000) out.insert({bound - 1, bound});
  return out;
}

class Search {
 public:
  Search(const testing::Ground& ground, const testing::Target& target, const decision::Program& wrong,
         const testing::Engine& engine)
      : target_(target), wrong_(wrong), engine_(engine) {
    auto engines = ground.make_engines(target.program, target.image);
    if (engines) lawful_ = std::move(engines->front());
    days_ = days_of_force(target.program);
    days_.merge(days_of_force(wrong));
  }

  std::optional<Witness> run() {
    if (!lawful_) return std::nullopt;
    std::size_t from = 0;
    for (const testing::Case& one : target_.cases) {
      if (from++ >= kMostCases || asked_ >= kMostAsked) break;
      const Json facts = Json::parse(one.facts, nullptr, false);
      if (facts.is_discarded()) continue;
      if (auto found = moments(one)) return found;
      const decision::Struct& root = target_.program.structs[target_.program.decisions[0].facts];
      if (auto found = slots(one, facts, root, "")) return found;
    }
    return std::nullopt;
  }

 private:
  std::optional<Witness> ask(const testing::Case& one) {
    if (++asked_ > kMostAsked) return std::nullopt;
    const testing::CaseOutcome lawful = lawful_->run(0, one.facts, testing::options_of(one, target_.program));
    if (lawful.status != PHEP_OK) return std::nullopt;
    const testing::CaseOutcome wrong = engine_.run(0, one.facts, testing::options_of(one, wrong_));
    if (wrong.output == lawful.output) return std::nullopt;
    return witness_of(target_, one, lawful.output, wrong.output);
  }

  // The case at other moments: around those that it counts to, and around days of force.
  std::optional<Witness> moments(const testing::Case& one) {
    std::set<std::int64_t> at;
    const Json answer = Json::parse(one.answer, nullptr, false);
    for (const Json& norm : answer.value("norms", Json::object()))
      for (const char* key : {"due", "until", "through"})
        if (norm.is_object() && norm.contains(key))
          if (const auto ms = moment_of(norm[key]))
            for (const std::int64_t step : {-kDay, -kHour, std::int64_t{-1}, std::int64_t{0},
                                            std::int64_t{1}, kHour, kDay})
              at.insert(*ms + step);
    for (const std::int32_t day : days_)
      at.insert(runtime::day_start(day, 420) + 12 * kHour);
    for (const std::int64_t ms : at) {
      testing::Case other = one;
      other.as_of = ms;
      if (auto found = ask(other)) return found;
    }
    return std::nullopt;
  }

  std::optional<Witness> slots(const testing::Case& one, const Json& facts,
                               const decision::Struct& structure, const std::string& prefix) {
    for (const decision::SlotId id : structure.slots) {
      const decision::Slot& slot = target_.program.slots[id];
      const Json::json_pointer at(prefix + slot.path);
      if (slot.is_list) {
        if (!facts.contains(at) || !facts[at].is_array()) continue;
        if (auto found = elements(one, facts, slot, prefix + slot.path)) return found;
        continue;
      }
      for (const Json& value : values(slot, facts.contains(at) ? facts[at] : Json())) {
        Json other = facts;
        other[at] = value;
        testing::Case changed = one;
        changed.facts = other.dump();
        if (auto found = ask(changed)) return found;
      }
    }
    return std::nullopt;
  }

  std::optional<Witness> elements(const testing::Case& one, const Json& facts, const decision::Slot& list,
                                  const std::string& path) {
    if (!list.element.exists()) return std::nullopt;
    const Json& items = facts[Json::json_pointer(path)];
    for (std::size_t i = 0; i < items.size() && i < 2; ++i)
      if (auto found = slots(one, facts, target_.program.structs[list.element],
                             path + "/" + std::to_string(i)))
        return found;
    // One element less, and one twice.
    for (const bool less : {true, false}) {
      if (items.empty()) break;
      Json other = facts;
      Json& now = other[Json::json_pointer(path)];
      less ? now.erase(now.size() - 1) : now.push_back(Json(now.back()));
      testing::Case changed = one;
      changed.facts = other.dump();
      if (auto found = ask(changed)) return found;
    }
    return std::nullopt;
  }

  // Values that a slot may have, those first that the program tells apart.
  std::vector<Json> values(const decision::Slot& slot, const Json& now) const {
    std::vector<Json> out;
    const auto add = [&](Json value) {
      if (value != now && !std::ranges::contains(out, value)) out.push_back(std::move(value));
    };
    switch (slot.kind) {
      case decision::Kind::Bool:
        add(true);
        add(false);
        break;
      case decision::Kind::Enum:
        for (const std::string& member : target_.program.enums[slot.enumeration].members) {
          if (out.size() >= 40) break;
          add(member);
        }
        break;
      case decision::Kind::Set: sets(slot, now, add); break;
      case decision::Kind::Int:
        for (const std::int64_t value : slot.representatives) add(value);
        if (now.is_number_integer())
          for (const std::int64_t step : {1, -1}) add(now.get<std::int64_t>() + step);
        break;
      case decision::Kind::Money:
        for (const std::int64_t value : slot.representatives)
          add({{"amount", std::to_string(value)}, {"currency", slot.currency}});
        break;
      case decision::Kind::Date: dates(slot, now, add); break;
      case decision::Kind::Instant: instants(now, add); break;
      default: break;
    }
    if (slot.optional) add(nullptr);
    return out;
  }

  template <class Add>
  void sets(const decision::Slot& slot, const Json& now, const Add& add) const {
    std::set<std::string> held;
    if (now.is_array())
      for (const Json& one : now)
        if (one.is_string()) held.insert(one.get<std::string>());
    for (const std::string& member : target_.program.enums[slot.enumeration].members) {
      std::set<std::string> other = held;
      if (!other.insert(member).second) other.erase(member);
      add(Json(other));
    }
    add(Json(target_.program.enums[slot.enumeration].members));
    add(Json::array());
  }

  template <class Add>
  void dates(const decision::Slot& slot, const Json& now, const Add& add) const {
    for (const std::int64_t value : slot.representatives)
      add(day_text(static_cast<std::int32_t>(value)));
    if (const auto day = day_of(now))
      for (const int step : {-1, 1, -7, 7, -30, 30, -365, 365}) add(day_text(*day + step));
    for (const std::int32_t day : days_) add(day_text(day));
  }

  template <class Add>
  void instants(const Json& now, const Add& add) const {
    if (const auto ms = moment_of(now))
      for (const std::int64_t days : {-1, 1, -3, 3, -7, 7, -30, 30, -365, 365})
        add(moment_text(*ms + days * kDay, 0));
    for (const std::int32_t day : days_) add(moment_text(runtime::day_start(day, 420) + 9 * kHour, 0));
  }

  const testing::Target& target_;
  const decision::Program& wrong_;
  const testing::Engine& engine_;
  std::optional<testing::Engine> lawful_;
  std::set<std::int32_t> days_;
  std::size_t asked_ = 0;
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
