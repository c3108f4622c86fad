// The certificate of every engine is reproduced by replay.
#include "compiler/cli/engine_set.h"
#include "compiler/decision/image.h"
#include "compiler/explain/certificate.h"
#include "compiler/explain/replay.h"
#include "tests/support/golden.h"
#include "tests/support/programs.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace phep::tests {

TEST_CASE("explain: the certificate of every engine is reproduced") {
  const auto program = lower_file("tests/data/run/readme.phep", "leak_report");
  const auto image = decision::encode(program);
  const std::string facts =
      R"({"found_at":"2026-03-01T08:00+07:00","told_at":"2026-03-04T10:00+07:00","harmful":true})";
  const explain::Question question{.program = &program,
                                   .image = image,
                                   .facts = facts,
                                   .as_of = 1'773'108'000'000,
                                   .readings = {}};
  const auto replay = explain::Replay::start(question);
  INFO((replay ? std::string() : replay.error().output));
  REQUIRE(replay.has_value());
  const auto make = cli::engine_set("all", 0);
  REQUIRE(make.has_value());
  const auto engines = (*make)(program, image);
  REQUIRE(engines.has_value());
  CHECK(engines->size() == 4);
  for (const testing::Engine& engine : *engines) {
    const auto outcome =
        engine.run(0, facts, {.as_of = question.as_of, .readings = {}, .certificate = true});
    INFO(engine.name, " ", outcome.output);
    REQUIRE(outcome.status == 0);
    const auto certificate = explain::read_certificate(outcome.output);
    REQUIRE(certificate.has_value());
    CHECK(explain::mismatches(*certificate, (*replay)->answer()["certificate"], program,
                              Language::English)
              .empty());
  }
}

}  // namespace phep::tests
