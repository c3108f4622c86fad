// What an answer rests on: the readings and the determinations without which it would be another.
#include "compiler/runtime/runtime.h"
#include "tests/support/programs.h"
#include "tests/unit/decision_world.h"

#include <nlohmann/json.hpp>

#include <string>
#include <tuple>
#include <vector>

namespace phep::tests {
namespace {

using Json = nlohmann::json;

constexpr const char* kText = R"(
reading A { no, yes } default no basis "Nobody has decided it."
reading B { no, yes } default yes basis "Nobody has decided it."
reading C { low, middle, high } default middle basis "Nobody has decided it."
record Case {
  sure : bool
}
rule fit(c: Case) : bool by judgment
rule calm(c: Case) : bool by judgment
rule good(c: Case) : bool {
  default false
  case    fits:   true when fit(c)
  case    surely: true when c.sure
}
rule perhaps(c: Case) : int? {
  default null
  case    b: 1 when B is yes
}
prohibition use(c: Case) {
  applies  when C is high
  breached when A is yes
}
decision by_readings(c: Case) {
  it      = if A is yes then B is yes else C is low
  perhaps = perhaps(c)
  norms   use(c)
}
decision by_one(c: Case) {
  it = if A is yes then B is yes else C is low
}
rule amount(c: Case) : money<VND> {
  default 5 VND
  case    more: 7 VND when fit(c)
}
prohibition sell(c: Case) {
  applies  when c.sure
  breached when c.sure
  sanction main: fine amount(c)
}
decision by_costs(c: Case) {
  norms sell(c)
}
decision by_people(c: Case) {
  calm = calm(c)
  good = good(c)
}
overlay OTHERS {
  number   "1/0000"  rank resolution
  title    vi "Nghị quyết mẫu"  en "Sample resolution"
  in_force from 2020-01-01 through 2030-12-31
  replaces rule number with 5 when A is yes cites @1
  outline  1..9
}
rule number() : int = 5
decision by_law(c: Case) {
  number = number()
}
)";

struct Program {
  std::vector<std::uint64_t> words;
  const runtime::Header* image = nullptr;
  std::string name;

