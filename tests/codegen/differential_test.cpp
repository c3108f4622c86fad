// Random Decision IR on every engine: the same bytes, certificate included, or one of them is
// wrong.
#include "compiler/codegen/codegen.h"
#include "compiler/decision/image.h"
#include "compiler/decision/verify.h"
#include "compiler/engines/engines.h"
#include "compiler/runtime/phep_abi.h"
#include "tests/codegen/random_program.h"

#include <doctest/doctest.h>

#include <cstdlib>

namespace phep::tests {

namespace {

constexpr std::uint64_t kPrograms = 12;
constexpr int kCases = 40;

// How many cases took which way, and how many were refused.
struct Shares {
  int clean = 0, slow = 0, refused = 0;
};

// The text around the first byte in which two answers differ.
std::string difference(const std::string& expected, const std::string& found) {
  if (expected == found) return {};
  std::size_t at = 0;
  while (at < expected.size() && at < found.size() && expected[at] == found[at]) ++at;
  const std::size_t from = at < 60 ? 0 : at - 60;
  return "…" + expected.substr(from, 160) + "… but …" + found.substr(from, 160) + "…";
}

void run_seed(std::uint64_t seed, std::span<const char* const> names, bool shipped,
              Shares& shares) {
  const RandomProgram random(seed);
  const std::vector<decision::Violation> wrong = decision::verify(random.program);
  for (const decision::Violation& each : wrong)
    FAIL_CHECK(decision::name(each.invariant), ": ", each.detail);
  REQUIRE(wrong.empty());
  const auto image = decision::encode(random.program);
  std::vector<std::unique_ptr<engines::Engine>> engines;
  for (const char* name : names) {
    auto made = engines::make_engine(name, random.program, image, {0, shipped});
    if (!made) FAIL("seed ", seed, ", ", name, ": ", made.error().message);
    engines.push_back(std::move(*made));
  }
  Dice dice(seed + 1'000);
  for (int i = 0; i < kCases; ++i) {
    const std::string facts = random.facts(dice, !dice.one_in(3));
    engines::CaseOptions options;
    options.as_of = kNow + static_cast<std::int64_t>(dice.below(400)) * 3'600'000;
    if (dice.one_in(5)) options.law_date = kToday + static_cast<std::int32_t>(dice.below(60)) - 30;
    if (dice.one_in(2)) options.readings = {static_cast<std::int32_t>(dice.below(4)) - 1};
    std::string expected;
    for (const auto& engine : engines) {
      const auto result = engine->run(0, facts, options);
      if (!result) FAIL("seed ", seed, ", ", engine->name(), ": ", result.error().message);
      const std::string found = std::to_string(result->status) + " " + result->output;
      if (expected.empty()) expected = found;
      CHECK_MESSAGE(difference(expected, found) == "", "seed ", seed, ", case ", i, ", ",
                    engine->name(), " on ", facts);
      if (engine->name() != "jit") continue;
      if (result->status != PHEP_OK) {
        ++shares.refused;
      } else {
        ++(result->path == engines::Path::Generated ? shares.clean : shares.slow);
      }
    }
  }
}

}  // namespace

TEST_CASE("differential: every sabotage of a lowering is noticed") {
  const std::vector<std::string> rows = codegen::sabotage_names();
  REQUIRE(rows.size() == 21);
  for (std::size_t row = 1; row <= rows.size(); ++row) {
    bool noticed = false;
    for (std::uint64_t seed = 1; seed <= 400 && !noticed; ++seed) {
      const RandomProgram random(seed);
      const auto image = decision::encode(random.program);
      auto right = engines::make_interpreter(random.program, image);
      auto wrong = engines::make_jit(random.program, image, {static_cast<int>(row)});
      REQUIRE(right.has_value());
      REQUIRE(wrong.has_value());
      Dice dice(seed);
      for (int i = 0; i < kCases && !noticed; ++i) {
        const std::string facts = random.facts(dice, true);
        engines::CaseOptions options;
        options.as_of = kNow + static_cast<std::int64_t>(dice.below(400)) * 3'600'000;
        const auto expected = (*right)->run(0, facts, options);
        const auto found = (*wrong)->run(0, facts, options);
        noticed = expected && found && expected->output != found->output;
      }
    }
    CHECK_MESSAGE(noticed, "sabotage ", row, ", ", rows[row - 1]);
  }
}

TEST_CASE("differential: random programs agree on every engine") {
  // PHEP_SEEDS=n tries other programs than the usual ones, on the two fast engines.
  Shares shares;
  if (const char* more = std::getenv("PHEP_SEEDS")) {
    constexpr const char* kFast[] = {"interp", "jit"};
    for (std::uint64_t seed = 1'000; seed < 1'000 + std::strtoull(more, nullptr, 10); ++seed) {
      run_seed(seed, kFast, false, shares);
    }
  } else {
    constexpr const char* kAll[] = {"interp", "jit", "native", "wasm"};
    for (std::uint64_t seed = 1; seed <= kPrograms; ++seed)
      run_seed(seed, kAll, seed % 3 == 0, shares);
  }
  MESSAGE("clean ", shares.clean, ", slow ", shares.slow, ", refused ", shares.refused);
  CHECK(shares.clean > 0);
  CHECK(shares.slow > 0);
  CHECK(shares.refused > 0);
}

}  // namespace phep::tests
