// Cases of one decision with the interpreter's answers, one JSON object a line, for packages to be
// held against:
//   phep_vectors FILE --decision NAME --count N [--seed S]
// {"facts":text, or "facts_hex":bytes where they are no UTF-8, "as_of":moment, "law_date":day,
// "readings":{…},
//  "status":phep_status, "answer":text}
#include "compiler/base/text.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"
#include "tests/packages/vectors/facts.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>

namespace phep::tests {
namespace {

struct Settings {
  std::string file, decision;
  std::uint64_t count = 1'000, seed = 1;
};

std::string moment_text(std::int64_t ms) {
  std::array<char, runtime::kInstantTextMax> text{};
  return {text.data(), runtime::print_instant(ms, text.data())};
}
std::string day_text(std::int32_t days) {
  std::array<char, runtime::kDateTextMax> text{};
  return {text.data(), runtime::print_date(days, text.data())};
}

// Moments at which a deadline of the answer falls.
std::vector<std::int64_t> deadlines(const std::string& answer) {
  std::vector<std::int64_t> out;
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object() || !json.contains("norms")) return out;
  for (const auto& norm : json["norms"])
    if (norm.contains("due") && norm["due"].is_string())
      if (const auto moment = cli::parse_moment(norm["due"].get<std::string>()))
        out.push_back(*moment);
  return out;
}

class Vectors {
 public:
  Vectors(const decision::Program& program, const testing::Engine& engine, std::uint64_t seed)
      : program_(program), engine_(engine), random_(seed) {}

  // One line.
  std::string next();

 private:
  testing::CaseOptions options();
  FactsDocument head(const testing::CaseOptions& options) const;

  const decision::Program& program_;
  const testing::Engine& engine_;
  Random random_;
};

std::string Vectors::next() {
  const decision::Decision& decision = program_.decisions[0];
  const bool spoil = random_.chance(15);
  const int known = random_.chance(45) ? 100 : static_cast<int>(random_.in(30, 95));
  const FactsDocument facts = random_facts(program_, decision, known, random_);
  const std::string text = spoil ? spoiled(facts, random_) : facts.dump();
  testing::CaseOptions chosen = options();
  auto outcome = engine_.run(0, text, chosen);
  if (const auto moments = deadlines(outcome.output); !moments.empty() && random_.chance(30)) {
    chosen.as_of = random_.pick(moments) + random_.in(-1, 1);
    outcome = engine_.run(0, text, chosen);
  }
  FactsDocument line = head(chosen);
  if (first_invalid_utf8(text) == kValidUtf8) {
    line["facts"] = text;
  } else {
    std::string hex;
    for (const char byte : text) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    line["facts_hex"] = hex;
  }
  line["status"] = outcome.status;
  line["answer"] = outcome.output;
  return line.dump();
}

testing::CaseOptions Vectors::options() {
  testing::CaseOptions out;
  out.certificate = random_.chance(10);
  out.as_of = random_.in(1'700'000'000, 1'830'000'000) * 1'000;
  if (random_.chance(15)) out.law_date = static_cast<std::int32_t>(random_.in(19'700, 21'000));
  for (const decision::Reading& reading : program_.readings) {
    const auto last = static_cast<std::int64_t>(reading.options.size()) - 1;
    out.readings.push_back(random_.chance(70) ? -1
                                              : static_cast<std::int32_t>(random_.in(0, last)));
  }
  return out;
}

FactsDocument Vectors::head(const testing::CaseOptions& options) const {
  FactsDocument line = {{"as_of", moment_text(options.as_of)}};
  if (options.law_date) line["law_date"] = day_text(*options.law_date);
  if (options.certificate) line["certificate"] = true;
  std::size_t index = 0;
  for (const decision::Reading& reading : program_.readings) {
    const std::int32_t option = options.readings[index++];
    if (option < 0) continue;
    if (!reading.draft)
      line["readings"][reading.name] = reading.options[static_cast<std::size_t>(option)];
    if (reading.draft && option == 1) line["suppose"].push_back(reading.name);
  }
  return line;
}

int run(const Settings& settings) {
  auto session = cli::Session::start({});
  if (!session) return cli::kIo;
  const auto target = cli::open_target(*session, settings.file, settings.decision);
  if (!target) return target.error();
  const auto program = cli::lower_targets(*session, target->file, {target->def});
  if (!program) return program.error();
  const auto image = decision::encode(*program);
  const auto engines = (*cli::engine_set("interp", 0))(*program, image);
  if (!engines) return cli::kInternal;
  Vectors vectors(*program, (*engines)[0], settings.seed);
  for (std::uint64_t i = 0; i < settings.count; ++i) std::puts(vectors.next().c_str());
  return 0;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  phep::tests::Settings settings;
  CLI::App app("cases with the interpreter's answers");
  app.add_option("file", settings.file)->required();
  app.add_option("--decision", settings.decision);
  app.add_option("--count", settings.count);
  app.add_option("--seed", settings.seed);
  CLI11_PARSE(app, argc, argv);
  return phep::tests::run(settings);
}
