#include "compiler/testing/nearby.h"

#include "compiler/runtime/date.h"
#include "compiler/testing/time_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

constexpr std::int32_t kVietnam = 420;  // minutes east of UTC

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

// The cases around one, given out until somebody has had enough.
class Nearby {
 public:
  Nearby(const decision::Program& program, const Case& one, const std::set<std::int32_t>& days,
         const VisitCase& visit)
      : program_(program), one_(one), days_(days), visit_(visit) {}

  bool run() {
    const Json facts = Json::parse(one_.facts, nullptr, false);
    if (facts.is_discarded()) return false;
    return moments() || slots(facts, program_.structs[program_.decisions[0].facts], "");
  }

 private:
  // The case at other moments: around those that it counts to, and around days of force.
  bool moments() {
    std::set<std::int64_t> at;
    const Json answer = Json::parse(one_.answer, nullptr, false);
    const Json norms = answer.is_object() ? answer.value("norms", Json::object()) : Json::object();
    for (const Json& norm : norms)
      for (const char* key : {"due", "until", "through"})
        if (norm.is_object() && norm.contains(key))
          if (const auto ms = moment_of(norm[key]))
            for (const std::int64_t step :
                 {-kDay, -kHour, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, kHour, kDay})
              at.insert(*ms + step);
    for (const std::int32_t day : days_) at.insert(runtime::day_start(day, kVietnam) + 12 * kHour);
    for (const std::int64_t ms : at) {
      Case other = one_;
      other.as_of = ms;
      if (visit_(other)) return true;
    }
    return false;
  }

  bool with(const Json& facts) {
    Case other = one_;
    other.facts = facts.dump();
    return visit_(other);
  }

  bool slots(const Json& facts, const decision::Struct& structure, const std::string& prefix) {
    for (const decision::SlotId id : structure.slots) {
      const decision::Slot& slot = program_.slots[id];
      const Json::json_pointer at(prefix + slot.path);
      if (slot.is_list) {
        if (!facts.contains(at) || !facts[at].is_array()) continue;
        if (elements(facts, slot, prefix + slot.path)) return true;
        continue;
      }
      for (const Json& value : values(slot, facts.contains(at) ? facts[at] : Json())) {
        Json other = facts;
        other[at] = value;
        if (with(other)) return true;
      }
    }
    return false;
  }

  bool elements(const Json& facts, const decision::Slot& list, const std::string& path) {
    if (!list.element.exists()) return false;
    const Json items = facts[Json::json_pointer(path)];
    for (std::size_t i = 0; i < items.size() && i < 2; ++i)
      if (slots(facts, program_.structs[list.element], path + "/" + std::to_string(i))) return true;
    if (items.empty()) return false;
    // One element less, and one twice.
    for (const bool less : {true, false}) {
      Json other = facts;
      Json& now = other[Json::json_pointer(path)];
      less ? now.erase(now.size() - 1) : now.push_back(Json(now.back()));
      if (with(other)) return true;
    }
    return false;
  }

  // Values that a slot may have, those first that the program tells apart.
  std::vector<Json> values(const decision::Slot& slot, const Json& now) const {
    std::vector<Json> out;
    const auto add = [&](Json value) {
      if (value != now && std::ranges::find(out, value) == out.end())
        out.push_back(std::move(value));
    };
    switch (slot.kind) {
      case decision::Kind::Bool:
        add(true);
        add(false);
        break;
      case decision::Kind::Enum:
        for (const std::string& member : program_.enums[slot.enumeration].members) {
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
    for (const std::string& member : program_.enums[slot.enumeration].members) {
      std::set<std::string> other = held;
      if (!other.insert(member).second) other.erase(member);
      add(Json(other));
    }
    add(Json(program_.enums[slot.enumeration].members));
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
    for (const std::int32_t day : days_)
      add(moment_text(runtime::day_start(day, kVietnam) + 9 * kHour, 0));
  }

  const decision::Program& program_;
  const Case& one_;
  const std::set<std::int32_t>& days_;
  const VisitCase& visit_;
};

Json base_value(const decision::Program& program, const decision::Slot& slot, std::int32_t day) {
  if (slot.is_list) return Json::array();
  if (slot.optional) return nullptr;
  switch (slot.kind) {
    case decision::Kind::Bool: return false;
    case decision::Kind::Enum: return program.enums[slot.enumeration].members.at(0);
    case decision::Kind::Set: return Json::array();
    case decision::Kind::Int: return slot.ranged ? slot.lo : 0;
    case decision::Kind::Money:
      return {{"amount", std::to_string(slot.ranged ? slot.lo : 0)}, {"currency", slot.currency}};
    case decision::Kind::Date: return day_text(day);
    case decision::Kind::Instant:
      return moment_text(runtime::day_start(day, kVietnam) + 9 * kHour, kVietnam);
    case decision::Kind::Duration: return {{"n", 1}, {"unit", "days"}};
    case decision::Kind::Text: return "";
    default: return "0";
  }
}

}  // namespace

std::string base_facts(const decision::Program& program, std::int32_t day) {
  Json out = Json::object();
  for (const decision::SlotId id : program.structs[program.decisions[0].facts].slots) {
    const decision::Slot& slot = program.slots[id];
    if (!slot.judgment) out[Json::json_pointer(slot.path)] = base_value(program, slot, day);
  }
  return out.dump();
}

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

bool each_near(const decision::Program& program, const Case& one,
               const std::set<std::int32_t>& days, const VisitCase& visit) {
  return Nearby(program, one, days, visit).run();
}

}  // namespace phep::testing
