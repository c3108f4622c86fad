#include "tests/bench/cases.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace phep::tests {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 1440 * kMinute;

std::int64_t between(std::mt19937_64& seed, std::int64_t lo, std::int64_t hi) {
  return lo + static_cast<std::int64_t>(seed() % static_cast<std::uint64_t>(hi - lo + 1));
}

std::string day_text(std::int64_t days) {
  const std::chrono::year_month_day civil{std::chrono::sys_days(std::chrono::days(days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.year()),
                     static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
}

std::string instant_text(std::int64_t ms) {
  const std::int64_t minutes = (ms + 420 * kMinute) / kMinute;
  return fmt::format("{}T{:02}:{:02}+07:00", day_text(minutes / 1440), minutes / 60 % 24,
                     minutes % 60);
}

// Nine in ten act in Vietnam and not for defence alone: else most norms would bind nobody.
bool random_bool(const std::string& path, std::mt19937_64& seed) {
  const bool tenth = seed() % 10 == 0;
  if (path.ends_with("/in_vietnam")) return !tenth;
  if (path.ends_with("/exclusive_defence")) return tenth;
  return seed() % 2 == 0;
}

Json random_value(const decision::Program& program, const decision::Slot& slot, std::int64_t as_of,
                  std::mt19937_64& seed) {
  using decision::Kind;
  if (slot.optional && seed() % 4 == 0) return nullptr;
  switch (slot.kind) {
    case Kind::Bool: return random_bool(slot.path, seed);
    case Kind::Enum: {
      const auto& members = program.enums[slot.enumeration].members;
      return members.at(seed() % members.size());
    }
    case Kind::Set: {
      Json out = Json::array();
      for (const std::string& member : program.enums[slot.enumeration].members)
        if (seed() % 2 == 0) out.push_back(member);
      return out;
    }
    case Kind::Date: return day_text(as_of / kDay + between(seed, -500, 0));
    case Kind::Instant: return instant_text(as_of + between(seed, -20 * 1440, 1440) * kMinute);
    case Kind::Int: return between(seed, slot.ranged ? slot.lo : 0, slot.ranged ? slot.hi : 1000);
    default: PHEP_UNREACHABLE();
  }
}

}  // namespace

BenchCase random_case(const decision::Program& program, std::size_t decision,
                      std::mt19937_64& seed) {
  const std::int64_t first =
      std::chrono::sys_days(std::chrono::year(2026) / 1 / 10).time_since_epoch().count();
  const std::int64_t as_of = first * kDay + between(seed, 0, 310 * 1440) * kMinute;
  Json facts = Json::object();
  const auto& structure = program.structs[program.decisions.at(decision).facts];
  for (const decision::SlotId id : structure.slots) {
    const decision::Slot& slot = program.slots[id];
    facts[Json::json_pointer(slot.path)] = random_value(program, slot, as_of, seed);
  }
  return {facts.dump(), as_of};
}

}  // namespace phep::tests
