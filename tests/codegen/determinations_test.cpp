// Dated determinations in facts, on every engine: which hold, which the answer lists, what names
// them.
#include "compiler/cli/engine_set.h"
#include "compiler/decision/image.h"
#include "compiler/runtime/phep_abi.h"
#include "tests/support/programs.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace phep::tests {
namespace {

using Json = nlohmann::json;

constexpr const char* kLaw = R"(
counting vn.civil_code
calendar sample.days
calendar sample.days { zone "+07:00" weekly rest sunday covers from 2026-01-01 through 2026-12-31 }
record Part { size : int 0..9 }
record Case { people : int 0..1_000_000  parts : list<Part> max 9  at : instant }
rule grave(c: Case) : bool by judgment { basis "the file" }
rule fair(p: Part) : money<VND>? by judgment { basis "the file" }
rule counts(c: Case) : bool = grave(c) or c.people >= 1_000
rule end(c: Case) : instant = 3 days after c.at
decision report(c: Case) {
  counts = counts(c)
  fair   = sum (p in c.parts : fair(p) if_absent 0 VND)
  end    = end(c)
}
)";

struct Bench {
  decision::Program program = lower_text(kLaw, "report");
  std::vector<std::uint8_t> image = decision::encode(program);
  std::vector<testing::Engine> engines = *(*cli::engine_set("all", 0))(program, image);

  Json run(const std::string& facts, const testing::CaseOptions& options) {
    std::string first;
    for (testing::Engine& engine : engines) {
      const auto outcome = engine.run(0, facts, options);
      CHECK(outcome.status == PHEP_OK);
      if (first.empty()) first = outcome.output;
      CHECK_MESSAGE(outcome.output == first, engine.name, " disagrees on ", facts);
    }
    return Json::parse(first, nullptr, false);
  }
};

testing::CaseOptions at_noon_of_2_march() {
  testing::CaseOptions options;
  options.as_of = 1'772'427'600'000;  // 2026-03-02T05:00Z, noon in Hà Nội
  return options;
}

std::string facts(const std::string& judgments, int people = 3) {
  return R"({"at":"2026-03-01T08:00+07:00","parts":[],"people":)" + std::to_string(people) +
         R"(,"$judgments":{)" + judgments + "}}";
}

}  // namespace

TEST_CASE("determinations: the answer lists those it rests on, and the certificate names them") {
  Bench bench;
  const auto options = at_noon_of_2_march();
  const std::string found =
      R"("grave":{"value":true,"author":"A","on":"2026-03-01","basis":"B","until":"2027-01-01"})";
  const Json rests = bench.run(facts(found), options);
  CHECK(rests["outputs"]["counts"] == true);
  REQUIRE(rests["determinations"].size() == 1);
  const Json& one = rests["determinations"][0];
  CHECK(one["at"] == "/$judgments/grave");
  CHECK(one["author"] == "A");
  CHECK(one["basis"] == "B");
  CHECK(one["on"] == "2026-03-01");
  CHECK(one["until"] == "2027-01-01");
  CHECK(one["id"].get<std::string>().size() == 64);
  CHECK(rests["certificate"]["determinations"] == Json::array({one["id"]}));
  CHECK(rests["certificate"]["calendars"]["sample.days"].get<std::string>().size() == 64);
  // The id is of what is said: another basis, another id; white space and order of keys do not
  // count.
  const std::string same =
      R"("grave" : { "until":"2027-01-01", "on":"2026-03-01", "basis":"B", "author":"A", "value" : true })";
  CHECK(bench.run(facts(same), options)["determinations"] == rests["determinations"]);
  const std::string other =
      R"("grave":{"value":true,"author":"A","on":"2026-03-01","basis":"C","until":"2027-01-01"})";
  CHECK(bench.run(facts(other), options)["determinations"][0]["id"] != one["id"]);
  const std::string named = R"("grave":{"value":true,"author":"A","on":"2026-03-01","id":"N-7"})";
  CHECK(bench.run(facts(named), options)["certificate"]["determinations"] == Json::array({"N-7"}));
}

