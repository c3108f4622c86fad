// What a person sees when facts are wrong: tests/data/facts/*.json against the tour's decision, in
// both languages.
#include "compiler/cli/engine_set.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/render.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/facts_refusal.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"
#include "tests/support/programs.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace phep::tests {

TEST_CASE("golden: facts that are wrong, told in both languages") {
  const auto program = lower_file("tests/data/run/tour.phep", "breach_report");
  const auto image = decision::encode(program);
  const auto engines = (*cli::engine_set("interp", 0))(program, image);
  REQUIRE(engines.has_value());
  testing::CaseOptions options;
  options.as_of = 1'773'100'000'000;
  for (const std::string& path : data_files("facts", ".json")) {
    INFO(path);
    const std::string text = read_file(path);
    const auto outcome = engines->at(0).run(0, text, options);
    CHECK(outcome.status == PHEP_BAD_FACTS);
    SourceMap sources;
    const FileId file = sources.add(path.substr(path.rfind('/') + 1), text);
    const auto list =
        testing::facts_diagnostics(outcome.output, program, program.decisions[0], file);
    CHECK(list.items().size() == 1);
    const std::string stem = path.substr(0, path.size() - 5);
    check_recorded(stem + ".en.txt", render(list, sources, {Language::English, false}));
    check_recorded(stem + ".vi.txt", render(list, sources, {Language::Vietnamese, false}));
  }
}

TEST_CASE("golden: a list longer than its declared maximum") {
  const auto program = lower_text(R"(
record Item { ok : bool }
record Case { items : list<Item> max 1 }
decision report(c: Case) { all_ok = all (i in c.items : i.ok) }
)",
                                  "report");
  const auto image = decision::encode(program);
  const auto engines = (*cli::engine_set("interp", 0))(program, image);
  REQUIRE(engines.has_value());
  const std::string text = R"({ "items": [{ "ok": true }, { "ok": true }] })";
  const auto outcome = engines->at(0).run(0, text, {});
  CHECK(outcome.status == PHEP_BAD_FACTS);
  SourceMap sources;
  const FileId file = sources.add("too_long.json", text);
  const auto list = testing::facts_diagnostics(outcome.output, program, program.decisions[0], file);
  const std::string stem = source_dir() + "/tests/data/facts/too_long";
  check_recorded(stem + ".en.txt", render(list, sources, {Language::English, false}));
  check_recorded(stem + ".vi.txt", render(list, sources, {Language::Vietnamese, false}));
}

TEST_CASE("golden: a determination without its day") {
  const auto program = lower_text(R"(
record Case { open : bool }
rule grave(c: Case) : bool by judgment { basis "the file" }
decision report(c: Case) { grave = grave(c) }
)",
                                  "report");
  const auto image = decision::encode(program);
  const auto engines = (*cli::engine_set("interp", 0))(program, image);
  REQUIRE(engines.has_value());
  const std::string text =
      R"({ "open": true, "$judgments": { "grave": { "value": true, "author": "A" } } })";
  const auto outcome = engines->at(0).run(0, text, {});
  CHECK(outcome.status == PHEP_BAD_FACTS);
  SourceMap sources;
  const FileId file = sources.add("missing_key.json", text);
  const auto list = testing::facts_diagnostics(outcome.output, program, program.decisions[0], file);
  const std::string stem = source_dir() + "/tests/data/facts/missing_key";
  check_recorded(stem + ".en.txt", render(list, sources, {Language::English, false}));
  check_recorded(stem + ".vi.txt", render(list, sources, {Language::Vietnamese, false}));
}

TEST_CASE("facts: 200 malformed texts are refused, each at a place, and none is answered") {
  const auto program = lower_file("tests/data/run/tour.phep", "breach_report");
  const auto image = decision::encode(program);
  const auto engines = (*cli::engine_set("interp", 0))(program, image);
  REQUIRE(engines.has_value());
  const std::string good =
      R"({"detected_at":"2026-03-01T08:00+07:00","notified_at":"2026-03-04T10:00+07:00","harm":"serious","state_secret":false,"encrypted":true,"affected":12000})";
  testing::CaseOptions options;
  options.as_of = 1'773'100'000'000;
  REQUIRE(engines->at(0).run(0, good, options).status == PHEP_OK);

  std::vector<std::string> texts;
  for (std::size_t length = 0; length < good.size(); ++length)
    texts.push_back(good.substr(0, length));
  const std::vector<std::string> keys = {"detected_at",  "notified_at", "harm",
                                         "state_secret", "encrypted",   "affected"};
  const std::vector<std::string> wrong = {"[]",
                                          "{}",
                                          "1.5",
                                          "-1",
                                          "\"x\"",
                                          "1e400",
                                          "\"2026-02-30T00:00Z\"",
                                          "tru",
                                          "\"\\ud800\"",
                                          "9223372036854775808"};
  for (const std::string& key : keys)
    for (const std::string& value : wrong) texts.push_back("{\"" + key + "\":" + value + "}");
  for (const std::string& key : keys) {
    texts.push_back("{\"" + key + "x\":1}");
    texts.push_back("{\"" + key + "\":true,\"" + key + "\":true}");
  }
  for (const char* text : {"null", "1", "\"\"", "[]", "{}x", "{,}", "{\"a\"}",
                           "{\"harm\":\"none\",}", "\xEF\xBB\xBF{}", "{'harm':'none'}",
                           "{\"harm\":\"none\"}{}", "{\"harm\":\"none\" // no\n}"})
    texts.push_back(text);
  CHECK(texts.size() >= 200);
  for (const std::string& text : texts) {
    INFO(text);
    const auto outcome = engines->at(0).run(0, text, options);
    CHECK(outcome.status == PHEP_BAD_FACTS);
    CHECK(outcome.output.starts_with("{\"error\":{\"at\":\""));
  }
}

}  // namespace phep::tests