  explicit Program(const std::string& decision) {
    const auto program = lower_text(kText, decision);
    const auto bytes = decision::encode(program);
    words.resize((bytes.size() + 7) / 8 + 1);
    std::memcpy(words.data(), bytes.data(), bytes.size());
    REQUIRE(runtime::verify_image(words.data(), bytes.size()));
    image = reinterpret_cast<const runtime::Header*>(words.data());
    name = program.decisions[0].name;
  }
  Json decide(const std::string& facts, const std::vector<std::int32_t>& readings,
              std::uint32_t flags = 0, const char* as_of = "2026-03-10T09:00+07:00") const {
    phep_options options{};
    options.size = sizeof options;
    options.flags = flags;
    options.as_of = decision_test::moment(as_of);
    options.law_date = PHEP_NO_DATE;
    options.reading_count = static_cast<std::uint32_t>(readings.size());
    options.readings.ptr = readings.data();
    std::vector<char> memory(1U << 20);
    runtime::Arena arena{memory.data(), memory.data() + memory.size(), false};
    std::string out(1U << 16, '\0');
    std::size_t written = 0;
    const std::uint32_t index = runtime::find_decision(image, name.data(), name.size());
    REQUIRE(index != runtime::kNone);
    REQUIRE(runtime::decide_json(image, index, nullptr, facts.data(), facts.size(), &options,
                                 out.data(), out.size(), &written, arena, nullptr) == PHEP_OK);
    out.resize(written);
    return Json::parse(out);
  }
};

// Of each choice of readings against all that differ from it in one. `all`: also of an output that
// may be absent, and of a norm.
void check_readings(const Program& program, bool all) {
  constexpr const char* kNames[] = {"A", "B", "C"};
  constexpr std::int32_t kMembers[] = {2, 2, 3}, kDefaults[] = {0, 1, 1};
  const auto it = [](const std::int32_t* r) { return r[0] == 1 ? r[1] == 1 : r[2] == 0; };
  const auto told = [&](const std::int32_t* r) {
    const int norm = r[2] == 2 ? 1 + r[0] : 0;
    return std::tuple(it(r), all && r[1] == 1, all ? norm : 0);
  };
  const char* const members[] = {"no", "yes", "", "no", "yes", "", "low", "middle", "high"};
  for (std::int32_t a = -1; a < 2; ++a)
    for (std::int32_t b = -1; b < 2; ++b)
      for (std::int32_t c = -1; c < 3; ++c)
        for (std::size_t given = 0; given <= 3; ++given) {
          std::vector<std::int32_t> readings = {a, b, c};
          readings.resize(given);
          std::int32_t used[] = {0, 1, 1};
          for (std::size_t i = 0; i < given; ++i)
            used[i] = readings[i] < 0 ? kDefaults[i] : readings[i];
          Json wanted = Json::object();
          for (std::size_t i = 0; i < 3; ++i) {
            std::int32_t other[] = {used[0], used[1], used[2]};
            bool changes = false;
            for (other[i] = 0; other[i] < kMembers[i]; ++other[i])
              changes = changes || told(other) != told(used);
            if (changes)
              wanted[program.name.substr(0, program.name.find('.') + 1) + kNames[i]] =
                  members[3 * i + static_cast<std::size_t>(used[i])];
          }
          const Json answer = program.decide("{}", readings);
          CHECK(answer["outputs"]["it"] == it(used));
          CHECK(answer.value("readings", Json::object()) == wanted);
          if (!all) continue;
          CHECK(answer["outputs"]["perhaps"] == (used[1] == 1 ? Json(1) : Json()));
          const Json& norm = answer["norms"]["use"];
          CHECK(norm["binds"] == (used[2] == 2));
          CHECK((norm["status"] == "violated") == (used[2] == 2 && used[0] == 1));
        }
}

TEST_CASE("rests on: a reading counts where another member of it alone changes the answer") {
  check_readings(Program("by_one"), false);
  check_readings(Program("by_readings"), true);
}

// "Made" holds since 1 March, "late" not before 1 April, "over" until 5 March.
TEST_CASE("rests on: a determination counts where the answer is another without it, or with it") {
  const Program program("by_people");
  const auto judged = [](const std::string& id, const std::string& when, const char* value) {
    return R"({"author":"A","id":")" + id + "\",\"value\":" + value +
           (when == "late"   ? R"(,"on":"2026-04-01"})"
            : when == "over" ? R"(,"on":"2026-03-01","until":"2026-03-05"})"
                             : R"(,"on":"2026-03-01"})");
  };
  for (const std::string calm : {"", "made", "late", "over"})
    for (const std::string fit : {"", "made", "late", "over"})
      for (const char* value : {"true", "false"})
        for (const char* sure : {"true", "false", ""})
          for (const std::uint32_t flags : {0U, std::uint32_t{PHEP_WITH_CERTIFICATE}}) {
            std::string judgments;
            if (!calm.empty()) judgments += "\"calm\":" + judged("calm_id", calm, value);
            if (!fit.empty())
              judgments +=
                  std::string(calm.empty() ? "" : ",") + "\"fit\":" + judged("fit_id", fit, value);
            std::string facts = "{\"$judgments\":{" + judgments + "}";
            if (*sure != 0) facts += std::string(",\"sure\":") + sure;
            CAPTURE(facts);
            const Json answer = program.decide(facts + "}", {}, flags);
            // What is certain either way does not hang on a judgment.
            std::vector<std::string> told, named;
            if (!calm.empty()) told.push_back("calm_id");
            if (calm == "made") named.push_back("calm_id");
            const bool settled = std::string(sure) == "true";
            if (!fit.empty() && !settled) told.push_back("fit_id");
            if (fit == "made" && !settled) named.push_back("fit_id");
            std::vector<std::string> said;
            for (const Json& one : answer.value("determinations", Json::array())) {
              said.push_back(one["id"]);
              const std::string when = one["id"] == "calm_id" ? calm : fit;
              CHECK(one.contains("not_yet") == (when == "late"));
              CHECK(one.contains("expired") == (when == "over"));
            }
            CHECK(said == told);
            if (flags != 0)
              CHECK(answer["certificate"]["determinations"].get<std::vector<std::string>>() ==
                    named);
            const bool is_calm = calm == "made";
            CHECK(answer["outputs"]["calm"].is_boolean() == is_calm);
            CHECK(answer["outputs"]["good"].is_boolean() ==
                  (settled || (fit == "made" && (*value == 't' || std::string(sure) == "false"))));
          }
}

// What is not told counts for nothing, though a certificate has its marks.
TEST_CASE("rests on: a determination of what is not told does not count") {
  const Program program("by_costs");
  for (const char* sure : {"true", "false"})
    for (const char* fit : {"true", "false"})
      for (const std::uint32_t flags : {0U, std::uint32_t{PHEP_WITH_CERTIFICATE}}) {
        const std::string judged = R"({"author":"A","on":"2026-03-01","value":)";
        const Json answer = program.decide(
            std::string(R"({"$judgments":{"fit":)") + judged + fit + "}},\"sure\":" + sure + "}",
            {}, flags);
        const bool binds = std::string(sure) == "true";
        CHECK(answer["norms"]["sell"]["binds"] == binds);
        CHECK(answer["norms"]["sell"].contains("sanctions") == binds);
        CHECK(answer.contains("determinations") == binds);
        if (flags != 0) CHECK(answer["certificate"]["determinations"].empty() == !binds);
      }
}

TEST_CASE("rests on: a reading counts where only the law that is named is another") {
  const Program program("by_law");
  for (const std::int32_t a : {0, 1}) {
    const Json answer = program.decide("{}", {a});
    CHECK(answer["outputs"]["number"] == 5);
    CHECK(answer.contains("law") == (a == 1));
    REQUIRE(answer.contains("readings"));
    CHECK(answer["readings"].size() == 1);
  }
}

TEST_CASE("rests on: a determination holds from the first moment of its day where the law is") {
  const Program program("by_people");
  const std::string facts =
      R"({"$judgments":{"calm":{"author":"A","on":"2026-03-10","value":true}}})";
  CHECK(program.decide(facts, {}, 0, "2026-03-10T00:00+07:00")["outputs"]["calm"] == true);
  CHECK_FALSE(program.decide(facts, {}, 0, "2026-03-09T23:59:59.999+07:00")["outputs"]["calm"]
                  .is_boolean());
}

}  // namespace
}  // namespace phep::tests
