#include "tests/oracles/answers.h"

#include "compiler/cli/engine_set.h"
#include "compiler/cli/options.h"
#include "compiler/runtime/phep_abi.h"
#include "tests/oracles/loaded.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>
#include <optional>

namespace phep::tests {
namespace {

using Json = nlohmann::json;

testing::CaseOptions options_of(const Json& line, const decision::Program& program) {
  testing::CaseOptions options;
  options.as_of = line.value("as_of", std::int64_t{0});
  options.certificate = line.value("certificate", false);
  const Json readings = line.value("readings", Json::object());
  for (const decision::Reading& reading : program.readings) {
    const std::string name = reading.name.substr(reading.name.rfind('.') + 1);
    options.readings.push_back(readings.value(name, -1));
  }
  return options;
}

std::string answer(const Loaded& loaded, std::uint32_t decision, const Json& line) {
  const testing::CaseOptions options = options_of(line, loaded.program);
  const std::string facts = line.at("facts").dump();
  std::optional<testing::CaseOutcome> first;
  for (const testing::Engine& engine : loaded.engines) {
    auto outcome = engine.run(decision, facts, options);
    if (!first) {
      first = std::move(outcome);
    } else if (outcome.status != first->status || outcome.output != first->output) {
      return Json{{"$disagree", {first->output, engine.name, outcome.output}}}.dump();
    }
  }
  if (first->status == PHEP_OK) return first->output;
  return Json{{"$refused", first->output}, {"status", first->status}}.dump();
}

}  // namespace

int serve_answers(const std::string& engines) {
  const auto make_engines = cli::engine_set(engines, 0);
  if (!make_engines) return cli::kUsage;
  std::optional<Loaded> loaded;
  std::uint32_t decision = 0;
  for (std::string text; std::getline(std::cin, text);) {
    const Json line = Json::parse(text, nullptr, false);
    std::string reply = R"({"errors":"a line is neither a program nor a case"})";
    if (line.is_object() && line.contains("program")) {
      loaded.reset();
      auto next = load(line["program"], *make_engines);
      const auto found = next ? next->decision(line.value("decision", "report"))
                              : Result<std::uint32_t>(std::unexpected(next.error()));
      reply = found ? R"({"ok":true})" : Json{{"errors", found.error().message}}.dump();
      if (found) {
        decision = *found;
        loaded.emplace(std::move(*next));
      }
    } else if (line.is_object() && line.contains("facts") && loaded) {
      reply = answer(*loaded, decision, line);
    }
    std::fputs((reply + "\n").c_str(), stdout);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace phep::tests
