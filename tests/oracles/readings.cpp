#include "tests/oracles/readings.h"

#include "compiler/cli/engine_set.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/random_facts.h"
#include "compiler/testing/run.h"
#include "compiler/workspace/workspace.h"
#include "tests/oracles/sources.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <variant>

namespace phep::tests {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kFrom = 1'767'200'400'000;  // 2026-01-01 in Hà Nội
constexpr std::int64_t kDays = 800;
constexpr std::int64_t kDayMs = 86'400'000;

// One decision and what decides it.
struct Asked {
  const decision::Program& program;
  const decision::Decision& decision;
  std::uint32_t index;
  const testing::Engine& engine;
};

// The answer, but for the readings that it names.
struct Answer {
  Json said;
  std::set<std::string> readings;
};

Answer answer_of(const Asked& asked, const std::string& facts, const testing::CaseOptions& options,
                 Tally& tally) {
  const testing::CaseOutcome outcome = asked.engine.run(asked.index, facts, options);
  tally.check(outcome.status == PHEP_OK,
              fmt::format("{} {}: {}", asked.decision.name, facts, outcome.output));
  Answer answer{Json::parse(outcome.output, nullptr, false), {}};
  const Json named = answer.said.value("readings", Json::object());
  for (const auto& [name, option] : named.items()) answer.readings.insert(name);
  answer.said.erase("readings");
  return answer;
}

void check_case(const Asked& asked, const std::string& facts, std::int64_t as_of, Tally& tally) {
  testing::CaseOptions options;
  options.as_of = as_of;
  options.certificate = false;
  options.readings.assign(asked.program.readings.size(), -1);
  const Answer usual = answer_of(asked, facts, options, tally);
  for (const decision::ReadingId id : asked.decision.readings) {
    const decision::Reading& reading = asked.program.readings[id];
    if (reading.draft) continue;
    bool rests = false;
    for (std::uint32_t option = 0; option < reading.options.size() && !rests; ++option) {
      if (option == reading.fallback) continue;
      options.readings[id.index] = static_cast<std::int32_t>(option);
      rests = answer_of(asked, facts, options, tally).said != usual.said;
    }
    options.readings[id.index] = -1;
    tally.check(rests == usual.readings.contains(reading.name),
                fmt::format("{} of {} at {} {} on {}", facts, asked.decision.name, as_of,
                            rests ? "rests, and does not say so," : "does not rest", reading.name));
  }
}

}  // namespace

Tally check_readings(std::uint64_t cases, std::uint64_t seed, const std::string& engine) {
  Tally tally;
  const auto make = cli::engine_set(engine, 0);
  std::size_t decisions = 0;
  workspace::Workspace workspace([](const std::string&) { return std::optional<std::string>(); },
                                 workspace::embedded_library());
  for (const std::string& path : sources_below("stdlib/vn/entry", ".phep")) {
    constexpr std::string_view kRoot = "stdlib/", kEnding = ".phep";
    std::string module = path.substr(kRoot.size(), path.size() - kRoot.size() - kEnding.size());
    std::ranges::replace(module, '/', '.');
    const FileId file = workspace.open_library(module);
    const auto checked = workspace.checked(file);
    const std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
    const auto lowered =
        decision::lower(workspace.modules(file), workspace.types(), workspace.names(), entries, {});
    const decision::Program& program = lowered.program;
    const auto engines = (*make)(program, decision::encode(program));
    for (std::uint32_t i = 0; i < program.decisions.size(); ++i) {
      const decision::Decision& decision = program.decisions[i];
      if (decision.readings.empty()) continue;
      ++decisions;
      testing::Random random(seed + i);
      for (std::uint64_t n = 0; n < cases; ++n) {
        const int known = n % 2 == 0 ? 100 : 70;
        const std::string facts = testing::random_facts(program, decision, known, random).dump();
        const std::int64_t as_of = kFrom + random.in(0, kDays) * kDayMs;
        check_case({program, decision, i, engines->front()}, facts, as_of, tally);
      }
    }
  }
  fmt::print("{} decisions with readings\n", decisions);
  return tally;
}

}  // namespace phep::tests
