#include "tests/generated/facts_writer.h"

#include <fmt/format.h>

#include <chrono>

namespace phep::tests {
namespace {

using Json = nlohmann::json;

class Facts {
 public:
  Facts(const GeneratedProgram& program, Random& random, int gaps)
      : program_(program), random_(random), gaps_(gaps) {}

  Json item() {
    Json out = Json::object();
    put(out, "size", [&] { return Json(clamp(0, 100)); });
    put(out, "live", [&] { return Json(random_.chance(50)); });
    put(out, "mark", [&] { return mark(); });
    put(out, "seen", [&] { return maybe([&] { return day(); }); });
    return out;
  }

  Json whole() {
    Json out = Json::object();
    for (const char* key : {"a", "b", "c"}) put(out, key, [&] { return Json(random_.chance(50)); });
    put(out, "level", [&] { return Json(random_.pick({"low", "mid", "high"})); });
    put(out, "mark", [&] { return mark(); });
    put(out, "marks", [&] {
      Json set = Json::array();
      if (random_.chance(50)) set.push_back("red");
      if (random_.chance(50)) set.push_back("green");
      return set;
    });
    put(out, "few", [&] { return Json(clamp(0, 1000)); });
    put(out, "many", [&] {
      return random_.chance(2) ? Json(random_.chance(50) ? INT64_MAX : INT64_MIN)
                               : Json(near_constant());
    });
    put(out, "paid", [&] {
      const std::int64_t amount =
          random_.chance(5) ? INT64_MAX - random_.in(0, 9) : near_constant();
      return Json{{"amount", std::to_string(amount)}, {"currency", "VND"}};
    });
    put(out, "rate", [&] {
      return Json(
          fmt::format("{}.{}", random_.in(0, 9), random_.pick({"0", "5", "25", "333333333"})));
    });
    put(out, "day", [&] { return day(); });
    put(out, "gone", [&] { return maybe([&] { return day(); }); });
    put(out, "start", [&] { return moment(); });
    put(out, "ended", [&] { return maybe([&] { return moment(); }); });
    put(out, "note", [&] { return Json(random_.pick({"x", "đ", ""})); });
    put(out, "items", [&] {
      Json list = Json::array();
      for (std::int64_t n = random_.in(0, 4); n > 0; --n) list.push_back(item());
      return list;
    });
    if (gaps_ == 0 || random_.chance(60)) out["$judgments"]["weighed"] = random_.chance(50);
    return out;
  }

  std::int64_t instant() {
    const std::int64_t local = static_cast<std::int64_t>(near_day()) * 86'400'000 - 7 * 3'600'000;
    return random_.chance(40) ? local : local + random_.in(0, 86'399) * 1000;
  }

  bool has_null = false;

 private:
  template <class Make>
  void put(Json& out, const char* key, Make make) {
    if (!random_.chance(gaps_)) out[key] = make();
  }
  template <class Make>
  Json maybe(Make make) {
    if (!random_.chance(30)) return make();
    has_null = true;
    return nullptr;
  }
  Json mark() { return random_.pick({"red", "green"}); }
  std::int64_t near_constant() {
    if (program_.constants.empty() || random_.chance(20)) return random_.in(0, 1000);
    return random_.pick(program_.constants) + random_.in(-1, 1);
  }
  std::int64_t clamp(std::int64_t lo, std::int64_t hi) {
    return std::clamp(near_constant(), lo, hi);
  }
  std::int32_t near_day() {
    if (random_.chance(60)) {
      return random_.pick(program_.days) + static_cast<std::int32_t>(random_.in(-2, 2));
    }
    return static_cast<std::int32_t>(random_.in(20'400, 21'100));  // autumn 2025 to autumn 2027
  }
  Json day() {
    const std::chrono::year_month_day d{std::chrono::sys_days(std::chrono::days(near_day()))};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(d.year()),
                       static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
  }
  Json moment() { return instant_json(instant()); }

  const GeneratedProgram& program_;
  Random& random_;
  int gaps_;
};

void fill(Json& into, const Json& from) {
  for (const auto& [key, value] : from.items())
    if (!into.contains(key)) into[key] = value;
}

}  // namespace

Json instant_json(std::int64_t ms) {
  const std::int64_t days = (ms >= 0 ? ms : ms - 86'399'999) / 86'400'000;
  const std::int64_t rest = ms - days * 86'400'000;
  const std::chrono::year_month_day d{std::chrono::sys_days(std::chrono::days(days))};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(d.year()),
                     static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()),
                     rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60);
}

GeneratedCase write_case(const GeneratedProgram& program, int gaps, Random& random) {
  Facts facts(program, random, random.chance(100 - gaps) ? 0 : static_cast<int>(random.in(5, 40)));
  GeneratedCase out;
  out.facts = facts.whole();
  out.as_of = facts.instant();
  out.has_null = facts.has_null;
  return out;
}

Json complete(const GeneratedProgram& program, const Json& facts, Random& random) {
  Facts filler(program, random, 0);
  Json out = facts;
  Json rest = filler.whole();
  if (!rest.contains("$judgments")) rest["$judgments"]["weighed"] = random.chance(50);
  fill(out, rest);
  for (Json& item : out["items"]) fill(item, filler.item());
  return out;
}

}  // namespace phep::tests