TEST_CASE("determinations: what the answer does not rest on is not listed") {
  Bench bench;
  const auto options = at_noon_of_2_march();
  const std::string found = R"("grave":{"value":true,"author":"A","on":"2026-03-01"})";
  const Json enough = bench.run(facts(found, 5'000), options);
  CHECK(!enough.contains("determinations"));
  CHECK(enough["certificate"]["determinations"].empty());
  const Json plain = bench.run(facts(R"("grave":true)"), options);
  CHECK(plain["outputs"]["counts"] == true);
  CHECK(!plain.contains("determinations"));
}

TEST_CASE("determinations: expired, or of tomorrow, they leave the judgment open and say so") {
  Bench bench;
  const auto options = at_noon_of_2_march();
  const auto state = [&](const std::string& dates, const char* word) {
    const Json answer =
        bench.run(facts(R"("grave":{"value":true,"author":"A",)" + dates + "}"), options);
    CHECK(answer["missing"] == Json::array({"/$judgments/grave"}));
    REQUIRE(answer["determinations"].size() == 1);
    CHECK(answer["determinations"][0][word] == true);
    CHECK(answer["certificate"]["determinations"].empty());
  };
  state(R"("on":"2026-03-03")", "not_yet");
  state(R"("on":"2026-02-01","until":"2026-03-02")", "expired");
  const Json holds = bench.run(
      facts(R"("grave":{"value":true,"author":"A","on":"2026-03-02","until":"2026-03-03"})"),
      options);
  CHECK(holds["missing"].empty());
}

TEST_CASE("determinations: of elements, however many, and of values that are objects") {
  Bench bench;
  const auto options = at_noon_of_2_march();
  std::string parts;
  for (int i = 0; i < 9; ++i)
    parts += std::string(i == 0 ? "" : ",") + R"({"size":1,"$judgments":{"fair":)" +
             (i % 3 == 0 ? R"({"amount":"5","currency":"VND"})"
              : i % 3 == 1
                  ? R"({"value":{"amount":"7","currency":"VND"},"author":"A","on":"2026-03-01"})"
                  : R"({"author":"A","value":null,"on":"2026-03-01"})") +
             "}}";
  const Json answer = bench.run(R"({"at":"2026-03-01T08:00+07:00","people":1,"parts":[)" + parts +
                                    R"(],"$judgments":{"grave":false}})",
                                options);
  CHECK(answer["outputs"]["fair"]["amount"] == "36");
  REQUIRE(answer["determinations"].size() == 6);
  CHECK(answer["determinations"][0]["at"] == "/parts/1/$judgments/fair");
  CHECK(answer["determinations"][5]["at"] == "/parts/8/$judgments/fair");
}

TEST_CASE("determinations: what is written wrongly is refused at its place") {
  Bench bench;
  const auto refused = [&](const std::string& judgments, const char* code, const char* place) {
    for (testing::Engine& engine : bench.engines) {
      const auto outcome = engine.run(0, facts(judgments), at_noon_of_2_march());
      CHECK(outcome.status == PHEP_BAD_FACTS);
      const Json said = Json::parse(outcome.output, nullptr, false);
      CHECK(said["error"]["code"] == code);
      CHECK(said["error"]["at"] == place);
    }
  };
  refused(R"("grave":{})", "missing_key", "/$judgments/grave/author");
  refused(R"("grave":{"value":true,"author":"A"})", "missing_key", "/$judgments/grave/on");
  refused(R"("grave":{"author":"A","on":"2026-03-01"})", "missing_key", "/$judgments/grave/value");
  refused(R"("grave":{"value":1,"author":"A","on":"2026-03-01"})", "wrong_type",
          "/$judgments/grave/value");
  refused(R"("grave":{"value":true,"author":7,"on":"2026-03-01"})", "wrong_type",
          "/$judgments/grave/author");
  refused(R"("grave":{"value":true,"author":"A","on":"2026-02-30"})", "bad_date",
          "/$judgments/grave/on");
  refused(R"("grave":{"value":true,"value":true})", "duplicate_key", "/$judgments/grave/value");
  refused(R"("grave":{"value":true,"by":"A"})", "unknown_key", "/$judgments/grave/by");
}

}  // namespace phep::tests
